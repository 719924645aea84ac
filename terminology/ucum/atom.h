#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace terminology::ucum {

/// A unit that is not made of others by its spelling. https://ucum.org/ucum#section-Tables-of-Terminal-Symbols
struct Atom {
  enum class Kind : std::uint8_t {
    base,      ///< of a dimension of its own
    derived,   ///< `value` of `unit`
    shifted,   ///< so are its differences, and its zero is `offset` of its own above the zero of `unit`
    function,  ///< a logarithm or another scale that is not converted
  };
  std::string_view code;
  bool metric = false;  ///< takes prefixes
  Kind kind = Kind::derived;
  std::string_view value;
  std::string_view unit;
  std::string_view offset;
};

/// All that are known.
std::span<const Atom> all_atoms();

/// The unit of a code; null if there is none.
const Atom* atom_of(std::string_view code);

struct Prefix {
  std::string_view code;
  std::string_view value;
};

/// The prefix that `code` begins with and an atom that takes it; both null if there is none.
struct Prefixed {
  const Prefix* prefix = nullptr;
  const Atom* atom = nullptr;
};
Prefixed prefixed_atom_of(std::string_view code);

}  // namespace terminology::ucum
