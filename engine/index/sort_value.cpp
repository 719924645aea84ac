#include "engine/index/sort_value.h"

#include <optional>

#include "fhir/r4/datatypes.h"

namespace engine::index {
namespace {

/// From a value of `type` to the text of it that counts; nothing if none does.
std::optional<std::string_view> tail_of(const fhir::Descriptor& type) {
  if (type.is_primitive()) return "";
  if (&type == &fhir::r4::CodeableConcept::descriptor) return R"(."coding"[*]."code")";
  if (&type == &fhir::r4::Coding::descriptor) return R"(."code")";
  if (&type == &fhir::r4::Identifier::descriptor || &type == &fhir::r4::ContactPoint::descriptor) return R"(."value")";
  if (&type == &fhir::r4::Reference::descriptor) return R"(."reference")";
  return std::nullopt;
}

}  // namespace

std::vector<std::string> sort_paths(const Parameter& parameter) {
  if (parameter.kind != fhir::SearchType::token && parameter.kind != fhir::SearchType::reference && parameter.kind != fhir::SearchType::uri) return {};
  std::vector<std::string> paths;
  for (const Path& path : parameter.paths) {
    for (const auto& way : path.json()) {
      const auto tail = way.type != nullptr ? tail_of(*way.type) : std::nullopt;
      if (!tail) continue;
      paths.push_back(way.text + std::string(*tail));
      if (!path.target().empty()) paths.back() += " ? (@ like_regex \"(^|/)" + std::string(path.target()) + "/\")";
    }
  }
  return paths;
}

}  // namespace engine::index
