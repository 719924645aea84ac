#pragma once

#include "fhir/model/path.h"
#include "fhir/model/value.h"
#include "fhir/outcome.h"

namespace fhir {

/// A reader stops adding issues after this many: enough to mend a resource, too few to fill a disk.
constexpr std::size_t issues_max = 100;

/// Adds an issue for each mandatory element that the struct at `object` lacks; `path` is the struct's own.
void check_mandatory(const Descriptor& type, const void* object, const ElementPath& path, Issues& issues);

}  // namespace fhir
