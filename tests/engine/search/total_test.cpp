#include "engine/search/cursor.h"
#include "tests/engine/search/fixture.h"

using namespace engine::search;

TEST_CASE("the total is told where it is asked for or known") {  // https://hl7.org/fhir/R4/search.html#total
  Fixture store;
  for (int i = 0; i < 7; ++i) {
    store.put(R"({"resourceType":"Patient","id":"p)" + std::to_string(i) + R"(","gender":")" + (i < 4 ? "female" : "male") + R"(","name":[{"given":["A","Ab","Abc"]}]})");
  }
  CHECK(store.page("Patient").total == 7u);
  CHECK(store.page("Patient?_count=7").total == 7u);
  CHECK_FALSE(store.page("Patient?_count=6").total);
  CHECK_FALSE(store.page("Patient?_count=6&_total=none").total);
  for (const char* kind : {"accurate", "estimate"}) {
    const std::string total = std::string("&_total=") + kind;
    CHECK(store.page("Patient?_count=2" + total).total == 7u);
    CHECK(store.page("Patient?_count=2&gender=female" + total).total == 4u);
    CHECK(store.page("Patient?_count=2&gender:not=female" + total).total == 3u);
    CHECK(store.page("Patient?_count=2&gender=female,male" + total).total == 7u);
    CHECK(store.page("Patient?_count=2&given=a" + total).total == 7u);
    CHECK(store.page("Patient?_count=2&given=nobody" + total).total == 0u);
    CHECK(store.page("?_type=Patient,Group&_count=2" + total).total == 7u);
  }
  const auto none = store.page("Patient?_count=0");
  CHECK(none.matches.empty());
  CHECK(none.next.empty());
  CHECK(none.total == 7u);
  CHECK(store.page("Patient?_count=0&_total=none").total == 7u);
  const auto first = store.page("Patient?_count=4&_total=accurate");
  const auto last = store.page("Patient?_count=4&_total=accurate&_cursor=" + first.next);
  CHECK(last.matches.size() == 3);
  CHECK(last.total == 7u);
  CHECK(last.next.empty());

  auto counting = interaction_of("Patient?gender=male&_count=2");
  counting.summary = engine::Summary::count;
  const auto counted = must(store.session->search(must(plan_of(must(parse(counting)), 1, base_url))));
  CHECK(counted.matches.empty());
  CHECK(counted.total == 3u);
}

TEST_CASE("a page goes on where the last one ended, without what was made or deleted meanwhile") {
  Fixture store;
  const auto put = [&](int i) { store.put(R"({"resourceType":"Patient","id":"000000000000)" + std::to_string(i) + R"(","birthDate":"2000-01-0)" + std::to_string(i) + "\"}"); };
  for (const int i : {1, 3, 5, 7}) put(i);
  const auto first = store.page("Patient?_sort=birthdate&_count=2");
  CHECK(ids_of(first.matches) == Ids{"0000000000001", "0000000000003"});
  put(2);
  put(4);
  store.write(engine::store::removal("0000000000003"));
  store.write(engine::store::removal("0000000000005"));
  const auto second = store.page("Patient?_sort=birthdate&_count=2&_cursor=" + first.next);
  CHECK(ids_of(second.matches) == Ids{"0000000000007"});
  CHECK(second.next.empty());
}

TEST_CASE("a cursor of another search, or none at all, is refused") {
  Fixture store;
  for (int i = 0; i < 4; ++i) store.put(R"({"resourceType":"Patient","id":"p)" + std::to_string(i) + R"(","gender":"male","name":[{"family":"Rao"}],"birthDate":"2000"})");
  const auto cursor = store.page("Patient?gender=male&_sort=family&_count=2").next;
  REQUIRE_FALSE(cursor.empty());
  const auto refused = [&](const std::string& url) {
    CAPTURE(url);
    const auto page = store.session->search(store.plan(url));
    REQUIRE_FALSE(page);
    CHECK(page.outcome().issues[0].detail == fhir::Issue::Detail::bad_request);
    CHECK(fhir::to_text(page.outcome()).find("_cursor") != std::string::npos);
  };
  CHECK(store.page("Patient?gender=male&_sort=family&_count=3&_cursor=" + cursor).matches.size() == 2);
  refused("Patient?gender=male,female&_sort=family&_count=2&_cursor=" + cursor);
  refused("Patient?gender=male&_sort=-family&_count=2&_cursor=" + cursor);
  refused("Patient?gender=male&_count=2&_cursor=" + cursor);
  refused("Practitioner?gender=male&_sort=family&_count=2&_cursor=" + cursor);
  refused("Patient?gender=male&_sort=family&_cursor=x");
  refused("Patient?gender=male&_sort=family&_cursor=" + cursor + "A");
  refused("Patient?gender=male&_sort=family&_cursor=" + cursor.substr(0, cursor.size() - 2));
  refused("Patient?gender=male&_sort=family&_cursor=" + std::string(20'000, 'A'));
  refused("Patient?gender=male&_sort=family&_cursor=%C3%A9");

  // One that is signed, with the right fingerprint and values no page ends with.
  const std::string secret = support::Sql(store.url).value("select value from setu.setting where name = 'cursor_secret'");
  const auto plan = store.plan("Patient?gender=male&_sort=family");
  const auto forged = [&](std::vector<Cursor::Value> values) {
    return "Patient?gender=male&_sort=family&_cursor=" + to_text(Cursor{plan.fingerprint, engine::store::patient_type.number, 7, std::move(values), {}}, secret);
  };
  refused(forged({}));
  refused(forged({std::int64_t{5}}));
  refused(forged({std::string("rao"), std::string("rao")}));
  refused(forged({std::string("ra\xff")}));
  refused(forged({std::string("ra\0o", 4)}));
  CHECK(ids_of(store.page(forged({std::string("a")})).matches).size() == 4);
  CHECK(ids_of(store.page(forged({std::string("z")})).matches).empty());
  auto other_tenant = must(parse(interaction_of("Patient?gender=male&_sort=family&_count=2&_cursor=" + cursor)));
  CHECK_FALSE(store.session->search(must(plan_of(other_tenant, 2, base_url))));
}

TEST_CASE("the total of the first page is that of all, whatever is written meanwhile") {
  Fixture store;
  for (int at = 0; at < 7; ++at) store.put(R"({"resourceType":"Basic","id":"b)" + std::to_string(at) + R"(","code":{"coding":[{"code":"x"}]}})");
  auto page = store.page("Basic?code=x&_count=3&_total=accurate");
  CHECK(page.total == 7);
  for (int at = 0; at < 5; ++at) store.put(R"({"resourceType":"Basic","id":"new)" + std::to_string(at) + R"(","code":{"coding":[{"code":"x"}]}})");
  std::size_t seen = page.matches.size();
  while (!page.next.empty()) {
    page = store.page("Basic?code=x&_count=3&_total=accurate&_cursor=" + page.next);
    CHECK(page.total == 7);
    seen += page.matches.size();
  }
  CHECK(seen == 7);
  CHECK(store.page("Basic?code=x&_count=3&_total=accurate").total == 12);
}
