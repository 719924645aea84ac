#pragma once

#include <chrono>
#include <cstdint>

#include "fhir/arena.h"
#include "fhir/path/evaluate.h"

namespace fhir::path {

/// What one evaluation has used of its limits. Once `spent` it stays so; whoever loops asks now and then.
class Meter {
 public:
  Meter(const Limits& limits, const Arena& arena) : limits_(limits), arena_(arena), arena_used_(arena.used()) {}

  /// Takes `steps` off; false once any limit is passed.
  bool spend(std::uint64_t steps = 1) {
    steps_ += steps;
    if (steps_ >= checked_ + steps_between_checks) check();
    return !spent_;
  }
  bool spent() const { return spent_; }

 private:
  // Reading the clock costs as much as some steps.
  static constexpr std::uint64_t steps_between_checks = 256;

  void check() {
    // The first look starts the clock: most evaluations end before it.
    const auto now = std::chrono::steady_clock::now();
    if (checked_ == 0) started_ = now;
    checked_ = steps_;
    spent_ = spent_ || steps_ > limits_.steps || arena_.used() - arena_used_ > limits_.bytes ||
             now - started_ > std::chrono::milliseconds(limits_.milliseconds);
  }

  const Limits& limits_;
  const Arena& arena_;
  std::size_t arena_used_;
  std::uint64_t steps_ = 0;
  std::uint64_t checked_ = 0;
  bool spent_ = false;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace fhir::path
