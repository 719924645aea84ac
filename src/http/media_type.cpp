#include "src/http/media_type.h"

#include <optional>
#include <algorithm>
#include <tuple>

#include "fhir/primitive/check.h"
#include "src/http/message.h"

namespace setu::http {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

constexpr std::string_view offered = "Setu reads and writes application/fhir+json and application/fhir+xml, in UTF-8, of FHIR 4.0.";

/// Every name of a form; the first of each is the one in the specification.
constexpr std::pair<std::string_view, Format> names[] = {
    {"application/fhir+json", Format::json}, {"application/json", Format::json},      {"text/json", Format::json},
    {"application/json+fhir", Format::json}, {"application/fhir+xml", Format::xml},   {"application/xml", Format::xml},
    {"text/xml", Format::xml},               {"application/xml+fhir", Format::xml},
};

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

bool is_token(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || marks.find(c) != marks.npos;
  });
}

/// Takes the text up to the next `separator` outside quotes off the front of `rest`.
std::string_view take(std::string_view& rest, char separator) {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < rest.size(); ++end) {
    if (quoted && rest[end] == '\\') {
      ++end;
    } else if (rest[end] == '"') {
      quoted = !quoted;
    } else if (rest[end] == separator && !quoted) {
      break;
    }
  }
  end = std::min(end, rest.size());
  const std::string_view piece = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return trimmed(piece);
}

std::string unquoted(std::string_view text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return std::string(text);
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

/// "0.8" as 800; nothing if it is not a weight. https://www.rfc-editor.org/rfc/rfc9110#section-12.4.2
std::optional<int> quality_of(std::string_view text) {
  if (text.starts_with('.')) return quality_of("0" + std::string(text));  // as Java writes it
  if (text.empty() || text.size() > 5 || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  int quality = (text[0] - '0') * 1000;
  if (text.size() == 1) return quality;
  if (text[1] != '.') return std::nullopt;
  int scale = 100;
  for (const char c : text.substr(2)) {
    if (c < '0' || c > '9') return std::nullopt;
    quality += (c - '0') * scale;
    scale /= 10;
  }
  if (quality > 1000) return std::nullopt;
  return quality;
}

std::optional<Format> format_named(std::string_view name) {
  for (const auto& [one, format] : names) {
    if (one == name) return format;
  }
  return std::nullopt;
}

/// Whether the parameters ask for nothing but UTF-8 and FHIR 4.0. https://hl7.org/fhir/R4/http.html#version-parameter
bool is_ours(const MediaType& type) {
  const std::string_view charset = type.parameter("charset");
  const std::string_view version = type.parameter("fhirversion");
  return (charset.empty() || same_word(charset, "utf-8") || same_word(charset, "utf8")) &&
         (version.empty() || version == "4.0" || version == "4.0.1");
}

Outcome not_acceptable(std::string text) {
  return {IssueType::not_supported, Issue::Detail::not_acceptable, std::move(text) + " " + std::string(offered)};
}

Outcome not_readable(std::string text) {
  return {IssueType::not_supported, Issue::Detail::unsupported_media_type, std::move(text) + " " + std::string(offered)};
}

/// How well a list of accepted types suits a form: the most specific item that covers it says.
/// https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1
struct Suitability {
  int quality = 0;
  int specificity = 0;     ///< 1 for "*/*", 2 for "application/*", 3 for a name
  int order = 0;           ///< the earlier the greater
  std::string_view name;   ///< of the item

  bool operator<(const Suitability& other) const {
    return std::tie(quality, specificity, order) < std::tie(other.quality, other.specificity, other.order);
  }
};

Suitability suitability(const std::vector<MediaType>& accepted, Format format) {
  Suitability best;
  int order = 0;
  for (const MediaType& type : accepted) {
    --order;
    int specificity = 0;
    if (type.name == "*/*") specificity = 1;
    if (type.name == "application/*") specificity = 2;
    if (format_named(type.name) == format) specificity = 3;
    if (specificity == 0 || !is_ours(type)) continue;
    const Suitability found{type.quality, specificity, order, type.name};
    const bool better = found.specificity > best.specificity || (found.specificity == best.specificity && found.quality > best.quality);
    if (better) best = found;
  }
  return best;
}

/// A form by its own name, or by `wanted` where that is one of its general names.
Form form_of(Format format, std::string_view wanted = {}) {
  constexpr std::string_view general[] = {"application/json", "text/json", "application/xml", "text/xml"};
  const auto* found = std::find(std::begin(general), std::end(general), wanted);
  if (found != std::end(general)) return {format, *found};
  return {format, format == Format::json ? "application/fhir+json" : "application/fhir+xml"};
}

}  // namespace

std::string content_type_of(const Form& form) { return std::string(form.name) + "; charset=utf-8"; }

std::string_view MediaType::parameter(std::string_view wanted) const {
  for (const auto& [one, value] : parameters) {
    if (one == wanted) return value;
  }
  return {};
}

std::optional<MediaType> parse_media_type(std::string_view text) {
  MediaType type;
  std::string_view rest = text;
  type.name = lower(take(rest, ';'));
  if (type.name == "*") type.name = "*/*";  // Java's "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
  const std::size_t slash = type.name.find('/');
  if (slash == std::string::npos || !is_token(std::string_view(type.name).substr(0, slash)) ||
      !is_token(std::string_view(type.name).substr(slash + 1))) {
    return std::nullopt;
  }
  while (!rest.empty()) {
    const std::string_view piece = take(rest, ';');
    if (piece.empty()) continue;
    const std::size_t equals = piece.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const std::string name = lower(trimmed(piece.substr(0, equals)));
    std::string value = unquoted(trimmed(piece.substr(equals + 1)));
    if (!is_token(name)) return std::nullopt;
    if (name == "q") {
      const auto quality = quality_of(value);
      if (!quality) return std::nullopt;
      type.quality = *quality;
    } else {
      type.parameters.emplace_back(name, std::move(value));
    }
  }
  return type;
}

std::vector<MediaType> parse_media_types(std::string_view text) {
  std::vector<MediaType> types;
  while (!text.empty()) {
    const std::string_view piece = take(text, ',');
    if (auto type = parse_media_type(piece)) types.push_back(std::move(*type));
  }
  return types;
}

Result<Form> negotiate(std::optional<std::string_view> format_parameter, std::string_view accept) {
  if (format_parameter && !trimmed(*format_parameter).empty()) {
    if (same_word(*format_parameter, "json")) return form_of(Format::json);
    if (same_word(*format_parameter, "xml")) return form_of(Format::xml);
    // A '+' that was not encoded has become a space on its way through the query.
    std::string text(*format_parameter);
    std::replace(text.begin(), std::find(text.begin(), text.end(), ';'), ' ', '+');
    if (const auto type = parse_media_type(text); type && is_ours(*type)) {
      if (const auto format = format_named(type->name)) return form_of(*format);
    }
    return not_acceptable("The form that _format asks for is not one of ours.");
  }
  if (trimmed(accept).empty()) return form_of(Format::json);
  const auto accepted = parse_media_types(accept);
  const Suitability json = suitability(accepted, Format::json);
  const Suitability xml = suitability(accepted, Format::xml);
  if (json.quality == 0 && xml.quality == 0) return not_acceptable("Accept names no form that is one of ours.");
  return json < xml ? form_of(Format::xml, xml.name) : form_of(Format::json, json.name);
}

Result<Format> format_of_body(std::string_view content_type) {
  if (trimmed(content_type).empty()) return not_readable("The body has no Content-Type.");
  const auto type = parse_media_type(content_type);
  if (!type) return not_readable("The Content-Type is malformed.");
  const auto format = format_named(type->name);
  if (!format) return not_readable("The body is of another Content-Type.");
  if (!is_ours(*type)) return not_readable("The body is of another charset or another version of FHIR.");
  return *format;
}

Result<std::string> code_of_content_type(std::string_view content_type) {
  std::string code(take(content_type, ';'));
  while (!content_type.empty()) {
    const std::string_view piece = take(content_type, ';');
    if (piece.empty()) continue;
    const std::size_t equals = std::min(piece.find('='), piece.size());
    const std::string name(trimmed(piece.substr(0, equals)));
    const std::string parameter = name + "=" + std::string(trimmed(piece.substr(std::min(equals + 1, piece.size()))));
    if (!fhir::valid(fhir::PrimitiveKind::code, parameter) || parameter.find('\t') != parameter.npos) {
      return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type,
                     "The parameter '" + name + "' of Content-Type has a tab or several spaces in a row, which Binary.contentType, a code, cannot hold; "
                     "write it with single spaces.");
    }
    code.append("; ").append(parameter);
  }
  return code;
}

std::string_view accepted_patches() {
  return "application/json-patch+json, application/xml-patch+xml, application/fhir+json, application/fhir+xml";
}

Result<PatchFormat> format_of_patch(std::string_view content_type) {
  const auto refused = [](std::string text) -> Outcome {
    return {IssueType::not_supported, Issue::Detail::unsupported_media_type,
            std::move(text) + " A patch is application/json-patch+json or application/xml-patch+xml, or, for a FHIRPath Patch, "
                              "application/fhir+json or application/fhir+xml, in UTF-8."};
  };
  if (trimmed(content_type).empty()) return refused("The body has no Content-Type.");
  const auto type = parse_media_type(content_type);
  if (!type) return refused("The Content-Type is malformed.");
  if (!is_ours(*type)) return refused("The body is of another charset or another version of FHIR.");
  if (type->name == "application/json-patch+json") return PatchFormat::json_patch;
  if (type->name == "application/xml-patch+xml") return PatchFormat::xml_patch;
  const auto format = format_named(type->name);
  if (!format) return refused("The body is of another Content-Type.");
  return *format == Format::json ? PatchFormat::fhir_json : PatchFormat::fhir_xml;
}

bool is_form(std::string_view content_type) {
  const auto type = parse_media_type(content_type);
  return type && type->name == "application/x-www-form-urlencoded" && is_ours(*type);
}

Encoding encoding_of(std::string_view accept_encoding) {
  std::optional<int> any, gzip, brotli;
  while (!accept_encoding.empty()) {
    std::string_view piece = take(accept_encoding, ',');
    const std::string name = lower(take(piece, ';'));
    int quality = 1000;
    piece = trimmed(piece);
    if (piece.starts_with("q=") || piece.starts_with("Q=")) quality = quality_of(trimmed(piece.substr(2))).value_or(0);
    if (name == "gzip" || name == "x-gzip") gzip = quality;
    if (name == "br") brotli = quality;
    if (name == "*") any = quality;
  }
  const int of_gzip = gzip.value_or(any.value_or(0)), of_brotli = brotli.value_or(any.value_or(0));
  if (of_brotli > 0 && of_brotli >= of_gzip) return Encoding::brotli;
  return of_gzip > 0 ? Encoding::gzip : Encoding::identity;
}

}  // namespace setu::http
