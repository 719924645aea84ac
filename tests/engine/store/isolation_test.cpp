#include "engine/store/session.h"
#include "engine/store/tenant.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;

namespace {

const std::vector<std::string> scoped = {"res", "body", "hist", "tok", "rng", "str", "parameter", "reindex", "answer"};

/// A plain connection that has become what a session is, for a tenant.
std::unique_ptr<support::Sql> as_app(const Fixture& store, const std::string& tenant) {
  auto sql = std::make_unique<support::Sql>(store.url);
  sql->run("set role setu_app; select set_config('setu.tenant', '" + tenant + "', false)");
  return sql;
}

}  // namespace

TEST_CASE("a tenant sees nothing of another's, by any statement") {
  Fixture store;
  REQUIRE(must(create_tenant(store.url, "second")) == 2);
  store.write(patient("Rao", "p"), 1);
  for (const std::int32_t tenant : {1, 2}) {
    const engine::Reply reply;
    must(store.session->once(tenant, {"key", "request", std::chrono::seconds(60)}, [&]() -> fhir::Result<const engine::Reply*> { return &reply; }));
  }
  CHECK_FALSE(store.read("p", 2));
  CHECK(must(store.session->history({.tenant = 2})).matches.empty());
  CHECK(store.write(removal("p"), 2).result == Written::Result::absent);
  CHECK(store.write(patient("Iyer", "p"), 2).result == Written::Result::created);
  CHECK(store.read("p", 1)->tail.find("Rao") != std::string::npos);
  CHECK(store.read("p", 2)->tail.find("Iyer") != std::string::npos);

  for (const std::int32_t tenant : {1, 2}) {
    store.write(write_of(R"({"resourceType":"SearchParameter","url":"http://example.org/nick","name":"Nick","status":"active","description":"d","code":"nick","base":["Patient"],"type":"string","expression":"Patient.name.family"})", "nick"), tenant);
  }
  for (const std::string& table : scoped) {
    CAPTURE(table);
    CHECK(as_app(store, "1")->value("select count(distinct tenant) || ' ' || min(tenant) from setu." + table) == "1 1");
    CHECK(as_app(store, "3")->value("select count(*) from setu." + table) == "0");
    // No tenant at all, as before any transaction and as after one.
    CHECK(as_app(store, "")->value("select count(*) from setu." + table) == "0");
    support::Sql sql(store.url);
    sql.run("set role setu_app");
    CHECK(sql.value("select count(*) from setu." + table) == "0");
    // Not even by the owner.
    sql.run("set role setu_owner");
    CHECK(sql.value("select count(*) from setu." + table) == "0");
    CHECK(sql.value("select relrowsecurity and relforcerowsecurity from pg_class where oid = 'setu." + table + "'::regclass") == "t");
  }
}

TEST_CASE("a tenant cannot write for another") {
  Fixture store;
  store.write(patient("Rao", "p"), 1);
  const auto sql = as_app(store, "2");
  CHECK(sql->refusal("insert into setu.tok (tenant, tok, srt, rid, sys) values (1, 1, 1, 1, 1)") == "42501");
  CHECK(sql->refusal("insert into setu.tok (tenant, tok, srt, rid, sys) values (2, 1, 1, 1, 1)").empty());
  CHECK(sql->refusal("update setu.tok set tenant = 1") == "42501");
  sql->run("delete from setu.res; delete from setu.str");
  CHECK(store.read("p", 1));
  CHECK(store.count("str") != "0");
}

TEST_CASE("every table with a tenant has forced row security") {
  Fixture store;
  CHECK(store.sql.column("select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant' "
                         "where c.relnamespace = 'setu'::regnamespace and c.relkind = 'r' "
                         "and not (c.relrowsecurity and c.relforcerowsecurity and exists (select from pg_policy p where p.polrelid = c.oid))")
            .empty());
  CHECK(store.sql.value("select rolsuper or rolbypassrls or rolcanlogin from pg_roles where rolname = 'setu_app'") == "f");
  CHECK(store.sql.value("select count(*) from pg_class where relowner = 'setu_app'::regrole") == "0");
}

TEST_CASE("history is never changed, nor the tenants and settings by a session") {
  Fixture store;
  store.write(patient("Rao", "p"));
  const auto sql = as_app(store, "1");
  for (const char* statement : {"update setu.hist set doc = ''", "delete from setu.hist", "truncate setu.hist", "drop table setu.hist",
                                "alter table setu.hist disable row level security", "insert into setu.tenant (name) values ('x')",
                                "update setu.setting set value = '9'", "delete from setu.migration", "create table setu.x ()"}) {
    CAPTURE(statement);
    CHECK(sql->refusal(statement) == "42501");
  }
}

TEST_CASE("tenants have names and numbers") {
  Fixture store;
  auto all = must(tenants(store.url));
  REQUIRE(all.size() == 1);
  CHECK(all[0].number == 1);
  CHECK(all[0].name == "default");
  CHECK(must(create_tenant(store.url, "st-johns-2")) == 2);
  all = must(tenants(store.url));
  REQUIRE(all.size() == 2);
  CHECK(all[1].name == "st-johns-2");

  const auto taken = create_tenant(store.url, "default");
  REQUIRE_FALSE(taken);
  CHECK(taken.outcome().issues.front().type == fhir::IssueType::duplicate);
  for (const std::string& name : {std::string(), std::string("Upper"), std::string("-a"), std::string("a-"), std::string("a b"), std::string("a'b"), std::string("é"), std::string(64, 'a')}) {
    CAPTURE(name);
    const auto refused = create_tenant(store.url, name);
    REQUIRE_FALSE(refused);
    CHECK(refused.outcome().issues.front().type == fhir::IssueType::value);
  }
  CHECK(create_tenant(store.url, std::string(63, 'a')));
}
