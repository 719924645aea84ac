#include "engine/search/contained.h"

#include "engine/index/contained.h"
#include "engine/index/parameters.h"
#include "engine/index/sort_value.h"
#include "engine/search/refusal.h"

namespace engine::search {
namespace {

fhir::Result<void> look_inside(Sort& key, const Query& query) {
  if (key.kind != Sort::Kind::parameter) return {};
  const auto code = quoted(key.parameter->code);
  if (query.answers_containers()) return unsupported("What contains the matches is ordered by _id or _lastUpdated, not by " + code + " of what it contains; with _contained=true and _containedType=contained they can be.");
  if (query.contained == Query::Contained::both) return unsupported("With _contained=both the results are ordered by _id or _lastUpdated, not by " + code + ".");
  if (key.parameter->custom != nullptr) return unsupported("Contained resources are not found by " + code + ", so they are not ordered by it.");
  if (!index::sort_paths(*key.parameter).empty()) return unsupported("Contained resources are ordered by _id, _lastUpdated or a date, number, quantity or string parameter, not by " + code + ".");
  key.parameter = index::parameters_of(index::contained_type(*key.parameter->type)).find(key.parameter->code);
  return {};
}

}  // namespace

std::optional<Criterion> of_contained(const Criterion& criterion) {
  using Kind = Criterion::Kind;
  Criterion inside = criterion;
  inside.type = &index::contained_type(*criterion.type);
  switch (criterion.kind) {
    case Kind::id:
    case Kind::has:
    case Kind::compartment:
    case Kind::list: return std::nullopt;
    case Kind::all:
    case Kind::any:
    case Kind::not_:
      for (Criterion& inner : inside.inner) {
        auto one = of_contained(inner);
        if (!one) return std::nullopt;
        inner = std::move(*one);
      }
      return inside;
    case Kind::values:
    case Kind::last_updated:
    case Kind::chain: break;  // what a chain leads to may be outside
  }
  if (criterion.parameter->custom != nullptr) return std::nullopt;
  inside.parameter = index::parameters_of(*inside.type).find(criterion.parameter->code);
  return inside;
}

fhir::Result<void> look_inside(Query& query) {
  if (query.contained == Query::Contained::none) return {};
  std::vector<const fhir::Descriptor*> types;
  std::vector<std::vector<Criterion>> criteria;
  for (std::size_t at = 0; at < query.types.size(); ++at) {
    types.push_back(&index::contained_type(*query.types[at]));
    criteria.emplace_back();
    for (const Criterion& criterion : query.criteria[at]) {
      auto inside = of_contained(criterion);
      if (!inside) {
        return about(criterion.name, unsupported("Contained resources are not found by what " + quoted(criterion.asked) + " asks; leave that or _contained out."));
      }
      criteria.back().push_back(std::move(*inside));
    }
  }
  if (query.answers_contained && !query.includes.empty()) {
    query.warnings.push_back({fhir::Severity::warning, fhir::IssueType::not_supported, "Nothing is included for a match that is contained. With _containedType=container, _include and _revinclude ask for what contains it.", {}});
  }
  for (Sort& key : query.sort) TRY_VOID(about("_sort", look_inside(key, query)));
  if (query.contained == Query::Contained::only) {
    query.types.clear();
    query.criteria.clear();
  }
  query.types.insert(query.types.end(), types.begin(), types.end());
  query.criteria.insert(query.criteria.end(), std::make_move_iterator(criteria.begin()), std::make_move_iterator(criteria.end()));
  return {};
}

}  // namespace engine::search
