#include "fhir/text/words.h"

#include <unicode/brkiter.h>
#include <unicode/utext.h>

#include <memory>
#include <string>

#include "fhir/text/fold.h"

namespace fhir::text {
namespace {

/// What of a word counts.
constexpr std::size_t word_bytes_max = 200;

/// Each thread has its own: making one reads the rules, using one changes it.
icu::BreakIterator* iterator() {
  thread_local const auto made = [] {
    UErrorCode status = U_ZERO_ERROR;
    return std::unique_ptr<icu::BreakIterator>(icu::BreakIterator::createWordInstance(icu::Locale::getRoot(), status));
  }();
  return made.get();
}

}  // namespace

void each_word(std::string_view text, const std::function<void(std::string_view)>& visit) {
  icu::BreakIterator* const breaks = iterator();
  if (breaks == nullptr) return;
  UErrorCode status = U_ZERO_ERROR;
  UText utf8 = UTEXT_INITIALIZER;
  utext_openUTF8(&utf8, text.data(), static_cast<std::int64_t>(text.size()), &status);
  breaks->setText(&utf8, status);
  if (U_SUCCESS(status)) {
    std::int32_t start = breaks->first();
    for (std::int32_t end = breaks->next(); end != icu::BreakIterator::DONE; start = end, end = breaks->next()) {
      if (breaks->getRuleStatus() < UBRK_WORD_NONE_LIMIT) continue;
      const std::string word = fold_word(text.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(end - start)), word_bytes_max);
      if (!word.empty()) visit(word);
    }
  }
  utext_close(&utf8);
}

}  // namespace fhir::text
