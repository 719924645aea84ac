#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "engine/index/posting.h"
#include "fhir/model/descriptor.h"

namespace engine::search {

/// A look-up in the index, or a combination of them.
struct Condition {
  enum class Kind : std::uint8_t {
    all, any,    ///< all or any of `children`; all of none is true, any of none is false
    not_,        ///< not children[0]
    tokens,      ///< one of `tokens` is posted
    ranges,      ///< one of `ranges` is posted
    texts,       ///< one of `texts` is posted
    ids,         ///< the resource is one of `ids`
    present,     ///< bit `bit` of the resource's `present` is set
    near,        ///< the position posted is near a point
    link,        ///< a posting of one of `salts` leads to a resource of `type` for which children[0] holds; only in a chain
    chain,       ///< one of `children`, which are links
    has,         ///< a resource for which children[0] holds leads here by a posting of one of `salts`
  };
  struct Token {
    std::int64_t token;
    std::optional<std::int32_t> system;  ///< must be this; 0: must be none
    auto operator<=>(const Token&) const = default;
  };
  /// Postings under `key` with low and high inside these bounds, both ends included.
  struct Range {
    std::int64_t key;
    std::int64_t low_min = std::numeric_limits<std::int64_t>::min();
    std::int64_t low_max = std::numeric_limits<std::int64_t>::max();
    std::int64_t high_min = std::numeric_limits<std::int64_t>::min();
    std::int64_t high_max = std::numeric_limits<std::int64_t>::max();
    auto operator<=>(const Range&) const = default;
  };
  /// Postings under `key` whose folded text is `folded`, is not, begins or ends with it or contains it.
  struct Text {
    enum class Match : std::uint8_t { prefix, contains, exact, equal, unequal, suffix } match = Match::prefix;
    std::int64_t key;
    std::string folded;
    std::int64_t exact = 0;  ///< of Match::exact: the hash of the text as written
    auto operator<=>(const Text&) const = default;
  };

  /// A point in nanodegrees, and how far away it may be as an angle at the centre of the Earth.
  struct Near {
    std::int64_t latitude_key = 0, longitude_key = 0;
    std::int64_t latitude = 0, longitude = 0;
    std::int64_t picoradians = 0;
  };

  Kind kind = Kind::all;
  std::vector<Condition> children;
  std::vector<Token> tokens;
  std::vector<Range> ranges;
  std::vector<Text> texts;
  std::vector<index::ResourceKey> ids;
  std::vector<std::int64_t> salts;
  Near near;
  const fhir::Descriptor* type = nullptr;
  int bit = 0;
  std::string asked;  ///< of what a whole search parameter came to: Criterion::asked
};

/// A condition of a kind, with nothing in it yet.
Condition condition_of(Condition::Kind kind);

/// What nothing meets.
Condition nothing();

Condition negated(Condition condition);

/// All or any of some conditions, in the simplest form.
Condition joined(Condition::Kind kind, std::vector<Condition> parts);

}  // namespace engine::search
