#pragma once

#include <functional>

#include "engine/interaction/perform.h"

/// Idempotency-Key: a request that is sent again is answered as it was the first time, and done once.
/// https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
namespace engine {

/// Whether an interaction changes what is stored, if only through its entries.
bool writes(const Interaction& interaction);

/// Carries `work` out under interaction.once, which is set: what it replies is kept in the transaction that writes. If it was
/// done before, the reply is the one it had then; if the key stands for another request it is a 422. A reply with errors is
/// not kept. The entries of a batch are kept one by one, and then the whole.
Reply once(const Interaction& interaction, const Environment& environment, const std::function<Reply()>& work);

}  // namespace engine
