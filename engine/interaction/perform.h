#pragma once

#include "engine/interaction/interaction.h"
#include "engine/interaction/policy.h"
#include "engine/store/session.h"

namespace profiles {
class Definitions;
}

namespace engine {

/// What an interaction is carried out with, by the one worker thread that owns it.
struct Environment {
  store::Session& store;
  /// What resources are validated against; null: against the model alone.
  const profiles::Definitions* definitions = nullptr;
  const Policy& policy = standard_policy;
};

/// Carries one interaction out: validate, plan, store, reply. Straight-line and blocking; whatever goes wrong
/// comes back as a Reply with its issues. https://hl7.org/fhir/R4/http.html
///
/// The interaction is taken by value because conditional and batch interactions turn it into others.
Reply perform(Interaction interaction, const Environment& environment);

}  // namespace engine
