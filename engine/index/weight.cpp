#include "engine/index/weight.h"

#include <algorithm>
#include <bit>

namespace engine::index {

// tf / (tf + 1.2 * (0.25 + 0.75 * length / 64)), as BM25 has it of one word, in whole numbers that are the same everywhere.
std::int32_t weight_of(std::size_t times, std::size_t length) {
  constexpr std::uint64_t most = 1'000'000'000;
  const std::uint64_t often = 640 * std::min<std::uint64_t>(times, most);
  const std::uint64_t all = often + 192 + 9 * std::min<std::uint64_t>(std::bit_ceil(length), most);
  return std::max<std::int32_t>(1, static_cast<std::int32_t>(weight_max * often / all));
}

}  // namespace engine::index
