#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/store/cluster.h"
#include "tests/support/process.h"

struct pg_conn;

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

/// A plain connection past the store, for tests that look underneath it or break something.
class Sql {
 public:
  explicit Sql(const std::string& url);
  ~Sql();
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;

  /// Runs statements; throws std::runtime_error with PostgreSQL's message if one fails.
  void run(const std::string& statements);
  /// The first column of the rows a statement returns, as text; throws as run() does.
  std::vector<std::string> column(const std::string& statement);
  /// The one value that a statement returns.
  std::string value(const std::string& statement);
  /// The SQLSTATE with which PostgreSQL refuses a statement; empty if it does not.
  std::string refusal(const std::string& statement);

 private:
  pg_conn* connection_;
};

}  // namespace support
