#include "engine/index/sort_value.h"

#include <optional>

#include "engine/index/extract.h"
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

std::vector<std::string> sort_texts(fhir::Resource resource, const Parameter& parameter) {
  std::vector<std::string> texts;
  const auto add = [&](const fhir::Primitive& value) {
    if (value.has_text()) texts.push_back(folded_code(value.text()));
  };
  std::vector<Node> nodes;
  for (const Path& path : parameter.paths) {
    nodes.clear();
    path.walk({resource.type, resource.value}, nodes);
    for (Node node : nodes) {
      if (const auto* extension = node.as<fhir::r4::Extension>(); extension != nullptr && extension->value) node = {extension->value.type, extension->value.value};
      if (node.type->is_primitive()) {
        add(node.primitive());
      } else if (const auto* concept_ = node.as<fhir::r4::CodeableConcept>()) {
        for (const auto& coding : concept_->coding) add(coding.code);
      } else if (const auto* coding = node.as<fhir::r4::Coding>()) {
        add(coding->code);
      } else if (const auto* identifier = node.as<fhir::r4::Identifier>()) {
        add(identifier->value);
      } else if (const auto* contact = node.as<fhir::r4::ContactPoint>()) {
        add(contact->value);
      } else if (const auto* reference = node.as<fhir::r4::Reference>()) {
        const auto text = reference->reference.has_text() ? reference->reference.text() : std::string_view();
        const auto at = text.find(std::string(path.target()) + "/");
        if (path.target().empty() || at == 0 || (at != std::string_view::npos && text[at - 1] == '/')) add(reference->reference);
      }
    }
  }
  return texts;
}

}  // namespace engine::index
