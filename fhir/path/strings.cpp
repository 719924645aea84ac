#include <algorithm>

#include "fhir/path/encoding.h"
#include "fhir/path/evaluation.h"
#include "fhir/text/letters.h"
#include "fhir/text/regex.h"

/// http://hl7.org/fhirpath/N1/#string-manipulation
/// Positions and lengths count Unicode characters.
namespace fhir::path {
namespace {

using F = Function;

constexpr std::uint64_t regex_steps = 32;  ///< one match may take as long as many terms

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

std::int64_t length_of(std::string_view text) {
  return std::count_if(text.begin(), text.end(), [](char c) { return !is_continuation(c); });
}

/// Where the character with this number starts, in bytes; the end if there are fewer.
std::size_t byte_of(std::string_view text, std::int64_t character) {
  std::size_t at = 0;
  for (; at < text.size(); ++at) {
    if (!is_continuation(text[at]) && character-- == 0) break;
  }
  return at;
}

Collection position(Evaluation& evaluation, std::string_view text, std::size_t found) {
  return evaluation.one(Value::of(found == std::string_view::npos ? std::int64_t{-1} : length_of(text.substr(0, found))));
}

Collection substring(Evaluation& evaluation, const Call& call, std::string_view text) {
  const auto start = evaluation.integer(call.term, evaluation.argument(call, 0));
  if (!start || *start < 0 || *start >= length_of(text)) return evaluation.none();
  std::string_view rest = text.substr(byte_of(text, *start));
  if (call.term.count == 2) {
    const auto length = evaluation.integer(call.term, evaluation.argument(call, 1));
    // As if it had not been given. http://hl7.org/fhirpath/N1/#substringstart-integer-length-integer-string
    if (length) rest = rest.substr(0, byte_of(rest, std::max<std::int64_t>(*length, 0)));
  }
  return evaluation.one(Value::of(rest));
}

/// Every occurrence; an empty pattern is before, between and after all characters.
Collection replaced(Evaluation& evaluation, std::string_view text, std::string_view pattern, std::string_view by) {
  std::uint64_t count = 0;
  if (pattern.empty()) count = static_cast<std::uint64_t>(length_of(text)) + 1;
  else for (std::size_t at = text.find(pattern); at != std::string_view::npos; at = text.find(pattern, at + pattern.size())) ++count;
  if (!evaluation.room_for(text.size() + count * by.size())) return evaluation.none();
  std::string out;
  if (pattern.empty()) {
    for (const char c : text) {
      if (!is_continuation(c)) out += by;
      out += c;
    }
    return evaluation.one(evaluation.text_value(out.append(by)));
  }
  std::size_t from = 0;
  for (std::size_t at = text.find(pattern); at != std::string_view::npos; at = text.find(pattern, from)) {
    out.append(text.substr(from, at - from)).append(by);
    from = at + pattern.size();
  }
  return evaluation.one(evaluation.text_value(out.append(text.substr(from))));
}

template <class T>
std::optional<T> matched(Evaluation& evaluation, const Call& call, Result<T> result) {
  if (result) return std::move(*result);
  const Issue& issue = result.outcome().issues[0];
  evaluation.fail(call.term, issue.text, issue.type == IssueType::too_costly ? issue.type : IssueType::processing);
  return {};
}

Collection regex(Evaluation& evaluation, const Call& call, std::string_view text, std::string_view pattern) {
  if (!evaluation.step(regex_steps) || !evaluation.room_for(text.size())) return evaluation.none();
  if (call.function() == F::matches) return evaluation.one(matched(evaluation, call, text::regex_finds(pattern, text)));
  if (call.function() == F::matches_full) return evaluation.one(matched(evaluation, call, text::regex_matches(pattern, text)));
  const auto by = evaluation.string(call.term, evaluation.argument(call, 1));
  if (!by) return evaluation.none();
  if (pattern.empty()) return evaluation.one(Value::of(text));
  // Each match may take the whole of the substitution, and groups in it the whole of the match.
  if (!evaluation.room_for((text.size() + 1) * (by->size() + 1))) return evaluation.none();
  const auto out = matched(evaluation, call, text::regex_replace(pattern, text, *by));
  return out ? evaluation.text(*out) : evaluation.none();
}

Collection characters(Evaluation& evaluation, std::string_view text) {
  Collection out = evaluation.none();
  if (!evaluation.step(text.size())) return out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at + 1;
    while (end < text.size() && is_continuation(text[end])) ++end;
    out.add(Value::of(text.substr(at, end - at)));
    at = end;
  }
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n\f\v";
  const std::size_t first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return text.substr(0, 0);
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

Collection split(Evaluation& evaluation, std::string_view text, std::string_view separator) {
  if (separator.empty()) return characters(evaluation, text);
  Collection out = evaluation.none();
  for (std::size_t from = 0; evaluation.step();) {
    const std::size_t at = text.find(separator, from);
    out.add(Value::of(text.substr(from, at - from)));
    if (at == std::string_view::npos) break;
    from = at + separator.size();
  }
  return out;
}

Collection join(Evaluation& evaluation, const Call& call) {
  const auto separator = evaluation.string(call.term, evaluation.argument(call, 0));
  if (call.input.empty()) return evaluation.none();
  std::string out;
  bool first = true;
  for (const Value& item : call.input) {
    const auto text = evaluation.string(call.term, Collection(evaluation.arena(), item));
    if (!text) continue;
    if (!evaluation.room_for(text->size() + (separator ? separator->size() : 0))) return evaluation.none();
    if (!first && separator) out += *separator;
    out += *text;
    first = false;
  }
  return evaluation.text(out);
}

/// encode, decode, escape and unescape, by the name of the form.
Collection coded(Evaluation& evaluation, const Call& call, std::string_view text, std::string_view form) {
  constexpr std::size_t growth_max = 6;  // '"' becomes &quot;
  if (!evaluation.room_for(text.size() * growth_max)) return evaluation.none();
  std::optional<std::string> out;
  switch (call.function()) {
    case F::encode: out = encoded(text, form); break;
    case F::decode: out = decoded(text, form); break;
    case F::escape: out = escaped(text, form); break;
    default: out = unescaped(text, form); break;
  }
  return out ? evaluation.text(*out) : evaluation.none();
}

}  // namespace

Collection call_string(Evaluation& evaluation, const Call& call) {
  if (call.function() == F::join) return join(evaluation, call);
  const auto input = evaluation.string(call.term, call.input);
  if (!input) return evaluation.none();
  const std::string_view text = *input;
  // The functions without arguments, and substring(), whose first is a number.
  switch (call.function()) {
    case F::substring: return substring(evaluation, call, text);
    case F::upper: return evaluation.room_for(text.size()) ? evaluation.text(text::upper(text)) : evaluation.none();
    case F::lower: return evaluation.room_for(text.size()) ? evaluation.text(text::lower(text)) : evaluation.none();
    case F::length: return evaluation.one(Value::of(length_of(text)));
    case F::to_chars: return characters(evaluation, text);
    case F::trim: return evaluation.one(Value::of(trimmed(text)));
    default: break;
  }
  const auto argument = evaluation.string(call.term, evaluation.argument(call, 0));
  if (!argument) return evaluation.none();
  switch (call.function()) {
    case F::index_of: return position(evaluation, text, text.find(*argument));
    case F::last_index_of: return position(evaluation, text, text.rfind(*argument));
    case F::starts_with: return evaluation.one(text.starts_with(*argument));
    case F::ends_with: return evaluation.one(text.ends_with(*argument));
    case F::contains: return evaluation.one(text.find(*argument) != std::string_view::npos);
    case F::replace: {
      const auto by = evaluation.string(call.term, evaluation.argument(call, 1));
      return by ? replaced(evaluation, text, *argument, *by) : evaluation.none();
    }
    case F::matches:
    case F::matches_full:
    case F::replace_matches: return regex(evaluation, call, text, *argument);
    case F::split: return split(evaluation, text, *argument);
    default: return coded(evaluation, call, text, *argument);
  }
}

}  // namespace fhir::path
