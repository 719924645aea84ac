#pragma once

#include "fhir/model/value.h"

namespace fhir {

/// A reader stops adding issues after this many: enough to mend a resource, too few to fill a disk.
constexpr std::size_t issues_max = 100;

/// Calls visit(element) for each mandatory element that the struct at `object` lacks.
template <class Visit>
void each_missing(const Descriptor& type, const void* object, Visit&& visit) {
  for (const Element& element : type.elements) {
    if (element.min > 0 && !is_present(object, element)) visit(element);
  }
}

/// True for a definition, which is a resource of a type whose publication status is mandatory, whose `status` is draft
/// or unknown: its author may still be at work on it, so mandatory elements may be missing and invariants broken.
/// https://hl7.org/fhir/R4/valueset-publication-status.html
bool is_unfinished(const Descriptor& type, std::string_view status);

/// True where the readers leave missing mandatory elements to validation: a definition that is unfinished, or has no
/// status that could say so. Lenient handling keeps the latter.
bool is_excused(const Descriptor& type, std::string_view status);

}  // namespace fhir
