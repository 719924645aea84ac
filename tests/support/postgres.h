#pragma once

#include <memory>
#include <string>

#include "engine/store/cluster.h"
#include "tests/support/process.h"

namespace support {

/// A PostgreSQL of the tests' own, on a Unix socket in a temporary folder: started at first use, gone when the test
/// program ends.
class Postgres {
 public:
  Postgres();
  ~Postgres();

  /// A new database with the schema in it.
  std::string fresh_database();
  /// A new database with nothing in it.
  std::string empty_database();

  const engine::store::Cluster& cluster() const { return *cluster_; }
  const std::filesystem::path& folder() const { return folder_.path(); }

 private:
  TemporaryFolder folder_;
  std::unique_ptr<engine::store::Cluster> cluster_;
  int databases_ = 0;
  bool model_made_ = false;
};

Postgres& postgres();

}  // namespace support
