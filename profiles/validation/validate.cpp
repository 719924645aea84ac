#include "profiles/validation/validate.h"

#include <set>
#include <utility>

#include "fhir/model/check.h"
#include "fhir/path/evaluate.h"
#include "fhir/r4/datatypes.h"
#include "fhir/xml/xhtml.h"
#include "profiles/validation/contained.h"

namespace profiles {
namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::Issue;
using fhir::IssueType;
using fhir::Primitive;
using fhir::Shape;
using fhir::path::Node;

constexpr std::size_t issues_max = 100;

/// One walk down a resource; `path_` is where it is.
class Walk {
 public:
  Walk(const Definitions& definitions, fhir::Arena& arena, fhir::Issues& issues, Unfinished unfinished)
      : definitions_(definitions), arena_(arena), issues_(issues), excusing_(unfinished == Unfinished::excused) {}

  void resource(fhir::Resource resource, Node root) {
    const fhir::path::Environment outer = environment_;
    const fhir::Resource outer_resource = std::exchange(resource_, resource);
    environment_.resource = Node(resource);
    environment_.root_resource = root ? root : Node(resource);
    ContainedIds own_ids(resource);
    ContainedIds* const outer_ids = contained_ids_;
    if (!root) contained_ids_ = &own_ids;
    const bool outer_excused = excused_, outer_unread = unread_;
    excused_ = excused_ || (excusing_ && fhir::is_unfinished(*resource.type, status_of(resource)));
    unread_ = unread_ || fhir::is_excused(*resource.type, status_of(resource));
    structure(*resource.type, resource.value);
    excused_ = outer_excused;
    unread_ = outer_unread;
    contained_ids_ = outer_ids;
    resource_ = outer_resource;
    environment_ = outer;
  }

  std::string& path() { return path_; }

 private:
  static std::string_view status_of(fhir::Resource resource) {
    const Element* status = fhir::find_element(*resource.type, "status");
    return status != nullptr && status->shape == Shape::primitive ? fhir::field<Primitive>(resource.value, *status).text() : std::string_view();
  }

  void structure(const Descriptor& type, void* object) {
    if (unread_ && !excused_) missing(type, object);
    for (const Invariant& invariant : definitions_.invariants(type.name)) {
      if (invariant.is_error && invariant.element.empty()) check(invariant, Node(&type, object));
    }
    for (const Element& element : type.elements) {
      if (!fhir::is_present(object, element)) continue;
      at(element.name, [&] { values(type, element, object); });
    }
  }

  /// What the readers left out: see fhir::is_excused().
  void missing(const Descriptor& type, const void* object) {
    fhir::each_missing(type, object, [&](const Element& element) {
      at(element.name, [&] { add(IssueType::required, "The mandatory element '" + std::string(element.name) + "' is missing; add it."); });
    });
  }

  template <class Visit>
  void at(std::string_view name, Visit&& visit) {
    const std::size_t length = path_.size();
    path_.append(".").append(name);
    visit();
    path_.resize(length);
  }

  void values(const Descriptor& owner, const Element& element, void* object) {
    switch (element.shape) {
      case Shape::primitive:
        value(owner, element, element.type, &fhir::field<Primitive>(object, element));
        break;
      case Shape::one:
        value(owner, element, element.type, fhir::field<void*>(object, element));
        break;
      case Shape::choice: {
        const auto& choice = fhir::field<fhir::Choice>(object, element);
        value(owner, element, choice.type, choice.value);
        break;
      }
      case Shape::resource:
        nested(owner, fhir::field<fhir::Resource>(object, element));
        break;
      case Shape::many_primitives: {
        auto& many = fhir::field<fhir::Many<Primitive>>(object, element);
        each(many.size(), [&](std::size_t at) { value(owner, element, element.type, &many[at]); });
        break;
      }
      case Shape::many: {
        auto& many = fhir::field<fhir::ManyBase>(object, element);
        each(many.count, [&](std::size_t at) { value(owner, element, element.type, static_cast<char*>(many.data) + at * element.type->size); });
        break;
      }
      case Shape::many_resources: {
        auto& many = fhir::field<fhir::Many<fhir::Resource>>(object, element);
        if (owner.is_resource()) check_ids(many);
        each(many.size(), [&](std::size_t at) { nested(owner, many[at]); });
        break;
      }
    }
  }

  template <class Visit>
  void each(std::size_t count, Visit&& visit) {
    for (std::size_t at = 0; at < count; ++at) {
      const std::size_t length = path_.size();
      path_.append("[").append(std::to_string(at)).append("]");
      visit(at);
      path_.resize(length);
    }
  }

  /// What refers to a contained resource does so by its id. https://hl7.org/fhir/R4/references.html#contained
  void check_ids(const fhir::Many<fhir::Resource>& contained) {
    std::set<std::string_view> ids;
    each(contained.size(), [&](std::size_t index) {
      const Primitive& id = fhir::id_of(contained[index]);
      if (id.has_text() && ids.insert(id.text()).second) return;
      at("id", [&] {
        add(IssueType::invariant, id.has_text() ? "Another contained resource has this id; give each its own." : "A contained resource needs an id, by which others refer to it as #id.");
      });
    });
  }

  /// A contained resource belongs to the one around it; an entry of a bundle stands on its own.
  void nested(const Descriptor& owner, fhir::Resource inner) {
    resource(inner, owner.is_resource() ? environment_.root_resource : Node());
  }

  void value(const Descriptor& owner, const Element& element, const Descriptor* type, void* object) {
    if (!element.required_binding.empty()) binding(element.required_binding, *type, object);
    if (type->is_primitive() && type->primitive == fhir::PrimitiveKind::xhtml) {
      narrative(*static_cast<const Primitive*>(object));
    } else {
      for (const Invariant& invariant : definitions_.invariants(owner.name)) {
        if (invariant.is_error && invariant.element == element.name) check(invariant, Node(type, object));
      }
    }
    if (type->is_primitive()) {
      const auto* extras = static_cast<const Primitive*>(object)->extras;
      if (extras != nullptr && extras->extension.size() > 0) {
        const std::size_t length = path_.size();
        path_.append(".extension");
        each(extras->extension.size(), [&](std::size_t at) { structure(fhir::r4::Extension::descriptor, &extras->extension[at]); });
        path_.resize(length);
      }
    } else {
      structure(*type, object);
    }
  }

  /// The two rules of a narrative both say htmlChecks(): txt-1 the readers have checked, and this is what is left.
  void narrative(const Primitive& div) {
    if (excused_ || !div.has_text() || fhir::xml::has_content(div.text())) return;
    add(IssueType::invariant, "Rule txt-2: The narrative shows nothing; give it text or an image, or leave it out.");
  }

  void check(const Invariant& invariant, Node node) {
    if (excused_ || issues_.size() >= issues_max) return;
    if (const std::optional<bool> settled = without_expression(invariant, node)) {
      if (!*settled) add_broken(invariant);
      return;
    }
    const auto holds = fhir::path::holds(invariant.expression, node, arena_, environment_);
    if (!holds) {
      // A rule that cannot be evaluated says nothing about the resource, unless it was too much work.
      if (holds.outcome().issues.front().type == IssueType::too_costly) add(IssueType::too_costly, "The rule " + std::string(invariant.key) + " takes too long to check on this resource.");
      return;
    }
    if (!*holds) add_broken(invariant);
  }

  void add_broken(const Invariant& invariant) {
    add(IssueType::invariant, "Rule " + std::string(invariant.key) + ": " + std::string(invariant.human));
  }

  /// The truth of the two rules about references within a resource, whose expressions are not evaluated: they go through the
  /// whole resource or all that it contains once for each reference, which costs time and memory that grow with the square of
  /// the contained resources.
  std::optional<bool> without_expression(const Invariant& invariant, Node node) {
    if (invariant.key == "dom-3") return are_contained_used(resource_);
    if (invariant.key != "ref-1") return std::nullopt;
    const auto* reference = node.as<fhir::r4::Reference>();
    if (reference == nullptr || !reference->reference.text().starts_with('#')) return std::nullopt;
    const std::string_view id = reference->reference.text().substr(1);
    return id.empty() ? environment_.root_resource.value != environment_.resource.value : contained_ids_->has(id);
  }

  /// https://hl7.org/fhir/R4/terminologies.html#required
  void binding(std::string_view value_set, const Descriptor& type, const void* object) {
    value_set = value_set.substr(0, value_set.find('|'));
    std::optional<bool> known;
    if (type.is_primitive()) {
      const auto& code = *static_cast<const Primitive*>(object);
      if (code.has_text()) known = definitions_.has_code(value_set, {}, code.text());
    } else if (&type == &fhir::r4::Coding::descriptor) {
      known = has_coding(value_set, *static_cast<const fhir::r4::Coding*>(object));
    } else if (&type == &fhir::r4::CodeableConcept::descriptor) {
      const auto& concept_ = *static_cast<const fhir::r4::CodeableConcept*>(object);
      for (const auto& coding : concept_.coding) {
        known = has_coding(value_set, coding);
        if (!known || *known) break;
      }
    } else if (&type == &fhir::r4::Quantity::descriptor) {
      const auto& quantity = *static_cast<const fhir::r4::Quantity*>(object);
      if (quantity.code.has_text()) known = definitions_.has_code(value_set, quantity.system.text(), quantity.code.text());
    }
    if (known && !*known) {
      add(IssueType::code_invalid, "The code is not one of the value set " + std::string(value_set) + ", which this element requires.");
    }
  }

  std::optional<bool> has_coding(std::string_view value_set, const fhir::r4::Coding& coding) const {
    if (!coding.code.has_text()) return std::nullopt;
    return definitions_.has_code(value_set, coding.system.text(), coding.code.text());
  }

  void add(IssueType type, std::string text) {
    if (issues_.size() < issues_max) issues_.push_back({fhir::Severity::error, type, std::move(text), path_});
  }

  const Definitions& definitions_;
  fhir::Arena& arena_;
  fhir::Issues& issues_;
  fhir::path::Environment environment_;
  fhir::Resource resource_;                ///< %resource
  ContainedIds* contained_ids_ = nullptr;  ///< those of %rootResource
  std::string path_;
  bool excusing_;
  bool excused_ = false;  ///< below a definition whose author is at work on it
  bool unread_ = false;   ///< below one whose mandatory elements the readers left to this walk
};

}  // namespace

void validate(fhir::Resource resource, const Definitions& definitions, fhir::Arena& arena, fhir::Issues& issues, Unfinished unfinished) {
  Walk walk(definitions, arena, issues, unfinished);
  walk.path() = resource.type->name;
  walk.resource(resource, {});
}

}  // namespace profiles
