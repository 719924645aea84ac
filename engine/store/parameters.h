#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include "engine/index/custom.h"
#include "engine/store/connection.h"
#include "engine/store/session.h"
#include "engine/store/write_arguments.h"

/// The custom search parameters and named queries of tenants, as the store keeps them. What is written has the postings of the generation of
/// its tenant, or is refused by setu.write(); so a parameter whose generation all resources were gone through by is whole.
namespace engine::store {

/// The definitions of a tenant at this moment, to be made CustomParameters of. One round trip.
struct StoredParameters {
  std::int64_t generation = 0;
  index::Zone zone;
  std::vector<std::unique_ptr<index::CustomParameter>> all;
  std::vector<index::NamedQuery> queries;
};
fhir::Result<StoredParameters> load_parameters(Connection& connection, std::int32_t tenant);

/// The parameters of tenants as one connection knows them. Used by its thread alone.
class KnownParameters {
 public:
  explicit KnownParameters(Connection& connection) : connection_(connection) {}

  std::shared_ptr<const index::CustomParameters> of(std::int32_t tenant) const;
  /// Asks the store; what is known stays the same object where nothing changed.
  fhir::Result<std::shared_ptr<const index::CustomParameters>> refresh(std::int32_t tenant);
  /// After a transaction that may have read what was never committed.
  void forget(std::int32_t tenant) { known_.erase(tenant); }

 private:
  Connection& connection_;
  std::map<std::int32_t, std::shared_ptr<const index::CustomParameters>> known_;  ///< of tenants that have some
};

/// Writes versions, or postings alone, with the postings of the tenant's generation: those made by another are made anew.
/// The results are the characters of setu.write(). Fails as Connection::run() does.
fhir::Result<Rows> write_postings(Connection& connection, KnownParameters& known, std::int32_t tenant, std::span<const Write> writes, Purpose purpose);

}  // namespace engine::store
