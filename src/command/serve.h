#pragma once

#include "src/config/config.h"

namespace setu::command {

/// Serves until SIGTERM or SIGINT, then finishes what is in hand and stops the database it started.
int serve(const config::Serve& config);

}  // namespace setu::command
