#include <atomic>
#include <thread>

#include "fhir/path/encoding.h"
#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#patch

namespace {

/// A PATCH of `target` with a JSON Patch.
Interaction patching(std::string_view target, std::string patch, PatchForm form = PatchForm::json) {
  Interaction interaction = asked("PATCH", target, R"({"resourceType":"Parameters"})");
  interaction.body = {};
  interaction.patch_form = form;
  interaction.patch = std::move(patch);
  return interaction;
}

std::string family(const std::string& to) { return R"([{"op":"replace","path":"/name/0/family","value":")" + to + R"("}])"; }

/// A FHIRPath Patch that sets the family name.
std::string parameters(const std::string& to) {
  return R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
         R"({"name":"path","valueString":"Patient.name[0].family"},{"name":"value","valueString":")" + to + R"("}]}]})";
}

std::string binary(const std::string& patch, const std::string& type = "application/json-patch+json") {
  return R"({"resourceType":"Binary","contentType":")" + type + R"(","data":")" + *fhir::path::encoded(patch, "base64") + R"("})";
}

/// A server that validates, with Patient/p in it.
struct Patched : Server {
  Patched() {
    rules = &definitions();
    REQUIRE(ask("PUT", "Patient/p", patient("1", "Rao", "p")).status == Status::created);
  }
  std::string family_of(const std::string& id = "p") { return one(ask("GET", "Patient/" + id), "Patient.name.family"); }
  std::uint32_t version() { return ask("GET", "Patient/p").version; }
};

}  // namespace

TEST_CASE("a patch in each form makes a new version, which is found by what it says") {
  Patched server;
  const Reply json = server.perform(patching("Patient/p", family("Iyer")));
  INFO(issues(json));
  CHECK(json.status == Status::ok);
  CHECK(json.version == 2);
  CHECK(json.id == "p");
  CHECK(json.location);
  CHECK(one(json, "Patient.name.family") == "Iyer");
  CHECK(server.count("Patient?family=Iyer") == 1);
  CHECK(server.count("Patient?family=Rao") == 0);

  const Reply xml = server.perform(patching("Patient/p", R"(<diff xmlns:f="http://hl7.org/fhir"><replace sel="f:Patient/f:name/f:family/@value">Nair</replace></diff>)", PatchForm::xml));
  INFO(issues(xml));
  CHECK(xml.status == Status::ok);
  CHECK(xml.version == 3);
  CHECK(server.family_of() == "Nair");

  const Reply fhirpath = server.ask("PATCH", "Patient/p", parameters("Das"));
  INFO(issues(fhirpath));
  CHECK(fhirpath.status == Status::ok);
  CHECK(fhirpath.version == 4);
  CHECK(server.family_of() == "Das");
  // What no patch touched is as it was.
  CHECK(one(fhirpath, "Patient.identifier.value") == "1");
  CHECK(all(server.ask("GET", "Patient/p/_history"), "Bundle.entry.request.method") == Texts{"PUT", "PUT", "PUT", "PUT"});
}

TEST_CASE("a patch that changes nothing makes no version") {
  Patched server;
  for (const std::string& patch : {std::string("[]"), family("Rao"), std::string(R"([{"op":"test","path":"/meta/versionId","value":"1"}])")}) {
    const Reply reply = server.perform(patching("Patient/p", patch));
    INFO(issues(reply));
    CHECK(reply.status == Status::ok);
    CHECK(reply.version == 1);
  }
  CHECK(server.ask("PATCH", "Patient/p", R"({"resourceType":"Parameters"})").version == 1);
}

TEST_CASE("what the server sets is not for a patch to set") {
  Patched server;
  const Reply reply = server.perform(patching("Patient/p", R"([{"op":"replace","path":"/meta/versionId","value":"77"},{"op":"replace","path":"/meta/lastUpdated","value":"1999-01-01T00:00:00Z"}])"));
  INFO(issues(reply));
  CHECK(reply.status == Status::ok);
  CHECK(reply.version == 1);
  CHECK(one(server.ask("GET", "Patient/p"), "Patient.meta.versionId") == "1");
}

TEST_CASE("there must be something to patch") {
  Patched server;
  CHECK(server.perform(patching("Patient/q", "[]")).status == Status::not_found);
  server.ask("DELETE", "Patient/p");
  const Reply gone = server.perform(patching("Patient/p", "[]"));
  CHECK(gone.status == Status::gone);
  CHECK(gone.issues.at(0).type == fhir::IssueType::deleted);
}

TEST_CASE("a patch is for the version that If-Match names") {
  Patched server;
  auto interaction = patching("Patient/p", family("Iyer"));
  interaction.if_match = 2;
  CHECK(server.perform(interaction).status == Status::precondition_failed);
  CHECK(server.family_of() == "Rao");
  interaction.if_match = 1;
  CHECK(server.perform(interaction).status == Status::ok);
  CHECK(server.perform(interaction).status == Status::precondition_failed);
}

TEST_CASE("a patch with If-Match: * is for whatever version there is") {
  Patched server;
  auto interaction = patching("Patient/p", family("Iyer"));
  interaction.if_match = any_version;
  CHECK(server.perform(interaction).status == Status::ok);
  CHECK(server.family_of() == "Iyer");
  // Without the condition it would be a 404, so the condition does not count. https://www.rfc-editor.org/rfc/rfc9110#section-13.2.1
  auto none = patching("Patient/none", family("Iyer"));
  none.if_match = any_version;
  CHECK(server.perform(none).status == Status::not_found);
}

TEST_CASE("a patch that cannot be done is refused whole") {
  struct Case {
    const char* why;
    std::string patch;
    Status status;
    const char* text;  ///< part of the issue's
  };
  const Case cases[] = {
      {"not JSON", "[{", Status::bad_request, "not JSON"},
      {"not a patch", R"({"resourceType":"Patient"})", Status::bad_request, "array of operations"},
      {"a test that fails", R"([{"op":"replace","path":"/name/0/family","value":"X"},{"op":"test","path":"/active","value":true}])", Status::unprocessable, "Operation 1, test at /active"},
      {"an element that FHIR does not have", R"([{"op":"add","path":"/colour","value":"red"}])", Status::unprocessable, "After the change: 'colour'"},
      {"a value that the element cannot have", R"([{"op":"add","path":"/birthDate","value":"yesterday"}])", Status::unprocessable, "After the change: "},
      {"a code of another value set", R"([{"op":"add","path":"/gender","value":"blue"}])", Status::unprocessable, "After the change: "},
      {"a broken invariant", R"([{"op":"add","path":"/contact","value":[{"gender":"female"}]}])", Status::unprocessable, "pat-1"},
      {"an empty array", R"([{"op":"remove","path":"/name/0"}])", Status::unprocessable, "After the change: "},
      {"another id", R"([{"op":"replace","path":"/id","value":"q"}])", Status::unprocessable, "may not change a resource's id"},
      {"no id", R"([{"op":"remove","path":"/id"}])", Status::unprocessable, "may not change a resource's id"},
      {"another type", R"([{"op":"replace","path":"","value":{"resourceType":"Basic","id":"p","code":{"text":"x"}}}])", Status::unprocessable, "another type"},
      {"no resource", R"([{"op":"replace","path":"","value":[1]}])", Status::unprocessable, "After the change: "},
  };
  Patched server;
  for (const Case& one : cases) {
    INFO(one.why);
    const Reply reply = server.perform(patching("Patient/p", one.patch));
    INFO(issues(reply));
    CHECK(reply.status == one.status);
    CHECK(issues(reply).find(one.text) != std::string::npos);
  }
  CHECK(server.version() == 1);
  CHECK(server.perform(patching("Patient/p", "<diff>", PatchForm::xml)).status == Status::bad_request);
  const Reply misplaced = server.perform(patching("Patient/p", R"(<diff xmlns:f="http://hl7.org/fhir"><add sel="f:Patient"><f:active value="true"/></add></diff>)", PatchForm::xml));
  CHECK(misplaced.status == Status::unprocessable);
  CHECK(issues(misplaced).find("the order of elements matters in XML") != std::string::npos);
  const std::string blue = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"add"},)"
                           R"({"name":"path","valueString":"Patient"},{"name":"name","valueString":"gender"},{"name":"value","valueCode":"blue"}]}]})";
  CHECK(server.ask("PATCH", "Patient/p", blue).status == Status::unprocessable);
  CHECK(server.version() == 1);
}

TEST_CASE("a patch by criteria is for the one resource that matches") {
  Patched server;
  server.ask("PUT", "Patient/a", patient("twin", "Rao", "a"));
  server.ask("PUT", "Patient/b", patient("twin", "Rao", "b"));
  const Reply done = server.perform(patching("Patient?identifier=urn:x|1", family("Iyer")));
  INFO(issues(done));
  CHECK(done.status == Status::ok);
  CHECK(done.id == "p");
  CHECK(server.family_of() == "Iyer");
  CHECK(server.perform(patching("Patient?identifier=urn:x|2", family("X"))).status == Status::not_found);
  CHECK(server.perform(patching("Patient?identifier=urn:x|twin", family("X"))).status == Status::precondition_failed);
  CHECK(server.perform(patching("Patient?nonsense=1", family("X"))).status == Status::bad_request);
  auto stale = patching("Patient?identifier=urn:x|1", family("X"));
  stale.if_match = 1;
  CHECK(server.perform(stale).status == Status::precondition_failed);
  CHECK(server.count("Patient?family=X") == 0);
}

TEST_CASE("a patch answers with as much as is preferred") {
  Patched server;
  auto interaction = patching("Patient/p", family("Iyer"));
  interaction.prefer_return = Return::minimal;
  const Reply minimal = server.perform(interaction);
  CHECK(minimal.body.empty());
  CHECK(minimal.version == 2);
  interaction.prefer_return = Return::operation_outcome;
  CHECK(one(server.perform(interaction), "OperationOutcome.issue.severity") == "information");
}

TEST_CASE("a patch drops the narrative that was generated of what it changes") {
  const std::string div = R"(<div xmlns=\"http://www.w3.org/1999/xhtml\">Rao</div>)";
  const std::string was = R"({"status":"@","div":")" + div + "\"}";
  const std::string add_extension = R"([{"op":"add","path":"/extension","value":[{"url":"urn:e","valueString":"x"}]}])";
  const std::string add_modifier = R"([{"op":"add","path":"/modifierExtension","value":[{"url":"urn:m","extension":[{"url":"urn:e","valueString":"x"}]}]}])";
  const std::string add_to_gender = R"([{"op":"add","path":"/_gender","value":{"id":"g","extension":[{"url":"urn:e","valueString":"x"}]}}])";
  const std::string retell = R"([{"op":"replace","path":"/name/0/family","value":"Iyer"},{"op":"replace","path":"/text/div","value":"<div xmlns=\"http://www.w3.org/1999/xhtml\">Iyer</div>"}])";
  struct Case {
    const char* status;
    std::string patch;
    bool stays;
  };
  for (const Case& one_case : {Case{"generated", family("Iyer"), false}, Case{"generated", R"([{"op":"add","path":"/birthDate","value":"1984-05-12"}])", false},
                               Case{"generated", R"([{"op":"remove","path":"/name"}])", false}, Case{"generated", R"([{"op":"add","path":"/name/-","value":{"family":"B"}}])", false},
                               Case{"generated", add_modifier, false}, Case{"extensions", family("Iyer"), false}, Case{"extensions", add_extension, false},
                               Case{"extensions", add_to_gender, false},
                               Case{"generated", family("Rao"), true}, Case{"generated", retell, true}, Case{"generated", add_extension, true}, Case{"generated", add_to_gender, true},
                               Case{"generated", R"([{"op":"add","path":"/language","value":"en"}])", true},
                               Case{"generated", R"([{"op":"add","path":"/meta/tag","value":[{"system":"urn:t","code":"vip"}]}])", true},
                               Case{"generated", R"([{"op":"add","path":"/name/0/id","value":"n"}])", true},
                               Case{"additional", family("Iyer"), true}, Case{"empty", family("Iyer"), true}}) {
    INFO(one_case.status << ' ' << one_case.patch);
    Patched server;
    std::string text = was;
    text.replace(text.find('@'), 1, one_case.status);
    REQUIRE(server.ask("PUT", "Patient/p", R"({"resourceType":"Patient","id":"p","text":)" + text + R"(,"gender":"female","name":[{"family":"Rao"}],"active":true})").status == Status::ok);
    const Reply reply = server.perform(patching("Patient/p", one_case.patch));
    INFO(issues(reply));
    REQUIRE(reply.status == Status::ok);
    CHECK(one(reply, "Patient.text.exists()") == (one_case.stays ? "true" : "false"));
    CHECK(one(server.ask("GET", "Patient/p"), "Patient.text.exists()") == (one_case.stays ? "true" : "false"));
  }
}

TEST_CASE("patches in each form, and in a transaction, drop a stale narrative; PUT and $meta-add do not") {
  Patched server;
  const std::string told = R"({"resourceType":"Patient","id":"p","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Rao &amp; <b>co</b></p></div>"},"name":[{"family":"Rao"}],"active":true})";
  const auto has_text = [&] { return one(server.ask("GET", "Patient/p"), "Patient.text.exists()"); };
  const auto tell = [&] { REQUIRE(server.ask("PUT", "Patient/p", told).status == Status::ok); };
  const auto xml = [](const std::string& name, const std::string& value) { return "<diff><replace sel=\"Patient/" + name + "/@value\">" + value + "</replace></diff>"; };
  tell();
  CHECK(server.perform(patching("Patient/p", xml("active", "true"), PatchForm::xml)).status == Status::ok);
  CHECK(has_text() == "true");
  CHECK(server.perform(patching("Patient/p", xml("active", "false"), PatchForm::xml)).status == Status::ok);
  CHECK(has_text() == "false");
  tell();
  CHECK(server.ask("PATCH", "Patient/p", parameters("Iyer")).status == Status::ok);
  CHECK(has_text() == "false");
  tell();
  CHECK(server.ask("POST", "", transaction({entry("PATCH", "Patient/p", parameters("Iyer"))})).status == Status::ok);
  CHECK(has_text() == "false");
  tell();
  const std::string meta = R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"vip"}]}}]})";
  CHECK(server.ask("POST", "Patient/p/$meta-add", meta).status == Status::ok);
  CHECK(has_text() == "true");
  CHECK(server.ask("PUT", "Patient/p", R"({"resourceType":"Patient","id":"p","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>Rao &amp; <b>co</b></p></div>"},"name":[{"family":"Iyer"}]})").status == Status::ok);
  CHECK(has_text() == "true");
}

TEST_CASE("XML Patch and FHIRPath Patch are by criteria and for the version of If-Match, as JSON Patch is") {
  Patched server;
  server.ask("PUT", "Patient/a", patient("twin", "Rao", "a"));
  server.ask("PUT", "Patient/b", patient("twin", "Rao", "b"));
  const auto xml = [](const std::string& to) { return "<diff><replace sel=\"Patient/name/family/@value\">" + to + "</replace></diff>"; };
  const auto asking = [&](PatchForm form, const std::string& target, const std::string& to) {
    return form == PatchForm::xml ? patching(target, xml(to), form) : asked("PATCH", target, parameters(to));
  };
  std::uint32_t version = 1;
  for (const PatchForm form : {PatchForm::xml, PatchForm::fhirpath}) {
    const std::string to = form == PatchForm::xml ? "Xavier" : "Paul";
    INFO(to);
    const Reply done = server.perform(asking(form, "Patient?identifier=urn:x|1", to));
    INFO(issues(done));
    CHECK(done.status == Status::ok);
    CHECK(done.version == ++version);
    CHECK(server.family_of() == to);
    CHECK(server.perform(asking(form, "Patient?identifier=urn:x|none", to)).status == Status::not_found);
    CHECK(server.perform(asking(form, "Patient?identifier=urn:x|twin", to)).status == Status::precondition_failed);
    for (const std::string target : {"Patient/p", "Patient?identifier=urn:x|1"}) {
      auto matched = asking(form, target, to + target.substr(7, 1));
      matched.if_match = version + 1;
      CHECK(server.perform(matched).status == Status::precondition_failed);
      matched.if_match = version;
      CHECK(server.perform(matched).status == Status::ok);
      CHECK(server.version() == ++version);
    }
  }
}

TEST_CASE("an XML Patch is part of a transaction, by id, by criteria and with ifMatch") {
  Patched server;
  const auto xml = [](const std::string& to) { return binary("<diff><replace sel=\"Patient/name/family/@value\">" + to + "</replace></diff>", "application/xml-patch+xml"); };
  const std::string also = entry("POST", "Patient", patient("2"));
  CHECK(server.ask("POST", "", transaction({also, entry("PATCH", "Patient/p", xml("Iyer"), {}, R"(,"ifMatch":"W/\"2\"")")})).status == Status::precondition_failed);
  CHECK(server.count("Patient") == 1);
  CHECK(server.ask("POST", "", transaction({also, entry("PATCH", "Patient/p", xml("Iyer"), {}, R"(,"ifMatch":"W/\"1\"")")})).status == Status::ok);
  CHECK(server.family_of() == "Iyer");
  CHECK(server.ask("POST", "", transaction({entry("PATCH", "Patient?identifier=urn:x|1", xml("Nair"))})).status == Status::ok);
  CHECK(server.family_of() == "Nair");
  CHECK(server.ask("POST", "", transaction({also, entry("PATCH", "Patient?identifier=urn:x|none", xml("Das"))})).status == Status::not_found);
  CHECK(server.count("Patient") == 2);
}

TEST_CASE("patches of one resource at the same time are all done, one after the other, or refused") {
  Patched server;
  server.perform(patching("Patient/p", R"([{"op":"add","path":"/name/0/given","value":["first"]}])"));
  std::atomic<std::size_t> done = 0, refused = 0, other = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 6; ++client) {
    clients.emplace_back([&, session = server.connected(), interaction = patching("Patient/p", R"([{"op":"add","path":"/name/0/given/-","value":"more"}])")] {
      for (int time = 0; time < 10; ++time) {
        const Status status = engine::perform(interaction, {*session, &definitions()}).status;
        ++(status == Status::ok ? done : status == Status::conflict ? refused : other);
      }
    });
  }
  for (auto& client : clients) client.join();
  CHECK(other == 0);
  CHECK(done >= 10);
  CHECK(done + refused == 60);
  // None was lost: every one that was done is there.
  CHECK(all(server.ask("GET", "Patient/p"), "Patient.name.given").size() == 1 + done);
  CHECK(server.version() == 2 + done);
}

TEST_CASE("entries of a batch patch in each form") {
  Patched server;
  for (const std::string id : {"r", "s", "t", "u"}) REQUIRE(server.ask("PUT", "Patient/" + id, patient(id, "Rao", id)).status == Status::created);
  const Reply reply = server.ask("POST", "", batch({
      entry("PATCH", "Patient/p", binary(family("Iyer"))),
      entry("PATCH", "Patient/r", binary(R"(<diff><replace sel="Patient/name/family/@value">Nair</replace></diff>)", "application/xml-patch+xml; charset=utf-8")),
      entry("PATCH", "Patient?identifier=urn:x|s", parameters("Das")),
      entry("PATCH", "Patient/t", parameters("Old"), {}, R"(,"ifMatch":"W/\"2\"")"),
      entry("PATCH", "Patient/q", parameters("None")),
      entry("PATCH", "Patient/u", binary("[{")),
      entry("PATCH", "Patient/p", binary("[]", "application/json")),
      entry("PATCH", "Patient/p", R"({"resourceType":"Binary","contentType":"application/json-patch+json","data":"/w=="})"),
      entry("PATCH", "Patient/p", patient("1")),
      entry("PATCH", "Patient/p"),
      entry("PATCH", "Patient", parameters("All")),
      entry("PATCH", "Patient/p/_history/1", parameters("Past"))}));
  CHECK(all(reply, "Bundle.entry.response.status") ==
        Texts{"200 OK", "200 OK", "200 OK", "412 Precondition Failed", "404 Not Found", "400 Bad Request", "415 Unsupported Media Type",
              "400 Bad Request", "400 Bad Request", "400 Bad Request", "400 Bad Request", "405 Method Not Allowed"});
  CHECK(all(reply, "Bundle.entry.response.etag") == Texts(3, "W/\"2\""));
  CHECK(server.family_of() == "Iyer");
  CHECK(server.family_of("r") == "Nair");
  CHECK(server.family_of("s") == "Das");
}

TEST_CASE("an issue about a batch's patch has its place in the entry, that about what the patch made the entry's resource") {
  Patched server;
  const std::string wrong = R"([{"op":"replace","path":"/birthDate","value":"yesterday"}])";
  const std::string nowhere = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                              R"({"name":"path","valueString":"Patient.photo"},{"name":"value","valueString":"x"}]}]})";
  server.ask("PUT", "Patient/r", patient("2", "Rao", "r"));
  const Reply reply = server.ask("POST", "", batch({entry("PATCH", "Patient/p", binary(wrong)), entry("PATCH", "Patient/r", nowhere)}));
  CHECK(all(reply, "Bundle.entry.response.status") == Texts{"422 Unprocessable Entity", "422 Unprocessable Entity"});
  CHECK(one(reply, "Bundle.entry[0].response.outcome.issue[0].expression") == "Bundle.entry[0].resource");
  CHECK(one(reply, "Bundle.entry[1].response.outcome.issue[0].expression") == "Bundle.entry[1].resource.parameter[0]");
}

TEST_CASE("entries of a transaction patch, and refer to what it makes") {
  Patched server;
  const std::string link = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"add"},)"
                           R"({"name":"path","valueString":"Patient"},{"name":"name","valueString":"managingOrganization"},)"
                           R"({"name":"value","valueReference":{"reference":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}}]}]})";
  server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  const Reply reply = server.ask("POST", "", transaction({
      entry("GET", "Patient/p"),
      entry("PATCH", "Patient/p", link),
      entry("PATCH", "Patient?identifier=urn:x|2", binary(family("Iyer"))),
      entry("POST", "Organization", R"({"resourceType":"Organization","name":"Clinic"})", "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0")}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(all(reply, "Bundle.entry.response.status") == Texts{"200 OK", "200 OK", "200 OK", "201 Created"});
  CHECK(one(reply, "Bundle.entry[1].response.location") == "Patient/p/_history/2");
  CHECK(one(reply, "Bundle.entry[2].response.location") == "Patient/q/_history/2");
  // The read comes last.
  const std::string organization = one(reply, "Bundle.entry[0].resource.managingOrganization.reference");
  CHECK(organization.starts_with("Organization/"));
  CHECK(server.ask("GET", organization).status == Status::ok);
  CHECK(server.count("Patient?organization=" + organization) == 1);
  CHECK(server.family_of("q") == "Iyer");
}

TEST_CASE("a patch that fails undoes its transaction, and says which entry it is") {
  struct Case {
    const char* why;
    std::string entry;
    Status status;
    const char* expression;
  };
  const Case cases[] = {
      {"a test that fails", entry("PATCH", "Patient/p", binary(R"([{"op":"test","path":"/name/0/family","value":"X"}])")), Status::unprocessable, "Bundle.entry[1].resource"},
      {"an invalid result", entry("PATCH", "Patient/p", binary(R"([{"op":"add","path":"/gender","value":"blue"}])")), Status::unprocessable, "Bundle.entry[1].resource"},
      {"nothing there", entry("PATCH", "Patient/q", parameters("X")), Status::not_found, "Bundle.entry[1].request"},
      {"nothing matches", entry("PATCH", "Patient?identifier=urn:x|9", parameters("X")), Status::not_found, "Bundle.entry[1].request"},
      {"a stale version", entry("PATCH", "Patient/p", parameters("X"), {}, R"(,"ifMatch":"W/\"7\"")"), Status::precondition_failed, "Bundle.entry[1].request"},
      {"no patch", entry("PATCH", "Patient/p", patient("1")), Status::bad_request, "Bundle.entry[1].resource"},
      {"a path that leads nowhere", entry("PATCH", "Patient/p", R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.photo"},{"name":"value","valueString":"x"}]}]})"),
       Status::unprocessable, "Bundle.entry[1].resource.parameter[0]"},
      {"written twice", entry("PUT", "Patient/p", patient("1", "X", "p")) + "," + entry("PATCH", "Patient/p", parameters("Y")), Status::bad_request, "Bundle.entry[2]"},
  };
  Patched server;
  for (const Case& one : cases) {
    INFO(one.why);
    const Reply reply = server.ask("POST", "", transaction({entry("POST", "Patient", patient("new")), one.entry}));
    INFO(issues(reply));
    CHECK(reply.status == one.status);
    CHECK(reply.issues.at(0).expression == one.expression);
  }
  CHECK(server.version() == 1);
  CHECK(server.count("Patient") == 1);
}

TEST_CASE("transactions that patch the same resource at the same time are all done or refused") {
  Patched server;
  server.perform(patching("Patient/p", R"([{"op":"add","path":"/name/0/given","value":["first"]}])"));
  const std::string more = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"add"},)"
                           R"({"name":"path","valueString":"Patient.name"},{"name":"name","valueString":"given"},{"name":"value","valueString":"more"}]}]})";
  const std::string bundle = transaction({entry("PATCH", "Patient/p", more), entry("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"made"}})")});
  std::atomic<std::size_t> done = 0, refused = 0, other = 0;
  std::vector<std::thread> clients;
  for (int client = 0; client < 4; ++client) {
    clients.emplace_back([&, session = server.connected(), interaction = asked("POST", "", bundle)] {
      for (int time = 0; time < 8; ++time) {
        const Status status = engine::perform(interaction, {*session, nullptr}).status;
        ++(status == Status::ok ? done : status == Status::conflict ? refused : other);
      }
    });
  }
  for (auto& client : clients) client.join();
  CHECK(other == 0);
  CHECK(done >= 8);
  CHECK(done + refused == 32);
  CHECK(all(server.ask("GET", "Patient/p"), "Patient.name.given").size() == 1 + done);
  CHECK(server.count("Basic?_count=100") == done);
}

TEST_CASE("/metadata lists the patch interaction and its forms") {
  Server server;
  const Reply reply = server.ask("GET", "metadata");
  CHECK(all(reply, "CapabilityStatement.patchFormat") ==
        Texts{"application/json-patch+json", "application/xml-patch+xml", "application/fhir+json", "application/fhir+xml"});
  CHECK(one(reply, "CapabilityStatement.rest.resource.where(type = 'Patient').interaction.where(code = 'patch').count()") == "1");
}

TEST_CASE("If-None-Match and If-Unmodified-Since keep a patch from the version there is") {
  Patched server;
  const Reply current = server.ask("GET", "Patient/p");
  const auto refused = [&](const auto& condition) {
    auto interaction = patching("Patient/p", family("Iyer"));
    condition(interaction);
    return server.perform(std::move(interaction)).status == Status::precondition_failed && server.family_of() == "Rao";
  };
  CHECK(refused([](Interaction& patch) { patch.if_none_match_any = true; }));
  CHECK(refused([&](Interaction& patch) { patch.if_none_match = {current.version}; }));
  CHECK(refused([&](Interaction& patch) { patch.if_unmodified_since = *current.last_updated - std::chrono::microseconds(1); }));
  auto interaction = patching("Patient/p", family("Iyer"));
  interaction.if_none_match = {current.version + 1};
  interaction.if_unmodified_since = current.last_updated;
  CHECK(server.perform(std::move(interaction)).status == Status::ok);
  CHECK(server.family_of() == "Iyer");
}

TEST_CASE("a patch that doubles what is there is refused with an outcome, and one that makes much that is right is not") {
  Patched server;
  const auto doubling = [](int times) {
    std::string patch = R"([{"op":"add","path":"/extension","value":[{"url":"urn:a","extension":[{"url":"urn:b","valueCode":"x"}]}]})";
    for (int i = 0; i < times; ++i) patch += R"(,{"op":"copy","from":"/extension/0","path":"/extension/0/extension/-"})";
    return patch + "]";
  };
  CHECK(server.perform(patching("Patient/p", doubling(5))).status == Status::ok);
  const Reply refused = server.perform(patching("Patient/p", doubling(60)));
  CHECK(refused.status == Status::unprocessable);
  REQUIRE_FALSE(refused.issues.empty());
  CHECK(refused.issues.front().text.find("Operation 1") == 0);
  CHECK(refused.issues.front().text.find("more work than one patch may be") != std::string::npos);
  CHECK(server.version() == 2);

  // Each of these is small enough, and all of them are not.
  std::string put = R"({"resourceType":"Bundle","type":"transaction","entry":[)", much = put;
  for (int i = 0; i < 30; ++i) {
    const std::string id = "q" + std::to_string(i), comma = i > 0 ? "," : "";
    put += comma + entry("PUT", "Patient/" + id, patient(id, "Rao", id));
    much += comma + entry("PATCH", "Patient/" + id, binary(doubling(16)));
  }
  server.rules = nullptr;
  REQUIRE(server.ask("POST", "", put + "]}").status == Status::ok);
  const Interaction interaction = asked("POST", "", much + "]}");
  const std::size_t used = interaction.arena->used();
  const Reply all_refused = server.perform(interaction);
  INFO(issues(all_refused));
  CHECK(all_refused.status == Status::unprocessable);
  CHECK(issues(all_refused).find("the patches of this transaction") != std::string::npos);
  CHECK(interaction.arena->used() - used < 640u * 1024 * 1024);
  CHECK(server.ask("GET", "Patient/q0").version == 1);
}

TEST_CASE("no patch makes what could not be read again, and none is told as a failure of the server") {
  const auto repeated = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  const auto nested = [&](int depth) { return repeated(R"({"extension":[)", depth) + R"({"url":"u","valueBoolean":true})" + repeated(R"(],"url":"u"})", depth); };
  const auto nested_xml = [&](int depth) { return repeated(R"(<f:extension url="u">)", depth) + R"(<f:valueBoolean value="true"/>)" + repeated("</f:extension>", depth); };
  const auto added = [](const std::string& path, const std::string& name, const std::string& value) {
    return R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"add"},{"name":"path","valueString":")" + path +
           R"("},{"name":"name","valueString":")" + name + R"("},{"name":"value",)" + value + "}]}]}";
  };
  const std::string html = R"(xmlns=\"http://www.w3.org/1999/xhtml\")";
  Patched server;
  const std::string start = R"({"resourceType":"Patient","id":"p","text":{"status":"additional","div":"<div )" + html + R"(>a</div>"},"extension":[)" + nested(50) + R"(],"active":true})";
  REQUIRE(server.ask("PUT", "Patient/p", start).status == Status::ok);
  REQUIRE(server.version() == 2);
  const auto diff = [](const std::string& operations) { return R"(<diff xmlns:f="http://hl7.org/fhir" xmlns:x="http://www.w3.org/1999/xhtml">)" + operations + "</diff>"; };
  const std::string inner = repeated("/extension/0", 51), inner_xml = "f:Patient" + repeated("/f:extension", 51), inner_path = "Patient" + repeated(".extension[0]", 51);

  struct Case {
    std::string why;
    Interaction patch;
    std::string place;
    Status status = Status::unprocessable;
  };
  std::vector<Case> cases;
  cases.push_back({"JSON: a number too large", patching("Patient/p", R"([{"op":"add","path":"/extension/-","value":{"url":"u","valueDecimal":1e400}}])"), "", Status::bad_request});
  cases.push_back({"JSON: too deep", patching("Patient/p", R"([{"op":"remove","path":")" + inner + R"(/valueBoolean"},{"op":"add","path":")" + inner + R"(/extension","value":[)" + nested(12) + "]}]"), ""});
  cases.push_back({"JSON: a control character", patching("Patient/p", R"([{"op":"replace","path":"/text/div","value":"<div )" + html + R"(>a\u0000b</div>"}])"), "Patient.text.div"});
  cases.push_back({"JSON: no character of XML", patching("Patient/p", R"([{"op":"replace","path":"/text/div","value":"<div )" + html + R"(><!-- \uffff -->b</div>"}])"), "Patient.text.div"});
  cases.push_back({"JSON: white space around the div", patching("Patient/p", R"([{"op":"replace","path":"/text/div","value":"\n<div )" + html + R"(>b</div>"}])"), "Patient.text.div"});
  cases.push_back({"JSON: an id of an attribute", patching("Patient/p", R"([{"op":"add","path":"/extension/0/_url","value":{"id":"a"}}])"), "Patient.extension[0].url"});
  cases.push_back({"XML: a number too large",
                   patching("Patient/p", diff(R"(<add sel="f:Patient/f:extension/f:extension" pos="before"><f:extension url="u"><f:valueDecimal value="-1e400"/></f:extension></add>)"), PatchForm::xml),
                   "Patient.extension[0].extension[0].value"});
  cases.push_back({"XML: too deep", patching("Patient/p", diff("<replace sel=\"" + inner_xml + "/f:valueBoolean\"><f:valueBoolean>" + nested_xml(13) + "</f:valueBoolean></replace>"), PatchForm::xml),
                   inner_path + ".value" + repeated(".extension[0]", 13)});
  cases.push_back({"XML: a narrative too deep", patching("Patient/p", diff("<add sel=\"f:Patient/f:text/x:div\">" + repeated("<x:b>", 128) + repeated("</x:b>", 128) + "</add>"), PatchForm::xml), "Patient.text.div"});
  const auto asking = [](const std::string& parameters) { return asked("PATCH", "Patient/p", parameters); };
  const std::string url = R"("part":[{"name":"url","valueUri":"u"},)", leaf = url + R"({"name":"value","valueBoolean":true}])";
  // So many extensions in one another, as parts.
  const auto parts = [&](int depth) { return repeated(url + R"({"name":"extension",)", depth - 1) + leaf + repeated("}]", depth - 1); };
  cases.push_back({"FHIRPath: too deep", asking(added(inner_path + ".value", "extension", parts(13))), inner_path + ".value" + repeated(".extension[0]", 13)});
  cases.push_back({"FHIRPath: much too deep", asking(added(inner_path + ".value", "extension", parts(58))), inner_path + ".value" + repeated(".extension[0]", 13)});
  cases.push_back({"FHIRPath: an extension of a div", asking(added("Patient.text.div", "extension", leaf)), "Patient.text.div"});
  cases.push_back({"FHIRPath: an id of an attribute", asking(added("Patient.extension[0].url", "id", R"("valueString":"a")")), "Patient.extension[0].url"});
  cases.push_back({"FHIRPath: white space around the div",
                   asking(R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.text.div"},)"
                          R"({"name":"value","valueString":" <div )" + html + R"(>b</div>"}]}]})"),
                   "Patient.text.div"});
  for (Case& one : cases) {
    INFO(one.why);
    const Reply reply = server.perform(std::move(one.patch));
    INFO(issues(reply));
    CHECK(reply.status == one.status);
    REQUIRE(!reply.issues.empty());
    if (!one.place.empty()) CHECK(reply.issues[0].expression == one.place);
    CHECK(server.version() == 2);
  }

  // As deep as may be: 51 extensions, and beside the value of the last 12 more.
  const Reply deepest = server.ask("PATCH", "Patient/p", added(inner_path + ".value", "extension", parts(12)));
  INFO(issues(deepest));
  CHECK(deepest.status == Status::ok);
  CHECK(server.perform(patching("Patient/p", diff(R"(<replace sel="f:Patient/f:active/@value">false</replace>)"), PatchForm::xml)).status == Status::ok);
}
