#include "engine/interaction/once.h"

#include "engine/interaction/outcome_resource.h"
#include "engine/operation/operation.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// The reply of the first time. Where it wrote a version, the body is made of that as this request prefers it.
Reply repeated(store::Answer answer, const Interaction& interaction, const Environment& environment) {
  if (answer.request != interaction.once->request) {
    return reply_of(Outcome(IssueType::business_rule, Issue::Detail::unprocessable,
                            "The Idempotency-Key was used for another request; use a new key for each new request."));
  }
  Reply reply = std::move(*answer.reply);
  if (!reply.location || interaction.prefer_return == Return::minimal) return reply;
  if (interaction.prefer_return == Return::operation_outcome) {
    reply.body = outcome_json({});
    return reply;
  }
  auto version = environment.store.vread({interaction.tenant, reply.type, reply.id}, reply.version);
  if (!version) return reply_of(std::move(version.outcome()));
  if (*version) reply.body = store::json_of(**version);
  return reply;
}

/// The database's refusal. What waited for a request that is under way is a conflict, whatever held the lock.
Reply refused(Outcome outcome) {
  const bool waited = !outcome.issues.empty() && outcome.issues.front().type == IssueType::lock_error;
  Reply reply = reply_of(std::move(outcome));
  if (waited) reply.status = Status::conflict;
  return reply;
}

/// The key is taken before the first entry is carried out, so that another request cannot mix in; two of the same do no harm,
/// for each entry is done once. Nothing of a batch is in one transaction: one that was cut off is completed when it is sent
/// again.
Reply batch_once(const Interaction& batch, const Environment& environment, const std::function<Reply()>& work) {
  auto before = environment.store.once(batch.tenant, *batch.once, []() -> Result<const Reply*> { return nullptr; });
  if (!before) return refused(std::move(before.outcome()));
  if (*before && ((*before)->reply || (*before)->request != batch.once->request)) return repeated(std::move(**before), batch, environment);
  Reply reply = work();
  if (reply.unfinished || fhir::has_errors(reply.issues)) return reply;
  auto kept = environment.store.once(batch.tenant, *batch.once, [&]() -> Result<const Reply*> { return &reply; });
  // What cannot be kept whole is kept in its entries.
  return kept && *kept && (*kept)->reply ? repeated(std::move(**kept), batch, environment) : reply;
}

}  // namespace

bool writes(const Interaction& interaction) {
  switch (interaction.action) {
    case Action::create:
    case Action::update:
    case Action::patch:
    case Action::remove:
    case Action::batch:
    case Action::transaction: return true;
    case Action::operation: return interaction.operation->affects_state;
    default: return false;
  }
}

Reply once(const Interaction& interaction, const Environment& environment, const std::function<Reply()>& work) {
  if (interaction.action == Action::batch) return batch_once(interaction, environment, work);
  Reply reply;
  auto before = environment.store.once(interaction.tenant, *interaction.once, [&]() -> Result<const Reply*> {
    reply = work();
    if (fhir::has_errors(reply.issues)) return Outcome(reply.issues);
    return &reply;
  });
  if (before) return *before ? repeated(std::move(**before), interaction, environment) : reply;
  // A reply with errors has its own status; without one the transaction itself failed.
  if (fhir::has_errors(reply.issues) && reply.issues.front().type != IssueType::lock_error) return reply;
  return refused(std::move(before.outcome()));
}

}  // namespace engine
