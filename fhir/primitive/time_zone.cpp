#include "fhir/primitive/time_zone.h"

#include <map>
#include <mutex>
#include <unicode/timezone.h>

#include "fhir/primitive/date_time.h"

namespace fhir {

struct TimeZone::Rules {
  std::unique_ptr<icu::TimeZone> zone;
};

TimeZone::TimeZone(std::string name, bool is_utc) : name_(std::move(name)) {
  if (!is_utc) rules_ = std::make_unique<const Rules>(Rules{std::unique_ptr<icu::TimeZone>(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name_)))});
}

TimeZone::~TimeZone() = default;

const TimeZone& TimeZone::utc() {
  static const TimeZone zone("UTC", true);
  return zone;
}

const TimeZone* TimeZone::named(std::string_view name) {
  if (name == "UTC") return &utc();
  static std::mutex mutex;
  static std::map<std::string, TimeZone, std::less<>> known;
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(name); found != known.end()) return &found->second;
  UErrorCode error = U_ZERO_ERROR;
  UBool is_of_system = false;
  icu::UnicodeString canonical;
  icu::TimeZone::getCanonicalID(icu::UnicodeString::fromUTF8({name.data(), static_cast<std::int32_t>(name.size())}), canonical, is_of_system, error);
  if (U_FAILURE(error) || !is_of_system || canonical == icu::UnicodeString("Etc/Unknown")) return nullptr;
  return &known.try_emplace(std::string(name), std::string(name), false).first->second;
}

std::int64_t TimeZone::utc_of(std::int64_t local) const {
  if (rules_ == nullptr) return local;
  UErrorCode error = U_ZERO_ERROR;
  std::int32_t standard = 0, summer = 0;
  rules_->zone->getOffset(static_cast<UDate>(local) / 1000, true, standard, summer, error);
  return U_FAILURE(error) ? local : local - (std::int64_t{standard} + summer) * 1000;
}

MicrosecondRange range_of(const DateTime& value, const TimeZone& zone) {
  const auto range = range_of(value);
  if (value.has_zone) return range;
  return {zone.utc_of(range.first), zone.utc_of(range.last + 1) - 1};
}

}  // namespace fhir
