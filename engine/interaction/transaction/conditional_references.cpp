#include "engine/interaction/transaction/conditional_references.h"

#include <algorithm>
#include <set>

#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/interaction/page.h"
#include "engine/interaction/understood.h"
#include "engine/interaction/url.h"
#include "engine/search/match.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"

namespace engine::transactions {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

namespace {

/// True if criteria may be about other resources than they find: chains and their like.
bool leads_elsewhere(std::string_view query) {
  while (!query.empty()) {
    const std::size_t end = std::min(query.find('&'), query.size());
    const std::string_view parameter = query.substr(0, end), name = parameter.substr(0, parameter.find('='));
    if (name.find_first_of(".%") != std::string_view::npos) return true;
    for (const std::string_view begin : {"_has", "_filter", "_list", "_query"}) {
      if (name.starts_with(begin)) return true;
    }
    query.remove_prefix(std::min(end + 1, query.size()));
  }
  return false;
}

}  // namespace

bool ConditionalReferences::may_find(const std::vector<Entry*>& entries) const {
  std::set<std::string_view> types;
  for (const Entry* entry : waiting_) {
    for (const Link& link : entry->links) {
      const auto conditional = linking_.conditional(link, *entry);
      if (!conditional) continue;
      if (leads_elsewhere(conditional->query)) return !entries.empty();
      types.insert(conditional->type);
    }
  }
  return std::any_of(entries.begin(), entries.end(), [&](const Entry* entry) { return types.contains(entry->interaction.type->name); });
}

Result<void> ConditionalReferences::lead(Entry& entry) {
  for (Link& link : entry.links) {
    const auto conditional = linking_.conditional(link, entry);
    if (!conditional) continue;
    auto reference = match_of(link.text, *conditional);
    if (!reference) return placed(std::move(reference.outcome()), entry.place + ".resource");
    linking_.set(link, *reference);
  }
  return {};
}

Result<std::string> ConditionalReferences::match_of(std::string_view text, const ConditionalReference& reference) {
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
  if (others.size() + std::size_t{match.has_value()} > 1) {
    return Outcome(IssueType::multiple_matches, "Several resources of type " + std::string(type->name) +
                                                    " match the conditional reference once the transaction is done; it needs criteria that one matches.");
  }
  if (!match && others.empty()) {
    return Outcome(IssueType::not_found, Issue::Detail::version_mismatch,
                   "No " + std::string(type->name) + " matches the conditional reference; send that resource first, or in the same bundle.");
  }
  const std::string& id = match ? match->id : others.front()->id;
  return matches_.emplace(text, std::string(type->name) + "/" + id).first->second;
}

// These are only told apart here, where they have their conditional references still: a chain finds none of them.
Result<std::vector<const Entry*>> ConditionalReferences::matches_waiting(const fhir::Descriptor& type, const Parameters& criteria) {
  std::vector<const Entry*> matching;
  for (const Entry* entry : waiting_) {
    if (entry->interaction.type == &type && entry->has_body()) matching.push_back(entry);
  }
  if (matching.empty()) return matching;
  TRY(const search::Query query, understood(bundle_.tenant, environment_, [&](search::Custom custom) { return search::parse_criteria(type, criteria, std::move(custom)); }));
  auto plan = search::plan_of(query, bundle_.tenant, bundle_.base);
  if (!plan && plan.outcome().issues.front().type == IssueType::incomplete) {
    TRY(const search::Query again, query_as_of_now(query, bundle_.tenant, environment_));
    plan = search::plan_of(again, bundle_.tenant, bundle_.base);
  }
  if (!plan) return std::move(plan.outcome());
  std::erase_if(matching, [&](const Entry* entry) {
    const search::Indexed indexed{index::key_of(type, entry->id), postings_of(*entry)};
    return !search::matches(plan->branches.front().where, indexed, [](const search::Condition&) { return false; });
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
