#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "engine/index/interval.h"
#include "engine/index/posting.h"
#include "engine/index/whole.h"
#include "fhir/primitive/time_zone.h"

namespace engine::index {

/// The resource whose postings are made: `whole` or a resource inside it.
struct Subject {
  Node resource;
  const fhir::Descriptor& type;  ///< that it has in the index: inside another a contained type
  const Whole& whole;
  std::string_view base;       ///< the service base URL
  const fhir::TimeZone& zone;  ///< of dates that have none
};

/// Which intervals stand apart, under keys of their own: none, those that are no points, or those that are longer than a day,
/// or a year.
enum class Spread : std::uint8_t { any, points, times };

/// The postings of one resource as they are gathered, on the stack of extract().
class Extraction {
 public:
  explicit Extraction(const Subject& subject) : subject_(subject) {}

  const Subject& subject() const { return subject_; }
  /// The name of the subject's type, which keys are made of.
  std::string_view type() const { return subject_.type.name; }

  /// Whether what is added from here on is kept. A parameter that others answer for is gone through all the same, to know
  /// whether it has a value.
  void keep(bool kept) { kept_ = kept; }
  bool keeps() const { return kept_; }

  void add_token(std::int64_t token, std::int32_t system = 0) {
    if (kept_) found_.tokens.push_back({token, system, false});
  }
  void add_word(std::int64_t word, std::int32_t weight) {
    add_token(word, weight);
    if (kept_) ++found_.words;
  }
  /// A reference of a parameter to a resource here, which chains go through.
  void add_link(std::string_view parameter, const fhir::Descriptor& target, ResourceKey key);
  void add_range(std::int64_t key, Interval interval, Spread spread = Spread::points);
  void add_text(std::int64_t key, std::string folded, std::int64_t exact) {
    if (kept_) found_.texts.push_back({key, std::move(folded), exact});
  }

  /// Counts a step through the components of a composite, each value of which goes with each of the others. False once they come
  /// to too much, which check_size() refuses.
  bool may_go_on();

  void set_present(int bit) { found_.present |= std::int64_t{1} << bit; }
  void set_sort(std::int64_t time) { found_.sort = time; }
  void set_patient(ResourceKey patient) { found_.patient = patient; }

  /// All that was found, sorted and without duplicates.
  Postings take();

 private:
  const Subject& subject_;
  bool kept_ = true;
  std::size_t steps_ = 0;
  Postings found_;
};

}  // namespace engine::index
