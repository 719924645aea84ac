#include <cstdio>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "fhir/generator/definitions.h"
#include "fhir/generator/emit.h"

/// setu_generator PACKAGE OUT: writes the R4 model from an unpacked definitions package into a folder.
/// A file that would not change is left alone, so that nothing is compiled again for nothing.
int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: setu_generator PACKAGE_DIR OUT_DIR\n", stderr);
    return 2;
  }
  try {
    const std::filesystem::path out(argv[2]);
    std::filesystem::create_directories(out);
    std::size_t written = 0;
    const auto files = fhir::generator::emit(fhir::generator::read_definitions(argv[1]));
    for (const auto& [name, text] : files) {
      std::ifstream before(out / name, std::ios::binary);
      if (before && std::string(std::istreambuf_iterator<char>(before), {}) == text) continue;
      std::ofstream(out / name, std::ios::binary) << text;
      ++written;
    }
    std::printf("%zu files, %zu written\n", files.size(), written);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "setu_generator: %s\n", error.what());
    return 1;
  }
  return 0;
}
