#include "fhir/primitive/date_time.h"
#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#transaction

namespace {

const std::string statuses = "Bundle.entry.response.status";

}  // namespace

TEST_CASE("each entry of a batch is done on its own: those that fail leave the others done") {
  Server server;
  server.rules = &definitions();
  server.ask("PUT", "Patient/old", patient("old", "Rao", "old"));
  server.ask("PUT", "Patient/twin", patient("old", "Rao", "twin"));
  const Reply reply = server.ask("POST", "", batch({
      entry("POST", "Patient", patient("new")),
      entry("PUT", "Patient/p", patient("p", "Iyer", "other-id")),
      entry("GET", "Patient/none"),
      entry("PUT", "Patient/p", patient("p", "Iyer", "p")),
      entry("POST", "Patient", R"({"resourceType":"Patient","contact":[{"gender":"female"}]})"),
      entry("DELETE", "Patient?identifier=urn:x|old"),
      entry("PUT", "Patient/p", patient("p", "Nair", "p"), {}, R"(,"ifMatch":"W/\"9\"")"),
      entry("GET", "Patient/p"),
      entry("PATCH", "Nonsense/p"),
      entry("GET", "Patient/$everything"),
      R"({"resource":)" + patient("x") + "}",
      entry("DELETE", "Patient/old"),
      entry("GET", "Patient/old")}));
  CHECK(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.type") == "batch-response");
  CHECK(all(reply, statuses) == Texts{"201 Created", "400 Bad Request", "404 Not Found", "201 Created", "422 Unprocessable Entity",
                                      "412 Precondition Failed", "412 Precondition Failed", "200 OK", "404 Not Found",
                                      "404 Not Found", "400 Bad Request", "204 No Content", "410 Gone"});
  CHECK(all(reply, "Bundle.entry.select(response.outcome.exists())") ==
        Texts{"false", "true", "true", "false", "true", "true", "true", "false", "true", "true", "true", "false", "true"});
  CHECK(one(reply, "Bundle.entry[7].resource.name.family") == "Iyer");
  // Each issue says which entry it is about.
  CHECK(one(reply, "Bundle.entry[1].response.outcome.issue.expression") == "Bundle.entry[1].resource.id");
  CHECK(one(reply, "Bundle.entry[4].response.outcome.issue.expression") == "Bundle.entry[4].resource.contact[0]");
  CHECK(one(reply, "Bundle.entry[10].response.outcome.issue.expression") == "Bundle.entry[10].request");
}

TEST_CASE("a batch answers each entry with its place, tag and time") {
  Server server;
  const Reply reply = server.ask("POST", "", batch({entry("PUT", "Patient/p", patient("1", "Rao", "p")), entry("POST", "Patient", patient("2"))}));
  CHECK(one(reply, "Bundle.entry[0].response.location") == "Patient/p/_history/1");
  CHECK(one(reply, "Bundle.entry[0].fullUrl") == "http://example.org/fhir/Patient/p");
  CHECK(all(reply, "Bundle.entry.response.etag") == Texts{"W/\"1\"", "W/\"1\""});
  CHECK(all(reply, "Bundle.entry.response.lastModified").size() == 2);
  // As little as it takes, unless the client prefers otherwise.
  CHECK(all(reply, "Bundle.entry.resource").empty());
  const std::string location = one(reply, "Bundle.entry[1].response.location");
  CHECK(server.ask("GET", location).status == Status::ok);
}

TEST_CASE("a batch returns what is preferred, entry by entry") {
  Server server;
  auto interaction = asked("POST", "", batch({entry("POST", "Patient", patient("2")), entry("GET", "Patient?_summary=count")}));
  interaction.prefer_return = Return::representation;
  const Reply full = server.perform(interaction);
  CHECK(one(full, "Bundle.entry[0].resource.name.family") == "Rao");
  interaction.prefer_return = Return::operation_outcome;
  const Reply outcome = server.perform(interaction);
  CHECK(all(outcome, "Bundle.entry[0].resource").empty());
  CHECK(one(outcome, "Bundle.entry[0].response.outcome.issue.severity") == "information");
  CHECK(one(outcome, "Bundle.entry[1].resource.type") == "searchset");
  CHECK(one(outcome, "Bundle.entry[1].resource.total") == "2");
}

TEST_CASE("a batch takes reads, searches, histories and the capabilities") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply reply = server.ask("POST", "", batch({
      entry("GET", "Patient?identifier=urn:x|1"), entry("GET", "Patient/p/_history"), entry("GET", "Patient/p/_history/1"),
      entry("GET", "metadata"), entry("GET", "_history"), entry("GET", "?_type=Patient&_id=p"),
      entry("GET", "http://example.org/fhir/Patient/p"), entry("GET", "/Patient/p"),
      entry("GET", "Patient/p", {}, {}, R"(,"ifNoneMatch":"W/\"1\"")"), entry("HEAD", "Patient/p"),
      entry("GET", "Patient/p?_elements=identifier"), entry("GET", "http://elsewhere.org/fhir/Patient/p")}));
  CHECK(all(reply, statuses) == Texts{"200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "304 Not Modified",
                                      "200 OK", "200 OK", "400 Bad Request"});
  CHECK(one(reply, "Bundle.entry[0].resource.entry.resource.id") == "p");
  CHECK(one(reply, "Bundle.entry[1].resource.type") == "history");
  CHECK(one(reply, "Bundle.entry[2].resource.id") == "p");
  CHECK(one(reply, "Bundle.entry[3].resource.kind") == "instance");
  CHECK(one(reply, "Bundle.entry[5].resource.entry.resource.id") == "p");
  CHECK(all(reply, "Bundle.entry[8].resource").empty());
  CHECK(all(reply, "Bundle.entry[9].resource").empty());
  CHECK(one(reply, "Bundle.entry[9].response.etag") == "W/\"1\"");
  CHECK(all(reply, "Bundle.entry[10].resource.name").empty());
}

TEST_CASE("a batch answers a bundle that is valid, also about its failures") {
  Server server;
  const Reply reply = server.ask("POST", "", batch({entry("POST", "Patient", patient("2")), entry("GET", "Patient/none"),
                                                   entry("DELETE", "Patient/none"), entry("GET", "Patient")}));
  INFO(reply.body);
  CHECK(faults_of(reply) == "");
}

TEST_CASE("an empty batch is answered with an empty one") {
  Server server;
  const Reply reply = server.ask("POST", "", R"({"resourceType":"Bundle","type":"batch"})");
  CHECK(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.type") == "batch-response");
  CHECK(all(reply, "Bundle.entry").empty());
}

TEST_CASE("conditions in a batch's entries hold for that entry") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply reply = server.ask("POST", "", batch({
      entry("POST", "Patient", patient("1"), {}, R"(,"ifNoneExist":"identifier=urn:x|1")"),
      entry("POST", "Patient", patient("2"), {}, R"(,"ifNoneExist":"?identifier=urn:x|2")"),
      entry("POST", "Patient", patient("2"), {}, R"(,"ifNoneExist":"identifier=urn:x|2")"),
      entry("PUT", "Patient/p", patient("1", "Iyer", "p"), {}, R"(,"ifNoneMatch":"*")"),
      entry("PUT", "Patient/p", patient("1", "Iyer", "p"), {}, R"(,"ifMatch":"W/\"1\"")"),
      entry("PUT", "Patient?identifier=urn:x|1", patient("1", "Nair")),
      entry("DELETE", "Patient/p", {}, {}, R"(,"ifMatch":"W/\"1\"")"),
      entry("PUT", "Patient/p", patient("1", "Iyer", "p"), {}, R"(,"ifMatch":"three")")}));
  CHECK(all(reply, statuses) == Texts{"200 OK", "201 Created", "200 OK", "412 Precondition Failed", "200 OK", "200 OK",
                                      "412 Precondition Failed", "412 Precondition Failed"});
  CHECK(one(reply, "Bundle.entry[0].response.location") == "Patient/p/_history/1");
  CHECK(one(reply, "Bundle.entry[5].response.location") == "Patient/p/_history/3");
  CHECK(server.count("Patient") == 2);
}

TEST_CASE("a read in a batch is not answered again to a client that has the version") {
  Server server;
  const Reply stored = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const auto read = [](const std::string& condition, const std::string& value) { return entry("GET", "Patient/p", {}, {}, ",\"" + condition + "\":\"" + value + "\""); };
  const std::string tag = "W/\\\"1\\\"", other = "W/\\\"7\\\"";
  const std::string now = fhir::format_instant(stored.last_updated->time_since_epoch().count());
  const Reply reply = server.ask("POST", "", batch({
      read("ifNoneMatch", tag), read("ifNoneMatch", other + ", " + tag), read("ifNoneMatch", "*"), read("ifNoneMatch", other),
      read("ifModifiedSince", now), read("ifModifiedSince", "2020-01-01T00:00:00Z"),
      // The tag outweighs the time.
      entry("GET", "Patient/p", {}, {}, ",\"ifModifiedSince\":\"" + now + "\",\"ifNoneMatch\":\"" + other + "\"")}));
  CHECK(all(reply, statuses) == Texts{"304 Not Modified", "304 Not Modified", "304 Not Modified", "200 OK", "304 Not Modified", "200 OK", "200 OK"});
  CHECK(all(reply, "Bundle.entry.where(resource.exists()).response.status") == Texts(3, "200 OK"));
  CHECK(all(reply, "Bundle.entry.response.etag") == Texts(7, "W/\"1\""));
}

TEST_CASE("ifMatch and ifNoneMatch of an entry are a tag or the version alone") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const auto put = [](const std::string& family, const std::string& match) { return entry("PUT", "Patient/p", patient("1", family, "p"), {}, R"(,"ifMatch":")" + match + "\""); };
  const Reply reply = server.ask("POST", "", batch({put("Iyer", "1"), put("Nair", R"(\"2\")"), put("Das", R"(W/\"3\")"), put("Sen", "3"), put("Sen", "04"), put("Sen", "0"), put("Sen", "4x"),
                                                    entry("GET", "Patient/p", {}, {}, R"(,"ifNoneMatch":"4")"), put("Bose", "*")}));
  CHECK(all(reply, statuses) == Texts{"200 OK", "200 OK", "200 OK", "412 Precondition Failed", "412 Precondition Failed", "412 Precondition Failed", "412 Precondition Failed",
                                      "304 Not Modified", "200 OK"});
  CHECK(server.ask("POST", "", transaction({put("Rao", "4")})).status == Status::precondition_failed);
  CHECK(server.ask("POST", "", transaction({put("Rao", "5")})).status == Status::ok);
}

TEST_CASE("an answer is no longer than its limit: pages are refused, entries of a batch beyond it fail, a transaction is undone") {
  Server server;
  const std::string data(12 << 20, 'A');
  for (int at = 0; at < 6; ++at) {
    const std::string id = "b" + std::to_string(at);
    CHECK((server.ask("PUT", "Binary/" + id, R"({"resourceType":"Binary","id":")" + id + R"(","contentType":"text/plain","data":")" + data + "\"}").status == Status::created));
  }
  CHECK(server.ask("GET", "Binary").status == Status::payload_too_large);
  CHECK(issues(server.ask("GET", "Binary")).find("ask for a smaller one with _count") != std::string::npos);
  CHECK(server.ask("GET", "Binary?_count=3").status == Status::ok);
  CHECK(server.ask("GET", "Binary/_history").status == Status::payload_too_large);
  const std::string read = entry("GET", "Binary/b0");
  const Reply done = server.ask("POST", "", batch({read, read, read, read, read, read, read}));
  CHECK(all(done, statuses) == Texts{"200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "413 Payload Too Large"});
  CHECK(server.ask("POST", "", transaction({read, read, read, read, read, read, read})).status == Status::payload_too_large);
}
