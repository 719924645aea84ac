#include "fhir/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace fhir::text {
namespace {

bool is_ascii(std::string_view text) {
  for (const char byte : text) {
    if (static_cast<unsigned char>(byte) >= 0x80) return false;
  }
  return true;
}

/// What becomes of punctuation as people set it: an apostrophe or full stop joins what stands around it, dashes, commas,
/// quotation marks and brackets divide it. Signs that mean something by themselves, such as % and _, are no such.
enum class Mark { none, joins, divides };

Mark mark_of(UChar32 point) {
  switch (point) {
    case '\'':
    case '.':
    case 0x2BC:   // modifier letter apostrophe
    case 0x2018:  // single quotation marks
    case 0x2019: return Mark::joins;
    case ',':
    case ';':
    case ':':
    case '!':
    case '?':
    case '"':
    case 0x964: return Mark::divides;  // danda
    default: break;
  }
  constexpr std::uint32_t dividing = U_GC_PD_MASK | U_GC_PS_MASK | U_GC_PE_MASK | U_GC_PI_MASK | U_GC_PF_MASK;
  return (U_GET_GC_MASK(point) & dividing) != 0 ? Mark::divides : Mark::none;
}

bool is_ascii_space(char byte) { return byte == ' ' || (byte >= '\t' && byte <= '\r'); }

/// What becomes of a character of a text, or of a word, which keeps them all.
using Judge = Mark (*)(UChar32);
Mark of_word(UChar32) { return Mark::none; }

std::string fold_ascii(std::string_view text, Judge judge) {
  std::string out;
  out.reserve(text.size());
  for (const char byte : text) {
    const auto mark = judge(static_cast<unsigned char>(byte));
    if (mark == Mark::joins) continue;
    if (is_ascii_space(byte) || mark == Mark::divides) {
      if (!out.empty() && out.back() != ' ') out += ' ';
    } else {
      out += byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    }
  }
  if (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

/// Marks that stand above, below or through a letter of any script; not the nuktas and viramas (classes 7 and 9) and
/// vowel signs (class 0) of Indic scripts, without which words become others.
bool is_accent(UChar32 point) {
  const auto type = u_charType(point);
  if (type != U_NON_SPACING_MARK && type != U_ENCLOSING_MARK) return false;
  const auto combining = u_getCombiningClass(point);
  return type == U_ENCLOSING_MARK || (combining != 0 && combining != 7 && combining != 9);
}

/// Letters that Unicode does not take apart as what people without their keys write for them: Søren is found as soren, Łódź as
/// lodz. Empty for all others; case is folded already, which made ß ss.
std::u16string_view plain_letters(UChar32 point) {
  switch (point) {
    case 0xE6: return u"ae";   // æ
    case 0xF0: return u"d";    // ð
    case 0xF8: return u"o";    // ø
    case 0xFE: return u"th";   // þ
    case 0x111: return u"d";   // đ
    case 0x127: return u"h";   // ħ
    case 0x131: return u"i";   // ı
    case 0x142: return u"l";   // ł
    case 0x14B: return u"n";   // ŋ
    case 0x153: return u"oe";  // œ
    case 0x167: return u"t";   // ŧ
    default: return {};
  }
}

std::string fold_unicode(std::string_view text, Judge judge) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* compatible = icu::Normalizer2::getNFKCCasefoldInstance(status);
  const auto* decomposed = icu::Normalizer2::getNFDInstance(status);
  const auto* composed = icu::Normalizer2::getNFCInstance(status);
  if (U_FAILURE(status)) return fold_ascii(text, judge);  // ICU without its data: better than nothing
  const auto folded = decomposed->normalize(
      compatible->normalize(icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}), status), status);
  icu::UnicodeString bare;
  for (std::int32_t at = 0; at < folded.length();) {
    const UChar32 point = folded.char32At(at);
    at += U16_LENGTH(point);
    const auto mark = judge(point);
    if (mark == Mark::joins) continue;
    if (u_isUWhiteSpace(point) || mark == Mark::divides) {
      if (!bare.isEmpty() && bare.char32At(bare.length() - 1) != ' ') bare.append(static_cast<UChar32>(' '));
    } else if (const auto plain = plain_letters(point); !plain.empty()) {
      bare.append(plain.data(), static_cast<std::int32_t>(plain.size()));
    } else if (!is_accent(point)) {
      bare.append(point);
    }
  }
  if (bare.endsWith(icu::UnicodeString(static_cast<UChar32>(' ')))) bare.truncate(bare.length() - 1);
  std::string out;
  composed->normalize(bare, status).toUTF8String(out);
  return out;
}

std::string fold(std::string_view text, std::size_t bytes_max, Judge judge) {
  // No character folds to less than a quarter of itself, but runs of white space do: hence the margin.
  text = cut(text, bytes_max * 4 + 256);
  std::string folded = is_ascii(text) ? fold_ascii(text, judge) : fold_unicode(text, judge);
  if (folded.size() > bytes_max) {
    folded.resize(cut(folded, bytes_max).size());
    while (!folded.empty() && folded.back() == ' ') folded.pop_back();
  }
  return folded;
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto size = static_cast<std::int64_t>(text.size());
  for (std::int64_t at = 0; at < size;) {
    if (bytes[at] < 0x80) {
      ++at;
      continue;
    }
    UChar32 point;
    U8_NEXT(bytes, at, size, point);
    if (point < 0) return false;
  }
  return true;
}

std::string_view cut(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  return text.substr(0, bytes_max);
}

std::string fold(std::string_view text, std::size_t bytes_max) { return fold(text, bytes_max, mark_of); }

std::string fold_word(std::string_view word, std::size_t bytes_max) { return fold(word, bytes_max, of_word); }

}  // namespace fhir::text
