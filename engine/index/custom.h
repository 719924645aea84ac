#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/named_query.h"
#include "engine/index/parameters.h"
#include "fhir/primitive/time_zone.h"
#include "fhir/r4/search_parameter.h"
#include "fhir/result.h"

/// The search parameters that a tenant defines beside those of R4, by SearchParameter resources that are active.
/// https://hl7.org/fhir/R4/searchparameter.html
namespace engine::index {

/// How many custom parameters a tenant may have: each costs every write of its types something.
constexpr std::size_t custom_max = 200;

/// How many components a composite of a tenant's own may have; those of R4 have three at most.
constexpr std::size_t components_max = 4;

/// Whether every resource is in the index as something new asks for, so that searches may use it.
struct Progress {
  bool ready = false;
  std::uint64_t done = 0, all = 0;  ///< resources that have been gone through, while it is not ready
  std::string failure;              ///< why it will not become ready
};

/// The time zone in which the dates of a tenant are that have none, and how far the index has them in it.
struct Zone : Progress {
  const fhir::TimeZone* rules = &fhir::TimeZone::utc();
  std::int64_t since = 0;  ///< the generation that it came with: no two zones of a tenant have one
  Zone() { ready = true; }
};

/// One SearchParameter resource of a tenant and what it makes of the types it is for.
class CustomParameter : public Progress {
 public:
  /// Copies the definition; compile() must follow.
  CustomParameter(const fhir::r4::SearchParameter& resource, std::string id);
  CustomParameter(const CustomParameter&) = delete;
  CustomParameter& operator=(const CustomParameter&) = delete;

  /// Makes the parameters of all types. `others` are the tenant's definitions that components may name.
  void compile(std::span<const fhir::SearchParameter* const> others);

  const std::string& id() const { return id_; }  ///< of the resource
  const fhir::SearchParameter& definition() const { return definition_; }
  std::span<const std::unique_ptr<Parameter>> parameters() const { return parameters_; }
  /// A number of everything that decides its postings: with another, they must be made anew.
  std::int64_t fingerprint() const;

  // What the definition restricts; an empty list restricts nothing.
  std::vector<std::string_view> modifiers;
  std::vector<std::string_view> comparators;
  std::vector<std::string_view> chains;  ///< parameters that may be chained to it
  bool multiple_or = true;
  bool multiple_and = true;

 private:
  std::string_view keep(std::string_view text);

  std::string id_;
  std::deque<std::string> texts_;
  std::vector<std::string_view> base_, targets_;
  std::vector<fhir::SearchComponent> components_;
  fhir::SearchParameter definition_{};
  std::vector<std::unique_ptr<Parameter>> parameters_;
};

/// All of a tenant at one time, with its time zone and its named queries; never changed. They live as long as it does.
class CustomParameters {
 public:
  CustomParameters() = default;
  CustomParameters(std::int64_t generation, std::vector<std::unique_ptr<CustomParameter>> all, Zone zone = {}, std::vector<NamedQuery> queries = {});

  /// What a tenant without any has.
  static const CustomParameters& none();

  /// Grows with each change of what is indexed: a writer that knows another generation than the store is refused.
  std::int64_t generation() const { return generation_; }
  std::span<const std::unique_ptr<CustomParameter>> all() const { return all_; }
  /// Those of one resource type, whether ready or not.
  std::span<const Parameter* const> of(const fhir::Descriptor& type) const;
  const Parameter* find(const fhir::Descriptor& type, std::string_view code) const;
  /// That of a SearchParameter resource, or null.
  const CustomParameter* find(std::string_view id) const;
  const Zone& zone() const { return zone_; }
  std::span<const NamedQuery> queries() const { return queries_; }
  /// The query of a name on a type, or on the system where that is null; null if there is none.
  const NamedQuery* query(const fhir::Descriptor* type, std::string_view name) const;
  /// True if nothing is being indexed, the zone included.
  bool all_ready() const;
  /// A number of what the definitions say; the same for tenants that define the same.
  std::int64_t fingerprint() const;

 private:
  std::int64_t generation_ = 0;
  std::vector<std::unique_ptr<CustomParameter>> all_;
  Zone zone_;
  std::vector<NamedQuery> queries_;
  std::map<std::uint16_t, std::vector<const Parameter*>> by_type_;
};

/// True if a SearchParameter resource is to be searched by: it is active, and does not repeat one of R4's own.
bool is_in_use(const fhir::r4::SearchParameter& resource);

/// Whether a SearchParameter in use can be answered beside `others`, its own former version left aside. All that is wrong
/// is in the outcome (422), with its place in the resource.
fhir::Result<void> check(const fhir::r4::SearchParameter& resource, std::string_view id, const CustomParameters& others);

}  // namespace engine::index
