#include "tests/support/postgres.h"

#include <libpq-fe.h>

#include <stdexcept>
#include <utility>

#include "engine/store/migration.h"

namespace support {
namespace {

[[noreturn]] void fail(const fhir::Outcome& outcome) { throw std::runtime_error(fhir::to_text(outcome)); }

using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;

Result execute(PGconn* connection, const std::string& statement) { return {PQexec(connection, statement.c_str()), &PQclear}; }

bool is_done(const Result& result) {
  const auto status = PQresultStatus(result.get());
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
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
  Sql(cluster_->url()).run("create database " + name);
  return cluster_->url() + " dbname=" + name;
}

/// Copied from a database that was migrated once, which is quicker than migrating each.
std::string Postgres::fresh_database() {
  if (!std::exchange(model_made_, true)) {
    Sql(cluster_->url()).run("create database model");
    if (auto migrated = engine::store::migrate(cluster_->url() + " dbname=model"); !migrated) fail(migrated.outcome());
  }
  const std::string name = "test_" + std::to_string(++databases_);
  Sql(cluster_->url()).run("create database " + name + " template model");
  return cluster_->url() + " dbname=" + name;
}

Postgres& postgres() {
  static Postgres one;
  return one;
}

Sql::Sql(const std::string& url) : connection_(PQconnectdb(url.c_str())) {
  if (PQstatus(connection_) == CONNECTION_OK) {
    run("set client_min_messages = warning");
    return;
  }
  const std::string why = PQerrorMessage(connection_);
  PQfinish(connection_);
  throw std::runtime_error(why);
}

Sql::~Sql() { PQfinish(connection_); }

void Sql::run(const std::string& statements) {
  if (!is_done(execute(connection_, statements))) throw std::runtime_error(PQerrorMessage(connection_));
}

std::vector<std::string> Sql::column(const std::string& statement) {
  const Result result = execute(connection_, statement);
  if (!is_done(result)) throw std::runtime_error(PQerrorMessage(connection_));
  std::vector<std::string> values;
  for (int row = 0; row < PQntuples(result.get()); ++row) values.emplace_back(PQgetvalue(result.get(), row, 0));
  return values;
}

std::string Sql::value(const std::string& statement) {
  const auto values = column(statement);
  if (values.size() != 1) throw std::runtime_error(std::to_string(values.size()) + " rows from: " + statement);
  return values.front();
}

std::string Sql::refusal(const std::string& statement) {
  const Result result = execute(connection_, statement);
  if (is_done(result)) return "";
  const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
  return state != nullptr ? state : "?";
}

}  // namespace support
