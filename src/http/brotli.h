#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "fhir/result.h"

/// The Brotli encoding of bodies. https://www.rfc-editor.org/rfc/rfc7932
namespace setu::http {

/// The bytes as Brotli; `quality` is 0 (fast) to 11.
std::string brotli(std::string_view bytes, int quality);

/// The bytes in a Brotli text. An Outcome if it is damaged, cut short or followed by more (400), or if it grows past
/// `bytes_max`, or past `ratio_max` times its own size once it is larger than a MiB (413). It is never held larger.
fhir::Result<std::string> unbrotli(std::string_view text, std::size_t bytes_max, std::size_t ratio_max);

}  // namespace setu::http
