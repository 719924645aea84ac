#include "engine/interaction/searchset.h"

#include <utility>

#include "engine/index/whole.h"
#include "engine/interaction/bundle_text.h"
#include "engine/interaction/canonicals.h"
#include "engine/interaction/chained_versions.h"
#include "engine/interaction/concepts.h"
#include "engine/interaction/interactions.h"
#include "engine/interaction/outcome_resource.h"
#include "engine/interaction/page.h"
#include "engine/interaction/references.h"
#include "engine/interaction/subset.h"
#include "engine/interaction/understood.h"
#include "engine/interaction/url.h"
#include "engine/search/query.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"

namespace engine {
namespace {

std::string with_parameters(const std::string& url, const search::Query& query, const std::string& cursor) {
  Parameters parameters = query.used;
  if (!cursor.empty()) parameters.push_back({std::string(search::cursor_parameter), cursor});
  return parameters.empty() ? url : url + "?" + to_query(parameters);
}

/// The links of a page behind that to itself; where they would be too long to follow, a warning that says how to go on without.
fhir::Issues link_pages(const store::Page& page, const search::Query& query, const std::string& url, BundleText& bundle) {
  const std::pair<std::string_view, const std::string*> others[] = {{"previous", &page.previous}, {"next", &page.next}, {"last", &page.last}};
  std::string first, how;
  bool is_long = false;
  if (!query.cursor.empty() || !page.last.empty()) first = with_parameters(url, query, {});
  for (const auto& [relation, cursor] : others) {
    if (cursor->empty()) continue;
    is_long = is_long || with_parameters(url, query, *cursor).size() > link_bytes_max;
    how.append(how.empty() ? "" : ", ").append(relation).append(" \"").append(search::cursor_parameter).append("=").append(*cursor).append("\"");
  }
  if (is_long) {
    return {{fhir::Severity::warning, fhir::IssueType::too_long,
             "Links to other pages would be longer than " + std::to_string(link_bytes_max) + " bytes and are left out. To go on, POST the same parameters to _search with one more: " + how + "."}};
  }
  if (!first.empty()) bundle.link("first", first);
  for (const auto& [relation, cursor] : others) {
    if (!cursor->empty()) bundle.link(relation, with_parameters(url, query, *cursor));
  }
  return {};
}

/// "0.25" of 250,000 millionths.
std::string decimal(std::uint32_t millionths) {
  std::string digits = std::to_string(1'000'000 + millionths % 1'000'000);
  digits.replace(0, 1, std::to_string(millionths / 1'000'000) + ".");
  while (digits.back() == '0') digits.pop_back();
  if (digits.back() == '.') digits.pop_back();
  return digits;
}

/// A contained resource as it stands in the one that contains it.
std::string contained_json(const store::Version& container, std::string_view local_id) {
  fhir::Arena arena;
  const std::string json = json_of(container);
  std::string found;
  const auto resource = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
  if (!resource) return found;
  const index::Whole whole({resource->type, resource->value}, container.id);
  if (const index::Node* inner = whole.find(local_id)) fhir::json::write({inner->type, const_cast<void*>(inner->value)}, found);
  return found;
}

/// `inside` is the id of the contained resource that is to be shown in the place of the whole, or empty. "The list of elements
/// does not apply to included resources." https://hl7.org/fhir/R4/search.html#elements
void add(BundleText& bundle, const store::Version& version, std::string_view mode, std::string score, const std::string& inside, const Interaction& interaction) {
  BundleEntry entry;
  entry.full_url = interaction.base + "/" + std::string(version.type->name) + "/" + version.id;
  if (!inside.empty()) entry.full_url.append("#").append(inside);
  const bool is_whole = mode == "include" && !interaction.elements.empty();
  std::string json = inside.empty() ? json_of(version) : contained_json(version, inside);
  entry.resource = is_whole ? std::move(json) : subset(std::move(json), interaction);
  entry.search_mode = mode;
  entry.search_score = std::move(score);
  bundle.entry(entry);
}

}  // namespace

fhir::Result<search::Query> query_of(const Interaction& interaction, const Environment& environment) {
  TRY(search::Query query, understood(interaction.tenant, environment, [&](search::Custom custom) { return search::parse(interaction, std::move(custom)); }));
  TRY_VOID(resolve_concepts(query, interaction, environment));
  TRY_VOID(resolve_references(query, interaction, environment));
  TRY_VOID(resolve_canonicals(query, interaction, environment));
  return query;
}

Reply searchset(const search::Query& query, const std::string& url, const Interaction& interaction, const Environment& environment) {
  auto page = page_of(query, interaction.tenant, interaction.base, environment);
  if (!page) return reply_of(std::move(page.outcome()));
  return searchset(*page, query, url, interaction);
}

/// The self link says what was understood; the next link continues where this page ended, whatever is written meanwhile.
Reply searchset(const store::Page& page, const search::Query& query, const std::string& url, const Interaction& interaction) {
  BundleText bundle("searchset", page.total);
  bundle.link("self", with_parameters(url, query, query.cursor));
  const fhir::Issues unlinked = link_pages(page, query, url, bundle);
  for (std::size_t at = 0; at < page.matches.size(); ++at) {
    const store::Version& match = page.matches[at];
    add(bundle, match, "match", page.scores.empty() ? std::string() : decimal(page.scores[at]), page.inside[at], interaction);
  }
  for (const store::Version& version : page.includes) add(bundle, version, "include", {}, {}, interaction);

  fhir::Issues warnings = query.warnings;
  for (const auto& more : {page.issues, unlinked, chained_versions(query, page, interaction.base)}) warnings.insert(warnings.end(), more.begin(), more.end());
  if (!warnings.empty()) {
    BundleEntry entry;
    entry.resource = outcome_json(warnings);
    entry.search_mode = "outcome";
    bundle.entry(entry);
  }
  Reply reply;
  reply.body = std::move(bundle).finish();
  return reply;
}

/// https://hl7.org/fhir/R4/http.html#search
Reply interactions::search(const Interaction& interaction, const Environment& environment) {
  auto query = query_of(interaction, environment);
  if (!query) return reply_of(std::move(query.outcome()));
  std::string url = interaction.base;
  if (interaction.compartment != nullptr) url.append("/").append(interaction.compartment->name).append("/").append(interaction.compartment_id);
  if (interaction.type != nullptr) url.append("/").append(interaction.type->name);
  else if (interaction.compartment != nullptr) url.append("/*");
  return searchset(*query, url, interaction, environment);
}

}  // namespace engine
