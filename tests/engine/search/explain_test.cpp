#include <algorithm>

#include "tests/engine/search/crowd.h"

using namespace engine::search;
using engine::store::Explanation;

namespace {

Explanation::Branch explained(Crowd& crowd, std::string_view url, bool analyze = false) {
  CAPTURE(url);
  auto all = must(crowd.session->explain(crowd.plan(url), analyze));
  REQUIRE(all.branches.size() == 1);
  return std::move(all.branches[0]);
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

const Explanation::Step& step(const Explanation::Branch& branch, std::string_view purpose) {
  const auto found = std::find_if(branch.steps.begin(), branch.steps.end(), [&](const auto& one) { return one.purpose == purpose; });
  REQUIRE(found != branch.steps.end());
  return *found;
}

}  // namespace

TEST_CASE("a search is explained by what drives it, what is looked up beside, and the sizes that were counted") {
  Crowd crowd(1'600);
  const auto all = static_cast<std::int64_t>(std::count_if(crowd.all.begin(), crowd.all.end(), [](const Seen& seen) { return seen.code == "some"; }));

  const auto common = explained(crowd, "Observation?code=most&value-quantity=gt5&status=amended");
  CHECK(common.type->name == "Observation");
  REQUIRE(common.criteria.size() == 3);
  CHECK(common.criteria[0].asked == "code=most");
  CHECK(common.criteria[1].asked == "value-quantity=gt5");
  // The smaller of the codes that were counted drives; nothing else needed counting.
  CHECK(common.criteria[2].drives);
  CHECK(common.criteria[2].reads == "tok by code");
  CHECK(common.criteria[0].size == 1'001);
  CHECK(common.criteria[0].or_more);
  CHECK_FALSE(common.criteria[2].or_more);
  CHECK_FALSE(common.criteria[0].drives);
  CHECK(common.criteria[1].reads == "rng by resource");
  CHECK_FALSE(common.criteria[1].size);
  CHECK(has(common.way, "until the page is full"));
  CHECK(common.order == "by date descending; tok has it");

  const auto sorted = explained(crowd, "Observation?code=some&_sort=value-quantity,-_id");
  CHECK(sorted.criteria[0].size == 2 * all);  // of two systems each
  CHECK(sorted.order == "by value-quantity, then _id descending; the matches are sorted");

  const auto walked = explained(crowd, "Observation?code:not=some&_sort=-_lastUpdated");
  CHECK_FALSE(walked.criteria[0].drives);
  CHECK(has(walked.way, "read in order"));
  CHECK(walked.order == "by _lastUpdated descending; rng has it");

  const auto chained = explained(crowd, "Observation?patient.name=f3&_total=accurate&_count=0");
  CHECK(chained.criteria[0].reads == "str by text, and by each Patient found tok by reference");
  CHECK(step(chained, "the total").scans.front() == "str by str_pkey");
  CHECK(chained.steps.size() == (chained.criteria[0].size ? 2 : 1));

  const auto everything = explained(crowd, "Observation?");
  CHECK(everything.criteria.empty());
  CHECK(step(everything, "the first page").scans == std::vector<std::string>{"res by res_newest", "res by res_pkey"});
}

TEST_CASE("a glance is explained with what follows where it does not fill the page") {
  Crowd crowd(1'600);
  const auto two_dates = explained(crowd, "Observation?date=ge2024-01-10&date=lt2024-02-20&_count=9");
  REQUIRE(two_dates.criteria.size() == 1);
  CHECK(two_dates.criteria[0].asked == "date=ge2024-01-10&date=lt2024-02-20");
  CHECK(has(two_dates.way, "the newest 300 are looked at"));
  CHECK(step(two_dates, "the glance").scans == std::vector<std::string>{"res by res_newest", "rng by rng_of", "res by res_pkey"});
  CHECK(two_dates.criteria[0].drives);

  const auto short_list = explained(crowd, "Observation?date=2024-01-10&value-quantity:missing=true");
  CHECK(has(short_list.way, "all that drives is read, the rest looked up for each, and sorted"));
  REQUIRE(short_list.steps.size() == 1);
  CHECK(short_list.steps[0].purpose == "the first page, of a short list");
  CHECK(short_list.criteria[0].size);

  const auto ids = explained(crowd, "Patient?_id=p1,p2");
  CHECK(ids.steps.size() == 1);
  CHECK(ids.criteria[0].drives);
  CHECK(ids.steps[0].scans == std::vector<std::string>{"res by res_pkey"});

  const auto of_a_code = explained(crowd, "Observation?code=urn:c|most&value-quantity=gt5&_count=9");
  CHECK(has(of_a_code.way, "the newest 300 with code=urn:c|most are looked at"));
  CHECK(step(of_a_code, "the glance").scans.front() == "tok by tok_pkey");

  // Where something is short, the newest are not looked at, and neither are they for a total or another order.
  for (const char* url : {"Observation?code=rare&value-quantity=gt5", "Observation?date=2024-01-10&_total=accurate", "Observation?date=ge2024-01-10&_sort=date"}) {
    CAPTURE(url);
    CHECK_FALSE(has(explained(crowd, url).way, "are looked at"));
  }
}

TEST_CASE("no statement that is explained reads a table from end to end, whatever is asked in whatever order") {
  Crowd crowd(120);
  for (const auto& question : questions) {
    for (const auto& way : ways) {
      const bool analyze = question.criteria[0] == 'c';
      const auto branch = explained(crowd, url_of(question, way), analyze);
      INFO(url_of(question, way));
      REQUIRE_FALSE(branch.steps.empty());
      for (const auto& one : branch.steps) {
        INFO(one.purpose << '\n' << one.sql);
        CHECK(one.whole_tables.empty());
        CHECK_FALSE(one.scans.empty());
        CHECK(one.cost > 0);
        CHECK(one.cost < 1e9);
        CHECK(one.milliseconds.has_value() == analyze);
      }
    }
  }
}

TEST_CASE("a table that is read from end to end is told") {
  Crowd crowd(20);
  crowd.sql.run("alter table setu.str drop constraint str_pkey; drop index setu.str_of");
  const auto branch = explained(crowd, "Observation?patient.name=f3");
  CHECK(step(branch, "the first page").whole_tables == std::vector<std::string>{"str"});
}

TEST_CASE("types that have none of the codes that a search needs are left out, and named") {
  Fixture store;
  store.put(R"({"resourceType":"Patient","id":"p","meta":{"tag":[{"code":"t"}]}})");
  store.put(R"({"resourceType":"Group","id":"g","meta":{"tag":[{"code":"other"}]},"type":"person","actual":true})");
  const auto all = must(store.session->explain(store.plan("?_tag=t"), false));
  REQUIRE(all.branches.size() == 1);
  CHECK(all.branches[0].type->name == "Patient");
  CHECK(all.left_out.size() == fhir::r4::resource_types().size() - 1);
  check(store, {{"?_tag=t", {"p"}}, {"?_tag=t,other", {"g", "p"}}, {"?_tag=none", {}}, {"?_tag=none,other&_total=accurate", {"g"}}, {"?_tag:not=t", {"g"}}, {"?_tag=other&_sort=_id", {"g"}}});
}
