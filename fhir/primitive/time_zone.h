#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fhir {

struct DateTime;
struct MicrosecondRange;

/// A zone of the IANA database, such as "Asia/Kolkata", with its changes of offset. https://www.iana.org/time-zones
class TimeZone {
 public:
  /// The zone of a name; null if there is none. It lives as long as the program and never changes; any thread may use it.
  static const TimeZone* named(std::string_view name);
  static const TimeZone& utc();

  const std::string& name() const { return name_; }

  /// When it is this time here: microseconds since 1970 by the clock on the wall, as such since 1970 in UTC. A time that a clock skips or
  /// shows twice is one of standard time.
  std::int64_t utc_of(std::int64_t local) const;

  TimeZone(std::string name, bool is_utc);
  ~TimeZone();

 private:
  struct Rules;
  std::string name_;
  std::unique_ptr<const Rules> rules_;  ///< null for UTC
};

/// All the time that `value` may mean, as range_of(); a value without a zone is in `zone`.
MicrosecondRange range_of(const DateTime& value, const TimeZone& zone);

}  // namespace fhir
