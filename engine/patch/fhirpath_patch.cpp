#include "engine/patch/fhirpath_patch.h"

#include <chrono>

#include "engine/patch/element.h"
#include "engine/patch/fhirpath_operation.h"
#include "engine/patch/fhirpath_value.h"
#include "fhir/model/primitive_types.h"
#include "fhir/path/evaluate.h"

namespace engine::patch {
namespace {

using fhir::Arena;
using fhir::Element;
using fhir::Extras;
using fhir::NamedElement;
using fhir::Outcome;
using fhir::Primitive;
using fhir::Resource;
using fhir::Result;
using fhir::path::Term;
using Clock = std::chrono::steady_clock;

/// One resource on its way through the operations.
class Patching {
 public:
  Patching(Arena& arena, const Limits& limits)
      : means_{arena, limits.steps}, limits_(limits), deadline_(Clock::now() + std::chrono::milliseconds(limits.milliseconds)) {}

  Result<Resource> run(Resource resource, const fhir::r4::Parameters& patch) {
    if (patch.parameter.size() > limits_.operations) {
      return malformed("The patch has " + std::to_string(patch.parameter.size()) + " operations; at most " +
                           std::to_string(limits_.operations) + " are done at once.", "Parameters.parameter");
    }
    void* own = copy({resource.type, resource.value}, means_, limits_.document.depth);
    if (own == nullptr) return inapplicable("The resource is too large or nested too deep to be patched; send it whole with PUT.");
    resource_ = {resource.type, own};
    means_.room = Room(means_.arena, limits_.arena_bytes);
    for (std::size_t at = 0; at < patch.parameter.size(); ++at) {
      TRY(const Operation operation, operation_of(patch.parameter[at], at, limits_));
      operation_ = &operation;
      TRY_VOID(apply());
      // Lists that grew left what they were before.
      if (!means_.has(0)) return unfit("the patch is more work than one patch may be; send it in parts, or the resource with PUT.");
    }
    return resource_;
  }

 private:
  /// A list by the struct it is in.
  struct List {
    Value owner;
    const Element* element = nullptr;
    std::size_t depth = 0;
  };

  Result<void> apply() {
    switch (operation_->type) {
      case Operation::Type::add: return add();
      case Operation::Type::insert: return insert();
      case Operation::Type::delete_: return remove_one();
      case Operation::Type::replace: return replace();
      case Operation::Type::move: return move_one();
    }
    return {};
  }

  Outcome wrong(std::string_view text) const { return malformed(operation_->title + ": " + std::string(text), operation_->place); }
  Outcome unfit(std::string_view text) const { return inapplicable(operation_->title + ": " + std::string(text), operation_->place); }

  Result<fhir::path::Expression> compiled(std::string_view path) const {
    auto expression = fhir::path::compile(path);
    if (!expression) return wrong("the path is not FHIRPath: " + expression.outcome().issues.front().text);
    return expression;
  }

  /// What a path leads to: nothing, or one value of the resource. resolve() finds contained resources only, so that no
  /// other resource can be altered.
  Result<bool> select(std::string_view path, Trail& trail) {
    TRY(const auto expression, compiled(path));
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline_ - Clock::now()).count();
    if (left <= 0) return unfit("evaluating the patch's paths takes longer than it may.");
    fhir::path::Environment environment;
    environment.limits.milliseconds = static_cast<std::uint32_t>(left);
    Arena scratch;
    auto found = fhir::path::evaluate(expression, resource_, scratch, environment);
    if (!found) return unfit("the path cannot be evaluated: " + found.outcome().issues.front().text);
    if (found->empty()) return false;
    if (found->size() > 1) return unfit("the path leads to " + std::to_string(found->size()) + " elements; it must lead to one.");
    if (!(*found)[0].is_node() || !find_trail(resource_, (*found)[0].node(), trail, means_.steps)) {
      if (means_.steps == 0) return unfit("the patch is more work than one patch may be; send it in parts, or the resource with PUT.");
      return unfit("the path leads to a value that is not an element of the resource.");
    }
    return true;
  }

  Result<void> select_one(std::string_view path, Trail& trail) {
    TRY(const bool found, select(path, trail));
    if (!found) return unfit("there is nothing at the path.");
    return {};
  }

  Value at_end_of(const Trail& trail) const {
    return trail.empty() ? Value{resource_.type, resource_.value} : value_in(trail.back());
  }

  /// The struct that has a value's child elements: of a primitive, what lies beside its text.
  Value owner_of_children(const Value& value) {
    if (!value.type->is_primitive()) return value;
    auto& primitive = *static_cast<Primitive*>(value.value);
    if (primitive.extras == nullptr) primitive.extras = means_.arena.make<Extras>();
    return {&Extras::descriptor, primitive.extras};
  }

  Result<NamedElement> element_named(const Value& owner, std::string_view name) const {
    std::size_t hint = 0;
    NamedElement named = fhir::find_named(*owner.type, name, hint);
    if (!named) named.element = fhir::find_element(*owner.type, name);
    if (!named) return unfit("a " + std::string(owner.type->name) + " has no element of this name.");
    return named;
  }

  std::uint32_t depth_left(std::size_t depth) const {
    return depth >= limits_.document.depth ? 0 : limits_.document.depth - static_cast<std::uint32_t>(depth);
  }

  Result<void> add() {
    Trail trail;
    TRY_VOID(select_one(operation_->path, trail));
    const Value owner = owner_of_children(at_end_of(trail));
    TRY(const NamedElement named, element_named(owner, operation_->name));
    const std::uint32_t count = count_of(owner, *named.element);
    if (count != 0 && !named.element->repeats()) return unfit("the element is there already and may be once; replace it.");
    TRY(const Value value, value_for(*operation_, named, means_, depth_left(trail.size())));
    patch::insert({owner, named.element, count}, value, means_.arena);
    return {};
  }

  /// The list that a path names, by the path before its last name: a list with nothing in it could not be found by itself.
  Result<List> list() {
    TRY(const auto expression, compiled(operation_->path));
    const Term& last = expression.terms().back();
    if (last.kind != Term::Kind::child) return unfit("the path names a list and so ends with an element's name.");
    Trail trail;
    if (last.left != Term::none) {
      std::string_view before = operation_->path.substr(0, last.position);
      before = before.substr(0, before.find_last_of('.'));
      TRY_VOID(select_one(before, trail));
    }
    List list{owner_of_children(at_end_of(trail)), nullptr, trail.size()};
    TRY(const NamedElement named, element_named(list.owner, expression.text_of(last)));
    if (!named.element->repeats()) return unfit("the path leads to an element that is no list.");
    list.element = named.element;
    return list;
  }

  Result<void> insert() {
    TRY(const List list, list());
    const std::uint32_t count = count_of(list.owner, *list.element);
    if (operation_->index > count) return unfit("the list has " + std::to_string(count) + " elements, so there is no such index to insert at.");
    TRY(const Value value, value_for(*operation_, {list.element, nullptr}, means_, depth_left(list.depth)));
    patch::insert({list.owner, list.element, operation_->index}, value, means_.arena);
    return {};
  }

  Result<void> remove_one() {
    Trail trail;
    TRY(const bool found, select(operation_->path, trail));
    if (!found) return {};
    if (trail.empty()) return unfit("a patch cannot delete the resource itself; use DELETE.");
    remove(trail);
    return {};
  }

  Result<void> replace() {
    Trail trail;
    TRY_VOID(select_one(operation_->path, trail));
    if (trail.empty()) return unfit("a patch cannot replace the resource itself; use PUT.");
    TRY(const Value value, value_for(*operation_, {trail.back().element, nullptr}, means_, depth_left(trail.size() - 1)));
    put(trail.back(), value);
    return {};
  }

  Result<void> move_one() {
    TRY(const List list, list());
    const std::uint32_t count = count_of(list.owner, *list.element);
    if (operation_->source >= count || operation_->destination >= count) {
      return unfit("the list has " + std::to_string(count) + " elements; source and destination are indexes of them, from 0.");
    }
    move(list.owner, *list.element, operation_->source, operation_->destination);
    return {};
  }

  Means means_;
  const Limits& limits_;
  Clock::time_point deadline_;
  Resource resource_;
  const Operation* operation_ = nullptr;
};

}  // namespace

Result<Resource> fhirpath_patch(Resource resource, const fhir::r4::Parameters& patch, Arena& arena, const Limits& limits) {
  return Patching(arena, limits).run(resource, patch);
}

}  // namespace engine::patch
