#include "src/http/precondition.h"

#include <algorithm>
#include <array>

#include "engine/interaction/url.h"
#include "fhir/primitive/date_time.h"

namespace setu::http {
namespace {

using engine::Instant;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

struct Moment {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

/// Matches `text` against a pattern: 'Y', 'D', 'h', 'm', 's' stand for digits, 'M' for a month's name (three), 'w' for a
/// letter of a day's name, ' ' in front of 'D' may be a space; all else for itself.
std::optional<Moment> match(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return std::nullopt;
  Moment moment;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto digit = [c](int& number) {
      if (c < '0' || c > '9') return false;
      number = number * 10 + (c - '0');
      return true;
    };
    bool fits = true;
    switch (pattern[i]) {
      case 'Y': fits = digit(moment.year); break;
      case 'D': fits = digit(moment.day); break;
      case 'd': fits = c == ' ' || digit(moment.day); break;
      case 'h': fits = digit(moment.hour); break;
      case 'm': fits = digit(moment.minute); break;
      case 's': fits = digit(moment.second); break;
      case 'w': fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); break;
      case 'M': {
        for (std::size_t month = 0; month < months.size(); ++month) {
          if (text.substr(i, 3) == months[month]) moment.month = static_cast<int>(month) + 1;
        }
        fits = moment.month != 0;
        i += 2;
        break;
      }
      default: fits = c == pattern[i];
    }
    if (!fits) return std::nullopt;
  }
  return moment;
}

Outcome malformed(std::string text) { return {IssueType::invalid, Issue::Detail::bad_request, std::move(text)}; }

/// The end of the second that a date names, for Last-Modified says no more than the second. Several dates are none.
std::optional<Instant> end_of_second(const std::string& dates) {
  const auto time = parse_http_date(dates);
  if (!time) return std::nullopt;
  return *time + std::chrono::seconds(1) - Instant::duration(1);
}

}  // namespace

std::string http_date(Instant instant) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(instant);
  const auto day = std::chrono::floor<std::chrono::days>(whole);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(whole - day);
  std::string text;
  text.reserve(29);
  const auto two = [&text](unsigned number) {
    text += static_cast<char>('0' + number / 10);
    text += static_cast<char>('0' + number % 10);
  };
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  text.append(days[std::chrono::weekday(day).c_encoding()]).append(", ");
  two(static_cast<unsigned>(date.day()));
  text.append(" ").append(months[static_cast<unsigned>(date.month()) - 1]).append(" ");
  two(year / 100 % 100);
  two(year % 100);
  text += ' ';
  two(static_cast<unsigned>(time.hours().count()));
  text += ':';
  two(static_cast<unsigned>(time.minutes().count()));
  text += ':';
  two(static_cast<unsigned>(time.seconds().count()));
  text += " GMT";
  return text;
}

std::optional<Instant> parse_http_date(std::string_view text) {
  text = trimmed(text);
  auto moment = match(text, "www, DD MMM YYYY hh:mm:ss GMT");
  if (!moment) moment = match(text, "www MMM dD hh:mm:ss YYYY");
  if (const auto comma = text.find(", "); !moment && comma != text.npos) {
    // RFC 850 has two digits of the year: in the past if it would be more than 50 years ahead.
    if (moment = match(text.substr(comma), ", DD-MMM-YY hh:mm:ss GMT"); moment) {
      const std::chrono::year_month_day today(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
      const int now = static_cast<int>(today.year());
      moment->year += now - now % 100;
      if (moment->year > now + 50) moment->year -= 100;
    }
  }
  if (!moment || moment->year < 1 || moment->day < 1 || moment->day > fhir::days_in_month(moment->year, moment->month) ||
      moment->hour > 23 || moment->minute > 59 || moment->second > 60) {
    return std::nullopt;
  }
  const std::int64_t day = fhir::days_since_1970(moment->year, moment->month, moment->day);
  const std::int64_t seconds = ((day * 24 + moment->hour) * 60 + moment->minute) * 60 + moment->second;
  return Instant(std::chrono::seconds(seconds));
}

fhir::Result<void> read_preconditions(const Request& request, engine::Interaction& interaction) {
  if (request.has("If-Match")) {
    const std::string list = request.list("If-Match");
    const auto tags = engine::etags_of(list);
    if (tags.size() != 1) return malformed("If-Match names one version, such as W/\"3\", or is *.");
    interaction.if_match = engine::version_to_match(tags[0]);
    if (!interaction.if_match) {
      return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                     "If-Match names no version this server has given out; its tags look like W/\"3\".");
    }
  } else {
    interaction.if_unmodified_since = end_of_second(request.list("If-Unmodified-Since"));
  }
  if (request.has("If-None-Match")) {
    const std::string list = request.list("If-None-Match");
    const auto tags = engine::etags_of(list);
    interaction.if_none_match_any = tags.size() == 1 && tags[0] == "*";
    // Left out of a list, it would let a write pass that it forbids.
    if (tags.size() > 1 && std::find(tags.begin(), tags.end(), "*") != tags.end()) return malformed("If-None-Match is either * or a list of versions, such as W/\"3\".");
    interaction.if_none_match = engine::versions_of_etags(list);
  } else {
    interaction.if_modified_since = end_of_second(request.list("If-Modified-Since"));
  }
  return {};
}

}  // namespace setu::http
