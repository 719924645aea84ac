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

TEST_CASE("XML with prefixes says what XML without them says") {
  const std::string html = "http://www.w3.org/1999/xhtml";
  const std::string plain = read(patient("<text><status value=\"generated\"/><div xmlns=\"" + html + "\"><p title=\"a:b\">x &#160;<b>y</b> <i>z</i><!-- <h:p> --></p></div></text>"
                                         "<contained><Organization><id value=\"o\"/></Organization></contained><active value=\"true\"/>"));
  const std::string marked = "<h:p title=\"a:b\">x &#160;<h:b>y</h:b> <h:i>z</h:i><!-- <h:p> --></h:p>", bare = "<p title=\"a:b\">x &#160;<b>y</b> <i>z</i><!-- <h:p> --></p>";
  const auto body_of = [](const std::string& f, const std::string& div) {
    return "<" + f + ":text><" + f + ":status value=\"generated\"/>" + div + "</" + f + ":text><" + f + ":contained><" + f + ":Organization><" + f + ":id value=\"o\"/></" +
           f + ":Organization></" + f + ":contained><" + f + ":active value=\"true\"/>";
  };
  const auto body = [&](const std::string& div) { return body_of("f", div); };
  const auto wrapped = [&](const std::string& declared, const std::string& inside) { return "<f:Patient xmlns:f='http://hl7.org/fhir' " + declared + ">" + inside + "</f:Patient >"; };
  REQUIRE(plain.find("\"div\":") != std::string::npos);
  const std::string same[] = {
      wrapped("", body("<h:div xmlns:h=\"" + html + "\">" + marked + "</h:div>")),
      wrapped("xmlns:h=\"" + html + "\"", body("<h:div>" + marked + "</h:div>")),
      wrapped("", body("<div xmlns=\"" + html + "\">" + bare + "</div>")),
      wrapped("", body("<div xmlns=\"" + html + "\" xmlns:h=\"" + html + "\">" + marked + "</div>")),
      wrapped("xmlns=\"" + html + "\"", body("<div>" + bare + "</div>")),
      wrapped("xmlns:h=\"urn:x\"", body("<h:div xmlns:h=\"" + html + "\">" + marked + "</h:div>")),  // the nearest declaration counts
      patient("<text><status value=\"generated\"/><h:div xmlns:h=\"" + html + "\">" + marked + "</h:div></text>"
              "<x:contained xmlns:x=\"http://hl7.org/fhir\"><x:Organization><id value=\"o\"/></x:Organization></x:contained><active value=\"true\"/>"),
      "<?xml version=\"1.0\"?>\n<!-- <x:y> --><é:Patient xmlns:é=\"http://hl7.org/fhir\">" + body_of("é", "<h:div xmlns:h=\"" + html + "\">" + marked + "</h:div>") + "</é:Patient>",
  };
  for (const std::string& xml : same) {
    INFO(xml);
    CHECK(read(xml) == plain);
  }
}

TEST_CASE("a fault in XML with prefixes is said with its place in what was sent") {
  const std::string start = "<f:Patient xmlns:f=\"http://hl7.org/fhir\" xmlns:x=\"urn:x\" xmlns:h=\"http://www.w3.org/1999/xhtml\">\n ";
  struct Case {
    std::string inside, expression, word;
  };
  const Case cases[] = {
      {"<f:famly value=\"x\"/>", "Patient.famly", "not an element"},
      {"<f:birthDate value=\"1970-13\"/>", "Patient.birthDate", "date"},
      {"<x:active value=\"true\"/>", "Patient.active", "http://hl7.org/fhir"},
      {"<active value=\"true\"/>", "Patient.active", "http://hl7.org/fhir"},
      {"<h:active value=\"true\"/>", "Patient.active", "http://hl7.org/fhir"},
      {"<f:active xmlns:f=\"urn:x\" value=\"true\"/>", "Patient.active", "http://hl7.org/fhir"},
      {"<g:active value=\"true\"/>", "", "'g' is not declared"},
      {"<:active value=\"true\"/>", "", "'' is not declared"},
      {"<f:active f:value=\"true\"/>", "Patient.active", "f:value"},
      {"<f:active xmlns:y=\"urn:x\" xmlns:y=\"urn:y\" value=\"true\"/>", "", "'xmlns:y' is there twice"},
  };
  for (const Case& one : cases) {
    INFO(one.inside);
    const auto issues = issues_of(start + one.inside + "</f:Patient>");
    REQUIRE(!issues.empty());
    INFO(issues[0].expression << ": " << issues[0].text);
    CHECK(issues[0].expression == one.expression);
    CHECK(issues[0].text.find(one.word) != std::string::npos);
    CHECK(issues[0].line == 2);
    if (one.word.find("twice") == std::string::npos) CHECK(issues[0].column == 3);
  }
  const std::pair<std::string, std::string> narratives[] = {
      {"<h:div><x:p>a</x:p></h:div>", "namespace"}, {"<h:div><f:p>a</f:p></h:div>", "namespace"}, {"<h:div><h:script>a</h:script></h:div>", "script"},
      {"<div>a</div>", "http://www.w3.org/1999/xhtml"}, {"<x:div>a</x:div>", "namespace"}, {"<h:div><p>a</p></h:div>", "namespace"},
  };
  for (const auto& [div, word] : narratives) {
    INFO(div);
    const auto issues = issues_of(start + "<f:text><f:status value=\"generated\"/>" + div + "</f:text></f:Patient>");
    REQUIRE(!issues.empty());
    INFO(issues[0].text);
    CHECK(issues[0].expression == "Patient.text.div");
    CHECK(issues[0].text.find(word) != std::string::npos);
  }
  CHECK(issues_of("<x:Patient xmlns:x=\"urn:x\"/>").at(0).text.find("http://hl7.org/fhir") != std::string::npos);
}

TEST_CASE("declarations without end cost no time") {
  std::string many;
  for (int i = 0; i < 200'000; ++i) many += " xmlns:a" + std::to_string(i) + "=\"urn:x\"";
  CHECK(!issues_of("<f:Patient xmlns:f=\"http://hl7.org/fhir\"" + many + "/>").empty());
  CHECK(issues_of(patient("<active value=\"true\"" + many + "/>")).at(0).text.find("at most") != std::string::npos);
}

TEST_CASE("a namespace may be declared on the element that holds a resource") {
  CHECK(read(patient("<contained xmlns=\"http://hl7.org/fhir\"><Organization><id value=\"o\"/></Organization></contained>")).find("contained") != std::string::npos);
  CHECK(issues_of(patient("<contained id=\"x\"><Organization><id value=\"o\"/></Organization></contained>")).at(0).expression == "Patient.contained[0]");
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

TEST_CASE("XML that is not well-formed is refused, though a parser would take it") {
  const std::string plain = patient("<active value=\"true\"/>"), declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  const std::string narrative = "<text><status value=\"generated\"/><div xmlns=\"http://www.w3.org/1999/xhtml\">TEXT</div></text>";
  const auto shown = [&](const std::string& text) { return patient(std::string(narrative).replace(narrative.find("TEXT"), 4, text)); };
  std::vector<std::pair<std::string, std::string>> cases;
  for (const std::string text : {"x", "]]>", "&lt;", "&#32;", ">", "\xc2\xa0", "<![CDATA[x]]>", "<![CDATA[]]>"}) {
    cases.push_back({text + plain, "outside the root"});
    cases.push_back({declaration + text + plain, "outside the root"});
    cases.push_back({plain + text, "outside the root"});
    cases.push_back({plain + "\n" + text + "\n", "outside the root"});
  }
  for (const std::string& twice : {declaration + declaration + plain, declaration + "\n" + declaration + plain, " " + declaration + plain, "\n" + declaration + plain, "<!-- a -->" + declaration + plain,
                                   patient(declaration + "<active value=\"true\"/>"), plain + declaration, plain + "<?xml?>", shown("a" + declaration)}) {
    cases.push_back({twice, "declaration"});
  }
  for (const std::string comment : {"<!-- a -- b -->", "<!-- a --->", "<!---- -->", "<!-- a --", "<!--", "<!-->", "<!--->", "<!-- a ->"}) {
    cases.push_back({comment + plain, "omment"});
    cases.push_back({patient(comment + "<active value=\"true\"/>"), "omment"});
    cases.push_back({plain + comment, "omment"});
  }
  cases.push_back({shown("a ]]> b"), "]]>"});
  for (const auto& [xml, word] : cases) {
    INFO(xml);
    const auto issues = issues_of(xml);
    REQUIRE(!issues.empty());
    INFO(issues[0].text);
    CHECK(issues[0].type == fhir::IssueType::structure);
    CHECK(issues[0].text.find(word) != std::string::npos);
    CHECK(issues[0].line > 0);
  }
  const std::string expected = R"({"resourceType":"Patient","active":true})";
  for (const std::string& fine : {"\xEF\xBB\xBF" + declaration + plain, declaration + "\n<!-- a - b -->\r\n\t" + plain + " \n<!----><!-- > -->\n", "<?xml-stylesheet href=\"a\"?>" + plain + "<?x y?>",
                                  " " + plain, declaration + "<!-- " + declaration + " -->" + plain, patient("<!--> <x:y> --><active value=\"true\"/>"),
                                  std::string("<f:Patient xmlns:f=\"http://hl7.org/fhir\"><!--> <x:y> --><f:active value=\"true\"/></f:Patient>")}) {
    INFO(fine);
    CHECK(read(fine) == expected);
  }
  CHECK(issues_of(shown("<a title=\"]]>\">a > b ]] > ]]&gt; <!-- ]]> --></a>")).empty());
}

TEST_CASE("XML nested deeper than the limit is refused before it is parsed") {
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<extension>";
  const auto issues = issues_of(patient(deep));
  REQUIRE(!issues.empty());
  CHECK(issues[0].text.find("deep") != std::string::npos);
  CHECK(issues[0].detail == fhir::Issue::Detail::bad_request);
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
