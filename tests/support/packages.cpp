#include "tests/support/packages.h"

#include <cstdlib>

std::filesystem::path repo_root() {
  // CMake names source files in full, so this file's own name ends the search when the tests run from elsewhere.
  for (auto folder : {std::filesystem::current_path(), std::filesystem::path(__FILE__).parent_path()}) {
    for (; folder != folder.parent_path(); folder = folder.parent_path()) {
      if (std::filesystem::exists(folder / "profiles" / "package.json")) return folder;
    }
  }
  return std::filesystem::current_path();
}

namespace {

std::filesystem::path set_by(const char* variable, const std::filesystem::path& otherwise) {
  const char* set = std::getenv(variable);
  return set != nullptr && *set != '\0' ? std::filesystem::path(set) : otherwise;
}

}  // namespace

std::filesystem::path packages_root() { return set_by("SETU_PACKAGES", repo_root() / "build" / "packages"); }

std::filesystem::path test_cases_root() { return set_by("SETU_FHIR_TEST_CASES", packages_root() / "fhir-test-cases"); }
