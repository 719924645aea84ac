#pragma once

#include "engine/store/session.h"
#include "fhir/result.h"
#include "src/http/async.h"
#include "src/http/message.h"
#include "src/http/settings.h"

namespace setu::http {

/// Answers a request to the FHIR interface, from its bytes to those of the answer; blocking, on a worker's thread.
/// `session` is the worker's, or why it has none. The body is taken out of the request. Whatever goes wrong is an
/// OperationOutcome in the form that was asked for. Requests with `Prefer: respond-async` go to `async`, if there is one.
Response answer(Request& request, fhir::Result<engine::store::Session*> session, const Settings& settings, AsyncRequests* async = nullptr);

/// Refuses a request without a look at more than the form it wants its answer in: cheap enough for an I/O thread.
Response refuse(const Request& request, engine::Status status, fhir::Outcome outcome, const Settings& settings);

}  // namespace setu::http
