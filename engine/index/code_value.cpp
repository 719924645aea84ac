#include "engine/index/code_value.h"

namespace engine::index {

std::string folded_code(std::string_view code) {
  std::string folded(code);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

std::string of_type_text(std::string_view system, std::string_view code, std::string_view value) {
  // A bar cannot stand in what a plain token search looks up as a code here, for it is not folded.
  std::string text = "OF-TYPE|";
  text.append(system).append("|").append(folded_code(code)).append("|").append(folded_code(value));
  return text;
}

}  // namespace engine::index
