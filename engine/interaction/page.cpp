#include "engine/interaction/page.h"

#include "engine/search/plan.h"

namespace engine {
namespace {

fhir::Result<store::Page> planned(const search::Query& query, std::int32_t tenant, std::string_view base, const Environment& environment) {
  TRY(const search::Plan plan, search::plan_of(query, tenant, base));
  return environment.store.search(plan);
}

}  // namespace

fhir::Result<search::Query> query_as_of_now(const search::Query& query, std::int32_t tenant, const Environment& environment) {
  search::Query now = query;
  TRY(now.custom, environment.store.current_parameters(tenant));
  return now;
}

fhir::Result<store::Page> page_of(const search::Query& query, std::int32_t tenant, std::string_view base, const Environment& environment) {
  auto page = planned(query, tenant, base, environment);
  if (page || page.outcome().issues.front().type != fhir::IssueType::incomplete) return page;
  TRY(const search::Query again, query_as_of_now(query, tenant, environment));
  return again.custom == query.custom ? std::move(page) : planned(again, tenant, base, environment);
}

}  // namespace engine
