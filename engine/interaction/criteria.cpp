#include "engine/interaction/criteria.h"

#include "engine/index/key.h"
#include "engine/search/plan.h"

namespace engine {

store::Claim claim_of(std::int32_t tenant, const fhir::Descriptor& type, const Parameters& criteria) {
  index::Hash hash(index::Domain::query);
  hash.add(std::int64_t{tenant}).add(type.name);
  for (const auto& [name, value] : criteria) hash.add(name).add(value);
  return {tenant, hash.value()};
}

fhir::Result<std::optional<store::Version>> one_match(std::int32_t tenant, const fhir::Descriptor& type,
                                                      const Parameters& criteria, std::string_view base,
                                                      const Environment& environment) {
  TRY(const search::Plan plan, search::criteria_plan(tenant, type, criteria, base));
  TRY(store::Page page, environment.store.search(plan));
  if (page.matches.size() > 1) {
    return fhir::Outcome(fhir::IssueType::multiple_matches,
                         "Several resources of type " + std::string(type.name) +
                             " match the criteria; a conditional interaction needs criteria that one matches at most.");
  }
  if (page.matches.empty()) return std::optional<store::Version>();
  return std::optional(std::move(page.matches.front()));
}

}  // namespace engine
