#include "engine/search/reference_value.h"

#include <string>

#include "engine/search/refusal.h"
#include "fhir/r4/registry.h"

namespace engine::search {
namespace {

/// True of "Organization/…", here or with the base before it.
bool names_type(std::string_view text, std::string_view base) {
  if (text.starts_with(base) && text.substr(base.size()).starts_with('/')) text.remove_prefix(base.size() + 1);
  const auto slash = text.find('/');
  return slash != std::string_view::npos && fhir::r4::resource_type(text.substr(0, slash)) != nullptr;
}

}  // namespace

fhir::Result<index::Target> reference_target(std::string_view text, const ReferenceUse& use, std::string_view base) {
  const std::string value = "A value of " + quoted(use.code);
  const auto target = index::target_of(text, base);
  if (target.kind == index::Target::Kind::none) return malformed(value + " begins with #; contained resources are not found by reference.");
  if (target.kind == index::Target::Kind::url) {
    if (!use.may_be_canonical && names_type(text, base)) return malformed(value + " begins with the name of a type and is no reference: it is written Type/id, with nothing behind the id.");
    return target;
  }
  // R4 defines no search for references to a version, and whoever asks for one must not be shown those to others.
  if (!use.may_be_canonical && text.find('|') != std::string_view::npos) return malformed(value + " has a bar and a version, as canonical URLs do; references are found by Type/id.");
  if (!use.may_be_canonical && text.find("/_history/") != std::string_view::npos) {
    return malformed(value + " names a version; references are found by the resource they lead to, whatever version they name: leave out what begins with /_history/.");
  }
  if (use.type != nullptr && use.type != target.type) {
    return malformed(value + " leads to " + std::string(target.type->name) + ", and its modifier says " + std::string(use.type->name) + ".");
  }
  return target;
}

}  // namespace engine::search
