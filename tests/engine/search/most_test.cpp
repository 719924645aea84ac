#include "tests/engine/interaction/tenant.h"
#include "tests/engine/search/fixture.h"

using namespace engine::search;

// What the store does for one search at most. Plan::most is lowered here, as nobody has a million resources to test with.

namespace {

std::string person(int number, const std::string& more = {}) {
  return R"({"resourceType":"Patient","id":"p)" + std::to_string(number) + R"(","gender":")" + (number % 2 == 0 ? "female" : "male") +
         R"(","birthDate":"2000-01-01","name":[{"family":"Rao"}],"identifier":[{"system":"urn:x","value":")" + std::to_string(number) +
         R"("}],"managingOrganization":{"reference":"Organization/o"})" + more + "}";
}

/// People from one number up to another.
void add_people(Fixture& store, int from, int end) {
  for (int number = from; number < end; ++number) store.put(person(number));
}

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

std::string warnings(const engine::store::Page& page) { return fhir::to_text(fhir::Outcome(page.issues)); }

}  // namespace

TEST_CASE("more matches than are sorted where no index has the order are too costly, and the message names the parameter") {
  Fixture store;
  add_people(store, 0, 5);
  const auto searched = [&](const std::string& url) {
    auto plan = store.plan(url);
    plan.most.sorted = 5;
    return store.session->search(plan);
  };
  const std::pair<const char*, const char*> orders[] = {
      {"gender", "gender"}, {"-gender", "gender"}, {"identifier,_id", "identifier"}, {"organization", "organization"}, {"-identifier,birthdate", "identifier"}};
  for (const auto& [order, parameter] : orders) {
    CAPTURE(order);
    const auto page = searched("Patient?_count=2&_sort=" + std::string(order));
    REQUIRE(page);
    CHECK(page->matches.size() == 2);
  }
  add_people(store, 5, 6);
  for (const char* criteria : {"", "name=rao&", "identifier=urn:x|&", "name=rao&identifier=urn:x|&birthdate=2000&"}) {
    for (const auto& [order, parameter] : orders) {
      CAPTURE(criteria, order);
      const auto page = searched("Patient?_count=2&" + std::string(criteria) + "_sort=" + order);
      REQUIRE_FALSE(page);
      REQUIRE(page.outcome().issues.size() == 1);
      CHECK(page.outcome().issues[0].type == fhir::IssueType::too_costly);
      CHECK(has(page.outcome().issues[0].text, "More than 5 resources match"));
      CHECK(has(page.outcome().issues[0].text, "'" + std::string(parameter) + "'"));
    }
  }
  // Fewer are sorted, an index has the others' order, and a number needs none.
  for (const char* url : {"Patient?gender=male&_sort=identifier", "Patient?_sort=birthdate,gender", "Patient?_sort=-_id", "Patient?_sort=name", "Patient?_sort=gender&_count=0"}) {
    CAPTURE(url);
    CHECK(searched(url));
  }
}

TEST_CASE("a total above the most that are counted is left out, and the warning says that it was not counted further") {
  Fixture store;
  add_people(store, 0, 4);
  store.put(R"({"resourceType":"Organization","id":"o","name":"Ward"})");
  const auto page_of = [&](const std::string& url) {
    auto plan = store.plan(url);
    plan.most.total = 4;
    return must(store.session->search(plan));
  };
  CHECK(page_of("Patient?_count=2&_total=accurate").total == 4u);
  for (const char* url : {"?_type=Patient,Organization&_count=2&_total=accurate", "?_type=Patient,Organization&_count=0"}) {
    CAPTURE(url);
    const auto page = page_of(url);
    CHECK_FALSE(page.total);
    CHECK(has(warnings(page), "more than 4 matches; they were not counted further"));
  }
  add_people(store, 4, 5);
  for (const char* criteria : {"", "&name=rao", "&identifier=urn:x|", "&birthdate=ge1999", "&gender:not=unknown", "&identifier=urn:x|&name=rao"}) {
    for (const char* kind : {"_count=2&_total=accurate", "_count=2&_total=estimate", "_count=0"}) {
      CAPTURE(criteria, kind);
      const auto page = page_of("Patient?" + std::string(kind) + criteria);
      CHECK_FALSE(page.total);
      CHECK(has(warnings(page), "more than 4 matches; they were not counted further"));
    }
  }
  CHECK(page_of("Patient?gender=female&_count=2&_total=accurate").total == 3u);
  // What fills one page is known without counting.
  CHECK(page_of("Patient?_count=5&_total=accurate").total == 5u);
}

TEST_CASE("a later page warns once more was written since the first than is looked at, and no sooner") {
  Fixture store;
  add_people(store, 0, 8);
  const std::string url = "Patient?_sort=name,_id&_count=2";
  const auto first = store.page(url);
  const auto second = [&] {
    auto plan = store.plan(url + "&_cursor=" + first.next);
    plan.most.unseen = 6;
    return must(store.session->search(plan));
  };
  for (int version = 2; version < 8; ++version) store.put(person(7, R"(,"active":true,"multipleBirthInteger":)" + std::to_string(version)));
  // Of another type, and of another tenant.
  for (int number = 0; number < 8; ++number) {
    store.put(R"({"resourceType":"Basic","id":"b)" + std::to_string(number) + R"(","code":{"text":"x"}})");
    store.put(person(number), 2);
  }
  auto page = second();
  CHECK(warnings(page).empty());
  CHECK(ids_of(page.matches) == Ids{"p2", "p3"});
  store.write(engine::store::removal("p6"));
  page = second();
  CHECK(has(warnings(page), "may be missing or be there twice"));
  CHECK(page.issues.at(0).severity == fhir::Severity::warning);
  // What nobody touched is there all the same.
  CHECK(ids_of(page.matches) == Ids{"p2", "p3"});
}

TEST_CASE("matches are ranked as long as they are not more than are ranked; then they are the newest first on all pages") {
  engine::Tenant server;
  server.define(R"({"resourceType":"SearchParameter","url":"http://example.org/_text","name":"Words","status":"active","description":"d","code":"_text","type":"string","base":["Condition"]})");
  server.index();
  const auto add = [&](int number) {
    const std::string id = "c" + std::to_string(number), others = number % 2 == 0 ? "" : " and many other words beside it";
    server.put(R"({"resourceType":"Condition","id":")" + id + R"(","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">pain)" + others +
               R"(</div>"},"subject":{"display":"x"},"recordedDate":"2020-01-0)" + std::to_string(number) + R"("})", "Condition");
  };
  for (const int number : {1, 2, 3, 4}) add(number);
  const auto page_of = [&](const std::string& cursor) {
    const auto custom = must(server.session->current_parameters(1));
    auto plan = must(plan_of(must(parse(interaction_of("Condition?_text=pain&_count=2" + (cursor.empty() ? "" : "&_cursor=" + cursor)), custom)), 1, base_url));
    CHECK(plan.ranked);
    plan.most.ranked = 4;
    return must(server.session->search(plan));
  };
  const auto first = page_of("");
  CHECK(first.issues.empty());
  CHECK(sorted(ids_of(first.matches)) == Ids{"c2", "c4"});
  CHECK(sorted(ids_of(page_of(first.next).matches)) == Ids{"c1", "c3"});
  add(5);
  auto page = page_of("");
  CHECK(has(warnings(page), "More than 4 resources match"));
  Ids all = ids_of(page.matches);
  // One that goes makes them few again: a later page keeps the order of its first.
  server.ask("DELETE", "Condition/c1");
  while (!page.next.empty()) {
    page = page_of(page.next);
    for (const auto& id : ids_of(page.matches)) all.push_back(id);
  }
  CHECK(all == Ids{"c5", "c4", "c3", "c2"});
}

TEST_CASE("a later page warns if what was changed since the first is longer than is looked at") {
  Fixture store;
  add_people(store, 0, 8);
  const std::string url = "Patient?_sort=name,_id&_count=2";
  const auto first = store.page(url);
  for (int number = 2; number < 6; ++number) store.put(person(number, R"(,"active":true)"));
  auto plan = store.plan(url + "&_cursor=" + first.next);
  CHECK(warnings(must(store.session->search(plan))).empty());
  plan.most.unseen_bytes = 100;
  const auto page = must(store.session->search(plan));
  CHECK_FALSE(warnings(page).empty());
  CHECK(ids_of(page.matches) == Ids{"p2", "p3"});
}
