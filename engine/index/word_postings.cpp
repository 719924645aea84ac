#include <algorithm>

#include "engine/index/key.h"
#include "engine/index/value_postings.h"
#include "engine/index/weight.h"
#include "fhir/r4/datatypes.h"
#include "fhir/text/words.h"
#include "fhir/xml/xhtml.h"

namespace engine::index {
namespace {

/// What the narrative of a resource says. https://hl7.org/fhir/R4/narrative.html
std::string narrative_of(Node resource) {
  const auto* element = fhir::find_element(*resource.type, "text");
  std::string text;
  if (element == nullptr) return text;
  each_value(resource.value, *element, [&](Node node) {
    if (const auto* narrative = node.as<fhir::r4::Narrative>()) text = fhir::xml::xhtml_text(narrative->div.text());
  });
  return text;
}

/// Calls `visit` with every text in a value that people wrote or read, and the codes of Codings: no ids, URLs, numbers and dates,
/// and no other codes, of which most resources have the same few.
template <class Visit>
void each_text(Node node, Visit&& visit) {
  using fhir::PrimitiveKind;
  for (const auto& element : node.type->elements) {
    if (element.is_attribute || (node.type == &fhir::r4::Reference::descriptor && element.name == "reference")) continue;
    each_value(node.value, element, [&](Node value) {
      if (!value.type->is_primitive()) return each_text(value, visit);
      const auto kind = value.type->primitive;
      const auto text = value.primitive().text();
      if (kind == PrimitiveKind::xhtml) visit(std::string_view(fhir::xml::xhtml_text(text)));
      else if (kind == PrimitiveKind::string || kind == PrimitiveKind::markdown) visit(text);
      else if (kind == PrimitiveKind::code && node.type == &fhir::r4::Coding::descriptor) visit(text);
    });
  }
}

}  // namespace

/// A posting for each word there is, with its weight. https://hl7.org/fhir/R4/search.html#content
bool post_words(const Parameter& parameter, Extraction& into) {
  std::vector<std::int64_t> words;
  const auto add = [&](std::string_view text) {
    fhir::text::each_word(text, [&](std::string_view word) { words.push_back(word_key(into.type(), parameter.code, word)); });
  };
  if (parameter.is_narrative()) add(narrative_of(into.subject().resource));
  else each_text(into.subject().resource, add);
  std::sort(words.begin(), words.end());
  for (auto from = words.begin(); from != words.end();) {
    const auto to = std::upper_bound(from, words.end(), *from);
    into.add_word(*from, weight_of(static_cast<std::size_t>(to - from), words.size()));
    from = to;
  }
  return !words.empty();
}

}  // namespace engine::index
