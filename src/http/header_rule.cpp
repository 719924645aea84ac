#include "src/http/header_rule.h"

#include <algorithm>
#include <cstdint>

#include "fhir/text/fold.h"

namespace setu::http {
namespace {

/// The characters a header's value may have.
enum class Text : std::uint8_t {
  any,      ///< what it may be is asked where it is read, or it is compared with what is known and goes nowhere
  visible,  ///< visible ASCII and spaces, which an answer's header can hold
  ascii,    ///< tabs as well, for white space that means nothing
  utf8,     ///< as in a URL that was pasted without being encoded
};

struct Rule {
  std::string_view name;
  Text text;
};

/// Those of which a request has one at most. If the first of two counted, a client's would outweigh the one that a proxy adds;
/// the framing of a body (Content-Length, Transfer-Encoding) and Host have rules of their own, and what is a list by its
/// specification, such as Accept, Prefer and If-None-Match, is read as one. https://www.rfc-editor.org/rfc/rfc9110#section-5.3
constexpr Rule rules[] = {
    {"Content-Type", Text::ascii},  {"X-Security-Context", Text::visible}, {"If-None-Exist", Text::utf8},
    {"Idempotency-Key", Text::any}, {"Expect", Text::any},
};

bool has_only(std::string_view text, Text characters) {
  if (characters == Text::any) return true;
  if (characters == Text::utf8) return fhir::text::is_valid_utf8(text);
  return std::all_of(text.begin(), text.end(), [&](char c) { return (c >= ' ' && c <= '~') || (c == '\t' && characters == Text::ascii); });
}

std::string_view fault_in(Text characters) {
  return characters == Text::utf8 ? "is not valid UTF-8; what is not ASCII is percent-encoded, as in a URL." : "has a character other than visible ASCII and spaces.";
}

std::optional<std::string> fault_of(const Headers& headers, const Rule& rule) {
  const auto of_name = [&](const auto& one) { return same_word(one.first, rule.name); };
  const auto first = std::find_if(headers.begin(), headers.end(), of_name);
  if (first == headers.end()) return std::nullopt;
  const std::string name(rule.name);
  if (std::find_if(first + 1, headers.end(), of_name) != headers.end()) {
    return name + " is there more than once; a request has one at most, also where they are equal.";
  }
  if (has_only(first->second, rule.text)) return std::nullopt;
  return name + " " + std::string(fault_in(rule.text));
}

}  // namespace

std::optional<std::string> fault_of(const Headers& headers, std::string_view tenant_header) {
  for (const Rule& rule : rules) {
    if (auto fault = fault_of(headers, rule)) return fault;
  }
  return fault_of(headers, Rule{tenant_header, Text::visible});
}

}  // namespace setu::http
