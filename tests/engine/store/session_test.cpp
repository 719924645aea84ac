#include "engine/store/session.h"

#include <set>
#include <thread>

#include "engine/index/key.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;
using namespace engine;
using R = Written::Result;

TEST_CASE("a resource is created, read, updated, deleted and read by version") {
  Fixture store;
  const std::string id = index::new_id();
  const auto created = store.write(patient("Rao", id, Write::Kind::create));
  CHECK(created.result == R::created);
  CHECK(created.version == 1);

  const auto first = store.read(id);
  REQUIRE(first);
  CHECK(first->type == &patient_type);
  CHECK(first->id == id);
  CHECK(first->version == 1);
  CHECK(first->last_updated == created.last_updated);
  CHECK_FALSE(first->deleted());
  const std::string json = json_of(*first);
  CHECK(json.starts_with(R"({"resourceType":"Patient","id":")" + id + R"(","meta":{"versionId":"1","lastUpdated":"20)"));
  CHECK(json.ends_with(R"(Z"},"name":[{"family":"Rao"}],"gender":"female","birthDate":"1984-05"})"));

  const auto updated = store.write(patient("Iyer", id));
  CHECK(updated.result == R::updated);
  CHECK(updated.version == 2);
  CHECK(updated.last_updated > created.last_updated);

  const auto deleted = store.write(removal(id));
  CHECK(deleted.result == R::deleted);
  CHECK(deleted.version == 3);
  const auto gone = store.read(id);
  REQUIRE(gone);
  CHECK(gone->deleted());
  CHECK(gone->version == 3);
  CHECK(store.write(removal(id)).result == R::absent);
  CHECK(store.write(removal("never-was")).result == R::absent);

  const auto restored = store.write(patient("Rao", id));
  CHECK(restored.result == R::created);
  CHECK(restored.version == 4);

  const Key key{1, &patient_type, id};
  CHECK(must(store.session->vread(key, 1))->tail == first->tail);
  CHECK(must(store.session->vread(key, 2))->tail.find("Iyer") != std::string::npos);
  CHECK(must(store.session->vread(key, 3))->deleted());
  CHECK_FALSE(must(store.session->vread(key, 5)));
  CHECK_FALSE(must(store.session->vread(key, 0)));
  CHECK_FALSE(must(store.session->vread(key, 4'000'000'000)));
}

TEST_CASE("reads come back in the order asked for, with gaps where nothing ever was") {
  Fixture store;
  store.write(patient("A", "a"));
  store.write(patient("B", "b"));
  const Key keys[] = {{1, &patient_type, "b"}, {1, &patient_type, "nobody"}, {1, &patient_type, "a"}, {1, &observation_type, "a"}, {1, &patient_type, "b"}};
  const auto found = must(store.session->read(keys));
  REQUIRE(found.size() == 5);
  CHECK(found[0]->id == "b");
  CHECK_FALSE(found[1]);
  CHECK(found[2]->id == "a");
  CHECK_FALSE(found[3]);
  CHECK(found[4]->id == "b");
  CHECK(must(store.session->read({})).empty());
}

TEST_CASE("an update with a stale version changes nothing and says which version is there") {
  Fixture store;
  store.write(patient("Rao", "p"));
  store.write(patient("Iyer", "p"));
  Write write = patient("Khan", "p");
  write.if_match = 1;
  const auto written = store.write(write);
  CHECK(written.result == R::version_mismatch);
  CHECK(written.version == 2);
  CHECK(store.read("p")->version == 2);
  CHECK(store.count("hist") == "2");

  write.if_match = 2;
  CHECK(store.write(write).result == R::updated);
  write.id = "nobody";
  CHECK(store.write(write).result == R::absent);
  Write stale = removal("p");
  stale.if_match = 1;
  CHECK(store.write(stale).result == R::version_mismatch);
  stale.if_match = 3;
  CHECK(store.write(stale).result == R::deleted);
}

TEST_CASE("a write that is only for what is absent leaves alone what is there") {
  Fixture store;
  Write write = patient("Rao", "p");
  write.only_if_absent = true;
  CHECK(store.write(write).result == R::created);
  CHECK(store.write(write).result == R::exists);
  CHECK(store.write(patient("Rao", "p", Write::Kind::create)).result == R::exists);
  store.write(removal("p"));
  CHECK(store.write(write).result == R::created);
}

TEST_CASE("an update that changes nothing makes no version") {
  Fixture store;
  const auto created = store.write(patient("Rao", "p"));
  const auto again = store.write(patient("Rao", "p"));
  CHECK(again.result == R::unchanged);
  CHECK(again.version == 1);
  CHECK(again.last_updated == created.last_updated);
  CHECK(store.count("hist") == "1");
}

TEST_CASE("several writes are all done or none") {
  Fixture store;
  store.write(patient("Rao", "there"));
  Write refused = patient("Khan", "there");
  refused.if_match = 7;
  const Write writes[] = {patient("A", "a"), refused, patient("B", "b"), removal("there")};
  const auto written = must(store.session->write(1, {writes, 3}));
  REQUIRE(written.size() == 3);
  CHECK(written[1].result == R::version_mismatch);
  CHECK_FALSE(store.read("a"));
  CHECK_FALSE(store.read("b"));
  CHECK(store.count("res") == "1");
  CHECK(store.count("hist") == "1");

  const Write good[] = {patient("A", "a"), patient("Khan", "there"), patient("B", "b"), removal("a-stranger")};
  const auto done = must(store.session->write(1, good));
  CHECK(done[0].result == R::created);
  CHECK(done[1].result == R::updated);
  CHECK(done[2].result == R::created);
  CHECK(done[3].result == R::absent);
}

TEST_CASE("index rows follow their version") {
  Fixture store;
  const auto rows = [&] {
    return store.sql.column("select norm from setu.str order by norm collate \"C\"");
  };
  store.write(patient("Rao", "p"));
  const auto first = rows();
  CHECK(std::set<std::string>(first.begin(), first.end()).contains("rao"));
  store.write(patient("Iyer", "p"));
  const auto second = rows();
  CHECK(second.size() == first.size());
  CHECK(std::set<std::string>(second.begin(), second.end()).contains("iyer"));
  CHECK_FALSE(std::set<std::string>(second.begin(), second.end()).contains("rao"));
  CHECK(store.sql.value("select count(*) from setu.rng where lo = hi and key = " + std::to_string(index::last_updated_key(patient_type))) == "1");
  store.write(removal("p"));
  for (const char* table : {"tok", "rng", "str", "body"}) CHECK(store.count(table) == "0");
}

TEST_CASE("what was stored is what is served, byte for byte") {
  Fixture store;
  const std::string json =
      R"({"resourceType":"Observation","status":"final","code":{"text":"π ≈ 3 \"or so\"\\ \t€ 𝄞"},)"
      R"("component":[{"code":{"text":"a"},"valueQuantity":{"value":1.00}},{"code":{"text":"b"},"valueQuantity":{"value":-0.0}},)"
      R"({"code":{"text":"c"},"valueQuantity":{"value":1.50e3}},{"code":{"text":"d"},"valueQuantity":{"value":1E-9}},)"
      R"({"code":{"text":"e"},"valueQuantity":{"value":123456789012345678901234567890.123456789}}]})";
  const Write write = write_of(json, "o");
  store.write(write);
  CHECK(store.read("o", 1, observation_type)->tail == write.tail);
  for (const char* digits : {"1.00}", "-0.0}", "1.50e3}", "1E-9}", "123456789012345678901234567890.123456789}"}) {
    CHECK(write.tail.find(digits) != std::string::npos);
  }
  CHECK(store.sql.value("select doc #>> '{component,4,valueQuantity,value}' from setu.body") == "123456789012345678901234567890.123456789");
  CHECK(store.sql.value("select doc ->> 'id' from setu.body") == "o");

  // Large ones are compressed; a number that jsonb cannot hold leaves that form out, and no more.
  const std::string large = R"({"resourceType":"Observation","status":"final","code":{"text":")" + std::string(100'000, 'x') +
                            R"("},"valueQuantity":{"value":1e-99999}})";
  const Write second = write_of(large, "large");
  store.write(second);
  CHECK(store.read("large", 1, observation_type)->tail == second.tail);
  CHECK(store.sql.value("select length(doc) < 1000 from setu.res where cid = 'large'") == "t");
  CHECK(store.sql.value("select count(*) from setu.body where doc is null") == "1");
}

TEST_CASE("times of a resource increase even when the clock goes back") {
  Fixture store;
  store.write(patient("Rao", "p"));
  store.sql.run("update setu.res set upd = '2125-01-01T00:00:00Z'");
  const auto written = store.write(patient("Iyer", "p"));
  CHECK(json_of(*store.read("p")).find("2125-01-01T00:00:00.001Z") != std::string::npos);
  CHECK(written.result == R::updated);
}

TEST_CASE("an id whose key is another's is refused, not mixed up") {
  Fixture store;
  store.write(patient("Rao", "p"));
  store.sql.run("update setu.res set cid = 'q'");
  CHECK_FALSE(store.read("p"));
  const Write write = patient("Iyer", "p");
  const auto refused = store.session->write(1, {&write, 1});
  REQUIRE_FALSE(refused);
  CHECK(refused.outcome().issues.front().type == fhir::IssueType::conflict);
}

TEST_CASE("a history is newest first, in pages that nothing slips out of") {
  Fixture store;
  for (int i = 0; i < 5; ++i) {
    store.write(patient("Rao" + std::to_string(i), "p"));
    store.write(patient("Iyer" + std::to_string(i), "q"));
  }
  store.write(removal("q"));
  store.write(write_of(R"({"resourceType":"Observation","status":"final","code":{"text":"x"}})", "o"));

  const auto all_of = [&](HistoryPlan plan) {
    plan.tenant = 1;
    plan.count = 3;
    std::vector<std::string> names;
    Page page;
    do {
      page = must(store.session->history(plan));
      CHECK(page.matches.size() <= 3);
      for (const Version& version : page.matches) {
        names.push_back(version.id + "/" + std::to_string(version.version) + version.operation);
        if (!version.deleted()) CHECK_FALSE(version.tail.empty());
      }
      plan.cursor = page.next;
      if (!page.next.empty() && names.size() == 3) {
        std::this_thread::sleep_for(std::chrono::milliseconds(2));  // times are in milliseconds
        store.write(patient("Late", "late" + index::new_id()));     // comes before the first page
      }
    } while (!page.next.empty());
    return names;
  };
  CHECK(all_of({.type = &patient_type, .id = "p"}) == std::vector<std::string>{"p/5U", "p/4U", "p/3U", "p/2U", "p/1C"});
  CHECK(must(store.session->history({.tenant = 1, .type = &patient_type, .id = "q", .count = 2})).total == 6);
  const auto type = all_of({.type = &patient_type});
  CHECK(type.front().starts_with("late"));
  CHECK(type.size() == 12);
  CHECK(type[1] == "q/6D");
  CHECK(type.back() == "p/1C");
  const auto system = all_of({});
  CHECK(std::set<std::string>(system.begin(), system.end()).size() == system.size());
  CHECK(std::count(system.begin(), system.end(), "o/1C") == 1);

  const Instant since = must(store.session->vread({1, &patient_type, "p"}, 4))->last_updated;
  CHECK(all_of({.type = &patient_type, .id = "p", .since = since}) == std::vector<std::string>{"p/5U", "p/4U"});

  // A cursor belongs to its history.
  const auto page = must(store.session->history({.tenant = 1, .type = &patient_type, .id = "p", .count = 2}));
  CHECK_FALSE(store.session->history({.tenant = 1, .type = &patient_type, .id = "q", .count = 2, .cursor = page.next}));
  CHECK_FALSE(store.session->history({.tenant = 1, .type = &patient_type, .id = "p", .count = 2, .cursor = "rubbish"}));
}

TEST_CASE("a transaction is done or undone as a whole") {
  Fixture store;
  must(store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    store.write(patient("Rao", "a"));
    CHECK(store.read("a"));
    store.write(patient("Rao", "b"));
    return {};
  }));
  CHECK(store.read("b"));

  const auto refused = store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    store.write(patient("Iyer", "a"));
    store.write(patient("Iyer", "c"));
    return fhir::Outcome(fhir::IssueType::business_rule, "no");
  });
  REQUIRE_FALSE(refused);
  CHECK(refused.outcome().issues.front().text == "no");
  CHECK(store.read("a")->version == 1);
  CHECK_FALSE(store.read("c"));

  CHECK_THROWS(store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    store.write(patient("Iyer", "c"));
    throw std::runtime_error("out of memory, say");
  }));
  CHECK_FALSE(store.read("c"));
}

TEST_CASE("claims keep two conditional creates of the same from both finding nothing") {
  Fixture store;
  const Claim claims[] = {{1, 4711}, {1, -5}};
  const auto create_if_none = [&](Session& session, const std::string& id) {
    return session.transaction(1, claims, [&]() -> fhir::Result<void> {
      TRY(const auto page, session.history({.tenant = 1, .type = &patient_type}));
      if (!page.matches.empty()) return {};
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      const Write write = patient("Rao", id);
      TRY_VOID(session.write(1, {&write, 1}));
      return {};
    });
  };
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int i = 0; i < 6; ++i) {
    threads.emplace_back([&, i] {
      auto session = connect(store.url);
      if (!session || !create_if_none(**session, "p" + std::to_string(i))) ++failures;
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(store.count("res") == "1");
}

TEST_CASE("two transactions that wait for each other are both done in the end") {
  Fixture store;
  store.write(patient("A", "a"));
  store.write(patient("B", "b"));
  std::atomic<int> failures{0}, attempts{0};
  const auto both = [&](const std::string& first, const std::string& second) {
    auto session = connect(store.url);
    if (!session) return void(++failures);
    const auto done = (*session)->transaction(1, {}, [&]() -> fhir::Result<void> {
      const int attempt = ++attempts;
      const Write one = patient("from " + first + std::to_string(attempt), first), two = patient("from " + first + std::to_string(attempt), second);
      TRY_VOID((*session)->write(1, {&one, 1}));
      if (attempt <= 2) std::this_thread::sleep_for(std::chrono::milliseconds(300));
      TRY_VOID((*session)->write(1, {&two, 1}));
      return {};
    });
    if (!done) ++failures;
  };
  std::thread one([&] { both("a", "b"); }), two([&] { both("b", "a"); });
  one.join();
  two.join();
  CHECK(failures == 0);
  CHECK(attempts >= 3);
  CHECK(store.read("a")->version == 3);
  CHECK(store.read("a")->tail == store.read("b")->tail);
}

TEST_CASE("the same new resources written by many at once exist once") {
  Fixture store;
  std::vector<std::thread> threads;
  std::atomic<int> created{0}, failures{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&, i] {
      auto session = connect(store.url);
      if (!session) return void(++failures);
      for (int round = 0; round < 20; ++round) {
        std::vector<Write> writes;
        for (int k = 0; k < 5; ++k) writes.push_back(patient("by " + std::to_string(i), "r" + std::to_string(round) + "-" + std::to_string(i % 2 ? k : 4 - k)));
        const auto written = (*session)->write(1, writes);
        if (!written) return void(++failures);
        for (const auto& one : *written) created += one.result == R::created;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(created == 100);
  CHECK(store.count("res") == "100");
}

TEST_CASE("a history since a time leaves out what a slow writer may still overtake, so that who asks again misses nothing") {
  Fixture store;
  store.write(patient("Before", "before"));
  const auto slow = must(connect(store.url));
  const auto ids_since = [&](bool since) {
    HistoryPlan plan;
    plan.tenant = 1;
    plan.type = &patient_type;
    if (since) plan.since = Instant(std::chrono::microseconds(0));
    std::vector<std::string> ids;
    for (const auto& version : must(store.session->history(plan)).matches) ids.push_back(version.id);
    return ids;
  };
  using Ids = std::vector<std::string>;
  CHECK(ids_since(true) == Ids{"before"});
  const auto done = slow->transaction(1, {}, [&]() -> fhir::Result<void> {
    const auto late = patient("Slow", "slow");
    const auto written = slow->write(1, {&late, 1});
    if (!written) return written.outcome();
    store.write(patient("Quick", "quick"));
    CHECK(ids_since(true) == Ids{"before"});
    CHECK(ids_since(false) == Ids{"quick", "before"});
    return {};
  });
  REQUIRE(done);
  CHECK(ids_since(true) == Ids{"quick", "slow", "before"});

  // As after a restore into a database that has seen fewer transactions.
  store.sql.run("update setu.hist set writer = '9000000000'::xid8");
  CHECK(ids_since(true).empty());
  store.sql.run("update setu.hist set upd = upd - interval '11 minutes'");
  CHECK(ids_since(true) == Ids{"quick", "slow", "before"});
}
