#include "fhir/text/regex.h"

#include <unicode/regex.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <list>
#include <memory>

namespace fhir::text {
namespace {

constexpr std::size_t pattern_bytes_max = 16 * 1024;
constexpr std::size_t patterns_kept = 64;
constexpr std::int32_t time_limit_ms = 100;
constexpr std::int32_t stack_bytes_max = 8 * 1024 * 1024;

icu::UnicodeString utf16(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

Outcome refused(UErrorCode status) {
  if (status == U_REGEX_TIME_OUT || status == U_REGEX_STACK_OVERFLOW) {
    return Outcome(IssueType::too_costly, "A regular expression takes too long to match; simplify it");
  }
  return Outcome(IssueType::invalid, std::string("A regular expression is not valid: ") + u_errorName(status));
}

/// A matcher for `pattern`, to be given its text with reset(). It is used before the next call in this thread.
/// Compiling takes far longer than matching a short text, and the same few patterns come again and again.
Result<icu::RegexMatcher*> matcher_for(std::string_view pattern) {
  struct Kept {
    std::string pattern;
    std::unique_ptr<icu::RegexMatcher> matcher;
  };
  thread_local std::list<Kept> kept;  // the one used last is first
  const auto found = std::find_if(kept.begin(), kept.end(), [pattern](const Kept& one) { return one.pattern == pattern; });
  if (found != kept.end()) {
    kept.splice(kept.begin(), kept, found);
    return kept.front().matcher.get();
  }
  if (pattern.size() > pattern_bytes_max) {
    return Outcome(IssueType::too_costly, "A regular expression has at most " + std::to_string(pattern_bytes_max) + " bytes");
  }
  UErrorCode status = U_ZERO_ERROR;
  auto matcher = std::make_unique<icu::RegexMatcher>(utf16(pattern), UREGEX_DOTALL, status);
  if (U_SUCCESS(status)) matcher->setTimeLimit(time_limit_ms, status);
  if (U_SUCCESS(status)) matcher->setStackLimit(stack_bytes_max, status);
  if (U_FAILURE(status)) return refused(status);
  kept.push_front({std::string(pattern), std::move(matcher)});
  if (kept.size() > patterns_kept) kept.pop_back();
  return kept.front().matcher.get();
}

}  // namespace

Result<bool> regex_finds(std::string_view pattern, std::string_view text) {
  TRY(icu::RegexMatcher* const matcher, matcher_for(pattern));
  const icu::UnicodeString input = utf16(text);
  UErrorCode status = U_ZERO_ERROR;
  matcher->reset(input);
  const bool found = matcher->find(status);
  if (U_FAILURE(status)) return refused(status);
  return found;
}

Result<bool> regex_matches(std::string_view pattern, std::string_view text) {
  TRY(icu::RegexMatcher* const matcher, matcher_for(pattern));
  const icu::UnicodeString input = utf16(text);
  UErrorCode status = U_ZERO_ERROR;
  matcher->reset(input);
  const bool matches = matcher->matches(status);
  if (U_FAILURE(status)) return refused(status);
  return matches;
}

Result<std::string> regex_replace(std::string_view pattern, std::string_view text, std::string_view substitution) {
  TRY(icu::RegexMatcher* const matcher, matcher_for(pattern));
  const icu::UnicodeString input = utf16(text);
  UErrorCode status = U_ZERO_ERROR;
  matcher->reset(input);
  const icu::UnicodeString replaced = matcher->replaceAll(utf16(substitution), status);
  if (U_FAILURE(status)) return refused(status);
  std::string out;
  replaced.toUTF8String(out);
  return out;
}

}  // namespace fhir::text
