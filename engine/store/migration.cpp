#include "engine/store/migration.h"

#include <cstdio>
#include <map>
#include <pqxx/pqxx>
#include <thread>

#include "engine/index/extract.h"
#include "engine/store/connect.h"
#include "engine/store/reindex.h"
#include "engine/store/sql.h"
#include "engine/store/tenant.h"

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

/// Makes what migrations stand on where it is missing. Roles belong to the whole cluster: another database may have made
/// them, even this moment. Whoever has the schema and the roles needs no rights beyond being a member of both.
constexpr const char* prepare = R"sql(
  do $$
  declare
    wanted text;
    -- From 16 on, to have made a role is to be a member of it, but not yet to be allowed to become it.
    membership text := case when current_setting('server_version_num')::int >= 160000 then 'set' else 'member' end;
  begin
    foreach wanted in array array['setu_owner', 'setu_app'] loop
      begin
        if not exists (select from pg_roles where rolname = wanted) then
          execute format('create role %I nologin', wanted);
        end if;
        if not pg_has_role(current_user, wanted, membership) then
          execute format('grant %I to %I', wanted, current_user);
        end if;
      exception when duplicate_object or unique_violation or internal_error then null;
      end;
    end loop;
    if to_regnamespace('setu') is null then
      create schema setu authorization setu_owner;
    end if;
  end
  $$;
  set local role setu_owner;
  create table if not exists setu.migration (
    number int primary key,
    name text not null,
    checksum text not null,
    applied timestamptz not null default now()
  );
  reset role;
)sql";

/// The numbers of transactions are a cluster's own. In a database that was restored from another those still to come would be
/// taken for writers at work: they are given one that is over, of which there is a first, frozen one in each cluster.
constexpr const char* adopt = R"sql(
  do $$
  declare
    here text := (select system_identifier::text from pg_control_system());
    known text := (select value from setu.setting where name = 'cluster');
    one int;
  begin
    if known is not distinct from here then
      return;
    end if;
    for one in select number from setu.tenant loop
      perform set_config('setu.tenant', one::text, true);
      update setu.res set writer = '2' where tenant = one and writer >= pg_snapshot_xmax(pg_current_snapshot());
      update setu.hist set writer = '2' where tenant = one and writer >= pg_snapshot_xmax(pg_current_snapshot());
      update setu.reindex set ender = '2' where tenant = one and ender >= pg_snapshot_xmax(pg_current_snapshot());
    end loop;
    perform set_config('setu.tenant', '', true);
    insert into setu.setting (name, value) values ('cluster', here) on conflict (name) do update set value = here;
  end
  $$;
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

/// True if the postings were made by an older extractor than ours. A new database has none, and notes ours.
fhir::Result<bool> index_is_old(pqxx::work& work) {
  const auto rows = work.exec("select value::int from setu.setting where name = 'extractor_version'");
  if (rows.empty()) {
    work.exec_params0("insert into setu.setting (name, value) values ('extractor_version', $1)", std::to_string(index::extractor_version));
    return false;
  }
  const int made_by = rows[0][0].as<int>();
  if (made_by > index::extractor_version) {
    return Outcome(IssueType::conflict, "The search index of this database was made by a newer setu than this " SETU_VERSION ". Run that, or a later one.");
  }
  return made_by < index::extractor_version;
}

/// Notes the reindexing of everything of a tenant, unless that was done before this was broken off.
fhir::Result<void> note_reindexing(Session& session, std::int32_t tenant, const std::string& reason) {
  TRY(const auto noted, session.reindexings(tenant));
  for (const Reindexing& one : noted) {
    if (one.state != Reindexing::State::failed && one.reason.find(reason) != std::string::npos) return {};
  }
  return session.reindex(tenant, {}, reason);
}

/// Before anybody searches: what another extractor made is not found under the keys of ours.
fhir::Result<void> make_index_anew(pqxx::connection& connection, const std::string& url, const IndexProgress& progress) {
  TRY(const auto session, connect(url));
  TRY(const auto all, tenants(url));
  for (const Tenant& tenant : all) TRY_VOID(note_reindexing(*session, tenant.number, "extractor " + std::to_string(index::extractor_version) + "."));
  Reindexer reindexer(url);
  for (;;) {
    TRY(const auto step, reindexer.step());
    if (!step) break;
    if (step->reindexing.state == Reindexing::State::failed) {
      return Outcome(IssueType::exception, "The index of tenant " + std::to_string(step->tenant) + " could not be made: " + step->reindexing.failure);
    }
    if (step->waits) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    else if (progress) progress(step->tenant, step->reindexing.done, step->reindexing.all);
  }
  pqxx::work work(connection);
  work.exec0("set local role setu_owner");
  work.exec_params0("update setu.setting set value = $1 where name = 'extractor_version'", std::to_string(index::extractor_version));
  work.commit();
  return {};
}

fhir::Result<std::vector<std::string>> apply(pqxx::connection& connection, const std::string& url, const IndexProgress& progress) {
  if (connection.server_version() < oldest_postgresql) {
    return Outcome(IssueType::not_supported, "PostgreSQL 15 or later is needed, and this is " + std::to_string(connection.server_version() / 10000) + ".");
  }
  std::vector<std::string> done;
  pqxx::work work(connection);
  work.exec0("set client_min_messages = warning");
  // One at a time; the lock goes with the connection.
  work.exec1("select pg_advisory_lock(7311946290734)");
  work.exec0(prepare);
  std::map<int, Applied> applied;
  work.exec0("set local role setu_owner");
  for (const auto& row : work.exec("select number, name, checksum from setu.migration order by number")) {
    applied[row[0].as<int>()] = {row[1].as<std::string>(), row[2].as<std::string>()};
  }
  TRY_VOID(check_applied(applied));
  for (const sql::Migration& migration : sql::migrations) {
    if (applied.contains(migration.number)) continue;
    work.exec(std::string(migration.text));
    work.exec_params0("insert into setu.migration (number, name, checksum) values ($1, $2, $3)", migration.number, std::string(migration.name),
                      checksum_of(migration.text));
    done.emplace_back(migration.name);
  }
  work.exec0(adopt);
  TRY(const bool is_old, index_is_old(work));
  work.commit();
  if (is_old) {
    TRY_VOID(make_index_anew(connection, url, progress));
    done.emplace_back("search index " + std::to_string(index::extractor_version));
  }
  return done;
}

}  // namespace

fhir::Result<std::vector<std::string>> migrate(const std::string& url, const IndexProgress& progress) {
  try {
    pqxx::connection connection(url);
    return apply(connection, url, progress);
  } catch (const pqxx::insufficient_privilege& error) {
    return Outcome(IssueType::forbidden, "The database user may not do what a migration needs: " + std::string(error.what()) +
                                             " Let an administrator run `setu db migrate` once and grant setu_owner and setu_app to that user; or give it "
                                             "CREATEROLE, and CREATE on the database.");
  } catch (const pqxx::broken_connection& error) {
    return Outcome(IssueType::transient, "The database cannot be reached: " + std::string(error.what()));
  } catch (const std::exception& error) {
    return Outcome(IssueType::exception, "The schema could not be brought up to date: " + std::string(error.what()));
  }
}

}  // namespace engine::store
