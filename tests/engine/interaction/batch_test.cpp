#include "engine/interaction/batch_entries.h"
#include "fhir/primitive/date_time.h"
#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"
#include "tests/support/growth.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#transaction

namespace {

const std::string statuses = "Bundle.entry.response.status";
const std::string renamed = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                            R"({"name":"path","valueString":"Patient.name[0].family"},{"name":"value","valueString":"Iyer"}]}]})";
const std::string tagged = R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"code":"vip"}]}}]})";

}  // namespace

TEST_CASE("each entry of a batch is done on its own: those that fail leave the others done") {
  Server server;
  server.rules = &definitions();
  server.ask("PUT", "Patient/old", patient("old", "Rao", "old"));
  server.ask("PUT", "Patient/twin", patient("old", "Rao", "twin"));
  const Reply reply = server.ask("POST", "", batch({
      entry("POST", "Patient", patient("new")),
      entry("PUT", "Patient/x", patient("p", "Iyer", "other-id")),
      entry("GET", "Patient/none"),
      entry("PUT", "Patient/p", patient("p", "Iyer", "p")),
      entry("POST", "Patient", R"({"resourceType":"Patient","contact":[{"gender":"female"}]})"),
      entry("DELETE", "Patient?identifier=urn:x|old"),
      entry("PUT", "Patient/twin", patient("p", "Nair", "twin"), {}, R"(,"ifMatch":"W/\"9\"")"),
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
  for (const std::string id : {"p", "q", "r", "s", "t"}) server.ask("PUT", "Patient/" + id, patient(id, "Rao", id));
  const Reply reply = server.ask("POST", "", batch({
      entry("POST", "Patient", patient("p"), {}, R"(,"ifNoneExist":"identifier=urn:x|p")"),
      entry("POST", "Patient", patient("2"), {}, R"(,"ifNoneExist":"?identifier=urn:x|2")"),
      entry("POST", "Patient", patient("2"), {}, R"(,"ifNoneExist":"identifier=urn:x|2")"),
      entry("PUT", "Patient/q", patient("q", "Iyer", "q"), {}, R"(,"ifNoneMatch":"*")"),
      entry("PUT", "Patient/r", patient("r", "Iyer", "r"), {}, R"(,"ifMatch":"W/\"1\"")"),
      entry("PUT", "Patient?identifier=urn:x|p", patient("p", "Nair")),
      entry("DELETE", "Patient/s", {}, {}, R"(,"ifMatch":"W/\"2\"")"),
      entry("PUT", "Patient/t", patient("t", "Iyer", "t"), {}, R"(,"ifMatch":"three")")}));
  CHECK(all(reply, statuses) == Texts{"200 OK", "201 Created", "200 OK", "412 Precondition Failed", "200 OK", "200 OK",
                                      "412 Precondition Failed", "412 Precondition Failed"});
  CHECK(one(reply, "Bundle.entry[0].response.location") == "Patient/p/_history/1");
  CHECK(one(reply, "Bundle.entry[5].response.location") == "Patient/p/_history/2");
  CHECK(server.count("Patient") == 6);
}

TEST_CASE("a batch is carried out in the order of transactions and answered in its own") {
  Server server;
  server.ask("PUT", "Patient/old", patient("1", "Rao", "old"));
  server.ask("PUT", "Patient/p", patient("2", "Rao", "p"));
  const Reply reply = server.ask("POST", "", batch({
      entry("GET", "Patient?identifier=urn:x|new"), entry("GET", "Patient/p"), entry("GET", "Patient/old"),
      entry("PUT", "Patient?identifier=urn:x|new", patient("new", "Put")),
      entry("POST", "Patient", patient("new", "Made")),
      entry("POST", "Patient", patient("1", "Made"), {}, R"(,"ifNoneExist":"identifier=urn:x|1")"),
      entry("PUT", "Patient/p", patient("2", "Iyer", "p")), entry("POST", "Patient/_search?family=Put"), entry("DELETE", "Patient/old")}));
  CHECK(all(reply, statuses) == Texts{"200 OK", "200 OK", "410 Gone", "200 OK", "201 Created", "201 Created", "200 OK", "200 OK", "204 No Content"});
  CHECK(all(reply, "Bundle.entry[0].resource.entry.resource.name.family") == Texts{"Put"});
  CHECK(one(reply, "Bundle.entry[1].resource.name.family") == "Iyer");
  CHECK(all(reply, "Bundle.entry[7].resource.entry.resource.identifier.value") == Texts{"new"});
}

TEST_CASE("reads in a batch see what it patches and what its operations change, wherever they stand") {
  Server server;
  for (const std::string id : {"p", "q"}) server.ask("PUT", "Patient/" + id, patient(id, "Rao", id));
  const Reply reply = server.ask("POST", "", batch({
      entry("GET", "Patient/p"), entry("GET", "Patient/q"), entry("PATCH", "Patient/p", renamed), entry("POST", "Patient/q/$meta-add", tagged)}));
  CHECK(all(reply, statuses) == Texts(4, "200 OK"));
  CHECK(one(reply, "Bundle.entry[0].resource.name.family") == "Iyer");
  CHECK(one(reply, "Bundle.entry[1].resource.meta.tag.code") == "vip");
}

TEST_CASE("entries of a batch that write the same resource are all refused, and the others are done") {
  Server server;
  for (const std::string id : {"p", "q"}) server.ask("PUT", "Patient/" + id, patient(id, "Rao", id));
  const Reply reply = server.ask("POST", "", batch({
      entry("PUT", "Patient/p", patient("p", "Iyer", "p")), entry("GET", "Patient/p"), entry("DELETE", "Patient/p"),
      entry("PUT", "Patient/q", patient("q", "Iyer", "q")), entry("GET", "Patient/q"), entry("PUT", "Patient/p", patient("p", "Nair", "p")),
      // One that cannot be read writes nothing.
      entry("PUT", "Patient/q", {})}));
  CHECK(all(reply, statuses) == Texts{"400 Bad Request", "200 OK", "400 Bad Request", "200 OK", "200 OK", "400 Bad Request", "400 Bad Request"});
  CHECK(all(reply, "Bundle.entry.response.outcome.issue.where(code = 'duplicate').expression") ==
        Texts{"Bundle.entry[0].request.url", "Bundle.entry[2].request.url", "Bundle.entry[5].request.url"});
  CHECK(one(reply, "Bundle.entry[0].response.outcome.issue.diagnostics").find("Bundle.entry[2] write Patient/p") != std::string::npos);
  CHECK(one(reply, "Bundle.entry[5].response.outcome.issue.diagnostics").find("Bundle.entry[0] write Patient/p") != std::string::npos);
  CHECK(server.ask("GET", "Patient/p").version == 1);
  CHECK(server.ask("GET", "Patient/q").version == 2);
}

TEST_CASE("a patch, an operation and an update by id overlap in a batch; what goes by criteria does not") {
  Server server;
  for (const std::string id : {"p", "q", "r"}) server.ask("PUT", "Patient/" + id, patient(id, "Rao", id));
  const Reply reply = server.ask("POST", "", batch({
      entry("PATCH", "Patient/p", renamed), entry("PUT", "Patient/p", patient("p", "Nair", "p")),
      entry("POST", "Patient/q/$meta-add", tagged), entry("DELETE", "Patient/q"), entry("GET", "Patient/q/$meta"),
      entry("PATCH", "Patient/r", renamed), entry("PUT", "Patient?identifier=urn:x|r", patient("r", "Nair"))}));
  CHECK(all(reply, statuses) == Texts{"400 Bad Request", "400 Bad Request", "400 Bad Request", "400 Bad Request", "200 OK", "200 OK", "200 OK"});
  CHECK(server.ask("GET", "Patient/p").version == 1);
  CHECK(server.ask("GET", "Patient/q").version == 1);
  CHECK(server.ask("GET", "Patient/r").version == 3);
}

TEST_CASE("an entry of a batch that refers to another by its urn is refused, and the others are done") {
  Server server;
  const std::string urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", upper = "urn:uuid:0C3151BD-1CBF-4D64-B04D-CD9187A4C6E0", oid = "urn:oid:1.2.3";
  const auto basic = [](const std::string& reference) { return R"({"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":")" + reference + "\"}}"; };
  const Reply reply = server.ask("POST", "", batch({
      entry("POST", "Patient", patient("1"), urn), entry("POST", "Basic", basic(urn)), entry("POST", "Basic", basic(upper + "/_history/1")),
      entry("POST", "Organization", R"({"resourceType":"Organization","name":"Clinic"})", oid), entry("POST", "Basic", basic(oid)),
      entry("POST", "Basic", basic("urn:oid:1.2.4")), entry("POST", "Basic", basic("Patient/p")),
      entry("PUT", "Basic/b", basic(urn).insert(1, R"("id":"b",)")),
      // To itself is not to another.
      entry("POST", "Basic", basic("urn:oid:1.2.5"), "urn:oid:1.2.5")}));
  CHECK(all(reply, statuses) ==
        Texts{"201 Created", "400 Bad Request", "400 Bad Request", "201 Created", "400 Bad Request", "201 Created", "201 Created", "400 Bad Request", "201 Created"});
  CHECK(all(reply, "Bundle.entry.response.outcome.issue.expression") ==
        Texts{"Bundle.entry[1].resource", "Bundle.entry[2].resource", "Bundle.entry[4].resource", "Bundle.entry[7].resource"});
  CHECK(one(reply, "Bundle.entry[4].response.outcome.issue.diagnostics").find("Bundle.entry[3]") != std::string::npos);
  CHECK(server.count("Basic") == 3);
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
  const auto status_of = [&](const std::string& json) { return one(server.ask("POST", "", batch({json})), statuses); };
  for (const auto& [family, match] : {std::pair("Iyer", "1"), std::pair("Nair", R"(\"2\")"), std::pair("Das", R"(W/\"3\")")}) CHECK(status_of(put(family, match)) == "200 OK");
  for (const char* match : {"3", "04", "0", "4x"}) CHECK(status_of(put("Sen", match)) == "412 Precondition Failed");
  CHECK(status_of(entry("GET", "Patient/p", {}, {}, R"(,"ifNoneMatch":"4")")) == "304 Not Modified");
  for (const char* match : {"*, *", "4, *"}) CHECK(status_of(entry("PUT", "Patient/p", patient("1", "Sen", "p"), {}, R"(,"ifNoneMatch":")" + std::string(match) + "\"")) == "400 Bad Request");
  CHECK(status_of(put("Bose", "*")) == "200 OK");
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
  CHECK(all(done, statuses) == Texts{"200 OK", "200 OK", "200 OK", "200 OK", "200 OK", "413 Payload Too Large", "413 Payload Too Large"});
  CHECK(done.body.size() < reply_bytes_max);
  CHECK(server.ask("POST", "", transaction({read, read, read, read, read, read, read})).status == Status::payload_too_large);
}

TEST_CASE("an entry of a batch looks at its own faults alone, however many entries have some") {
  const auto work = [](std::size_t entries) {
    fhir::Arena arena;
    fhir::r4::Bundle bundle;
    Interaction interaction;
    for (std::size_t at = 0; at < entries; ++at) {
      bundle.entry.add(arena);
      if (at != 1) interaction.body_issues.push_back({fhir::Severity::error, fhir::IssueType::structure, "An object may not be empty.", "Bundle.entry[" + std::to_string(at) + "].resource"});
    }
    std::size_t right = 0;
    for (const BatchEntry& entry : batch_entries(bundle, interaction)) {
      if (entry.interaction || entry.interaction.outcome().issues.size() != 1) continue;
      // The one without a fault has no request either.
      const std::string place = "Bundle.entry[" + std::to_string(entry.at) + (entry.at == 1 ? "].request" : "].resource");
      right += entry.interaction.outcome().issues.front().expression == place;
    }
    CHECK(right == entries);
  };
  CHECK(support::growth(2'000, work) < support::growth_max);
}
