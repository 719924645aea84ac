#include "engine/index/code_value.h"
#include "engine/index/key.h"
#include "engine/index/value_postings.h"

namespace engine::index {
namespace {

/// "text/xml" and "text" of "text/xml; charset=UTF-8". https://hl7.org/fhir/R4/search.html#mimetype
void post_mime_type(const Parameter& parameter, std::string_view code, Extraction& into) {
  auto base = code.substr(0, code.find(';'));
  while (base.ends_with(' ')) base.remove_suffix(1);
  for (const auto one : {base, base.substr(0, base.find('/'))}) into.add_token(mime_key(into.type(), parameter.code, folded_code(one)));
}

/// An identifier by each code of its type, for `:of-type`. https://hl7.org/fhir/R4/search.html#modifiers
void post_of_type(const Parameter& parameter, const fhir::r4::Identifier& identifier, Extraction& into) {
  if (!identifier.type || !identifier.value.has_text()) return;
  for (const auto& coding : identifier.type->coding) {
    const auto text = of_type_text(coding.system.text(), coding.code.text(), identifier.value.text());
    into.add_token(token_key(into.type(), parameter.code, text));
  }
}

/// What people read of a code, for `:text`. https://hl7.org/fhir/R4/search.html#modifiers
void post_displays(const Parameter& parameter, Node node, Extraction& into) {
  const auto post = [&](const fhir::r4::CodeableConcept& concept_) {
    post_text(parameter, concept_.text.text(), into);
    for (const auto& coding : concept_.coding) post_text(parameter, coding.display.text(), into);
  };
  if (const auto* concept_ = node.as<fhir::r4::CodeableConcept>()) post(*concept_);
  if (const auto* coding = node.as<fhir::r4::Coding>()) post_text(parameter, coding->display.text(), into);
  if (const auto* identifier = node.as<fhir::r4::Identifier>(); identifier != nullptr && identifier->type) post(*identifier->type);
}

}  // namespace

/// https://hl7.org/fhir/R4/search.html#token
bool post_token(const Branch& branch, Node node, Extraction& into) {
  const Parameter& parameter = branch.parameter;
  // The system of a code or boolean is that of the element, always: no posting is needed to know it.
  const bool says_system = !node.type->is_primitive();
  bool any = false;
  each_code(node, branch.system, [&](const CodeValue& value) {
    if (value.code.empty() && value.system.empty()) return;
    any = true;
    if (!value.code.empty()) into.add_token(token_key(into.type(), parameter.code, folded_code(value.code)), system_hash(value.system));
    if (value.system == mime_types) post_mime_type(parameter, value.code, into);
    if (!value.system.empty() && says_system) into.add_token(token_system_key(into.type(), parameter.code, value.system));
  });
  const Node value = unwrapped(node);
  if (const auto* identifier = value.as<fhir::r4::Identifier>()) post_of_type(parameter, *identifier, into);
  post_displays(parameter, value, into);
  return any;
}

}  // namespace engine::index
