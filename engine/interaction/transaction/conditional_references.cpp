#include "engine/interaction/transaction/conditional_references.h"

#include <algorithm>

#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/interaction/link.h"
#include "engine/interaction/page.h"
#include "engine/interaction/understood.h"
#include "engine/interaction/url.h"
#include "engine/search/match.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"
#include "fhir/r4/registry.h"

namespace engine::transactions {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

namespace {

/// Adds the types of which resources must be written before it can be told of them, or by them, whether they meet a criterion:
/// it asks what they refer to, which of those that wait is not known yet, or what refers to them.
void add_types(const search::Criterion& criterion, std::set<const fhir::Descriptor*>& types) {
  using Kind = search::Criterion::Kind;
  switch (criterion.kind) {
    case Kind::values:
      if (criterion.parameter->kind == fhir::SearchType::reference || criterion.parameter->kind == fhir::SearchType::composite) types.insert(criterion.type);
      return;
    case Kind::id:
    case Kind::last_updated: return;
    case Kind::list: types.insert(fhir::r4::resource_type("List")); [[fallthrough]];
    case Kind::compartment: types.insert(criterion.type); return;
    case Kind::chain:
    case Kind::has:
      types.insert(criterion.type);
      for (const auto& inner : criterion.inner) types.insert(inner.type);
      break;
    case Kind::all:
    case Kind::any:
    case Kind::not_: break;
  }
  for (const auto& inner : criterion.inner) add_types(inner, types);
}

Outcome several_match(const fhir::Descriptor& type) {
  return {IssueType::multiple_matches, "Several resources of type " + std::string(type.name) +
                                           " match the conditional reference once the transaction is done; it needs criteria that one matches."};
}

}  // namespace

bool ConditionalReferences::may_find(const std::vector<Entry*>& entries) {
  std::set<std::string_view> types;
  for (const Entry* entry : waiting_) {
    for (const Link& link : entry->links) {
      const auto conditional = linking_.conditional(link, *entry);
      if (!conditional) continue;
      types.insert(conditional->type);
      for (const auto* behind : types_behind(link.text, *conditional)) types.insert(behind->name);
    }
  }
  return std::any_of(entries.begin(), entries.end(), [&](const Entry* entry) { return types.contains(entry->interaction.type->name); });
}

std::vector<Entry*> ConditionalReferences::next() {
  std::map<const fhir::Descriptor*, std::size_t> waiting;
  for (const Entry* entry : waiting_) ++waiting[entry->interaction.type];
  const auto waits_for_others = [&](const Entry& entry) {
    return std::any_of(entry.links.begin(), entry.links.end(), [&](const Link& link) {
      const auto conditional = linking_.conditional(link, entry);
      if (!conditional) return false;
      const Types& types = types_behind(link.text, *conditional);
      return std::any_of(types.begin(), types.end(), [&](const auto* type) {
        const auto found = waiting.find(type);
        return found != waiting.end() && found->second > std::size_t{type == entry.interaction.type};
      });
    });
  };
  std::vector<Entry*> ready, later;
  for (Entry* entry : waiting_) (waits_for_others(*entry) ? later : ready).push_back(entry);
  // What names a version of another is written with that or after it.
  for (std::size_t at = 0; at < later.size(); ++at) {
    std::erase_if(ready, [&](Entry* entry) {
      const auto& named = entry->versions_of;
      const bool names_it = std::find(named.begin(), named.end(), later[at]->at) != named.end();
      if (names_it) later.push_back(entry);
      return names_it;
    });
  }
  return ready.empty() ? waiting_ : ready;
}

/// "Bundle.entry[1].resource.subject"
std::string ConditionalReferences::place_of(const Link& link, const Entry& entry) {
  const std::string whole = entry.place + ".resource";
  for (const ReferenceAt& at : references_of(entry.interaction.body)) {
    if (&at.reference->reference == link.value) return whole + at.path.substr(std::min(at.path.find('.'), at.path.size()));
  }
  return whole;
}

Result<void> ConditionalReferences::lead(Entry& entry) {
  for (Link& link : entry.links) {
    const auto conditional = linking_.conditional(link, entry);
    if (!conditional) continue;
    auto reference = match_of(entry, link.text, *conditional);
    if (!reference) return placed(std::move(reference.outcome()), place_of(link, entry));
    linking_.set(link, *reference);
  }
  return {};
}

// Criteria that cannot be read are told of when they are looked up.
const ConditionalReferences::Types& ConditionalReferences::types_behind(std::string_view text, const ConditionalReference& reference) {
  const auto [known, is_new] = types_behind_.try_emplace(text);
  const auto* type = is_new ? fhir::r4::resource_type(reference.type) : nullptr;
  if (type == nullptr) return known->second;
  const auto criteria = parse_query(reference.query, search::SearchLimits::parameters);
  const auto query = criteria ? query_of(*type, *criteria) : Result<search::Query>(criteria.outcome());
  if (query) {
    for (const search::Criterion& criterion : query->criteria.front()) add_types(criterion, known->second);
  }
  return known->second;
}

Result<search::Query> ConditionalReferences::query_of(const fhir::Descriptor& type, const Parameters& criteria) const {
  return understood(bundle_.tenant, environment_, [&](search::Custom custom) { return search::parse_criteria(type, criteria, std::move(custom)); });
}

Result<std::string> ConditionalReferences::match_of(const Entry& entry, std::string_view text, const ConditionalReference& reference) {
  if (const auto known = matches_.find(text); known != matches_.end()) return known->second;
  TRY(const fhir::Descriptor* type, search::resource_type_named(reference.type, "a conditional reference"));
  TRY(const Parameters criteria, parse_query(reference.query, search::SearchLimits::parameters));
  Removed outdated;
  for (const auto& [of, id] : removed_) {
    if (of == type) outdated.emplace(of, id);
  }
  for (const Entry* entry : waiting_) {
    if (entry->interaction.type == type && entry->interaction.action != Action::create) outdated.emplace(type, entry->id);
  }
  TRY(const auto match, one_match(bundle_.tenant, *type, criteria, bundle_.base, environment_, outdated));
  TRY(const auto others, matches_waiting(*type, criteria));
  if (others.size() + std::size_t{match.has_value()} > 1) return several_match(*type);
  const bool asks_references = !types_behind(text, reference).empty();
  if (!match && others.empty()) {
    return Outcome(IssueType::not_found, Issue::Detail::version_mismatch,
                   "No " + std::string(type->name) + " matches the conditional reference; send that resource first, or in the same bundle" +
                       (asks_references ? ", but not as an entry that itself waits for what this one refers to." : "."));
  }
  const std::string& id = match ? match->id : others.front()->id;
  const std::string& found = matches_.emplace(text, std::string(type->name) + "/" + id).first->second;
  if (asks_references) led_.push_back({&entry, type, criteria, found});
  return found;
}

Result<void> ConditionalReferences::check() const {
  for (const Led& led : led_) {
    auto match = one_match(bundle_.tenant, *led.type, led.criteria, bundle_.base, environment_);
    if (match && *match && std::string(led.type->name) + "/" + (*match)->id == led.reference) continue;
    Outcome outcome = several_match(*led.type);
    if (match) {
      outcome = Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                        "The conditional reference leads to " + led.reference + " before the entries are written that its criteria ask about, and to " +
                            (*match ? "another" : "no") + " " + std::string(led.type->name) + " once the transaction is done; send those entries first.");
    } else if (match.outcome().issues.front().type != IssueType::multiple_matches) {
      outcome = std::move(match.outcome());
    }
    return placed(std::move(outcome), led.entry->place + ".resource");
  }
  return {};
}

// These have their conditional references still: what asks where they lead, or what leads to them, finds none of them.
Result<std::vector<const Entry*>> ConditionalReferences::matches_waiting(const fhir::Descriptor& type, const Parameters& criteria) {
  std::vector<const Entry*> matching;
  for (const Entry* entry : waiting_) {
    if (entry->interaction.type == &type && entry->has_body()) matching.push_back(entry);
  }
  if (matching.empty()) return matching;
  TRY(const search::Query query, query_of(type, criteria));
  auto plan = search::plan_of(query, bundle_.tenant, bundle_.base);
  if (!plan && plan.outcome().issues.front().type == IssueType::incomplete) {
    TRY(const search::Query again, query_as_of_now(query, bundle_.tenant, environment_));
    plan = search::plan_of(again, bundle_.tenant, bundle_.base);
  }
  if (!plan) return std::move(plan.outcome());
  std::erase_if(matching, [&](const Entry* entry) {
    const auto& postings = postings_of(*entry);
    const search::Indexed indexed{index::key_of(type, entry->id), postings, postings};
    return !search::matches(plan->branches.front().where, indexed, [](const search::Condition&, index::ResourceKey) { return false; });
  });
  return matching;
}

const index::Postings& ConditionalReferences::postings_of(const Entry& entry) {
  const auto known = postings_.find(&entry);
  if (known != postings_.end()) return known->second;
  const auto custom = environment_.store.parameters(bundle_.tenant);
  return postings_.emplace(&entry, index::extract(entry.interaction.body, entry.id, bundle_.base, *custom)).first->second;
}

}  // namespace engine::transactions
