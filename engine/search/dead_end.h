#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/index/custom.h"
#include "fhir/result.h"

namespace engine::search {

/// Why a chain can be asked of none of the types that it may lead to. The types may be many at each of its steps, so what is wrong
/// at the furthest one is kept, and put into words once.
class DeadEnd {
 public:
  /// `reference` may lead to `type`, which does not have what comes next. `left` is how many steps might still come.
  void has_none(int left, const index::Parameter& reference, std::string_view next, const fhir::Descriptor& type);

  /// It may lead to a type that cannot be looked up, or to one that has what comes next and fails at something further.
  void is_not_found(int left, fhir::Outcome why) { keep(left * steps + 2, std::move(why)); }
  void fails(int left, fhir::Outcome why) { keep(left * steps, std::move(why)); }

  /// Null: no type was there at all.
  bool is_empty() const { return types_.empty() && !why_; }
  /// The name that no type has, as it was given; empty where something else is wrong.
  std::string_view next() const { return types_.empty() ? std::string_view() : next_; }
  /// Says what is wrong: of a name that no type has, the nearest and the valid ones of all of them.
  fhir::Outcome outcome(const index::CustomParameters& custom) const;

 private:
  static constexpr int steps = 3;
  /// True if nothing further is known; forgets what is less far.
  bool is_furthest(int place);
  void keep(int place, fhir::Outcome why);

  std::optional<int> place_;  ///< the less, the further
  const index::Parameter* reference_ = nullptr;
  std::string_view next_;
  std::vector<const fhir::Descriptor*> types_;
  std::optional<fhir::Outcome> why_;
};

}  // namespace engine::search
