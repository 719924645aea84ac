#pragma once

#include <catch2/catch.hpp>

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
  worker::Pool pool{{2, 64, 64 * 1024 * 1024}, [this] { return engine::store::connect(url); }};
  http::Server server;

  http::Settings settings() {
    http::Settings all;
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

  Fixture() : server(settings(), pool, registry) {
    const auto started = server.start();
    REQUIRE(started);
  }
  int port() const { return server.port(); }
};

}  // namespace setu
