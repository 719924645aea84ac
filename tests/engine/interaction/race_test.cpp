#include <atomic>
#include <functional>
#include <thread>

#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// Many clients at once, each on a session of its own, as workers are.

namespace {

constexpr int clients = 8;

/// Runs `work` on a thread and a session for each client, all from the same moment on. Checks are left to the caller:
/// Catch2's are not for several threads.
void at_once(Server& server, const std::function<void(int client, const Environment& environment)>& work) {
  std::vector<std::unique_ptr<store::Session>> sessions;
  for (int client = 0; client < clients; ++client) sessions.push_back(server.connected());
  std::atomic<int> ready = 0;
  std::vector<std::thread> threads;
  for (int client = 0; client < clients; ++client) {
    threads.emplace_back([&, client] {
      ++ready;
      while (ready < clients) std::this_thread::yield();
      work(client, {*sessions[static_cast<std::size_t>(client)], nullptr, server.policy});
    });
  }
  for (auto& thread : threads) thread.join();
}

/// How often each status was answered.
class Tally {
 public:
  void add(Status status) { ++counts_[static_cast<std::size_t>(status)]; }
  int of(Status status) const { return counts_[static_cast<std::size_t>(status)]; }
  int of_others(std::initializer_list<Status> expected) const {
    int sum = 0;
    for (const auto& count : counts_) sum += count;
    for (const Status status : expected) sum -= of(status);
    return sum;
  }

 private:
  std::array<std::atomic<int>, 600> counts_{};
};

/// One interaction for each client, made beforehand: they own what they are about.
std::vector<Interaction> copies(std::string_view method, std::string_view url, std::string_view json) {
  std::vector<Interaction> all_copies;
  for (int client = 0; client < clients; ++client) all_copies.push_back(asked(method, url, json));
  return all_copies;
}

}  // namespace

TEST_CASE("the same conditional create by many at once makes exactly one resource") {
  Server server;
  for (int round = 0; round < 20; ++round) {
    const std::string number = std::to_string(round);
    auto interactions = copies("POST", "Patient", patient(number));
    for (auto& interaction : interactions) interaction.if_none_exist = Parameters{{"identifier", "urn:x|" + number}};
    Tally tally;
    at_once(server, [&](int client, const Environment& environment) {
      tally.add(perform(interactions[static_cast<std::size_t>(client)], environment).status);
    });
    CHECK(tally.of(Status::created) == 1);
    CHECK(tally.of(Status::ok) == clients - 1);
    CHECK(server.count("Patient?identifier=urn:x|" + number) == 1);
  }
}

TEST_CASE("the criteria of a conditional create are the same in any order") {
  Server server;
  for (int round = 0; round < 20; ++round) {
    const std::string number = std::to_string(round);
    auto interactions = copies("POST", "Patient", patient(number, "Rao"));
    for (std::size_t at = 0; at < interactions.size(); ++at) {
      Parameters criteria = {{"identifier", "urn:x|" + number}, {"family", "Rao"}};
      if (at % 2 == 1) std::swap(criteria[0], criteria[1]);
      interactions[at].if_none_exist = std::move(criteria);
    }
    Tally tally;
    at_once(server, [&](int client, const Environment& environment) {
      tally.add(perform(interactions[static_cast<std::size_t>(client)], environment).status);
    });
    CHECK(tally.of(Status::created) == 1);
    CHECK(tally.of_others({Status::created, Status::ok}) == 0);
  }
}

TEST_CASE("the same conditional update by many at once makes one resource and a version each") {
  Server server;
  for (int round = 0; round < 10; ++round) {
    const std::string number = std::to_string(round);
    std::vector<Interaction> interactions;
    for (int client = 0; client < clients; ++client) {
      interactions.push_back(asked("PUT", "Patient?identifier=urn:x|" + number, patient(number, "Rao" + std::to_string(client))));
    }
    Tally tally;
    at_once(server, [&](int client, const Environment& environment) {
      tally.add(perform(interactions[static_cast<std::size_t>(client)], environment).status);
    });
    CHECK(tally.of(Status::created) == 1);
    CHECK(tally.of(Status::ok) == clients - 1);
    const Reply found = server.ask("GET", "Patient?identifier=urn:x|" + number);
    CHECK(one(found, "Bundle.entry.resource.meta.versionId") == std::to_string(clients));
  }
}

TEST_CASE("updates with If-Match and another try lose nothing: there are as many versions as successes") {
  Server server;
  server.ask("PUT", "Patient/p", patient("start", "Rao", "p"));
  constexpr int updates = 15;
  // Bodies are made beforehand, for assertions belong to one thread.
  std::vector<std::vector<Interaction>> bodies(clients);
  for (int client = 0; client < clients; ++client) {
    for (int n = 0; n < updates; ++n) {
      bodies[static_cast<std::size_t>(client)].push_back(asked("PUT", "Patient/p", patient(std::to_string(client) + "-" + std::to_string(n), "Rao", "p")));
    }
  }
  const auto read = copies("GET", "Patient/p", {});
  std::atomic<int> successes = 0, mismatches = 0, others = 0;
  at_once(server, [&](int client, const Environment& environment) {
    const auto own = static_cast<std::size_t>(client);
    for (Interaction& update : bodies[own]) {
      for (bool done = false; !done;) {
        update.if_match = perform(read[own], environment).version;
        const Reply reply = perform(update, environment);
        if (reply.status == Status::ok) {
          ++successes;
          done = true;
        } else if (reply.status == Status::precondition_failed) {
          ++mismatches;
        } else {
          ++others;
          done = true;
        }
      }
    }
  });
  CHECK(others == 0);
  CHECK(successes == clients * updates);
  CHECK(mismatches > 0);  // else nothing was at once
  CHECK(server.ask("GET", "Patient/p").version == 1 + clients * updates);
  const Reply history = server.ask("GET", "Patient/p/_history?_count=1000");
  CHECK(one(history, "Bundle.total") == std::to_string(1 + clients * updates));
  CHECK(all(history, "Bundle.entry.resource.identifier.value.distinct()").size() == 1 + clients * updates);
}

TEST_CASE("updates without If-Match all become versions, whose times increase") {
  Server server;
  std::vector<std::vector<Interaction>> bodies(clients);
  for (int client = 0; client < clients; ++client) {
    for (int n = 0; n < 20; ++n) {
      bodies[static_cast<std::size_t>(client)].push_back(asked("PUT", "Patient/p", patient(std::to_string(client) + "-" + std::to_string(n), "Rao", "p")));
    }
  }
  Tally tally;
  at_once(server, [&](int client, const Environment& environment) {
    for (const Interaction& update : bodies[static_cast<std::size_t>(client)]) tally.add(perform(update, environment).status);
  });
  CHECK(tally.of(Status::created) == 1);
  CHECK(tally.of(Status::ok) == clients * 20 - 1);
  const auto times = all(server.ask("GET", "Patient/p/_history?_count=1000"), "Bundle.entry.resource.meta.lastUpdated");
  REQUIRE(times.size() == clients * 20);
  CHECK(std::is_sorted(times.rbegin(), times.rend()));
  CHECK(std::adjacent_find(times.begin(), times.end()) == times.end());
  // The index has the last one alone.
  CHECK(server.count("Patient?identifier=urn:x|") == 1);
}

TEST_CASE("If-None-Match: * by many at once lets one create") {
  Server server;
  for (int round = 0; round < 20; ++round) {
    const std::string id = "p" + std::to_string(round);
    auto interactions = copies("PUT", "Patient/" + id, patient("1", "Rao", id));
    for (auto& interaction : interactions) interaction.if_none_match_any = true;
    Tally tally;
    at_once(server, [&](int client, const Environment& environment) {
      tally.add(perform(interactions[static_cast<std::size_t>(client)], environment).status);
    });
    CHECK(tally.of(Status::created) == 1);
    CHECK(tally.of(Status::precondition_failed) == clients - 1);
  }
}

TEST_CASE("transactions that write the same resources in opposite orders all succeed, and nothing is lost") {
  Server server;
  constexpr int rounds = 10, resources = 6;
  std::vector<std::vector<Interaction>> bundles(clients);
  for (int client = 0; client < clients; ++client) {
    for (int round = 0; round < rounds; ++round) {
      std::string json = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
      for (int n = 0; n < resources; ++n) {
        const std::string id = "p" + std::to_string(client % 2 == 0 ? n : resources - 1 - n);
        if (n > 0) json += ',';
        json += entry("PUT", "Patient/" + id, patient(std::to_string(client) + "-" + std::to_string(round), "Rao", id));
      }
      // Every second one looks something up, and so takes another way.
      if (round % 2 == 0) json += "," + entry("DELETE", "Basic?identifier=urn:x|none");
      bundles[static_cast<std::size_t>(client)].push_back(asked("POST", "", json + "]}"));
    }
  }
  Tally tally;
  at_once(server, [&](int client, const Environment& environment) {
    for (const Interaction& bundle : bundles[static_cast<std::size_t>(client)]) tally.add(perform(bundle, environment).status);
  });
  CHECK(tally.of(Status::ok) == clients * rounds);
  Texts last;
  for (int n = 0; n < resources; ++n) {
    const Reply reply = server.ask("GET", "Patient/p" + std::to_string(n));
    CHECK(reply.version == clients * rounds);
    last.push_back(one(reply, "Patient.identifier.value"));
  }
  // All or nothing: the last transaction wrote each of them.
  CHECK(last == Texts(resources, last.front()));
}

TEST_CASE("transactions that delete and make the same resources at once never fail") {
  Server server;
  std::vector<std::vector<Interaction>> bundles(clients);
  for (int client = 0; client < clients; ++client) {
    for (int round = 0; round < 10; ++round) {
      const std::string id = std::to_string(client) + "-" + std::to_string(round);
      bundles[static_cast<std::size_t>(client)].push_back(asked("POST", "", client % 2 == 0
          ? transaction({entry("PUT", "Patient/a", patient(id, "Rao", "a")), entry("DELETE", "Patient/b"), entry("DELETE", "Basic?identifier=urn:x|none")})
          : transaction({entry("DELETE", "Patient/a"), entry("PUT", "Patient/b", patient(id, "Rao", "b"))})));
    }
  }
  Tally tally;
  at_once(server, [&](int client, const Environment& environment) {
    for (const Interaction& bundle : bundles[static_cast<std::size_t>(client)]) tally.add(perform(bundle, environment).status);
  });
  CHECK(tally.of(Status::ok) == clients * 10);
  // The last one left the one and took the other.
  const bool has_a = server.ask("GET", "Patient/a").status == Status::ok, has_b = server.ask("GET", "Patient/b").status == Status::ok;
  CHECK(has_a != has_b);
  CHECK(server.count("Patient") == 1);
}

TEST_CASE("conditional creates in transactions by many at once make exactly one of each") {
  Server server;
  for (int round = 0; round < 10; ++round) {
    const std::string number = std::to_string(round);
    std::vector<Interaction> interactions;
    for (int client = 0; client < clients; ++client) {
      const std::string one_entry = entry("POST", "Patient", patient("a" + number), {}, R"(,"ifNoneExist":"identifier=urn:x|a)" + number + "\"");
      const std::string other_entry = entry("POST", "Patient", patient("b" + number), {}, R"(,"ifNoneExist":"identifier=urn:x|b)" + number + "\"");
      interactions.push_back(asked("POST", "", client % 2 == 0 ? transaction({one_entry, other_entry}) : transaction({other_entry, one_entry})));
    }
    Tally tally;
    at_once(server, [&](int client, const Environment& environment) {
      tally.add(perform(interactions[static_cast<std::size_t>(client)], environment).status);
    });
    CHECK(tally.of(Status::ok) == clients);
    CHECK(server.count("Patient?identifier=urn:x|a" + number) == 1);
    CHECK(server.count("Patient?identifier=urn:x|b" + number) == 1);
  }
}

TEST_CASE("updates and deletes of one resource at once leave a history without gaps") {
  Server server;
  std::vector<std::vector<Interaction>> work(clients);
  for (int client = 0; client < clients; ++client) {
    for (int n = 0; n < 15; ++n) {
      const std::string value = std::to_string(client) + "-" + std::to_string(n);
      work[static_cast<std::size_t>(client)].push_back(client % 2 == 0 ? asked("PUT", "Patient/p", patient(value, "Rao", "p")) : asked("DELETE", "Patient/p"));
    }
  }
  Tally tally;
  std::atomic<int> written = 0;
  at_once(server, [&](int client, const Environment& environment) {
    for (const Interaction& interaction : work[static_cast<std::size_t>(client)]) {
      const Reply reply = perform(interaction, environment);
      tally.add(reply.status);
      if (reply.status == Status::created || reply.status == Status::ok) ++written;
    }
  });
  CHECK(tally.of_others({Status::created, Status::ok, Status::no_content}) == 0);
  CHECK(tally.of(Status::created) > 0);
  const Reply history = server.ask("GET", "Patient/p/_history?_count=1000");
  const auto tags = all(history, "Bundle.entry.response.etag");
  for (std::size_t at = 0; at < tags.size(); ++at) CHECK(tags[at] == "W/\"" + std::to_string(tags.size() - at) + "\"");
  const auto methods = all(history, "Bundle.entry.request.method");
  CHECK(std::count(methods.begin(), methods.end(), "PUT") == written);
  // A deletion follows a version, and what follows a deletion was created anew.
  for (std::size_t at = 0; at + 1 < methods.size(); ++at) CHECK((methods[at] == "PUT" || methods[at + 1] == "PUT"));
}

TEST_CASE("what is deleted is referred to by nothing, whoever comes first") {
  Server server;
  server.policy.integrity = Integrity::enforced;
  constexpr int rounds = 25;
  Tally creates, deletes;
  int torn = 0, kept = 0;
  for (int round = 0; round < rounds; ++round) {
    const std::string id = "p" + std::to_string(round);
    REQUIRE(server.ask("PUT", "Patient/" + id, patient(id, "Rao", id)).status == Status::created);
    const auto refer = copies("POST", "Observation", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/)" + id + "\"}}");
    const auto remove = copies("DELETE", "Patient/" + id, {});
    at_once(server, [&](int client, const Environment& environment) {
      const auto at = static_cast<std::size_t>(client);
      if (client % 2 == 0) {
        creates.add(perform(refer[at], environment).status);
      } else {
        deletes.add(perform(remove[at], environment).status);
      }
    });
    const bool is_there = server.ask("GET", "Patient/" + id).status == Status::ok;
    const std::size_t referring = server.count("Observation?subject=Patient/" + id);
    torn += is_there == (referring == 0);
    kept += is_there;
  }
  INFO(kept << " of " << rounds << " were kept");
  CHECK(torn == 0);
  CHECK(creates.of_others({Status::created, Status::unprocessable}) == 0);
  CHECK(deletes.of_others({Status::no_content, Status::conflict}) == 0);
}

TEST_CASE("transactions whose resources refer to one another's do not wait for each other in vain") {
  Server server;
  server.policy.integrity = Integrity::enforced;
  for (const char* id : {"a", "b", "c"}) server.ask("PUT", "Patient/" + std::string(id), patient(id, "Rao", id));
  const auto linked = [](const std::string& id, const std::string& to, int client) {
    return R"({"resourceType":"Patient","id":")" + id + R"(","birthDate":")" + std::to_string(1950 + client) + R"(","link":[{"other":{"reference":"Patient/)" + to +
           R"("},"type":"seealso"}]})";
  };
  std::vector<Interaction> ring;
  for (int client = 0; client < clients; ++client) {
    const std::string ids[] = {"a", "b", "c"};
    const std::string own = ids[client % 3], next = ids[(client + 1) % 3];
    ring.push_back(asked("POST", "", transaction({entry("PUT", "Patient/" + own, linked(own, next, client))})));
  }
  Tally tally;
  at_once(server, [&](int client, const Environment& environment) {
    for (int time = 0; time < 10; ++time) tally.add(perform(ring[static_cast<std::size_t>(client)], environment).status);
  });
  CHECK(tally.of(Status::ok) == 10 * clients);
}

TEST_CASE("a reference to a version names the one that its transaction stored, also when many update at once") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  constexpr int rounds = 5;
  std::vector<std::vector<Interaction>> bundles(clients);
  std::vector<std::vector<Reply>> replies(clients);
  for (int client = 0; client < clients; ++client) {
    for (int round = 0; round < rounds; ++round) {
      const std::string family = "Rao" + std::to_string(client) + "-" + std::to_string(round);
      bundles[static_cast<std::size_t>(client)].push_back(asked("POST", "", transaction({
          entry("PUT", "Patient/p", patient("1", family, "p"), "http://example.org/fhir/Patient/p"),
          entry("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":"http://example.org/fhir/Patient/p/_history/77"}})")})));
    }
  }
  at_once(server, [&](int client, const Environment& environment) {
    const auto own = static_cast<std::size_t>(client);
    for (Interaction& bundle : bundles[own]) replies[own].push_back(perform(bundle, environment));
  });
  std::uint32_t done = 0;
  for (const auto& own : replies) {
    for (const Reply& reply : own) {
      if (reply.status == Status::conflict) continue;
      INFO(issues(reply));
      REQUIRE(reply.status == Status::ok);
      ++done;
      CHECK(one(server.ask("GET", one(reply, "Bundle.entry[1].response.location")), "Basic.subject.reference") == one(reply, "Bundle.entry[0].response.location"));
    }
  }
  CHECK(done >= rounds);
  CHECK(server.ask("GET", "Patient/p").version == 1 + done);
}
