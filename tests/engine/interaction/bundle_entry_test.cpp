#include <set>

#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// What an entry of a batch or transaction can ask for is what a request can. https://hl7.org/fhir/R4/http.html#transaction

namespace {

const std::string statuses = "Bundle.entry.response.status";
const std::string urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0";

std::string observation(const std::string& id, const std::string& code = "a") {
  return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"coding":[{"system":"urn:c","code":")" + code +
         R"("}]},"subject":{"reference":"Patient/p"}})";
}

std::string meta(const std::string& tag) {
  return R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":")" + tag + R"("}]}}]})";
}

/// A form in base64.
std::string form(const std::string& data, const std::string& type = "application/x-www-form-urlencoded") {
  return R"({"resourceType":"Binary","contentType":")" + type + R"(","data":")" + data + "\"}";
}

/// A server with a patient and two observations.
struct Ward : Server {
  Ward() {
    rules = &definitions();
    ask("PUT", "Patient/p", patient("1", "Rao", "p"));
    ask("PUT", "Observation/o1", observation("o1", "a"));
    ask("PUT", "Observation/o2", observation("o2", "b"));
  }
};

}  // namespace

TEST_CASE("entries of a bundle search compartments, by POST, and the whole system") {
  for (const char* type : {"batch", "transaction"}) {
    Ward server;
    const Reply reply = server.ask("POST", "", bundle_of(type, {
        entry("GET", "Patient/p/Observation?code=urn:c|a"), entry("GET", "Patient/p/*"), entry("POST", "Patient/p/Observation/_search?code=b"),
        entry("POST", "Observation/_search?code=a"), entry("POST", "Observation/_search", form("Y29kZT1i")),
        entry("POST", "_search?_type=Patient,Observation"), entry("GET", "_history?_count=1"), entry("GET", "Patient/p/_history/1"),
        entry("GET", "Observation/_history"), entry("GET", "metadata")}));
    INFO(type << '\n' << issues(reply));
    REQUIRE(reply.status == Status::ok);
    CHECK(all(reply, statuses) == Texts(10, "200 OK"));
    const auto found = [&](int at) { return all(reply, "Bundle.entry[" + std::to_string(at) + "].resource.entry.resource.id"); };
    CHECK(found(0) == Texts{"o1"});
    CHECK(found(1).size() == 3);
    CHECK(found(2) == Texts{"o2"});
    CHECK(found(3) == Texts{"o1"});
    CHECK(found(4) == Texts{"o2"});
    CHECK(found(5).size() == 3);
    CHECK(found(6).size() == 1);
    CHECK(one(reply, "Bundle.entry[7].resource.meta.versionId") == "1");
    CHECK(one(reply, "Bundle.entry[8].resource.total") == "");
    CHECK(one(reply, "Bundle.entry[9].resource.fhirVersion") == "4.0.1");
    // The links of a search lead to where it can be asked for alone.
    CHECK(one(reply, "Bundle.entry[0].resource.link.where(relation = 'self').url").starts_with("http://example.org/fhir/Patient/p/Observation?"));
  }
}

TEST_CASE("entries of a bundle call operations that change nothing, by GET and by POST") {
  for (const char* type : {"batch", "transaction"}) {
    Ward server;
    const Reply reply = server.ask("POST", "", bundle_of(type, {
        entry("GET", "Patient/p/$everything"), entry("GET", "Patient/p/$meta"), entry("POST", "Patient/$validate", R"({"resourceType":"Patient","contact":[{"gender":"male"}]})"),
        entry("POST", "Patient/$validate?mode=create", patient("7")), entry("GET", "Patient/p/$validate"), entry("POST", "Patient/p/$everything?_count=1")}));
    INFO(type << '\n' << issues(reply));
    REQUIRE(reply.status == Status::ok);
    CHECK(all(reply, statuses) == Texts(6, "200 OK"));
    CHECK(all(reply, "Bundle.entry[0].resource.entry.resource.id").size() == 3);
    CHECK(one(reply, "Bundle.entry[1].resource.parameter.name") == "return");
    CHECK(one(reply, "Bundle.entry[2].resource.issue.severity") == "error");
    CHECK(one(reply, "Bundle.entry[3].resource.issue.severity") == "information");
    CHECK(all(reply, "Bundle.entry[5].resource.entry.resource.id").size() >= 1);
    CHECK(server.count("Patient") == 1);
  }
}

TEST_CASE("a batch calls operations that change a resource, each on its own") {
  Ward server;
  const Reply reply = server.ask("POST", "", batch({
      entry("POST", "Patient/p/$meta-add", meta("vip")), entry("GET", "Patient?_tag=vip"),
      entry("POST", "Observation/o1/$meta-delete", meta("vip"), {}, R"(,"ifMatch":"W/\"2\"")"), entry("POST", "Patient/none/$meta-add", meta("vip")),
      entry("GET", "Patient/p/$meta-add"), entry("POST", "Observation/o2/$meta-add"), entry("POST", "Patient/p/$nothing")}));
  CHECK(all(reply, statuses) == Texts{"200 OK", "200 OK", "412 Precondition Failed", "404 Not Found", "405 Method Not Allowed", "400 Bad Request", "404 Not Found"});
  CHECK(one(reply, "Bundle.entry[0].resource.parameter.value.tag.code") == "vip");
  CHECK(one(reply, "Bundle.entry[1].resource.entry.resource.id") == "p");
  CHECK(one(reply, "Bundle.entry[6].response.outcome.issue.diagnostics").find("$nothing") != std::string::npos);
  CHECK(server.ask("GET", "Patient/p").version == 2);
  const Reply again = server.ask("POST", "", batch({entry("POST", "Patient/p/$meta-delete", meta("vip"))}));
  CHECK(all(again, "Bundle.entry[0].resource.parameter.value.tag.code").empty());
  CHECK(server.ask("GET", "Patient/p").version == 3);
}

TEST_CASE("an operation that changes a resource is part of its transaction, whole or not at all") {
  Ward server;
  const Reply failed = server.ask("POST", "", transaction({entry("POST", "Patient/p/$meta-add", meta("vip")), entry("GET", "Patient/none")}));
  CHECK(failed.status == Status::not_found);
  CHECK(server.ask("GET", "Patient/p").version == 1);
  for (const std::string& bad : {entry("POST", "Patient/none/$meta-add", meta("vip")), entry("POST", "Patient/p/$meta-add")}) {
    const Reply reply = server.ask("POST", "", transaction({entry("PUT", "Patient/new", patient("2", "Rao", "new")), bad}));
    INFO(bad << '\n' << issues(reply));
    CHECK(reply.status != Status::ok);
    CHECK(reply.issues.at(0).expression.starts_with("Bundle.entry[1]"));
    CHECK(server.count("Patient") == 1);
  }

  const Reply reply = server.ask("POST", "", transaction({
      entry("GET", "Patient?_tag=vip"), entry("POST", "Patient/p/$meta-add", meta("vip")), entry("GET", "Patient/p/$meta"),
      entry("POST", "Observation/o1/$meta-add", meta("vip"))}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.entry[0].resource.entry.resource.id") == "p");
  CHECK(one(reply, "Bundle.entry[1].response.status") == "200 OK");
  CHECK(one(reply, "Bundle.entry[1].resource.parameter.value.tag.code") == "vip");
  CHECK(one(reply, "Bundle.entry[1].resource.parameter.value.versionId") == "2");
  CHECK(one(reply, "Bundle.entry[2].resource.parameter.value.tag.code") == "vip");
  CHECK(server.ask("GET", "Observation/o1").version == 2);
}

TEST_CASE("operations in a transaction see all that it wrote") {
  Ward server;
  const Reply reply = server.ask("POST", "", transaction({
      entry("POST", "Patient/p/$everything?_type=Observation"), entry("PUT", "Observation/o3", observation("o3")), entry("DELETE", "Observation/o1")}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  const Texts found = all(reply, "Bundle.entry[0].resource.entry.where(search.mode = 'match').resource.id");
  CHECK(std::set<std::string>(found.begin(), found.end()) == std::set<std::string>{"o2", "o3"});
}

TEST_CASE("what is no interaction is refused in a bundle by name") {
  Ward server;
  const std::string inner = batch({entry("GET", "Patient/p")});
  const Reply reply = server.ask("POST", "", batch({
      entry("POST", "/", inner), entry("POST", "Patient?x=1", patient("2")), entry("GET", "Patient/p?colour=blue"), entry("POST", "Observation/_search", patient("1")),
      entry("PUT", "Patient/p", patient("1", "Rao", "p"), {}, R"(,"ifNoneExist":"identifier=1")"), entry("GET", "Observation/o1/Patient"),
      entry("POST", "Observation/_search", form("Y29kZT1i", "text/plain")), entry("GET", "Patient//p"), entry("GET", "Patient/p/_history/0")}));
  CHECK(all(reply, statuses) == Texts{"400 Bad Request", "400 Bad Request", "400 Bad Request", "415 Unsupported Media Type", "400 Bad Request",
                                      "404 Not Found", "415 Unsupported Media Type", "404 Not Found", "404 Not Found"});
  CHECK(all(reply, "Bundle.entry.response.outcome.issue.expression") ==
        Texts{"Bundle.entry[0].request.url", "Bundle.entry[1].request.url", "Bundle.entry[2].request.url", "Bundle.entry[3].resource",
              "Bundle.entry[4].request.ifNoneExist", "Bundle.entry[5].request.url", "Bundle.entry[6].resource", "Bundle.entry[7].request.url",
              "Bundle.entry[8].request.url"});
}

TEST_CASE("a batch of 5,000 entries is answered whole") {
  Server server;
  std::string json = R"({"resourceType":"Bundle","type":"batch","entry":[)" + entry("PUT", "Patient/p", patient("1", "Rao", "p"));
  for (int n = 1; n < 5000; ++n) json += "," + entry(n % 2 == 0 ? "GET" : "HEAD", n % 5 == 0 ? "Patient/none" : "Patient/p");
  const Reply reply = server.ask("POST", "", json + "]}");
  REQUIRE(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.entry.count()") == "5000");
  CHECK(one(reply, "Bundle.entry.response.where(status = '404 Not Found').count()") == "999");
  CHECK(one(reply, "Bundle.entry.response.where(outcome.exists()).count()") == "999");
}
