#include <catch2/catch.hpp>

#include <thread>

#include "src/metrics/metrics.h"

using namespace setu::metrics;

TEST_CASE("counters, gauges and histograms are printed as Prometheus reads them") {
  Registry registry;
  registry.counter("requests_total", "Requests.", {{"action", "read"}}).add(3);
  registry.counter("requests_total", "Requests.", {{"action", "a\"b\\c\nd"}}).add();
  registry.gauge("queue", "Waiting.", [] { return 2.5; });
  registry.histogram("seconds", "Time.").observe(0.003);
  const std::string text = registry.text();
  CHECK(text.starts_with("# HELP requests_total Requests.\n# TYPE requests_total counter\nrequests_total{action=\"read\"} 3\n"));
  CHECK(text.find("requests_total{action=\"a\\\"b\\\\c\\nd\"} 1\n") != text.npos);
  CHECK(text.find("# TYPE queue gauge\nqueue 2.5\n") != text.npos);
  CHECK(text.find("seconds_bucket{le=\"0.0025\"} 0\n") != text.npos);
  CHECK(text.find("seconds_bucket{le=\"0.005\"} 1\n") != text.npos);
  CHECK(text.find("seconds_bucket{le=\"+Inf\"} 1\nseconds_sum 0.003\nseconds_count 1\n") != text.npos);
}

TEST_CASE("the same name and labels are the same counter") {
  Registry registry;
  Counter& first = registry.counter("a", "A.", {{"x", "1"}});
  for (int i = 0; i < 100; ++i) registry.counter("a", "A.", {{"x", std::to_string(i)}});
  CHECK(&registry.counter("a", "A.", {{"x", "1"}}) == &first);
}

TEST_CASE("a duration on a bound counts in that bucket, one past all bounds in the last") {
  Histogram histogram;
  histogram.observe(60);
  histogram.observe(61);
  histogram.observe(0);
  CHECK(histogram.up_to(0) == 1);
  CHECK(histogram.up_to(Histogram::bounds_seconds.size() - 1) == 2);
  CHECK(histogram.count() == 3);
}

TEST_CASE("no count is lost between threads") {
  Registry registry;
  Counter& counter = registry.counter("n", "N.");
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { for (int j = 0; j < 10'000; ++j) counter.add(); });
  for (auto& thread : threads) thread.join();
  CHECK(counter.value() == 40'000);
}

TEST_CASE("a gauge that was removed is not read any more") {
  Registry registry;
  registry.gauge("gone", "Gone.", []() -> double { throw 1; });
  registry.remove_gauge("gone");
  CHECK(registry.text().empty());
}
