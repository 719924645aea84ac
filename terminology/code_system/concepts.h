#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/r4/code_system.h"
#include "fhir/result.h"

/// The concepts of a CodeSystem resource: which are above and below one another, and which have a property.
/// https://hl7.org/fhir/R4/codesystem.html
namespace terminology::code_system {

using Codes = std::set<std::string, std::less<>>;

/// The concepts of one resource, by their codes. Views are into the resource, which must outlive it.
class Concepts {
 public:
  explicit Concepts(const fhir::r4::CodeSystem& system);

  Codes all() const;

  /// The code, and what is subsumed by it, or what it is subsumed by: by nesting, where that means "is a", and by the
  /// properties parent, child and subsumedBy. A hierarchy that leads back to itself ends there.
  /// https://hl7.org/fhir/R4/codesystem.html#subsumption
  Codes below(std::string_view code) const;
  Codes above(std::string_view code) const;

  /// The codes that a filter of a value set selects; fails, by name, for an operator or regular expression that is none.
  /// https://hl7.org/fhir/R4/valueset.html#filter
  fhir::Result<Codes> filtered(std::string_view property, std::string_view op, std::string_view value) const;

 private:
  using Concept = fhir::r4::CodeSystem::Concept;
  using Links = std::multimap<std::string_view, std::string_view>;

  void add(const Concept& one, std::string_view parent, bool nesting_subsumes);
  void add_link(std::string_view parent, std::string_view child);
  static Codes reached(std::string_view from, const Links& links);
  std::vector<std::string_view> values_of(const Concept& one, std::string_view property) const;

  std::map<std::string_view, const Concept*> concepts_;
  Links children_, parents_;
};

}  // namespace terminology::code_system
