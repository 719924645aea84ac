#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fhir {

/// Where a reader stands in a resource, cheap to move and turned into FHIRPath only when an issue asks.
class ElementPath {
 public:
  static constexpr std::uint32_t no_index = 0xffffffff;

  void push(std::string_view name, std::uint32_t index = no_index) { steps_.push_back({name, index}); }
  void pop() { steps_.pop_back(); }
  std::size_t depth() const { return steps_.size(); }

  /// "Patient.name[0].family"
  std::string text() const {
    std::string out;
    for (const Step& step : steps_) {
      if (!out.empty()) out += '.';
      out += step.name;
      if (step.index != no_index) out += '[' + std::to_string(step.index) + ']';
    }
    return out;
  }

 private:
  struct Step {
    std::string_view name;
    std::uint32_t index;
  };
  std::vector<Step> steps_;
};

}  // namespace fhir
