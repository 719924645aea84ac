#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"

namespace engine {

/// One entry of a bundle that the server answers with. Empty texts are absent.
struct BundleEntry {
  std::string full_url;
  std::string resource;         ///< FHIR JSON, put in as it is
  std::string_view search_mode; ///< match, include or outcome
  std::string search_score;     ///< how well it matches, a decimal from 0 to 1
  std::string_view method;      ///< of `request`, in a history
  std::string url;
  std::string status;           ///< of `response`: "201 Created"
  std::string location;
  std::string etag;
  std::optional<Instant> last_modified;
  std::string outcome;          ///< FHIR JSON
};

/// A Bundle written from top to bottom; what was stored goes in without being read again.
/// https://hl7.org/fhir/R4/bundle.html
class BundleText {
 public:
  BundleText(std::string_view type, std::optional<std::uint64_t> total = std::nullopt);

  /// Before the first entry.
  void link(std::string_view relation, std::string_view url);
  void entry(const BundleEntry& entry);
  std::size_t size() const { return text_.size(); }
  /// The whole text; nothing can be added after.
  std::string finish() &&;

 private:
  std::string text_;
  bool has_links_ = false;
  bool has_entries_ = false;
};

/// "201 Created"
std::string status_line(Status status);

}  // namespace engine
