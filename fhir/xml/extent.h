#pragma once

#include <cstdint>

#include "fhir/json/tree.h"
#include "fhir/model/value.h"

namespace fhir::xml {

/// How large the JSON of a resource is, counted while its XML is read, as json::parse() counts it: arrays and objects that lie in one
/// another, and values in all. What is stored is JSON, and so may be no larger than that is read.
class Extent {
 public:
  explicit Extent(const json::Limits& limits) : limits_(limits) {}

  bool too_deep() const { return depth_ > limits_.depth; }
  bool too_many() const { return values_ > limits_.values; }
  const json::Limits& limits() const { return limits_; }

  void add_values(std::uint64_t values) { values_ += values; }
  /// Adds what a struct's lists are beside what is in them: an array each, or two of primitives, and each null there.
  void add_lists(const Descriptor& type, const void* object);

 private:
  friend class Levels;
  const json::Limits& limits_;
  std::uint32_t depth_ = 0;
  std::uint64_t values_ = 0;
};

/// So many levels more, until it ends.
class Levels {
 public:
  Levels(Extent& extent, std::uint32_t levels) : extent_(extent), levels_(levels) { extent_.depth_ += levels_; }
  ~Levels() { extent_.depth_ -= levels_; }
  Levels(const Levels&) = delete;
  Levels& operator=(const Levels&) = delete;

 private:
  Extent& extent_;
  std::uint32_t levels_;
};

}  // namespace fhir::xml
