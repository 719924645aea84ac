#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/index/value_postings.h"
#include "fhir/r4/datatypes.h"
#include "fhir/text/fold.h"

namespace engine::index {
namespace {

/// "quinones" of "Carreño Quiñones".
void post_later_words(const Parameter& parameter, std::string_view text, Extraction& into) {
  if (!into.keeps() || text.empty()) return;
  const auto folded = fhir::text::fold(text, folded_bytes_max);
  for (auto space = folded.find(' '); space != std::string::npos; space = folded.find(' ', space + 1)) {
    into.add_text(part_key(text_key(into.type(), parameter.code)), folded.substr(space + 1), 0);
  }
}

}  // namespace

bool post_text(const Parameter& parameter, std::string_view text, Extraction& into) {
  if (text.empty()) return false;
  if (!into.keeps()) return true;
  auto folded = fhir::text::fold(text, folded_bytes_max);
  if (!folded.empty()) into.add_text(text_key(into.type(), parameter.code), std::move(folded), exact_hash(text));
  return true;
}

/// Each part of a name or address is a text of its own, so that searches find beginnings of each.
/// https://hl7.org/fhir/R4/search.html#string
bool post_string(const Branch& branch, Node node, Extraction& into) {
  node = unwrapped(node);
  const Parameter& parameter = branch.parameter;
  bool any = false;
  const auto post = [&](const fhir::Primitive& part) { any |= post_text(parameter, part.text(), into); };
  if (node.type->is_primitive()) {
    post(node.primitive());
    if (parameter.is_family_name()) post_later_words(parameter, node.primitive().text(), into);
  } else if (const auto* name = node.as<fhir::r4::HumanName>()) {
    post(name->text), post(name->family);
    post_later_words(parameter, name->family.text(), into);
    for (const auto& part : name->given) post(part);
    for (const auto& part : name->prefix) post(part);
    for (const auto& part : name->suffix) post(part);
  } else if (const auto* address = node.as<fhir::r4::Address>()) {
    post(address->text);
    for (const auto& line : address->line) post(line);
    post(address->city), post(address->district), post(address->state), post(address->postalCode), post(address->country);
  } else if (const auto* concept_ = node.as<fhir::r4::CodeableConcept>()) {
    post(concept_->text);
    for (const auto& coding : concept_->coding) post(coding.display);
  } else if (const auto* annotation = node.as<fhir::r4::Annotation>()) {
    post(annotation->text);
  }
  return any;
}

}  // namespace engine::index
