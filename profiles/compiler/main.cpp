#include <cstdio>
#include <filesystem>
#include <fstream>

#include "profiles/compiler/compile.h"

/// setu_compile_definitions DEFINITIONS EXPANSIONS OUT: compiles unpacked FHIR packages into the one file that the
/// server maps at start.
int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("usage: setu_compile_definitions DEFINITIONS_DIR EXPANSIONS_DIR OUT_FILE\n", stderr);
    return 2;
  }
  const auto file = profiles::compile(argv[1], argv[2]);
  if (!file) {
    std::fputs(fhir::to_text(file.outcome()).c_str(), stderr);
    return 1;
  }
  // Written beside and moved into place: a server that has the old file mapped keeps it whole.
  const std::filesystem::path out(argv[3]);
  const std::filesystem::path partial = out.string() + ".tmp";
  std::ofstream stream(partial, std::ios::binary);
  stream.write(file->data(), static_cast<std::streamsize>(file->size()));
  stream.close();
  if (!stream) {
    std::fprintf(stderr, "setu_compile_definitions: cannot write %s\n", partial.c_str());
    return 1;
  }
  std::filesystem::rename(partial, out);
  std::printf("%s: %zu bytes\n", out.c_str(), file->size());
  return 0;
}
