#pragma once

#include <string>
#include <vector>

/// A file of this checkout.
struct SourceFile {
  std::string path;  // from the root, with '/' between folders
  std::string text;
};

/// An `#include`, or another mention of a file, at its place.
struct Include {
  std::string name;  // what stands between the quotes or brackets
  bool quoted;
  std::size_t line;
};

/// The files of this checkout that people write or commit, in order of path: no build folder, nothing hidden but .ci/,
/// .clang-format, .clang-tidy and .gitignore. Read once and kept.
const std::vector<SourceFile>& source_tree();

/// Whether the file holds C++.
bool is_cpp(const SourceFile& file);

/// The includes of a C++ file, in order.
std::vector<Include> includes_of(const SourceFile& file);

/// The first folder of a path; empty for a file at the root.
std::string room_of(const std::string& path);
