#include <catch2/catch.hpp>

#include "fhir/json/tree.h"
#include "tests/src/http/served.h"

using namespace setu;
using Headers = support::Http::Headers;

// What is accepted for storage in one format is read in both, and can be sent back in both; what is not is refused unread by anyone.

namespace {

const Headers json = {{"Content-Type", "application/fhir+json"}, {"Accept", "application/fhir+json"}};
const Headers xml = {{"Content-Type", "application/fhir+xml"}, {"Accept", "application/fhir+xml"}};

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

std::string as_xml(const std::string& inside) { return R"(<Patient xmlns="http://hl7.org/fhir">)" + inside + "</Patient>"; }
std::string as_json(const std::string& inside) { return R"({"resourceType":"Patient",)" + inside + "}"; }
std::string extensions_xml(int depth, const std::string& value) { return repeated(R"(<extension url="u">)", depth) + value + repeated("</extension>", depth); }
std::string extensions_json(int depth, const std::string& value) { return repeated(R"("extension":[{"url":"u",)", depth) + value + repeated("}]", depth); }
std::string narrative_xml(const std::string& div) { return R"(<text><status value="generated"/>)" + div + "</text>"; }
std::string narrative_json(const std::string& div) {
  std::string text;
  fhir::json::append_string(text, div);
  return R"("text":{"status":"generated","div":)" + text + "}";
}
std::string div(const std::string& inside) { return R"(<div xmlns="http://www.w3.org/1999/xhtml">)" + inside + "</div>"; }

bool has(std::string_view text, std::string_view part) { return text.find(part) != text.npos; }

}  // namespace

TEST_CASE("what is at every limit is read in both formats, worked on, and can be sent back without a difference") {
  Fixture server;
  support::Http client(server.port());
  const std::string deep_div = div(repeated("<b>", 127) + "x" + repeated("</b>", 127));
  const std::string bodies[] = {
      as_xml("<id value=\"a\"/>" + narrative_xml(deep_div) + extensions_xml(63, R"(<valueQuantity><value value="1e307"/></valueQuantity>)")),
      as_json("\"id\":\"a\"," + narrative_json(deep_div) + "," + extensions_json(63, R"("valueQuantity":{"value":-9e-99999999999})")),
  };
  for (const std::string& body : bodies) {
    INFO(body);
    const auto put = client.send("PUT", "/fhir/Patient/a", body, body[0] == '<' ? xml : json);
    INFO(put.body);
    REQUIRE(put.status / 100 == 2);
    const auto sent_back = [&] {
      const auto before = client.get("/fhir/Patient/a", json);
      for (const Headers& headers : {json, xml}) {
        const auto read = client.get("/fhir/Patient/a", headers);
        REQUIRE(read.status == 200);
        const auto again = client.send("PUT", "/fhir/Patient/a", read.body, headers);
        INFO(again.body);
        CHECK(again.status == 200);
        CHECK(client.get("/fhir/Patient/a", json).body == before.body);
      }
    };
    sent_back();
    const std::string meta = R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:s","code":"c"}]}}]})";
    CHECK(client.send("POST", "/fhir/Patient/a/$meta-add", meta, json).status == 200);
    CHECK(client.send("PATCH", "/fhir/Patient/a", R"([{"op":"add","path":"/active","value":true}])", {{"Content-Type", "application/json-patch+json"}}).status == 200);
    CHECK(client.send("PATCH", "/fhir/Patient/a", R"(<diff xmlns:f="http://hl7.org/fhir"><replace sel="f:Patient/f:active/@value">false</replace></diff>)", {{"Content-Type", "application/xml-patch+xml"}}).status == 200);
    const std::string operation = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                                  R"({"name":"path","valueString":"Patient.active"},{"name":"value","valueBoolean":true}]}]})";
    CHECK(client.send("PATCH", "/fhir/Patient/a", operation, json).status == 200);
    sent_back();
    for (const char* target : {"/fhir/Patient/a/$meta", "/fhir/Patient/a/$everything", "/fhir/Patient", "/fhir/Patient?_summary=data", "/fhir/Patient/a/_history", "/fhir/Patient?_elements=active"}) {
      INFO(target);
      for (const Headers& headers : {json, xml}) CHECK(client.get(target, headers).status == 200);
    }
  }
}

TEST_CASE("what could not be read again is refused with its FHIRPath, and so $validate says") {
  Fixture server;
  support::Http client(server.port());
  struct Case {
    std::string body, place;
  };
  const std::string deep = "Patient" + repeated(".extension[0]", 64);
  const Case cases[] = {
      {as_xml(extensions_xml(1, R"(<valueDecimal value="1e400"/>)")), "Patient.extension[0].value"},
      {as_json(extensions_json(1, R"("valueDecimal":1e400)")), "Patient.extension[0].value"},
      {as_xml(extensions_xml(1, R"(<valueQuantity><value value="0e999999"/></valueQuantity>)")), "Patient.extension[0].value.value"},
      {as_xml(extensions_xml(64, R"(<valueBoolean value="true"/>)")), deep},
      {as_json(extensions_json(64, R"("valueBoolean":true)")), deep},
      {as_xml(narrative_xml(div(repeated("<b>", 128) + "x" + repeated("</b>", 128)))), "Patient.text.div"},
      {as_json(narrative_json(div(repeated("<b>", 128) + "x" + repeated("</b>", 128)))), "Patient.text.div"},
      {as_json(narrative_json(div(std::string("a\0b", 3)))), "Patient.text.div"},
      {as_json(narrative_json(div("<p title='\x01'>a</p>"))), "Patient.text.div"},
      {as_json(narrative_json(div("a<!-- \xEF\xBF\xBF -->"))), "Patient.text.div"},
      {as_json(narrative_json("\n" + div("a"))), "Patient.text.div"},
      {as_json(R"("text":{"status":"generated","_div":{"id":"d"}})"), "Patient.text.div"},
      {as_json(R"("extension":[{"_url":{"id":"d"},"valueBoolean":true}])"), "Patient.extension[0].url"},
      {as_xml("<name xmlns=\"http://hl7.org/fhir\"/>"), "Patient.name[0]"},
  };
  for (const Case& one : cases) {
    INFO(one.body.substr(0, 300));
    const Headers& headers = one.body[0] == '<' ? xml : json;
    const Headers told = {{"Content-Type", headers[0].second}, {"Accept", "application/fhir+json"}};
    const auto created = client.send("POST", "/fhir/Patient", one.body, told);
    INFO(created.body);
    CHECK(created.status == 400);
    CHECK(has(created.body, "\"expression\":[\"" + one.place + "\"]"));
    const auto validated = client.send("POST", "/fhir/Patient/$validate", one.body, told);
    INFO(validated.body);
    CHECK(validated.status == 200);
    CHECK(has(validated.body, "\"expression\":[\"" + one.place + "\"]"));
    CHECK(client.send("POST", "/fhir/Patient/$validate", one.body, headers).status == 200);
    if (headers == xml) continue;
    const std::string bundle = R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + one.body + R"(,"request":{"method":"POST","url":"Patient"}}]})";
    const auto transaction = client.send("POST", "/fhir", bundle, told);
    INFO(transaction.body);
    CHECK(transaction.status == 400);
    CHECK(has(transaction.body, "\"expression\":[\"Bundle.entry[0].resource."));
  }
  CHECK(has(client.get("/fhir/Patient?_summary=count", json).body, "\"total\":0"));
}
