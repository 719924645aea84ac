#include "engine/interaction/replay.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/url.h"

namespace engine {
namespace {

using Entry = fhir::r4::Bundle::Entry;

bool is_deletion(const Entry& entry) { return entry.request && entry.request->method.text() == "DELETE"; }

/// "Patient/17"; empty where an entry does not say.
std::string resource_of(const Entry& entry, std::string_view base) {
  if (is_deletion(entry)) return std::string(behind_base(entry.request->url.text(), base));
  if (!entry.resource || !fhir::id_of(entry.resource).has_text()) return {};
  return std::string(entry.resource.type->name) + "/" + std::string(fhir::id_of(entry.resource).text());
}

}  // namespace

fhir::Result<void> become_batch(fhir::r4::Bundle& history, fhir::Arena& arena, std::string_view base) {
  std::set<std::string> seen;
  std::vector<Entry> newest;
  for (std::size_t at = 0; at < history.entry.size(); ++at) {
    const Entry& entry = history.entry[at];
    const std::string resource = resource_of(entry, base);
    if (resource.find('/') == std::string::npos) {
      return fhir::Outcome(fhir::IssueType::required, fhir::Issue::Detail::bad_request,
                           "An entry of a history that is posted has a resource with its id, or is the DELETE of one.", place_of(at));
    }
    if (!seen.insert(resource).second) continue;
    Entry& kept = newest.emplace_back();
    auto& request = kept.request.ensure(arena);
    request.method.set(is_deletion(entry) ? "DELETE" : "PUT");
    request.url.set(arena.copy(resource));
    if (!is_deletion(entry)) kept.resource = entry.resource;
  }
  history.entry = {};
  for (auto entry = newest.rbegin(); entry != newest.rend(); ++entry) history.entry.add(arena) = *entry;
  return {};
}

}  // namespace engine
