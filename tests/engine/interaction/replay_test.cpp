#include "engine/interaction/replay.h"

#include <thread>

#include "fhir/json/write.h"
#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#other-bundles

namespace {

constexpr std::string_view base = "http://example.org/fhir";

/// Posts a history, as the edge does it.
Reply replayed(Server& server, std::string_view history) {
  Interaction interaction;
  interaction.action = Action::batch;
  interaction.tenant = 1;
  interaction.base = base;
  interaction.arena = std::make_shared<fhir::Arena>();
  const auto body = fhir::json::read(history, *interaction.arena);
  INFO(history << '\n' << (body ? "" : fhir::to_text(body.outcome())));
  REQUIRE(body);
  interaction.body = *body;
  if (auto done = become_batch(*body->as<fhir::r4::Bundle>(), *interaction.arena, base); !done) return reply_of(std::move(done.outcome()));
  return server.perform(std::move(interaction));
}

std::string changed(const std::string& method, const std::string& url, const std::string& resource = {}) {
  std::string text = R"({"fullUrl":"http://example.org/fhir/Patient/x",)";
  if (!resource.empty()) text += R"("resource":)" + resource + ",";
  return text + R"("request":{"method":")" + method + R"(","url":")" + url + R"("},"response":{"status":"200 OK"}})";
}

}  // namespace

TEST_CASE("a history that is posted brings about what it ends in, on another server") {
  Server from, to;
  const auto tick = [] { std::this_thread::sleep_for(std::chrono::milliseconds(2)); };  // times are in milliseconds
  const Reply made = from.ask("POST", "Patient", patient("1"));
  tick();
  from.ask("PUT", "Patient/p", patient("2", "Iyer", "p"));
  tick();
  from.ask("PUT", "Patient/" + made.id, patient("1", "Nair", made.id));
  tick();
  from.ask("DELETE", "Patient/p");
  tick();
  from.ask("PUT", "Basic/b", R"({"resourceType":"Basic","id":"b","code":{"text":"x"}})");
  to.ask("PUT", "Patient/p", patient("9", "Das", "p"));

  const Reply reply = replayed(to, from.ask("GET", "_history").body);
  CHECK(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.type") == "batch-response");
  CHECK(all(reply, "Bundle.entry.response.status") == Texts{"201 Created", "204 No Content", "201 Created"});
  CHECK(one(reply, "Bundle.entry[0].response.location") == "Patient/" + made.id + "/_history/1");
  CHECK(one(to.ask("GET", "Patient/" + made.id), "Patient.name.family") == "Nair");
  CHECK(to.ask("GET", "Patient/p").status == Status::gone);
  CHECK(to.ask("GET", "Basic/b").status == Status::ok);
  // Again, and nothing changes.
  replayed(to, from.ask("GET", "_history").body);
  CHECK(to.ask("GET", "Patient/" + made.id).version == 1);
}

TEST_CASE("a history is carried out in the order of its changes, not in that of batches") {
  Server server;
  server.policy.integrity = Integrity::enforced;
  const auto basic = [](const std::string& more) { return R"({"resourceType":"Basic","id":"b","code":{"text":"x"})" + more + "}"; };
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  REQUIRE(server.ask("PUT", "Basic/b", basic(R"(,"subject":{"reference":"Patient/p"})")).status == Status::created);
  const Reply reply = replayed(server, bundle_of("history", {changed("DELETE", "Patient/p"), changed("PUT", "Basic/b", basic(""))}));
  CHECK(all(reply, "Bundle.entry.response.status") == Texts{"200 OK", "204 No Content"});
  CHECK(server.ask("GET", "Patient/p").status == Status::gone);
}

TEST_CASE("an entry of a history that is refused leaves the others done") {
  Server server;
  server.rules = &definitions();
  const Reply reply = replayed(server, bundle_of("history", {
      changed("PUT", "Patient/b", R"({"resourceType":"Patient","id":"b","contact":[{"gender":"female"}]})"),
      changed("DELETE", "http://example.org/fhir/Patient/none"),
      changed("PUT", "Patient/a", patient("1", "Rao", "a")), changed("PUT", "Patient/b", patient("2", "Rao", "b"))}));
  CHECK(all(reply, "Bundle.entry.response.status") == Texts{"201 Created", "204 No Content", "422 Unprocessable Entity"});
  CHECK(server.ask("GET", "Patient/a").status == Status::ok);
  // The newest entry decides, also where it fails.
  CHECK(server.ask("GET", "Patient/b").status == Status::not_found);
}

TEST_CASE("a history with an entry that names no resource is refused") {
  Server server;
  for (const std::string& entry : {changed("POST", "Patient", patient("1")), changed("GET", "Patient/a"), changed("DELETE", "Patient")}) {
    const Reply reply = replayed(server, bundle_of("history", {changed("PUT", "Patient/a", patient("1", "Rao", "a")), entry}));
    CHECK(reply.status == Status::bad_request);
    CHECK(reply.issues.at(0).expression == "Bundle.entry[1]");
  }
  CHECK(server.ask("GET", "Patient/a").status == Status::not_found);
}
