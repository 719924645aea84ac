#include "engine/index/extraction.h"

#include <algorithm>

#include "engine/index/extract.h"
#include "engine/index/key.h"

namespace engine::index {
namespace {

/// So often the components of composites are gone through for one resource.
constexpr std::size_t steps_max = 20 * postings_max;

std::int64_t apart(std::int64_t key, Interval interval, Spread spread) {
  const auto width = static_cast<std::uint64_t>(interval.high) - static_cast<std::uint64_t>(interval.low);
  const auto is_wider_than = [&](std::int64_t most) { return width > static_cast<std::uint64_t>(most); };
  switch (spread) {
    case Spread::any: return key;
    case Spread::points: return is_wider_than(0) ? wide_key(key) : key;
    case Spread::times: return is_wider_than(year_time) ? wide_key(key) : is_wider_than(day_time) ? long_key(key) : key;
  }
  return key;
}

template <class T>
void sort_once(std::vector<T>& postings) {
  std::sort(postings.begin(), postings.end());
  postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
}

}  // namespace

void Extraction::add_link(std::string_view parameter, const fhir::Descriptor& target, ResourceKey key) {
  if (kept_) found_.tokens.push_back({reference_salt(type(), parameter, target.name) ^ key, 0, true});
}

void Extraction::add_range(std::int64_t key, Interval interval, Spread spread) {
  if (kept_) found_.ranges.push_back({apart(key, interval, spread), std::max(interval.low, first_low), interval.high});
}

bool Extraction::may_go_on() {
  if (++steps_ > steps_max) found_.overflows = true;
  return !found_.overflows;
}

Postings Extraction::take() {
  sort_once(found_.tokens);
  sort_once(found_.ranges);
  sort_once(found_.texts);
  return std::move(found_);
}

}  // namespace engine::index
