#include "engine/store/verify.h"

#include "engine/store/tenant.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;

namespace {

struct Breakage {
  const char* what;
  const char* statement;
  const char* finding;
};

const Breakage breakages[] = {
    {"a text is missing", "delete from setu.str where norm = 'rao'", "Patient/p: 2 rows missing in str"},
    {"a token is missing", "delete from setu.tok where ctid in (select t.ctid from setu.tok t limit 1)", "rows missing in tok"},
    {"a date is another", "update setu.rng set lo = lo - 1 where lo <> hi", "rows missing in rng"},
    {"a row belongs to nothing", "insert into setu.str (tenant, key, norm, exact, rid) values (1, 1, 'x', 1, 1)", "table str: 1 rows that belong to no resource"},
    {"the order is another", "update setu.res set srt = srt + 1 where cid = 'o'", "Observation/o: its row says another"},
    {"the bytes are damaged", "update setu.res set doc = '\\x7b7d7d' where cid = 'p'", "Patient/p: "},
    {"the version is another", "update setu.res set ver = 7 where cid = 'p'", "Patient/p: the current version is not the newest of its history"},
    {"a version is missing", "delete from setu.hist where ver = 1 and cid = 'p'", "table hist: "},
    {"the body is missing", "delete from setu.body where type = (select type from setu.res where cid = 'p')", "Patient/p: its row in body is missing"},
};

}  // namespace

TEST_CASE("verify finds nothing wrong where nothing is") {
  Fixture store;
  must(create_tenant(store.url, "second"));
  for (int i = 0; i < 250; ++i) store.write(patient("Rao", "p" + std::to_string(i)), 1 + i % 2);
  store.write(patient("Iyer", "p0"), 1);
  store.write(removal("p2"), 1);
  std::uint64_t last = 0, of = 0;
  const auto found = must(verify(store.url, [&](std::uint64_t done, std::uint64_t all) {
    CHECK(done >= last);
    last = done;
    of = all;
  }));
  for (const auto& finding : found.findings) UNSCOPED_INFO(finding);
  CHECK(found.mismatches == 0);
  CHECK(found.resources == 250);
  CHECK(found.versions == 252);
  CHECK(found.postings > 249);
  CHECK(last == 250);
  CHECK(of == 250);
}

TEST_CASE("verify finds what was broken and names it") {
  for (const Breakage& breakage : breakages) {
    Fixture store;
    store.write(patient("Sharma", "p"));
    store.write(patient("Rao", "p"));
    store.write(write_of(R"({"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},)"
                         R"("subject":{"reference":"Patient/p"},"effectiveDateTime":"2024-01-02"})",
                         "o"));
    store.sql.run(breakage.statement);
    const auto found = must(verify(store.url, {}));
    CAPTURE(breakage.what);
    for (const auto& finding : found.findings) UNSCOPED_INFO(finding);
    CHECK(found.mismatches >= 1);
    CHECK(std::any_of(found.findings.begin(), found.findings.end(), [&](const auto& finding) { return finding.find(breakage.finding) != std::string::npos; }));
  }
}
