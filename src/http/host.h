#pragma once

#include <string_view>

namespace setu::http {

/// Whether `text` can be the value of a Host header: a name or IPv4 address, or an IPv6 address in brackets, with a port or
/// without. Names are of letters, digits, '-', '_' and '.', which any URL can hold as they are.
/// https://www.rfc-editor.org/rfc/rfc7230#section-5.4
bool is_host(std::string_view text);

}  // namespace setu::http
