#include "engine/search/words.h"

#include <algorithm>

#include "engine/index/key.h"
#include "engine/search/refusal.h"
#include "fhir/text/letters.h"
#include "fhir/text/words.h"

namespace engine::search {
namespace {

using fhir::Result;
using Kind = Condition::Kind;

/// Goes through a value once, from left to right.
class Reader {
 public:
  Reader(const index::Parameter& parameter, std::string_view text) : parameter_(parameter), text_(text) { next(); }

  Result<Words> run() {
    TRY(Words all, either(0));
    if (token_ != Token::end) return wrong("has a ) that closes nothing");
    std::sort(all.ranking.begin(), all.ranking.end());
    all.ranking.erase(std::unique(all.ranking.begin(), all.ranking.end()), all.ranking.end());
    return all;
  }

 private:
  enum class Token : std::uint8_t { end, open, close, and_, or_, not_, word };

  fhir::Outcome wrong(const std::string& what) const { return malformed("A value of " + quoted(parameter_.code) + " " + what + "."); }

  void next() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
    quoted_ = false;
    if (at_ == text_.size()) {
      token_ = Token::end;
    } else if (text_[at_] == '(' || text_[at_] == ')') {
      token_ = text_[at_++] == '(' ? Token::open : Token::close;
    } else {
      token_ = Token::word;
      const auto start = at_;
      quoted_ = text_[at_] == '"';
      if (quoted_) {
        at_ = std::min(text_.find('"', at_ + 1), text_.size() - 1) + 1;
      } else {
        while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '(' && text_[at_] != ')' && text_[at_] != '"') ++at_;
      }
      word_ = text_.substr(start, at_ - start);
      if (quoted_) return;
      const auto name = fhir::text::lower(word_);
      if (name == "and") token_ = Token::and_;
      if (name == "or") token_ = Token::or_;
      if (name == "not") token_ = Token::not_;
    }
  }
  static bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

  static Words together(Kind kind, std::vector<Words> parts) {
    Words all;
    std::vector<Condition> where;
    for (auto& part : parts) {
      where.push_back(std::move(part.where));
      all.ranking.insert(all.ranking.end(), part.ranking.begin(), part.ranking.end());
    }
    all.where = joined(kind, std::move(where));
    return all;
  }

  Result<Words> either(int depth) {
    std::vector<Words> parts;
    for (;;) {
      TRY(Words part, both(depth));
      parts.push_back(std::move(part));
      if (token_ != Token::or_) return together(Kind::any, std::move(parts));
      next();
    }
  }

  /// Words beside each other are joined by AND.
  Result<Words> both(int depth) {
    std::vector<Words> parts;
    for (;;) {
      TRY(Words part, one(depth));
      parts.push_back(std::move(part));
      if (token_ == Token::and_) next();
      else if (token_ == Token::end || token_ == Token::close || token_ == Token::or_) return together(Kind::all, std::move(parts));
    }
  }

  Result<Words> one(int depth) {
    if (depth == SearchLimits::filter_depth) return too_much("Parentheses and NOT in a value of " + quoted(parameter_.code) + " are read " + std::to_string(depth) + " deep at most.");
    switch (token_) {
      case Token::word: return word();
      case Token::not_: {
        next();
        TRY(Words denied, one(depth + 1));
        Words out;
        out.where.kind = Kind::not_;
        out.where.children.push_back(std::move(denied.where));
        return out;
      }
      case Token::open: {
        next();
        TRY(Words inside, either(depth + 1));
        if (token_ != Token::close) return wrong("has a ( that is not closed");
        next();
        return inside;
      }
      case Token::end: return wrong("ends where a word is missing");
      default: return wrong("has no word where one is expected; for a word that is and, or or not, write it in quotes");
    }
  }

  /// What stands between spaces: one word, or several where Unicode's rules divide it, as "x-ray".
  Result<Words> word() {
    if (word_.find('*') != std::string_view::npos) {
      return refused(quoted(word_) + " in " + quoted(parameter_.code) + " asks for beginnings of words; only whole words are looked up. Leave the * out.");
    }
    if (quoted_ && (word_.size() < 2 || word_.back() != '"')) return wrong("has a quote that is not closed");
    std::vector<Words> parts;
    fhir::text::each_word(word_, [&](std::string_view word) {
      const auto key = index::word_key(parameter_.type->name, parameter_.code, word);
      Words one;
      one.where.kind = Kind::tokens;
      one.where.tokens.push_back({key, std::nullopt});
      one.ranking.push_back(key);
      parts.push_back(std::move(one));
    });
    if (parts.empty()) return malformed(quoted(word_) + " in " + quoted(parameter_.code) + " has no word to look for.");
    if (quoted_ && parts.size() > 1) {
      return refused(quoted(word_) + " in " + quoted(parameter_.code) + " asks for words beside each other; words are looked up one by one, wherever they stand. Leave the quotes out.");
    }
    words_ += parts.size();
    if (words_ > SearchLimits::words) return too_many_words(parameter_.code);
    next();
    return together(Kind::all, std::move(parts));
  }

  const index::Parameter& parameter_;
  std::string_view text_;
  std::size_t at_ = 0;
  Token token_ = Token::end;
  std::string_view word_;  ///< of Token::word, with its quotes
  bool quoted_ = false;
  std::size_t words_ = 0;
};

}  // namespace

fhir::Outcome too_many_words(std::string_view code) {
  return too_much(quoted(code) + " asks for more than " + std::to_string(SearchLimits::words) + " words, as many as are answered.");
}

Result<Words> words(const index::Parameter& parameter, std::string_view value) { return Reader(parameter, value).run(); }

}  // namespace engine::search
