#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/store/parameters.h"

namespace engine::store {

/// Carries the reindexings of all tenants out, a page at a time, on a connection of its own: Session::reindex() and writes
/// of SearchParameter resources note them. Every page is a transaction that also notes its place, so that what is broken
/// off, even by a kill, goes on there; several processes may work at the same database. Versions and their times stay.
class Reindexer {
 public:
  explicit Reindexer(const std::string& url) : connection_(url) {}

  /// What one step was about: a page, or the beginning or end of a reindexing.
  struct Step {
    std::int32_t tenant = 0;
    Reindexing reindexing;
    bool waits = false;  ///< for writers that began before it, or for another process; nothing was done
  };

  /// Does a page of the oldest reindexing of the next tenant that has one; nothing if none has.
  fhir::Result<std::optional<Step>> step();

 private:
  struct Job {
    Reindexing reindexing;
    char state = 'W';
    std::int16_t at_type = 0;
    std::int64_t at_rid = 0;
  };
  fhir::Result<std::optional<Job>> next_job(std::int32_t tenant);
  fhir::Result<Step> step(std::int32_t tenant);
  fhir::Result<void> page(std::int32_t tenant, Job& job);
  fhir::Result<bool> writers_are_gone(std::int32_t tenant, std::int64_t job);
  fhir::Result<void> count(std::int32_t tenant, Job& job);
  fhir::Result<void> set_state(std::int32_t tenant, Job& job, char state);
  fhir::Result<void> end(std::int32_t tenant, Job& job, bool whole);
  template <class Work>
  fhir::Result<void> in_transaction(Work&& work);

  Connection connection_;
  KnownParameters known_{connection_};
  std::int32_t last_tenant_ = 0;  ///< tenants take turns
  /// Of a reindexing that begins: the transactions that wrote when it did, and may not know of it.
  struct Writers {
    std::int32_t tenant = 0;
    std::int64_t job = 0;
    std::vector<std::string> transactions;
  };
  std::optional<Writers> writers_;
};

/// The reindexing in a row of reindex_list.sql and its like.
Reindexing reindexing_in(const Rows::Row& row);

/// Makes the postings of one resource anew; false if it is not there.
fhir::Result<bool> reindex_one(Connection& connection, KnownParameters& known, const Key& key);

}  // namespace engine::store
