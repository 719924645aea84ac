#include "engine/interaction/transaction/linking.h"

#include "engine/interaction/stored_form.h"

namespace engine::transactions {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// What the server makes is the first version; what was there has one already. Of what is updated it is foreseen later.
Stored stored(const Entry& entry, std::size_t at) {
  Stored place{entry.reference(), entry.settled ? entry.reply.version : 1, {}, at};
  // What amends has the version that is amended.
  if (entry.amends()) return place;
  if (const auto& meta = meta_of(entry.interaction.body)) place.version_id = meta->versionId.text();
  return place;
}

}  // namespace

Linking::Linking(const std::vector<Entry>& entries, const Interaction& bundle) : entries_(entries), bundle_(bundle) {
  for (std::size_t at = 0; at < entries.size(); ++at) {
    const Entry& entry = entries[at];
    if (entry.has_body() && !entry.full_url.empty()) stored_as_.emplace(entry.full_url, stored(entry, at));
  }
}

Result<void> Linking::lead(Entry& entry) {
  std::vector<std::size_t> versions_of;
  for (Link& link : entry.links) {
    if (const auto text = led_to_entry(link, entry.full_url, bundle_.base, stored_as_, &versions_of)) {
      set(link, *text);
    } else if (link.is_reference && comparable_url(link.text).starts_with("urn:uuid:")) {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                     "The reference leads to " + std::string(link.text) + ", which is the fullUrl of no entry of this transaction.", entry.place + ".resource");
    }
  }
  std::erase_if(versions_of, [&](std::size_t at) { return entries_[at].interaction.action == Action::create; });
  entry.versions_of = std::move(versions_of);
  return {};
}

void Linking::set_version(const Entry& entry, std::uint32_t version) {
  if (const auto known = stored_as_.find(entry.full_url); known != stored_as_.end()) known->second.version = version;
}

void Linking::set(Link& link, std::string_view text) {
  if (text != link.value->text()) link.value->set(bundle_.arena->copy(text));
}

std::optional<ConditionalReference> Linking::conditional(const Link& link, const Entry& entry) const {
  const auto conditional = link.is_reference ? conditional_reference(link.text, bundle_.base) : std::nullopt;
  if (!conditional || led_to_entry(link, entry.full_url, bundle_.base, stored_as_)) return std::nullopt;
  return conditional;
}

}  // namespace engine::transactions
