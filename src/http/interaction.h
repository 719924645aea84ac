#pragma once

#include <string>
#include <string_view>

#include "engine/interaction/route.h"
#include "fhir/result.h"
#include "src/http/media_type.h"
#include "src/http/message.h"
#include "src/http/settings.h"

namespace setu::http {

/// How an answer is to look.
struct Presentation {
  Form form;
  bool pretty = false;
};

/// Reads `_format` and `_pretty` of the parameters, and Accept. https://hl7.org/fhir/R4/http.html#parameters
fhir::Result<Presentation> presentation_of(const Request& request, const engine::Parameters& parameters);

/// The interaction that a request asks for at a place, without its body, tenant and base. HTTP ends here.
///
/// `parameters` are those of the URL, and of the form where there was one.
fhir::Result<engine::Interaction> interaction_of(const Request& request, const engine::Route& route, engine::Parameters parameters,
                                                 const Limits& limits);

/// The service base URL the client used: settings.public_url or the Host header, and the path.
fhir::Result<std::string> base_of(const Request& request, std::string_view path, const Settings& settings);

}  // namespace setu::http
