#include "engine/interaction/searchset.h"

#include <set>
#include <utility>

#include "engine/interaction/bundle_text.h"
#include "engine/interaction/canonicals.h"
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
  const auto resource = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
  const auto* element = resource ? fhir::find_element(*resource->type, "contained") : nullptr;
  std::string found;
  if (element == nullptr) return found;
  for (const auto& inner : fhir::field<fhir::Many<fhir::Resource>>(resource->value, *element)) {
    if (found.empty() && fhir::id_of(inner).has_text() && fhir::id_of(inner).text() == local_id) fhir::json::write(inner, found);
  }
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
  if (!query.cursor.empty() || !page.last.empty()) bundle.link("first", with_parameters(url, query, {}));
  if (!page.previous.empty()) bundle.link("previous", with_parameters(url, query, page.previous));
  if (!page.next.empty()) bundle.link("next", with_parameters(url, query, page.next));
  if (!page.last.empty()) bundle.link("last", with_parameters(url, query, page.last));
  std::set<std::pair<const fhir::Descriptor*, std::string_view>> containers;  // each once, however much in it matches
  for (std::size_t at = 0; at < page.matches.size(); ++at) {
    const store::Version& match = page.matches[at];
    const bool shows_inside = query.answers_contained && !page.inside[at].empty();
    if (query.contained != search::Query::Contained::none && !shows_inside && !containers.emplace(match.type, match.id).second) continue;
    add(bundle, match, "match", page.scores.empty() ? std::string() : decimal(page.scores[at]), shows_inside ? page.inside[at] : std::string(), interaction);
  }
  for (const store::Version& version : page.includes) add(bundle, version, "include", {}, {}, interaction);

  fhir::Issues warnings = query.warnings;
  warnings.insert(warnings.end(), page.issues.begin(), page.issues.end());
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
