#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "fhir/json/write.h"

namespace fhir::xml {

/// Appends the resource as FHIR XML: elements in the order of the specification, primitives and narratives as they
/// were read. As soon as `out` has more than `bytes_max` it stops, and is false. https://hl7.org/fhir/R4/xml.html
bool write(Resource resource, std::string& out, json::Style style = json::Style::compact, std::size_t bytes_max = std::string::npos);

/// The values of an element of a resource that are not in the model, each made when it is its turn.
struct OneByOne {
  const Element* element = nullptr;
  std::size_t count = 0;
  std::function<const void*(std::size_t)> value;  ///< stays until the next is asked for; null ends it
};

/// The same with these in the place of what the model has of their element.
bool write(Resource resource, const OneByOne& values, std::string& out, json::Style style = json::Style::compact, std::size_t bytes_max = std::string::npos);

}  // namespace fhir::xml
