#include "fhir/xml/write.h"

#include "fhir/model/primitive_types.h"

namespace fhir::xml {
namespace {

/// A value between double quotes. Line ends and tabs go as numbers, or the reader's attribute rules would make spaces
/// of them. https://www.w3.org/TR/xml/#AVNormalize
void append_attribute(std::string& out, std::string_view name, std::string_view value) {
  out += ' ';
  out += name;
  out += "=\"";
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
  out += '"';
}

class Writer {
 public:
  Writer(std::string& out, json::Style style) : out_(out), pretty_(style == json::Style::pretty) {}

  void root(Resource resource) {
    if (pretty_) out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    out_ += '<';
    out_ += resource.type->name;
    out_ += " xmlns=\"http://hl7.org/fhir\"";
    close_or_fill(resource.type->name, *resource.type, resource.value);
  }

 private:
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
      if (value.has_text()) append_attribute(out_, element.name, value.text());
    }
  }

  void primitive(std::string_view name, const Descriptor& type, const Primitive& value) {
    if (!value.present()) return;
    open(name);
    if (type.primitive == PrimitiveKind::xhtml) {
      out_.resize(out_.size() - name.size() - 1);
      out_ += value.text();
      return;
    }
    if (value.extras != nullptr) attributes(Extras::descriptor, value.extras);
    if (value.has_text()) append_attribute(out_, "value", value.text());
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
          for (const Primitive& value : field<Many<Primitive>>(object, element)) primitive(element.name, *element.type, value);
          break;
        case Shape::many: {
          const auto& many = field<ManyBase>(object, element);
          for (std::uint32_t index = 0; index < many.count; ++index) {
            structure(element.name, *element.type, static_cast<const char*>(many.data) + std::size_t{index} * element.type->size);
          }
          break;
        }
        case Shape::many_resources:
          for (const Resource value : field<Many<Resource>>(object, element)) wrapped(element.name, value);
          break;
      }
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
  std::size_t depth_ = 0;
};

}  // namespace

void write(Resource resource, std::string& out, json::Style style) { Writer(out, style).root(resource); }

}  // namespace fhir::xml
