#pragma once

#include <string_view>
#include <vector>

#include "engine/index/parameters.h"
#include "engine/search/plan.h"

namespace engine::search {

/// What a value of `_text` or `_content` asks for.
struct Words {
  Condition where;
  std::vector<std::int64_t> ranking;  ///< postings of the words that are asked for, but those behind NOT
};

/// Reads a value: words, all of which must be there, in any order; AND, OR and NOT between them, in capital or small letters,
/// NOT before AND before OR, and parentheses. "(bone OR liver) and metastases".
/// https://hl7.org/fhir/R4/search.html#content
fhir::Result<Words> words(const index::Parameter& parameter, std::string_view value);

/// How a search for more words than are answered is refused.
fhir::Outcome too_many_words(std::string_view code);

}  // namespace engine::search
