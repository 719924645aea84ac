#pragma once

#include <string_view>

#include "fhir/model/search_parameter.h"

namespace engine::search {

/// A parameter that no element of a resource answers, of searches over any type.
struct Special {
  std::string_view code;
  std::string_view definition;
  fhir::SearchType type;
};

/// Those that are answered. https://hl7.org/fhir/R4/search.html#all
constexpr Special special_parameters[] = {
    {"_filter", "http://hl7.org/fhir/SearchParameter/filter", fhir::SearchType::special},
    {"_list", "http://hl7.org/fhir/SearchParameter/Resource-list", fhir::SearchType::token},
};

}  // namespace engine::search
