#include "tests/support/postgres.h"

#include <libpq-fe.h>

#include <stdexcept>
#include <utility>

#include "engine/store/migration.h"

namespace support {
namespace {

[[noreturn]] void fail(const fhir::Outcome& outcome) { throw std::runtime_error(fhir::to_text(outcome)); }

void execute(const std::string& url, const std::string& statement) {
  PGconn* connection = PQconnectdb(url.c_str());
  PGresult* result = PQexec(connection, statement.c_str());
  const bool done = PQresultStatus(result) == PGRES_COMMAND_OK;
  const std::string why = PQerrorMessage(connection);
  PQclear(result);
  PQfinish(connection);
  if (!done) throw std::runtime_error(why);
}

}  // namespace

Postgres::Postgres() {
  auto started = engine::store::Cluster::start(folder_.path() / "data");
  if (!started) fail(started.outcome());
  cluster_ = std::move(*started);
}

Postgres::~Postgres() = default;

std::string Postgres::empty_database() {
  const std::string name = "test_" + std::to_string(++databases_);
  execute(cluster_->url(), "create database " + name);
  return cluster_->url() + " dbname=" + name;
}

/// Copied from a database that was migrated once, which is quicker than migrating each.
std::string Postgres::fresh_database() {
  if (!std::exchange(model_made_, true)) {
    const std::string model = cluster_->url() + " dbname=model";
    execute(cluster_->url(), "create database model");
    if (auto migrated = engine::store::migrate(model); !migrated) fail(migrated.outcome());
  }
  const std::string name = "test_" + std::to_string(++databases_);
  execute(cluster_->url(), "create database " + name + " template model");
  return cluster_->url() + " dbname=" + name;
}

Postgres& postgres() {
  static Postgres one;
  return one;
}

}  // namespace support
