#include "engine/index/key.h"

#define XXH_INLINE_ALL
#include <limits>
#include <algorithm>
#include <xxhash.h>

#include <array>
#include <atomic>
#include <cassert>
#include <chrono>
#include <random>

namespace engine::index {
namespace {

constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's: no i, l, o, u
constexpr std::size_t id_length = 13;                                     // 13 digits of 5 bits hold 63 bits
constexpr std::uint64_t epoch_ms = 1577836800000;                         // 2020-01-01T00:00:00Z
constexpr int node_bits = 10;
constexpr int counter_bits = 12;

constexpr std::array<std::int8_t, 256> values_of_digits() {
  std::array<std::int8_t, 256> values{};
  for (auto& value : values) value = -1;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    values[static_cast<unsigned char>(digits[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}
constexpr auto digit_values = values_of_digits();

/// The number a server-made id spells, or -1.
std::int64_t decode(std::string_view id) {
  if (id.size() != id_length || id[0] < '0' || id[0] > '7') return -1;
  std::uint64_t number = 0;
  for (const char c : id) {
    const auto value = digit_values[static_cast<unsigned char>(c)];
    if (value < 0) return -1;
    number = number << 5 | static_cast<std::uint64_t>(value);
  }
  return static_cast<std::int64_t>(number);
}

/// Processes that share a database differ in this with a likelihood of 1023 in 1024, and two that do not
/// still need the same millisecond and count for a clash, which the primary key then refuses.
std::uint64_t node() {
  static const std::uint64_t number = std::random_device{}() & ((1u << node_bits) - 1);
  return number;
}

std::int64_t keyed(Domain domain, std::string_view type, std::string_view parameter, std::string_view what) {
  return Hash(domain).add(type).add(parameter).add(what).value();
}

}  // namespace

Hash::Hash(Domain domain) : state_(XXH3_64bits_withSeed(&domain, sizeof domain, 0x5e70)) {}

// Each part is hashed whole with all parts before it as the seed: no separator that a part could contain.
Hash& Hash::add(std::string_view part) {
  state_ = XXH3_64bits_withSeed(part.data(), part.size(), state_);
  return *this;
}

Hash& Hash::add(std::int64_t part) {
  state_ = XXH3_64bits_withSeed(&part, sizeof part, state_);
  return *this;
}

std::int64_t Hash::value() const { return static_cast<std::int64_t>(state_); }

ResourceKey key_of(const fhir::Descriptor& type, std::string_view id) {
  if (const auto number = decode(id); number >= 0) return number;
  const auto hash = static_cast<std::uint64_t>(Hash(Domain::resource).add(type.name).add(id).value());
  return static_cast<ResourceKey>(hash | std::uint64_t{1} << 63);
}

std::string id_of(ResourceKey key) {
  assert(key >= 0);
  std::string id(id_length, '0');
  auto rest = static_cast<std::uint64_t>(key);
  for (auto at = id_length; at-- > 0; rest >>= 5) id[at] = digits[rest & 31];
  return id;
}

std::optional<ResourceKey> first_key_from(std::string_view text) {
  constexpr auto greatest = static_cast<std::uint64_t>(std::numeric_limits<ResourceKey>::max());
  const auto found = [](std::uint64_t number) { return number <= greatest ? std::optional(static_cast<ResourceKey>(number)) : std::nullopt; };
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < id_length; ++at) {
    // Where the text ends, the least digit follows; behind one that is no digit, the digits after it.
    const bool ended = at >= text.size();
    const auto digit = ended ? 0 : static_cast<std::size_t>(std::lower_bound(digits.begin(), digits.end(), text[at]) - digits.begin());
    if (at == 0 && digit > 7) return std::nullopt;
    number = (number << 5) + digit;
    if (!ended && (digit == digits.size() || digits[digit] != text[at])) return found(number << 5 * (id_length - 1 - at));
  }
  return found(number + (text.size() > id_length ? 1 : 0));
}

bool is_server_id(std::string_view id) { return decode(id) >= 0; }

std::string new_id() {
  static std::atomic<std::uint64_t> last{0};  // milliseconds and counter of the id given last
  const auto now = std::chrono::duration_cast<std::chrono::milliseconds>(
                       std::chrono::system_clock::now().time_since_epoch()).count();
  const std::uint64_t clock = (static_cast<std::uint64_t>(now) - epoch_ms) << counter_bits;
  // A clock that stands still or goes back is not followed: the counter goes on, into the next milliseconds.
  std::uint64_t before = last.load(std::memory_order_relaxed);
  std::uint64_t next;
  do {
    next = std::max(before + 1, clock);
  } while (!last.compare_exchange_weak(before, next, std::memory_order_relaxed));
  const std::uint64_t counter = next & ((1u << counter_bits) - 1);
  const std::uint64_t milliseconds = next >> counter_bits;
  return id_of(static_cast<ResourceKey>(milliseconds << (node_bits + counter_bits) | node() << counter_bits | counter));
}

std::int64_t token_key(std::string_view type, std::string_view parameter, std::string_view code) {
  return keyed(Domain::token, type, parameter, code);
}

std::int64_t token_system_key(std::string_view type, std::string_view parameter, std::string_view system) {
  return keyed(Domain::system_token, type, parameter, system);
}

std::int64_t reference_salt(std::string_view type, std::string_view parameter, std::string_view target_type) {
  return keyed(Domain::reference, type, parameter, target_type);
}

std::int64_t url_key(std::string_view type, std::string_view parameter, std::string_view url) {
  return keyed(Domain::url, type, parameter, url);
}

std::int64_t mime_key(std::string_view type, std::string_view parameter, std::string_view base) {
  return Hash(Domain::mime).add(type).add(parameter).add(base).value();
}

std::int64_t version_key(std::string_view type, std::string_view parameter, std::string_view url, std::string_view version) {
  return Hash(Domain::version).add(type).add(parameter).add(url).add(version).value();
}

std::int64_t identifier_system_key(std::string_view type, std::string_view parameter, std::string_view system, std::string_view target) {
  Hash hash(Domain::identifier_system);
  hash.add(type).add(parameter).add(system);
  return target.empty() ? hash.value() : hash.add(target).value();
}

std::int64_t identifier_key(std::string_view type, std::string_view parameter, std::string_view value, std::string_view target) {
  Hash hash(Domain::identifier);
  hash.add(type).add(parameter).add(value);
  return target.empty() ? hash.value() : hash.add(target).value();
}

std::int64_t range_key(std::string_view type, std::string_view parameter) {
  return keyed(Domain::range, type, parameter, {});
}

std::int64_t range_key(std::string_view type, std::string_view parameter, std::string_view system,
                       std::string_view unit) {
  return Hash(Domain::unit).add(type).add(parameter).add(system).add(unit).value();
}

std::int64_t present_key(std::string_view type, std::string_view parameter) {
  return keyed(Domain::present, type, parameter, {});
}

std::int64_t word_key(std::string_view type, std::string_view parameter, std::string_view word) {
  return keyed(Domain::word, type, parameter, word);
}

std::int64_t text_key(std::string_view type, std::string_view parameter) {
  return keyed(Domain::text, type, parameter, {});
}

std::int64_t exact_hash(std::string_view text) { return Hash(Domain::exact).add(text).value(); }

std::int32_t system_hash(std::string_view system) {
  if (system.empty()) return 0;
  const auto hash = static_cast<std::uint32_t>(Hash(Domain::system).add(system).value());
  return hash == 0 ? 1 : static_cast<std::int32_t>(hash);
}

}  // namespace engine::index
