#pragma once

#include <time.h>

#include <algorithm>
#include <cstddef>

namespace support {

/// CPU seconds that this thread has taken: what else the machine does is not in them.
inline double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// How many times as long `work(4 * size)` takes as `work(size)`: about 4 if its cost is linear, 16 if it is quadratic. The best
/// of some tries counts, for caches and the allocator only ever add.
template <class Work>
double growth(std::size_t size, Work&& work) {
  const auto best_of = [&](std::size_t of_size) {
    double best = 1e9;
    for (int i = 0; i < 4; ++i) {
      const double begin = thread_seconds();
      work(of_size);
      best = std::min(best, thread_seconds() - begin);
    }
    return best;
  };
  const double small = best_of(size);
  return best_of(4 * size) / std::max(small, 1e-6);
}

/// Between the two: what grows less is not quadratic.
constexpr double growth_max = 10;

}  // namespace support
