#pragma once

#include <cstddef>
#include <cstdint>

/// How much a word tells of the text it is in, by which `_text` and `_content` rank.
namespace engine::index {

/// The weight of a word that no word outweighs.
constexpr std::int32_t weight_max = 1000;

/// The weight of a word that occurs `times` in a text of `length` words, from 1: it grows with the times, ever slower, and is the
/// less the longer the text is. Lengths count by powers of two, so that a word more does not change the weights of all others.
std::int32_t weight_of(std::size_t times, std::size_t length);

}  // namespace engine::index
