#include "src/command/journal.h"

#include <cstdio>
#include <cstdlib>
#include <functional>

namespace setu::command {

namespace fs = std::filesystem;

fhir::Result<std::unique_ptr<Journal>> Journal::open(const fs::path& file) {
  auto journal = std::make_unique<Journal>();
  journal->file_ = file;
  std::error_code error;
  if (file.has_parent_path()) fs::create_directories(file.parent_path(), error);
  std::uintmax_t whole = 0;
  {
    std::ifstream read(file, std::ios::binary);
    for (std::string line; std::getline(read, line);) {
      if (read.eof()) break;
      whole += line.size() + 1;
      journal->names_.insert(line);
    }
  }
  if (fs::exists(file, error) && fs::file_size(file, error) > whole) fs::resize_file(file, whole, error);
  journal->stream_.open(file, std::ios::binary | std::ios::app);
  if (!journal->stream_) return fhir::Outcome(fhir::IssueType::exception, "Cannot write the journal " + file.string() + "; name another with --journal.");
  return journal;
}

void Journal::add(const std::string& name) {
  const std::lock_guard lock(mutex_);
  stream_ << name + "\n" << std::flush;
}

fs::path journal_file_for(const std::string& identity) {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  const fs::path folder = state != nullptr && *state != '\0' ? fs::path(state) : fs::path(home != nullptr ? home : "/tmp") / ".local" / "state";
  char name[40];
  std::snprintf(name, sizeof name, "load-%016zx.journal", std::hash<std::string>()(identity));
  return folder / "setu" / name;
}

}  // namespace setu::command
