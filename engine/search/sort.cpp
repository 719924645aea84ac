#include "engine/search/sort.h"

#include <algorithm>

#include "engine/index/sort_value.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"
#include "engine/search/special.h"
#include "engine/search/split.h"

namespace engine::search {
namespace {

using fhir::Descriptor;
using fhir::Result;
using fhir::SearchType;

bool is_sortable(const index::Parameter& parameter) {
  if (parameter.is_full_text()) return false;
  const auto kind = parameter.kind;
  return kind == SearchType::date || kind == SearchType::number || kind == SearchType::quantity || kind == SearchType::string || !index::sort_paths(parameter).empty();
}

/// What results of any type can be ordered by.
constexpr std::string_view of_all_types[] = {"_id", "_lastUpdated", "_score"};

/// What results of a type can be ordered by, each once.
std::vector<std::string_view> sortable_codes(const Descriptor& type, const index::CustomParameters& custom) {
  std::vector<std::string_view> codes(std::begin(of_all_types), std::end(of_all_types));
  const auto add = [&](const index::Parameter& parameter) {
    if (is_sortable(parameter) && std::find(codes.begin(), codes.end(), parameter.code) == codes.end()) codes.push_back(parameter.code);
  };
  for (const auto& parameter : index::parameters_of(type).all()) {
    if (parameter->searchable()) add(*parameter);
  }
  for (const auto* parameter : custom.of(type)) {
    if (parameter->custom->ready) add(*parameter);
  }
  return codes;
}

}  // namespace

Result<std::vector<Sort>> read_sort(std::string_view value, const std::vector<const Descriptor*>& types, const index::CustomParameters& custom) {
  std::vector<Sort> keys;
  const auto pieces = split(value, ',');
  if (pieces.size() > SearchLimits::sort_keys) {
    return too_much("_sort has " + std::to_string(pieces.size()) + " keys; at most " + std::to_string(SearchLimits::sort_keys) + " are answered.");
  }
  for (auto piece : pieces) {
    Sort key;
    key.descending = piece.starts_with('-');
    if (key.descending) piece.remove_prefix(1);
    if (piece.empty()) return malformed("A key of \"_sort\" is empty; it is written name or -name.");
    if (piece == "_id") {
      key.kind = Sort::Kind::id;
    } else if (piece == "_lastUpdated") {
      key.kind = Sort::Kind::last_updated;
    } else if (piece == "_score") {
      key.kind = Sort::Kind::score;
    } else if (types.size() != 1) {
      return unsupported("A search over several types is not ordered by " + quoted(piece) + "." + suggestion(piece, of_all_types));
    } else {
      // These have no values, so that what is said of a name that is not known would be wrong of them.
      const bool is_asked_for_only = std::any_of(std::begin(special_parameters), std::end(special_parameters), [&](const Special& one) { return one.code == piece; });
      if (!is_asked_for_only && !index::is_full_text_code(piece) && is_known(*types[0], piece, custom)) {
        TRY(key.parameter, searchable_parameter(*types[0], piece, custom));
      }
      if (key.parameter == nullptr || !is_sortable(*key.parameter)) {
        return unsupported("Results are not ordered by " + quoted(piece) + "." + suggestion(piece, sortable_codes(*types[0], custom)));
      }
    }
    keys.push_back(key);
  }
  return keys;
}

}  // namespace engine::search
