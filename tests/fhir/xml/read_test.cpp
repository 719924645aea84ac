#include <catch2/catch.hpp>

#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"

namespace {

std::string patient(const std::string& inside) { return "<Patient xmlns=\"http://hl7.org/fhir\">" + inside + "</Patient>"; }

/// What was read as JSON, or what was wrong.
std::string read(const std::string& xml) {
  fhir::Arena arena;
  const auto resource = fhir::xml::read(xml, arena);
  if (!resource) return fhir::to_text(resource.outcome());
  std::string json;
  fhir::json::write(*resource, json);
  return json;
}

fhir::Issues issues_of(const std::string& xml) {
  fhir::Arena arena;
  const auto resource = fhir::xml::read(xml, arena);
  return resource ? fhir::Issues() : resource.outcome().issues;
}

}  // namespace

TEST_CASE("XML says what JSON says") {
  const std::pair<std::string, std::string> cases[] = {
      {R"(<active value="true"/>)", R"("active":true)"},
      {R"(<birthDate value="1970-03"/>)", R"("birthDate":"1970-03")"},
      {R"(<name><family value="A&amp;B &lt;&#233;"/></name>)", R"("name":[{"family":"A&B <é"}])"},
      {R"(<name><given value="A"/><given value="B"/></name>)", R"("name":[{"given":["A","B"]}])"},
      {R"(<multipleBirthInteger value="2"/>)", R"("multipleBirthInteger":2)"},
      {R"(<birthDate id="b" value="1970"/>)", R"("birthDate":"1970","_birthDate":{"id":"b"})"},
      {R"(<birthDate><extension url="http://x.test/a"><valueString value="soon"/></extension></birthDate>)",
       R"("_birthDate":{"extension":[{"url":"http://x.test/a","valueString":"soon"}]})"},
      {R"(<name><given><extension url="http://x.test/a"><valueCode value="x"/></extension></given><given value="B"/></name>)",
       R"("name":[{"given":[null,"B"],"_given":[{"extension":[{"url":"http://x.test/a","valueCode":"x"}]},null]}])"},
      {R"(<contained><Organization><id value="o"/><name value="N"/></Organization></contained>)",
       R"("contained":[{"resourceType":"Organization","id":"o","name":"N"}])"},
  };
  for (const auto& [xml, json] : cases) {
    INFO(xml);
    CHECK(read(patient(xml)) == R"({"resourceType":"Patient",)" + json + "}");
  }
}

TEST_CASE("a narrative is kept to the letter") {
  const std::string div = "<div xmlns=\"http://www.w3.org/1999/xhtml\">\n <p>a &lt; b<br/>é&#160;</p><!-- c --></div>";
  const std::string xml = patient("<text><status value=\"generated\"/>" + div + "</text><active value=\"true\"/>");
  fhir::Arena arena;
  const auto resource = fhir::xml::read(xml, arena);
  REQUIRE(resource);
  std::string again;
  fhir::xml::write(*resource, again);
  CHECK(again.find(div) != std::string::npos);
}

TEST_CASE("a fault in XML is said with its place") {
  struct Case {
    std::string xml, expression, word;
  };
  const Case cases[] = {
      {patient("\n<famly value=\"x\"/>"), "Patient.famly", "not an element"},
      {patient("<birthDate value=\"1970-13\"/>"), "Patient.birthDate", "date"},
      {patient("<active value=\"yes\"/>"), "Patient.active", "boolean"},
      {patient("<gender value=\"male\"/><active value=\"true\"/>"), "Patient.active", "order"},
      {patient("<active value=\"true\"/><active value=\"true\"/>"), "Patient.active", "once"},
      {patient("<active/>"), "Patient.active", "empty"},
      {patient("<active value=\"true\">yes</active>"), "Patient.active", ""},
      {patient("<active value=\"true\" colour=\"red\"/>"), "Patient.active", "colour"},
      {patient("<name><family value=\"A\"/>stray</name>"), "Patient.name[0]", ""},
      {patient("<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\"><script>x</script></div></text>"), "Patient.text.div", "script"},
      {"<Pattient xmlns=\"http://hl7.org/fhir\"/>", "", "Pattient"},
      {"<Patient><active value=\"true\"/></Patient>", "", "http://hl7.org/fhir"},
  };
  for (const Case& one : cases) {
    INFO(one.xml);
    const auto issues = issues_of(one.xml);
    REQUIRE(!issues.empty());
    INFO(issues[0].expression << ": " << issues[0].text);
    if (!one.expression.empty()) CHECK(issues[0].expression == one.expression);
    CHECK(issues[0].text.find(one.word) != std::string::npos);
  }
  CHECK(issues_of(patient("\n<famly value=\"x\"/>"))[0].line == 2);
}

TEST_CASE("hostile XML is refused") {
  const std::string hostile[] = {
      R"(<!DOCTYPE Patient [<!ENTITY x "y">]><Patient xmlns="http://hl7.org/fhir"><active value="&x;"/></Patient>)",
      R"(<!DOCTYPE Patient SYSTEM "file:///etc/passwd"><Patient xmlns="http://hl7.org/fhir"/>)",
      R"(<?xml version="1.0" encoding="UTF-16"?><Patient xmlns="http://hl7.org/fhir"><active value="true"/></Patient>)",
      patient("<name><family value=\"\xff\"/></name>"),
      patient("<name><family value=\"&#0;\"/></name>"),
      "",
      "<",
      patient("<active value=\"true\"/>") + "<more/>",
  };
  for (const std::string& xml : hostile) {
    INFO(xml);
    CHECK(!issues_of(xml).empty());
  }
}

TEST_CASE("XML nested deeper than the limit is refused before it is parsed") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<extension>";
  const auto issues = issues_of(patient(deep));
  REQUIRE(!issues.empty());
  CHECK(issues[0].text.find("deep") != std::string::npos);
}

TEST_CASE("characters that XML would change come back") {
  fhir::Arena arena;
  const auto first = fhir::xml::read(patient("<name><family value=\"a&#9;b&#10;c&#13;d&quot;e&apos;f&gt;\"/></name>"), arena);
  REQUIRE(first);
  std::string xml, json, again;
  fhir::xml::write(*first, xml);
  fhir::json::write(*first, json);
  CHECK(json.find(R"(a\tb\nc\rd\"e'f>)") != std::string::npos);
  const auto second = fhir::xml::read(xml, arena);
  REQUIRE(second);
  fhir::json::write(*second, again);
  CHECK(again == json);
}
