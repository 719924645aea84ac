#include "engine/store/migration.h"

#include <cstdio>
#include <map>
#include <pqxx/pqxx>

#include "engine/index/extract.h"
#include "engine/store/sql.h"

namespace engine::store {
namespace {

using fhir::IssueType;
using fhir::Outcome;

constexpr int oldest_postgresql = 150000;

/// FNV-1a: tells an edited migration from the one that was applied; nobody forges them.
std::string checksum_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  char out[17];
  std::snprintf(out, sizeof out, "%016llx", static_cast<unsigned long long>(hash));
  return out;
}

/// The migrations' own table, and the two roles. Roles belong to the whole cluster: another database may have made them.
constexpr const char* prepare = R"sql(
  do $$
  declare
    wanted text;
  begin
    foreach wanted in array array['setu_owner', 'setu_app'] loop
      if not exists (select from pg_roles where rolname = wanted) then
        begin
          execute format('create role %I nologin', wanted);
        exception when duplicate_object or unique_violation then null;
        end;
      end if;
      if not pg_has_role(current_user, wanted, 'member') then
        execute format('grant %I to %I', wanted, current_user);
      end if;
    end loop;
  end
  $$;
  create table if not exists public.setu_migration (
    number int primary key,
    name text not null,
    checksum text not null,
    applied timestamptz not null default now()
  );
)sql";

struct Applied {
  std::string name;
  std::string checksum;
};

fhir::Result<void> check_applied(const std::map<int, Applied>& applied) {
  for (const auto& [number, migration] : applied) {
    const sql::Migration* known = nullptr;
    for (const sql::Migration& one : sql::migrations) {
      if (one.number == number) known = &one;
    }
    if (known == nullptr) {
      return Outcome(IssueType::conflict, "The database has the migration " + migration.name + ", which this setu " SETU_VERSION
                                              " does not know: it was used by a newer one. Run that, or a later one.");
    }
    if (checksum_of(known->text) != migration.checksum) {
      return Outcome(IssueType::conflict, "The migration " + migration.name + " in the database is not the one of this setu " SETU_VERSION
                                              ". Run the version that made this database, or load its data into a new one.");
    }
  }
  return {};
}

fhir::Result<void> check_extractor(pqxx::work& work) {
  const auto rows = work.exec("select value from setu.setting where name = 'extractor_version'");
  const std::string own = std::to_string(index::extractor_version);
  if (rows.empty()) {
    work.exec_params0("insert into setu.setting (name, value) values ('extractor_version', $1)", own);
  } else if (rows[0][0].as<std::string>() != own) {
    return Outcome(IssueType::conflict, "The search index of this database was made by another version of setu (" + rows[0][0].as<std::string>() +
                                            ", and this one makes " + own + "). Load its data into a new database.");
  }
  return {};
}

fhir::Result<std::vector<std::string>> apply(pqxx::connection& connection) {
  if (connection.server_version() < oldest_postgresql) {
    return Outcome(IssueType::not_supported, "PostgreSQL 15 or later is needed, and this is " + std::to_string(connection.server_version() / 10000) + ".");
  }
  std::vector<std::string> done;
  pqxx::work work(connection);
  work.exec0("set local client_min_messages = warning");
  // One at a time; the lock goes with the transaction.
  work.exec1("select pg_advisory_xact_lock(7311946290734)");
  work.exec0(prepare);
  std::map<int, Applied> applied;
  for (const auto& row : work.exec("select number, name, checksum from public.setu_migration order by number")) {
    applied[row[0].as<int>()] = {row[1].as<std::string>(), row[2].as<std::string>()};
  }
  TRY_VOID(check_applied(applied));
  for (const sql::Migration& migration : sql::migrations) {
    if (applied.contains(migration.number)) continue;
    work.exec(std::string(migration.text));
    work.exec0("reset role");
    work.exec_params0("insert into public.setu_migration (number, name, checksum) values ($1, $2, $3)", migration.number,
                      std::string(migration.name), checksum_of(migration.text));
    done.emplace_back(migration.name);
  }
  work.exec0("set local role setu_owner");
  TRY_VOID(check_extractor(work));
  work.commit();
  return done;
}

}  // namespace

fhir::Result<std::vector<std::string>> migrate(const std::string& url) {
  try {
    pqxx::connection connection(url);
    return apply(connection);
  } catch (const pqxx::insufficient_privilege& error) {
    return Outcome(IssueType::forbidden, "The database user may not do what a migration needs: " + std::string(error.what()) +
                                             " Give it CREATEROLE and CREATE on the database, or let an administrator run `setu db migrate` once.");
  } catch (const pqxx::broken_connection& error) {
    return Outcome(IssueType::transient, "The database cannot be reached: " + std::string(error.what()));
  } catch (const std::exception& error) {
    return Outcome(IssueType::exception, "The schema could not be brought up to date: " + std::string(error.what()));
  }
}

}  // namespace engine::store
