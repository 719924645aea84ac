#include "engine/interaction/entry_response.h"

#include "engine/interaction/outcome_resource.h"
#include "engine/interaction/url.h"

namespace engine {

BundleEntry entry_of(Reply reply, Return preference, std::string_view base) {
  BundleEntry entry;
  entry.status = status_line(reply.status);
  if (reply.type != nullptr && !reply.id.empty() && reply.version != 0) {
    const std::string reference = std::string(reply.type->name) + "/" + reply.id;
    entry.full_url = std::string(base) + "/" + reference;
    entry.etag = etag_of(reply.version);
    entry.last_modified = reply.last_updated;
    if (reply.location) entry.location = reference + "/_history/" + std::to_string(reply.version);
  }
  if (preference == Return::operation_outcome) {
    entry.outcome = std::move(reply.body);
  } else if (preference != Return::minimal) {
    entry.resource = std::move(reply.body);
  }
  if (!reply.issues.empty()) entry.outcome = outcome_json(reply.issues);
  return entry;
}

void tell_once(BundleEntry& entry, std::set<std::string>& told) {
  if (entry.full_url.empty()) return;
  if (!told.insert(entry.resource.empty() ? entry.full_url : entry.full_url + " " + entry.etag).second) entry.full_url.clear();
}

fhir::Outcome no_room_left() {
  return {fhir::IssueType::too_long, fhir::Issue::Detail::too_large,
          "With the answer to this entry the answers would have more than " + std::to_string(reply_bytes_max >> 20) + " MiB; send it in another bundle, or ask with Prefer: return=minimal."};
}

fhir::Result<void> check_entry_count(std::size_t entries) {
  constexpr std::size_t entries_max = 10'000;
  if (entries <= entries_max) return {};
  return fhir::Outcome(fhir::IssueType::too_long, fhir::Issue::Detail::too_large,
                       "The bundle has " + std::to_string(entries) + " entries; at most " +
                           std::to_string(entries_max) + " are taken at once.",
                       "Bundle.entry");
}

}  // namespace engine
