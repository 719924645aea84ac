#include "engine/interaction/url.h"

#include <algorithm>
#include <charconv>

#include "engine/search/refusal.h"
#include "fhir/text/fold.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

Outcome malformed(std::string text) { return {IssueType::invalid, Issue::Detail::bad_request, std::move(text)}; }

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { plus, space };

Result<std::string> decoded(std::string_view text, Plus plus, std::string_view what) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const int high = i + 2 < text.size() ? digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return malformed(std::string(what) + " has a '%' that is not followed by two hexadecimal digits.");
      c = static_cast<char>(high * 16 + low);
      i += 2;
    } else if (c == '+' && plus == Plus::space) {
      c = ' ';
    }
    if (c == '\0') return malformed(std::string(what) + " has a NUL character in it.");
    out += c;
  }
  if (!fhir::text::is_valid_utf8(out)) return malformed(std::string(what) + " is not valid UTF-8.");
  return out;
}

}  // namespace

Result<std::string> percent_decoded(std::string_view text, std::string_view what) { return decoded(text, Plus::plus, what); }

std::string_view behind_base(std::string_view url, std::string_view base) {
  if (url.starts_with(base) && (url.size() == base.size() || url[base.size()] == '/' || url[base.size()] == '?')) url.remove_prefix(base.size());
  while (url.starts_with('/')) url.remove_prefix(1);
  return url;
}

Result<Parameters> parse_query(std::string_view text, std::size_t count_max) {
  Parameters parameters;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view piece = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (piece.empty()) continue;
    if (parameters.size() == count_max) {
      return Outcome(IssueType::too_costly, Issue::Detail::bad_request,
                     "A request has at most " + std::to_string(count_max) + " parameters.");
    }
    const std::size_t equals = std::min(piece.find('='), piece.size());
    TRY(std::string name, decoded(piece.substr(0, equals), Plus::space, "The name of a parameter"));
    if (name.empty()) return malformed("A parameter has no name.");
    TRY(std::string value, search::about(name, decoded(piece.substr(std::min(equals + 1, piece.size())), Plus::space, "The value of a parameter")));
    parameters.push_back({std::move(name), std::move(value)});
  }
  return parameters;
}

Result<Parameters> parse_criteria_text(std::string_view text, std::size_t count_max) {
  // A '?' behind the first '=' belongs to a value.
  const std::size_t mark = text.find_first_of("?=");
  if (mark != std::string_view::npos && text[mark] == '?') text.remove_prefix(mark + 1);
  return parse_query(text, count_max);
}

std::string percent_encoded(std::string_view text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    }
  }
  return out;
}

std::string to_query(const Parameters& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    if (!out.empty()) out += '&';
    out.append(percent_encoded(name)).append("=").append(percent_encoded(value));
  }
  return out;
}

std::optional<std::uint32_t> version_of_etag(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
  tag = tag.substr(1, tag.size() - 2);
  std::uint32_t version = 0;
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
  if (error != std::errc() || end != tag.data() + tag.size() || version == 0 || tag.front() == '0') return std::nullopt;
  return version;
}

std::vector<std::string_view> etags_of(std::string_view list) {
  std::vector<std::string_view> tags;
  std::size_t begin = 0;
  bool quoted = false;
  for (std::size_t i = 0; i <= list.size(); ++i) {
    if (i < list.size() && list[i] == '"') quoted = !quoted;
    if (i < list.size() && (quoted || list[i] != ',')) continue;
    std::string_view tag = list.substr(begin, i - begin);
    while (tag.starts_with(' ') || tag.starts_with('\t')) tag.remove_prefix(1);
    while (tag.ends_with(' ') || tag.ends_with('\t')) tag.remove_suffix(1);
    if (!tag.empty()) tags.push_back(tag);
    begin = i + 1;
  }
  return tags;
}

std::vector<std::uint32_t> versions_of_etags(std::string_view list) {
  std::vector<std::uint32_t> versions;
  for (std::string_view tag : etags_of(list)) {
    if (const auto version = version_of_etag(tag)) versions.push_back(*version);
  }
  return versions;
}

std::optional<std::uint32_t> version_to_match(std::string_view tag) { return tag == "*" ? any_version : version_of_etag(tag); }

std::string etag_of(std::uint32_t version) { return "W/\"" + std::to_string(version) + "\""; }

}  // namespace engine
