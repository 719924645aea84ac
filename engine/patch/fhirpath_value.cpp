#include "engine/patch/fhirpath_value.h"

namespace engine::patch {
namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::NamedElement;
using fhir::Outcome;
using fhir::PrimitiveKind;
using fhir::Result;
using fhir::Shape;
using Parameter = fhir::r4::Parameters::Parameter;

/// Types whose texts are of one kind, so that one can stand for another; 0 for those that only stand for themselves.
int family_of(PrimitiveKind kind) {
  switch (kind) {
    case PrimitiveKind::string:
    case PrimitiveKind::code:
    case PrimitiveKind::id:
    case PrimitiveKind::markdown:
    // Extension.url is a string in R4's definitions, and a uri to everyone.
    case PrimitiveKind::uri:
    case PrimitiveKind::url:
    case PrimitiveKind::canonical:
    case PrimitiveKind::oid:
    case PrimitiveKind::uuid: return 1;
    case PrimitiveKind::integer:
    case PrimitiveKind::positive_int:
    case PrimitiveKind::unsigned_int: return 2;
    case PrimitiveKind::date:
    case PrimitiveKind::date_time:
    case PrimitiveKind::instant: return 3;
    default: return 0;
  }
}

bool stands_for(const Descriptor& given, const Descriptor& wanted) {
  if (&given == &wanted) return true;
  if (!given.is_primitive() || !wanted.is_primitive()) return false;
  if (wanted.primitive == PrimitiveKind::xhtml) return given.primitive == PrimitiveKind::string;
  return family_of(given.primitive) != 0 && family_of(given.primitive) == family_of(wanted.primitive);
}

class Making {
 public:
  Making(const Operation& operation, Means& means) : operation_(operation), means_(means) {}

  Result<Value> make(const Parameter& from, const NamedElement& named, std::uint32_t depth_left) {
    if (depth_left == 0) return too_much();
    const Element& element = *named.element;
    const bool takes_resource = element.shape == Shape::resource || element.shape == Shape::many_resources;
    if (takes_resource != bool(from.resource)) {
      return unfit(takes_resource ? "the element holds a resource; give it as the value's resource."
                                  : "the element does not hold a resource.");
    }
    if (from.resource) return copied({from.resource.type, from.resource.value}, depth_left);
    const Descriptor* wanted = named.choice != nullptr ? named.choice->type : element.type;
    if (from.value) {
      TRY(const Descriptor* type, type_of(*from.value.type, element, wanted));
      TRY(Value value, copied({from.value.type, from.value.value}, depth_left));
      value.type = type;
      return value;
    }
    if (wanted == nullptr) return unfit("the element may be of several types; give the value as one of them, such as valueString.");
    if (wanted->is_primitive()) return unfit("the element is a " + std::string(wanted->name) + " and has no parts.");
    return made_of_parts(from, *wanted, depth_left);
  }

 private:
  Outcome unfit(std::string_view text) const { return inapplicable(operation_.title + ": " + std::string(text), operation_.place); }
  Outcome too_much() const { return unfit("the patch is more work than one patch may be, or nested too deep."); }

  Result<Value> copied(const Value& from, std::uint32_t depth_left) {
    void* own = copy(from, means_, depth_left);
    if (own == nullptr) return too_much();
    return Value{from.type, own};
  }

  /// The type that a value of type `given` has in the element. https://hl7.org/fhir/R4/fhirpatch.html: it must be correct.
  Result<const Descriptor*> type_of(const Descriptor& given, const Element& element, const Descriptor* wanted) const {
    if (wanted != nullptr) {
      if (stands_for(given, *wanted)) return wanted;
      return unfit("the element is a " + std::string(wanted->name) + ", not a " + std::string(given.name) + ".");
    }
    for (const fhir::ChoiceType& choice : element.choices) {
      if (choice.type == &given) return choice.type;
    }
    return unfit("the element cannot be a " + std::string(given.name) + ".");
  }

  Result<Value> made_of_parts(const Parameter& from, const Descriptor& type, std::uint32_t depth_left) {
    if (!means_.has(type.size)) return too_much();
    const Value made{&type, means_.arena.allocate_zeroed(type.size)};
    for (const Parameter& part : from.part) {
      std::size_t hint = 0;
      const auto name = part.name.text();
      NamedElement named = fhir::find_named(type, name, hint);
      if (!named) named.element = fhir::find_element(type, name);
      if (!named) return unfit("a " + std::string(type.name) + " has no element of a part's name.");
      const std::uint32_t count = count_of(made, *named.element);
      if (count != 0 && !named.element->repeats()) return unfit("a part is there twice, and its element may be once.");
      if (!part.value && !part.resource && part.part.empty()) return unfit("a part of the value has neither a value[x] nor parts.");
      TRY(const Value value, make(part, named, depth_left - 1));
      insert({made, named.element, count}, value, means_.arena);
    }
    return made;
  }

  const Operation& operation_;
  Means& means_;
};

}  // namespace

Result<Value> value_for(const Operation& operation, const NamedElement& named, Means& means, std::uint32_t depth_left) {
  return Making(operation, means).make(*operation.value, named, depth_left);
}

}  // namespace engine::patch
