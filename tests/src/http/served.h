#pragma once

#include <catch2/catch.hpp>

#include <thread>

#include "engine/store/connect.h"
#include "engine/store/tenant.h"
#include "src/http/server.h"
#include "tests/support/http.h"
#include "tests/support/postgres.h"

namespace setu {

/// The server as it runs, on a database of its own.
struct Fixture {
  std::string url = support::postgres().fresh_database();
  metrics::Registry registry;
  worker::Pool pool;
  http::Server server;

  http::Settings settings(const http::Limits& limits) {
    http::Settings all;
    all.limits = limits;
    all.port = 0;
    all.log_requests = false;
    const auto tenants = engine::store::tenants(url);
    REQUIRE(tenants);
    all.tenant = [known = *tenants](std::string_view name) -> std::optional<std::int32_t> {
      for (const auto& tenant : known) {
        if (tenant.name == name) return tenant.number;
      }
      return std::nullopt;
    };
    return all;
  }

  explicit Fixture(const http::Limits& limits = {}, worker::Limits workers = {2, 64, 64 * 1024 * 1024})
      : pool(workers, [this] { return engine::store::connect(url); }), server(settings(limits), pool, registry) {
    const auto started = server.start();
    REQUIRE(started);
  }
  int port() const { return server.port(); }
};

/// A server on whose database each row of a table takes its time to read, once slow() was called: a minute each of resources.
struct SlowFixture : Fixture {
  using Fixture::Fixture;
  support::Sql sql{url};
  void slow(const std::string& table = "setu.res", const std::string& seconds = "60") {
    sql.run("create policy slow on " + table + " as restrictive for select using (pg_sleep(" + seconds + ") is not null)");
  }
  void quick(const std::string& table = "setu.res") { sql.run("drop policy slow on " + table); }
  int count(const std::string& states) {
    return std::stoi(sql.value("select count(*) from pg_stat_activity where application_name = 'setu' and state in (" + states + ") and datname = current_database()"));
  }
  int running() { return count("'active'"); }
  int in_transaction() { return count("'active', 'idle in transaction', 'idle in transaction (aborted)'"); }
  bool comes_to(int count, std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    while (running() != count) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return true;
  }
  /// Nothing runs, and nothing follows. A statement that was just being sent may slip through once.
  bool stays_at_none(std::chrono::milliseconds patience) {
    const auto end = std::chrono::steady_clock::now() + patience;
    do {
      if (!comes_to(0, patience)) return false;
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      if (running() == 0) return true;
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }
};

}  // namespace setu
