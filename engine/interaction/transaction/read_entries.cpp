#include "engine/interaction/transaction/read_entries.h"

#include <algorithm>
#include <set>

#include "engine/index/reference.h"
#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/entry_response.h"
#include "engine/interaction/write.h"
#include "engine/operation/operation.h"

namespace engine::transactions {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// From so many on, further issues tell nothing new.
constexpr std::size_t issues_max = 100;

/// An entry of its own would be told that there is no such place; the bundle, which has one, is a bad request.
Outcome of_bundle(Outcome outcome) {
  for (Issue& issue : outcome.issues) {
    if (issue.type == IssueType::not_found || issue.detail == Issue::Detail::method_not_allowed) issue.detail = Issue::Detail::bad_request;
  }
  return outcome;
}

Result<Entry> read_entry(const fhir::r4::Bundle::Entry& from, std::string place, const Interaction& bundle, const Environment& environment) {
  Entry entry;
  entry.place = std::move(place);
  auto asked = interaction_of(from, bundle, entry.place);
  if (!asked) return of_bundle(std::move(asked.outcome()));
  entry.interaction = std::move(*asked);
  const Interaction& interaction = entry.interaction;
  if (entry.is_operation() && interaction.operation->affects_state && !entry.amends()) {
    return Outcome(IssueType::not_supported, Issue::Detail::bad_request,
                   "$" + std::string(interaction.operation->name) + " changes what a transaction could not undo; call it by itself, or in a batch.",
                   entry.place + ".request.url");
  }
  entry.given = interaction.body;
  if (from.fullUrl.has_text()) entry.full_url = bundle.arena->copy(comparable_url(from.fullUrl.text()));
  if (entry.has_body() && !entry.amends()) {
    const std::string_view id = interaction.action == Action::update && !interaction.conditional ? interaction.id : std::string_view();
    TRY_VOID(check_body(interaction.body, *interaction.type, id, entry.place + ".resource", interaction.handling, environment));
    entry.links = links_of(interaction.body);
  }
  return entry;
}

/// True unless `full_url` is the URL of another resource: of another type, or with another id than `body` has.
bool agrees(std::string_view full_url, fhir::Resource body) {
  if (root_of(full_url).empty()) return true;
  const index::Target target = index::target_of(full_url, root_of(full_url));
  const std::string_view id = fhir::id_of(body).text();
  return target.type == body.type && (id.empty() || id == target.id);
}

/// What references in the bundle mean must be plain. https://hl7.org/fhir/R4/bundle.html#bundle-unique
Result<void> check_full_urls(const std::vector<Entry>& entries) {
  std::set<std::string_view> seen;
  for (const Entry& entry : entries) {
    if (!entry.has_body() || entry.full_url.empty()) continue;
    const auto refuse = [&](IssueType type, std::string text) { return Outcome(type, Issue::Detail::bad_request, std::move(text), entry.place + ".fullUrl"); };
    if (!seen.insert(entry.full_url).second) {
      return refuse(IssueType::duplicate, "Two entries of a transaction have the same fullUrl; references to it could mean either.");
    }
    if (!is_absolute(entry.full_url)) return refuse(IssueType::value, "A fullUrl is absolute: an http, https, urn:uuid or urn:oid URL.");
    if (entry.full_url.find("/_history/") != std::string_view::npos) {
      return refuse(IssueType::value, "A fullUrl names a resource, not a version of it.");
    }
    if (!entry.amends() && !agrees(entry.full_url, entry.interaction.body)) {
      return refuse(IssueType::value, "The fullUrl names another type or id than the entry's resource has.");
    }
  }
  return {};
}

}  // namespace

Result<std::vector<Entry>> read_entries(const Interaction& interaction, const Environment& environment) {
  const auto& bundle = *interaction.body.as<fhir::r4::Bundle>();
  TRY_VOID(check_entry_count(bundle.entry.size()));
  std::vector<Entry> entries;
  entries.reserve(bundle.entry.size());
  fhir::Issues issues;
  for (std::size_t at = 0; at < bundle.entry.size() && issues.size() < issues_max; ++at) {
    auto entry = read_entry(bundle.entry[at], place_of(at), interaction, environment);
    if (entry) entry->at = at;
    if (entry) entries.push_back(std::move(*entry));
    else issues.insert(issues.end(), entry.outcome().issues.begin(), entry.outcome().issues.end());
  }
  if (!issues.empty()) return Outcome(std::move(issues));
  TRY_VOID(check_full_urls(entries));
  return entries;
}

bool looks_up(const Entry& entry, std::string_view base) {
  if (!entry.writes() || entry.amends() || entry.criteria() != nullptr || asks_of_former(entry.interaction)) return true;
  return std::any_of(entry.links.begin(), entry.links.end(), [&](const Link& link) {
    // Which version an update makes depends on the one that is there.
    if (link.text.find("/_history/") != std::string_view::npos) return true;
    return link.is_reference && conditional_reference(link.text, base);
  });
}

}  // namespace engine::transactions
