#include <string>

#include "engine/index/custom.h"
#include "engine/operation/answer.h"
#include "engine/operation/operation.h"

/// $reindex: makes the search index anew, of everything, a type or one resource; by GET it tells how far that is.
namespace engine::operations {
namespace {

using State = store::Reindexing::State;

/// Types are named where they are few; a reindexing of everything has them all.
constexpr std::size_t types_named_max = 10;

std::string_view code_of(State state) {
  switch (state) {
    case State::waiting: return "waiting";
    case State::running: return "running";
    case State::done: return "done";
    case State::failed: return "failed";
  }
  return "failed";
}

Reply told(const Interaction& interaction, const Environment& environment, Status status) {
  auto custom = environment.store.current_parameters(interaction.tenant);
  if (!custom) return reply_of(std::move(custom.outcome()));
  auto reindexings = environment.store.reindexings(interaction.tenant);
  if (!reindexings) return reply_of(std::move(reindexings.outcome()));
  Answer answer;
  for (const auto& one : *reindexings) {
    Parts parts = answer.add("reindexing");
    parts.add("number", one.number < 0 ? 0 : static_cast<std::uint64_t>(one.number)).add("state", "code", code_of(one.state));
    parts.add("reason", "string", one.reason).add("done", one.done).add("all", one.all).add("failure", "string", one.failure);
    if (one.types.size() > types_named_max) continue;
    for (const auto* type : one.types) parts.add("type", "code", type->name);
  }
  for (const auto& one : (*custom)->all()) {
    Parts parts = answer.add("searchParameter");
    parts.add("reference", "uri", "SearchParameter/" + one->id()).add("code", "code", one->definition().code);
    parts.add("state", "code", one->ready ? "ready" : one->failure.empty() ? "indexing" : "failed");
    if (!one->ready) parts.add("done", one->done).add("all", one->all).add("failure", "string", one->failure);
  }
  return answer.reply(status);
}

Reply one_resource(const Interaction& interaction, const Environment& environment) {
  auto done = environment.store.reindex({interaction.tenant, interaction.type, interaction.id});
  if (!done) return reply_of(std::move(done.outcome()));
  if (!*done) return reply_of(fhir::Outcome(fhir::IssueType::not_found, std::string(interaction.type->name) + "/" + interaction.id + " is not there."));
  Answer answer;
  answer.add("reindexing").add("state", "code", code_of(State::done)).add("done", 1).add("all", 1);
  return answer.reply();
}

}  // namespace

Reply reindex(const Interaction& interaction, const Arguments&, const Environment& environment) {
  if (!interaction.id.empty()) return one_resource(interaction, environment);
  const std::span<const fhir::Descriptor* const> types(&interaction.type, interaction.type != nullptr ? 1 : 0);
  auto begun = environment.store.reindex(interaction.tenant, types, "$reindex");
  if (!begun) return reply_of(std::move(begun.outcome()));
  return told(interaction, environment, Status::accepted);
}

Reply reindex_progress(const Interaction& interaction, const Arguments&, const Environment& environment) {
  return told(interaction, environment, Status::ok);
}

}  // namespace engine::operations
