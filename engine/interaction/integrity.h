#pragma once

#include <string_view>
#include <vector>

#include "engine/interaction/policy.h"
#include "engine/store/session.h"
#include "fhir/model/value.h"

/// What the policy asks of references. https://hl7.org/fhir/R4/references.html
namespace engine {

/// Fails with each reference that is conditional (422): a transaction has resolved its own before it stores anything, and for
/// anybody else they lead nowhere. https://hl7.org/fhir/R4/http.html#trules
fhir::Result<void> check_resolved(fhir::Resource body, std::string_view base);

/// The resources that must be there for `body` to be stored under `id`: those here that its references name, where its type's
/// integrity is enforced. Fails, where it is at least logical, with each reference that is malformed or names a type that may
/// not stand there (422).
fhir::Result<std::vector<store::Need>> needs_of(fhir::Resource body, std::string_view id, std::string_view base, const Policy& policy);

/// Where to look for references that keep a resource of `type` from being removed: those that a search parameter of a type
/// with enforced integrity finds.
std::vector<store::Referrer> referrers_of(const fhir::Descriptor& type, const Policy& policy);

}  // namespace engine
