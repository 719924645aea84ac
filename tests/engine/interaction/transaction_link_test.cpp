#include <vector>

#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// References between the entries of a transaction. https://hl7.org/fhir/R4/http.html#trules

namespace {

const std::string one_urn = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0";
const std::string other_urn = "urn:uuid:3fdc72f4-a11d-4a9d-9260-a9f745779e1d";

std::string basic(const std::string& members) { return R"({"resourceType":"Basic","code":{"text":"x"})" + members + "}"; }
std::string subject(const std::string& reference) { return R"(,"subject":{"reference":")" + reference + "\"}"; }

/// What became of the one Basic of a transaction.
Reply stored_basic(Server& server, const std::string& bundle) {
  const Reply reply = server.ask("POST", "", bundle);
  INFO(bundle << '\n' << issues(reply));
  REQUIRE(reply.status == Status::ok);
  return server.ask("GET", one(reply, "Bundle.entry.response.location.where(startsWith('Basic/'))"));
}

}  // namespace

TEST_CASE("a fullUrl is replaced by where the entry is stored, in every place that may hold it") {
  Server server;
  const std::string members = R"(,"id":"b","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"@\">@</a> <a name='x' href='@#top'>y</a><img alt=\"href=&quot;@&quot;\" src=\"@\"/></div>"},
    "contained":[{"resourceType":"Media","id":"m","status":"completed","subject":{"reference":"@"},"content":{"url":"@"}},
                 {"resourceType":"Provenance","id":"v","target":[{"reference":"#m"},{"reference":"@"}],"recorded":"2024-01-01T00:00:00Z","agent":[{"who":{"reference":"#"}}]}],
    "extension":[{"url":"urn:e1","valueUri":"@"},{"url":"urn:e2","valueUrl":"@"},{"url":"urn:e3","valueUuid":"@"},{"url":"urn:e4","valueReference":{"reference":"@","display":"@"}},
                 {"url":"urn:e5","valueAttachment":{"url":"@"}},{"url":"urn:e6","valueString":"@"},{"url":"urn:e7","valueReference":{"reference":"@#part"}}],
    "subject":{"reference":"@","_reference":{"extension":[{"url":"urn:e8","valueReference":{"reference":"@"}}]}})";
  std::string filled;
  for (const char c : members) filled += c == '@' ? one_urn : std::string(1, c);
  const Reply stored = stored_basic(server, transaction({entry("PUT", "Basic/b", basic(filled)), entry("PUT", "Patient/p", patient("1", "Rao", "p"), one_urn)}));
  CHECK(one(stored, "Basic.subject.reference") == "Patient/p");
  CHECK(all(stored, "Basic.subject.reference.extension.value.reference") == Texts{"Patient/p"});
  CHECK(one(stored, "Basic.contained[0].subject.reference") == "Patient/p");
  CHECK(one(stored, "Basic.contained[0].content.url") == "Patient/p");
  CHECK(all(stored, "Basic.contained[1].target.reference") == Texts{"#m", "Patient/p"});
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e1').value") == "Patient/p");
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e2').value") == "Patient/p");
  // A uuid would be none any more.
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e3').value") == one_urn);
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e4').value.reference") == "Patient/p");
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e5').value.url") == "Patient/p");
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e7').value.reference") == "Patient/p#part");
  // Text for people is left as it is.
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e4').value.display") == one_urn);
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e6').value") == one_urn);
  CHECK(one(stored, "Basic.text.div") == R"(<div xmlns="http://www.w3.org/1999/xhtml"><a href="Patient/p">)" + one_urn +
                                             R"(</a> <a name='x' href='Patient/p#top'>y</a><img alt="href=&quot;)" + one_urn +
                                             R"(&quot;" src="Patient/p"/></div>)");
}

TEST_CASE("a canonical stays as it is, whatever it is the fullUrl of") {
  Server server;
  for (const std::string& full_url : {one_urn, std::string("http://other.org/r4/ValueSet/v")}) {
    CAPTURE(full_url);
    const std::string members = R"(,"meta":{"profile":["http://example.org/p"]},"extension":[{"url":"urn:e1","valueCanonical":"@"},{"url":"urn:e2","valueUri":"@"}])";
    std::string filled = members;
    for (auto at = filled.find('@'); at != std::string::npos; at = filled.find('@')) filled.replace(at, 1, full_url);
    const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(filled)),
                                                           entry("PUT", "ValueSet/v", R"({"resourceType":"ValueSet","id":"v","status":"draft"})", full_url)}));
    CHECK(one(stored, "Basic.extension.where(url = 'urn:e1').value") == full_url);
    CHECK(one(stored, "Basic.extension.where(url = 'urn:e2').value") == "ValueSet/v");
  }
}

TEST_CASE("a fullUrl of urn:oid is replaced as one of urn:uuid is") {
  Server server;
  const std::string oid = "urn:oid:1.2.36.146.595.217.0.1";
  const std::string members = subject(oid) + R"(,"extension":[{"url":"urn:e1","valueUri":")" + oid + R"("},{"url":"urn:e2","valueOid":")" + oid + "\"}]";
  const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(members)), entry("PUT", "Patient/p", patient("1", "Rao", "p"), oid)}));
  CHECK(one(stored, "Basic.subject.reference") == "Patient/p");
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e1').value") == "Patient/p");
  // An oid would be none any more.
  CHECK(one(stored, "Basic.extension.where(url = 'urn:e2').value") == oid);
}

TEST_CASE("what a reference says besides its text stays as it is") {
  Server server;
  const std::string logical = R"({"type":"Patient","identifier":{"system":"urn:x","value":"7"},"display":"Asha")";
  const Reply stored = stored_basic(server, transaction({
      entry("POST", "Basic", basic(R"(,"subject":)" + logical + R"(,"reference":")" + one_urn + R"("},"author":)" + logical + "}")),
      entry("PUT", "Patient/p", patient("1", "Rao", "p"), one_urn)}));
  CHECK(one(stored, "Basic.subject.reference") == "Patient/p");
  CHECK(one(stored, "Basic.author.reference").empty());
  for (const std::string element : {"Basic.subject", "Basic.author"}) {
    CAPTURE(element);
    CHECK(one(stored, element + ".type") == "Patient");
    CHECK(one(stored, element + ".identifier.system") == "urn:x");
    CHECK(one(stored, element + ".identifier.value") == "7");
    CHECK(one(stored, element + ".display") == "Asha");
  }
}

TEST_CASE("references lead to the entry whether it comes before, after or is the entry itself") {
  Server server;
  const Reply reply = server.ask("POST", "", transaction({
      entry("POST", "Basic", basic(subject(other_urn)), one_urn),
      entry("POST", "Patient", R"({"resourceType":"Patient","link":[{"other":{"reference":")" + other_urn + R"("},"type":"seealso"}],"extension":[{"url":"urn:e","valueReference":{"reference":")" + one_urn + "\"}}]}", other_urn)}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  const std::string basic_place = one(reply, "Bundle.entry[0].response.location.replace('/_history/1', '')");
  const std::string patient_place = one(reply, "Bundle.entry[1].response.location.replace('/_history/1', '')");
  const Reply stored = server.ask("GET", patient_place);
  CHECK(one(stored, "Patient.link.other.reference") == patient_place);
  CHECK(one(stored, "Patient.extension.value.reference") == basic_place);
  CHECK(one(server.ask("GET", basic_place), "Basic.subject.reference") == patient_place);
  // And they are found by it.
  CHECK(server.count("Basic?subject=" + patient_place) == 1);
}

TEST_CASE("an absolute fullUrl is replaced too, written in full or relative to the entry's own") {
  Server server;
  for (const char* reference : {"http://other.org/r4/Patient/123", "Patient/123"}) {
    CAPTURE(reference);
    const Reply stored = stored_basic(server, transaction({
        entry("POST", "Basic", basic(subject(reference)), "http://other.org/r4/Basic/9"),
        entry("POST", "Patient", patient("1"), "http://other.org/r4/Patient/123")}));
    CHECK(server.ask("GET", one(stored, "Basic.subject.reference")).status == Status::ok);
    CHECK(one(stored, "Basic.subject.reference") != "Patient/123");
  }
  SECTION("but not relative to another server's") {
    const Reply stored = stored_basic(server, transaction({
        entry("POST", "Basic", basic(subject("Patient/123")), "http://third.org/r4/Basic/9"),
        entry("POST", "Patient", patient("1"), "http://other.org/r4/Patient/123")}));
    CHECK(one(stored, "Basic.subject.reference") == "Patient/123");
  }
  SECTION("and without a fullUrl of http it is relative to this server") {
    const Reply stored = stored_basic(server, transaction({
        entry("POST", "Basic", basic(subject("Patient/123")), one_urn),
        entry("POST", "Patient", patient("1"), "http://example.org/fhir/Patient/123")}));
    CHECK(one(stored, "Basic.subject.reference") != "Patient/123");
  }
}

TEST_CASE("attachments and narratives lead to an entry by what is relative to their own") {
  Server server;
  const std::string members = R"(,"text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"Binary/b1#p2\">Binary/b1</a><img alt=\"x\" src=\"Binary/b1\"/><a href=\"#top\">up</a></div>"},
    "extension":[{"url":"urn:e1","valueAttachment":{"url":"Binary/b1"}},{"url":"urn:e2","valueUri":"Binary/b2"},{"url":"urn:e3","valueUrl":"@/Binary/b1"}])";
  for (const std::string base : {"http://x.org/fhir", "http://example.org/fhir"}) {
    CAPTURE(base);
    std::string filled = members;
    filled.replace(filled.find('@'), 1, base);
    const Reply reply = server.ask("POST", "", transaction({entry("POST", "Basic", basic(filled), base + "/Basic/1"),
                                                            entry("POST", "Binary", R"({"resourceType":"Binary","contentType":"text/plain","data":"QQ=="})", base + "/Binary/b1")}));
    INFO(issues(reply));
    REQUIRE(reply.status == Status::ok);
    const std::string place = one(reply, "Bundle.entry[1].response.location.replace('/_history/1', '')");
    const Reply stored = server.ask("GET", one(reply, "Bundle.entry[0].response.location"));
    CHECK(one(stored, "Basic.extension.where(url = 'urn:e1').value.url") == place);
    CHECK(one(stored, "Basic.extension.where(url = 'urn:e2').value") == "Binary/b2");
    CHECK(one(stored, "Basic.extension.where(url = 'urn:e3').value") == place);
    CHECK(one(stored, "Basic.text.div") == R"(<div xmlns="http://www.w3.org/1999/xhtml"><a href=")" + place + R"(#p2">Binary/b1</a><img alt="x" src=")" + place + R"("/><a href="#top">up</a></div>)");
  }
}

TEST_CASE("a reference that names a version, another server or nothing of the bundle stays") {
  Server server;
  for (const char* reference : {"Patient/77", "http://other.org/fhir/Patient/1", "Patient/p/_history/3", "urn:oid:1.2.3"}) {
    CAPTURE(reference);
    const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject(reference)), other_urn),
                                                           entry("PUT", "Patient/p", patient("1", "Rao", "p"), one_urn)}));
    CHECK(one(stored, "Basic.subject.reference") == reference);
  }
}

TEST_CASE("a reference to a version of an entry is one to the version that is stored") {
  Server server;
  server.ask("PUT", "Patient/there", patient("there", "Rao", "there"));
  server.ask("PUT", "Patient/there", patient("there", "Iyer", "there"));
  const std::string base = "http://other.org/fhir/";
  const std::string told = R"({"resourceType":"Patient","id":"p","meta":{"versionId":"7"},"identifier":[{"system":"urn:x","value":"1"}]})";
  struct Case {
    std::string reference, patient, more, becomes;
  };
  for (const Case& one_case : {Case{base + "Patient/p/_history/7", told, "", "#/_history/1"},
                               Case{"Patient/p/_history/7", told, "", "#/_history/1"},
                               Case{"Patient/p/_history/7", patient("1"), "", "#/_history/1"},
                               // It came with another version, so that is not the entry.
                               Case{base + "Patient/p/_history/6", told, "", base + "Patient/p/_history/6"},
                               Case{base + "Patient/p/_history/7", patient("there"), R"(,"ifNoneExist":"identifier=urn:x|there")", "#/_history/2"}}) {
    INFO(one_case.reference);
    const Reply reply = server.ask("POST", "", transaction({entry("POST", "Basic", basic(subject(one_case.reference)), base + "Basic/b"),
                                                            entry("POST", "Patient", one_case.patient, base + "Patient/p", one_case.more)}));
    INFO(issues(reply));
    REQUIRE(reply.status == Status::ok);
    std::string place = one(reply, "Bundle.entry[1].response.location");
    place = place.substr(0, place.find("/_history/"));
    std::string expected = one_case.becomes;
    if (expected.front() == '#') expected.replace(0, 1, place);
    CHECK(one(server.ask("GET", one(reply, "Bundle.entry[0].response.location")), "Basic.subject.reference") == expected);
  }
}

TEST_CASE("a reference to a version of an entry that updates is one to the version that is stored") {
  struct Case {
    std::string method, url, patient, becomes;
  };
  const std::string patch = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                            R"({"name":"path","valueString":"Patient.name[0].family"},{"name":"value","valueString":"@"}]}]})";
  const auto patched = [&](const std::string& family) { return std::string(patch).replace(patch.find('@'), 1, family); };
  for (const std::string& full_url : {std::string("http://example.org/fhir/Patient/p"), std::string("http://other.org/r4/Patient/p"), one_urn}) {
    for (const Case& one_case : {Case{"PUT", "Patient/p", patient("1", "Iyer", "p"), "Patient/p/_history/3"},
                                 Case{"PUT", "Patient/p", patient("1", "Rao", "p"), "Patient/p/_history/2"},
                                 Case{"PUT", "Patient?identifier=urn:x|1", patient("1", "Iyer"), "Patient/p/_history/3"},
                                 Case{"PUT", "Patient?identifier=urn:x|1", patient("1", "Rao"), "Patient/p/_history/2"},
                                 Case{"PUT", "Patient?identifier=urn:x|2", patient("2", "Iyer", "p2"), "Patient/p2/_history/1"},
                                 Case{"PUT", "Patient/new", patient("2", "Iyer", "new"), "Patient/new/_history/1"},
                                 Case{"PUT", "Patient/gone", patient("2", "Iyer", "gone"), "Patient/gone/_history/3"},
                                 Case{"PATCH", "Patient/p", patched("Iyer"), "Patient/p/_history/3"},
                                 Case{"PATCH", "Patient?identifier=urn:x|1", patched("Rao"), "Patient/p/_history/2"}}) {
      // An absolute fullUrl has the id of its resource.
      std::string url = full_url;
      const std::string id = one_case.becomes.substr(8, one_case.becomes.find("/_history/") - 8);
      if (url.ends_with("/p")) url.replace(url.size() - 1, 1, id);
      Server server;
      server.ask("PUT", "Patient/p", patient("1", "Old", "p"));
      server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
      server.ask("PUT", "Patient/gone", patient("9", "Rao", "gone"));
      server.ask("DELETE", "Patient/gone");
      INFO(url << ' ' << one_case.method << ' ' << one_case.url);
      const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject(url + "/_history/9"))), entry(one_case.method, one_case.url, one_case.patient, url)}));
      CHECK(one(stored, "Basic.subject.reference") == one_case.becomes);
      CHECK(server.ask("GET", one_case.becomes).status == Status::ok);
    }
  }
}

TEST_CASE("a version of a urn is the entry's, whatever its resource says that it was") {
  Server server;
  const std::string told = R"({"resourceType":"Patient","id":"p","meta":{"versionId":"7"}})";
  for (const std::string method : {"PUT", "POST"}) {
    const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject(one_urn + "/_history/9"))),
                                                           entry(method, method == "PUT" ? "Patient/p" : "Patient", told, one_urn)}));
    CHECK(one(stored, "Basic.subject.reference").ends_with("/_history/1"));
  }
}

TEST_CASE("updates may name versions of one another, and change nothing together or something each") {
  Server server;
  const auto put = [&](const std::string& family) {
    const std::string link = R"("extension":[{"url":"urn:e","valueReference":{"reference":"Basic/b/_history/7"}}],)";
    return server.ask("POST", "", transaction({
        entry("PUT", "Basic/b", basic(R"(,"id":"b")" + subject("Patient/p/_history/7")), "http://example.org/fhir/Basic/b"),
        entry("PUT", "Patient/p", patient("1", family, "p").insert(1, link), "http://example.org/fhir/Patient/p"),
        entry("POST", "Basic", basic(subject("http://example.org/fhir/Basic/b/_history/7")))}));
  };
  const auto check = [&](const std::string& family, const std::string& version) {
    CAPTURE(family);
    const Reply reply = put(family);
    INFO(issues(reply));
    REQUIRE(reply.status == Status::ok);
    CHECK(one(reply, "Bundle.entry[0].response.location") == "Basic/b/_history/" + version);
    CHECK(one(reply, "Bundle.entry[1].response.location") == "Patient/p/_history/" + version);
    CHECK(one(server.ask("GET", "Basic/b"), "Basic.subject.reference") == "Patient/p/_history/" + version);
    CHECK(one(server.ask("GET", "Patient/p"), "Patient.extension.value.reference") == "Basic/b/_history/" + version);
    CHECK(one(server.ask("GET", one(reply, "Bundle.entry[2].response.location")), "Basic.subject.reference") == "Basic/b/_history/" + version);
  };
  check("Rao", "1");
  check("Rao", "1");
  check("Iyer", "2");
}

TEST_CASE("a version that is named may be of an update with a conditional reference") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string bundle = transaction({
      entry("POST", "Basic", basic(subject(one_urn + "/_history/3"))),
      entry("PUT", "Encounter/e", R"({"resourceType":"Encounter","id":"e","status":"planned","class":{"code":"AMB"},"subject":{"reference":"Patient?identifier=urn:x|1"}})", one_urn)});
  for (int times = 0; times < 2; ++times) CHECK(one(stored_basic(server, bundle), "Basic.subject.reference") == "Encounter/e/_history/1");
  // And there may be something that is written before it, which the reference might have been to.
  std::string changed = bundle;
  changed.replace(changed.find("planned"), 7, "arrived");
  changed.insert(changed.size() - 2, "," + entry("POST", "Patient", patient("2")));
  CHECK(one(stored_basic(server, changed), "Basic.subject.reference") == "Encounter/e/_history/2");
}

TEST_CASE("the hexadecimal digits of a urn:uuid are the same in either case") {
  Server server;
  std::string upper = one_urn;
  for (char& c : upper) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 'a' + 'A') : c;
  upper.replace(0, 9, "urn:uuid:");
  for (const auto& [full_url, reference] : {std::pair(one_urn, upper), std::pair(upper, one_urn), std::pair(upper, upper)}) {
    for (const std::string version : {"", "/_history/9"}) {
      const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject(reference + version))), entry("POST", "Patient", patient("1"), full_url)}));
      CHECK(one(stored, "Basic.subject.reference").starts_with("Patient/"));
      CHECK(one(stored, "Basic.subject.reference").ends_with("/_history/1") == !version.empty());
    }
  }
  CHECK(server.ask("POST", "", transaction({entry("POST", "Basic", basic(subject(upper)))})).status == Status::bad_request);
}

TEST_CASE("criteria that name an entry by its urn are of where it is stored") {
  Server server;
  const auto bundle = transaction({
      entry("PUT", "Encounter?subject=" + one_urn + "&status=planned", R"({"resourceType":"Encounter","status":"planned","class":{"code":"AMB"},"subject":{"reference":")" + one_urn + "\"}}"),
      entry("POST", "Basic", basic(subject(one_urn)), other_urn, R"(,"ifNoneExist":"subject=URN:UUID:0C3151BD-1CBF-4D64-B04D-CD9187A4C6E0,Patient/none")"),
      entry("POST", "Patient", patient("1", "Rao"), one_urn, R"(,"ifNoneExist":"identifier=urn:x|1")"),
      entry("GET", "Basic?subject=" + one_urn),
  });
  // Sent again, it finds what it stored.
  for (const Status made : {Status::created, Status::ok}) {
    const Reply reply = server.ask("POST", "", bundle);
    INFO(reply.body << issues(reply));
    REQUIRE(reply.status == Status::ok);
    CHECK(all(reply, "Bundle.entry.take(3).response.status.distinct()") == Texts{std::to_string(static_cast<int>(made)) + (made == Status::ok ? " OK" : " Created")});
    CHECK(one(reply, "Bundle.entry[3].resource.total") == "1");
  }
  CHECK(one(server.ask("GET", "Encounter"), "Bundle.entry.count()") == "1");
  CHECK(one(server.ask("GET", "Basic"), "Bundle.entry.count()") == "1");

  const Reply round = server.ask("POST", "", transaction({
      entry("POST", "Basic", basic(""), one_urn, R"(,"ifNoneExist":"subject=)" + other_urn + "\""),
      entry("POST", "Basic", basic(""), other_urn, R"(,"ifNoneExist":"subject=)" + one_urn + "\""),
  }));
  CHECK(round.status == Status::bad_request);
  CHECK_THAT(issues(round), Catch::Contains("lead back"));
}

TEST_CASE("criteria that name one another are followed through a hundred entries and no more") {
  Server server;
  const auto urn = [](int n) { return "urn:uuid:0c3151bd-1cbf-4d64-b04d-" + std::to_string(100'000'000'000 + n); };
  const auto row = [&](int length) {
    std::string entries;
    for (int n = 0; n < length; ++n) entries += entry("POST", "Basic", basic(""), urn(n), R"(,"ifNoneExist":"subject=)" + urn(n + 1) + "\"") + ",";
    return server.ask("POST", "", transaction({entries + entry("POST", "Basic", basic(""), urn(length))}));
  };
  const Reply most = row(100);
  INFO(issues(most));
  CHECK(most.status == Status::ok);
  const Reply more = row(5'000);
  CHECK(more.status == Status::unprocessable);
  CHECK_THAT(issues(more), Catch::Contains("through 100 entries"));
  CHECK(one(server.ask("GET", "Basic?_summary=count"), "Bundle.total") == "101");
  // Commas stay where they were: an empty value is still refused.
  CHECK(server.ask("POST", "", transaction({entry("POST", "Basic", basic(""), urn(1)), entry("PUT", "Basic?subject=," + urn(1), basic(""))})).status == Status::bad_request);
}

TEST_CASE("a urn:uuid that is the fullUrl of no entry is refused") {
  Server server;
  server.ask("PUT", "Patient/p", patient("2", "Rao", "p"));
  // Nor is it that of one that stores nothing; and its scheme may be in upper case.
  for (const std::string& other : {entry("POST", "Patient", patient("1"), one_urn), entry("DELETE", "Patient/p", {}, other_urn), entry("GET", "Patient/p", {}, other_urn)}) {
    for (const std::string& none : {other_urn, "URN:UUID:" + other_urn.substr(9)}) {
      const Reply reply = server.ask("POST", "", transaction({other, entry("POST", "Basic", basic(subject(none)))}));
      INFO(other << none);
      CHECK(reply.status == Status::bad_request);
      REQUIRE(reply.issues.size() == 1);
      CHECK(reply.issues[0].expression == "Bundle.entry[1].resource");
      CHECK(server.count("Patient") == 1);
    }
  }
}

TEST_CASE("a conditional reference becomes a reference to what it finds") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject("Patient?identifier=urn:x|1") + R"(,"author":{"reference":"Patient?identifier=urn%3Ax%7C1"})"))}));
  CHECK(one(stored, "Basic.subject.reference") == "Patient/p");
  CHECK(one(stored, "Basic.author.reference") == "Patient/p");
  CHECK(server.count("Basic?subject=Patient/p") == 1);
}

TEST_CASE("a conditional reference may have a slash or the base before it") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  for (const char* before : {"/", "http://example.org/fhir/"}) {
    CAPTURE(before);
    const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject(before + std::string("Patient?identifier=urn:x|1"))))}));
    CHECK(one(stored, "Basic.subject.reference") == "Patient/p");
  }
  // Another server's is not asked here.
  const std::string other = "http://other.org/fhir/Patient?identifier=urn:x|1";
  CHECK(one(stored_basic(server, transaction({entry("POST", "Basic", basic(subject(other)))})), "Basic.subject.reference") == other);
}

TEST_CASE("a conditional reference to what is no resource type is refused by its name") {
  Server server;
  for (const std::string reference : {"Patiant?identifier=1", "/Patiant?identifier=1", "http://example.org/fhir/Patiant?identifier=1"}) {
    CAPTURE(reference);
    const Reply reply = server.ask("POST", "", transaction({entry("POST", "Patient", patient("3")), entry("POST", "Basic", basic(subject(reference)))}));
    CHECK(reply.status == Status::bad_request);
    REQUIRE(reply.issues.size() == 1);
    INFO(issues(reply));
    CHECK(reply.issues[0].expression == "Bundle.entry[1].resource.subject");
    CHECK(reply.issues[0].text.find("\"Patiant\"") != std::string::npos);
    CHECK(reply.issues[0].text.find("\"Patient\"") != std::string::npos);
    CHECK(server.count("Patient") == 0);
  }
}

TEST_CASE("a conditional reference that finds none or several is refused, and nothing is stored") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  for (const char* query : {"identifier=urn:x|none", "family=Rao", "colour=blue", ""}) {
    CAPTURE(query);
    const Reply reply = server.ask("POST", "", transaction({entry("POST", "Patient", patient("3")), entry("POST", "Basic", basic(subject("Patient?" + std::string(query))))}));
    INFO(issues(reply));
    CHECK((reply.status == Status::precondition_failed || reply.status == Status::bad_request));
    REQUIRE(reply.issues.size() == 1);
    CHECK(reply.issues[0].expression == "Bundle.entry[1].resource.subject");
    CHECK(server.count("Patient") == 2);
  }
}

TEST_CASE("a conditional reference finds what the same transaction stores") {
  Server server;
  SECTION("created plainly") {
    const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject("Patient?identifier=urn:x|1"))), entry("POST", "Patient", patient("1"))}));
    CHECK(one(server.ask("GET", one(stored, "Basic.subject.reference")), "Patient.identifier.value") == "1");
  }
  SECTION("created if there is none") {
    const std::string bundle = transaction({entry("POST", "Basic", basic(subject("Patient?identifier=urn:x|1"))),
                                            entry("POST", "Patient", patient("1"), {}, R"(,"ifNoneExist":"identifier=urn:x|1")")});
    const std::string first = one(stored_basic(server, bundle), "Basic.subject.reference");
    CHECK(one(stored_basic(server, bundle), "Basic.subject.reference") == first);
  }
  SECTION("through one that has such a reference itself") {
    const Reply stored = stored_basic(server, transaction({
        entry("POST", "Basic", basic(subject("Patient?identifier=urn:x|1"))),
        entry("POST", "Patient", R"({"resourceType":"Patient","identifier":[{"system":"urn:x","value":"1"}],"managingOrganization":{"reference":"Organization?name=Clinic"}})"),
        entry("POST", "Organization", R"({"resourceType":"Organization","name":"Clinic"})")}));
    const Reply found = server.ask("GET", one(stored, "Basic.subject.reference"));
    CHECK(one(server.ask("GET", one(found, "Patient.managingOrganization.reference")), "Organization.name") == "Clinic");
  }
  SECTION("but not what it deletes") {
    server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
    const Reply reply = server.ask("POST", "", transaction({entry("POST", "Basic", basic(subject("Patient?identifier=urn:x|1"))), entry("DELETE", "Patient/p")}));
    CHECK(reply.status == Status::precondition_failed);
    CHECK(server.ask("GET", "Patient/p").status == Status::ok);
  }
  SECTION("and two that have such references to each other") {
    const Reply reply = server.ask("POST", "", transaction({
        entry("POST", "Basic", R"({"resourceType":"Basic","identifier":[{"value":"1"}],"code":{"text":"x"},"subject":{"reference":"Basic?identifier=2"}})"),
        entry("POST", "Basic", R"({"resourceType":"Basic","identifier":[{"value":"2"}],"code":{"text":"x"},"subject":{"reference":"Basic?identifier=1"}})")}));
    INFO(issues(reply));
    REQUIRE(reply.status == Status::ok);
    for (const auto& [from, to] : {std::pair("0", "1"), std::pair("1", "0")}) {
      const Reply stored = server.ask("GET", one(reply, "Bundle.entry[" + std::string(from) + "].response.location"));
      CHECK(one(stored, "Basic.subject.reference") + "/_history/1" == one(reply, "Bundle.entry[" + std::string(to) + "].response.location"));
    }
  }
}

TEST_CASE("a conditional reference is to what matches once the transaction is done") {
  struct Case {
    std::string why;
    std::vector<std::string> writes;
    std::string becomes;  // empty: refused
  };
  const std::string patch = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                            R"({"name":"path","valueString":"Patient.identifier[0].value"},{"name":"value","valueString":"@"}]}]})";
  const auto patched = [&](const std::string& value) { return std::string(patch).replace(patch.find('@'), 1, value); };
  const auto put = [](const std::string& id, const std::string& value) { return entry("PUT", "Patient/" + id, patient(value, "Rao", id)); };
  // The same, but with a conditional reference of its own, so that it is written as late as what refers to it.
  const auto put_late = [](const std::string& id, const std::string& value) {
    return entry("PUT", "Patient/" + id, patient(value, "Rao", id).insert(1, R"("managingOrganization":{"reference":"Organization?name=Clinic"},)"));
  };
  const Case cases[] = {
      {"another is created", {entry("POST", "Patient", patient("A"))}, ""},
      {"another comes to match", {put("d2", "A")}, ""},
      {"another comes to match, late", {put_late("d2", "A")}, ""},
      {"what matched is updated to match still", {put("d1", "A")}, "Patient/d1"},
      {"what matched is updated to match still, late", {put_late("d1", "A")}, "Patient/d1"},
      {"the identifier moves", {put("d1", "B"), put("d2", "A")}, "Patient/d2"},
      {"the identifier moves, late", {put_late("d1", "B"), put_late("d2", "A")}, "Patient/d2"},
      {"the identifier moves, one of them late", {put_late("d1", "B"), put("d2", "A")}, "Patient/d2"},
      {"what matched does no more", {put("d1", "B")}, ""},
      {"what matched does no more, late", {put_late("d1", "B")}, ""},
      {"what matched is patched", {entry("PATCH", "Patient/d1", patched("B"))}, ""},
      {"another is patched", {entry("PATCH", "Patient/d2", patched("A"))}, ""},
      {"what matched is deleted for another", {entry("DELETE", "Patient/d1"), put("d2", "A")}, "Patient/d2"},
      {"nothing of it is written", {put("d3", "C")}, "Patient/d1"},
  };
  for (const Case& one_case : cases) {
    Server server;
    server.ask("PUT", "Organization/o", R"({"resourceType":"Organization","id":"o","name":"Clinic"})");
    server.ask("PUT", "Patient/d1", patient("A", "Rao", "d1"));
    server.ask("PUT", "Patient/d2", patient("D", "Rao", "d2"));
    std::string bundle = transaction({entry("POST", "Basic", basic(subject("Patient?identifier=urn:x|A")))});
    for (const std::string& write : one_case.writes) bundle.insert(bundle.size() - 2, "," + write);
    const Reply reply = server.ask("POST", "", bundle);
    INFO(one_case.why << '\n' << issues(reply));
    if (one_case.becomes.empty()) {
      CHECK(reply.status == Status::precondition_failed);
      CHECK(server.count("Basic") == 0);
      CHECK(server.ask("GET", "Patient/d1").version == 1);
    } else {
      REQUIRE(reply.status == Status::ok);
      CHECK(one(server.ask("GET", "Basic"), "Bundle.entry.resource.subject.reference") == one_case.becomes);
    }
  }
}

TEST_CASE("a conditional reference finds by chains and references what waits for such references itself") {
  const auto encounter = [](const std::string& patient, const std::string& part_of = {}, const std::string& id = {}) {
    return R"({"resourceType":"Encounter",)" + (id.empty() ? "" : "\"id\":\"" + id + "\",") + R"("status":"planned","class":{"code":"AMB"},"subject":{"reference":")" + patient + "\"}" +
           (part_of.empty() ? "" : R"(,"partOf":{"reference":")" + part_of + "\"}") + "}";
  };
  const std::string by_identifier = "Patient?identifier=urn:x|1", chained = "Encounter?patient.identifier=urn:x|1";
  struct Case {
    std::string reference;
    std::vector<std::string> writes;
    std::string leads_to;  // of "Patient/p" or a type; empty: refused
  };
  const std::string observed = R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"encounter":{"reference":")" + chained + "\"}}";
  const Case cases[] = {
      {chained, {entry("POST", "Encounter", encounter(by_identifier))}, "Encounter/"},
      {"Encounter?patient=Patient/p", {entry("POST", "Encounter", encounter(by_identifier))}, "Encounter/"},
      {"Encounter?_filter=patient re Patient/p", {entry("POST", "Encounter", encounter(by_identifier))}, "Encounter/"},
      {"Patient?_has:Encounter:patient:status=planned", {entry("POST", "Encounter", encounter(by_identifier))}, "Patient/p"},
      {"Patient?_has:Encounter:patient:status=planned", {entry("POST", "Encounter", encounter("Patient/p"))}, "Patient/p"},
      {"Observation?encounter.patient.identifier=urn:x|1", {entry("POST", "Observation", observed), entry("POST", "Encounter", encounter(by_identifier))}, "Observation/"},
      {chained, {entry("PUT", "Encounter/there", encounter(by_identifier, {}, "there"))}, "Encounter/there"},
      // Several match in the end, or none does.
      {chained, {entry("POST", "Encounter", encounter(by_identifier)), entry("POST", "Encounter", encounter(by_identifier))}, ""},
      {chained, {entry("POST", "Encounter", encounter("Patient/p", chained))}, ""},
      {"Encounter?patient.identifier=urn:x|2", {entry("POST", "Encounter", encounter(by_identifier))}, ""},
      // What would be found asks for each other.
      {"Patient?identifier=urn:x|1",
       {entry("POST", "Encounter", encounter("Patient/p", "Encounter?patient.identifier=urn:x|2")), entry("POST", "Encounter", encounter("Patient/q", chained))}, ""},
  };
  for (const auto& [reference, writes, leads_to] : cases) {
    Server server;
    server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
    server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
    std::string bundle = transaction({entry("POST", "Basic", basic(subject(reference)))});
    for (const std::string& write : writes) bundle.insert(bundle.size() - 2, "," + write);
    const Reply reply = server.ask("POST", "", bundle);
    INFO(bundle << '\n' << issues(reply));
    if (leads_to.empty()) {
      CHECK(reply.status == Status::precondition_failed);
      REQUIRE(reply.issues.size() == 1);
      CHECK(reply.issues[0].expression.find("].resource.") != std::string::npos);
      CHECK(server.count("?_type=Encounter,Basic") == 0);
      continue;
    }
    REQUIRE(reply.status == Status::ok);
    CHECK(one(server.ask("GET", "Basic"), "Bundle.entry.resource.subject.reference").starts_with(leads_to));
  }
}

TEST_CASE("a version that is named may be of what is written last, for its reference goes by what others refer to") {
  Server server;
  const auto encounter = [](const std::string& patient) {
    return R"({"resourceType":"Encounter","id":"e","status":"planned","class":{"code":"AMB"},"subject":{"reference":")" + patient + "\"}}";
  };
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  server.ask("PUT", "Encounter/e", encounter("Patient/q"));
  const Reply stored = stored_basic(server, transaction({
      entry("POST", "Basic", basic(subject(one_urn + "/_history/9") + R"(,"author":{"reference":"Patient?identifier=urn:x|1"})")),
      entry("PUT", "Encounter/e", encounter("Patient?_has:Observation:patient:status=final"), one_urn),
      entry("POST", "Observation", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"Patient?identifier=urn:x|1"}})")}));
  CHECK(one(stored, "Basic.subject.reference") == "Encounter/e/_history/2");
  CHECK(one(stored, "Basic.author.reference") == "Patient/p");
  CHECK(one(server.ask("GET", "Encounter/e"), "Encounter.subject.reference") == "Patient/p");
}

TEST_CASE("a conditional reference is not to what matched only before the transaction wrote") {
  Server server;
  const std::string encounter = R"({"resourceType":"Encounter","id":"e","status":"planned","class":{"code":"AMB"},"subject":{"reference":"Patient/@"}})";
  const auto of = [&](const std::string& whose) { return std::string(encounter).replace(encounter.find('@'), 1, whose); };
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  server.ask("PUT", "Encounter/e", of("p"));
  const auto referring = entry("POST", "Basic", basic(subject("Patient?_has:Encounter:patient:status=planned")));
  const Reply deleted = server.ask("POST", "", transaction({referring, entry("DELETE", "Encounter/e")}));
  CHECK(deleted.status == Status::precondition_failed);
  CHECK(issues(deleted).find("once the transaction is done") != std::string::npos);
  CHECK(server.ask("GET", "Encounter/e").status == Status::ok);
  CHECK(server.count("Basic") == 0);
  const Reply stored = stored_basic(server, transaction({referring, entry("PUT", "Encounter/e", of("q"))}));
  CHECK(one(stored, "Basic.subject.reference") == "Patient/q");
}

TEST_CASE("of two that match a conditional reference, the one that still does is meant") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/q", patient("1", "Rao", "q"));
  const Reply stored = stored_basic(server, transaction({entry("POST", "Basic", basic(subject("Patient?identifier=urn:x|1"))), entry("PUT", "Patient/p", patient("2", "Rao", "p"))}));
  CHECK(one(stored, "Basic.subject.reference") == "Patient/q");
}

TEST_CASE("a bundle that is stored keeps its own links") {
  Server server;
  const std::string document = R"({"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":")" + one_urn + R"(","resource":)" + patient("1") +
                               R"(},{"fullUrl":")" + other_urn + R"(","resource":)" + basic(subject(one_urn)) + "}]}";
  const Reply reply = server.ask("POST", "", transaction({entry("POST", "Bundle", document), entry("PUT", "Patient/p", patient("1", "Rao", "p"), one_urn)}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  const Reply stored = server.ask("GET", one(reply, "Bundle.entry[0].response.location"));
  CHECK(all(stored, "Bundle.entry.fullUrl") == Texts{one_urn, other_urn});
  CHECK(one(stored, "Bundle.entry[1].resource.subject.reference") == one_urn);
}
