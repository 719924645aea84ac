#include <catch2/catch.hpp>

#include <algorithm>

#include "src/http/brotli.h"
#include "src/http/gzip.h"
#include "tests/src/http/raw_client.h"
#include "tests/src/http/served.h"

using namespace setu;
using Headers = support::Http::Headers;

// What https://hl7.org/fhir/R4/http.html says of forms, headers and methods, over real sockets.

namespace {

const Headers json = {{"Content-Type", "application/fhir+json"}};
bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

/// A server with Patient/a.
struct ServedPatient : Fixture {
  support::Http client{port()};
  ServedPatient() { REQUIRE(put("1984").status == 201); }
  support::Response put(std::string year, Headers headers = json) {
    return client.send("PUT", "/fhir/Patient/a", R"({"resourceType":"Patient","id":"a","birthDate":")" + year + "\"}", headers);
  }
};

bool is_outcome(const support::Response& response) { return has(response.body, "OperationOutcome") && has(response.body, "diagnostics"); }

}  // namespace

TEST_CASE("the form of an answer is what _format says, else the best of Accept") {
  ServedPatient server;
  struct Row {
    const char* query;
    const char* accept;
    const char* form;  // empty: a 406
  };
  constexpr const char* of_json = "application/fhir+json";
  constexpr const char* of_xml = "application/fhir+xml";
  const Row rows[] = {
      {"", "", of_json},
      {"", "*/*", of_json},
      {"", "application/*", of_json},
      {"", "application/json", "application/json"},
      {"", "text/json", "text/json"},
      {"", "application/json+fhir", of_json},
      {"", "application/xml", "application/xml"},
      {"", "text/xml", "text/xml"},
      {"", "APPLICATION/FHIR+XML", of_xml},
      {"", "application/fhir+json;q=0.4, application/fhir+xml;q=0.5", of_xml},
      {"", "application/fhir+xml;q=0.5, application/fhir+json;q=0.501", of_json},
      {"", "*/*;q=0.1, application/fhir+xml;q=0.2", of_xml},
      {"", "application/fhir+json;q=0, */*", of_xml},
      {"", "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8", "application/xml"},
      {"", "image/png, */*;q=0.1", of_json},
      {"", "application/fhir+json; fhirVersion=4.0", of_json},
      {"", "application/fhir+xml; fhirVersion=\"4.0\"; charset=UTF-8", of_xml},
      {"", "application/fhir+json; fhirVersion=3.0, application/fhir+xml; fhirVersion=4.0; q=0.2", of_xml},
      {"", "application/fhir+json; fhirVersion=3.0", ""},
      {"", "application/fhir+json; fhirVersion=5.0", ""},
      {"", "application/fhir+json; charset=iso-8859-1", ""},
      {"", "application/fhir+json;q=0", ""},
      {"", "image/png", ""},
      {"", "text/turtle", ""},
      {"?_format=xml", "application/fhir+json", of_xml},
      {"?_format=json", "application/fhir+xml", of_json},
      {"?_format=json", "image/png", of_json},
      {"?_format=application/fhir+xml", "", of_xml},
      {"?_format=application/fhir%2Bxml", "", of_xml},
      {"?_format=application/fhir%20xml", "", of_xml},
      {"?_format=text/xml", "", of_xml},
      {"?_format=application/json", "application/fhir+xml", of_json},
      {"?_format=application/fhir%2Bjson;fhirVersion=4.0", "", of_json},
      {"?_format=application/fhir%2Bjson;fhirVersion=3.0", "", ""},
      {"?_format=html", "*/*", ""},
      {"?_format=", "*/*", of_json},
      {"?_format=", "text/xml", "text/xml"},
      {"?_format=XML", "*/*", of_xml},
  };
  for (const Row& row : rows) {
    CAPTURE(row.query, row.accept);
    Headers headers;
    if (*row.accept != '\0') headers.emplace_back("Accept", row.accept);
    const auto answer = server.client.get("/fhir/Patient/a" + std::string(row.query), headers);
    const std::string form(answer.header("content-type"));
    if (*row.form != '\0') {
      CHECK(answer.status == 200);
      CHECK(form == std::string(row.form) + "; charset=utf-8");
    } else {
      CHECK(answer.status == 406);
      CHECK(is_outcome(answer));
    }
  }
}

TEST_CASE("a body is read in the form that Content-Type names, of FHIR 4.0 and in UTF-8") {
  Fixture server;
  support::Http client(server.port());
  struct Row {
    const char* type;
    int status;
  };
  const Row rows[] = {
      {"application/fhir+json", 201}, {"application/json", 201}, {"text/json", 201}, {"application/fhir+json; charset=UTF-8", 201},
      {"application/fhir+json; fhirVersion=4.0", 201}, {"application/fhir+json;fhirVersion=\"4.0\";charset=\"utf-8\"", 201},
      {"application/fhir+json; fhirVersion=3.0", 415}, {"application/fhir+json; fhirVersion=5.0", 415},
      {"application/json; charset=iso-8859-1", 415}, {"text/plain", 415}, {"application/x-www-form-urlencoded", 415}, {"nonsense", 415},
      {"application/fhir+xml", 400},
  };
  for (const Row& row : rows) {
    CAPTURE(row.type);
    const auto answer = client.send("POST", "/fhir/Patient", R"({"resourceType":"Patient"})", {{"Content-Type", row.type}});
    CHECK(answer.status == row.status);
    if (row.status >= 400) CHECK(is_outcome(answer));
  }
  for (const char* path : {"Patient", "Binary"}) {
    RawClient none(server.port());
    REQUIRE(none.send("POST /fhir/" + std::string(path) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}"));
    CHECK(none.read_until("\r\n\r\n").starts_with("HTTP/1.1 415"));
  }
  for (const char* type : {"application/fhir+xml", "application/xml", "text/xml; charset=utf-8"}) {
    CHECK(client.send("POST", "/fhir/Patient", R"(<Patient xmlns="http://hl7.org/fhir"/>)", {{"Content-Type", type}}).status == 201);
  }
}

TEST_CASE("HEAD is answered wherever GET is, with the same headers and no body") {
  ServedPatient server;
  for (const char* path : {"/fhir/metadata", "/fhir", "/fhir/_history", "/fhir/Patient", "/fhir/Patient?birthdate=1984", "/fhir/Patient/_history", "/fhir/Patient/a",
                           "/fhir/Patient/a/_history", "/fhir/Patient/a/_history/1", "/fhir/Patient/a/$everything", "/fhir/Patient/a/$meta", "/fhir/Patient/a/Observation",
                           "/fhir/Patient/a/*", "/fhir/Patient/none", "/fhir/Nothing", "/health/live", "/t/default/fhir/Patient/a?_format=xml"}) {
    CAPTURE(path);
    auto get = server.client.get(path), head = server.client.send("HEAD", path);
    CHECK(head.status == get.status);
    CHECK(head.body.empty());
    const auto varying = [](const auto& header) { return header.first == "date" || header.first == "x-request-id"; };
    std::erase_if(get.headers, varying);
    std::erase_if(head.headers, varying);
    CHECK(head.headers == get.headers);
  }
}

TEST_CASE("OPTIONS is answered wherever there is something, and says what") {
  ServedPatient server;
  const auto capabilities = server.client.send("OPTIONS", "/fhir");
  CHECK(capabilities.status == 200);
  CHECK(capabilities.header("allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(has(capabilities.body, "CapabilityStatement"));
  struct Row {
    const char* path;
    const char* allow;
  };
  for (const Row& row : {Row{"/fhir/metadata", "GET, HEAD, OPTIONS"}, Row{"/fhir/Patient", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"},
                         Row{"/fhir/Patient/a", "GET, HEAD, PUT, PATCH, DELETE, OPTIONS"}, Row{"/fhir/Patient/_search", "POST, OPTIONS"},
                         Row{"/fhir/_async/0", "GET, HEAD, DELETE, OPTIONS"}}) {
    CAPTURE(row.path);
    const auto answer = server.client.send("OPTIONS", row.path);
    CHECK(answer.status == 204);
    CHECK(answer.header("allow") == row.allow);
    const auto refused = server.client.send("TRACE", row.path);
    CHECK((refused.status == 405 || refused.status == 400));
  }
  CHECK(server.client.send("OPTIONS", "/fhir/Nothing").status == 404);
}

TEST_CASE("a search by POST has its parameters in URL and form together") {
  ServedPatient server;
  const Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const auto total = [&](const std::string& target, const std::string& body, const Headers& headers) {
    const auto answer = server.client.send("POST", target, body, headers);
    INFO(answer.body);
    CHECK(answer.status == 200);
    return has(answer.body, R"("total":1)");
  };
  CHECK(total("/fhir/Patient/_search", "birthdate=1984", form));
  CHECK(total("/fhir/Patient/_search?birthdate=1984", "_id=a", form));
  CHECK_FALSE(total("/fhir/Patient/_search?birthdate=1985", "_id=a", form));
  CHECK_FALSE(total("/fhir/Patient/_search?_id=a", "birthdate=1985", form));
  CHECK(total("/fhir/Patient/_search?_id=a", "", {}));
  CHECK(total("/fhir/_search", "_type=Patient&_id=a", {{"Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"}}));
  CHECK(has(server.client.send("POST", "/fhir/Patient/_search", "_format=xml&_id=a", form).body, "<Bundle"));
  const auto as_json = server.client.send("POST", "/fhir/Patient/_search", R"({"_id":"a"})", json);
  CHECK(as_json.status == 415);
  CHECK(is_outcome(as_json));
}

TEST_CASE("the links of a search lead to the same pages by GET and, as a form, by POST") {
  ServedPatient server;
  for (int n = 0; n < 5; ++n) {
    REQUIRE(server.client.send("PUT", "/fhir/Patient/p" + std::to_string(n), R"({"resourceType":"Patient","id":"p)" + std::to_string(n) + R"(","birthDate":"1984"})", json).status == 201);
  }
  const Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  const auto next_of = [](const std::string& body) {
    const std::string begin = R"({"relation":"next","url":")";
    const std::size_t at = body.find(begin);
    return at == body.npos ? std::string() : body.substr(at + begin.size(), body.find('"', at + begin.size()) - at - begin.size());
  };
  auto page = server.client.send("POST", "/fhir/Patient/_search", "birthdate=1984&_count=2&_sort=_id&_elements=id", form);
  int pages = 1;
  for (std::string next = next_of(page.body); !next.empty() && pages < 10; next = next_of(page.body), ++pages) {
    CAPTURE(next);
    REQUIRE(has(next, "/fhir/Patient?"));
    page = server.client.send("POST", "/fhir/Patient/_search", next.substr(next.find('?') + 1), form);
    CHECK(page.status == 200);
    CHECK(page.body == server.client.get(next.substr(next.find("/fhir/"))).body);
  }
  CHECK(pages == 3);
}

TEST_CASE("the capabilities are sent again only where they changed") {
  ServedPatient server;
  const auto first = server.client.get("/fhir/metadata");
  const std::string tag(first.header("etag"));
  REQUIRE(tag.starts_with("W/\""));
  CHECK(server.client.get("/fhir/metadata").header("etag") == tag);
  const auto known = server.client.get("/fhir/metadata", {{"If-None-Match", "W/\"7\", " + tag}});
  CHECK(known.status == 304);
  CHECK(known.body.empty());
  CHECK(known.header("etag") == tag);
  CHECK(server.client.get("/fhir/metadata", {{"If-None-Match", "W/\"7\""}}).status == 200);
  CHECK(server.client.get("/fhir/metadata?mode=terminology", {{"If-None-Match", tag}}).status == 200);
  CHECK(server.client.get("/fhir/metadata?_summary=true", {{"If-None-Match", tag}}).status == 200);
}

TEST_CASE("If-None-Match takes a list of tags, of which one may be the version there is") {
  ServedPatient server;
  REQUIRE(server.put("1985").status == 200);
  const auto status = [&](std::string tags) { return server.client.get("/fhir/Patient/a", {{"If-None-Match", std::move(tags)}}).status; };
  CHECK(status("W/\"1\", W/\"2\"") == 304);
  CHECK(status("\"2\",\"x\"") == 304);
  CHECK(status("W/\"1\", W/\"3\"") == 200);
  CHECK(status("\"x\", \"y,2\"") == 200);
}

TEST_CASE("bodies travel compressed both ways, within limits") {
  ServedPatient server;
  const std::string body = R"({"resourceType":"Patient","name":[{"text":")" + std::string(4000, 'x') + R"("}]})";
  const auto with = [](std::string_view coding) {
    Headers headers = json;
    headers.emplace_back("Content-Encoding", std::string(coding));
    return headers;
  };
  CHECK(server.client.send("POST", "/fhir/Patient", http::gzip(body, 6), with("gzip")).status == 201);
  CHECK(server.client.send("POST", "/fhir/Patient", http::brotli(body, 4), with("br")).status == 201);
  CHECK(server.client.send("POST", "/fhir/Patient", http::gzip(body, 6), with("br")).status == 400);
  CHECK(server.client.send("POST", "/fhir/Patient", body, with("gzip")).status == 400);
  const auto deflated = server.client.send("POST", "/fhir/Patient", body, with("deflate"));
  CHECK(deflated.status == 415);
  CHECK(deflated.header("accept-encoding") == "br, gzip");
  const std::string bomb(32 * 1024 * 1024, ' ');
  for (const auto& answer : {server.client.send("POST", "/fhir/Patient", http::gzip(bomb, 9), with("gzip")), server.client.send("POST", "/fhir/Patient", http::brotli(bomb, 4), with("br"))}) {
    CHECK(answer.status == 413);
    CHECK(is_outcome(answer));
  }
  const auto plain = server.client.get("/fhir/metadata");
  const auto zipped = server.client.get("/fhir/metadata", {{"Accept-Encoding", "gzip"}});
  CHECK(zipped.header("content-encoding") == "gzip");
  CHECK(*http::gunzip(zipped.body, 64 << 20, 1000) == plain.body);
  const auto brotlied = server.client.get("/fhir/metadata", {{"Accept-Encoding", "br, gzip"}});
  CHECK(brotlied.header("content-encoding") == "br");
  CHECK(*http::unbrotli(brotlied.body, 64 << 20, 1000) == plain.body);
  CHECK(server.client.get("/fhir/metadata", {{"Accept-Encoding", "gzip;q=0, identity"}}).header("content-encoding").empty());
}

TEST_CASE("Prefer says what a write is answered with") {
  ServedPatient server;
  int year = 1990;
  const auto put = [&](std::string prefer) { return server.put(std::to_string(year++), {{"Content-Type", "application/fhir+json"}, {"Prefer", std::move(prefer)}}); };
  CHECK(put("return=minimal").body.empty());
  CHECK(has(put("return=representation").body, R"("resourceType":"Patient")"));
  CHECK(has(put("return=OperationOutcome").body, R"("resourceType":"OperationOutcome")"));
  CHECK(has(put("return=\"representation\"; x=y, wait=10").body, R"("resourceType":"Patient")"));
  CHECK(has(put("return=nonsense").body, R"("resourceType":"Patient")"));
}

TEST_CASE("If-Match takes a version as a weak or a strong tag, or any") {
  ServedPatient server;
  const auto put = [&](std::string year, std::string tag) { return server.put(std::move(year), {{"Content-Type", "application/fhir+json"}, {"If-Match", std::move(tag)}}).status; };
  CHECK(put("1985", "W/\"1\"") == 200);
  CHECK(put("1986", "\"2\"") == 200);
  CHECK(put("1987", "W/\"2\"") == 412);
  CHECK(put("1987", "\"x\"") == 412);
  CHECK(put("1987", "3") == 412);
  CHECK(put("1987", "W/\"3\", W/\"4\"") == 400);
  CHECK(put("1987", "W/\"3\"") == 200);
  CHECK(put("1988", "*") == 200);
  CHECK(put("1989", "W/\"4\"") == 412);
}

TEST_CASE("no search string, however formed, ends the process or is the server's failure") {
  ServedPatient server;
  const auto repeated = [](std::string_view text, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += text;
    return out;
  };
  const std::string strings[] = {
      "name=%", "name=%4", "name=%zz", "name=%00", "name=a%00b", "name=%C3", "name=%C3%28", "name=%C0%80", "name=%ED%A0%80", "name=%F4%90%80%80", "name=%FF%FE",
      "%FF=1", "%00=%00", "=", "=a", "&", "&&&=&", "name", "name=", "name==", "name=a=b", "name:=a", ":exact=a", "name:exact:exact=a", "name:exact.=a", ".name=a",
      "name=\xc3\xa9", "name=\xff\xfe\xfd", "n\xc3\xa4me=1", "name=%E0%A4%95%E0%A5%8D%E0%A4%B7", "name=%F0%9F%98%80", "name=%CC%81%CC%81%CC%81", "name=%E2%80%AE",
      "name=" + std::string(6000, 'a'), "name=" + repeated("%C3%A9", 1000), "name=" + repeated(",", 5000), "name=" + repeated("a,", 2500), "_id=" + repeated("a,", 2500),
      std::string(6000, 'x') + "=1", repeated("name=a&", 63), repeated("name=a&", 65), repeated("&", 5000), "name=" + repeated("%5C", 2000), "name=a%5C", "name=%5C,%5C$%5C|",
      "general-practitioner" + repeated(":Practitioner.name", 200) + "=a", "link" + repeated(".link", 1000) + "=a", "organization" + repeated(".partof", 700) + ".name=a",
      repeated("_has:Observation:patient:", 200) + "code=a", "_has=1", "_has:=1", "_has:::=1", "_has:Observation:patient=1", "_has:Observation:subject:_has:Patient:link:name=1",
      "birthdate=0", "birthdate=99999", "birthdate=gt", "birthdate=gt9999-12-31T23:59:59.999999999999Z", "birthdate=-1", "birthdate=2024-02-30", "birthdate=1984-05-12T25:61",
      "birthdate=ap0001-01-01", "birthdate=lt0001-01-01", "_lastUpdated=ge%FF", "_lastUpdated=" + std::string(4000, '9'), "_count=-1", "_count=99999999999999999999", "_count=1e9",
      "_sort=" + repeated("name,", 1000), "_sort=,", "_sort=--name", "_include=*", "_include=%2A:%2A", "_include:iterate=" + repeated("a:", 1000), "_revinclude=Observation:",
      "_elements=" + repeated("a.", 2000), "_summary=maybe", "_total=perhaps", "_cursor=garbage", "_cursor=" + std::string(6000, 'A'), "_type=Patient,,Nothing", "_filter=" + repeated("(", 3000),
      "_filter=" + repeated("not%20(", 1000), "_filter=name%20eq%20%22", "_filter=%FF", "_filter=" + repeated("name%20eq%20a%20and%20", 250) + "name%20eq%20a", "_list=%24current", "_list=%00", "_query=%00",
      "_text=" + repeated("(", 2000), "_content=%22", "near=1|2|3|4|5", "near=%7C%7C%7C", "identifier=|", "identifier=||", "identifier=%7C%00", "identifier:of-type=a|b", "gender:not=",
      "gender:in=http://x/y", "gender:missing=maybe", "_tag:above=%FF", "_profile:below=" + std::string(3000, '/'), "_security=" + repeated("a|b,", 1000), "a%0d%0ab=c%0d%0a",
      "name='%20or%201=1--", "name=%27%3B%20drop%20table%20setu.res%3B--", "name=$1", "_id=%24%24", "_format=%FF", "_pretty=%FF", "code-value-quantity=" + repeated("$", 2000),
  };
  const char* const places[] = {"/fhir/Patient", "/fhir/Observation", "/fhir"};
  const auto fine = [](int status) { return status == 200 || status == 400 || status == 403 || status == 404 || status == 406 || status == 413 || status == 414 || status == 431; };
  for (const std::string& text : strings) {
    CAPTURE(text.substr(0, 200));
    for (const char* place : places) {
      // By a socket of its own: bytes that are no HTTP may end the connection, and nothing else.
      RawClient raw(server.port());
      REQUIRE(raw.connected());
      REQUIRE(raw.send("GET " + std::string(place) + "?" + text + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
      const std::string answer = raw.read_all();
      REQUIRE(answer.size() > 12);
      const int status = std::atoi(answer.c_str() + 9);
      CAPTURE(place, answer.substr(0, 12));
      CHECK(fine(status));
      if (status >= 400) CHECK(has(answer, "OperationOutcome"));
      const auto posted = server.client.send("POST", std::string(place) + "/_search", text, {{"Content-Type", "application/x-www-form-urlencoded"}});
      CAPTURE(posted.status, posted.body.substr(0, 300));
      CHECK(fine(posted.status));
    }
    CHECK(fine(server.client.send("DELETE", "/fhir/Basic", "", {{"If-None-Exist", text.substr(0, 100)}}).status));
  }
  CHECK(server.client.get("/fhir/Patient/a").status == 200);
}

TEST_CASE("If-None-Match is a condition of writes as well") {
  ServedPatient server;
  const auto put = [&](std::string year, std::string tag) { return server.put(std::move(year), {{"Content-Type", "application/fhir+json"}, {"If-None-Match", std::move(tag)}}).status; };
  CHECK(put("1985", "W/\"1\"") == 412);
  CHECK(put("1985", "*") == 412);
  CHECK(server.client.send("DELETE", "/fhir/Patient/a", "", {{"If-None-Match", "*"}}).status == 412);
  CHECK(server.client.send("DELETE", "/fhir/Patient/a", "", {{"If-None-Match", "W/\"2\", \"1\""}}).status == 412);
  CHECK(put("1985", "W/\"2\"") == 200);
  CHECK(put("1986", "W/\"1\"") == 200);
  CHECK(server.client.send("DELETE", "/fhir/Patient/a", "", {{"If-None-Match", "W/\"1\""}}).status == 204);
}

TEST_CASE("If-Unmodified-Since is a condition of writes and reads, to the second") {
  ServedPatient server;
  const std::string changed(server.client.get("/fhir/Patient/a").header("last-modified"));
  const std::string before = "Sun, 06 Nov 1994 08:49:37 GMT";
  const auto put = [&](std::string year, std::string date, Headers more = {}) {
    more.insert(more.end(), {{"Content-Type", "application/fhir+json"}, {"If-Unmodified-Since", std::move(date)}});
    return server.put(std::move(year), std::move(more)).status;
  };
  CHECK(put("1985", before) == 412);
  CHECK(server.client.send("DELETE", "/fhir/Patient/a", "", {{"If-Unmodified-Since", before}}).status == 412);
  CHECK(server.client.send("PATCH", "/fhir/Patient/a", "[]", {{"Content-Type", "application/json-patch+json"}, {"If-Unmodified-Since", before}}).status == 412);
  CHECK(server.client.get("/fhir/Patient/a", {{"If-Unmodified-Since", before}}).status == 412);
  CHECK(server.client.get("/fhir/Patient/a", {{"If-Unmodified-Since", changed}}).status == 200);
  CHECK(put("1985", changed) == 200);
  CHECK(put("1986", "no date") == 200);
  // If-Match goes first. https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2
  CHECK(put("1987", before, {{"If-Match", "W/\"3\""}}) == 200);
  CHECK(put("1988", changed, {{"If-Match", "W/\"3\""}}) == 412);
}

TEST_CASE("a parameter that is refused before it is known to be a search's is named in the issue's location") {
  ServedPatient server;
  for (const auto& [url, name] : {std::pair("/fhir/Patient?_summary=short", "_summary"), std::pair("/fhir/Patient/a?colour=blue", "colour"), std::pair("/fhir/Patient?name=%FF", "name")}) {
    const auto refused = server.client.get(url);
    INFO(url << '\n' << refused.body);
    CHECK(refused.status == 400);
    CHECK(refused.body.find("\"location\":[\"http." + std::string(name) + "\"]") != std::string::npos);
  }
}
