#include "fhir/json/write.h"

#include "fhir/json/tree.h"
#include "fhir/model/primitive_types.h"

namespace fhir::json {
namespace {

bool is_bare(PrimitiveKind kind) {
  switch (kind) {
    case PrimitiveKind::boolean:
    case PrimitiveKind::decimal:
    case PrimitiveKind::integer:
    case PrimitiveKind::positive_int:
    case PrimitiveKind::unsigned_int: return true;
    default: return false;
  }
}

class Writer {
 public:
  Writer(std::string& out, Style style) : out_(out), pretty_(style == Style::pretty) {}

  void resource(Resource resource) {
    open('{');
    name("resourceType");
    append_string(out_, resource.type->name);
    members(*resource.type, resource.value, {}, {});
    close('}');
  }

  void members(const Descriptor& type, const void* object, std::string_view skip_first, std::string_view skip_second) {
    for (const Element& element : type.elements) {
      if (element.name == skip_first || element.name == skip_second) continue;
      switch (element.shape) {
        case Shape::primitive: primitive(element.name, *element.type, field<Primitive>(object, element)); break;
        case Shape::one:
          if (const void* value = field<void*>(object, element)) {
            name(element.name);
            structure(*element.type, value);
          }
          break;
        case Shape::choice: choice(element, field<Choice>(object, element)); break;
        case Shape::resource:
          if (const Resource value = field<Resource>(object, element)) {
            name(element.name);
            resource(value);
          }
          break;
        case Shape::many_primitives: primitives(element, field<Many<Primitive>>(object, element)); break;
        case Shape::many: structures(element, field<ManyBase>(object, element)); break;
        case Shape::many_resources:
          if (const auto& many = field<Many<Resource>>(object, element); !many.empty()) {
            name(element.name);
            open('[');
            for (const Resource item : many) {
              separate();
              resource(item);
            }
            close(']');
          }
          break;
      }
    }
  }

 private:
  void open(char bracket) {
    out_ += bracket;
    ++depth_;
    first_ = true;
  }

  void close(char bracket) {
    --depth_;
    if (pretty_ && !first_) line();
    out_ += bracket;
    first_ = false;
  }

  void line() {
    out_ += '\n';
    out_.append(depth_ * 2, ' ');
  }

  void separate() {
    if (!first_) out_ += ',';
    if (pretty_) line();
    first_ = false;
  }

  void name(std::string_view text, bool extras = false) {
    separate();
    out_ += '"';
    if (extras) out_ += '_';
    out_ += text;
    out_ += pretty_ ? "\": " : "\":";
  }

  void text_of(const Descriptor& type, const Primitive& value) {
    if (is_bare(type.primitive)) {
      out_ += value.text();
    } else {
      append_string(out_, value.text());
    }
  }

  void structure(const Descriptor& type, const void* object) {
    open('{');
    members(type, object, {}, {});
    close('}');
  }

  void primitive(std::string_view element, const Descriptor& type, const Primitive& value) {
    if (value.has_text()) {
      name(element);
      text_of(type, value);
    }
    if (value.extras != nullptr) {
      name(element, true);
      structure(Extras::descriptor, value.extras);
    }
  }

  void choice(const Element& element, const Choice& value) {
    if (!value) return;
    for (const ChoiceType& option : element.choices) {
      if (option.type != value.type) continue;
      if (option.type->is_primitive()) {
        primitive(option.name, *option.type, *static_cast<const Primitive*>(value.value));
      } else {
        name(option.name);
        structure(*option.type, value.value);
      }
      return;
    }
  }

  void structures(const Element& element, const ManyBase& many) {
    if (many.count == 0) return;
    name(element.name);
    open('[');
    for (std::uint32_t index = 0; index < many.count; ++index) {
      separate();
      structure(*element.type, static_cast<const char*>(many.data) + std::size_t{index} * element.type->size);
    }
    close(']');
  }

  void primitives(const Element& element, const Many<Primitive>& many) {
    bool texts = false, extras = false;
    for (const Primitive& value : many) {
      texts |= value.has_text();
      extras |= value.extras != nullptr;
    }
    if (texts) {
      name(element.name);
      open('[');
      for (const Primitive& value : many) {
        separate();
        value.has_text() ? text_of(*element.type, value) : void(out_ += "null");
      }
      close(']');
    }
    if (extras) {
      name(element.name, true);
      open('[');
      for (const Primitive& value : many) {
        separate();
        value.extras != nullptr ? structure(Extras::descriptor, value.extras) : void(out_ += "null");
      }
      close(']');
    }
  }

  std::string& out_;
  bool pretty_;
  bool first_ = true;
  std::size_t depth_ = 0;
};

}  // namespace

void write(Resource resource, std::string& out, Style style) { Writer(out, style).resource(resource); }

void write_members(const Descriptor& type, const void* object, std::string& out, std::string_view skip_first,
                   std::string_view skip_second) {
  Writer(out, Style::compact).members(type, object, skip_first, skip_second);
}

}  // namespace fhir::json
