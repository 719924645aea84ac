#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

namespace setu::crypto {

/// The SHA-256 of a list of texts, 32 bytes, in which ("a", "bc") and ("ab", "c") differ.
std::string digest_of(std::initializer_list<std::string_view> parts);

/// `bytes` random bytes that nobody can guess, in hexadecimal.
std::string random_text(std::size_t bytes);

}  // namespace setu::crypto
