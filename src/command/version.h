#pragma once

#include "src/command/print.h"

namespace setu::command {

/// What this program is and what it was built with.
int version(Output output);

}  // namespace setu::command
