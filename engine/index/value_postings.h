#pragma once

#include <string_view>

#include "engine/index/extraction.h"
#include "engine/index/parameters.h"

/// What each kind of search parameter posts of one value: a function and a file a kind. Each answers whether the parameter finds
/// anything in the value, which is what `:missing` asks. https://hl7.org/fhir/R4/search.html#ptypes
namespace engine::index {

/// A branch of a parameter's expression, by which its values come.
struct Branch {
  const Parameter& parameter;
  std::string_view system;  ///< of codes that do not say theirs, see implied_system()
  std::string_view target;  ///< the resource type it asks for, or empty
};

bool post_token(const Branch& branch, Node node, Extraction& into);
bool post_reference(const Branch& branch, Node node, Extraction& into);
bool post_string(const Branch& branch, Node node, Extraction& into);
bool post_uri(const Branch& branch, Node node, Extraction& into);
bool post_date(const Branch& branch, Node node, Extraction& into);
/// Of numbers as well, which have no unit.
bool post_quantity(const Branch& branch, Node node, Extraction& into);
bool post_composite(const Branch& branch, Node node, Extraction& into);
bool post_position(const Branch& branch, Node node, Extraction& into);

/// The words of the whole resource under `_text` or `_content`.
bool post_words(const Parameter& parameter, Extraction& into);

/// A URL under its version, and under all that this is below: 1 and 1.0 are above 1.0.2.
/// https://hl7.org/fhir/R4/search.html#versions
void post_url(const Parameter& parameter, std::string_view url, std::string_view version, Extraction& into);

/// A text, folded; one of which nothing is left then cannot be looked for, and has no place in an order. True if there is a text.
bool post_text(const Parameter& parameter, std::string_view text, Extraction& into);

}  // namespace engine::index
