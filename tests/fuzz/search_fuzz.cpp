#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "engine/index/custom.h"
#include "engine/interaction/url.h"
#include "engine/search/cursor.h"
#include "engine/search/plan.h"
#include "engine/store/search_statement.h"
#include "fhir/json/read.h"
#include "fhir/r4/registry.h"

namespace {

constexpr std::string_view base = "http://setu.example/fhir";

engine::Interaction interaction_of(const engine::Parameters& parameters, const fhir::Descriptor* type, engine::Handling handling) {
  engine::Interaction interaction;
  interaction.action = type != nullptr ? engine::Action::search_type : engine::Action::search_system;
  interaction.tenant = 1;
  interaction.type = type;
  interaction.base = base;
  interaction.parameters = parameters;
  interaction.handling = handling;
  return interaction;
}

/// Words are searched by, too.
engine::search::Custom with_words() {
  constexpr const char* definitions[] = {
      R"({"resourceType":"SearchParameter","url":"urn:t","name":"T","status":"active","description":"t","code":"_text","base":["DomainResource"],"type":"string"})",
      R"({"resourceType":"SearchParameter","url":"urn:c","name":"C","status":"active","description":"c","code":"_content","base":["Resource"],"type":"string"})"};
  std::vector<std::unique_ptr<engine::index::CustomParameter>> all;
  fhir::Arena arena;
  for (const char* json : definitions) {
    const auto resource = fhir::json::read(json, arena);
    if (!resource) std::abort();
    all.push_back(std::make_unique<engine::index::CustomParameter>(*resource->as<fhir::r4::SearchParameter>(), "w" + std::to_string(all.size())));
    all.back()->ready = true;
  }
  return std::make_shared<const engine::index::CustomParameters>(1, std::move(all));
}

/// A statement has as many values as it has places for.
void check(const engine::store::Statement& statement) {
  const std::string next = "$" + std::to_string(statement.arguments.size() + 1);
  if (statement.sql.find(next + ":") != std::string::npos || statement.sql.find(next + " ") != std::string::npos) std::abort();
}

}  // namespace

/// Any search string is refused or planned, on a type and on all; the same string gives the same plan, what strict handling
/// takes lenient handling takes as well, and each way to reach the matches can be written as SQL. Any text is refused as a
/// cursor, or is one.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace engine;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto cursor = search::cursor_of(text, 0, "secret")) {
    const auto again = search::cursor_of(search::to_text(*cursor, "secret"), 0, "secret");
    if (!again || again->key != cursor->key || again->values != cursor->values) std::abort();
  }
  const auto parameters = parse_query(text, search::SearchLimits::parameters);
  if (!parameters) return 0;
  static const search::Custom words = with_words();
  for (const auto* type : {fhir::r4::resource_type("Patient"), fhir::r4::resource_type("Observation"), static_cast<const fhir::Descriptor*>(nullptr)}) {
    const auto query = search::parse(interaction_of(*parameters, type, Handling::strict), words);
    if (!query) continue;
    if (!search::parse(interaction_of(*parameters, type, Handling::lenient), words)) std::abort();
    const auto plan = search::plan_of(*query, 1, base);
    if (!plan) continue;
    const auto same = search::plan_of(*query, 1, base);
    if (!same || same->fingerprint != plan->fingerprint) std::abort();
    for (const auto& branch : plan->branches) {
      store::Access access;
      check(store::page_statement(1, branch, access, 0, {nullptr, false, nullptr, 10}));
      check(store::total_statement(1, branch, access, 10));
      if (branch.order.empty()) check(store::page_statement(1, branch, {store::Access::Kind::walk, nullptr, 30}, 0, {nullptr, false, nullptr, 10}));
      if (!store::is_drivable(branch.where)) continue;
      access = {store::Access::Kind::set, &branch.where};
      check(store::page_statement(1, branch, access, 0, {nullptr, false, nullptr, 10}));
    }
  }
  return 0;
}
