#include "engine/interaction/searchset.h"

#include <utility>

#include "engine/index/contained.h"
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

/// "The list of elements does not apply to included resources." https://hl7.org/fhir/R4/search.html#elements
void add(BundleText& bundle, const store::Version& version, std::string_view mode, std::string score, const Interaction& interaction) {
  BundleEntry entry;
  entry.full_url.append(interaction.base).append("/");
  if (!index::is_contained(*version.type)) entry.full_url.append(version.type->name).append("/");
  entry.full_url.append(version.id);
  const bool is_whole = mode == "include" && !interaction.elements.empty();
  entry.resource = is_whole ? json_of(version) : subset(json_of(version), interaction);
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
    add(bundle, page.matches[at], "match", page.scores.empty() ? std::string() : decimal(page.scores[at]), interaction);
  }
  for (const store::Version& version : page.includes) add(bundle, version, "include", {}, interaction);

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
