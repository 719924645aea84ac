#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/result.h"

/// What `setu load` sends, in which order.
namespace setu::command {

struct LoadFile {
  std::filesystem::path path;
  std::uint64_t size = 0;
  bool first = false;  ///< others refer to what is in it: it is loaded before them
};

/// The files with FHIR data under the paths: those to be loaded first, then by name. A path that is not there is refused.
fhir::Result<std::vector<LoadFile>> files_under(const std::vector<std::filesystem::path>& paths);

/// One request, and the name under which the journal knows it was acknowledged.
struct LoadRequest {
  std::string name;
  std::string method;
  std::string target;     ///< behind the base: "", "/Patient/1"
  std::string body;
  bool repeatable = true; ///< doing it twice is as good as once
  std::uint64_t size = 0; ///< of the file, in bytes, for progress
};

/// The request for the text of a JSON file.
fhir::Result<LoadRequest> request_for(std::string text);

/// A batch of resources, each on a line of NDJSON. Appending fails if the line is not a resource.
class LoadBatch {
 public:
  fhir::Result<void> append(std::string_view line);
  std::size_t lines() const { return lines_; }
  std::size_t bytes() const { return entries_.size(); }
  /// The request, after which the batch is empty.
  LoadRequest take();

 private:
  std::string entries_;
  std::size_t lines_ = 0;
  bool repeatable_ = true;
};

}  // namespace setu::command
