#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// What the policy asks of references. https://hl7.org/fhir/R4/references.html

namespace {

const std::string urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0";

std::string observation(const std::string& id, const std::string& subject, const std::string& more = {}) {
  return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"text":"x"},"subject":{"reference":")" + subject + "\"}" + more + "}";
}

/// A server with a patient, a deleted one and a practitioner.
struct Ward : Server {
  explicit Ward(const std::string& rule) {
    REQUIRE(read_integrity(rule, policy));
    rules = &definitions();
    ask("PUT", "Patient/p", patient("1", "Rao", "p"));
    ask("PUT", "Patient/gone", patient("2", "Rao", "gone"));
    ask("DELETE", "Patient/gone");
    ask("PUT", "Practitioner/d", R"({"resourceType":"Practitioner","id":"d"})");
  }
  Status put(const std::string& subject, const std::string& more = {}) {
    last = ask("PUT", "Observation/o", observation("o", subject, more));
    return last.status;
  }
  Reply last;
};

}  // namespace

TEST_CASE("references are stored as they are where nothing is asked of them") {
  Ward server("off");
  for (const char* subject : {"Patient/none", "Patient/gone", "Medication/1", "nothing at all"}) CHECK(server.put(subject) <= Status::created);
  CHECK(server.put("Patient/p") == Status::ok);
  CHECK(server.ask("DELETE", "Patient/p").status == Status::no_content);
}

TEST_CASE("a conditional reference is refused outside of a transaction, whatever the policy") {
  for (const char* rule : {"off", "logical", "enforced"}) {
    Ward server(rule);
    for (const char* subject : {"Patient?identifier=urn:x|1", "/Patient?identifier=urn:x|1", "http://example.org/fhir/Patient?identifier=urn:x|1"}) {
      INFO(rule << ' ' << subject);
      CHECK(server.put(subject) == Status::unprocessable);
      REQUIRE(server.last.issues.size() == 1);
      CHECK(server.last.issues[0].expression == "Observation.subject");
      CHECK(server.last.issues[0].text.find("transaction") != std::string::npos);
      const Reply batched = server.ask("POST", "", batch({entry("POST", "Observation", observation("x", subject)), entry("GET", "Patient/p")}));
      CHECK(all(batched, "Bundle.entry.response.status") == Texts{"422 Unprocessable Entity", "200 OK"});
      CHECK(all(batched, "Bundle.entry[0].response.outcome.issue.expression") == Texts{"Bundle.entry[0].resource.subject"});
    }
    CHECK(server.count("Observation") == 0);
  }
  // A query elsewhere is that server's business.
  Ward server("off");
  CHECK(server.put("http://other.org/fhir/Patient?identifier=urn:x|1") == Status::created);
}

TEST_CASE("logical integrity is of form and type alone") {
  Ward server("logical");
  for (const char* subject : {"Patient/none", "Patient/gone", "Patient/p/_history/9", "http://other.org/fhir/Patient/1", "urn:oid:1.2.3",
                              "http://other.org/whatever", "http://example.org/fhir/Patient/7", "Group/1"}) {
    INFO(subject);
    CHECK(server.put(subject) <= Status::created);
  }
  struct Case {
    std::string subject, more, path, says;
  };
  for (const Case& wrong : {Case{"Medication/1", "", "Observation.subject", "here it may be Device, Group, Location, Patient"},
                            Case{"http://other.org/fhir/Medication/1", "", "Observation.subject", "type Medication"},
                            Case{"http://other.org/fhir/Medication/1/_history/2", "", "Observation.subject", "type Medication"},
                            Case{"nothing", "", "Observation.subject", "malformed"},
                            Case{"Patient/a_b", "", "Observation.subject", "malformed"},
                            Case{"Nothing/1", "", "Observation.subject", "malformed"},
                            Case{"Patient?identifier=urn:x|1", "", "Observation.subject", "is conditional"},
                            Case{"http://example.org/fhir/Nothing/1", "", "Observation.subject", "malformed"},
                            Case{"Patient/p", R"(,"performer":[{"reference":"Practitioner/d"},{"reference":"Location/1"}])", "Observation.performer[1]", "type Location"},
                            Case{"Patient/p", R"(,"encounter":{"reference":"Encounter/1","type":"Patient"})", "Observation.encounter", "says that it is another"},
                            Case{"Patient/p", R"(,"extension":[{"url":"urn:e","valueReference":{"reference":"x y"}}])", "Observation.extension[0].value", "malformed"}}) {
    INFO(wrong.subject << wrong.more);
    CHECK(server.put(wrong.subject, wrong.more) == Status::unprocessable);
    REQUIRE(server.last.issues.size() == 1);
    CHECK(server.last.issues[0].expression == wrong.path);
    CHECK(server.last.issues[0].text.find(wrong.says) != std::string::npos);
  }
  CHECK(server.put("Patient/p") == Status::ok);
  CHECK(server.ask("DELETE", "Patient/p").status == Status::no_content);
}

TEST_CASE("enforced integrity keeps out references to what is not here") {
  Ward server("enforced");
  struct Case {
    std::string subject, more, path;
  };
  for (const Case& missing :
       {Case{"Patient/none", "", "Observation.subject"}, Case{"Patient/gone", "", "Observation.subject"},
        Case{"http://example.org/fhir/Patient/none", "", "Observation.subject"}, Case{"Patient/p/_history/2", "", "Observation.subject"},
        Case{"Patient/gone/_history/1", "", "Observation.subject"}, Case{"Patient/p/_history/x", "", "Observation.subject"},
        Case{"Patient/p", R"(,"performer":[{"reference":"Practitioner/d"},{"reference":"Practitioner/none"}])", "Observation.performer[1]"},
        Case{"Patient/p", R"(,"extension":[{"url":"urn:e","valueReference":{"reference":"Patient/none"}}])", "Observation.extension[0].value"},
        Case{"Patient/p", R"(,"contained":[{"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/none"}}],"encounter":{"reference":"#e"})",
             "Observation.contained[0].subject"}}) {
    INFO(missing.subject << missing.more);
    CHECK(server.put(missing.subject, missing.more) == Status::unprocessable);
    REQUIRE(server.last.issues.size() == 1);
    INFO(issues(server.last));
    CHECK(server.last.issues[0].expression == missing.path);
    CHECK(server.ask("GET", "Observation/o").status == Status::not_found);
  }
  for (const char* subject : {"Patient/p", "http://example.org/fhir/Patient/p", "Patient/p/_history/1", "http://other.org/fhir/Patient/none", "urn:oid:1.2.3"}) {
    INFO(subject);
    CHECK(server.put(subject) <= Status::created);
  }
  // Whatever way it is written.
  const Reply created = server.ask("POST", "Observation", observation("x", "Patient/none"));
  CHECK(created.status == Status::unprocessable);
  CHECK(created.issues.at(0).text.find("Patient/none, which is not here") != std::string::npos);
  CHECK(server.ask("PUT", "Observation?identifier=1", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/none"}})").status ==
        Status::unprocessable);
  const std::string patch = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                            R"({"name":"path","valueString":"Observation.subject.reference"},{"name":"value","valueString":"Patient/none"}]}]})";
  CHECK(server.ask("PATCH", "Observation/o", patch).status == Status::unprocessable);
  // A resource may refer to itself.
  CHECK(server.ask("PUT", "Patient/self", R"({"resourceType":"Patient","id":"self","link":[{"other":{"reference":"Patient/self"},"type":"seealso"}]})").status == Status::created);
  CHECK(server.ask("DELETE", "Patient/self").status == Status::no_content);
}

TEST_CASE("what is referred to is not deleted where integrity is enforced") {
  Ward server("enforced");
  REQUIRE(server.put("Patient/p", R"(,"performer":[{"reference":"Patient/p"},{"reference":"Practitioner/d"}])") == Status::created);
  server.ask("PUT", "Observation/o2", observation("o2", "http://example.org/fhir/Patient/p"));
  server.ask("PUT", "Encounter/e", R"({"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/p/_history/1"}})");
  const Reply refused = server.ask("DELETE", "Patient/p");
  CHECK(refused.status == Status::conflict);
  REQUIRE(refused.issues.size() == 1);
  INFO(issues(refused));
  CHECK(refused.issues[0].text.find("1 of type Encounter, 2 of type Observation") != std::string::npos);
  CHECK(server.ask("DELETE", "Patient?identifier=urn:x|1").status == Status::conflict);
  server.policy.conditional_delete = Policy::ConditionalDelete::multiple;
  server.ask("PUT", "Patient/free", patient("1", "Rao", "free"));
  CHECK(server.ask("DELETE", "Patient?identifier=urn:x|1").status == Status::conflict);
  CHECK(server.count("Patient") == 2);

  server.ask("DELETE", "Encounter/e");
  server.ask("DELETE", "Observation/o2");
  CHECK(server.ask("DELETE", "Patient/p").status == Status::conflict);
  REQUIRE(server.put("Patient/free") == Status::ok);
  CHECK(server.ask("DELETE", "Patient/p").status == Status::no_content);
  CHECK(server.ask("DELETE", "Practitioner/d").status == Status::no_content);
  // What is not there refers to nothing, and what comes back finds nothing.
  CHECK(server.put("Patient/p") == Status::unprocessable);
}

TEST_CASE("integrity is that of the type which refers") {
  Ward server("enforced,Observation=off");
  CHECK(server.put("Patient/none") == Status::created);
  CHECK(server.put("Patient/p") == Status::ok);
  CHECK(server.ask("PUT", "Encounter/e", R"({"resourceType":"Encounter","id":"e","status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/none"}})").status ==
        Status::unprocessable);
  CHECK(server.ask("DELETE", "Patient/p").status == Status::no_content);
  const Reply metadata = server.ask("GET", "metadata");
  const auto policy_of = [&](const std::string& type) { return all(metadata, "CapabilityStatement.rest.resource.where(type = '" + type + "').referencePolicy"); };
  CHECK(policy_of("Encounter") == Texts{"literal", "logical", "enforced"});
  CHECK(policy_of("Observation") == Texts{"literal", "logical"});
}

TEST_CASE("a transaction meets the needs of its own resources, whatever their order") {
  Ward server("enforced");
  const Reply reply = server.ask("POST", "", transaction({
      entry("POST", "Observation", observation("x", urn)), entry("POST", "Patient", patient("3"), urn),
      entry("PUT", "Observation/o3", observation("o3", "Patient/new")), entry("PUT", "Patient/new", patient("4", "Rao", "new")),
      entry("POST", "Observation", observation("x", "Patient?identifier=urn:x|4"))}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(server.count("Observation") == 3);

  const Reply missing = server.ask("POST", "", transaction({entry("PUT", "Patient/late", patient("5", "Rao", "late")), entry("PUT", "Observation/o", observation("o", "Patient/none"))}));
  CHECK(missing.status == Status::unprocessable);
  CHECK(missing.issues.at(0).expression == "Bundle.entry[1].resource.subject");
  CHECK(server.ask("GET", "Patient/late").status == Status::not_found);

  const Reply malformed = server.ask("POST", "", transaction({entry("PUT", "Observation/o", observation("o", "Practitioner/d"))}));
  CHECK(malformed.status == Status::unprocessable);
  CHECK(malformed.issues.at(0).expression == "Bundle.entry[0].resource.subject");
}

TEST_CASE("a transaction deletes what nothing refers to once it is done") {
  Ward server("enforced");
  server.put("Patient/p");
  server.ask("PUT", "Patient/q", patient("6", "Rao", "q"));
  const std::string away = entry("DELETE", "Patient/p");
  // Still referred to, by what was there or by what comes.
  CHECK(server.ask("POST", "", transaction({away})).status == Status::conflict);
  const Reply kept = server.ask("POST", "", transaction({away, entry("PUT", "Observation/o", observation("o", "Patient/p", R"(,"bodySite":{"text":"x"})"))}));
  CHECK(kept.status == Status::unprocessable);
  CHECK(kept.issues.at(0).expression == "Bundle.entry[1].resource.subject");
  CHECK(server.ask("POST", "", transaction({away, entry("PUT", "Observation/o2", observation("o2", "Patient/p"))})).status == Status::unprocessable);
  CHECK(server.ask("GET", "Patient/p").status == Status::ok);
  // Led elsewhere in the same transaction, also by what is looked up only once the rest is stored.
  const Reply led = server.ask("POST", "", transaction({away, entry("PUT", "Observation/o", observation("o", "Patient?identifier=urn:x|7")), entry("POST", "Patient", patient("7"))}));
  INFO(issues(led));
  CHECK(led.status == Status::ok);
  CHECK(server.ask("GET", "Patient/p").status == Status::gone);
  // Both at once.
  server.put("Patient/q");
  CHECK(server.ask("POST", "", transaction({entry("DELETE", "Patient/q"), entry("DELETE", "Observation/o")})).status == Status::ok);
  CHECK(server.ask("GET", "Patient/q").status == Status::gone);
}
