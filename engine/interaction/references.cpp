#include "engine/interaction/references.h"

#include <algorithm>
#include <set>

#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/interaction/criteria.h"
#include "engine/search/reference_value.h"
#include "fhir/json/read.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine {
namespace {

using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;
using search::Criterion;
using search::Modifier;

/// Asked for at once, and at the most; and so many steps up or down.
constexpr std::size_t parents_at_once = 200;
constexpr int steps_max = 50;

/// A resource by type and id.
using Place = std::pair<const fhir::Descriptor*, std::string>;
using Places = std::set<Place>;

class References {
 public:
  References(const Interaction& interaction, const Environment& environment) : interaction_(interaction), environment_(environment) {}

  Result<void> resolve(Criterion& criterion) const {
    for (Criterion& inner : criterion.inner) TRY_VOID(resolve(inner));
    const bool is_reference = criterion.kind == Criterion::Kind::values && criterion.parameter->kind == fhir::SearchType::reference;
    if (!is_reference || !criterion.parameter->holds_references()) return {};
    if (criterion.modifier == Modifier::none) return check_ids(criterion);
    const bool below = criterion.modifier == Modifier::below;
    if (!criterion.parameter->leads_up_and_down() || (!below && criterion.modifier != Modifier::above)) return {};
    Places found;
    for (const search::Value& value : criterion.values) {
      TRY(const Places named, places_of(*criterion.parameter, value.text));
      found.insert(named.begin(), named.end());
    }
    TRY_VOID(spread(below, criterion, found));
    criterion.modifier = Modifier::none;
    criterion.values.clear();
    for (const auto& [type, id] : found) {
      search::Value value;
      value.text = std::string(type->name) + "/" + id;
      criterion.values.push_back(std::move(value));
    }
    return {};
  }

 private:
  /// What a value may name: of an id alone, one resource of each type that the parameter may lead to.
  Result<Places> places_of(const index::Parameter& parameter, std::string_view text) const {
    TRY(const auto target, search::reference_target(text, {parameter.code, nullptr, parameter.holds_urls()}, interaction_.base));
    if (target.kind == index::Target::Kind::resource) return Places{{target.type, std::string(target.id)}};
    Places places;
    if (!index::is_id(text)) return places;
    for (const auto name : parameter.targets) places.emplace(fhir::r4::resource_type(name), text);
    return places;
  }

  /// Goes on from what was found last until nothing is new.
  Result<void> spread(bool below, const Criterion& criterion, Places& found) const {
    Places last = found;
    for (int step = 0; !last.empty(); ++step) {
      TRY(const Places next, below ? parts_of(last) : wholes_of(last));
      last.clear();
      for (const Place& place : next) {
        if (found.insert(place).second) last.insert(place);
      }
      if (found.size() > search::concepts_max || (step == steps_max && !last.empty())) {
        return Outcome(IssueType::too_costly, fhir::Issue::Detail::bad_request, "A value of " + std::string(criterion.parameter->code) + " has more than " + std::to_string(search::concepts_max) +
                                                                                    " resources, or " + std::to_string(steps_max) + " steps, above or below it; name a smaller one.");
      }
    }
    return {};
  }

  Result<Places> parts_of(const Places& wholes) const {
    Places parts;
    for (auto from = wholes.begin(); from != wholes.end();) {
      const auto& type = *from->first;
      std::string values;
      for (std::size_t count = 0; from != wholes.end() && from->first == &type && count < parents_at_once; ++count, ++from) {
        values.append(values.empty() ? "" : ",").append(type.name).append("/").append(from->second);
      }
      const auto* part_of = index::part_of(type);
      if (part_of == nullptr) continue;
      TRY(const auto matches, matches_of(interaction_.tenant, type, {{std::string(part_of->code), values}}, interaction_.base, environment_, search::concepts_max + 1));
      for (const auto& match : matches) parts.emplace(&type, match.id);
    }
    return parts;
  }

  Result<Places> wholes_of(const Places& parts) const {
    Places wholes;
    TRY(const auto versions, read(parts));
    for (const auto& version : versions) {
      const auto* part_of = version && !version->deleted() ? index::part_of(*version->type) : nullptr;
      if (part_of == nullptr) continue;
      fhir::Arena arena;
      const std::string json = json_of(*version);
      TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
      std::vector<index::Node> nodes;
      for (const index::Path& path : part_of->paths) path.walk({resource.type, resource.value}, nodes);
      for (const index::Node& node : nodes) {
        const auto* reference = node.as<fhir::r4::Reference>();
        if (reference == nullptr || !reference->reference.has_text()) continue;
        const auto target = index::target_of(reference->reference.text(), interaction_.base);
        if (target.kind == index::Target::Kind::resource && target.type == version->type) wholes.emplace(target.type, target.id);
      }
    }
    return wholes;
  }

  /// "Servers SHOULD reject a search where the logical id refers to more than one matching resource across different types."
  Result<void> check_ids(const Criterion& criterion) const {
    if (criterion.parameter->targets.size() < 2) return {};
    Places named;
    for (const search::Value& value : criterion.values) {
      if (!index::is_id(value.text)) continue;
      TRY(Places places, places_of(*criterion.parameter, value.text));
      named.merge(places);
    }
    if (named.empty()) return {};
    if (named.size() > search::concepts_max) {
      return Outcome(IssueType::too_costly, fhir::Issue::Detail::bad_request, "So many ids alone, each of a resource of any type that " + std::string(criterion.parameter->code) + " may lead to, come to " +
                                                                                  std::to_string(named.size()) + " look-ups; say of which type they are, as in Patient/[id].");
    }
    TRY(const auto versions, read(named));
    std::set<std::string> ids;
    for (const auto& version : versions) {
      if (!version || version->deleted() || ids.insert(version->id).second) continue;
      return Outcome(IssueType::value, fhir::Issue::Detail::bad_request, "There are several resources with this id that " + std::string(criterion.parameter->code) +
                                                                             " may lead to; say of which type, as in " + std::string(version->type->name) + "/[id].");
    }
    return {};
  }

  Result<std::vector<std::optional<store::Version>>> read(const Places& places) const {
    std::vector<store::Key> keys;
    for (const auto& [type, id] : places) keys.push_back({interaction_.tenant, type, id});
    return environment_.store.read(keys);
  }

  const Interaction& interaction_;
  const Environment& environment_;
};

}  // namespace

Result<void> resolve_references(search::Query& query, const Interaction& interaction, const Environment& environment) {
  const References references(interaction, environment);
  return search::each_parameter(query, [&](Criterion& criterion) { return references.resolve(criterion); });
}

}  // namespace engine
