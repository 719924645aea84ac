#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Texts in other forms, named as FHIRPath names them. http://hl7.org/fhirpath/#additional-string-functions
/// Nothing for a form that is not known, and for a text that is not in it.
namespace fhir::path {

/// To and from "hex", "base64" and "urlbase64"; what is decoded must be UTF-8.
std::optional<std::string> encoded(std::string_view text, std::string_view form);
std::optional<std::string> decoded(std::string_view text, std::string_view form);

/// The bytes that base64 stands for, whatever they are; white space in it is passed by.
/// https://hl7.org/fhir/R4/datatypes.html#base64Binary
std::optional<std::string> bytes_of_base64(std::string_view text);

/// To and from "html" and "json".
std::optional<std::string> escaped(std::string_view text, std::string_view form);
std::optional<std::string> unescaped(std::string_view text, std::string_view form);

}  // namespace fhir::path
