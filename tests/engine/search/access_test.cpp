#include <algorithm>
#include <optional>

#include "engine/store/connection.h"
#include "engine/store/version.h"
#include "tests/engine/search/crowd.h"
#include "tests/engine/store/counter.h"

using namespace engine::search;

TEST_CASE("many are found and paged in every order as if one had looked through them all") {
  // More than the lists that are read whole and sorted, so that every way to reach them is taken.
  Crowd crowd(12'000);
  for (const auto& question : questions) {
    for (const auto& way : ways) {
      const std::string url = url_of(question, way);
      CAPTURE(url);
      const Ids all = expected(crowd, question.holds, way);
      // About five pages, and the end of a page in every part of the order.
      const std::size_t count = std::clamp<std::size_t>(all.size() / 5 + 1, 2, SearchLimits::count_max);
      const std::string paged = url + (url.back() == '?' ? "" : "&") + "_count=" + std::to_string(count);
      Ids found;
      std::string cursor;
      do {
        const auto page = crowd.page(paged + (cursor.empty() ? "" : "&_cursor=" + cursor));
        for (const auto& version : page.matches) found.push_back(version.id);
        cursor = page.next;
      } while (!cursor.empty() && found.size() <= all.size());
      const auto differ = std::mismatch(found.begin(), found.end(), all.begin(), all.end());
      CAPTURE(count, found.size(), all.size(), differ.first - found.begin());
      CHECK((found == all));
    }
    const auto counted = crowd.page("Observation?" + std::string(question.criteria) + (*question.criteria == '\0' ? "" : "&") + "_count=0");
    CAPTURE(question.criteria);
    CHECK(counted.total == expected(crowd, question.holds, ways[0]).size());
  }
}

TEST_CASE("every way to reach a search's matches gives the same pages") {
  Crowd crowd(240);
  engine::store::Connection connection(crowd.url);
  const auto run = [&](const engine::store::Statement& statement) { return must(connection.run(1, statement.sql, statement.arguments)); };
  for (const auto& question : questions) {
    for (const auto& way : ways) {
      const auto plan = crowd.plan(url_of(question, way));
      const auto& branch = plan.branches[0];
      const auto order = engine::store::order_of(branch);
      const Ids all = expected(crowd, question.holds, way);
      for (const auto& access : accesses_of(branch)) {
        INFO(url_of(question, way) << " by " << static_cast<int>(access.kind));
        CHECK(run(engine::store::total_statement(1, branch, access, 1'000'000))[0].int8(0) == static_cast<std::int64_t>(all.size()));
        const std::size_t count = all.size() / 6 + 2;
        for (const bool backward : {false, true}) {
        Ids found;
        std::optional<engine::store::Place> place;
        for (bool more = true; more && found.size() <= all.size();) {
          std::size_t rows_of_page = 0;
          for (int part = 0; part < engine::store::parts_of(branch, access) && rows_of_page < count; ++part) {
            const auto rows = run(engine::store::page_statement(1, branch, access, part, {place ? &*place : nullptr, backward, nullptr, static_cast<std::int64_t>(count - rows_of_page)}));
            rows_of_page += rows.size();
            for (std::size_t at = 0; at < rows.size(); ++at) {
              found.push_back(must(engine::store::version_of(rows[at])).id);
              if (rows_of_page < count || at + 1 < rows.size()) continue;
              place = engine::store::Place{};
              place->key = rows[at].int8(1);
              for (std::size_t key = 0; key < order.size(); ++key) {
                const int column = engine::store::version_columns + static_cast<int>(key);
                if (engine::store::is_text(order[key])) place->values.emplace_back(std::string(rows[at].text(column)));
                else place->values.emplace_back(rows[at].int8(column));
              }
            }
          }
          more = rows_of_page == count;
        }
        if (backward) std::reverse(found.begin(), found.end());
        CHECK((found == all));
        }
      }
    }
  }
}

TEST_CASE("a glance finds the first of what there is, and nothing else") {
  Crowd crowd(240);
  engine::store::Connection connection(crowd.url);
  for (const auto& question : questions) {
    const auto plan = crowd.plan(url_of(question, ways[0]));
    const Ids all = expected(crowd, question.holds, ways[0]);
    for (auto access : accesses_of(plan.branches[0])) {
      if (access.glance == 0) continue;
      for (const std::int64_t glance : {1, 10, 100}) {
        access.glance = glance;
        const auto statement = engine::store::page_statement(1, plan.branches[0], access, 0, {nullptr, false, nullptr, 50});
        const auto rows = must(connection.run(1, statement.sql, statement.arguments));
        Ids found;
        for (std::size_t at = 0; at < rows.size(); ++at) found.push_back(must(engine::store::version_of(rows[at])).id);
        CAPTURE(question.criteria, glance);
        CHECK(static_cast<std::int64_t>(found.size()) <= glance);
        REQUIRE(found.size() <= all.size());
        CHECK(std::equal(found.begin(), found.end(), all.begin()));
      }
    }
  }
}

TEST_CASE("a short list is the page in one look, and one that is too long is none") {
  Crowd crowd(240);
  engine::store::Connection connection(crowd.url);
  int asked = 0;
  for (const auto& question : questions) {
    const auto plan = crowd.plan(url_of(question, ways[0]));
    const Ids all = expected(crowd, question.holds, ways[0]);
    for (auto access : short_lists_of(plan.branches[0])) {
      CAPTURE(question.criteria);
      const auto page = [&](std::int64_t glance, std::int64_t count) {
        access.glance = glance;
        const auto statement = engine::store::page_statement(1, plan.branches[0], access, 0, {nullptr, false, nullptr, count});
        return must(connection.run(1, statement.sql, statement.arguments));
      };
      constexpr int postings_column = engine::store::version_columns + 3;
      const auto size = page(1'000, 1)[0].int8(postings_column);
      for (const std::int64_t count : {5, 500}) {
        const auto rows = page(size, count);
        Ids found;
        for (std::size_t at = 0; at < rows.size() && !rows[at].is_null(0); ++at) found.push_back(must(engine::store::version_of(rows[at])).id);
        CHECK((found == Ids(all.begin(), all.begin() + std::min<std::ptrdiff_t>(count, static_cast<std::ptrdiff_t>(all.size())))));
      }
      const auto none = page(size - 1, 500);
      REQUIRE(none.size() == 1);
      CHECK(none[0].is_null(0));
      CHECK(none[0].int8(postings_column) == size);
      ++asked;
    }
  }
  CHECK(asked > 3);
}

TEST_CASE("what one look can find is one round trip") {
  Crowd crowd(120);
  engine::store::Counter counter(crowd.url);
  {
    auto session = must(engine::store::connect(counter.url()));
    const auto trips = [&](std::string_view url) {
      CAPTURE(url);
      // Twice, as the first has more to say.
      must(session->search(crowd.plan(url)));
      counter.since_last_asked();
      must(session->search(crowd.plan(url)));
      return counter.since_last_asked();
    };
    CHECK(trips("Observation?subject=Patient/p0&_count=5") == 1);
    CHECK(trips("Observation?code=urn:c|most&_count=5") == 1);
    CHECK(trips("Observation?_count=5") == 1);
    CHECK(trips("Observation?date=ge2024-01-10&date=lt2024-01-12") == 1);
    CHECK(trips("Patient?name=f3&gender:not=female") == 1);
    CHECK(trips("Patient?_id=p0") == 1);
    CHECK(trips("Patient?_id=p0&_revinclude=Observation:subject") == 1);
    CHECK(trips("Patient?_id=p0,p1&_revinclude=Observation:subject&_revinclude=Encounter:*") == 1);
    // A list that is not short, a glance, and what is included by what stands in the matches.
    CHECK(trips("Observation?date=ge2024-01-02&_count=5") == 2);
    CHECK(trips("Observation?_count=5&_include=Observation:subject") == 2);
  }
}

TEST_CASE("what is known of one resource is found by its key, whatever is known of the tables' sizes") {
  Crowd crowd(60);
  crowd.sql.run(
      "set plan_cache_mode = force_generic_plan; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off; set enable_bitmapscan = off; "
      "set enable_hashagg = off; set enable_sort = off; set enable_material = off; set enable_memoize = off; set jit = off; set role setu_app; set setu.tenant = '1'");
  int statements = 0;
  const auto check_steps = [&](const engine::store::Statement& statement) {
    const std::string name = "s" + std::to_string(++statements);
    crowd.sql.run("prepare " + name + " as " + statement.sql);
    std::string nulls;
    for (std::size_t at = 0; at < statement.arguments.size(); ++at) nulls += at == 0 ? "null" : ", null";
    std::string index;
    for (const auto& step : crowd.sql.column("explain (costs off) execute " + name + "(" + nulls + ")")) {
      INFO(statement.sql << '\n' << step);
      CHECK(step.find("Seq Scan") == std::string::npos);
      if (const auto at = step.find(" using "); at != std::string::npos) index = step.substr(at + 7, step.find(' ', at + 7) - at - 7);
      if (step.find("Index Cond:") == std::string::npos) continue;
      // Behind values or dates in these indexes, a key alone would mean to read all of them.
      const bool by_key = step.find("(rid = ") != std::string::npos;
      CHECK_FALSE((by_key && (index == "res_newest" || index == "rng_pkey" || index == "str_pkey")));
    }
    crowd.sql.run("deallocate " + name);
  };
  for (const bool analyzed : {false, true}) {
    if (analyzed) crowd.sql.run("reset role; analyze; set role setu_app");
    for (const auto& question : questions) {
      for (const auto& way : ways) {
        const auto plan = crowd.plan(url_of(question, way));
        const auto& branch = plan.branches[0];
        const auto order = engine::store::order_of(branch);
        engine::store::Place place{engine::store::Place::After::resource, {}, 7};
        for (const auto& key : order) {
          if (engine::store::is_text(key)) place.values.emplace_back(std::string("5"));
          else place.values.emplace_back(std::int64_t{5});
        }
        for (const auto& access : short_lists_of(branch)) check_steps(engine::store::page_statement(1, branch, access, 0, {nullptr, false, nullptr, 50}));
        for (const auto& access : accesses_of(branch)) {
          for (int part = 0; part < engine::store::parts_of(branch, access); ++part) {
            check_steps(engine::store::page_statement(1, branch, access, part, {nullptr, false, nullptr, 50}));
            check_steps(engine::store::page_statement(1, branch, access, part, {&place, false, nullptr, 50}));
          }
          check_steps(engine::store::total_statement(1, branch, access, 50));
        }
      }
    }
  }
  CHECK(statements > 1000);
}
