#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "fhir/arena.h"
#include "fhir/result.h"

/// JSON as it stands, before it means anything. https://www.rfc-editor.org/rfc/rfc8259
namespace fhir::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// A JSON value in an Arena. Children and members form a list in the order of the text.
struct Node {
  Kind kind = Kind::null;
  std::uint32_t count = 0;        ///< of children or members
  std::string_view name;          ///< as a member of an object
  std::string_view text;          ///< of a string (unescaped), a number (its digits) or a boolean
  std::uint32_t offset = 0;       ///< where it stands in the text, in bytes; for a member, its name
  Node* first = nullptr;
  Node* next = nullptr;

  /// The member of an object with this name, or null.
  const Node* find(std::string_view member) const;
  /// The text of a string or number member, or "".
  std::string_view text_of(std::string_view member) const;
};

/// What a text may be at most. Each is refused by name when passed.
struct Limits {
  std::uint32_t depth = 128;
  std::uint32_t values = 4'000'000;              ///< values in all, members and array items
  std::uint32_t string_bytes = 64 * 1024 * 1024; ///< of one string
};

/// Reads one JSON text. Strict: UTF-8 only, no duplicate member names, no lone surrogates, no NUL, no number beyond a double.
/// The tree and a private copy of the text live in `arena`. Issues carry line and column. Where a text is refused for its
/// depth or a number, `*refused` is the tree as far as it was read, the last of it what is refused.
Result<const Node*> parse(std::string_view text, Arena& arena, const Limits& limits = {}, const Node** refused = nullptr);

/// Line and column, from 1, of a byte offset in a text; columns count characters.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};
Position position_of(std::string_view text, std::size_t offset);

/// Appends `text` as a JSON string with its quotes; escapes only what RFC 8259 requires.
void append_string(std::string& out, std::string_view text);

/// Appends a tree as JSON text without white space; numbers as they were written.
void append_tree(std::string& out, const Node& node);

}  // namespace fhir::json
