#include <algorithm>

#include "fhir/path/evaluation.h"
#include "fhir/path/navigate.h"
#include "fhir/r4/bundle.h"
#include "fhir/r4/datatypes.h"
#include "fhir/xml/xhtml.h"

/// What FHIR adds to FHIRPath. https://hl7.org/fhir/R4/fhirpath.html#functions
namespace fhir::path {
namespace {

using F = Function;

constexpr std::string_view base_profiles = "http://hl7.org/fhir/StructureDefinition/";

Collection not_supported(Evaluation& evaluation, const Call& call) {
  return evaluation.fail(call.term, std::string(call.name()) + "() cannot be answered here", IssueType::not_supported);
}

/// Visits each extension of the values; ends early where `visit` returns false.
template <class Visit>
void each_extension(const Collection& values, std::string_view element, Evaluation& evaluation, Visit&& visit) {
  for (const Value& value : values) {
    if (!value.is_node()) continue;
    Collection extensions = evaluation.none();
    add_child(value.node(), element, extensions);
    if (!evaluation.step(1 + extensions.size())) return;
    for (const Value& one : extensions) {
      const auto* extension = one.node().as<r4::Extension>();
      if (extension != nullptr && !visit(one, extension->url.text())) return;
    }
  }
}

Collection extensions(Evaluation& evaluation, const Call& call) {
  const auto wanted = evaluation.string(call.term, evaluation.argument(call, 0));
  Collection out = evaluation.none();
  if (!wanted) return out;
  each_extension(call.input, "extension", evaluation, [&](const Value& extension, std::string_view url) {
    if (url == *wanted) out.add(extension);
    return true;
  });
  return out;
}

/// The input, if it has no modifier extensions but those with the given URLs.
Collection check_modifiers(Evaluation& evaluation, const Call& call) {
  Collection known = evaluation.none();
  for (std::uint32_t at = 0; at < call.term.count; ++at) known.add_all(evaluation.argument(call, at));
  bool all_known = true;
  each_extension(call.input, "modifierExtension", evaluation, [&](const Value&, std::string_view url) {
    all_known = std::any_of(known.begin(), known.end(), [url](const Value& one) {
      const auto simple = system_value(one);
      return simple && simple->is(Value::Type::string) && simple->string() == url;
    });
    return all_known;
  });
  if (!all_known) return evaluation.fail(call.term, "checkModifiers() found a modifier extension that is not expected");
  Collection out = evaluation.none();
  out.add_all(call.input);
  return out;
}

bool has_value(const Collection& input) {
  if (input.size() != 1) return false;
  return !input[0].is_node() || (input[0].node().type->is_primitive() && input[0].node().primitive().has_text());
}

/// A resource contained in `container` by its id.
Resource contained(Evaluation& evaluation, Node container, std::string_view id) {
  Collection resources = evaluation.none();
  if (!container || !add_child(container, "contained", resources) || !evaluation.step(1 + resources.size())) return {};
  for (const Value& one : resources) {
    const Resource resource{one.node().type, const_cast<void*>(one.node().value)};
    if (id_of(resource).text() == id) return resource;
  }
  return {};
}

/// The entry of a bundle by its full URL, or by type and id where the reference is relative.
/// https://hl7.org/fhir/R4/bundle.html#references
Resource entry(Evaluation& evaluation, const r4::Bundle& bundle, std::string_view reference) {
  const bool is_relative = reference.find(':') == std::string_view::npos;
  if (!evaluation.step(1 + bundle.entry.size())) return {};
  for (const auto& one : bundle.entry) {
    if (!one.resource) continue;
    const std::string_view url = one.fullUrl.text();
    if (url == reference) return one.resource;
    if (!is_relative) continue;
    if (url.size() > reference.size() && url.ends_with(reference) && url[url.size() - reference.size() - 1] == '/') return one.resource;
    const std::size_t slash = reference.find('/');
    if (slash != std::string_view::npos && reference.substr(0, slash) == one.resource.type->name &&
        reference.substr(slash + 1) == id_of(one.resource).text()) {
      return one.resource;
    }
  }
  return {};
}

Resource target_of(Evaluation& evaluation, std::string_view reference) {
  const Node root = evaluation.root_resource();
  if (reference.starts_with('#')) {
    const std::string_view id = reference.substr(1);
    if (id.empty()) return {root.type, const_cast<void*>(root.value)};
    const Resource found = contained(evaluation, root, id);
    return found ? found : contained(evaluation, evaluation.resource(), id);
  }
  const std::string_view unversioned = reference.substr(0, reference.find("/_history/"));
  if (const auto* bundle = root.as<r4::Bundle>()) {
    if (const Resource found = entry(evaluation, *bundle, unversioned)) return found;
  }
  return evaluation.environment().resolve ? evaluation.environment().resolve(reference) : Resource{};
}

/// The resources that references and canonicals lead to; those that lead nowhere are left out.
Collection resolve(Evaluation& evaluation, const Call& call) {
  Collection out = evaluation.none();
  for (const Value& value : call.input) {
    std::string_view text;
    if (value.is(Value::Type::string)) text = value.string();
    if (value.is_node()) {
      const Node node = value.node();
      if (node.type->is_primitive()) text = node.primitive().text();
      else if (const auto* reference = node.as<r4::Reference>()) text = reference->reference.text();
    }
    if (text.empty()) continue;
    if (const Resource target = target_of(evaluation, text)) out.add(Value::of(Node(target)));
  }
  return out;
}

/// Without a judge of profiles, those of the base types are known by the type alone.
Collection conforms_to(Evaluation& evaluation, const Call& call) {
  const Value* value = evaluation.single(call.term, call.input);
  const auto profile = evaluation.string(call.term, evaluation.argument(call, 0));
  if (value == nullptr || !profile || !value->is_node()) return evaluation.none();
  std::optional<bool> conforms;
  if (evaluation.environment().conforms_to) {
    conforms = evaluation.environment().conforms_to(value->node(), *profile);
  } else {
    const std::string_view name = profile->starts_with(base_profiles) ? profile->substr(base_profiles.size()) : "";
    if (is_type_name(name)) conforms = is_a(*value, name);
  }
  return conforms ? evaluation.one(*conforms) : not_supported(evaluation, call);
}

Collection member_of(Evaluation& evaluation, const Call& call) {
  const Value* value = evaluation.single(call.term, call.input);
  const auto value_set = evaluation.string(call.term, evaluation.argument(call, 0));
  if (value == nullptr || !value_set) return evaluation.none();
  if (!evaluation.environment().member_of) return not_supported(evaluation, call);
  return evaluation.one(evaluation.environment().member_of(*value, *value_set));
}

Collection subsumes(Evaluation& evaluation, const Call& call) {
  const Collection other = evaluation.argument(call, 0);
  const Value* ours = evaluation.single(call.term, call.input);
  const Value* theirs = evaluation.single(call.term, other);
  if (ours == nullptr || theirs == nullptr) return evaluation.none();
  if (!evaluation.environment().subsumes) return not_supported(evaluation, call);
  if (call.function() == F::subsumed_by) std::swap(ours, theirs);
  return evaluation.one(evaluation.environment().subsumes(*ours, *theirs));
}

// https://hl7.org/fhir/R4/narrative.html#rules
Collection html_checks(Evaluation& evaluation, const Call& call) {
  const auto markup = evaluation.string(call.term, call.input);
  if (!markup) return evaluation.none();
  return evaluation.room_for(markup->size()) ? evaluation.one(!xml::check_xhtml(*markup).has_value()) : evaluation.none();
}

}  // namespace

Collection call_fhir(Evaluation& evaluation, const Call& call) {
  switch (call.function()) {
    case F::extension: return extensions(evaluation, call);
    case F::has_extension: return evaluation.one(!extensions(evaluation, call).empty());
    case F::has_value: return evaluation.one(has_value(call.input));
    case F::get_value: return has_value(call.input) ? evaluation.one(system_value(call.input[0])) : evaluation.none();
    case F::resolve: return resolve(evaluation, call);
    case F::check_modifiers: return check_modifiers(evaluation, call);
    case F::conforms_to: return conforms_to(evaluation, call);
    case F::member_of: return member_of(evaluation, call);
    case F::subsumes:
    case F::subsumed_by: return subsumes(evaluation, call);
    default: return html_checks(evaluation, call);
  }
}

}  // namespace fhir::path
