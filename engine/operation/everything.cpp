#include <algorithm>
#include <set>

#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/interaction/link.h"
#include "engine/interaction/page.h"
#include "engine/interaction/searchset.h"
#include "engine/interaction/understood.h"
#include "engine/operation/operation.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"
#include "fhir/json/read.h"
#include "fhir/r4/binary.h"

namespace engine::operations {
namespace {

using fhir::Outcome;

/// That a type's main date is at or past one end of the time asked for; types without one are there at all times.
void add_dates(search::Query& query, search::Prefix prefix, std::string_view date) {
  for (std::size_t at = 0; at < query.types.size(); ++at) {
    const index::Parameter* main = index::parameters_of(*query.types[at]).main_date();
    if (main == nullptr) continue;
    search::Criterion criterion;
    criterion.type = query.types[at];
    criterion.parameter = main;
    search::Value value;
    value.prefix = prefix;
    value.text = date;
    criterion.values.push_back(std::move(value));
    query.criteria[at].push_back(std::move(criterion));
  }
}

/// How the pages are shown, for their links.
void add_shown(const Interaction& interaction, Parameters& parameters) {
  constexpr const char* summaries[] = {"", "true", "text", "data", "count"};
  if (interaction.summary != Summary::none) parameters.push_back({"_summary", summaries[static_cast<std::size_t>(interaction.summary)]});
  std::string elements;
  for (const auto& element : interaction.elements) elements.append(elements.empty() ? "" : ",").append(element);
  if (!elements.empty()) parameters.push_back({"_elements", elements});
}

/// The types that are asked for, by one `_type` or several; empty: all.
fhir::Result<std::set<const fhir::Descriptor*>> types_in(const Arguments& arguments) {
  std::set<const fhir::Descriptor*> types;
  for (const Argument& argument : arguments.all()) {
    if (argument.name != "_type") continue;
    std::string_view rest = argument.text;
    for (std::size_t end = 0; end != rest.npos; rest.remove_prefix(end == rest.npos ? rest.size() : end + 1)) {
      end = rest.find(',');
      TRY(const auto* type, search::resource_type_named(rest.substr(0, end), "_type"));
      types.insert(type);
    }
  }
  return types;
}

/// Leaves the types out of a search of the compartment that are not asked for; unless some are never in it: all may refer to
/// those.
void narrow(search::Query& query, const std::set<const fhir::Descriptor*>& asked) {
  const auto is_member = [&](const auto* type) { return std::find(query.types.begin(), query.types.end(), type) != query.types.end(); };
  if (asked.empty() || !std::all_of(asked.begin(), asked.end(), is_member)) return;
  std::size_t kept = 0;
  for (std::size_t at = 0; at < query.types.size(); ++at) {
    if (!asked.contains(query.types[at])) continue;
    query.types[kept] = query.types[at];
    if (kept != at) query.criteria[kept] = std::move(query.criteria[at]);
    ++kept;
  }
  query.types.resize(kept);
  query.criteria.resize(kept);
}

/// What the resources of the compartment refer to, of the types that are asked for.
void add_includes(search::Query& query, const std::set<const fhir::Descriptor*>& asked) {
  for (const auto* type : query.types) {
    search::Include all;
    all.source = type;
    if (asked.empty()) query.includes.push_back(all);
    for (const auto* target : asked) {
      all.target = target;
      query.includes.push_back(all);
    }
  }
}

/// The ids of Binaries here that attachments lead to, which no search parameter does.
fhir::Result<void> find_binaries(const store::Version& version, std::string_view base, std::set<std::string>& ids) {
  if (version.tail.find("Binary/") == std::string::npos) return {};
  fhir::Arena arena;
  const std::string json = store::json_of(version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  for (const Link& link : links_of(resource)) {
    const auto target = link.is_narrative ? index::Target() : index::target_of(link.text, base);
    if (target.type == &fhir::r4::Binary::descriptor) ids.emplace(target.id);
  }
  return {};
}

/// Adds them to what a page includes, as long as there is room.
fhir::Result<void> add_binaries(store::Page& page, const Interaction& interaction, const Environment& environment) {
  std::set<std::string> ids;
  for (const auto* versions : {&page.matches, &page.includes}) {
    for (const store::Version& version : *versions) TRY_VOID(find_binaries(version, interaction.base, ids));
  }
  for (const store::Version& version : page.includes) {
    if (version.type == &fhir::r4::Binary::descriptor) ids.erase(version.id);
  }
  std::vector<store::Key> keys;
  for (const std::string& id : ids) keys.push_back({interaction.tenant, &fhir::r4::Binary::descriptor, id});
  const std::size_t room = search::SearchLimits::includes_per_page - std::min(page.includes.size(), search::SearchLimits::includes_per_page);
  if (keys.size() > room) {
    keys.resize(room);
    page.issues.push_back({fhir::Severity::warning, fhir::IssueType::incomplete, "Not all Binaries that attachments lead to are on this page; ask for smaller pages with _count.", {}});
  }
  TRY(auto binaries, environment.store.read(keys));
  for (auto& binary : binaries) {
    if (binary && !binary->deleted()) page.includes.push_back(std::move(*binary));
  }
  return {};
}

}  // namespace

/// All of a patient's or an encounter's compartment, and what it refers to; in pages, as a search. What is referred to is on each page that refers to it.
/// https://hl7.org/fhir/R4/patient-operation-everything.html and https://hl7.org/fhir/R4/encounter-operation-everything.html
Reply everything(const Interaction& interaction, const Arguments& arguments, const Environment& environment) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  auto whose = environment.store.read({&key, 1});
  if (!whose) return reply_of(std::move(whose.outcome()));
  const std::string name = std::string(interaction.type->name) + "/" + interaction.id;
  if (!whose->front()) return reply_of(Outcome(fhir::IssueType::not_found, name + " is not known."));
  if (whose->front()->deleted()) return reply_of(Outcome(fhir::IssueType::deleted, name + " was deleted."));

  Interaction search = interaction;
  search.action = Action::search_system;
  search.compartment = interaction.type;
  search.compartment_id = interaction.id;
  search.type = nullptr;
  search.id.clear();
  search.parameters.clear();
  Parameters shown;
  for (const Argument& argument : arguments.all()) {
    if (argument.name == "_since") search.parameters.push_back({"_lastUpdated", "ge" + argument.text});
    else if (argument.name != "start" && argument.name != "end" && argument.name != "_type") search.parameters.push_back({argument.name, argument.text});
    if (argument.name != search::cursor_parameter) shown.push_back({argument.name, argument.text});
  }
  add_shown(interaction, shown);
  auto query = understood(interaction.tenant, environment, [&](search::Custom custom) { return search::parse(search, std::move(custom)); });
  if (!query) return reply_of(std::move(query.outcome()));
  query->used = std::move(shown);
  if (const auto start = arguments.text_of("start"); !start.empty()) add_dates(*query, search::Prefix::ge, start);
  if (const auto end = arguments.text_of("end"); !end.empty()) add_dates(*query, search::Prefix::le, end);
  auto asked = types_in(arguments);
  if (!asked) return reply_of(std::move(asked.outcome()));
  narrow(*query, *asked);
  add_includes(*query, *asked);

  auto page = page_of(*query, search.tenant, search.base, environment);
  if (!page) return reply_of(std::move(page.outcome()));
  if (asked->empty() || asked->contains(&fhir::r4::Binary::descriptor)) {
    if (auto added = add_binaries(*page, search, environment); !added) return reply_of(std::move(added.outcome()));
  }
  if (!asked->empty()) std::erase_if(page->matches, [&](const store::Version& match) { return !asked->contains(match.type); });
  return searchset(*page, *query, interaction.base + "/" + name + "/$everything", search);
}

}  // namespace engine::operations
