#pragma once

#include <cstdint>
#include <filesystem>

namespace setu::command {

struct Demo {
  std::filesystem::path folder;
  std::uint32_t patients = 100;
  std::uint32_t encounters = 30;  ///< of each patient; about nine resources each
};

/// Writes made-up patient records as transaction bundles, for `setu load` to load.
int demo(const Demo& options);

}  // namespace setu::command
