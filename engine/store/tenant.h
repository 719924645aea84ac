#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/result.h"

namespace engine::store {

/// One of those whose data are wholly apart. The number is in every key, the name is what requests use.
struct Tenant {
  std::int32_t number = 0;
  std::string name;
};

/// Makes a tenant and gives its number. A name has 1 to 63 lower-case letters, digits and hyphens, none at an end;
/// one that is taken is refused.
fhir::Result<std::int32_t> create_tenant(const std::string& url, std::string_view name);

/// All tenants, by number; `default` is the first.
fhir::Result<std::vector<Tenant>> tenants(const std::string& url);

}  // namespace engine::store
