#pragma once

#include "engine/interaction/perform.h"

/// The interactions, one function and one file each; perform() picks among them.
/// https://hl7.org/fhir/R4/http.html#3.1.0
namespace engine::interactions {

Reply capabilities(const Interaction& interaction, const Environment& environment);
Reply read(const Interaction& interaction, const Environment& environment);
Reply vread(const Interaction& interaction, const Environment& environment);
Reply create(const Interaction& interaction, const Environment& environment);
Reply update(const Interaction& interaction, const Environment& environment);
Reply patch(const Interaction& interaction, const Environment& environment);
Reply remove(const Interaction& interaction, const Environment& environment);
Reply history(const Interaction& interaction, const Environment& environment);
Reply search(const Interaction& interaction, const Environment& environment);
Reply batch(const Interaction& interaction, const Environment& environment);
Reply transaction(const Interaction& interaction, const Environment& environment);

}  // namespace engine::interactions
