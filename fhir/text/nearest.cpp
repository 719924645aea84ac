#include "fhir/text/nearest.h"

#include <algorithm>
#include <string>
#include <vector>

namespace fhir::text {
namespace {

constexpr std::size_t letters_max = 64;

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& letter : out) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
  return out;
}

/// Optimal string alignment: letters changed, added, left out, or two neighbours swapped.
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before(right.size() + 1), last(right.size() + 1), row(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (left[i - 1] != right[j - 1])});
      if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[right.size()];
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates) {
  if (word.empty() || word.size() > letters_max) return {};
  const std::string wanted = lower(word);
  std::string_view best;
  std::size_t best_distance = letters_max;
  for (const std::string_view candidate : candidates) {
    const std::size_t longer = std::max(word.size(), candidate.size()), shorter = std::min(word.size(), candidate.size());
    if (longer - shorter > longer / 3) continue;
    const std::size_t found = distance(wanted, lower(candidate));
    if (found <= longer / 3 && found < best_distance) {
      best = candidate;
      best_distance = found;
    }
  }
  return best;
}

}  // namespace fhir::text
