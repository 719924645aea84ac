/// setu_races SETU_BINARY [PERCENT]
///
/// What must hold when many do the same at once, against a running server over HTTP. PERCENT is the size: 100 is the
/// whole (some minutes), what ./check runs is smaller. Prints a line a promise; fails if one does not hold.

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "fhir/json/tree.h"
#include "tests/support/http.h"
#include "tests/support/process.h"

namespace {

using support::Http;
using support::Response;

int port = 0;
double scale = 1;

int scaled(int whole, int least) { return std::max(least, static_cast<int>(whole * scale)); }

struct Broken : std::runtime_error {
  using std::runtime_error::runtime_error;
};

void expect(bool holds, const std::string& what) {
  if (!holds) throw Broken(what);
}

std::string said(const Response& response) { return std::to_string(response.status) + " " + response.body.substr(0, 300); }

/// Runs `work(client, number)` by so many clients at once, each with a connection of its own.
void together(int clients, const std::function<void(Http&, int)>& work) {
  std::vector<std::thread> threads;
  std::mutex mutex;
  std::string failure;
  for (int number = 0; number < clients; ++number) {
    threads.emplace_back([&, number] {
      try {
        Http http(port);
        work(http, number);
      } catch (const std::exception& error) {
        const std::lock_guard lock(mutex);
        if (failure.empty()) failure = error.what();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  expect(failure.empty(), failure);
}

const Http::Headers fhir_json = {{"Content-Type", "application/fhir+json"}};

Http::Headers with(Http::Headers headers, std::string name, std::string value) {
  headers.emplace_back(std::move(name), std::move(value));
  return headers;
}

int total_of(Http& http, const std::string& query) {
  const auto answer = http.get("/fhir/" + query + "&_summary=count");
  const auto at = answer.body.find("\"total\":");
  expect(answer.status == 200 && at != std::string::npos, query + ": " + said(answer));
  return std::atoi(answer.body.c_str() + at + 8);
}

std::string patient(const std::string& system, const std::string& value, const std::string& family = "Rao", const std::string& id = {}) {
  return R"({"resourceType":"Patient")" + (id.empty() ? "" : R"(,"id":")" + id + "\"") + R"(,"identifier":[{"system":")" + system + R"(","value":")" + value +
         R"("}],"name":[{"family":")" + family + R"("}]})";
}

/// Version numbers are those in ETag: W/"3".
int version_in(const Response& response) { return std::atoi(std::string(response.header("etag")).c_str() + 3); }

void conditional_create() {
  const int clients = 64, rounds = scaled(1000, 10);
  std::atomic<int> created{0};
  together(clients, [&](Http& http, int) {
    for (int round = 0; round < rounds; ++round) {
      const std::string value = std::to_string(round);
      const auto answer = http.send("POST", "/fhir/Patient", patient("urn:races:create", value), with(fhir_json, "If-None-Exist", "identifier=urn:races:create|" + value));
      expect(answer.status == 200 || answer.status == 201, said(answer));
      created += answer.status == 201;
    }
  });
  Http http(port);
  expect(created == rounds, std::to_string(created) + " were created in " + std::to_string(rounds) + " rounds");
  for (int round = 0; round < rounds; ++round) {
    expect(total_of(http, "Patient?identifier=urn:races:create%7C" + std::to_string(round)) == 1, "round " + std::to_string(round) + " left another number than one");
  }
}

void conditional_update() {
  const int clients = 64, rounds = scaled(1000, 8);
  std::atomic<int> created{0};
  together(clients, [&](Http& http, int client) {
    for (int round = 0; round < rounds; ++round) {
      const std::string value = std::to_string(round);
      const auto answer = http.send("PUT", "/fhir/Patient?identifier=urn:races:update%7C" + value, patient("urn:races:update", value, "By" + std::to_string(client)), fhir_json);
      expect(answer.status == 200 || answer.status == 201, said(answer));
      created += answer.status == 201;
    }
  });
  Http http(port);
  expect(created == rounds, std::to_string(created) + " were created in " + std::to_string(rounds) + " rounds");
  for (int round = 0; round < rounds; ++round) {
    const auto found = http.get("/fhir/Patient?identifier=urn:races:update%7C" + std::to_string(round) + "&_elements=id");
    expect(total_of(http, "Patient?identifier=urn:races:update%7C" + std::to_string(round)) == 1, said(found));
  }
}

void conditional_transaction() {
  const int clients = 64, rounds = scaled(1000, 8);
  together(clients, [&](Http& http, int) {
    for (int round = 0; round < rounds; ++round) {
      const std::string value = std::to_string(round);
      const std::string entry = R"({"resource":)" + patient("urn:races:bundle", value) + R"(,"request":{"method":"POST","url":"Patient","ifNoneExist":"identifier=urn:races:bundle|)" + value + R"("}})";
      const auto answer = http.send("POST", "/fhir", R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entry + "," + entry + "]}", fhir_json);
      expect(answer.status == 200, said(answer));
    }
  });
  Http http(port);
  for (int round = 0; round < rounds; ++round) {
    expect(total_of(http, "Patient?identifier=urn:races:bundle%7C" + std::to_string(round)) == 1, "round " + std::to_string(round) + " left another number than one");
  }
}

void optimistic_locking() {
  const int clients = scaled(200, 24), rounds = 5;
  Http http(port);
  expect(http.send("PUT", "/fhir/Patient/contended", patient("urn:races:lock", "0", "First", "contended"), fhir_json).status < 300, "the first version was refused");
  std::atomic<int> written{0};
  together(clients, [&](Http& client, int number) {
    for (int round = 0; round < rounds; ++round) {
      const auto seen = client.get("/fhir/Patient/contended");
      expect(seen.status == 200, said(seen));
      const auto answer = client.send("PUT", "/fhir/Patient/contended", patient("urn:races:lock", std::to_string(number) + "." + std::to_string(round), "By", "contended"),
                                      with(fhir_json, "If-Match", std::string(seen.header("etag"))));
      expect(answer.status == 200 || answer.status == 412 || answer.status == 409, said(answer));
      written += answer.status == 200;
    }
  });
  const int version = version_in(http.get("/fhir/Patient/contended"));
  expect(version == 1 + written, "version " + std::to_string(version) + " after " + std::to_string(written) + " updates");
  expect(written > 0, "nobody got through");
}

void opposite_transactions() {
  const int clients = 16, rounds = scaled(200, 10), resources = 8;
  together(clients, [&](Http& http, int client) {
    for (int round = 0; round < rounds; ++round) {
      std::string entries;
      for (int i = 0; i < resources; ++i) {
        const std::string id = "opposite-" + std::to_string(client % 2 ? i : resources - 1 - i);
        entries += (i ? "," : "") + (R"({"resource":)" + patient("urn:races:opposite", std::to_string(client) + "." + std::to_string(round), "X", id) +
                                     R"(,"request":{"method":"PUT","url":"Patient/)" + id + "\"}}");
      }
      const auto answer = http.send("POST", "/fhir", R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}", fhir_json);
      expect(answer.status == 200, said(answer));
    }
  });
  // Each transaction wrote all of them, so that all end the same, at the same version.
  Http http(port);
  const auto first = http.get("/fhir/Patient/opposite-0");
  expect(version_in(first) == clients * rounds, "version " + std::to_string(version_in(first)) + " after " + std::to_string(clients * rounds) + " transactions");
  const auto value_in = [](const Response& response) { return response.body.substr(response.body.find("\"value\":\""), 20); };
  for (int i = 1; i < resources; ++i) {
    const auto other = http.get("/fhir/Patient/opposite-" + std::to_string(i));
    expect(version_in(other) == version_in(first) && value_in(other) == value_in(first), "resources of one transaction differ");
  }
}

void put_after_delete() {
  const int clients = 16, rounds = scaled(200, 10);
  std::atomic<int> changes{0};
  together(clients, [&](Http& http, int client) {
    for (int round = 0; round < rounds; ++round) {
      const bool deletes = (client + round) % 2 == 0;
      const auto answer = deletes ? http.send("DELETE", "/fhir/Patient/phoenix")
                                  : http.send("PUT", "/fhir/Patient/phoenix", patient("urn:races:phoenix", std::to_string(client) + "." + std::to_string(round), "X", "phoenix"), fhir_json);
      expect(answer.status == 200 || answer.status == 201 || answer.status == 204, said(answer));
      changes += !deletes;
    }
  });
  Http http(port);
  const auto last = http.send("PUT", "/fhir/Patient/phoenix", patient("urn:races:phoenix", "last", "X", "phoenix"), fhir_json);
  expect(last.status == 200 || last.status == 201, said(last));
  const int version = version_in(last);
  expect(version > changes, "version " + std::to_string(version) + " after " + std::to_string(changes + 1) + " updates");
  // Every version is in the history, once.
  expect(total_of(http, "Patient/phoenix/_history?_count=1") == version || http.get("/fhir/Patient/phoenix/_history?_count=1").body.find("\"total\":" + std::to_string(version)) != std::string::npos,
         "the history does not have every version");
  expect(total_of(http, "Patient?identifier=urn:races:phoenix%7C") == 1, "it is not found once");
}

/// The place of what a link leads to, on the same connection.
std::string next_of(const fhir::json::Node& page) {
  for (const auto* link = page.find("link")->first; link != nullptr; link = link->next) {
    const std::string_view url = link->text_of("url");
    if (link->text_of("relation") == "next") return std::string(url.substr(url.find('/', url.find("://") + 3)));
  }
  return {};
}

/// How often each of a search's matches is on its pages, from the first to the last; "id" and the version of what was seen.
struct Walk {
  std::map<std::string, int> times;
  std::vector<std::pair<std::string, int>> in_order;  ///< ids and versions
  std::string warning;
};

/// `before_next` is done between two pages.
Walk walk(Http& http, std::string url, const std::function<void()>& before_next) {
  Walk seen;
  while (!url.empty()) {
    const auto page = http.get(url);
    expect(page.status == 200, said(page));
    fhir::Arena arena;
    const auto tree = fhir::json::parse(page.body, arena);
    expect(static_cast<bool>(tree), "a page is no JSON");
    if (const auto* entries = (*tree)->find("entry")) {
      for (const auto* entry = entries->first; entry != nullptr; entry = entry->next) {
        const auto* resource = entry->find("resource");
        if (resource->text_of("resourceType") == "OperationOutcome") {
          seen.warning = page.body.substr(0, 600);
          continue;
        }
        const std::string id(resource->text_of("id"));
        ++seen.times[id];
        seen.in_order.emplace_back(id, std::atoi(std::string(resource->find("meta")->text_of("versionId")).c_str()));
      }
    }
    url = next_of(**tree);
    before_next();
  }
  return seen;
}

/// What a writer was told of its own resources, which nobody else writes: when each version was asked for and acknowledged,
/// counted by a clock that all threads share.
struct Told {
  struct Change {
    long long asked, acknowledged;
    int version;  ///< 0: it was deleted
  };
  std::map<std::string, std::vector<Change>> changes;
};

/// Pages are walked to the end while others insert, update and delete. Of everything that was there when the first page was
/// asked for: what nobody deleted since is seen once, in the version that was there then. What was made or deleted before or
/// behind it is seen once at most, and nothing is seen that was made later.
void stable_pages() {
  const int kept = scaled(2000, 200), writers = 8, own = 20;
  together(4, [&](Http& http, int client) {
    for (int i = client; i < kept; i += 4) {
      const std::string id = "kept-" + std::to_string(i);
      const auto answer = http.send("PUT", "/fhir/Patient/" + id, patient("urn:races:pages", std::to_string(i), "Kept" + std::to_string(i % 37), id), fhir_json);
      expect(answer.status < 300, said(answer));
    }
  });
  std::atomic<bool> done{false};
  std::atomic<long long> clock{0};
  std::atomic<int> written{0};
  std::vector<Told> told(writers);
  std::mutex telling;
  std::string writing_failure;
  std::thread writing([&] {
    try {
      together(writers, [&](Http& http, int writer) {
        for (int i = 0; !done; ++i) {
          // Of three rounds one deletes, one makes what is not there under new ids and under those that were deleted, and one updates.
          // Some of the resources that are there all the time are updated, too: each writer has its own.
          const bool mine = i % 4 != 3;
          const int kept_at = writer + writers * (i / 4 % (kept / writers));
          const std::string id = !mine ? "kept-" + std::to_string(kept_at) : i % 7 == 0 ? "new-" + std::to_string(writer) + "-" + std::to_string(i) : "moving-" + std::to_string(writer) + "-" + std::to_string(i % own);
          const bool deletes = mine && i % 3 == 2;
          const long long asked = ++clock;
          const auto answer = deletes ? http.send("DELETE", "/fhir/Patient/" + id)
                                      : http.send("PUT", "/fhir/Patient/" + id, patient("urn:races:pages", "m", "Moving" + std::to_string(i), id), fhir_json);
          const long long acknowledged = ++clock;
          expect(answer.status == 200 || answer.status == 201 || answer.status == 204, id + ": " + said(answer));
          ++written;
          const std::lock_guard lock(telling);
          told[static_cast<std::size_t>(writer)].changes[id].push_back({asked, acknowledged, deletes ? 0 : version_in(answer)});
        }
      });
    } catch (const std::exception& error) {
      writing_failure = error.what();
      done = true;
    }
  });
  std::string failure;
  try {
    for (const char* order : {"", "&_sort=family", "&_sort=-family,_id", "&_sort=_id", "&_sort=-_lastUpdated"}) {
      Http http(port);
      // What the first page sees lies between these two: a change acknowledged before `from` is in it, one asked for behind `to` is not.
      const long long from = ++clock;
      long long to = 0;
      const int before = written;
      const Walk seen = walk(http, "/fhir/Patient?identifier=urn:races:pages%7C&_count=50" + std::string(order), [&] {
        if (to == 0) to = ++clock;
        // Something is written between any two pages.
        const int now = written;
        for (int i = 0; written == now && !done && i < 2000; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
      });
      const long long end = ++clock;
      expect(seen.warning.empty(), "a page has a warning: " + seen.warning);
      expect(written > before, "nothing was written meanwhile");
      std::map<std::string, std::vector<Told::Change>> changes;
      {
        const std::lock_guard lock(telling);
        for (const Told& one : told) changes.insert(one.changes.begin(), one.changes.end());
      }
      const std::string in_order = " in the order \"" + std::string(order) + "\"";
      for (const auto& [id, times] : seen.times) expect(times == 1, id + " was seen " + std::to_string(times) + " times" + in_order);
      for (int i = 0; i < kept; ++i) expect(seen.times.contains("kept-" + std::to_string(i)), "kept-" + std::to_string(i) + " was not seen" + in_order);
      std::map<std::string, int> versions(seen.in_order.begin(), seen.in_order.end());
      for (const auto& [id, version] : versions) {
        const auto& own_changes = changes[id];
        for (const auto& change : own_changes) {
          if (change.version == version) expect(change.asked < to, id + " was seen in a version that was made behind the first page" + in_order);
        }
        // The last that was acknowledged before the first page was asked for: none that is older is seen.
        int least = 0;
        for (const auto& change : own_changes) {
          if (change.acknowledged < from && change.version > 0) least = change.version;
        }
        expect(version >= least, id + " was seen in version " + std::to_string(version) + ", older than " + std::to_string(least) + in_order);
      }
      // What was there before, and whom nobody deleted until the end, is not missed.
      for (const auto& [id, own_changes] : changes) {
        bool there = false, deleted = false;
        for (const auto& change : own_changes) {
          if (change.acknowledged < from) there = change.version > 0;
          else if (change.asked < end && change.version == 0) deleted = true;
        }
        if (there && !deleted) expect(seen.times.contains(id), id + " was not seen" + in_order);
      }
    }
  } catch (const std::exception& error) {
    failure = error.what();
  }
  done = true;
  writing.join();
  expect(writing_failure.empty(), writing_failure);
  expect(failure.empty(), failure);
}

/// Creates and transactions with the same key by all: each round is done once, and told to all in the same words.
void idempotency_keys() {
  const int clients = 16, rounds = scaled(500, 10);
  std::mutex mutex;
  std::vector<std::set<std::string>> answers(static_cast<std::size_t>(rounds));
  together(clients, [&](Http& http, int) {
    for (int round = 0; round < rounds; ++round) {
      const std::string value = std::to_string(round), body = patient("urn:races:key", value);
      const auto headers = with(fhir_json, "Idempotency-Key", "races-" + value);
      const std::string bundle = R"({"resourceType":"Bundle","type":")" + std::string(round % 3 == 1 ? "batch" : "transaction") + R"(","entry":[{"resource":)" + body + R"(,"request":{"method":"POST","url":"Patient"}}]})";
      const auto answer = round % 3 == 0 ? http.send("POST", "/fhir/Patient", body, headers) : http.send("POST", "/fhir", bundle, headers);
      expect(answer.status == (round % 3 == 0 ? 201 : 200), said(answer));
      const std::lock_guard lock(mutex);
      answers[static_cast<std::size_t>(round)].insert(answer.body + std::string(answer.header("location")) + std::string(answer.header("etag")));
    }
  });
  Http http(port);
  for (int round = 0; round < rounds; ++round) {
    expect(answers[static_cast<std::size_t>(round)].size() == 1, "round " + std::to_string(round) + " was answered in several ways");
    expect(total_of(http, "Patient?identifier=urn:races:key%7C" + std::to_string(round)) == 1, "round " + std::to_string(round) + " left another number than one");
  }
}

void read_your_writes() {
  const int clients = 8, each = scaled(10'000, 400) / clients;
  together(clients, [&](Http& http, int client) {
    for (int i = 0; i < each; ++i) {
      const std::string value = std::to_string(client) + "." + std::to_string(i);
      const auto answer = http.send("POST", "/fhir/Patient", patient("urn:races:seen", value), fhir_json);
      expect(answer.status == 201, said(answer));
      expect(total_of(http, "Patient?identifier=urn:races:seen%7C" + value) == 1, value + " was posted and not found");
    }
  });
}

struct Promise {
  const char* words;
  void (*run)();
};

constexpr Promise promises[] = {
    {"the same If-None-Exist by 64 clients makes one resource each round", conditional_create},
    {"the same conditional update by 64 clients makes one resource each round", conditional_update},
    {"a transaction with the same conditional entry twice, by 64 clients, makes one resource", conditional_transaction},
    {"versions are as many as updates with If-Match that were answered 200", optimistic_locking},
    {"transactions in opposite orders end without a deadlock, and each is whole", opposite_transactions},
    {"deletes and updates of one resource lose no version", put_after_delete},
    {"pages show everything the first could see once, as it was, and nothing later, while 8 writers write", stable_pages},
    {"16 clients with the same Idempotency-Key do it once, and all get the same answer", idempotency_keys},
    {"what was posted is found by the next search", read_your_writes},
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: setu_races SETU_BINARY [PERCENT]\n", stderr);
    return 2;
  }
  if (argc > 2) scale = std::atof(argv[2]) / 100;
  const support::TemporaryFolder folder;
  port = support::free_port();
  support::Process server({argv[1], "serve", "--data", folder.path() / "data", "--port", std::to_string(port), "--no-demo", "--log-level", "warning"}, folder.path() / "log");
  for (int i = 0; i < 3000 && Http(port).get("/health/ready").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  int broken = 0;
  for (const Promise& promise : promises) {
    const auto began = std::chrono::steady_clock::now();
    std::string failure;
    try {
      promise.run();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::printf("%s  %5.1f s  %s\n", failure.empty() ? "holds " : "BROKEN", took, promise.words);
    if (!failure.empty()) std::printf("        %s\n", failure.c_str());
    std::fflush(stdout);
    broken += !failure.empty();
  }
  if (broken > 0) std::printf("--- server ---\n%s\n", server.output().substr(0, 2000).c_str());
  return broken == 0 ? 0 : 1;
}
