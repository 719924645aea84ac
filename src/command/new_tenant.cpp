#include "src/command/new_tenant.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "engine/interaction/perform.h"
#include "engine/store/connect.h"
#include "engine/store/reindex.h"
#include "fhir/json/read.h"
#include "src/demo/hospital.h"
#include "src/log/log.h"

namespace setu::command {
namespace {

constexpr std::uint32_t demo_patients = 20;

/// https://hl7.org/fhir/R4/search.html#content
constexpr const char* text_search = R"({"resourceType":"Bundle","type":"transaction","entry":[
  {"request":{"method":"PUT","url":"SearchParameter/setu-text"},"resource":{"resourceType":"SearchParameter","id":"setu-text",
    "url":"https://setu.example/fhir/SearchParameter/text","name":"Text","status":"active",
    "description":"Words of narratives. Retire it where nobody searches by them: each word costs every write something.",
    "code":"_text","base":["DomainResource"],"type":"string"}},
  {"request":{"method":"PUT","url":"SearchParameter/setu-content"},"resource":{"resourceType":"SearchParameter","id":"setu-content",
    "url":"https://setu.example/fhir/SearchParameter/content","name":"Content","status":"active",
    "description":"Words of all texts. Retire it where nobody searches by them: each word costs every write something.",
    "code":"_content","base":["Resource"],"type":"string"}}]})";

fhir::Result<void> perform_transaction(const std::string& text, const engine::Environment& environment, std::int32_t tenant) {
  engine::Interaction interaction;
  interaction.action = engine::Action::transaction;
  interaction.tenant = tenant;
  interaction.arena = std::make_shared<fhir::Arena>();
  TRY(interaction.body, fhir::json::read(text, *interaction.arena));
  const engine::Reply reply = engine::perform(std::move(interaction), environment);
  if (fhir::has_errors(reply.issues)) return fhir::Outcome(reply.issues);
  return {};
}

/// True if the tenant has never had a resource of any type.
fhir::Result<bool> is_empty(engine::store::Session& session, std::int32_t tenant) {
  engine::store::HistoryPlan plan;
  plan.tenant = tenant;
  plan.count = 1;
  TRY(const auto page, session.history(plan));
  return page.matches.empty();
}

/// Searches are refused while the index is made for them: with next to nothing in it, that is worth waiting for. Other tenants
/// may have more to do, and are not waited for.
fhir::Result<void> finish_reindexing(const std::string& url, engine::store::Session& session, std::int32_t tenant) {
  using State = engine::store::Reindexing::State;
  engine::store::Reindexer reindexer(url);
  for (;;) {
    TRY(const auto noted, session.reindexings(tenant));
    if (std::none_of(noted.begin(), noted.end(), [](const auto& one) { return one.state == State::waiting || one.state == State::running; })) return {};
    TRY(const auto step, reindexer.step());
    if (!step || step->waits) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace

fhir::Result<void> furnish(const std::string& url, const profiles::Definitions* definitions, std::int32_t tenant, const NewTenant& with) {
  TRY(const auto session, engine::store::connect(url));
  TRY(const bool empty, is_empty(*session, tenant));
  if (!empty) return {};
  const engine::Environment environment{*session, definitions};
  if (with.text_search) {
    TRY_VOID(perform_transaction(text_search, environment, tenant));
    TRY_VOID(finish_reindexing(url, *session, tenant));
  }
  if (!with.demo) return {};
  TRY_VOID(perform_transaction(demo::hospital_bundle(), environment, tenant));
  for (std::uint32_t number = 0; number < demo_patients; ++number) {
    TRY_VOID(perform_transaction(demo::patient_bundle(number), environment, tenant));
  }
  log::info("demo", {{"patients", demo_patients}});
  return {};
}

}  // namespace setu::command
