#include "fhir/xml/write.h"

#include <algorithm>

#include "fhir/model/primitive_types.h"

namespace fhir::xml {
namespace {

/// Line ends and tabs go as numbers, or the reader's attribute rules would make spaces of them.
/// https://www.w3.org/TR/xml/#AVNormalize
void append_escaped(std::string& out, std::string_view value) {
  for (const char byte : value) {
    switch (byte) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\t': out += "&#9;"; break;
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      default: out += byte;
    }
  }
}

class Writer {
 public:
  Writer(std::string& out, json::Style style, std::size_t bytes_max, const OneByOne* one_by_one)
      : out_(out), pretty_(style == json::Style::pretty), bytes_max_(bytes_max), one_by_one_(one_by_one) {}

  /// More than there is room for. What is open is still ended, which is little; nothing else is begun.
  bool full() const { return out_.size() > bytes_max_; }

  void root(Resource resource) {
    if (pretty_) out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out_ += '<';
    out_ += resource.type->name;
    out_ += " xmlns=\"http://hl7.org/fhir\"";
    close_or_fill(resource.type->name, *resource.type, resource.value);
  }

 private:
  /// A value between double quotes, piece by piece: one may be most of an answer.
  void append_attribute(std::string_view name, std::string_view value) {
    constexpr std::size_t piece = 4096;
    out_ += ' ';
    out_ += name;
    out_ += "=\"";
    for (; !value.empty() && !full(); value.remove_prefix(std::min(piece, value.size()))) append_escaped(out_, value.substr(0, piece));
    out_ += '"';
  }

  /// A narrative, to the letter, or as much of it as is enough to be full.
  void append(std::string_view text) {
    const std::size_t room = bytes_max_ - std::min(out_.size(), bytes_max_);
    out_ += text.substr(0, text.size() > room ? room + 1 : text.size());
  }

  void open(std::string_view name) {
    if (pretty_) {
      out_ += '\n';
      out_.append(depth_ * 2, ' ');
    }
    out_ += '<';
    out_ += name;
  }

  /// Ends the start tag, writes the children, and the end tag; an element without children closes itself.
  void close_or_fill(std::string_view name, const Descriptor& type, const void* object) {
    const std::size_t before = out_.size();
    out_ += '>';
    ++depth_;
    const std::size_t start = out_.size();
    children(type, object);
    --depth_;
    if (out_.size() == start) {
      out_.resize(before);
      out_ += "/>";
    } else {
      end(name);
    }
  }

  void end(std::string_view name) {
    if (pretty_) {
      out_ += '\n';
      out_.append(depth_ * 2, ' ');
    }
    out_ += "</";
    out_ += name;
    out_ += '>';
  }

  void structure(std::string_view name, const Descriptor& type, const void* object) {
    open(name);
    attributes(type, object);
    close_or_fill(name, type, object);
  }

  void attributes(const Descriptor& type, const void* object) {
    for (const Element& element : type.elements) {
      if (!element.is_attribute) continue;
      const auto& value = field<Primitive>(object, element);
      if (value.has_text()) append_attribute(element.name, value.text());
    }
  }

  void primitive(std::string_view name, const Descriptor& type, const Primitive& value) {
    if (!value.present()) return;
    open(name);
    if (type.primitive == PrimitiveKind::xhtml) {
      out_.resize(out_.size() - name.size() - 1);
      append(value.text());
      return;
    }
    if (value.extras != nullptr) attributes(Extras::descriptor, value.extras);
    if (value.has_text()) append_attribute("value", value.text());
    if (value.extras != nullptr) {
      close_or_fill(name, Extras::descriptor, value.extras);
    } else {
      out_ += "/>";
    }
  }

  void wrapped(std::string_view name, Resource resource) {
    open(name);
    out_ += '>';
    ++depth_;
    structure(resource.type->name, *resource.type, resource.value);
    --depth_;
    end(name);
  }

  void children(const Descriptor& type, const void* object) {
    for (const Element& element : type.elements) {
      if (full()) return;
      if (element.is_attribute) continue;
      switch (element.shape) {
        case Shape::primitive: primitive(element.name, *element.type, field<Primitive>(object, element)); break;
        case Shape::one:
          if (const void* value = field<void*>(object, element)) structure(element.name, *element.type, value);
          break;
        case Shape::choice: choice(element, field<Choice>(object, element)); break;
        case Shape::resource:
          if (const Resource value = field<Resource>(object, element)) wrapped(element.name, value);
          break;
        case Shape::many_primitives:
          for (const Primitive& value : field<Many<Primitive>>(object, element)) {
            if (full()) return;
            primitive(element.name, *element.type, value);
          }
          break;
        case Shape::many: {
          if (depth_ == 1 && one_by_one_ != nullptr && one_by_one_->element == &element) {
            each_in_turn();
            break;
          }
          const auto& many = field<ManyBase>(object, element);
          for (std::uint32_t index = 0; index < many.count && !full(); ++index) {
            structure(element.name, *element.type, static_cast<const char*>(many.data) + std::size_t{index} * element.type->size);
          }
          break;
        }
        case Shape::many_resources:
          for (const Resource value : field<Many<Resource>>(object, element)) {
            if (full()) return;
            wrapped(element.name, value);
          }
          break;
      }
    }
  }

  void each_in_turn() {
    for (std::size_t at = 0; at < one_by_one_->count && !full(); ++at) {
      const void* value = one_by_one_->value(at);
      if (value == nullptr) return;
      structure(one_by_one_->element->name, *one_by_one_->element->type, value);
    }
  }

  void choice(const Element& element, const Choice& value) {
    for (const ChoiceType& option : element.choices) {
      if (!value || option.type != value.type) continue;
      if (option.type->is_primitive()) {
        primitive(option.name, *option.type, *static_cast<const Primitive*>(value.value));
      } else {
        structure(option.name, *option.type, value.value);
      }
    }
  }

  std::string& out_;
  bool pretty_;
  std::size_t bytes_max_;
  const OneByOne* one_by_one_;
  std::size_t depth_ = 0;
};

}  // namespace

bool write(Resource resource, std::string& out, json::Style style, std::size_t bytes_max) {
  return write(resource, {}, out, style, bytes_max);
}

bool write(Resource resource, const OneByOne& values, std::string& out, json::Style style, std::size_t bytes_max) {
  Writer writer(out, style, bytes_max, &values);
  writer.root(resource);
  return !writer.full();
}

}  // namespace fhir::xml
