#include "engine/search/token_value.h"

#include <algorithm>

#include "engine/index/code_value.h"
#include "engine/search/refusal.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine::search {
namespace {

using fhir::Descriptor;

bool leads_only_to(const index::Parameter& parameter, bool (*is_one)(const Descriptor*)) {
  const auto leads_there = [&](const index::Path& path) { return !path.types().empty() && std::all_of(path.types().begin(), path.types().end(), is_one); };
  return !parameter.paths.empty() && std::all_of(parameter.paths.begin(), parameter.paths.end(), leads_there);
}

bool is_boolean(const Descriptor* type) {
  static const auto* const boolean = fhir::r4::data_type("boolean");
  return type == boolean;
}

/// The system of a code is that of its element, and others have one themselves.
bool has_no_system(const Descriptor* type) {
  static const auto* const code = fhir::r4::data_type("code");
  return type == &fhir::r4::ContactPoint::descriptor || (type->is_primitive() && type != code);
}

}  // namespace

fhir::Result<void> check_token(const index::Parameter& owner, const Value& value) {
  const auto name = quoted(owner.code);
  if (leads_only_to(owner, is_boolean)) {
    const auto text = index::folded_code(value.text);
    if (!value.system && (text == "true" || text == "false")) return {};
    return malformed("A value of " + name + " is true or false, with no system and no bar.");
  }
  if (!value.system || !leads_only_to(owner, has_no_system)) return {};
  return malformed("What " + name + " finds has no system, so no bar stands in a value of it: write the value alone, and \\| for a bar that belongs to it.");
}

}  // namespace engine::search
