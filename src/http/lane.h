#pragma once

#include "src/http/message.h"
#include "src/worker/pool.h"

namespace setu::http {

/// What a request to the FHIR interface waits for: quick is what never waits in the database, which is reading one resource by
/// its id or none at all, and what will be refused. Writes wait for one another, and what looks for resources or may hold many
/// may take long. Cheap enough for an I/O thread.
worker::Lane lane_of(const Request& request);

}  // namespace setu::http
