#include "tests/support/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "tests/support/packages.h"

namespace {

namespace files = std::filesystem;

bool is_kept(const std::string& name) {
  if (name.starts_with(".")) return name == ".ci" || name == ".clang-format" || name == ".clang-tidy" || name == ".gitignore";
  return true;
}

std::vector<SourceFile> read_tree() {
  const files::path root = repo_root();
  std::vector<SourceFile> tree;
  for (auto entry = files::recursive_directory_iterator(root); entry != files::recursive_directory_iterator(); ++entry) {
    const std::string path = files::relative(entry->path(), root).generic_string();
    if (!is_kept(entry->path().filename().string()) || path == "build" || path.starts_with("build-")) {
      entry.disable_recursion_pending();
      continue;
    }
    if (!entry->is_regular_file() || path.ends_with(".gz")) continue;
    std::ifstream stream(entry->path(), std::ios::binary);
    tree.push_back({path, std::string(std::istreambuf_iterator<char>(stream), {})});
  }
  std::sort(tree.begin(), tree.end(), [](const auto& left, const auto& right) { return left.path < right.path; });
  return tree;
}

}  // namespace

const std::vector<SourceFile>& source_tree() {
  static const std::vector<SourceFile> tree = read_tree();
  return tree;
}

bool is_cpp(const SourceFile& file) { return file.path.ends_with(".h") || file.path.ends_with(".cpp"); }

std::vector<Include> includes_of(const SourceFile& file) {
  std::vector<Include> includes;
  std::istringstream lines(file.text);
  std::size_t number = 0;
  for (std::string line; std::getline(lines, line);) {
    ++number;
    const auto hash = line.find_first_not_of(" \t");
    if (hash == std::string::npos || line[hash] != '#') continue;
    const auto word = line.find_first_not_of(" \t", hash + 1);
    if (word == std::string::npos || line.compare(word, 7, "include") != 0) continue;
    const auto open = line.find_first_of("<\"", word + 7);
    if (open == std::string::npos) continue;
    const auto close = line.find_first_of(">\"", open + 1);
    if (close == std::string::npos) continue;
    includes.push_back({line.substr(open + 1, close - open - 1), line[open] == '"', number});
  }
  return includes;
}

std::string room_of(const std::string& path) {
  const auto slash = path.find('/');
  return slash == std::string::npos ? std::string() : path.substr(0, slash);
}
