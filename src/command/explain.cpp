#include "src/command/explain.h"

#include <algorithm>

#include "engine/operation/operation.h"
#include "engine/store/connect.h"
#include "engine/store/tenant.h"
#include "fhir/json/tree.h"
#include "profiles/definitions/definitions.h"
#include "src/command/exit_code.h"
#include "src/command/open_store.h"

namespace setu::command {
namespace {

fhir::Result<std::int32_t> tenant_named(const std::string& url, const std::string& name) {
  TRY(const auto all, engine::store::tenants(url));
  const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
  if (found == all.end()) return fhir::Outcome(fhir::IssueType::not_found, "There is no tenant '" + name + "'; `setu tenant list` has them.");
  return found->number;
}

/// $explain, as it is asked over HTTP.
engine::Interaction asking(const Explain& options, std::int32_t tenant) {
  engine::Interaction interaction;
  interaction.action = engine::Action::operation;
  interaction.operation = *engine::operations::find("explain", nullptr, engine::operations::Level::system);
  interaction.tenant = tenant;
  interaction.base = options.base;
  interaction.parameters = {{"search", options.search}, {"analyze", options.analyze ? "true" : "false"}};
  interaction.arena = std::make_shared<fhir::Arena>();
  return interaction;
}

/// What the answer says to people.
std::string text_in(const std::string& body) {
  fhir::Arena arena;
  const auto parsed = fhir::json::parse(body, arena);
  const auto* parameters = parsed ? (*parsed)->find("parameter") : nullptr;
  return parameters == nullptr || parameters->first == nullptr ? body : std::string(parameters->first->text_of("valueString"));
}

}  // namespace

int explain(const Explain& options) {
  const auto fail = [](const fhir::Outcome& outcome, int exit) {
    complain(outcome);
    return exit;
  };
  auto open = open_store(options.store);
  if (!open) return fail(open.outcome(), exit_unavailable);
  const auto tenant = tenant_named(open->url, options.tenant);
  if (!tenant) return fail(tenant.outcome(), tenant.outcome().issues.front().type == fhir::IssueType::not_found ? exit_usage : exit_unavailable);
  const auto definitions = profiles::Definitions::open(options.definitions.empty() ? config::default_definitions() : options.definitions);
  if (!definitions) return fail(definitions.outcome(), exit_config);
  const auto session = engine::store::connect(open->url);
  if (!session) return fail(session.outcome(), exit_unavailable);
  engine::Policy policy;
  policy.operator_operations = true;
  const engine::Reply reply = engine::perform(asking(options, *tenant), {**session, definitions->get(), policy});
  if (fhir::has_errors(reply.issues)) return fail(fhir::Outcome(reply.issues), exit_failed);
  print(options.output == Output::json ? reply.body + "\n" : text_in(reply.body));
  return exit_fine;
}

}  // namespace setu::command
