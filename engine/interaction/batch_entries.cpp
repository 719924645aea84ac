#include "engine/interaction/batch_entries.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <unordered_map>

#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/link.h"
#include "engine/operation/operation.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// What reading found wrong, entry by entry: each looks at its own alone, for all may be broken.
std::vector<fhir::Issues> faults_of_entries(const fhir::Issues& issues, std::size_t entries) {
  std::vector<fhir::Issues> faults(entries);
  for (const Issue& issue : issues) {
    if (const auto at = entry_at(issue.expression); at && *at < entries) faults[*at].push_back(issue);
  }
  return faults;
}

Result<Interaction> read(const fhir::r4::Bundle::Entry& entry, fhir::Issues faults, const Interaction& bundle, const std::string& place) {
  if (fhir::has_errors(faults)) return Outcome(std::move(faults));
  return interaction_of(entry, bundle, place);
}

bool amends(const Interaction& interaction) {
  return interaction.action == Action::patch || (interaction.action == Action::operation && interaction.operation->amend != nullptr);
}

/// https://hl7.org/fhir/R4/http.html#trules. What an operation changes comes after what is put, as in a transaction.
int step_of(const BatchEntry& entry) {
  if (!entry.interaction) return 0;
  const Interaction& interaction = *entry.interaction;
  switch (interaction.action) {
    case Action::remove: return 1;
    case Action::create: return 2;
    case Action::update:
    case Action::patch: return 3;
    case Action::operation: return interaction.operation->affects_state ? 4 : 5;
    default: return 5;
  }
}

/// "Patient/1", which an entry writes by its id; empty if it writes nothing, or what it finds or makes.
std::string written_by(const Interaction& interaction) {
  const bool writes = interaction.action == Action::update || interaction.action == Action::remove || amends(interaction);
  if (!writes || interaction.conditional || interaction.id.empty() || interaction.type == nullptr) return {};
  return std::string(interaction.type->name) + "/" + interaction.id;
}

/// The outcome of entries that write what others write too, in whatever order they would.
void refuse_overlaps(std::vector<BatchEntry>& entries) {
  std::map<std::string, std::vector<BatchEntry*>> writers;
  for (BatchEntry& entry : entries) {
    const std::string written = entry.interaction ? written_by(*entry.interaction) : std::string();
    if (!written.empty()) writers[written].push_back(&entry);
  }
  for (const auto& [written, by] : writers) {
    if (by.size() < 2) continue;
    for (BatchEntry* entry : by) {
      const BatchEntry& other = entry == by.front() ? *by[1] : *by.front();
      entry->interaction = Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                                   place_of(entry->at) + " and " + place_of(other.at) + " write " + written +
                                       "; entries of a batch do not depend on each other, so none that writes it was done. Send them one after the other.",
                                   place_of(entry->at) + ".request.url");
    }
  }
}

/// The outcome of entries that refer to others by what these are called in the bundle alone.
void refuse_links(std::vector<BatchEntry>& entries, const fhir::r4::Bundle& bundle) {
  std::unordered_map<std::string, std::size_t> urns;
  for (std::size_t at = 0; at < bundle.entry.size(); ++at) {
    std::string url = comparable_url(bundle.entry[at].fullUrl.text());
    if (url.starts_with("urn:uuid:") || url.starts_with("urn:oid:")) urns.emplace(std::move(url), at);
  }
  if (urns.empty()) return;
  for (BatchEntry& entry : entries) {
    if (!entry.interaction || (entry.interaction->action != Action::create && entry.interaction->action != Action::update)) continue;
    for (const Link& link : links_of(entry.interaction->body)) {
      if (!link.is_reference) continue;
      const auto other = urns.find(comparable_url(link.text.substr(0, link.text.find_first_of("/#"))));
      if (other == urns.end() || other->second == entry.at) continue;
      entry.interaction = Outcome(IssueType::invalid, Issue::Detail::bad_request,
                                  place_of(entry.at) + " refers to " + place_of(other->second) + " by its fullUrl, which a batch does not replace; send both in a transaction.",
                                  place_of(entry.at) + ".resource");
      break;
    }
  }
}

}  // namespace

std::optional<std::size_t> entry_at(std::string_view expression) {
  constexpr std::string_view begin = "Bundle.entry[";
  if (!expression.starts_with(begin)) return std::nullopt;
  std::size_t at = 0;
  const auto [end, error] = std::from_chars(expression.data() + begin.size(), expression.data() + expression.size(), at);
  return error == std::errc() ? std::optional(at) : std::nullopt;
}

std::vector<BatchEntry> batch_entries(const fhir::r4::Bundle& bundle, const Interaction& interaction) {
  std::vector<BatchEntry> entries;
  entries.reserve(bundle.entry.size());
  auto faults = faults_of_entries(interaction.body_issues, bundle.entry.size());
  for (std::size_t at = 0; at < bundle.entry.size(); ++at) {
    entries.push_back({at, bundle.entry[at].resource, read(bundle.entry[at], std::move(faults[at]), interaction, place_of(at))});
  }
  refuse_overlaps(entries);
  refuse_links(entries, bundle);
  if (bundle.type.text() != "history") {
    std::stable_sort(entries.begin(), entries.end(), [](const BatchEntry& a, const BatchEntry& b) { return step_of(a) < step_of(b); });
  }
  return entries;
}

}  // namespace engine
