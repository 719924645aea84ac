#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "fhir/result.h"

namespace setu::command {

/// What the files of a FHIR data set look like by their names.
enum class Form { json, ndjson, xml, other };
Form form_of(const std::filesystem::path& file);

/// A file that is read from front to back, gzip or not, with a bound on what is held at once. "-" is standard input.
class Input {
 public:
  static fhir::Result<std::unique_ptr<Input>> open(const std::filesystem::path& file);
  ~Input();
  Input(const Input&) = delete;
  Input& operator=(const Input&) = delete;

  /// All that is left; fails if it is more than `bytes_max`.
  fhir::Result<std::string> rest(std::size_t bytes_max);
  /// The next line without its end; false at the end of the file. Fails if it is longer than `bytes_max`.
  fhir::Result<bool> line(std::string& out, std::size_t bytes_max);
  /// How much of the file has been read, as it lies on the disk.
  std::uint64_t position() const;

 private:
  Input(void* file, std::string name) : file_(file), name_(std::move(name)) {}
  fhir::Result<bool> fill();

  void* file_;  ///< zlib's gzFile
  std::string name_;
  std::string buffer_;
  std::size_t at_ = 0;
};

}  // namespace setu::command
