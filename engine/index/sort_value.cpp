#include "engine/index/sort_value.h"

#include <optional>

#include "engine/index/code_value.h"
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

/// Whether a reference as it is written names a resource of a type; if none is asked for, any does.
bool names_type(std::string_view reference, std::string_view type) {
  if (type.empty()) return true;
  const auto at = reference.find(std::string(type) + "/");
  return at == 0 || (at != std::string_view::npos && reference[at - 1] == '/');
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

std::vector<std::string> sort_texts(fhir::Resource resource, const Parameter& parameter) {
  std::vector<std::string> texts;
  const auto add = [&](std::string_view text) {
    if (!text.empty()) texts.push_back(folded_code(text));
  };
  std::vector<Node> nodes;
  for (const Path& path : parameter.paths) {
    nodes.clear();
    path.walk({resource.type, resource.value}, nodes);
    for (const Node& node : nodes) {
      if (const auto* reference = unwrapped(node).as<fhir::r4::Reference>()) {
        if (names_type(reference->reference.text(), path.target())) add(reference->reference.text());
      } else {
        each_code(node, {}, [&](const CodeValue& value) { add(value.code); });
      }
    }
  }
  return texts;
}

}  // namespace engine::index
