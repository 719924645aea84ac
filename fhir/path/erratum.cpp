#include "fhir/path/erratum.h"

namespace fhir::path {
namespace {

struct Erratum {
  std::string_view published;
  std::string_view corrected;
};

constexpr Erratum errata[] = {
    // ref-1: a reference may be absent, and "#" is the resource around the contained one.
    {"reference.startsWith('#').not() or (reference.substring(1).trace('url') in %rootResource.contained.id.trace('ids'))",
     "reference.exists() implies (reference.startsWith('#').not() or (reference.substring(1) in %rootResource.contained.id) or "
     "(reference = '#' and %rootResource != %resource))"},
    // bdl-8: an entry needs no full URL.
    {"fullUrl.contains('/_history/').not()", "fullUrl.exists() implies fullUrl.contains('/_history/').not()"},
    // ras-2: nor has a prediction to have a probability.
    {"probability is decimal implies (probability as decimal) <= 100",
     "probability.exists() implies ((probability is decimal) implies (probability as decimal) <= 100)"},
    // que-7: an answer is a boolean of FHIR, not a Boolean of FHIRPath.
    {"operator = 'exists' implies (answer is Boolean)", "operator = 'exists' implies (answer is boolean)"},
};

}  // namespace

std::string_view corrected(std::string_view published) {
  for (const Erratum& erratum : errata) {
    if (erratum.published == published) return erratum.corrected;
  }
  return published;
}

}  // namespace fhir::path
