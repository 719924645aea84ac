#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "fhir/model/descriptor.h"
#include "fhir/result.h"

namespace engine {

/// What a server makes sure of about the references that resources of a type hold. https://hl7.org/fhir/R4/references.html
enum class Integrity : std::uint8_t {
  off,       ///< nothing
  logical,   ///< they are well-formed, and name a type that may stand there
  enforced,  ///< besides, what they name here is there, and stays as long as they do
};

/// What FHIR leaves to each server, and its operator chose. https://hl7.org/fhir/R4/capabilitystatement.html
struct Policy {
  /// https://hl7.org/fhir/R4/valueset-conditional-delete-status.html
  enum class ConditionalDelete : std::uint8_t { single, multiple } conditional_delete = ConditionalDelete::single;
  Integrity integrity = Integrity::off;                          ///< of all types but these:
  std::map<const fhir::Descriptor*, Integrity> integrity_of_type;
  /// Operations that show how the server works inside are answered, though nobody is told apart from an operator yet.
  bool operator_operations = false;

  /// Of the references in resources of a type.
  Integrity integrity_of(const fhir::Descriptor& type) const;
  /// True if that of any type is enforced.
  bool enforces() const;
  auto operator<=>(const Policy&) const = default;
};

/// How a server behaves that was told nothing.
extern const Policy standard_policy;

/// Reads "enforced", "logical" or "off", and exceptions by type, into a policy: "enforced,Observation=off". Whatever is none of
/// these is refused by name.
fhir::Result<void> read_integrity(std::string_view text, Policy& policy);

}  // namespace engine
