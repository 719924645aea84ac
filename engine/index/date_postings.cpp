#include "engine/index/date_value.h"
#include "engine/index/key.h"
#include "engine/index/value_postings.h"

namespace engine::index {

/// https://hl7.org/fhir/R4/search.html#date
bool post_date(const Branch& branch, Node node, Extraction& into) {
  const auto time = time_of(unwrapped(node), into.subject().zone);
  if (time) into.add_range(range_key(into.type(), branch.parameter.code), *time, Spread::times);
  return time.has_value();
}

}  // namespace engine::index
