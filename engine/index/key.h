#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/index/posting.h"
#include "fhir/model/descriptor.h"

/// The numbers the search index is made of. All are pure functions of what they stand for, so that a
/// posting can be looked up without asking what number was given to it. They are written to databases:
/// a change here is a re-index of everything (extractor_version in extract.h).
namespace engine::index {

/// The key of a resource. Ids made by new_id() decode to their time-ordered number (0 or greater); any
/// other id becomes a hash of type and id with the top bit set (negative), so the two never meet.
ResourceKey key_of(const fhir::Descriptor& type, std::string_view id);

/// The id that new_id() spelled for a key of 0 or greater: 13 characters of lower-case base 32.
/// A negative key does not hold its id; the store keeps it beside the key.
std::string id_of(ResourceKey key);

/// The key of the first server-made id that is `text` or comes after it, as texts are ordered; nothing if
/// none does.
std::optional<ResourceKey> first_key_from(std::string_view text);

/// True if `id` is the one spelling id_of() gives to some key, so that id_of(key_of(type, id)) == id.
bool is_server_id(std::string_view id);

/// A new logical id: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of counter.
/// Later calls give greater ids within a process, from any thread; they sort as text as they do in time.
std::string new_id();

/// The posting of a code, whatever its system, under a token parameter.
std::int64_t token_key(std::string_view type, std::string_view parameter, std::string_view code);

/// The posting that says some code of this system occurs under a token parameter ("system|").
std::int64_t token_system_key(std::string_view type, std::string_view parameter, std::string_view system);

/// What the posting of a reference is salted with: reference_salt(...) ^ key_of(target) is its token, and
/// the salt taken off again is the target's key, which is how chains join.
std::int64_t reference_salt(std::string_view type, std::string_view parameter, std::string_view target_type);

/// What stands for a parameter in the salt of a List's members: those of its items that were not deleted.
/// https://hl7.org/fhir/R4/search.html#list
constexpr std::string_view list_members = "_list";

/// The posting of a reference that cannot be a resource here: an absolute URL elsewhere, a urn, a canonical.
std::int64_t url_key(std::string_view type, std::string_view parameter, std::string_view url);

/// The posting of a code of MIME type under its base, "text/xml", and its top level, "text".
std::int64_t mime_key(std::string_view type, std::string_view parameter, std::string_view base);

/// The posting of a canonical with a version under one that the version is below: of "…|1.0.2" there are 1, 1.0 and 1.0.2.
/// https://hl7.org/fhir/R4/search.html#versions
std::int64_t version_key(std::string_view type, std::string_view parameter, std::string_view url, std::string_view version);

/// In place of the type that a reference is to, where it says none.
constexpr std::string_view unsaid_target = "?";

/// The posting that says a reference has an identifier of this system, for `:identifier=system|`; with a `target` only one to that
/// type.
std::int64_t identifier_system_key(std::string_view type, std::string_view parameter, std::string_view system, std::string_view target = {});

/// The posting of a reference's identifier, for `:identifier`, whatever its system; with a `target` only of one to that type.
std::int64_t identifier_key(std::string_view type, std::string_view parameter, std::string_view value, std::string_view target = {});

/// The intervals of a date or number parameter, or of a quantity whatever its unit.
std::int64_t range_key(std::string_view type, std::string_view parameter);

/// The intervals of quantities of one unit: of a code of `system`, or with an empty `system` of a unit as
/// it is written for people.
std::int64_t range_key(std::string_view type, std::string_view parameter, std::string_view system,
                       std::string_view unit);

/// The latitudes and the longitudes of positions, in nanodegrees. https://hl7.org/fhir/R4/location.html#positional
inline std::int64_t latitude_key(std::string_view type, std::string_view parameter) { return range_key(type, parameter, "position", "latitude"); }
inline std::int64_t longitude_key(std::string_view type, std::string_view parameter) { return range_key(type, parameter, "position", "longitude"); }
inline std::int64_t nanodegrees(double degrees) { return std::llround(degrees * 1e9); }

/// Intervals wider than most stand apart, under these keys of the key they would have: what is left is narrow, so that a search
/// for those that end after a point need not begin at the beginning of time.
constexpr std::int64_t wide_key(std::int64_t range_key) { return range_key ^ 0x57de'57de'57de'57de; }
constexpr std::int64_t long_key(std::int64_t range_key) { return range_key ^ 0x10a6'10a6'10a6'10a6; }

/// The widest date, time or period under its own key: a day on which a zone may have changed its offset, in microseconds. Numbers
/// and quantities are narrow if their interval is one point.
constexpr std::int64_t day_time = std::int64_t{25} * 3'600 * 1'000'000;
/// The widest under its long_key: a year on which a zone may have done so.
constexpr std::int64_t year_time = std::int64_t{367} * 86'400 * 1'000'000;

/// All keys that the intervals of a parameter stand under.
constexpr std::array<std::int64_t, 3> interval_keys(std::int64_t range_key) { return {range_key, long_key(range_key), wide_key(range_key)}; }

/// The posting that says a custom parameter has a value, which answers `:missing`.
std::int64_t present_key(std::string_view type, std::string_view parameter);

/// A word, folded, in the text that a full-text parameter searches.
std::int64_t word_key(std::string_view type, std::string_view parameter, std::string_view word);

/// The later words of family names, each with what follows it, beside the texts of a parameter: a family is found by each of
/// its parts. https://hl7.org/fhir/R4/search.html#string
constexpr std::int64_t part_key(std::int64_t text_key) { return text_key ^ 0x2b1d'2b1d'2b1d'2b1d; }

/// The texts of a string parameter.
std::int64_t text_key(std::string_view type, std::string_view parameter);

/// The hash of a text as it was written, for `:exact`.
std::int64_t exact_hash(std::string_view text);

/// A code system or namespace as a small number: 0 for none (empty), never 0 for a system.
std::int32_t system_hash(std::string_view system);

/// The order of last updates of a type, kept by the store: a Range whose low and high are microseconds.
inline std::int64_t last_updated_key(const fhir::Descriptor& type) { return range_key(type.name, "_lastUpdated"); }

/// What keeps the hashes of different things apart.
enum class Domain : std::uint8_t { resource = 1, token, system_token, reference, url, identifier, range, unit, text, exact, system, composite, query, present, word, mime, version, identifier_system };

/// The 64-bit hash of a list of texts, in which ("a","bc") and ("ab","c") differ, as do domains.
class Hash {
 public:
  explicit Hash(Domain domain);
  Hash& add(std::string_view part);
  Hash& add(std::int64_t part);
  std::int64_t value() const;

 private:
  std::uint64_t state_;
};

}  // namespace engine::index
