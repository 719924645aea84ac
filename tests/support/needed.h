#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>

/// Whether what a test needs, and a script of setup/ brings, is there. By hand a test without it is skipped and says so; under
/// ./check, which names the scripts that have brought something in SETU_FETCHED, it fails.
inline bool is_there(const std::filesystem::path& needed, const std::string& script) {
  if (std::filesystem::exists(needed)) return true;
  const char* fetched = std::getenv("SETU_FETCHED");
  std::istringstream scripts(fetched != nullptr ? fetched : "");
  for (std::string one; scripts >> one;) {
    if (one == script) FAIL("setup/" << script << " has run, and " << needed.string() << " is not there");
  }
  WARN("SKIPPED: " << needed.string() << " is not there; run setup/" << script);
  return false;
}
