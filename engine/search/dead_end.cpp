#include "engine/search/dead_end.h"

#include <algorithm>
#include <set>

#include "engine/search/refusal.h"
#include "fhir/text/nearest.h"

namespace engine::search {
namespace {

/// Beside the list of what is valid, the types are named shortly.
constexpr std::size_t types_bytes_max = 200;

/// What a type behind a reference is asked by.
std::vector<std::string_view> codes_behind(const fhir::Descriptor& type, const index::CustomParameters& custom) {
  auto codes = searchable_codes(type, custom);
  codes.push_back("_has");
  return codes;
}

}  // namespace

bool DeadEnd::is_furthest(int place) {
  if (place_ && *place_ < place) return false;
  if (!place_ || place < *place_) {
    place_ = place;
    types_.clear();
    why_.reset();
  }
  return true;
}

void DeadEnd::keep(int place, fhir::Outcome why) {
  if (is_furthest(place) && !why_) why_ = std::move(why);
}

void DeadEnd::has_none(int left, const index::Parameter& reference, std::string_view next, const fhir::Descriptor& type) {
  if (!is_furthest(left * steps + 1)) return;
  reference_ = &reference;
  next_ = next;
  if (std::find(types_.begin(), types_.end(), &type) == types_.end()) types_.push_back(&type);
}

fhir::Outcome DeadEnd::outcome(const index::CustomParameters& custom) const {
  if (types_.empty()) return *why_;
  if (types_.size() == 1) return search::has_none(*types_[0], next_, codes_behind(*types_[0], custom));
  std::vector<std::string_view> names, valid;
  std::set<std::string_view> seen;
  for (const auto* type : types_) {
    names.push_back(type->name);
    for (const auto code : codes_behind(*type, custom)) {
      if (seen.insert(code).second) valid.push_back(code);
    }
  }
  std::string text = "What " + quoted(reference_->code) + " leads to (" + listed(names, types_bytes_max) + ") has no search parameter " + quoted(next_) + ".";
  if (const auto near = fhir::text::nearest(next_, valid); !near.empty()) {
    std::vector<std::string_view> owners;
    for (const auto* type : types_) {
      const auto codes = codes_behind(*type, custom);
      if (std::find(codes.begin(), codes.end(), near) != codes.end()) owners.push_back(type->name);
    }
    text += " Did you mean " + quoted(near) + " of " + listed(owners, types_bytes_max) + "? A type can be named: " +
            quoted(std::string(reference_->code) + ":" + std::string(owners[0]) + "." + std::string(near)) + ".";
  }
  return unsupported(text + " Valid are, of one type or another: " + listed(valid) + ".");
}

}  // namespace engine::search
