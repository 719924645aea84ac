#include <thread>

#include "engine/store/connection.h"
#include "engine/store/search_count.h"
#include "engine/store/search_run.h"
#include "tests/engine/search/crowd.h"

using namespace engine::search;
namespace store = engine::store;

namespace {

/// What PostgreSQL did for a page.
struct Cost {
  std::int64_t rows = 0;     ///< that scans gave
  std::int64_t buffers = 0;  ///< of tables and indexes that were looked at
};

/// Answers searches over a connection of its own, and counts by PostgreSQL's statistics what each page costs.
struct Meter {
  explicit Meter(Crowd& over) : crowd(over), connection(over.url) {
    // What tidies the tables up reads them, too.
    for (const auto& table : crowd.sql.column("select relname from pg_stat_user_tables where schemaname = 'setu'")) {
      crowd.sql.run("alter table setu." + table + " set (autovacuum_enabled = false)");
    }
    crowd.sql.run("vacuum analyze");
    // And what was read so far must be told of before anything is measured: of the vacuum, and of what wrote the crowd.
    crowd.sql.value("select pg_stat_force_next_flush()");
    crowd.session.reset();
    while (crowd.sql.value("select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'") != "0") {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
  }

  store::Page page(const std::string& url) { return must(store::run_search(connection, crowd.plan(url), "secret", counts)); }
  store::Page page(const std::string& url, Cost& cost) {
    const Cost before = so_far();
    auto page = this->page(url);
    const Cost after = so_far();
    cost = {after.rows - before.rows, after.buffers - before.buffers};
    return page;
  }

 private:
  /// A backend tells of its reads at the end of a transaction, at most once a second unless it is asked to.
  Cost so_far() {
    must(connection.run(1, "select pg_stat_force_next_flush()", store::Arguments()));
    const auto numbers = crowd.sql.column(
        "select sum(seq_tup_read) + (select sum(idx_tup_read + idx_tup_fetch) from pg_stat_user_indexes where schemaname = 'setu') from pg_stat_user_tables where schemaname = 'setu' "
        "union all "
        "select sum(heap_blks_read + heap_blks_hit + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0)) from pg_statio_user_tables where schemaname = 'setu'");
    return {std::stoll(numbers.at(0)), std::stoll(numbers.at(1))};
  }

  Crowd& crowd;
  store::Connection connection;
  store::Counts counts;
};

}  // namespace

TEST_CASE("a deep page reads as many rows and buffers as the first, in every order that an index has") {
  Crowd crowd(2'000);
  Meter meter(crowd);
  constexpr std::size_t count = 20;
  for (const char* criteria : {"", "code=most", "status=final&code=most"}) {
    for (const char* sort : {"", "date", "-_id", "_lastUpdated", "-_lastUpdated", "value-quantity"}) {
      std::string url = "Observation?" + std::string(criteria);
      if (*sort != '\0') url += (url.back() == '?' ? "_sort=" : "&_sort=") + std::string(sort);
      url += (url.back() == '?' ? "_count=" : "&_count=") + std::to_string(count);
      CAPTURE(url);
      Cost first, second, cost, most;
      // Twice, as the first time statements are planned, which reads the catalogue and the ends of indexes.
      meter.page(url);
      auto page = meter.page(url, first);
      REQUIRE(page.matches.size() == count);
      const std::string of_second = url + "&_cursor=" + page.next;
      meter.page(of_second);
      page = meter.page(of_second, second);
      int number = 3;
      for (; !page.next.empty(); ++number) {
        if (number % 6 != 0 && page.next != page.last) {
          page = meter.page(url + "&_cursor=" + page.next);
          continue;
        }
        page = meter.page(url + "&_cursor=" + page.next, cost);
        // The last is not filled: where that was a glance, what drives is counted, as far as a short list goes.
        if (page.next.empty() && *sort == '\0') cost.rows -= 2 * 1'001;
        most.rows = std::max(most.rows, cost.rows);
        most.buffers = std::max(most.buffers, cost.buffers);
      }
      CAPTURE(number, first.rows, first.buffers, second.rows, second.buffers);
      CHECK(number > 30);
      // Pages differ by what stands between their matches, and one is made of the end of those with a value and the first without.
      CHECK(most.rows <= 2 * std::max(first.rows, second.rows));
      CHECK(most.buffers <= 2 * std::max(first.buffers, second.buffers));
    }
  }
}
