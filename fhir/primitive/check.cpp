#include "fhir/primitive/check.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "fhir/primitive/date_time.h"

namespace fhir {
namespace {

constexpr std::size_t string_characters_max = 1024 * 1024;
constexpr std::size_t decimal_characters_max = 1000;
// Where a double ends, as large as JSON's numbers are for most who read them, our own reader too.
constexpr std::int64_t whole_digits_max = 308;
constexpr std::size_t id_characters_max = 64;

/// What a byte may be part of; one look-up a byte is all that most values cost.
enum Class : std::uint8_t {
  digit = 1, hex_lower = 2, id_character = 4, base64 = 8, space = 16, control = 32,
};

constexpr std::array<std::uint8_t, 256> classes = [] {
  std::array<std::uint8_t, 256> table{};
  for (int c = 0; c < 0x20; ++c) table[c] = control;
  for (const char c : {' ', '\t', '\n', '\r'}) table[static_cast<unsigned char>(c)] = space;
  for (int c = '0'; c <= '9'; ++c) table[c] = digit | hex_lower | id_character | base64;
  for (int c = 'a'; c <= 'z'; ++c) table[c] = id_character | base64 | (c <= 'f' ? hex_lower : 0);
  for (int c = 'A'; c <= 'Z'; ++c) table[c] = id_character | base64;
  table['-'] = table['.'] = id_character;
  table['+'] = table['/'] = base64;
  return table;
}();

bool is(char c, int wanted) { return (classes[static_cast<unsigned char>(c)] & wanted) != 0; }

bool all(std::string_view text, int wanted) {
  return std::all_of(text.begin(), text.end(), [wanted](char c) { return is(c, wanted); });
}

bool skip(std::string_view& text, char wanted) {
  if (text.empty() || text[0] != wanted) return false;
  text.remove_prefix(1);
  return true;
}

bool skip(std::string_view& text, std::string_view wanted) {
  if (text.substr(0, wanted.size()) != wanted) return false;
  text.remove_prefix(wanted.size());
  return true;
}

std::string_view take_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is(text[count], digit)) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

// "0", or digits that do not start with a zero.
bool is_natural(std::string_view digits) { return !digits.empty() && (digits[0] != '0' || digits.size() == 1); }

bool is_integer(std::string_view text, std::uint64_t least, std::uint64_t most) {
  if (text.size() > 10 || !is_natural(text) || !all(text, digit)) return false;
  std::uint64_t value = 0;
  for (const char c : text) value = value * 10 + static_cast<std::uint64_t>(c - '0');
  return value >= least && value <= most;
}

bool is_signed_integer(std::string_view text) {
  if (skip(text, '-')) return is_integer(text, 1, 2147483648);
  return is_integer(text, 0, 2147483647);
}

bool is_decimal(std::string_view text) {
  if (text.size() > decimal_characters_max) return false;
  skip(text, '-');
  const std::string_view whole = take_digits(text);
  if (!is_natural(whole)) return false;
  if (skip(text, '.') && take_digits(text).empty()) return false;
  std::int64_t exponent = 0;
  if (skip(text, 'e') || skip(text, 'E')) {
    const bool negative = !skip(text, '+') && skip(text, '-');
    const std::string_view digits = take_digits(text);
    if (digits.empty()) return false;
    if (!negative) {
      for (const char c : digits) exponent = std::min(exponent * 10 + (c - '0'), whole_digits_max + 1);
    }
  }
  return text.empty() && static_cast<std::int64_t>(whole.size()) + exponent <= whole_digits_max;
}

// U+FFFE and U+FFFF, three bytes of UTF-8 each, have no place in XML.
bool is_noncharacter(std::string_view text, std::size_t at) {
  return text[at] == '\xEF' && text.size() - at >= 3 && text[at + 1] == '\xBF' && (text[at + 2] & '\xFE') == '\xBE';
}

bool is_unfit(std::string_view text, std::size_t at) { return is(text[at], control) || is_noncharacter(text, at); }

bool is_text(std::string_view text) {
  bool visible = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_unfit(text, at)) return false;
    visible |= !is(text[at], space);
  }
  return visible;
}

bool is_string(std::string_view text) {
  if (!is_text(text)) return false;
  if (text.size() <= string_characters_max) return true;
  const auto characters = std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; });
  return static_cast<std::size_t>(characters) <= string_characters_max;
}

// One space at most between words, none around them.
bool is_code(std::string_view text) {
  if (!is_text(text) || is(text.front(), space) || is(text.back(), space)) return false;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (is(text[at], space) && is(text[at - 1], space)) return false;
  }
  return true;
}

bool is_uri(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is(text[at], space) || is_unfit(text, at)) return false;
  }
  return !text.empty();
}

bool is_oid(std::string_view text) {
  if (!skip(text, "urn:oid:") || text.empty() || text[0] < '0' || text[0] > '2') return false;
  text.remove_prefix(1);
  if (text.empty()) return false;
  while (!text.empty()) {
    if (!skip(text, '.') || !is_natural(take_digits(text))) return false;
  }
  return true;
}

bool is_uuid(std::string_view text) {
  if (!skip(text, "urn:uuid:") || text.size() != 36) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool dash = at == 8 || at == 13 || at == 18 || at == 23;
    if (dash ? text[at] != '-' : !is(text[at], hex_lower)) return false;
  }
  return true;
}

// Groups of four, '=' only to fill the last; white space anywhere.
bool is_base64(std::string_view text) {
  std::size_t characters = 0, padding = 0;
  for (const char c : text) {
    if (is(c, space)) continue;
    if (c == '=') {
      ++padding;
    } else if (padding != 0 || !is(c, base64)) {
      return false;
    }
    ++characters;
  }
  return characters != 0 && characters % 4 == 0 && padding <= 2;
}

bool is_date_time(PrimitiveKind kind, std::string_view text) {
  const auto parsed = parse_date_time(text);
  if (!parsed) return false;
  // A time of day is given to the second and with its zone, or not at all.
  if (parsed->precision == Precision::second) return kind != PrimitiveKind::date && parsed->has_zone;
  return parsed->precision <= Precision::day && kind != PrimitiveKind::instant;
}

bool is_time(std::string_view text) {
  const auto parsed = parse_time(text);
  return parsed && parsed->precision == Precision::second;
}

}  // namespace

std::size_t unfit_for_xml(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_unfit(text, at)) return at;
  }
  return std::string_view::npos;
}

bool valid(PrimitiveKind kind, std::string_view text) {
  switch (kind) {
    case PrimitiveKind::boolean: return text == "true" || text == "false";
    case PrimitiveKind::integer: return is_signed_integer(text);
    case PrimitiveKind::unsigned_int: return is_integer(text, 0, 2147483647);
    case PrimitiveKind::positive_int: return is_integer(text, 1, 2147483647);
    case PrimitiveKind::decimal: return is_decimal(text);
    case PrimitiveKind::string:
    case PrimitiveKind::markdown: return is_string(text);
    case PrimitiveKind::code: return is_code(text);
    case PrimitiveKind::id: return !text.empty() && text.size() <= id_characters_max && all(text, id_character);
    case PrimitiveKind::uri:
    case PrimitiveKind::url:
    case PrimitiveKind::canonical: return is_uri(text);
    case PrimitiveKind::oid: return is_oid(text);
    case PrimitiveKind::uuid: return is_uuid(text);
    case PrimitiveKind::base64_binary: return is_base64(text);
    case PrimitiveKind::date:
    case PrimitiveKind::date_time:
    case PrimitiveKind::instant: return is_date_time(kind, text);
    case PrimitiveKind::time: return is_time(text);
    case PrimitiveKind::xhtml: return is_text(text);
    case PrimitiveKind::none: return false;
  }
  return false;
}

std::string_view expected(PrimitiveKind kind) {
  switch (kind) {
    case PrimitiveKind::boolean: return "true or false";
    case PrimitiveKind::integer: return "a whole number from -2147483648 to 2147483647, without leading zeros";
    case PrimitiveKind::unsigned_int: return "a whole number from 0 to 2147483647, without leading zeros";
    case PrimitiveKind::positive_int: return "a whole number from 1 to 2147483647, without leading zeros";
    case PrimitiveKind::decimal:
      return "a number such as 1.50, -3 or 1.5e3, of at most 1,000 characters, with at most 308 digits before its point, to which its exponent adds";
    case PrimitiveKind::string:
    case PrimitiveKind::markdown:
      return "text that is not blank, without control characters, of at most 1,048,576 characters";
    case PrimitiveKind::code: return "a code: text without spaces at its ends and with single spaces inside";
    case PrimitiveKind::id: return "1 to 64 of the characters A-Z, a-z, 0-9, '-' and '.'";
    case PrimitiveKind::uri: return "a URI without white space";
    case PrimitiveKind::url: return "a URL without white space";
    case PrimitiveKind::canonical: return "a canonical URL without white space";
    case PrimitiveKind::oid: return "an OID such as urn:oid:1.2.3.4";
    case PrimitiveKind::uuid: return "a UUID in lower case such as urn:uuid:c757873d-ec9a-4326-a141-556f43239520";
    case PrimitiveKind::base64_binary: return "base64 in whole groups of four characters";
    case PrimitiveKind::date: return "a date that exists, such as 2024, 2024-05 or 2024-05-17";
    case PrimitiveKind::date_time:
      return "a date such as 2024, 2024-05 or 2024-05-17, or a time with seconds and zone such as "
             "2024-05-17T09:30:00+05:30";
    case PrimitiveKind::instant: return "a time with seconds and zone such as 2024-05-17T09:30:00.000+05:30";
    case PrimitiveKind::time: return "a time of day such as 09:30:00";
    case PrimitiveKind::xhtml: return "an XHTML div";
    case PrimitiveKind::none: break;
  }
  return "nothing";
}

std::string as_string(std::string_view text) {
  constexpr std::string_view replacement = "\xEF\xBF\xBD";
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_noncharacter(text, at)) {
      out += replacement;
      at += 2;
    } else if (is(text[at], control)) {
      out += replacement;
    } else {
      out += text[at];
    }
  }
  return out;
}

}  // namespace fhir
