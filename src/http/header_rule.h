#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "src/http/message.h"

namespace setu::http {

/// What is wrong with the headers Setu goes by: one that a request may have once is there twice, or one whose text reaches a
/// resource, the database or an answer has characters that it may not have. Nothing if all is well; of other headers
/// nothing is asked. `tenant_header` names the tenant.
std::optional<std::string> fault_of(const Headers& headers, std::string_view tenant_header);

}  // namespace setu::http
