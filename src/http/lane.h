#pragma once

#include "src/http/message.h"
#include "src/worker/pool.h"

namespace setu::http {

/// What a request to the FHIR interface waits for: quick is what is about one resource by its id, or about none, and what will be
/// refused. All that looks for resources, and all that may hold many, may take long. Cheap enough for an I/O thread.
worker::Lane lane_of(const Request& request);

}  // namespace setu::http
