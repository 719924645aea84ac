#include <random>

#include "tests/engine/search/fixture.h"

using namespace engine::search;
namespace store = engine::store;

// What was counted is counted again from what was written since.

namespace {

/// So many patients that some versions are looked at before all is counted again.
constexpr int patients = 2'000;

std::string id_of(int number) { return "p" + std::to_string(number); }

std::string patient(int number, std::string_view gender, int year, std::string_view family = "Rao") {
  return R"({"resourceType":"Patient","id":")" + id_of(number) + R"(","gender":")" + std::string(gender) + R"(","birthDate":")" + std::to_string(year) + R"(","name":[{"family":")" + std::string(family) + R"("}]})";
}

struct Crowd : Fixture {
  Crowd() {
    std::vector<store::Write> writes;
    for (int i = 0; i < patients; ++i) {
      writes.push_back(write_of(patient(i, i % 8 == 0 ? "male" : "female", 1950 + i % 10)));
      if (writes.size() < 500) continue;
      must(session->write(1, writes));
      writes.clear();
    }
  }

  std::uint64_t counted(const std::string& url) { return counted_by(*session, url); }
  /// By a session that counted nothing before.
  std::uint64_t counted_anew(const std::string& url) {
    const auto other = must(store::connect(this->url));
    return counted_by(*other, url);
  }

 private:
  std::uint64_t counted_by(store::Session& session, const std::string& url) {
    CAPTURE(url);
    return must(session.search(plan(url + "&_count=0"))).total.value();
  }
};

}  // namespace

TEST_CASE("what was counted is not read again") {
  Crowd store;
  const std::string url = "Patient?gender=female", rare = "Patient?gender=male";
  CHECK(store.counted(url) == 1750);
  CHECK(store.counted(rare) == 250);
  // A hole in the index that no write made, so that only who reads all of it sees it.
  store.sql.run("delete from setu.tok where ctid in (select t.ctid from setu.tok t join setu.res r using (rid, srt) where r.cid in ('p1', 'p8') and t.tok = any (select unnest(b.toks) from setu.body b where b.rid = r.rid))");
  CHECK(store.counted(url) == 1750);
  CHECK(store.counted_anew(url) == 1749);
  SECTION("but it is where so much was written that to look at it takes longer") {
    for (int i = 0; i < 10; ++i) store.put(patient(patients + i, "other", 1990));
    CHECK(store.counted(url) == 1749);
  }
  SECTION("and while the index is made anew, and after that") {
    must(store.session->reindex(1, {}, "a test"));
    CHECK(store.counted(url) == 1749);
  }
  SECTION("and within a transaction, which may have written itself") {
    must(store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
      CHECK(store.counted(url) == 1749);
      return {};
    }));
    CHECK(store.counted(url) == 1750);
  }
  SECTION("and what is counted as quickly as told") { CHECK(store.counted(rare) == 249); }
}

TEST_CASE("a count is that of its moment, whatever was written since the one before") {
  Crowd store;
  const std::string urls[] = {
      "Patient?gender=female", "Patient?gender:not=male", "Patient?birthdate=ge1951", "Patient?family=ra", "Patient?family:contains=a", "Patient?death-date:missing=true",
      "Patient?_filter=gender eq female or birthdate eq 1950", "Patient?gender=female,male,other&birthdate=lt1959", "Patient?_lastUpdated=gt2020", "Patient?"};
  const auto check = [&] {
    for (const auto& url : urls) {
      CAPTURE(url);
      CHECK(store.counted(url) == store.counted_anew(url));
    }
  };
  check();
  std::mt19937 random(7);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  for (int round = 0; round < 40; ++round) {
    CAPTURE(round);
    // Once more than is looked at.
    for (int writes = round == 20 ? 30 : 1 + below(3); writes > 0; --writes) {
      const int number = below(4) == 0 ? patients + below(20) : below(40);
      const auto families = {"Rao", "Iyer", "Bhat"};
      if (below(3) == 0) store.write(store::removal(id_of(number)));
      else store.put(patient(number, below(2) == 0 ? "female" : "male", 1949 + below(11), *(families.begin() + below(3))));
    }
    check();
  }
}

TEST_CASE("a count has what was being written when the one before was made") {
  Crowd store;
  const std::string url = "Patient?gender=female";
  const auto writer = must(store::connect(store.url));
  must(writer->transaction(1, {}, [&]() -> fhir::Result<void> {
    const store::Write writes[] = {Fixture::write_of(patient(patients, "female", 1990)), Fixture::write_of(patient(1, "male", 1990))};
    for (const auto& write : writes) must(writer->write(1, {&write, 1}));
    CHECK(store.counted(url) == 1750);
    store.put(patient(2, "male", 1990));
    CHECK(store.counted(url) == 1749);
    return {};
  }));
  CHECK(store.counted(url) == 1749);
  store.write(store::removal(id_of(1)));
  CHECK(store.counted(url) == 1749);
  CHECK(store.counted_anew(url) == 1749);
}

TEST_CASE("what one tenant counted is nothing to another") {
  Crowd store;
  CHECK(store.counted("Patient?gender=female") == 1750);
  store.sql.run("insert into setu.tenant (name) values ('another')");
  const auto other = must(store.session->search(store.plan("Patient?gender=female&_count=0", 2)));
  CHECK(other.total == 0u);
}

TEST_CASE("what depends on other resources is counted whole") {
  Crowd store;
  store.put(R"({"resourceType":"Organization","id":"o","name":"Ward"})");
  std::vector<store::Write> writes;
  for (int i = 0; i < patients; ++i) {
    const auto json = patient(i, "female", 1990);
    writes.push_back(Fixture::write_of(json.substr(0, json.size() - 1) + R"(,"managingOrganization":{"reference":"Organization/o"}})"));
    if (writes.size() < 500) continue;
    must(store.session->write(1, writes));
    writes.clear();
  }
  CHECK(store.counted("Patient?organization.name=ward") == patients);
  store.put(R"({"resourceType":"Organization","id":"o","name":"Closed"})");
  CHECK(store.counted("Patient?organization.name=ward") == 0);
}
