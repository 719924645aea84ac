#include "fhir/xml/read.h"

#include <pugixml.hpp>

#include <algorithm>
#include <utility>

#include "fhir/json/positions.h"
#include "fhir/model/check.h"
#include "fhir/model/path.h"
#include "fhir/model/primitive_types.h"
#include "fhir/primitive/check.h"
#include "fhir/r4/registry.h"
#include "fhir/text/nearest.h"
#include "fhir/xml/extent.h"
#include "fhir/xml/prefix.h"
#include "fhir/xml/scan.h"
#include "fhir/xml/xhtml.h"

namespace fhir::xml {
namespace {

constexpr std::string_view fhir_namespace = "http://hl7.org/fhir";

// Far more than any element has: each is compared with those before it.
constexpr std::size_t attributes_max = 100;

std::string quoted(std::string_view name) { return "'" + std::string(name.substr(0, 64)) + "'"; }

/// One walk from document to model; the recursion is as deep as the document, which scan() has bounded.
class Reader {
 public:
  /// `unprefixed`, if any, is what `text` was made from `sent` by: issues have their places in what was sent.
  Reader(std::string_view text, Arena& arena, const json::Limits& limits, json::Completeness completeness, std::string_view sent, const Unprefixed* unprefixed)
      : text_(text), arena_(arena), extent_(limits), complete_(completeness == json::Completeness::required), positions_(sent), unprefixed_(unprefixed) {}

  Result<Resource> run(const pugi::xml_document& document) {
    pugi::xml_node root;
    for (const pugi::xml_node node : document.children()) {
      if (node.type() == pugi::node_element) {
        if (root) fault(node, IssueType::structure, "A document has one root element only.");
        else root = node;
      } else if (node.type() == pugi::node_pcdata || node.type() == pugi::node_cdata) {
        fault(node, IssueType::structure, "Text outside the root element.");
      }
    }
    if (!root) return Outcome(IssueType::structure, "There is no element; expected a resource such as <Patient xmlns=\"http://hl7.org/fhir\">.");
    if (fhir_namespace != root.attribute("xmlns").value()) {
      fault(root, IssueType::structure, "The root element needs xmlns=\"http://hl7.org/fhir\".");
    }
    const Resource resource = read_resource(root);
    check_values(root);
    if (!issues_.empty()) return Outcome(std::move(issues_));
    return resource;
  }

 private:
  bool too_deep(const pugi::xml_node& node) {
    if (!extent_.too_deep()) return false;
    if (!std::exchange(told_depth_, true)) {
      fault(node, IssueType::too_costly,
            "This is nested deeper than " + std::to_string(extent_.limits().depth) + " levels, counted as in JSON, where an element that may repeat is two.", Issue::Detail::bad_request);
    }
    return true;
  }

  void check_values(const pugi::xml_node& node) {
    if (!extent_.too_many()) return;
    fault(node, IssueType::too_costly, "The resource holds more than " + std::to_string(extent_.limits().values) + " values, counted as in JSON, with its arrays and objects.",
          Issue::Detail::bad_request);
  }

  void fault(const pugi::xml_node& node, IssueType type, std::string what, Issue::Detail detail = Issue::Detail::none) {
    if (issues_.size() >= issues_max) return;
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(node.offset_debug(), 0));
    const json::Position position = positions_.of(unprefixed_ != nullptr ? unprefixed_->origin(offset) : offset);
    issues_.push_back({Severity::error, type, std::move(what), path_.text(), position.line, position.column, detail});
  }

  Resource read_resource(const pugi::xml_node& node) {
    const Descriptor* type = r4::resource_type(node.name());
    if (type == nullptr) {
      fault(node, IssueType::structure, quoted(node.name()) + " is not a resource type of FHIR R4.");
      return {};
    }
    const Resource resource = make_resource(arena_, *type);
    const Levels object(extent_, 1);
    if (too_deep(node)) return resource;
    extent_.add_values(2);  // itself and its resourceType
    const bool outer_complete = complete_;
    complete_ = complete_ && !is_excused(*type, node.child("status").attribute("value").value());
    const bool root = path_.depth() == 0;
    if (root) path_.push(type->name);
    read_attributes(node, *type, resource.value);
    read_children(node, *type, resource.value);
    if (root) path_.pop();
    complete_ = outer_complete;
    return resource;
  }

  /// Attributes are FHIR's (id, url), the namespace, and at the root a schema's place, which says nothing here.
  void read_attributes(const pugi::xml_node& node, const Descriptor& type, void* object, bool value_allowed = false) {
    std::size_t count = 0;
    for (pugi::xml_attribute attribute = node.first_attribute(); attribute; attribute = attribute.next_attribute()) {
      const std::string_view name = attribute.name();
      if (++count > attributes_max) {
        fault(node, IssueType::structure, "An element has " + std::to_string(attributes_max) + " attributes at most.");
        return;
      }
      for (pugi::xml_attribute other = node.first_attribute(); other != attribute; other = other.next_attribute()) {
        if (name == other.name()) fault(node, IssueType::structure, "The attribute " + quoted(name) + " is there twice.");
      }
      if (name == "xmlns") {
        if (fhir_namespace != attribute.value()) fault(node, IssueType::structure, "Elements here belong to the namespace http://hl7.org/fhir.");
        continue;
      }
      if (is_declaration(name) || (name == "value" && value_allowed)) continue;
      const Element* element = find_element(type, name);
      if (element == nullptr || !element->is_attribute) {
        fault(node, IssueType::structure, quoted(name) + " is not an attribute of this element.");
        continue;
      }
      path_.push(element->name);
      read_value(node, *element->type, attribute.value(), field<Primitive>(object, *element));
      path_.pop();
    }
  }

  void read_children(const pugi::xml_node& node, const Descriptor& type, void* object) {
    std::size_t hint = 0;
    const Element* last = nullptr;
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        fault(node, IssueType::structure, "Text between elements; FHIR XML has values in attributes.");
        continue;
      }
      if (child.type() != pugi::node_element) continue;
      const std::string_view name = child.name();
      const NamedElement named = find_named(type, name, hint);
      if (!named || named.element->is_attribute) {
        fault_unknown(child, type);
        continue;
      }
      if (last != nullptr && named.element < last) {
        path_.push(named.element->name);
        fault(child, IssueType::structure, quoted(name) + " stands behind " + quoted(last->name) + "; the order of elements matters in XML, it belongs before it.");
        path_.pop();
      }
      last = named.element;
      read_element(child, named, object);
    }
    extent_.add_lists(type, object);
    if (complete_) {
      each_missing(type, object, [&](const Element& element) {
        path_.push(element.name);
        fault(node, IssueType::required, "The mandatory element '" + std::string(element.name) + "' is missing; add it.");
        path_.pop();
      });
    }
  }

  void fault_unknown(const pugi::xml_node& node, const Descriptor& type) {
    if (issues_.size() >= issues_max) return;  // what it may have meant is work
    const std::string_view name = node.name();
    std::vector<std::string_view> names;
    for (const Element& element : type.elements) names.push_back(element.name);
    const std::string_view nearest = text::nearest(name, names);
    path_.push(name.substr(0, 64));
    fault(node, IssueType::structure,
          quoted(name) + " is not an element of " + std::string(type.name) +
              (nearest.empty() ? "; check the spelling, or use an extension." : "; did you mean '" + std::string(nearest) + "'?"));
    path_.pop();
  }

  void read_element(const pugi::xml_node& node, const NamedElement& named, void* object) {
    const Element& element = *named.element;
    const bool repeats = element.shape >= Shape::many_primitives;
    path_.push(element.name, repeats ? field<ManyBase>(object, element).count : ElementPath::no_index);
    const Levels array(extent_, repeats ? 1 : 0);
    if (repeats && too_deep(node)) {
      // told, and nothing of it is kept
    } else if (!repeats && is_present(object, element)) {
      fault(node, IssueType::structure, quoted(node.name()) + " may occur once only.");
    } else {
      read_into(node, named, object);
    }
    path_.pop();
  }

  void read_into(const pugi::xml_node& node, const NamedElement& named, void* object) {
    const Element& element = *named.element;
    switch (element.shape) {
      case Shape::primitive: read_primitive(node, *element.type, field<Primitive>(object, element)); return;
      case Shape::one: {
        void*& place = field<void*>(object, element);
        place = arena_.allocate_zeroed(element.type->size);
        read_struct(node, *element.type, place);
        return;
      }
      case Shape::resource: field<Resource>(object, element) = read_wrapped(node); return;
      case Shape::choice: {
        Choice& choice = field<Choice>(object, element);
        choice = {named.choice->type, arena_.allocate_zeroed(named.choice->type->size)};
        if (choice.type->is_primitive()) {
          read_primitive(node, *choice.type, *static_cast<Primitive*>(choice.value));
        } else {
          read_struct(node, *choice.type, choice.value);
        }
        return;
      }
      case Shape::many_primitives:
        read_primitive(node, *element.type, *static_cast<Primitive*>(field<ManyBase>(object, element).extend(arena_, element.type->size)));
        return;
      case Shape::many: read_struct(node, *element.type, field<ManyBase>(object, element).extend(arena_, element.type->size)); return;
      case Shape::many_resources: {
        auto& many = field<Many<Resource>>(object, element);
        many.extend(arena_, sizeof(Resource));
        const Resource resource = read_wrapped(node);
        many[many.size() - 1] = resource;
        return;
      }
    }
  }

  void read_struct(const pugi::xml_node& node, const Descriptor& type, void* object) {
    if (!node.first_child() && !says_something(node)) fault(node, IssueType::structure, "An element may not be empty; leave it out.");
    const Levels levels(extent_, 1);
    if (too_deep(node)) return;
    extent_.add_values(1);
    read_attributes(node, type, object);
    read_children(node, type, object);
  }

  static bool is_declaration(std::string_view attribute) { return attribute == "xmlns" || attribute.starts_with("xmlns:") || attribute == "xsi:schemaLocation"; }

  /// Whether there is more to an element's attributes than namespaces, of which nothing would be kept.
  static bool says_something(const pugi::xml_node& node) {
    return std::any_of(node.attributes_begin(), node.attributes_end(), [](const pugi::xml_attribute& attribute) { return !is_declaration(attribute.name()); });
  }

  /// A resource stands inside an element that names its role: <contained><Patient>…
  Resource read_wrapped(const pugi::xml_node& node) {
    for (const pugi::xml_attribute attribute : node.attributes()) {
      const std::string_view name = attribute.name();
      if (name.starts_with("xmlns:") || (name == "xmlns" && fhir_namespace == attribute.value())) continue;
      fault(node, IssueType::structure, "An element that holds a resource has no attributes.");
      break;
    }
    pugi::xml_node inner;
    for (const pugi::xml_node child : node.children()) {
      if (child.type() == pugi::node_element && !inner) inner = child;
      else if (child.type() == pugi::node_element || child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata) {
        fault(child, IssueType::structure, "Expected exactly one resource here.");
      }
    }
    if (inner) return read_resource(inner);
    fault(node, IssueType::structure, "Expected a resource inside this element.");
    return {};
  }

  void read_value(const pugi::xml_node& node, const Descriptor& type, std::string_view value, Primitive& primitive) {
    primitive.set(arena_.copy(value));
    extent_.add_values(1);
    if (!valid(type.primitive, value)) {
      fault(node, IssueType::value, "This is not a valid " + std::string(type.name) + "; expected " + std::string(expected(type.primitive)) + ".");
    }
  }

  void read_primitive(const pugi::xml_node& node, const Descriptor& type, Primitive& primitive) {
    if (type.primitive == PrimitiveKind::xhtml) {
      read_xhtml(node, primitive);
      return;
    }
    const pugi::xml_attribute value = node.attribute("value");
    if (value) read_value(node, type, value.value(), primitive);
    const bool more = node.first_child() || (value ? value.next_attribute() || value.previous_attribute() : node.first_attribute());
    if (!more) {
      if (!value) fault(node, IssueType::structure, "An element may not be empty; give it a 'value', or leave it out.");
      return;
    }
    const Levels object(extent_, 1);
    primitive.extras = arena_.make<Extras>();
    read_attributes(node, Extras::descriptor, primitive.extras, true);
    read_children(node, Extras::descriptor, primitive.extras);
    // A namespace declaration or comment alone is not something to keep.
    if (!primitive.extras->id.present() && primitive.extras->extension.empty()) {
      primitive.extras = nullptr;
      if (!value) fault(node, IssueType::structure, "An element may not be empty; give it a 'value', or leave it out.");
    } else if (!too_deep(node)) {
      extent_.add_values(1);
    }
  }

  /// A narrative is kept to the letter, as the text it was sent as.
  void read_xhtml(const pugi::xml_node& node, Primitive& primitive) {
    const auto start = static_cast<std::size_t>(node.offset_debug()) - 1;
    std::size_t length = 0;
    if (const auto wrong = check_xhtml_prefix(text_.substr(start), length)) {
      fault(node, IssueType::value, *wrong);
      primitive.set(text_.substr(start));  // it is there
      return;
    }
    primitive.set(arena_.copy(text_.substr(start, length)));
    extent_.add_values(1);
  }

  std::string_view text_;
  Arena& arena_;
  Extent extent_;
  bool told_depth_ = false;
  bool complete_;
  json::Positions positions_;  ///< in what was sent
  const Unprefixed* unprefixed_;
  ElementPath path_;
  Issues issues_;
};

Result<void> parse(std::string_view text, pugi::xml_document& document) {
  const pugi::xml_parse_result parsed = document.load_buffer(text.data(), text.size(), pugi::parse_default, pugi::encoding_utf8);
  if (!parsed) {
    Outcome outcome(IssueType::structure, std::string("The XML is not well-formed: ") + parsed.description() + ".");
    const json::Position position = json::position_of(text, static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0)));
    outcome.issues[0].line = position.line;
    outcome.issues[0].column = position.column;
    return outcome;
  }
  return {};
}

}  // namespace

Result<Resource> read(std::string_view text, Arena& arena, const json::Limits& limits, json::Completeness completeness) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  TRY_VOID(scan(text, limits));
  pugi::xml_document document;
  TRY_VOID(parse(text, document));
  auto resource = Reader(text, arena, limits, completeness, text, nullptr).run(document);
  if (resource) return resource;
  // The reader knows no prefixes, so it finds fault with each. Only then are they looked for: what has none pays nothing.
  TRY(const Unprefixed unprefixed, without_prefixes(text));
  if (!unprefixed.changed) return resource;
  TRY_VOID(parse(unprefixed.text, document));
  return Reader(unprefixed.text, arena, limits, completeness, text, &unprefixed).run(document);
}

}  // namespace fhir::xml
