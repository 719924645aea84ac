#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "fhir/result.h"

namespace setu::command {

/// The names of what a load had acknowledged, one a line, in a file that outlives an interruption.
class Journal {
 public:
  /// Reads what is there and goes on behind it; a last line that was cut off does not count.
  static fhir::Result<std::unique_ptr<Journal>> open(const std::filesystem::path& file);

  bool has(const std::string& name) const { return names_.contains(name); }
  std::size_t size() const { return names_.size(); }
  /// Any thread may add.
  void add(const std::string& name);
  const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::set<std::string> names_;  ///< as read when it was opened
  std::mutex mutex_;
  std::ofstream stream_;
};

/// A file of this load's own, by what identifies it, under the user's state folder.
std::filesystem::path journal_file_for(const std::string& identity);

}  // namespace setu::command
