#include "engine/interaction/transaction/entry.h"

#include "engine/operation/operation.h"

namespace engine::transactions {

using fhir::Issue;
using fhir::Outcome;
using fhir::Result;

bool Entry::amends() const { return interaction.action == Action::patch || (is_operation() && interaction.operation->amend != nullptr); }

const Parameters* Entry::criteria() const {
  if (!interaction.if_none_exist && !interaction.conditional) return nullptr;
  if (resolved) return &*resolved;
  return interaction.if_none_exist ? &*interaction.if_none_exist : &interaction.parameters;
}

void Entry::begin() {
  id = interaction.id;
  amended = foreseen = 0;
  only_new = settled = false;
  others.clear();
  resolved.reset();
  versions_of.clear();
  same_as = nullptr;
  reply = {};
}

void Entry::settle(Reply with) {
  reply = std::move(with);
  settled = true;
}

std::vector<Entry*> pending(std::vector<Entry>& entries, std::optional<Action> action) {
  std::vector<Entry*> found;
  for (Entry& entry : entries) {
    if (entry.is_pending() && (!action || entry.interaction.action == *action)) found.push_back(&entry);
  }
  return found;
}

Outcome placed(Outcome outcome, const std::string& place) {
  for (Issue& issue : outcome.issues) issue.expression = place;
  return outcome;
}

Result<void> placed(Result<void> result, const std::string& place) {
  if (result) return result;
  return placed(std::move(result.outcome()), place);
}

Outcome placed_in(const Entry& entry, Outcome outcome) {
  const std::string_view type = entry.interaction.type->name;
  for (Issue& issue : outcome.issues) {
    if (issue.expression.empty()) issue.expression = entry.place;
    else if (issue.expression.starts_with(type)) issue.expression.replace(0, type.size(), entry.place + ".resource");
  }
  return outcome;
}

}  // namespace engine::transactions
