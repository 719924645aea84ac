#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "fhir/result.h"
#include "fhir/xml/tree.h"

namespace engine::patch {

/// What a selector leads to: a node, or an attribute of it.
struct Selection {
  fhir::xml::Node* node = nullptr;
  fhir::xml::Attribute* attribute = nullptr;
};

/// Finds what a selector leads to in a document, which must be one node: steps from the root such as
/// "f:Patient/f:name[2]/f:given[@value='Ann']/@value", which end in an element, an attribute, text() or comment().
/// A condition in brackets is a position from 1, or paths that exist or equal a literal, joined by `and`.
/// https://www.rfc-editor.org/rfc/rfc5261#section-4.1
///
/// Prefixes stand for what they are declared as at `scope`; "f" and "h" are FHIR and XHTML even if they are not, and a name
/// without prefix is of any namespace. `steps` is counted down by every node looked at. Issues' texts are clauses, for the
/// caller to say which operation they are about.
fhir::Result<Selection> select(fhir::xml::Node& document, std::string_view selector, const fhir::xml::Node& scope, std::uint64_t& steps);

}  // namespace engine::patch
