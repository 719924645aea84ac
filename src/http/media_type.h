#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/result.h"

namespace setu::http {

/// The forms a resource travels in. https://hl7.org/fhir/R4/http.html#mime-type
enum class Format : std::uint8_t { json, xml };

/// A form, and the name of it that an answer has.
struct Form {
  Format format = Format::json;
  std::string_view name = "application/fhir+json";

  bool operator==(const Form&) const = default;
};

/// Value of Content-Type for answers in this form.
std::string content_type_of(const Form& form);

/// "application/fhir+json; charset=utf-8; q=0.8", taken apart; names and the type are in lower case.
struct MediaType {
  std::string name;
  std::vector<std::pair<std::string, std::string>> parameters;  ///< without q
  int quality = 1000;                                           ///< thousandths

  std::string_view parameter(std::string_view name) const;
};

/// One media type; nothing if it is malformed. https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1
std::optional<MediaType> parse_media_type(std::string_view text);

/// The items of a list such as Accept's; those that are malformed are left out.
std::vector<MediaType> parse_media_types(std::string_view text);

/// The form to answer in: what `_format` says, if anything, else the best of Accept, else JSON. An Outcome (406) if
/// there is none that Setu writes, or another FHIR version or charset is asked for. Its name is FHIR's, unless Accept
/// names it by a general one, such as application/json: who asks for that may know no other.
/// https://hl7.org/fhir/R4/http.html#parameters and https://hl7.org/fhir/R4/http.html#mime-type
fhir::Result<Form> negotiate(std::optional<std::string_view> format_parameter, std::string_view accept);

/// The form a body is in. An Outcome (415) if there is no Content-Type, or Setu does not read it, or it is of another FHIR
/// version or charset.
fhir::Result<Format> format_of_body(std::string_view content_type);

/// A Content-Type as Binary.contentType has it, which is a code: without the optional white space around ';' and '=', but for a
/// space behind each ';', and without empty parameters. An Outcome (415) that names the parameter where one has white space
/// within that no code can hold. https://hl7.org/fhir/R4/datatypes.html#code
fhir::Result<std::string> code_of_content_type(std::string_view content_type);

/// How a patch travels; the last two are a FHIRPath Patch in one of FHIR's forms. https://hl7.org/fhir/R4/http.html#patch
enum class PatchFormat : std::uint8_t { json_patch, xml_patch, fhir_json, fhir_xml };

/// Value of Accept-Patch. https://www.rfc-editor.org/rfc/rfc5789#section-3.1
std::string_view accepted_patches();

/// The form the body of a PATCH is in. An Outcome (415) as for any body.
fhir::Result<PatchFormat> format_of_patch(std::string_view content_type);

/// Whether it is application/x-www-form-urlencoded in UTF-8.
bool is_form(std::string_view content_type);

/// The encodings of an answer that we can make.
enum class Encoding : unsigned char { identity, gzip, brotli };

/// The encoding that `Accept-Encoding` prefers; Brotli among equals. https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3
Encoding encoding_of(std::string_view accept_encoding);

}  // namespace setu::http
