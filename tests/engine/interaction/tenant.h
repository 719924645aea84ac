#pragma once

#include <algorithm>

#include "engine/store/reindex.h"
#include "engine/store/verify.h"
#include "tests/engine/interaction/fixture.h"

namespace engine {

/// A server whose tenant defines search parameters of its own.
struct Tenant : Server {
  Status put(const std::string& json, std::string_view type = "Patient") {
    fhir::Arena arena;
    const auto resource = fhir::json::read(json, arena);
    REQUIRE(resource);
    const auto reply = ask("PUT", std::string(type) + "/" + std::string(fhir::id_of(*resource).text()), json);
    INFO(json << issues(reply));
    return reply.status;
  }
  void define(const std::string& json) {
    const auto reply = ask("POST", "SearchParameter", json);
    INFO(json << issues(reply));
    REQUIRE(reply.status == Status::created);
  }
  /// Carries out what waits in the background; the number of steps it took.
  int index(int most = 1000) { return index_with(url, most); }
  static int index_with(const std::string& url, int most = 1000) {
    store::Reindexer reindexer(url);
    int steps = 0;
    while (steps < most) {
      const auto step = reindexer.step();
      INFO((step ? "" : fhir::to_text(step.outcome())));
      REQUIRE(step);
      if (!*step) break;
      ++steps;
    }
    return steps;
  }
  Texts found(std::string_view search) {
    const auto reply = ask("GET", search);
    INFO(search << issues(reply));
    REQUIRE(reply.status == Status::ok);
    auto ids = all(reply, "Bundle.entry.where(search.mode = 'match').resource.id");
    std::sort(ids.begin(), ids.end());
    return ids;
  }
  Texts in_order(std::string_view search) { return all(ask("GET", search), "Bundle.entry.where(search.mode = 'match').resource.id"); }
  void verify() {
    const auto verified = store::verify(url, {});
    REQUIRE(verified);
    for (const auto& finding : verified->findings) UNSCOPED_INFO(finding);
    CHECK(verified->mismatches == 0);
  }
};

}  // namespace engine
