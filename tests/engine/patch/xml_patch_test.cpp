#include <catch2/catch.hpp>

#include "engine/interaction/interaction.h"
#include "engine/patch/xml_patch.h"

namespace {

using engine::patch::Limits;
using engine::patch::xml_patch;

struct Made {
  std::string text;  ///< the document afterwards, or the issue's text
  int status = 200;
};

Made patched(const std::string& document, const std::string& patch, const Limits& limits = {}) {
  const auto made = xml_patch(document, patch, limits);
  if (made) return {*made, 200};
  return {made.outcome().issues.front().text, static_cast<int>(engine::status_of(made.outcome()))};
}

/// A Patient with this content.
std::string patient(const std::string& content) {
  return content.empty() ? R"(<Patient xmlns="http://hl7.org/fhir"/>)" : R"(<Patient xmlns="http://hl7.org/fhir">)" + content + "</Patient>";
}
/// A patch with these operations, its prefixes as the specification has them.
std::string diff(const std::string& operations) {
  return R"(<diff xmlns:f="http://hl7.org/fhir" xmlns:x="http://www.w3.org/1999/xhtml">)" + operations + "</diff>";
}

struct Case {
  const char* promise;
  std::string content;
  std::string operations;
  std::string expected;  ///< the content afterwards, or part of the issue's text
  int status = 200;
};

const std::string two = R"(<name><use value="official"/><given value="A"/><given value="B"/></name><name><use value="usual"/><text value="C"/></name>)";
const std::string narrative = R"(<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml" ><p>a &#233; <b>b</b> <i>c</i></p><br /></div></text>)";

const Case cases[] = {
    {"add appends", R"(<active value="true"/>)", R"(<add sel="f:Patient"><f:gender value="male"/></add>)", R"(<active value="true"/><gender value="male"/>)"},
    {"add takes a path from the root", "", R"(<add sel="/f:Patient"><f:gender value="male"/></add>)", R"(<gender value="male"/>)"},
    {"add takes elements in FHIR's namespace by default", "", R"(<add sel="f:Patient"><gender xmlns="http://hl7.org/fhir" value="male"/></add>)", R"(<gender value="male"/>)"},
    {"add takes elements without a namespace for the one around them", "", R"(<add sel="Patient"><gender value="male"/></add>)", R"(<gender value="male"/>)"},
    {"add several", "", R"(<add sel="f:Patient"><f:active value="true"/><f:gender value="male"/></add>)", R"(<active value="true"/><gender value="male"/>)"},
    {"add before", R"(<gender value="male"/>)", R"(<add sel="f:Patient/f:gender" pos="before"><f:active value="true"/></add>)", R"(<active value="true"/><gender value="male"/>)"},
    {"add after", R"(<active value="true"/><birthDate value="1930"/>)", R"(<add sel="f:Patient/f:active" pos="after"><f:gender value="male"/></add>)",
     R"(<active value="true"/><gender value="male"/><birthDate value="1930"/>)"},
    {"add at the beginning", R"(<gender value="male"/>)", R"(<add sel="f:Patient" pos="prepend"><f:active value="true"/></add>)", R"(<active value="true"/><gender value="male"/>)"},
    {"add an attribute", R"(<birthDate value="1930"/>)", R"(<add sel="f:Patient/f:birthDate" type="@id">b</add>)", R"(<birthDate value="1930" id="b"/>)"},
    {"add to a position", two, R"(<add sel="f:Patient/f:name[2]"><f:given value="D"/></add>)",
     R"(<name><use value="official"/><given value="A"/><given value="B"/></name><name><use value="usual"/><text value="C"/><given value="D"/></name>)"},
    {"replace an attribute", R"(<birthDate value="1920"/>)", R"(<replace sel="f:Patient/f:birthDate/@value">1930</replace>)", R"(<birthDate value="1930"/>)"},
    {"replace an element", R"(<birthDate value="1920"/>)", "<replace sel=\"f:Patient/f:birthDate\">\n  <f:birthDate value=\"1930\"/>\n</replace>", R"(<birthDate value="1930"/>)"},
    {"replace a text in a narrative", narrative, R"~(<replace sel="f:Patient/f:text/x:div/x:p/x:b/text()">d</replace>)~",
     R"(<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml"><p>a é <b>d</b> <i>c</i></p><br/></div></text>)"},
    {"replace a narrative", narrative, R"(<replace sel="f:Patient/f:text/x:div"><x:div>n</x:div></replace>)",
     R"(<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">n</div></text>)"},
    {"remove an element", two, R"(<remove sel="f:Patient/f:name[1]"/>)", R"(<name><use value="usual"/><text value="C"/></name>)"},
    {"remove an attribute", R"(<birthDate id="b" value="1930"/>)", R"(<remove sel="f:Patient/f:birthDate/@id"/>)", R"(<birthDate value="1930"/>)"},
    {"remove by what a child is", two, R"(<remove sel="f:Patient/f:name[f:use/@value='official']/f:given[2]"/>)",
     R"(<name><use value="official"/><given value="A"/></name><name><use value="usual"/><text value="C"/></name>)"},
    {"remove by what an attribute is", two, R"(<remove sel="f:Patient/f:name/f:given[@value=&quot;A&quot;]"/>)",
     R"(<name><use value="official"/><given value="B"/></name><name><use value="usual"/><text value="C"/></name>)"},
    {"remove by two conditions", two, R"(<remove sel="f:Patient/f:name[f:use/@value='usual' and f:text]"/>)", R"(<name><use value="official"/><given value="A"/><given value="B"/></name>)"},
    {"remove by two predicates", two, R"(<remove sel="f:Patient/*[f:use][2]"/>)", R"(<name><use value="official"/><given value="A"/><given value="B"/></name>)"},
    {"operations are done one after the other", "", R"(<add sel="f:Patient"><f:name><f:given value="A"/></f:name></add><add sel="f:Patient/f:name"><f:given value="B"/></add>)"
     R"(<remove sel="f:Patient/f:name/f:given[1]"/>)", R"(<name><given value="B"/></name>)"},
    {"a narrative that is not touched stays to the letter", narrative + R"(<active value="true"/>)", R"(<replace sel="f:Patient/f:active/@value">false</replace>)",
     narrative + R"(<active value="false"/>)"},
    {"line ends in values stay", R"(<name><text value="a&#10;b&amp;&quot;"/></name>)", R"(<add sel="f:Patient/f:name"><f:family value="c&#10;d"/></add>)",
     R"(<name><text value="a&#10;b&amp;&quot;"/><family value="c&#10;d"/></name>)"},
    {"a selector of nothing", "", R"(<remove sel="f:Patient/f:active"/>)", "Operation 0, remove at f:Patient/f:active: there is nothing", 422},
    {"a selector of several", two, R"(<remove sel="f:Patient/f:name"/>)", "leads to 2 nodes", 422},
    {"a selector in another namespace", R"(<active value="true"/>)", R"(<remove sel="f:Patient/x:active"/>)", "there is nothing", 422},
    {"an attribute that is there", R"(<birthDate value="1920"/>)", R"(<add sel="f:Patient/f:birthDate" type="@value">1930</add>)", "there already", 422},
    {"an element before the root", "", R"(<add sel="f:Patient" pos="before"><f:Patient/></add>)", "one root", 422},
    {"the root removed", "", R"(<remove sel="f:Patient"/>)", "use DELETE", 422},
    {"an attribute given an element", R"(<birthDate value="1920"/>)", R"(<replace sel="f:Patient/f:birthDate/@value"><f:a/></replace>)", "its content is a text", 400},
    {"an element given a text", R"(<birthDate value="1920"/>)", R"(<replace sel="f:Patient/f:birthDate">1930</replace>)", "of another kind", 400},
    {"an element given two", R"(<birthDate value="1920"/>)", R"(<replace sel="f:Patient/f:birthDate"><f:birthDate/><f:birthDate/></replace>)", "one node", 400},
    {"an element given none", R"(<birthDate value="1920"/>)", R"(<replace sel="f:Patient/f:birthDate"/>)", "nothing in it", 400},
    {"an operation without sel", "", R"(<remove/>)", "sel is missing", 400},
    {"an operation of another name", "", R"(<delete sel="f:Patient"/>)", "an operation is add", 400},
    {"no operations", "", "", "no operations", 400},
    {"text beside the operations", "", R"(remove all)", "text beside", 400},
    {"pos of another name", "", R"(<add sel="f:Patient" pos="behind"><f:active/></add>)", "pos is", 400},
    {"an add of nothing", "", R"(<add sel="f:Patient"/>)", "nothing in it to add", 400},
    {"a namespace declared", "", R"(<add sel="f:Patient" type="namespace::p">urn:p</add>)", "namespaces need not be declared", 400},
    {"a prefix that is not declared", "", R"(<remove sel="g:Patient"/>)", "a prefix that is not declared", 400},
    {"descendants anywhere", two, R"(<remove sel="//f:use"/>)", "the selector is not one that is known", 400},
    {"a function", two, R"(<remove sel="f:Patient/f:name[contains(.,'A')]"/>)", "the selector is not one that is known", 400},
    {"an axis", two, R"(<remove sel="f:Patient/child::name"/>)", "the selector is not one that is known", 400},
    {"a selector that does not end", two, R"(<remove sel="f:Patient/f:name[1"/>)", "expected ']'", 400},
    {"an empty selector", two, R"(<remove sel=""/>)", "the selector is not one that is known", 400},
    {"position 0", two, R"(<remove sel="f:Patient/f:name[0]"/>)", "a number from 1", 400},
};

}  // namespace

TEST_CASE("XML Patch by cases") {
  for (const Case& one : cases) {
    INFO(one.promise);
    const Made made = patched(patient(one.content), diff(one.operations));
    INFO(made.text);
    CHECK(made.status == one.status);
    if (one.status == 200) {
      CHECK(made.text == patient(one.expected));
    } else {
      CHECK(made.text.find(one.expected) != std::string::npos);
    }
  }
}

TEST_CASE("an XML Patch may have any root, and f: without declaring it") {
  CHECK(patched(patient(R"(<active value="true"/>)"), R"(<patch xmlns="http://hl7.org/fhir"><remove sel="f:Patient/f:active"/></patch>)").text == patient(""));
  CHECK(patched(patient(R"(<active value="true"/>)"), R"(<?xml version="1.0"?><!-- why --><diff><remove sel="Patient/active"/></diff>)").text == patient(""));
}

TEST_CASE("an XML Patch that cannot be read is a bad request") {
  for (const char* patch : {"", "remove", "<diff>", "<diff><remove sel='f:Patient'></diff>", "<!DOCTYPE a><diff/>", "<f:diff/>", "<diff>&nbsp;</diff>"}) {
    INFO(patch);
    CHECK(patched(patient(""), patch).status == 400);
  }
}

TEST_CASE("an issue of an XML Patch leaves literals out") {
  const Made made = patched(patient(""), diff(R"(<remove sel="f:Patient/f:name[f:family/@value='secret']"/>)"));
  CHECK(made.text == "Operation 0, remove at f:Patient/f:name[f:family/@value='']: there is nothing at the selector.");
}

TEST_CASE("an XML Patch stays within its limits") {
  const std::string nothing = R"(<replace sel="f:Patient/f:active/@value">true</replace>)";
  const std::string active = patient(R"(<active value="true"/>)");
  Limits limits;
  limits.operations = 1;
  CHECK(patched(active, diff(nothing), limits).status == 200);
  CHECK(patched(active, diff(nothing + nothing), limits).status == 400);
  limits = {};
  limits.steps = 2;
  CHECK(patched(active, diff(nothing), limits).status == 422);
  limits = {};
  limits.path_bytes = 10;
  CHECK(patched(active, diff(nothing), limits).status == 400);

  // An extension in an extension, one a time.
  std::string operations, path = "f:Patient";
  for (int i = 0; i < 200; ++i) {
    operations += "<add sel=\"" + path + R"("><f:extension url="http://e"/></add>)";
    path += "/f:extension";
  }
  const Made made = patched(active, diff(operations));
  CHECK(made.status == 422);
  CHECK(made.text.find("nested deeper") != std::string::npos);
  // A narrative may be deeper, as it has a depth of its own.
  const auto bold = [](int depth) {
    std::string before, behind;
    for (int i = 0; i < depth; ++i) before += "<x:b>", behind += "</x:b>";
    return diff("<add sel=\"f:Patient/f:text/x:div\">" + before + behind + "</add>");
  };
  CHECK(patched(patient(narrative), bold(127)).status == 200);
  CHECK(patched(patient(narrative), bold(250)).status == 200);  // it is refused when it is read
  CHECK(patched(patient(narrative), bold(254)).status != 200);
}

TEST_CASE("an XML Patch takes no more memory than a patch may") {
  std::string names;
  for (int i = 0; i < 1'000; ++i) names += R"(<f:name><f:given value="a"/></f:name>)";
  const std::string patch = diff(R"(<add sel="f:Patient">)" + names + "</add>");
  Limits limits;
  CHECK(patched(patient(""), patch, limits).status == 200);
  limits.arena_bytes = 64 * 1024;
  const Made made = patched(patient(""), patch, limits);
  CHECK(made.status == 422);
  CHECK(made.text.find("more work than one patch may be") != std::string::npos);
}

TEST_CASE("an XML Patch that has a long namespace declared again and again is refused") {
  std::string elements;
  for (int i = 0; i < 1'000; ++i) elements += "<y:a/>";
  const auto patch = [&](std::size_t bytes) {
    return R"(<diff xmlns:f="http://hl7.org/fhir" xmlns:y="urn:)" + std::string(bytes, 'y') + R"("><add sel="f:Patient">)" + elements + "</add></diff>";
  };
  CHECK(patched(patient(""), patch(100)).status == 200);
  const Made made = patched(patient(""), patch(100'000));
  CHECK(made.status == 422);
  CHECK(made.text.find("more work than one patch may be") != std::string::npos);
}
