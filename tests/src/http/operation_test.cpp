#include <catch2/catch.hpp>

#include "tests/src/http/served.h"

using namespace setu;

namespace {

const support::Http::Headers json = {{"Content-Type", "application/fhir+json"}};
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// Two patients, one with an encounter, two observations and a practitioner who made them.
struct Ward : Fixture {
  support::Http http{port()};
  Ward() {
    put("Patient/asha", R"("name":[{"family":"Rao"}],"gender":"female")");
    put("Patient/ravi", R"("name":[{"family":"Iyer"}])");
    put("Practitioner/das", R"("name":[{"family":"Das"}])");
    put("Encounter/e", R"("status":"finished","class":{"code":"AMB"},"subject":{"reference":"Patient/asha"},"period":{"start":"2021-05-01","end":"2021-05-03"})");
    put("Observation/old", R"("status":"final","code":{"text":"x"},"subject":{"reference":"Patient/asha"},"effectiveDateTime":"2019-03-01")");
    put("Observation/new", R"("status":"final","code":{"text":"x"},"subject":{"reference":"Patient/asha"},"performer":[{"reference":"Practitioner/das"}],"effectiveDateTime":"2023-03-01")");
    put("Observation/other", R"("status":"final","code":{"text":"x"},"subject":{"reference":"Patient/ravi"},"effectiveDateTime":"2023-03-01")");
  }
  void put(const std::string& place, const std::string& rest) {
    const auto slash = place.find('/');
    const auto answer = http.send("PUT", "/fhir/" + place, R"({"resourceType":")" + place.substr(0, slash) + R"(","id":")" + place.substr(slash + 1) + "\"," + rest + "}", json);
    INFO(answer.body);
    REQUIRE(answer.status == 201);
  }
  /// The places of the entries of a bundle, in their order.
  std::string found(const std::string& url) {
    const auto answer = http.get("/fhir/" + url);
    INFO(url << " " << answer.body);
    REQUIRE(answer.status == 200);
    std::string all;
    const std::string base = "\"fullUrl\":\"http://127.0.0.1:" + std::to_string(port()) + "/fhir/";
    for (auto at = answer.body.find(base); at != std::string::npos; at = answer.body.find(base, at + 1)) {
      const auto begin = at + base.size();
      all += (all.empty() ? "" : " ") + answer.body.substr(begin, answer.body.find('"', begin) - begin);
    }
    return all;
  }
};

}  // namespace

TEST_CASE("a compartment is searched by its path") {
  Ward ward;
  CHECK(ward.found("Patient/asha/Observation") == "Observation/new Observation/old");
  CHECK(ward.found("Patient/asha/Observation?date=lt2020") == "Observation/old");
  CHECK(ward.found("Patient/ravi/Observation") == "Observation/other");
  CHECK(ward.found("Patient/asha/Encounter") == "Encounter/e");
  CHECK(ward.found("Patient/asha/Patient") == "Patient/asha");
  CHECK(ward.found("Patient/asha/*") == "Observation/new Encounter/e Observation/old Patient/asha");
  CHECK(ward.found("Patient/asha/*?_type=Encounter,Patient") == "Encounter/e Patient/asha");
  CHECK(ward.found("Practitioner/das/Observation") == "Observation/new");
  CHECK(ward.found("Patient/nobody/Observation").empty());
  const auto posted = ward.http.send("POST", "/fhir/Patient/asha/Observation/_search", "date=lt2020", {{"Content-Type", "application/x-www-form-urlencoded"}});
  CHECK(posted.status == 200);
  CHECK(has(posted.body, "Observation/old"));
  CHECK_FALSE(has(posted.body, "Observation/new"));

  const auto page = ward.http.get("/fhir/Patient/asha/*?_count=2");
  const auto at = page.body.find("\"next\",\"url\":\"") + 14;
  const std::string next = page.body.substr(at, page.body.find('"', at) - at);
  CHECK(has(next, "/fhir/Patient/asha/*?_count=2&_cursor="));
  CHECK(ward.found(next.substr(next.find("/fhir/") + 6)) == "Observation/old Patient/asha");
  // A page of one compartment is none of another's.
  CHECK(ward.http.get("/fhir/Patient/ravi/*" + next.substr(next.find('?'))).status == 400);
}

TEST_CASE("what has no compartment, or is never in it, is said") {
  Ward ward;
  const auto never = ward.http.get("/fhir/Patient/asha/Medication");
  CHECK(never.status == 400);
  CHECK(has(never.body, "Medication"));
  CHECK(ward.http.get("/fhir/Observation/new/Patient").status == 404);
  CHECK(ward.http.get("/fhir/Patient/asha/Nothing").status == 404);
  CHECK(ward.http.send("DELETE", "/fhir/Patient/asha/Observation").status == 405);
}

TEST_CASE("$everything of a patient is the compartment and what it refers to") {
  Ward ward;
  CHECK(ward.found("Patient/asha/$everything") == "Observation/new Encounter/e Observation/old Patient/asha Practitioner/das");
  CHECK(ward.found("Patient/asha/$everything?start=2021-05-02") == "Observation/new Encounter/e Patient/asha Practitioner/das");
  CHECK(ward.found("Patient/asha/$everything?start=2020-01-01&end=2021-12-31") == "Encounter/e Patient/asha");
  CHECK(ward.found("Patient/asha/$everything?_type=Observation&_count=1") == "Observation/new");
  CHECK(ward.found("Patient/asha/$everything?_since=2100-01-01T00:00:00Z").empty());
  CHECK(ward.http.get("/fhir/Patient/nobody/$everything").status == 404);
  const auto unknown = ward.http.get("/fhir/Patient/asha/$everything?begin=2020");
  CHECK(unknown.status == 400);
  CHECK(has(unknown.body, "begin"));
}

TEST_CASE("$everything has the types that are asked for alone, be they in the compartment or referred to from it") {
  Ward ward;
  const auto everything = [&](const std::string& types) { return ward.found("Patient/asha/$everything?" + types); };
  CHECK(everything("_type=Practitioner") == "Practitioner/das");
  CHECK(everything("_type=Observation,Practitioner") == "Observation/new Observation/old Practitioner/das");
  CHECK(everything("_type=Patient&_type=Practitioner") == "Patient/asha Practitioner/das");
  CHECK(everything("_type=Encounter,Patient") == "Encounter/e Patient/asha");
  CHECK(everything("_type=Organization").empty());
  for (const char* none : {"Practitoner", "", "Patient,"}) {
    const auto refused = ward.http.get("/fhir/Patient/asha/$everything?_type=" + std::string(none));
    INFO(refused.body);
    CHECK(refused.status == 400);
    CHECK(has(refused.body, "is no resource type"));
  }
  // Page by page, with what is referred to on the page that refers to it.
  std::string all;
  for (std::string url = "Patient/asha/$everything?_type=Encounter,Practitioner&_count=1"; !url.empty();) {
    all += ward.found(url) + ";";
    const auto body = ward.http.get("/fhir/" + url).body;
    const auto next = body.find("\"next\",\"url\":\"");
    url = next == std::string::npos ? "" : body.substr(body.find("/fhir/", next) + 6, body.find('"', next + 14) - body.find("/fhir/", next) - 6);
  }
  CHECK(all == "Practitioner/das;Encounter/e;;;");
}

TEST_CASE("$everything has the Binaries that attachments lead to") {
  Ward ward;
  for (const char* id : {"scan", "photo", "other"}) ward.put("Binary/" + std::string(id), R"("contentType":"text/plain","data":"QQ==")");
  const std::string base = "http://127.0.0.1:" + std::to_string(ward.port()) + "/fhir/";
  ward.put("DocumentReference/d", R"("status":"current","subject":{"reference":"Patient/asha"},"date":"2024-01-01T00:00:00Z","content":[{"attachment":{"url":"Binary/scan"}},{"attachment":{"url":")" + base +
                                      R"(Binary/photo"}},{"attachment":{"url":"http://other.org/fhir/Binary/other"}},{"attachment":{"url":"Binary/none"}}])");
  CHECK(ward.found("Patient/asha/$everything?_type=DocumentReference,Binary") == "DocumentReference/d Binary/photo Binary/scan");
  CHECK(ward.found("Patient/asha/$everything?_type=DocumentReference") == "DocumentReference/d");
  CHECK(ward.found("Patient/asha/$everything?start=2024-01-01") == "DocumentReference/d Patient/asha Binary/photo Binary/scan");
}

TEST_CASE("$validate says what is wrong with a resource, and stores nothing") {
  Ward ward;
  const auto validate = [&](const std::string& place, const std::string& body) { return ward.http.send("POST", "/fhir/" + place, body, json); };
  const auto fine = validate("Patient/$validate", R"({"resourceType":"Patient","gender":"male"})");
  CHECK(fine.status == 200);
  CHECK(has(fine.body, "\"severity\":\"information\""));
  const auto unknown = validate("Patient/$validate", R"({"resourceType":"Patient","gendr":"male"})");
  CHECK(unknown.status == 200);
  CHECK(has(unknown.body, "Patient.gendr"));
  CHECK(has(unknown.body, "\"severity\":\"error\""));
  const auto wrapped = validate("Patient/$validate", R"({"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"},{"name":"resource","resource":{"resourceType":"Patient","contact":[{"gender":"male"}]}}]})");
  CHECK(wrapped.status == 200);
  CHECK(has(wrapped.body, "\"severity\""));
  CHECK(has(validate("Observation/$validate", R"({"resourceType":"Patient"})").body, "\"severity\":\"error\""));
  CHECK(has(validate("Patient/asha/$validate", R"({"resourceType":"Patient","id":"ravi"})").body, "\"severity\":\"error\""));
  CHECK(ward.http.get("/fhir/Patient/asha/$validate").status == 200);
  CHECK(ward.http.get("/fhir/Patient/nobody/$validate").status == 404);
  CHECK(validate("Patient/$validate", "").status == 400);
  CHECK(validate("Patient/$validate?profile=http://example.org/p", R"({"resourceType":"Patient"})").status == 400);
  CHECK(has(ward.http.get("/fhir/Patient?_summary=count").body, "\"total\":2"));
}

TEST_CASE("$meta-add and $meta-delete change tags alone, and $meta shows them") {
  Ward ward;
  const std::string tag = R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"vip"}],"profile":["http://example.org/p"]}}]})";
  const auto added = ward.http.send("POST", "/fhir/Patient/asha/$meta-add", tag, json);
  CHECK(added.status == 200);
  CHECK(has(added.body, "\"code\":\"vip\""));
  CHECK(ward.http.send("POST", "/fhir/Patient/asha/$meta-add", tag, json).status == 200);
  CHECK(ward.found("Patient?_tag=urn:t%7Cvip") == "Patient/asha");
  const auto read = ward.http.get("/fhir/Patient/asha");
  CHECK(has(read.body, "\"family\":\"Rao\""));
  CHECK(read.header("etag") == "W/\"2\"");  // the second time nothing changed
  CHECK(has(ward.http.get("/fhir/Patient/asha/$meta").body, "http://example.org/p"));
  CHECK(ward.http.send("POST", "/fhir/Patient/asha/$meta-delete", tag, json).status == 200);
  CHECK(ward.found("Patient?_tag=urn:t%7Cvip").empty());
  CHECK_FALSE(has(ward.http.get("/fhir/Patient/asha/$meta").body, "vip"));
  CHECK(ward.http.send("POST", "/fhir/Patient/asha/$meta-add", R"({"resourceType":"Parameters"})", json).status == 400);
  CHECK(ward.http.get("/fhir/Patient/asha/$meta-add").status == 405);
}

TEST_CASE("$meta-add and $meta-delete know a tag by its system and code") {
  Ward ward;
  const auto meta = [](const std::string& more) { return R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"vip")" + more + R"(}],"security":[{"system":"urn:s","code":"R")" + more + "}]}}]}"; };
  const auto change = [&](const std::string& operation, const std::string& body) {
    const auto answer = ward.http.send("POST", "/fhir/Patient/asha/" + operation, body, json);
    INFO(answer.body);
    CHECK(answer.status == 200);
    return answer.body;
  };
  change("$meta-add", meta(R"(,"version":"1","display":"Important")"));
  // There already: neither added nor changed.
  CHECK(has(change("$meta-add", meta(R"(,"version":"2","display":"Very important")")), "\"display\":\"Important\""));
  CHECK(ward.http.get("/fhir/Patient/asha").header("etag") == "W/\"2\"");
  // Of another system it is another.
  change("$meta-delete", R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:other","code":"vip"},{"code":"vip"}]}}]})");
  CHECK(ward.found("Patient?_tag=urn:t%7Cvip") == "Patient/asha");
  change("$meta-delete", meta(""));
  CHECK(ward.found("Patient?_tag=urn:t%7Cvip").empty());
  CHECK(ward.found("Patient?_security=urn:s%7CR").empty());
}

TEST_CASE("an input that an operation takes once is refused by name if it is given twice") {
  Ward ward;
  const auto refused = [](const support::Response& answer, const std::string& name) {
    INFO(answer.body);
    CHECK(answer.status == 400);
    CHECK(has(answer.body, "\\\"" + name + "\\\" once"));
  };
  refused(ward.http.get("/fhir/Patient/asha/$everything?start=2020&start=2021"), "start");
  refused(ward.http.get("/fhir/Patient/asha/$everything?_count=1&_count=1"), "_count");
  refused(ward.http.get("/fhir/Patient/asha/$validate?mode=update&mode=create"), "mode");
  const std::string body = R"({"resourceType":"Parameters","parameter":[{"name":"mode","valueCode":"create"},{"name":"resource","resource":{"resourceType":"Patient"}}%]})";
  const auto with = [&](const std::string& more) { return std::string(body).replace(body.find('%'), 1, more); };
  CHECK(ward.http.send("POST", "/fhir/Patient/$validate", with(""), json).status == 200);
  refused(ward.http.send("POST", "/fhir/Patient/$validate", with(R"(,{"name":"mode","valueCode":"create"})"), json), "mode");
  refused(ward.http.send("POST", "/fhir/Patient/$validate", with(R"(,{"name":"resource","resource":{"resourceType":"Patient"}})"), json), "resource");
  // Once in the URL and once in the body is twice.
  refused(ward.http.send("POST", "/fhir/Patient/$validate?mode=create", with(""), json), "mode");
  const std::string meta = R"({"name":"meta","valueMeta":{"profile":["http://example.org/p"]}})";
  refused(ward.http.send("POST", "/fhir/Patient/asha/$meta-add", R"({"resourceType":"Parameters","parameter":[)" + meta + "," + meta + "]}", json), "meta");
  CHECK(ward.http.get("/fhir/Patient/asha/$everything?_type=Patient&_type=Observation").status == 200);
}

TEST_CASE("an operation that there is not, or not there, is a 404 that says where there is one") {
  Ward ward;
  const auto near = ward.http.get("/fhir/Patient/asha/$everythin");
  CHECK(near.status == 404);
  CHECK(has(near.body, "$everything"));
  const auto elsewhere = ward.http.get("/fhir/Observation/new/$everything");
  CHECK(elsewhere.status == 404);
  CHECK(has(elsewhere.body, "/Patient/[id]/$everything"));
  const auto statement = ward.http.get("/fhir/metadata").body;
  CHECK(has(statement, "http://hl7.org/fhir/OperationDefinition/Patient-everything"));
  CHECK(has(ward.http.send("OPTIONS", "/fhir/Patient/asha/$meta-add").header("allow"), "POST"));
}

TEST_CASE("$everything of an encounter is the compartment and what it refers to") {
  Ward ward;
  ward.put("Observation/within", R"("status":"final","code":{"text":"x"},"subject":{"reference":"Patient/asha"},"encounter":{"reference":"Encounter/e"},"performer":[{"reference":"Practitioner/das"}])");
  const std::string all = ward.found("Encounter/e/$everything");
  for (const char* place : {"Encounter/e", "Observation/within", "Patient/asha", "Practitioner/das"}) {
    INFO(all << " has " << place);
    CHECK(has(" " + all + " ", " " + std::string(place) + " "));
  }
  CHECK_FALSE(has(all, "Observation/new"));
  CHECK(ward.found("Encounter/e/$everything?_type=Observation&_count=1") == "Observation/within");
  CHECK(ward.found("Encounter/e/$everything?_since=2100-01-01T00:00:00Z").empty());
  const auto dated = ward.http.get("/fhir/Encounter/e/$everything?start=2020");
  CHECK(dated.status == 400);
  CHECK(has(dated.body, "start"));
  CHECK(ward.http.get("/fhir/Encounter/none/$everything").status == 404);
  const auto elsewhere = ward.http.get("/fhir/Observation/new/$everything");
  CHECK(elsewhere.status == 404);
  CHECK(has(elsewhere.body, "/Patient/[id]/$everything and /Encounter/[id]/$everything"));
}

TEST_CASE("the inputs of an operation may be a form, as they may be in the URL") {
  Ward ward;
  const support::Http::Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const auto posted = ward.http.send("POST", "/fhir/Patient/asha/$everything?_count=5", "_type=Encounter&_summary=true", form);
  INFO(posted.body);
  CHECK(posted.status == 200);
  CHECK(has(posted.body, "Encounter/e"));
  CHECK(has(posted.body, "SUBSETTED"));
  CHECK_FALSE(has(posted.body, "Observation/"));
  CHECK(ward.http.send("POST", "/fhir/Patient/asha/$everything", "_format=xml", form).header("content-type").starts_with("application/fhir+xml"));
  const auto unknown = ward.http.send("POST", "/fhir/Patient/asha/$everything", "begin=2020", form);
  CHECK(unknown.status == 400);
  CHECK(has(unknown.body, "begin"));
  CHECK(ward.http.send("POST", "/fhir/Patient/asha/$meta", "", form).status == 200);
  // What is a resource is in no form.
  CHECK(ward.http.send("POST", "/fhir/Patient/$validate", "mode=create", form).status == 415);
}
