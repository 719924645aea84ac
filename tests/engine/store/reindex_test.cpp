#include "engine/store/reindex.h"

#include <atomic>
#include <thread>

#include "engine/store/tenant.h"
#include "engine/store/verify.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;

namespace {

const std::string definition =
    R"({"resourceType":"SearchParameter","url":"http://example.org/nick","name":"Nick","status":"active","description":"d","code":"nick","base":["Patient"],"type":"string","expression":"Patient.name.family"})";

struct Indexed : Fixture {
  void define(std::int32_t tenant = 1) { write(write_of(definition, "nick"), tenant); }
  /// Steps until nothing is left; the number of them.
  int work(Reindexer& reindexer) {
    int steps = 0;
    while (must(reindexer.step())) ++steps;
    return steps;
  }
  bool ready(std::int32_t tenant = 1) {
    const auto custom = must(session->current_parameters(tenant));
    return custom->all_ready();
  }
  void verified() {
    const auto found = must(verify(url, {}));
    for (const auto& finding : found.findings) UNSCOPED_INFO(finding);
    CHECK(found.mismatches == 0);
  }
  void fill(int count) {
    std::vector<Write> writes;
    for (int i = 0; i < count; ++i) writes.push_back(patient("Rao", "p" + std::to_string(i)));
    must(session->write(1, writes));
  }
};

}  // namespace

TEST_CASE("a reindexing goes on where it was broken off, and says how far it is") {
  Indexed store;
  store.fill(500);
  store.define();
  const auto nick = engine::index::present_key("Patient", "nick");
  const auto posted = [&] { return store.sql.value("select count(*) from setu.tok where tok = " + std::to_string(nick)); };
  {
    Reindexer first(store.url);
    must(first.step());
    must(first.step());
  }
  CHECK(posted() == "400");
  auto all = must(store.session->reindexings(1));
  REQUIRE(all.size() == 1);
  CHECK(all[0].state == Reindexing::State::running);
  CHECK(all[0].done == 400);
  CHECK(all[0].all == 500);
  CHECK(all[0].reason == "SearchParameter/nick");
  const auto custom = must(store.session->current_parameters(1));
  REQUIRE(custom->all().size() == 1);
  CHECK_FALSE(custom->all()[0]->ready);
  CHECK(custom->all()[0]->done == 400);

  Reindexer second(store.url);
  CHECK(store.work(second) == 2);  // a page of a hundred, and the end
  CHECK(store.ready());
  CHECK(posted() == "500");
  all = must(store.session->reindexings(1));
  CHECK(all[0].state == Reindexing::State::done);
  CHECK(store.count("hist") == "501");
  store.verified();
}

TEST_CASE("what is written while it is indexed has its postings in the end") {
  Indexed store;
  store.fill(600);
  std::atomic<bool> stop{false};
  std::atomic<int> failures{0};
  std::vector<std::thread> writers;
  for (int number = 0; number < 4; ++number) {
    writers.emplace_back([&, number] {
      auto session = connect(store.url);
      if (!session) {
        ++failures;
        return;
      }
      for (int i = 0; !stop; ++i) {
        const std::string id = "p" + std::to_string((i * 7 + number * 151) % 700);
        const Write one = i % 5 == 4 ? removal(id) : patient("Iyer" + std::to_string(i), id);
        if (!(*session)->write(1, {&one, 1})) ++failures;
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  store.define();
  {
    Reindexer reindexer(store.url);
    for (auto step = must(reindexer.step()); step; step = must(reindexer.step())) {}
  }
  CHECK(store.ready());
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  stop = true;
  for (auto& writer : writers) writer.join();
  CHECK(failures == 0);
  store.verified();
}

TEST_CASE("a reindexing waits for those who write by the former generation, and holds nobody up") {
  Indexed store;
  store.fill(10);
  auto slow = must(connect(store.url));
  const Write late = patient("Late", "late");
  Reindexer reindexer(store.url);
  must(slow->transaction(1, {}, [&]() -> fhir::Result<void> {
    TRY_VOID(slow->write(1, {&late, 1}));
    store.define();
    for (int i = 0; i < 3; ++i) {
      TRY(const auto step, reindexer.step());
      if (!step || !step->waits) return fhir::Outcome(fhir::IssueType::exception, "It did not wait.");
    }
    // Others write meanwhile.
    TRY_VOID(store.session->write(1, std::vector{patient("Other", "other")}));
    return {};
  }));
  store.work(reindexer);
  CHECK(store.ready());
  store.verified();
}

TEST_CASE("several processes may index at once") {
  Indexed store;
  store.fill(900);
  store.define();
  std::vector<std::thread> threads;
  std::atomic<int> failures{0};
  for (int i = 0; i < 3; ++i) {
    threads.emplace_back([&] {
      Reindexer reindexer(store.url);
      for (;;) {
        const auto step = reindexer.step();
        if (!step) ++failures;
        if (!step || !*step) break;
        if ((*step)->waits) std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(store.ready());
  CHECK(must(store.session->reindexings(1)).at(0).done == 900);
  store.verified();
}

TEST_CASE("the index of some types or of all is made anew when asked") {
  Indexed store;
  store.fill(3);
  store.write(write_of(R"({"resourceType":"Organization","name":"Fortis"})", "o"));
  store.sql.run("delete from setu.str; delete from setu.tok");
  const auto* type = fhir::r4::resource_type("Organization");
  must(store.session->reindex(1, {&type, 1}, "$reindex"));
  Reindexer reindexer(store.url);
  store.work(reindexer);
  CHECK(store.sql.value("select count(distinct norm) from setu.str") == "1");
  CHECK(must(store.session->reindex({1, &patient_type, "p1"})));
  CHECK_FALSE(must(store.session->reindex({1, &patient_type, "nobody"})));
  CHECK(store.sql.value("select count(distinct rid) from setu.str where norm = 'rao'") == "1");
  must(store.session->reindex(1, {}, "$reindex"));
  store.work(reindexer);
  store.verified();
}

TEST_CASE("what cannot be indexed ends a reindexing with its reason, until it is tried again") {
  Indexed store;
  store.fill(3);
  store.sql.run("update setu.res set doc = '\\x7b7d7d' where cid = 'p1'");
  store.define();
  Reindexer reindexer(store.url);
  store.work(reindexer);
  auto all = must(store.session->reindexings(1));
  CHECK(all[0].state == Reindexing::State::failed);
  CHECK_THAT(all[0].failure, Catch::Contains("Patient/p1"));
  CHECK_FALSE(store.ready());
  CHECK_FALSE(must(store.session->current_parameters(1))->all()[0]->failure.empty());

  store.sql.run("update setu.res r set doc = h.doc from setu.hist h where h.rid = r.rid and r.cid = 'p1'");
  must(store.session->reindex(1, {}, "$reindex"));
  store.work(reindexer);
  CHECK(store.ready());
  store.verified();
}

TEST_CASE("reindexings that wait become one, and old ones are forgotten") {
  Indexed store;
  store.define();
  must(store.session->reindex(1, {}, "$reindex"));
  auto all = must(store.session->reindexings(1));
  REQUIRE(all.size() == 1);
  CHECK(all[0].types.size() == fhir::r4::resource_types().size());
  CHECK(all[0].reason == "SearchParameter/nick, $reindex");
  Reindexer reindexer(store.url);
  for (int i = 0; i < 25; ++i) {
    store.work(reindexer);
    must(store.session->reindex(1, {}, "$reindex"));
  }
  store.work(reindexer);
  CHECK(std::stoi(store.count("reindex")) <= 22);
}
