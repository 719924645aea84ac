#include "engine/index/extract.h"

#include <algorithm>

#include "engine/index/contained.h"
#include "engine/index/date_value.h"
#include "engine/index/key.h"
#include "engine/index/named_query.h"
#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/index/value_postings.h"
#include "fhir/r4/list.h"

namespace engine::index {
namespace {

using fhir::SearchType;

using PostValue = bool (*)(const Branch& branch, Node node, Extraction& into);

bool post_nothing(const Branch&, Node, Extraction&) { return false; }

PostValue post_of(const Parameter& parameter) {
  switch (parameter.kind) {
    case SearchType::token: return post_token;
    case SearchType::reference: return post_reference;
    case SearchType::string: return post_string;
    case SearchType::uri: return post_uri;
    case SearchType::date: return post_date;
    case SearchType::number:
    case SearchType::quantity: return post_quantity;
    case SearchType::composite: return post_composite;
    case SearchType::special: return parameter.is_near() ? post_position : post_nothing;
  }
  return post_nothing;
}

/// The values that one branch after the other of a parameter leads to. `nodes` is room for them, kept between parameters.
template <class Visit>
void each_value_of(const Parameter& parameter, Node resource, std::vector<Node>& nodes, Visit&& visit) {
  for (std::size_t branch = 0; branch < parameter.paths.size(); ++branch) {
    nodes.clear();
    parameter.paths[branch].walk(resource, nodes);
    for (const Node& node : nodes) visit(branch, node);
  }
}

/// Adds the postings of one parameter; true if it has a value.
bool post(const Parameter& parameter, std::vector<Node>& nodes, Extraction& into) {
  const PostValue post_value = post_of(parameter);
  bool any = false;
  each_value_of(parameter, into.subject().resource, nodes, [&](std::size_t branch, Node node) {
    any |= post_value({parameter, parameter.systems[branch], parameter.paths[branch].target()}, node, into);
  });
  return any;
}

/// When the resource comes in its type's own order: by the start of its main date.
std::int64_t sort_of(const Parameter& main_date, const Subject& subject, std::vector<Node>& nodes) {
  std::optional<Interval> time;
  for (std::size_t path = 0; path < main_date.paths.size() && !time; ++path) {
    nodes.clear();
    main_date.paths[path].walk(subject.resource, nodes);
    if (!nodes.empty()) time = time_of(unwrapped(nodes[0]), subject.zone);
  }
  return time ? std::max(time->low, first_low) : no_date;
}

/// The patient whose compartment the resource is in, or 0. https://hl7.org/fhir/R4/compartmentdefinition-patient.html
ResourceKey patient_of(const Parameters& parameters, const Subject& subject, std::vector<Node>& nodes) {
  if (subject.type.name == "Patient") return key_of(subject.type, subject.whole.id);
  ResourceKey patient = 0;
  for (const Parameter* link : parameters.patient_links()) {
    each_value_of(*link, subject.resource, nodes, [&](std::size_t, Node node) {
      const auto* reference = node.as<fhir::r4::Reference>();
      if (patient != 0 || reference == nullptr) return;
      const auto target = target_of(reference->reference.text(), subject.base);
      if (target.kind == Target::Kind::resource && target.type->name == "Patient") patient = key_of(*target.type, target.id);
    });
    if (patient != 0) break;
  }
  return patient;
}

/// https://hl7.org/fhir/R4/search.html#list
void post_members(const fhir::r4::List& list, Extraction& into) {
  for (const auto& entry : list.entry) {
    if (!entry.item || entry.deleted.text() == "true") continue;
    const auto target = target_of(entry.item->reference.text(), into.subject().base);
    if (target.kind == Target::Kind::resource) into.add_link(list_members, *target.type, key_of(*target.type, target.id));
  }
}

/// What contains it of a contained resource; of any other what it contains.
void post_containment(Extraction& into) {
  const auto& [resource, type, whole, base, zone] = into.subject();
  if (is_contained(type)) into.add_link(container_link, whole.type, key_of(whole.type, whole.id));
  else for (const auto& [local, inner] : whole.inside) into.add_token(contains_key(type, contained_type(*inner.type)));
}

Postings postings_of(const Subject& subject, const CustomParameters& custom) {
  Extraction found(subject);
  std::vector<Node> nodes;
  const auto& parameters = parameters_of(subject.type);
  for (const auto& parameter : parameters.all()) {
    if (parameter->paths.empty() || parameter->is_id() || parameter->is_last_updated()) continue;
    found.keep(parameter->has_own_postings());
    if (post(*parameter, nodes, found)) found.set_present(parameter->bit);
  }
  found.keep(true);
  for (const Parameter* parameter : custom.of(subject.type)) {
    const bool any = parameter->is_full_text() ? post_words(*parameter, found) : post(*parameter, nodes, found);
    if (any) found.add_token(present_key(found.type(), parameter->code));
  }
  if (parameters.main_date() != nullptr) found.set_sort(sort_of(*parameters.main_date(), subject, nodes));
  found.set_patient(patient_of(parameters, subject, nodes));
  if (const auto* list = subject.resource.as<fhir::r4::List>()) post_members(*list, found);
  post_containment(found);
  if (const auto* operation = subject.resource.as<fhir::r4::OperationDefinition>(); operation != nullptr && !is_contained(subject.type) && is_in_use(*operation)) {
    found.add_token(named_query_key());
  }
  return found.take();
}

}  // namespace

Postings extract(fhir::Resource resource, std::string_view id, std::string_view base, const CustomParameters& custom) {
  const Node node{resource.type, resource.value};
  const Whole whole(node, id);
  const fhir::TimeZone& zone = *custom.zone().rules;
  Postings found = postings_of({node, *resource.type, whole, base, zone}, custom);
  for (const auto& [local, inner] : whole.inside) {
    const auto& type = contained_type(*inner.type);
    found.contained.push_back({&type, contained_id(whole.type, whole.id, local), postings_of({inner, type, whole, base, zone}, custom)});
  }
  return found;
}

fhir::Result<void> check_size(const Postings& postings) {
  if (postings.words > words_max) {
    return fhir::Outcome(fhir::IssueType::too_costly, fhir::Issue::Detail::unprocessable,
                         "The resource has " + std::to_string(postings.words) + " words that _text and _content find it by; at most " + std::to_string(words_max) +
                             " are kept. Split it, or retire the SearchParameters that turn _text and _content on for its type.");
  }
  const auto size_of = [](const Postings& one) { return one.tokens.size() + one.ranges.size() + one.texts.size() - one.words; };
  std::size_t size = size_of(postings);
  bool overflows = postings.overflows;
  for (const Contained& inner : postings.contained) {
    size += size_of(inner.postings) + 1;
    overflows = overflows || inner.postings.overflows;
  }
  if (size <= postings_max && !overflows) return {};
  return fhir::Outcome(fhir::IssueType::too_costly, fhir::Issue::Detail::unprocessable,
                       "The resource has " + (overflows ? "more than " + std::to_string(postings_max) : std::to_string(size)) + " values that searches find it by; at most " +
                           std::to_string(postings_max) + " are kept. Split it, for instance a Group or List into several.");
}

}  // namespace engine::index
