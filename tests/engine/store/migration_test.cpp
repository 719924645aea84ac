#include "engine/store/migration.h"

#include <thread>

#include "engine/store/tenant.h"
#include "engine/store/verify.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;

namespace {

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("migrations are applied once") {
  const std::string url = support::postgres().empty_database();
  const auto first = must(migrate(url));
  REQUIRE(first.size() == 1);
  CHECK(first[0] == "0001_foundation");
  CHECK(must(migrate(url)).empty());
  CHECK(must(tenants(url)).size() == 1);
  CHECK(connect(url));
}

TEST_CASE("several programs that migrate at once apply each migration once") {
  const std::string url = support::postgres().empty_database();
  std::vector<std::thread> threads;
  std::atomic<std::size_t> applied{0}, failures{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      const auto done = migrate(url);
      done ? applied += done->size() : ++failures;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(applied == 1);
}

TEST_CASE("a schema of a newer program is refused, and nothing changed") {
  Fixture store;
  store.sql.run("insert into setu.migration (number, name, checksum) values (9999, '9999_future', 'x')");
  const auto refused = migrate(store.url);
  REQUIRE_FALSE(refused);
  CHECK(refused.outcome().issues.front().type == fhir::IssueType::conflict);
  CHECK(has(fhir::to_text(refused.outcome()), "9999_future"));
  CHECK(has(fhir::to_text(refused.outcome()), "newer"));
}

TEST_CASE("a schema made by an edited migration is refused") {
  Fixture store;
  store.sql.run("update setu.migration set checksum = 'edited'");
  const auto refused = migrate(store.url);
  REQUIRE_FALSE(refused);
  CHECK(refused.outcome().issues.front().type == fhir::IssueType::conflict);
  CHECK(has(fhir::to_text(refused.outcome()), "0001_foundation"));
}

TEST_CASE("the index of an older extractor is made anew, that of a newer one refused") {
  Fixture store;
  must(create_tenant(store.url, "second"));
  for (int i = 0; i < 300; ++i) store.write(patient("Rao", "p" + std::to_string(i)), 1 + i % 2);
  store.write(removal("p7"), 2);
  const auto before = store.read("p8")->last_updated;
  store.sql.run("delete from setu.str where rid in (select rid from setu.res where cid = 'p8'); update setu.rng set lo = lo - 1, hi = hi + 1;"
                "insert into setu.tok (tenant, tok, srt, rid, sys) select tenant, (b.refs || b.toks)[1], r.srt, rid, 77 from setu.body b join setu.res r using (tenant, type, rid) where (b.refs || b.toks)[1] is not null;"
                "update setu.setting set value = '0' where name = 'extractor_version'");
  CHECK(must(verify(store.url, {})).mismatches > 0);
  const auto done = must(migrate(store.url));
  REQUIRE(done.size() == 1);
  CHECK(done[0].starts_with("search index"));
  const auto found = must(verify(store.url, {}));
  for (const auto& finding : found.findings) UNSCOPED_INFO(finding);
  CHECK(found.mismatches == 0);
  CHECK(store.read("p8")->version == 1);
  CHECK(store.read("p8")->last_updated == before);
  CHECK(store.count("hist") == "301");
  CHECK(must(migrate(store.url)).empty());

  store.sql.run("update setu.setting set value = '999' where name = 'extractor_version'");
  CHECK_FALSE(migrate(store.url));
}

TEST_CASE("a user who may make roles and schemas can migrate; one who may not is told what is missing") {
  const std::string url = support::postgres().empty_database();
  support::Sql sql(url);
  const std::string database = sql.value("select current_database()");
  sql.run("drop role if exists weak; drop role if exists maker; create role weak login; create role maker login createrole; grant create on database " + database + " to maker");

  const auto refused = migrate(url + " user=weak");
  REQUIRE_FALSE(refused);
  CHECK(refused.outcome().issues.front().type == fhir::IssueType::forbidden);
  CHECK(has(fhir::to_text(refused.outcome()), "setu_owner"));

  CHECK(must(migrate(url + " user=maker")).size() == 1);
  CHECK(must(migrate(url + " user=maker")).empty());
  CHECK(must(create_tenant(url + " user=maker", "another")) == 2);

  // Once the schema is there, to be a member of the roles is enough to serve.
  sql.run("grant setu_owner, setu_app to weak");
  CHECK(must(migrate(url + " user=weak")).empty());
  auto session = must(connect(url + " user=weak"));
  const Write write = patient("Rao", "p");
  CHECK(must(session->write(1, {&write, 1})).front().result == Written::Result::created);
  CHECK(must(tenants(url + " user=weak")).size() == 2);
}

TEST_CASE("a database that is not there is an error that says so") {
  const auto migrated = migrate("host=/nowhere dbname=x");
  REQUIRE_FALSE(migrated);
  CHECK(migrated.outcome().issues.front().type == fhir::IssueType::transient);
  const auto session = connect("host=/nowhere dbname=x");
  REQUIRE_FALSE(session);
  CHECK(session.outcome().issues.front().type == fhir::IssueType::transient);
}
