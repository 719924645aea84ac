#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "fhir/result.h"

/// The gzip encoding of bodies. https://www.rfc-editor.org/rfc/rfc1952
namespace setu::http {

/// The bytes as gzip; `level` is zlib's, 1 (fast) to 9.
std::string gzip(std::string_view bytes, int level);

/// The bytes in a gzip text of any number of members. An Outcome if it is damaged or cut short (400), or if it grows past
/// `bytes_max`, or past `ratio_max` times its own size once it is larger than a MiB (413). It is never held larger.
fhir::Result<std::string> gunzip(std::string_view text, std::size_t bytes_max, std::size_t ratio_max);

}  // namespace setu::http
