#include "fhir/json/read.h"

#include "fhir/json/positions.h"
#include "fhir/model/check.h"
#include "fhir/model/path.h"
#include "fhir/model/primitive_types.h"
#include "fhir/primitive/check.h"
#include "fhir/r4/registry.h"
#include "fhir/xml/xhtml.h"

namespace fhir::json {
namespace {

Kind kind_in_json(PrimitiveKind kind) {
  switch (kind) {
    case PrimitiveKind::boolean: return Kind::boolean;
    case PrimitiveKind::decimal:
    case PrimitiveKind::integer:
    case PrimitiveKind::positive_int:
    case PrimitiveKind::unsigned_int: return Kind::number;
    default: return Kind::string;
  }
}

std::string_view name_of(Kind kind) {
  constexpr std::string_view names[] = {"null", "a boolean", "a number", "a string", "an array", "an object"};
  return names[static_cast<std::size_t>(kind)];
}

/// One walk from tree to model; the recursion is as deep as the tree, which the parser bounds.
class Reader {
 public:
  Reader(Positions& positions, Arena& arena, Completeness completeness)
      : positions_(positions), arena_(arena), complete_(completeness == Completeness::required) {}

  Result<Resource> run(const Node& node) {
    const Resource resource = read_resource(node);
    if (!issues_.empty()) return Outcome(std::move(issues_));
    return resource;
  }

 private:
  void fault(const Node& node, IssueType type, std::string what) {
    if (issues_.size() >= issues_max) return;
    const Position position = positions_.of(node.offset);
    issues_.push_back({Severity::error, type, std::move(what), path_.text(), position.line, position.column});
  }

  bool expect(const Node& node, Kind kind) {
    if (node.kind == kind) return true;
    fault(node, IssueType::structure,
          "Expected " + std::string(name_of(kind)) + " here, found " + std::string(name_of(node.kind)) + ".");
    return false;
  }

  Resource read_resource(const Node& node) {
    if (!expect(node, Kind::object)) return {};
    const Node* name = node.find("resourceType");
    if (name == nullptr || name->kind != Kind::string) {
      fault(node, IssueType::structure, "A resource needs 'resourceType', a string such as \"Patient\".");
      return {};
    }
    const Descriptor* type = r4::resource_type(name->text);
    if (type == nullptr) {
      fault(*name, IssueType::structure, "'" + std::string(name->text.substr(0, 64)) + "' is not a resource type of FHIR R4.");
      return {};
    }
    const Resource resource = make_resource(arena_, *type);
    const bool outer_complete = complete_;
    complete_ = complete_ && !is_excused(*type, node.text_of("status"));
    // Inside another resource the path already names the element that holds this one.
    const bool root = path_.depth() == 0;
    if (root) path_.push(type->name);
    read_object(node, *type, resource.value);
    if (root) path_.pop();
    complete_ = outer_complete;
    return resource;
  }

  void read_object(const Node& node, const Descriptor& type, void* object) {
    if (node.count == 0) fault(node, IssueType::structure, "An object may not be empty; leave the element out.");
    const std::uint32_t gaps_before = gaps_;
    std::size_t hint = 0;
    for (const Node* member = node.first; member != nullptr; member = member->next) {
      std::string_view name = member->name;
      if (type.is_resource() && name == "resourceType") continue;
      const bool extras = !name.empty() && name[0] == '_';
      if (extras) name.remove_prefix(1);
      NamedElement named = find_named(type, name, extras_hint(extras, hint));
      const bool primitive = named && (named.choice != nullptr ? named.choice->type->is_primitive()
                                                               : named.element->type != nullptr && named.element->type->is_primitive());
      if (!named || (extras && !primitive)) {
        fault_unknown(*member, type);
        continue;
      }
      const bool repeated = named.element->shape >= Shape::many_primitives;
      path_.push(named.element->name, !repeated ? ElementPath::no_index : 0);
      if (extras && has_no_extras(named)) {
        fault(*member, IssueType::structure,
              "'" + std::string(name) + "' has neither id nor extensions here: XML has no place for them; leave '" + std::string(member->name) + "' out.");
      } else if (extras) {
        read_extras(*member, named, object);
      } else {
        read_element(*member, named, object);
      }
      path_.pop();
    }
    if (gaps_ != gaps_before) check_gaps(node, type, object);
    if (complete_) {
      each_missing(type, object, [&](const Element& element) {
        path_.push(element.name);
        fault(node, IssueType::required, "The mandatory element '" + std::string(element.name) + "' is missing; add it.");
        path_.pop();
      });
    }
  }

  // A null in an array of primitives stands for a value that "_name" completes, and the other way round.
  void check_gaps(const Node& node, const Descriptor& type, void* object) {
    for (const Element& element : type.elements) {
      if (element.shape != Shape::many_primitives) continue;
      const auto& many = field<Many<Primitive>>(object, element);
      for (std::uint32_t index = 0; index < many.count; ++index) {
        if (many[index].present()) continue;
        path_.push(element.name, index);
        fault(node, IssueType::structure, "null needs a value or extensions at the same place of the other array.");
        path_.pop();
      }
    }
  }

  /// Attributes in XML are of no type of FHIR's own, and of a narrative's div the definition says so.
  /// https://hl7.org/fhir/R4/element.html, https://hl7.org/fhir/R4/narrative.html
  static bool has_no_extras(const NamedElement& named) {
    const Element& element = *named.element;
    return element.is_attribute || (element.type != nullptr && element.type->primitive == PrimitiveKind::xhtml);
  }

  // "_birthDate" follows "birthDate": the hint has moved past it, so look from the start of a scratch hint.
  std::size_t& extras_hint(bool extras, std::size_t& hint) {
    if (!extras) return hint;
    scratch_hint_ = hint != 0 ? hint - 1 : 0;
    return scratch_hint_;
  }

  void fault_unknown(const Node& member, const Descriptor& type) {
    path_.push(member.name.substr(0, 64));
    fault(member, IssueType::structure,
          "'" + std::string(member.name.substr(0, 64)) + "' is not an element of " + std::string(type.name) +
              "; check the spelling, or use an extension.");
    path_.pop();
  }

  /// The place of a choice's value, made for this type; null (and an issue) if it already is of another.
  void* choose(const Node& node, const NamedElement& named, void* object) {
    Choice& choice = field<Choice>(object, *named.element);
    if (choice.type == nullptr) {
      choice = {named.choice->type, arena_.allocate_zeroed(named.choice->type->size)};
    } else if (choice.type != named.choice->type) {
      fault(node, IssueType::structure,
            "'" + std::string(named.element->name) + "[x]' may have one value only; keep one of its types.");
      return nullptr;
    }
    return choice.value;
  }

  void read_element(const Node& node, const NamedElement& named, void* object) {
    const Element& element = *named.element;
    if (node.kind == Kind::null) {
      fault(node, IssueType::structure, "null is not a value here; leave the element out.");
      return;
    }
    switch (element.shape) {
      case Shape::primitive: read_primitive(node, *element.type, field<Primitive>(object, element)); return;
      case Shape::one: read_one(node, *element.type, field<void*>(object, element)); return;
      case Shape::resource: field<Resource>(object, element) = read_resource(node); return;
      case Shape::choice: {
        void* value = choose(node, named, object);
        if (value == nullptr) return;
        if (named.choice->type->is_primitive()) {
          read_primitive(node, *named.choice->type, *static_cast<Primitive*>(value));
        } else if (expect(node, Kind::object)) {
          read_object(node, *named.choice->type, value);
        }
        return;
      }
      case Shape::many_primitives:
      case Shape::many:
      case Shape::many_resources: read_many(node, element, field<ManyBase>(object, element)); return;
    }
  }

  void read_one(const Node& node, const Descriptor& type, void*& place) {
    if (!expect(node, Kind::object)) return;
    place = arena_.allocate_zeroed(type.size);
    read_object(node, type, place);
  }

  void read_many(const Node& node, const Element& element, ManyBase& many) {
    if (!expect(node, Kind::array)) return;
    if (node.count == 0) {
      fault(node, IssueType::structure, "An array may not be empty; leave the element out.");
      return;
    }
    const std::uint32_t size = element.shape == Shape::many_resources ? sizeof(Resource) : element.type->size;
    // "_given" may have come first and made the places already.
    if (many.count < node.count) many.extend(arena_, size, node.count - many.count);
    std::uint32_t index = 0;
    for (const Node* item = node.first; item != nullptr; item = item->next, ++index) {
      path_.pop();
      path_.push(element.name, index);
      void* place = static_cast<char*>(many.data) + std::size_t{index} * size;
      if (element.shape == Shape::many_resources) {
        *static_cast<Resource*>(place) = read_resource(*item);
      } else if (element.shape == Shape::many_primitives) {
        if (item->kind != Kind::null) {
          read_primitive(*item, *element.type, *static_cast<Primitive*>(place));
        } else {
          ++gaps_;
        }
      } else if (expect(*item, Kind::object)) {
        read_object(*item, *element.type, place);
      }
    }
  }

  void read_primitive(const Node& node, const Descriptor& type, Primitive& primitive) {
    if (!expect(node, kind_in_json(type.primitive))) return;
    primitive.set(node.text);
    if (type.primitive == PrimitiveKind::xhtml) {
      if (const auto wrong = xml::check_xhtml(node.text)) fault(node, IssueType::value, *wrong);
    } else if (!valid(type.primitive, node.text)) {
      fault(node, IssueType::value,
            "This is not a valid " + std::string(type.name) + "; expected " + std::string(expected(type.primitive)) + ".");
    }
  }

  void read_extras(const Node& node, const NamedElement& named, void* object) {
    const Element& element = *named.element;
    if (element.shape == Shape::many_primitives) {
      read_many_extras(node, element, field<ManyBase>(object, element));
      return;
    }
    Primitive* primitive = element.shape == Shape::choice ? static_cast<Primitive*>(choose(node, named, object))
                                                          : &field<Primitive>(object, element);
    if (primitive != nullptr && expect(node, Kind::object)) read_extras_of(node, *primitive);
  }

  void read_many_extras(const Node& node, const Element& element, ManyBase& many) {
    if (!expect(node, Kind::array)) return;
    if (node.count == 0) fault(node, IssueType::structure, "An array may not be empty; leave the element out.");
    if (many.count < node.count) many.extend(arena_, element.type->size, node.count - many.count);
    std::uint32_t index = 0;
    for (const Node* item = node.first; item != nullptr; item = item->next, ++index) {
      path_.pop();
      path_.push(element.name, index);
      if (item->kind == Kind::null) {
        ++gaps_;
        continue;
      }
      auto* place = reinterpret_cast<Primitive*>(static_cast<char*>(many.data) + std::size_t{index} * element.type->size);
      if (expect(*item, Kind::object)) read_extras_of(*item, *place);
    }
  }

  void read_extras_of(const Node& node, Primitive& primitive) {
    primitive.extras = arena_.make<Extras>();
    read_object(node, Extras::descriptor, primitive.extras);
  }

  Positions& positions_;
  Arena& arena_;
  bool complete_;
  ElementPath path_;
  Issues issues_;
  std::uint32_t gaps_ = 0;  ///< nulls seen in arrays of primitives and of their extras
  std::size_t scratch_hint_ = 0;
};

/// FHIRPath of the last value in a resource that is read so far.
std::string last_place(const Node& root) {
  const auto type_of = [](const Node& node) { return r4::resource_type(node.text_of("resourceType")); };
  const Descriptor* type = type_of(root);
  if (type == nullptr) return {};
  ElementPath path;
  path.push(type->name);
  std::string_view name;
  for (const Node* node = &root; node->first != nullptr;) {
    const Node* last = node->first;
    while (last->next != nullptr) last = last->next;
    if (node->kind == Kind::array) {
      path.pop();
      path.push(name, node->count - 1);
    } else {
      if (type == nullptr) type = type_of(*node);
      const bool extras = last->name.starts_with('_');
      name = last->name.substr(extras ? 1 : 0, 64);
      std::size_t hint = 0;
      const NamedElement named = type != nullptr ? find_named(*type, name, hint) : NamedElement();
      if (named) name = named.element->name;
      path.push(name, last->kind == Kind::array ? 0 : ElementPath::no_index);
      type = extras ? &Extras::descriptor : named.choice != nullptr ? named.choice->type : named ? named.element->type : nullptr;
    }
    node = last;
  }
  return path.text();
}

}  // namespace

Result<const Node*> parse_resource(std::string_view text, Arena& arena, const Limits& limits) {
  const Node* refused = nullptr;
  auto parsed = parse(text, arena, limits, &refused);
  if (!parsed && refused != nullptr) parsed.outcome().issues[0].expression = last_place(*refused);
  return parsed;
}

Result<Resource> read(const Node& node, Positions& positions, Arena& arena, Completeness completeness) {
  return Reader(positions, arena, completeness).run(node);
}

Result<Resource> read(const Node& node, std::string_view text, Arena& arena, Completeness completeness) {
  Positions positions(text);
  return read(node, positions, arena, completeness);
}

Result<Resource> read(std::string_view text, Arena& arena, const Limits& limits, Completeness completeness) {
  TRY(const Node* node, parse_resource(text, arena, limits));
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  return read(*node, text, arena, completeness);
}

}  // namespace fhir::json
