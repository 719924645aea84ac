#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/patch/limits.h"
#include "fhir/r4/parameters.h"
#include "fhir/result.h"

namespace engine::patch {

/// One operation of a FHIRPath Patch, as its parameter says. https://hl7.org/fhir/R4/fhirpatch.html
struct Operation {
  enum class Type : std::uint8_t { add, insert, delete_, replace, move } type = Type::add;
  std::string_view path;
  std::string_view name;                                ///< of add
  const fhir::r4::Parameters::Parameter* value = nullptr; ///< of add, insert and replace
  std::uint32_t index = 0;                              ///< of insert
  std::uint32_t source = 0;                             ///< of move
  std::uint32_t destination = 0;                        ///< of move
  std::string title;                                    ///< for issues: "Operation 3, add at Patient"
  std::string place;                                    ///< for issues: "Parameters.parameter[3]"
};

/// Reads the parameter `at` of a patch; anything missing, twice there or of another type is an Outcome.
fhir::Result<Operation> operation_of(const fhir::r4::Parameters::Parameter& parameter, std::size_t at, const Limits& limits);

}  // namespace engine::patch
