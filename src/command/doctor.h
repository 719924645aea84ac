#pragma once

#include "src/command/print.h"
#include "src/config/config.h"

namespace setu::command {

/// Looks at everything `setu serve` needs, and says of each whether it is there and what to do if not. Changes nothing.
int doctor(const config::Serve& config, Output output);

}  // namespace setu::command
