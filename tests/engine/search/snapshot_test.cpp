#include <atomic>
#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "tests/engine/search/fixture.h"

using namespace engine::search;

// Pages of one search show what the first of them could see.

namespace {

std::string patient(const std::string& id, const std::string& family, const std::string& gender = "male", const std::string& born = "1984") {
  return R"({"resourceType":"Patient","id":")" + id + R"(","name":[{"family":")" + family + R"("}],"gender":")" + gender + R"(","birthDate":")" + born + R"("})";
}

void remove(Fixture& store, const std::string& id) {
  engine::store::Write write;
  write.kind = engine::store::Write::Kind::remove;
  write.type = &engine::store::patient_type;
  write.id = id;
  store.write(write);
}

/// The pages behind the first.
Ids rest(Fixture& store, const std::string& url, std::string cursor) {
  Ids all;
  while (!cursor.empty()) {
    const auto page = store.page(url + "&_cursor=" + cursor);
    CHECK(page.issues.empty());
    for (const auto& id : ids_of(page.matches)) all.push_back(id);
    cursor = page.next;
  }
  return all;
}

}  // namespace

TEST_CASE("what is changed between two pages is shown once, as the first page could see it") {
  struct Case {
    const char* url;
    Ids first, others;
  };
  const Case cases[] = {
      {"Patient?_sort=family&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?_sort=-family&_count=2", {"f", "e"}, {"d", "c", "b", "a"}},
      {"Patient?_sort=_lastUpdated&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?_sort=_id&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?_sort=identifier,family&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?_sort=birthdate,family&_count=2&gender=male", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?family:contains=m&gender=male&_sort=family&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?organization.name=ward&_sort=family&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?_has:Flag:subject:identifier=1&_sort=family&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?gender:not=female&family:missing=false&_sort=family&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
      {"Patient?_filter=family sw m and gender eq male and family ne x&_sort=family&_count=2", {"a", "b"}, {"c", "d", "e", "f"}},
  };
  for (const auto& one : cases) {
    CAPTURE(one.url);
    Fixture store;
    store.put(R"({"resourceType":"Organization","id":"o","name":"Ward"})");
    const auto member = [](const std::string& json) { return json.substr(0, json.size() - 1) + R"(,"managingOrganization":{"reference":"Organization/o"}})"; };
    for (const char* id : {"a", "b", "c", "d", "e", "f"}) {
      store.put(member(patient(id, std::string("M") + id)));
      store.put(R"({"resourceType":"Flag","id":")" + std::string(id) + R"(","status":"active","identifier":[{"value":"1"}],"code":{"text":"x"},"subject":{"reference":"Patient/)" + id + R"("}})");
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    const auto first = store.page(one.url);
    CHECK(ids_of(first.matches) == one.first);
    // To the front, to the back, out of the search, and one that was not there.
    store.put(member(patient("c", "A", "male", "1900")));
    store.put(member(patient("a", "Z", "male", "2020")));
    store.put(member(patient("d", "Md", "female")));
    store.put(member(patient("new", "Mcc")));
    store.put(R"({"resourceType":"Flag","id":"new","status":"active","identifier":[{"value":"1"}],"code":{"text":"x"},"subject":{"reference":"Patient/new"}})");
    CHECK(rest(store, one.url, first.next) == one.others);
    // A second change hides none of the first.
    store.put(member(patient("e", "AA")));
    store.put(member(patient("e", "ZZ")));
    remove(store, "f");
    Ids without = one.others;
    std::erase(without, "f");
    CHECK(rest(store, one.url, first.next) == without);
    // As it was, not as it is.
    const auto page = store.page(one.url + std::string("&_cursor=") + first.next);
    for (const auto& version : page.matches) CHECK(version.version == 1);
    // Back again to where it began.
    if (!page.previous.empty()) {
      Ids expected = one.first;
      std::erase(expected, "f");
      CHECK(ids_of(store.page(one.url + std::string("&_cursor=") + page.previous).matches) == expected);
    }
  }
}

TEST_CASE("a place that moved away between two pages is shown where it was") {
  Fixture store;
  const auto place = [](const std::string& id, const std::string& latitude) {
    return R"({"resourceType":"Location","id":")" + id + R"(","name":")" + id + R"(","position":{"latitude":)" + latitude + R"(,"longitude":73.85}})";
  };
  for (const char* id : {"a", "b", "c", "d"}) store.put(place(id, "18.52"));
  const std::string url = "Location?near=18.5|73.85|10|km&_sort=name&_count=2";
  const auto first = store.page(url);
  CHECK(ids_of(first.matches) == Ids{"a", "b"});
  store.put(place("c", "28.6"));
  CHECK(rest(store, url, first.next) == Ids{"c", "d"});
  CHECK(store.found("Location?near=18.5|73.85|10|km") == Ids{"a", "b", "d"});
}

TEST_CASE("pages walked while others write show everything once") {
  Fixture store;
  std::set<std::string> stays, touched;
  for (int i = 0; i < 120; ++i) {
    const std::string id = "p" + std::to_string(i);
    store.put(patient(id, "F" + std::to_string(i * 37 % 101)));
    (i % 3 == 0 ? touched : stays).insert(id);
  }
  std::atomic<bool> stop{false};
  std::atomic<int> failures{0}, writes{0};
  std::vector<std::thread> writers;
  for (int w = 0; w < 4; ++w) {
    // Made here: Catch2 asserts in the main thread only.
    std::vector<engine::store::Write> all;
    std::mt19937 random(static_cast<unsigned>(w));
    for (int n = 0; n < 1000; ++n) {
      const std::string id = n % 3 == 0 ? "n" + std::to_string(w) + "-" + std::to_string(n) : "p" + std::to_string(random() % 40 * 3);
      all.push_back(Fixture::write_of(patient(id, "F" + std::to_string(random() % 101))));
    }
    writers.emplace_back([&, all = std::move(all)] {
      const auto session = engine::store::connect(store.url);
      for (std::size_t n = 0; !stop; ++n) {
        if (!session || !(*session)->write(1, std::span(&all[n % all.size()], 1))) ++failures;
        ++writes;
      }
    });
  }
  for (const char* url : {"Patient?_sort=family&_count=7", "Patient?_sort=-_lastUpdated&_count=7", "Patient?gender=male&_count=7", "Patient?_sort=-family,_id&gender=male&_count=7"}) {
    Ids seen;
    std::string cursor;
    do {
      const int before = writes;
      const auto query = parse(interaction_of(url + (cursor.empty() ? std::string() : "&_cursor=" + cursor)));
      const auto page = store.session->search(*plan_of(*query, 1, base_url));
      if (!page) { ++failures; break; }
      for (const auto& version : page->matches) seen.push_back(version.id);
      cursor = page->next;
      // Between two pages something is written.
      while (writes == before && failures == 0) std::this_thread::yield();
    } while (!cursor.empty());
    const std::set<std::string> once(seen.begin(), seen.end());
    CAPTURE(url);
    CHECK(once.size() == seen.size());
    for (const auto& id : stays) CHECK(once.contains(id));
    for (const auto& id : touched) CHECK(once.contains(id));
  }
  stop = true;
  for (auto& thread : writers) thread.join();
  CHECK(failures == 0);
}

TEST_CASE("what a slow writer wrote before the first page, and committed after it, is not on later pages") {
  Fixture store;
  for (const char* id : {"a", "b", "c", "d"}) store.put(patient(id, std::string("M") + id));
  const std::string url = "Patient?_sort=family&_count=2";
  const auto late = Fixture::write_of(patient("c", "Z"));
  const auto slow = must(engine::store::connect(store.url));
  store.page(url);
  std::string next;
  const auto done = slow->transaction(1, {}, [&]() -> fhir::Result<void> {
    const auto written = slow->write(1, {&late, 1});
    if (!written) return written.outcome();
    // The session sees many a transaction that begins after the writer's.
    for (int i = 0; i < 12; ++i) {
      store.put(patient("other", "A" + std::to_string(i)));
      store.page(url);
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    next = store.page("Patient?_sort=family&_count=3").next;
    return {};
  });
  REQUIRE(done);
  CHECK(store.found("Patient?family=Z") == Ids{"c"});
  const auto page = store.page("Patient?_sort=family&_count=3&_cursor=" + next);
  CHECK(ids_of(page.matches) == Ids{"c", "d"});
  CHECK(page.matches.at(0).version == 1);
}

TEST_CASE("what was being written when the first page was taken is on none, however long it took") {
  Fixture store;
  for (const char* id : {"a", "b", "c", "d", "e"}) store.put(patient(id, std::string("M") + id));
  const auto early = must(engine::store::connect(store.url)), late = must(engine::store::connect(store.url));
  const auto change = [](const auto& session, const std::string& id, const std::string& family) {
    const auto write = Fixture::write_of(patient(id, family));
    must(session->write(1, {&write, 1}));
  };
  constexpr std::chrono::milliseconds long_ago(300);
  const std::string url = "Patient?_sort=family&_count=2";
  std::string next;
  SECTION("by the transaction that began last") {
    must(late->transaction(1, {}, [&]() -> fhir::Result<void> {
      change(late, "c", "Z");
      change(late, "x", "Mx");
      std::this_thread::sleep_for(long_ago);
      next = store.page(url).next;
      return {};
    }));
    CHECK(rest(store, url, next) == Ids{"c", "d", "e"});
  }
  SECTION("while one that began before it wrote the last") {
    must(late->transaction(1, {}, [&]() -> fhir::Result<void> {
      must(early->transaction(1, {}, [&]() -> fhir::Result<void> {
        change(early, "d", "Mcc");
        change(late, "c", "Z");
        change(late, "x", "Mx");
        std::this_thread::sleep_for(long_ago);
        change(early, "e", "Mcd");
        return {};
      }));
      next = store.page(url).next;
      return {};
    }));
    CHECK(rest(store, url, next) == Ids{"c", "d", "e"});
  }
}

TEST_CASE("a transaction is of one time") {
  Fixture store;
  std::vector<engine::store::Written> written;
  must(store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    for (const char* id : {"a", "b"}) {
      written.push_back(store.write(Fixture::write_of(patient(id, "Rao"))));
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return {};
  }));
  CHECK(written[0].last_updated == written[1].last_updated);
  CHECK(store.write(Fixture::write_of(patient("c", "Rao"))).last_updated > written[1].last_updated);
}

TEST_CASE("a chain is of what a resource referred to when the first page was taken") {
  Fixture store;
  store.put(patient("p1", "Rao"));
  store.put(patient("p2", "Iyer"));
  const auto refer = [&](const std::string& id, const std::string& to) {
    store.put(R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/)" + to + R"("}})");
  };
  for (const char* id : {"a", "b", "d"}) refer(id, "p1");
  for (const char* id : {"c", "e"}) refer(id, "p2");
  const std::string urls[] = {"Observation?patient.family=rao&_sort=_id&_count=1", "Observation?_filter=patient.family eq rao&_sort=_id&_count=1", "Observation?subject:Patient.name=rao&_sort=_id&_count=1"};
  std::vector<std::string> next;
  for (const auto& url : urls) next.push_back(store.page(url).next);
  refer("b", "p2");
  refer("c", "p1");
  for (std::size_t at = 0; at < std::size(urls); ++at) {
    CAPTURE(urls[at]);
    CHECK(rest(store, urls[at], next[at]) == Ids{"b", "d"});
  }
}

TEST_CASE("a page that was emptied since leads to what is left of its snapshot") {
  Fixture store;
  for (const char* id : {"a", "b", "c", "d"}) store.put(patient(id, "Rao"));
  const std::string url = "Patient?family=rao&_sort=_id&_count=1";
  const auto on = [&](const std::string& cursor) { return store.page(url + "&_cursor=" + cursor); };
  const auto second = on(store.page(url).next);
  const auto third = on(second.next);
  store.put(patient("e", "Rao"));
  store.write(engine::store::removal("a"));
  const auto emptied = on(second.previous);
  CHECK(emptied.matches.empty());
  CHECK(emptied.previous.empty());
  CHECK(ids_of(on(emptied.next).matches) == Ids{"b"});
  CHECK(on(emptied.next).previous.empty());
  CHECK(rest(store, url, on(emptied.next).next) == Ids{"c", "d"});
  store.write(engine::store::removal("d"));
  const auto last = on(third.next);
  CHECK(last.matches.empty());
  CHECK(last.next.empty());
  CHECK(ids_of(on(last.previous).matches) == Ids{"c"});
  CHECK(ids_of(on(last.last).matches) == Ids{"c"});
}

TEST_CASE("pages of contained resources go on behind the first, however lately they were written") {
  Fixture store;
  for (const char* id : {"a", "b", "c"}) {
    store.put(R"({"resourceType":"MedicationRequest","id":")" + std::string(id) +
              R"(","status":"active","intent":"order","subject":{"reference":"Patient/p"},"medicationReference":{"reference":"#m"},"contained":[{"resourceType":"Medication","id":"m","code":{"coding":[{"code":"x"}]}}]})");
  }
  const std::string url = "Medication?_contained=true&code=x&_sort=_id&_count=1";
  const auto first = store.page(url);
  CHECK(ids_of(first.matches) == Ids{"a"});
  CHECK(rest(store, url, first.next) == Ids{"b", "c"});
}

TEST_CASE("a transaction keeps its time where a part of it is undone") {
  Fixture store;
  std::vector<engine::store::Written> written;
  must(store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    const auto undone = store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
      written.push_back(store.write(Fixture::write_of(patient("a", "Rao"))));
      return fhir::Outcome(fhir::IssueType::processing, "undone");
    });
    CHECK_FALSE(undone);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    written.push_back(store.write(Fixture::write_of(patient("b", "Rao"))));
    return {};
  }));
  CHECK(written[0].last_updated == written[1].last_updated);
  CHECK_FALSE(store.read("a"));
}
