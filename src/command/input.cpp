#include "src/command/input.h"

#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>

namespace setu::command {
namespace {

constexpr std::size_t piece_bytes = 256 * 1024;

gzFile gz(void* file) { return static_cast<gzFile>(file); }

}  // namespace

Form form_of(const std::filesystem::path& file) {
  std::filesystem::path name = file.filename();
  if (name.extension() == ".gz") name.replace_extension();
  const std::string extension = name.extension();
  if (extension == ".json") return Form::json;
  if (extension == ".ndjson" || extension == ".jsonl") return Form::ndjson;
  if (extension == ".xml") return Form::xml;
  return Form::other;
}

fhir::Result<std::unique_ptr<Input>> Input::open(const std::filesystem::path& file) {
  const bool standard = file == "-";
  std::error_code error;
  if (!standard && std::filesystem::is_directory(file, error)) {
    return fhir::Outcome(fhir::IssueType::not_found, file.string() + " is a folder, and a file is wanted.");
  }
  gzFile opened = standard ? gzdopen(::dup(STDIN_FILENO), "rb") : gzopen(file.c_str(), "rb");
  if (opened == nullptr) return fhir::Outcome(fhir::IssueType::not_found, "Cannot open " + file.string() + ": " + std::strerror(errno) + ".");
  gzbuffer(opened, piece_bytes);
  return std::unique_ptr<Input>(new Input(opened, standard ? "standard input" : file.string()));
}

Input::~Input() { gzclose(gz(file_)); }

fhir::Result<bool> Input::fill() {
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t size = buffer_.size();
  buffer_.resize(size + piece_bytes);
  const int read = gzread(gz(file_), buffer_.data() + size, piece_bytes);
  buffer_.resize(size + static_cast<std::size_t>(std::max(read, 0)));
  if (read < 0) {
    int number = 0;
    return fhir::Outcome(fhir::IssueType::exception, "Cannot read " + name_ + ": " + gzerror(gz(file_), &number) + ".");
  }
  return read > 0;
}

fhir::Result<std::string> Input::rest(std::size_t bytes_max) {
  for (;;) {
    TRY(const bool more, fill());
    if (!more) return std::move(buffer_);
    if (buffer_.size() > bytes_max) {
      return fhir::Outcome(fhir::IssueType::too_long, name_ + " is larger than " + std::to_string(bytes_max >> 20) + " MiB.");
    }
  }
}

fhir::Result<bool> Input::line(std::string& out, std::size_t bytes_max) {
  for (std::size_t searched = at_;;) {
    const std::size_t end = buffer_.find('\n', searched);
    if (end != std::string::npos) {
      out.assign(buffer_, at_, end - at_);
      at_ = end + 1;
      if (out.ends_with('\r')) out.pop_back();
      return true;
    }
    if (buffer_.size() - at_ > bytes_max) {
      return fhir::Outcome(fhir::IssueType::too_long, name_ + " has a line of more than " + std::to_string(bytes_max >> 20) + " MiB.");
    }
    const std::size_t unread = buffer_.size() - at_;
    TRY(const bool more, fill());
    searched = unread;
    if (more) continue;
    if (buffer_.empty()) return false;
    out = std::move(buffer_);
    buffer_.clear();
    return true;
  }
}

std::uint64_t Input::position() const {
  const auto offset = gzoffset(gz(file_));
  return offset < 0 ? 0 : static_cast<std::uint64_t>(offset);
}

}  // namespace setu::command
