#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/url.h"
#include "engine/search/plan.h"
#include "engine/search/query.h"
#include "tests/engine/store/fixture.h"

namespace engine::search {

using store::must;
using Ids = std::vector<std::string>;

constexpr std::string_view base_url = "http://setu.example/fhir";

/// The interaction of "Patient?name=rao", or of "?_type=Patient" at system level.
inline Interaction interaction_of(std::string_view url, Handling handling = Handling::strict) {
  Interaction interaction;
  interaction.tenant = 1;
  interaction.base = base_url;
  interaction.handling = handling;
  const auto mark = url.find('?');
  interaction.type = fhir::r4::resource_type(url.substr(0, mark));
  REQUIRE((interaction.type != nullptr || mark == 0));
  interaction.action = interaction.type != nullptr ? Action::search_type : Action::search_system;
  interaction.parameters = must(parse_query(mark == std::string_view::npos ? std::string_view() : url.substr(mark + 1), 100'000));
  return interaction;
}

/// What a search is refused with; empty if it is not.
inline std::string refusal(std::string_view url) {
  const auto query = parse(interaction_of(url));
  if (!query) return fhir::to_text(query.outcome());
  const auto plan = plan_of(*query, 1, base_url);
  return plan ? std::string() : fhir::to_text(plan.outcome());
}

inline Ids sorted(Ids ids) {
  std::sort(ids.begin(), ids.end());
  return ids;
}

inline Ids ids_of(const std::vector<store::Version>& versions) {
  Ids ids;
  for (const auto& version : versions) ids.push_back(version.id);
  return ids;
}

/// Resources in a store of their own, and searches over them.
struct Fixture : store::Fixture {
  Fixture() = default;
  explicit Fixture(std::initializer_list<const char*> resources) {
    for (const char* resource : resources) put(resource);
  }

  /// The write of a resource under the id it has.
  static store::Write write_of(const std::string& json) {
    fhir::Arena arena;
    auto resource = fhir::json::read(json, arena);
    INFO(json << (resource ? "" : fhir::to_text(resource.outcome())));
    REQUIRE(resource);
    store::Write write;
    write.kind = store::Write::Kind::update;
    write.type = resource->type;
    write.id = fhir::id_of(*resource).text();
    write.tail = stored_form(*resource);
    write.postings = index::extract(*resource, write.id, base_url);
    write.base = base_url;
    return write;
  }
  void put(const std::string& json, std::int32_t tenant = 1) { write(write_of(json), tenant); }

  Plan plan(std::string_view url, std::int32_t tenant = 1) {
    CAPTURE(url);
    return must(plan_of(must(parse(interaction_of(url))), tenant, base_url));
  }
  store::Page page(std::string_view url, std::int32_t tenant = 1) {
    CAPTURE(url);
    return must(session->search(plan(url, tenant)));
  }
  /// The ids that are found, in no order.
  Ids found(std::string_view url, std::int32_t tenant = 1) { return sorted(ids_of(page(url, tenant).matches)); }
  /// The ids that are found, in theirs.
  Ids in_order(std::string_view url) { return ids_of(page(url).matches); }
  /// What is included, as Type/id, in no order.
  Ids included(std::string_view url) {
    Ids all;
    for (const auto& version : page(url).includes) all.push_back(std::string(version.type->name) + "/" + version.id);
    return sorted(all);
  }
};

/// A search and what it must find.
struct Case {
  const char* url;
  Ids ids;
};

inline void check(Fixture& store, std::initializer_list<Case> cases) {
  for (const auto& one : cases) {
    CAPTURE(one.url);
    CHECK(store.found(one.url) == sorted(one.ids));
  }
}

}  // namespace engine::search
