#include "engine/store/connection.h"
#include "engine/store/search_count.h"
#include "engine/store/search_run.h"
#include "tests/engine/search/crowd.h"

using namespace engine::search;
namespace store = engine::store;

// "Any of these values" is one array that is bound, and not as many look-ups in the statement's text.

namespace {

/// A search that ends in the name of a parameter and "=", and its values.
struct Listed {
  const char* url;
  std::string (*value)(int number);
};

std::string number_text(int n) { return std::to_string(n); }
std::string code(int n) { return "c" + std::to_string(n); }
std::string day(int n) { return date_of(n); }

const Listed lists[] = {
    {"Observation?code=", code},
    {"Observation?code=", [](int n) { return "urn:c|c" + std::to_string(n); }},
    {"Observation?code:not=", code},
    {"Observation?date=2024&code=", code},
    {"Patient?identifier:of-type=", [](int n) { return "urn:t|MR|" + std::to_string(n); }},
    {"Observation?subject=", [](int n) { return "Patient/p" + std::to_string(n); }},
    {"Observation?patient=", code},
    {"Observation?patient:missing=false&_id=", code},
    {"Patient?_id=", code},
    {"Patient?name=", code},
    {"Patient?name:exact=", code},
    {"Patient?name:contains=", code},
    {"ValueSet?url=", [](int n) { return "http://example.org/" + std::to_string(n); }},
    {"Patient?birthdate=", day},
    {"Patient?birthdate=", [](int n) { return "ge" + date_of(n); }},
    {"Patient?_lastUpdated=", [](int n) { return "lt" + date_of(n); }},
    {"RiskAssessment?probability=", number_text},
    {"Observation?value-quantity=", [](int n) { return "gt" + std::to_string(n); }},
    {"Observation?value-quantity=", [](int n) { return std::to_string(n) + "|http://unitsofmeasure.org|kg"; }},
    {"Observation?patient.name=", code},
    {"Observation?patient.birthdate=", day},
    {"Patient?_has:Observation:patient:code=", code},
    {"Patient?_tag=", code},
};

std::string url_of(const Listed& list, int count) {
  std::string url = list.url;
  for (int n = 0; n < count; ++n) url.append(n == 0 ? "" : ",").append(list.value(n));
  return url;
}

/// The texts of all statements that a branch may be answered by, whichever way it is reached.
std::vector<std::string> texts_of(const Branch& branch, bool with_totals) {
  std::vector<std::string> texts;
  for (const auto& access : accesses_of(branch)) {
    if (access.glance > 0) continue;  // a single code has one more
    store::Window window;
    window.limit = 51;
    for (int part = 0; part < store::parts_of(branch, access); ++part) texts.push_back(store::page_statement(1, branch, access, part, window).sql);
    if (with_totals) texts.push_back(store::total_statement(1, branch, access, 1000).sql);
    if (access.driver != nullptr) texts.push_back(store::size_statement(1, *branch.type, *access.driver, 1000, 1000).sql);
  }
  return texts;
}

}  // namespace

TEST_CASE("a list of values is bound as an array: the statements for one value and for five hundred are the same") {
  for (const Listed& list : lists) {
    const auto branch_of = [&](int count) {
      auto plan = must(plan_of(must(parse(interaction_of(url_of(list, count)))), 1, base_url));
      REQUIRE(plan.branches.size() == 1);
      return plan.branches[0];
    };
    CAPTURE(list.url, list.value(1));
    const auto check_same = [&](int few, int many, bool with_totals) {
      CAPTURE(few, many);
      const auto one = texts_of(branch_of(few), with_totals), other = texts_of(branch_of(many), with_totals);
      REQUIRE_FALSE(one.empty());
      REQUIRE(other.size() == one.size());
      for (std::size_t at = 0; at < one.size(); ++at) CHECK(other[at] == one[at]);
    };
    constexpr int most = SearchLimits::or_values;
    check_same(1, 2, false);
    check_same(1, most, false);
    // What has one code of one system is counted without looking for what is there twice.
    check_same(list.value(1).starts_with("urn:c|") ? 2 : 1, most, true);
  }
}

TEST_CASE("a search for five hundred values prepares no statement that the search for one has not") {
  Fixture fixture;
  store::Connection connection(fixture.url);
  store::Counts counts;
  const auto prepared = [&](const Listed& list, int count) {
    must(store::run_search(connection, fixture.plan(url_of(list, count)), "secret", counts));
    const auto rows = must(connection.run(1, "select count(*) from pg_prepared_statements where statement like '%setu.%'", store::Arguments()));
    return rows[0].int8(0);
  };
  for (const Listed& list : lists) {
    CAPTURE(list.url, list.value(1));
    const auto known = prepared(list, 1);
    CHECK(known > 0);
    for (const int count : {2, 7, 499, 500}) CHECK(prepared(list, count) == known);
  }
}
