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

/// What else a search may have beside the parameters of its types, to be suggested to whoever misspells it.
constexpr std::string_view other_parameters[] = {"_has",   "_query",     "_sort",          "_count",   "_total",    "_include", "_revinclude",
                                                 "_type",  "_contained", "_containedType", "_summary", "_elements", "_format",  "_pretty"};

}  // namespace engine::search
