#include "engine/index/parameters.h"
#include "engine/interaction/searchset.h"
#include "engine/interaction/understood.h"
#include "engine/operation/operation.h"

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

}  // namespace

/// All of a patient's compartment, and what it refers to; in pages, as a search.
/// https://hl7.org/fhir/R4/patient-operation-everything.html
Reply everything(const Interaction& interaction, const Arguments& arguments, const Environment& environment) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  auto patient = environment.store.read({&key, 1});
  if (!patient) return reply_of(std::move(patient.outcome()));
  const std::string name = std::string(interaction.type->name) + "/" + interaction.id;
  if (!patient->front()) return reply_of(Outcome(fhir::IssueType::not_found, name + " is not known."));
  if (patient->front()->deleted()) return reply_of(Outcome(fhir::IssueType::deleted, name + " was deleted."));

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
    else if (argument.name != "start" && argument.name != "end") search.parameters.push_back({argument.name, argument.text});
    if (argument.name != search::cursor_parameter) shown.push_back({argument.name, argument.text});
  }
  auto query = understood(interaction.tenant, environment, [&](search::Custom custom) { return search::parse(search, std::move(custom)); });
  if (!query) return reply_of(std::move(query.outcome()));
  query->used = std::move(shown);
  if (const auto start = arguments.text_of("start"); !start.empty()) add_dates(*query, search::Prefix::ge, start);
  if (const auto end = arguments.text_of("end"); !end.empty()) add_dates(*query, search::Prefix::le, end);
  for (const auto* type : query->types) {
    search::Include all;
    all.source = type;
    query->includes.push_back(all);
  }
  return searchset(*query, interaction.base + "/" + name + "/$everything", search, environment);
}

}  // namespace engine::operations
