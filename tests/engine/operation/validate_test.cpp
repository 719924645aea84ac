#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"
#include "tests/support/growth.h"

using namespace engine;

// https://hl7.org/fhir/R4/resource-operation-validate.html

namespace {

std::string observation(const std::string& subject) {
  return R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":")" + subject + "\"}}";
}
std::string body(const std::string& mode, const std::string& resource) {
  return R"({"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":")" + mode + R"("},{"name":"resource","resource":)" + resource + "}]}";
}

/// A server that enforces references, with Observation/o which refers to Patient/p.
struct Ward : Server {
  Ward() {
    rules = &definitions();
    REQUIRE(read_integrity("enforced", policy));
    ask("PUT", "Patient/p", patient("1", "Rao", "p"));
    REQUIRE(ask("PUT", "Observation/o", observation("Patient/p")).status == Status::created);
  }
  /// What is wrong, as "[place] [text]"; empty if nothing is.
  std::string wrong(const std::string& method, const std::string& url, const std::string& json = {}) {
    const Reply reply = ask(method, url, json);
    INFO(url << ' ' << json << issues(reply));
    REQUIRE(reply.status == Status::ok);
    std::string text;
    for (const std::string element : {"expression", "diagnostics"}) {
      for (const std::string& part : all(reply, "OperationOutcome.issue.where(severity = 'error')." + element)) text += part + " ";
    }
    return text;
  }
  bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }
};

}  // namespace

TEST_CASE("$validate tells references that would be refused, in each mode that writes, and stores nothing") {
  Ward server;
  for (const std::string mode : {"", "create", "update", "profile"}) {
    for (const std::string place : {"Observation/$validate", "Observation/o/$validate"}) {
      if (mode == "update" && place == "Observation/$validate") continue;
      INFO(mode << ' ' << place);
      const auto validated = [&](const std::string& subject) { return server.wrong("POST", place, mode.empty() ? observation(subject) : body(mode, observation(subject))); };
      CHECK(validated("Patient/p").empty());
      const std::string missing = validated("Patient/none"), misplaced = validated("Practitioner/p");
      if (mode == "profile") {
        CHECK(missing.empty());
        CHECK(misplaced.empty());
      } else {
        CHECK(server.has(missing, "Observation.subject"));
        CHECK(server.has(missing, "Patient/none, which is not here"));
        CHECK(server.has(misplaced, "type Practitioner"));
      }
    }
  }
  CHECK(server.count("Observation") == 1);
  CHECK(server.ask("GET", "Observation/o").version == 1);
}

TEST_CASE("$validate of what is stored tells references that would be refused now") {
  Ward server;
  server.policy = {};
  server.ask("PUT", "Observation/o", observation("Patient/none"));
  CHECK(server.wrong("GET", "Observation/o/$validate").empty());
  REQUIRE(read_integrity("enforced", server.policy));
  CHECK(server.has(server.wrong("GET", "Observation/o/$validate"), "Patient/none, which is not here"));
  CHECK(server.wrong("GET", "Observation/o/$validate?mode=profile").empty());
}

TEST_CASE("$validate with the mode delete tells what refers to the resource, and deletes nothing") {
  Ward server;
  CHECK(server.has(server.wrong("GET", "Patient/p/$validate?mode=delete"), "Patient/p is referred to by 1 of type Observation"));
  CHECK(server.wrong("GET", "Observation/o/$validate?mode=delete").empty());
  CHECK(server.ask("GET", "Observation/o").status == Status::ok);
  REQUIRE(read_integrity("off", server.policy));
  CHECK(server.wrong("GET", "Patient/p/$validate?mode=delete").empty());
  CHECK(server.ask("GET", "Patient/p").status == Status::ok);
}

TEST_CASE("$validate with the mode update or delete is about an instance") {
  Ward server;
  for (const std::string mode : {"update", "delete"}) {
    INFO(mode);
    const Reply reply = server.ask("POST", "Observation/$validate", body(mode, observation("Patient/p")));
    CHECK(reply.status == Status::bad_request);
    CHECK(server.has(issues(reply), mode));
    CHECK(server.has(issues(reply), "[type]/[id]/$validate"));
  }
}

TEST_CASE("$validate within a transaction tries its write out and leaves the others") {
  Ward server;
  const Reply reply = server.ask("POST", "", transaction({
      entry("PUT", "Patient/q", patient("2", "Rao", "q")), entry("GET", "Patient/p/$validate?mode=delete"),
      entry("POST", "Observation/$validate", observation("Patient/q")), entry("PUT", "Patient/r", patient("3", "Rao", "r"))}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(all(reply, "Bundle.entry[1].resource.issue.severity") == Texts{"error"});
  CHECK(all(reply, "Bundle.entry[2].resource.issue.severity") == Texts{"information"});
  CHECK(server.count("Patient") == 3);
  CHECK(server.count("Observation") == 1);
}

TEST_CASE("$validate against the type's own profile takes it with the version of R4, and with no other") {
  Ward server;
  const std::string resource = R"({"resourceType":"Observation","status":"final","code":{"text":"x"}})", url = "Observation/$validate?profile=http://hl7.org/fhir/StructureDefinition/Observation";
  for (const char* version : {"", "|4.0.1"}) CHECK(server.ask("POST", url + version, resource).status == Status::ok);
  for (const char* version : {"|4.0", "|3.0.1", "|", "s"}) CHECK(server.ask("POST", url + version, resource).status == Status::bad_request);
}

TEST_CASE("$validate warns of a profile that is not known here") {
  Ward server;
  const std::string base = "http://hl7.org/fhir/StructureDefinition/Observation";
  const auto profiled = [&](const std::string& profile) {
    std::string json = observation("Patient/p");
    return json.insert(json.find("\"status\""), R"("meta":{"profile":[")" + base + R"(|4.0.1",")" + profile + R"("]},)");
  };
  const auto warnings = [](const Reply& reply, const std::string& element) { return all(reply, "OperationOutcome.issue.where(severity = 'warning')." + element); };
  const Reply sent = server.ask("POST", "Observation/$validate", profiled("http://example.org/none"));
  REQUIRE(warnings(sent, "diagnostics").size() == 1);
  CHECK(server.has(warnings(sent, "diagnostics").front(), "http://example.org/none"));
  CHECK(warnings(sent, "expression") == Texts{"Observation.meta.profile[1]"});
  CHECK_FALSE(server.has(sent.body, "Nothing is wrong"));

  REQUIRE(server.ask("PUT", "Observation/o", profiled("http://example.org/none")).status == Status::ok);
  CHECK(warnings(server.ask("GET", "Observation/o/$validate"), "diagnostics").size() == 1);
  CHECK(server.has(server.ask("POST", "Observation/$validate", profiled(base)).body, "Nothing is wrong"));
}

TEST_CASE("$validate tells a hundred issues at most, and of those the errors first") {
  Ward server;
  const auto inputs = [](std::size_t count, const std::string& name) {
    std::string json = R"({"resourceType":"Parameters","parameter":[{"name":")" + name + R"(","valueString":"x"})";
    for (std::size_t i = 1; i < count; ++i) json += R"(,{"name":")" + name + R"(","valueString":"x"})";
    return json + "]}";
  };
  const Reply unknown = server.ask("POST", "Observation/$validate", inputs(20'000, "none"));
  CHECK(unknown.status == Status::bad_request);
  CHECK(unknown.issues.size() == 100);

  std::string json = observation("Patient/p");
  std::string profiles = R"("http://example.org/none")";
  for (int i = 0; i < 1'000; ++i) profiles += R"(,"http://example.org/none")";
  json.insert(json.find("\"status\""), R"("meta":{"profile":[)" + profiles + "]},");
  json.replace(json.find("final"), 5, "fnial");
  const Reply many = server.ask("POST", "Observation/$validate", json);
  REQUIRE(many.status == Status::ok);
  CHECK(all(many, "OperationOutcome.issue.severity").size() == 100);
  CHECK(all(many, "OperationOutcome.issue.where(severity = 'error').expression") == Texts{"Observation.status"});

  // One that is known costs no look at all before it, however often it is given.
  CHECK(support::growth(5'000, [&](std::size_t count) { CHECK(server.ask("POST", "Observation/$validate", inputs(count, "mode")).issues.size() == 1); }) < support::growth_max);
}
