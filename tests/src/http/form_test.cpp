#include <catch2/catch.hpp>

#include <thread>

#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"
#include "tests/src/http/served.h"

using namespace setu;
using Headers = support::Http::Headers;

// Every answer is to be had in both forms: https://hl7.org/fhir/R4/http.html#mime-type

namespace {

constexpr auto as_is = fhir::json::Completeness::as_is;
constexpr const char* of_json = "application/fhir+json";
constexpr const char* of_xml = "application/fhir+xml";

/// A request and the status of its answer. Asked twice it does the same, so that both answers may be compared.
struct Row {
  const char* method;
  std::string target;
  int status;
  std::string body = {};
  Headers headers = {};
};

/// A resource as one text of JSON, whichever form it came in.
std::string read(const std::string& text, bool xml) {
  fhir::Arena arena;
  const auto resource = xml ? fhir::xml::read(text, arena, {}, as_is) : fhir::json::read(text, arena, {}, as_is);
  INFO(text << (resource ? "" : fhir::to_text(resource.outcome())));
  REQUIRE(resource);
  std::string out;
  fhir::json::write(*resource, out);
  return out;
}

std::string xml_of(const std::string& json) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(json, arena, {}, as_is);
  REQUIRE(resource);
  std::string out;
  fhir::xml::write(*resource, out);
  return out;
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + by.size())) text.replace(at, what.size(), by);
  return text;
}

/// Without what differs in the links of two answers: a cursor has the time of its first page in it.
std::string without_cursors(std::string text) {
  constexpr std::string_view name = "_cursor=";
  for (std::size_t at = text.find(name); at != text.npos; at = text.find(name, at + 1)) {
    const std::size_t begin = at + name.size();
    text.erase(begin, text.find_first_of("&\"", begin) - begin);
  }
  return text;
}

Headers with(Headers headers, const char* name, const std::string& value) {
  headers.emplace_back(name, value);
  return headers;
}

struct Forms : Fixture {
  support::Http client{port()};

  Forms() {
    for (const char* version : {"1983", "1984"}) put("Patient", "a", std::string(R"("name":[{"family":"Rao <& \"ü\""}],"birthDate":")") + version + "\"");
    put("Patient", "b", R"("text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a &amp; b<br/></div>"})");
    put("Observation", "o", R"("status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"},"valueQuantity":{"value":1.50,"unit":"kg"})");
    put("Patient", "gone", R"("active":true)");
    REQUIRE(client.send("DELETE", "/fhir/Patient/gone").status / 100 == 2);
  }
  void put(const std::string& type, const std::string& id, const std::string& rest) {
    const auto answer = client.send("PUT", "/fhir/" + type + "/" + id, R"({"resourceType":")" + type + R"(","id":")" + id + "\"," + rest + "}", {{"Content-Type", of_json}});
    INFO(answer.body);
    REQUIRE(answer.status / 100 == 2);
  }

  /// Checks that the answers to a request in both forms say so and are equal.
  void check(const Row& row, const std::string& body, const char* of_body, const std::string& key) {
    Headers headers = row.headers;
    if (of_body != nullptr) headers.emplace_back("Content-Type", of_body);
    // What is done once is answered the same again, in either form.
    if (!key.empty()) headers.emplace_back("Idempotency-Key", key);
    CAPTURE(row.method, row.target, body);
    const auto json = client.send(row.method, "/fhir/" + row.target, body, with(headers, "Accept", of_json));
    const auto xml = client.send(row.method, "/fhir/" + row.target, body, with(headers, "Accept", of_xml));
    CAPTURE(json.body, xml.body);
    CHECK(json.status == row.status);
    CHECK(xml.status == row.status);
    CHECK(json.header("etag") == xml.header("etag"));
    CHECK(json.header("location") == xml.header("location"));
    if (json.body.empty() && xml.body.empty()) {
      const bool is_brief = std::any_of(row.headers.begin(), row.headers.end(), [](const auto& header) { return header.second == "return=minimal"; });
      CHECK((row.status == 204 || row.method == std::string("HEAD") || is_brief));
      if (row.status == 204) CHECK(json.header("content-type").empty());
      return;
    }
    CHECK(json.header("content-type") == std::string(of_json) + "; charset=utf-8");
    CHECK(xml.header("content-type") == std::string(of_xml) + "; charset=utf-8");
    CHECK(without_cursors(read(xml.body, true)) == without_cursors(read(json.body, false)));
  }

  void check(const Row& row) {
    static int keys = 0;
    const auto next_key = [&] { return row.method == std::string("POST") ? "key-" + std::to_string(++keys) : std::string(); };
    const bool has_type = std::any_of(row.headers.begin(), row.headers.end(), [](const auto& header) { return header.first == "Content-Type"; });
    if (row.body.empty() || has_type) return check(row, row.body, nullptr, next_key());
    check(row, row.body, of_json, next_key());
    check(row, xml_of(row.body), of_xml, next_key());
  }
};

std::string entry(const std::string& method, const std::string& url, const std::string& resource = {}) {
  return "{" + (resource.empty() ? "" : R"("resource":)" + resource + ",") + R"("request":{"method":")" + method + R"(","url":")" + url + "\"}}";
}

std::string bundle(const std::string& type) {
  return R"({"resourceType":"Bundle","type":")" + type + R"(","entry":[)" + entry("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"x"}})") + "," +
         entry("GET", "Patient/a") + "," + entry("GET", "Patient?_id=a,b") + "," + entry("DELETE", "Patient/none") +
         (type == "batch" ? "," + entry("GET", "Patient/none") : "") + "]}";
}

const std::string patient = R"({"resourceType":"Patient","id":"a","name":[{"family":"Rao <& \"ü\""}],"birthDate":"1984"})";
const std::string nameless = R"({"resourceType":"Patient","name":[{"family":"Iyer"}]})";
const std::string tagged = R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"a"}]}}]})";
const Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
const Headers minimal = {{"Prefer", "return=minimal"}}, outcome = {{"Prefer", "return=OperationOutcome"}};

/// Every row of https://hl7.org/fhir/R4/http.html#summary, the operations, and what each is refused with.
const Row rows[] = {
    {"GET", "metadata", 200},
    {"GET", "metadata?_summary=true", 200},
    {"OPTIONS", "", 200},
    // read, vread
    {"GET", "Patient/a", 200},
    {"GET", "Patient/b?_summary=text", 200},
    {"GET", "Patient/a?_elements=birthDate", 200},
    {"GET", "Patient/a?_pretty=true", 200},
    {"HEAD", "Patient/a", 200},
    {"GET", "Patient/a/_history/1", 200},
    {"GET", "Patient/none", 404},
    {"GET", "Patient/gone", 410},
    {"GET", "Patient/gone/_history/2", 410},
    {"GET", "Patient/a/_history/9", 404},
    {"GET", "Patiant/a", 404},
    // history
    {"GET", "Patient/a/_history", 200},
    {"GET", "Patient/gone/_history", 200},
    {"GET", "Patient/_history?_count=2", 200},
    {"GET", "_history", 200},
    {"GET", "_history?_count=0", 200},
    {"GET", "_history?_cursor=x", 400},
    // search
    {"GET", "Patient", 200},
    {"GET", "Patient?_count=1", 200},
    {"GET", "Observation?_include=Observation:patient&_total=accurate", 200},
    {"GET", "Patient?_summary=count", 200},
    {"GET", "?_type=Patient,Observation", 200},
    {"GET", "Patient/a/Observation", 200},
    {"GET", "Patient/a/*", 200},
    {"POST", "Patient/_search", 200, "birthdate=1984", form},
    {"POST", "_search", 200, "_type=Patient&_id=a", form},
    {"POST", "Patient/a/Observation/_search", 200, "status=final", form},
    {"POST", "Patient/a/*/_search", 200, "_type=Observation", form},
    {"GET", "Patient?nonsense=1", 400},
    {"GET", "Patient?birthdate=yesterday", 400},
    // create
    {"POST", "Patient", 201, nameless},
    {"POST", "Patient", 201, nameless, minimal},
    {"POST", "Patient", 201, nameless, outcome},
    {"POST", "Patient", 200, nameless, {{"If-None-Exist", "_id=a"}}},
    {"POST", "Patient", 412, nameless, {{"If-None-Exist", "_id=a,b"}}},
    {"POST", "Observation", 400, nameless},
    {"POST", "Patient", 415, "x", {{"Content-Type", "text/plain"}}},
    {"POST", "Patient", 400, "{", {{"Content-Type", of_json}}},
    {"POST", "Patient", 400, "<Patient", {{"Content-Type", of_xml}}},
    // update
    {"PUT", "Patient/a", 200, patient},
    {"PUT", "Patient/a", 200, patient, minimal},
    {"PUT", "Patient/a", 200, patient, outcome},
    {"PUT", "Patient?_id=a", 200, patient},
    {"PUT", "Patient/a", 412, patient, {{"If-Match", "W/\"9\""}}},
    {"PUT", "Patient/c", 400, patient},
    // patch
    {"PATCH", "Patient/a", 200, R"([{"op":"replace","path":"/birthDate","value":"1984"}])", {{"Content-Type", "application/json-patch+json"}}},
    {"PATCH", "Patient/a", 200, R"(<diff xmlns:f="http://hl7.org/fhir"><replace sel="f:Patient/f:birthDate/@value">1984</replace></diff>)", {{"Content-Type", "application/xml-patch+xml"}}},
    {"PATCH", "Patient/a", 200, R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.birthDate"},{"name":"value","valueDate":"1984"}]}]})"},
    {"PATCH", "Patient?_id=a", 200, R"([{"op":"test","path":"/birthDate","value":"1984"}])", {{"Content-Type", "application/json-patch+json"}}},
    {"PATCH", "Patient/a", 422, R"([{"op":"test","path":"/birthDate","value":"1900"}])", {{"Content-Type", "application/json-patch+json"}}},
    {"PATCH", "Patient/a", 400, "{}", {{"Content-Type", "application/json-patch+json"}}},
    // delete
    {"DELETE", "Patient/gone", 204},
    {"DELETE", "Patient/gone", 200, "", outcome},
    {"DELETE", "Patient?_id=nobody", 200, "", outcome},
    {"DELETE", "Patient?_id=a,b", 412},
    {"DELETE", "Patient", 400},
    // batch, transaction
    {"POST", "", 200, bundle("batch")},
    {"POST", "", 200, bundle("batch"), minimal},
    {"POST", "", 200, bundle("batch"), outcome},
    {"POST", "", 200, bundle("transaction")},
    {"POST", "", 400, R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entry("GET", "Nothing?x=1") + "]}"},
    {"POST", "", 400, nameless},
    // operations
    {"POST", "Patient/$validate", 200, nameless},
    {"POST", "Patient/$validate", 200, R"({"resourceType":"Parameters","parameter":[{"name":"resource","resource":)" + nameless + "}]}"},
    {"GET", "Patient/a/$validate", 200},
    {"GET", "Patient/a/$meta", 200},
    {"POST", "Patient/b/$meta-add", 200, tagged},
    {"POST", "Patient/b/$meta-delete", 200, tagged},
    {"GET", "Patient/a/$everything", 200},
    {"GET", "Patient/none/$everything", 404},
    {"POST", "Patient/a/$reindex", 200},
    {"POST", "Patient/$reindex", 202},
    {"POST", "$reindex", 202},
    {"GET", "$reindex", 200},
    {"GET", "$explain?search=Patient", 403},
    {"GET", "$nothing", 404},
    // places
    {"DELETE", "metadata", 405},
    {"GET", "_async/0123", 404},
};

}  // namespace

TEST_CASE("every interaction answers in JSON and in XML, as is asked for, and says the same in both") {
  Forms server;
  for (const Row& row : rows) server.check(row);
}

TEST_CASE("_format chooses the form of every answer to a GET as Accept does") {
  Forms server;
  for (const Row& row : rows) {
    if (row.method != std::string("GET")) continue;
    CAPTURE(row.target);
    const std::string target = "/fhir/" + row.target + (row.target.find('?') == row.target.npos ? "?" : "&") + "_format=";
    const auto json = server.client.get(target + "json", {{"Accept", of_xml}}), xml = server.client.get(target + "xml", {{"Accept", of_json}});
    CAPTURE(json.body, xml.body);
    CHECK(json.status == row.status);
    CHECK(xml.status == row.status);
    CHECK(json.header("content-type") == std::string(of_json) + "; charset=utf-8");
    CHECK(xml.header("content-type") == std::string(of_xml) + "; charset=utf-8");
    CHECK(without_cursors(replaced(read(xml.body, true), "_format=xml", "_format=json")) == without_cursors(read(json.body, false)));
  }
}

TEST_CASE("an asynchronous request is accepted, told of and answered in both forms") {
  Forms server;
  const auto path_of = [](const support::Response& accepted) {
    REQUIRE(accepted.status == 202);
    const std::string url(accepted.header("content-location"));
    return url.substr(url.find('/', url.find("://") + 3));
  };
  for (const char* target : {"Patient?_sort=_id", "_history", "Patient/a/$everything", "Patient?nonsense=1"}) {
    CAPTURE(target);
    const auto accepted = [&](const char* as) { return server.client.get("/fhir/" + std::string(target), {{"Prefer", "respond-async"}, {"Accept", as}}); };
    const auto json = accepted(of_json), xml = accepted(of_xml);
    const std::string path = path_of(json);
    CHECK(json.header("content-type") == std::string(of_json) + "; charset=utf-8");
    CHECK(xml.header("content-type") == std::string(of_xml) + "; charset=utf-8");
    const std::string other = path_of(xml);
    CHECK(replaced(read(xml.body, true), other, path) == read(json.body, false));
    for (int i = 0; i < 500 && server.client.get(path).status == 202; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    server.check({"GET", path.substr(6), target == std::string("Patient?nonsense=1") ? 400 : 200});
    // What is deleted is not known any more, in either form.
    for (const auto& one : {path, other}) CHECK(server.client.send("DELETE", one).status == 202);
    server.check({"GET", path.substr(6), 404});
  }
}
