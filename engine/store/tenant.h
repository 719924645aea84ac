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
  std::string zone = "UTC";  ///< in which dates are that have none, by its IANA name
};

/// Makes a tenant and gives its number. A name has 1 to 63 lower-case letters, digits and hyphens, none at an end;
/// one that is taken is refused. The zone is that of dates without one, by its IANA name.
fhir::Result<std::int32_t> create_tenant(const std::string& url, std::string_view name, std::string_view zone = "UTC");

/// Gives a tenant another time zone, see Session::set_time_zone().
fhir::Result<void> set_time_zone(const std::string& url, std::string_view name, std::string_view zone);

/// All tenants, by number; `default` is the first.
fhir::Result<std::vector<Tenant>> tenants(const std::string& url);

}  // namespace engine::store
