#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <random>
#include <vector>

#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"
#include "tests/support/needed.h"
#include "tests/support/packages.h"

// What one format takes is stored, and so must be what the other takes.

namespace {

using fhir::Issue;
using fhir::json::Completeness;
using fhir::json::Limits;

constexpr const char* html = "http://www.w3.org/1999/xhtml";

fhir::Issues faults_in_json(const std::string& json, const Limits& limits = {}, Completeness completeness = Completeness::required) {
  fhir::Arena arena;
  const auto read = fhir::json::read(json, arena, limits, completeness);
  return read ? fhir::Issues() : read.outcome().issues;
}

fhir::Issues faults_in_xml(const std::string& xml, const Limits& limits = {}, Completeness completeness = Completeness::required) {
  fhir::Arena arena;
  const auto read = fhir::xml::read(xml, arena, limits, completeness);
  return read ? fhir::Issues() : read.outcome().issues;
}

std::string text_of(const fhir::Issues& issues) { return fhir::to_text(fhir::Outcome(issues)); }

/// The XML of what is right as JSON, and the other way round; empty of what is not.
std::string xml_of(const std::string& json) {
  fhir::Arena arena;
  const auto read = fhir::json::read(json, arena, {}, Completeness::as_is);
  std::string xml;
  if (read) fhir::xml::write(*read, xml);
  return xml;
}
std::string json_of(const std::string& xml) {
  fhir::Arena arena;
  const auto read = fhir::xml::read(xml, arena, {}, Completeness::as_is);
  std::string json;
  if (read) fhir::json::write(*read, json);
  return json;
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

/// A Patient with so many extensions in one another, as JSON and as XML.
std::string nested_json(int depth, const std::string& innermost = R"("valueBoolean":true)") {
  return R"({"resourceType":"Patient",)" + repeated(R"("extension":[{)", depth) + R"("url":"u",)" + innermost + "}]" + repeated(R"(,"url":"u"}])", depth - 1) + "}";
}
std::string nested_xml(int depth, const std::string& innermost = R"(<valueBoolean value="true"/>)") {
  return R"(<Patient xmlns="http://hl7.org/fhir">)" + repeated(R"(<extension url="u">)", depth) + innermost + repeated("</extension>", depth) + "</Patient>";
}

std::string nested_div(int depth) { return std::string("<div xmlns=\"") + html + "\">" + repeated("<b>", depth - 1) + "x" + repeated("</b>", depth - 1) + "</div>"; }

std::string quoted(const std::string& text) {
  std::string json;
  fhir::json::append_string(json, text);
  return json;
}

/// How many levels of arrays and objects a tree has, and how many values in all.
Limits extent_of(const fhir::json::Node& node) {
  Limits extent{0, 1, 0};
  for (const auto* child = node.first; child != nullptr; child = child->next) {
    const Limits below = extent_of(*child);
    extent.depth = std::max(extent.depth, below.depth);
    extent.values += below.values;
  }
  if (node.kind == fhir::json::Kind::array || node.kind == fhir::json::Kind::object) ++extent.depth;
  return extent;
}

/// XML is read within the limits that its JSON just keeps, and in no narrower ones.
void check_extent(const std::string& json) {
  INFO(json.substr(0, 500));
  fhir::Arena arena;
  const auto tree = fhir::json::parse(json, arena);
  REQUIRE(tree);
  const std::string xml = xml_of(json);
  REQUIRE(!xml.empty());
  REQUIRE(json_of(xml) == json);
  Limits limits = extent_of(**tree);
  limits.string_bytes = Limits().string_bytes;
  CHECK(text_of(faults_in_json(json, limits, Completeness::as_is)) == "");
  Limits with_narratives = limits;  // whose elements XML counts as well, to bound what it takes
  if (json.find("\"div\":") != std::string::npos) with_narratives.values = Limits().values;
  CHECK(text_of(faults_in_xml(xml, with_narratives, Completeness::as_is)) == "");
  --limits.depth;
  CHECK_FALSE(faults_in_json(json, limits, Completeness::as_is).empty());
  CHECK_FALSE(faults_in_xml(xml, {limits.depth, Limits().values, limits.string_bytes}, Completeness::as_is).empty());
  ++limits.depth;
  --limits.values;
  CHECK_FALSE(faults_in_json(json, limits, Completeness::as_is).empty());
  CHECK_FALSE(faults_in_xml(xml, limits, Completeness::as_is).empty());
}

/// The compact JSON of some of the official examples, which are not large.
std::vector<std::string> some_examples(std::size_t one_in) {
  std::vector<std::string> texts;
  const auto package = packages_root() / "hl7.fhir.r4.examples-4.0.1" / "package";
  if (!is_there(package, "fetch-packages")) return texts;
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(package)) {
    if (entry.path().extension() == ".json" && entry.file_size() < 20'000) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  for (std::size_t at = 0; at < files.size(); at += one_in) {
    std::ifstream stream(files[at], std::ios::binary);
    fhir::Arena arena;
    const auto read = fhir::json::read(std::string(std::istreambuf_iterator<char>(stream), {}), arena, {}, Completeness::as_is);
    if (!read) continue;
    fhir::json::write(*read, texts.emplace_back());
  }
  return texts;
}

}  // namespace

TEST_CASE("JSON and XML take the same decimals, and what they take is read again") {
  std::mt19937 random(7);
  const auto pick = [&](int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); };
  const auto digits = [&](int most) {
    std::string text;
    for (int i = pick(most + 1); i > 0; --i) text += static_cast<char>('0' + pick(10));
    return text;
  };
  std::vector<std::string> texts = {"1e400", "-1e400", "0e999999", "1e308", "1e307", "0e307", "0e308", "-0", "-0.0", "0e0", "1e-400", "1e-99999999999", "-1e-99999999999999999999",
                                    "1e99999999999999999999", "1e+0000000000000000000000307", "1e9", std::string(308, '9'), std::string(309, '9'), std::string(401, '1'),
                                    std::string(309, '9') + "e-9", std::string(301, '1') + "e7", std::string(301, '1') + "e8", "0." + std::string(400, '0') + "1e400",
                                    "1." + std::string(998, '9'), "1." + std::string(999, '9'), "9007199254740993", "1.7976931348623157e308"};
  for (int i = 0; i < 20'000; ++i) {
    std::string text = pick(3) == 0 ? "-" : "";
    text += pick(8) == 0 ? std::string("0") : digits(pick(4) == 0 ? 320 : 20);
    if (pick(3) == 0) text += "." + digits(pick(8) == 0 ? 700 : 20);
    if (pick(2) == 0) text += std::string(1, "eE"[pick(2)]) + (pick(2) == 0 ? "" : pick(2) == 0 ? "-" : "+") + digits(pick(8) == 0 ? 30 : 3);
    if (pick(20) == 0 && !text.empty()) text[static_cast<std::size_t>(pick(static_cast<int>(text.size())))] = "0.eE+-"[pick(6)];
    texts.push_back(text);
  }
  std::size_t taken = 0;
  for (const std::string& text : texts) {
    INFO(text);
    const std::string json = R"({"resourceType":"Patient","extension":[{"url":"u","valueDecimal":)" + text + R"(},{"url":"u","valueQuantity":{"value":)" + text + "}}]}";
    const std::string xml = R"(<Patient xmlns="http://hl7.org/fhir"><extension url="u"><valueDecimal value=")" + text + R"("/></extension><extension url="u"><valueQuantity><value value=")" + text +
                            R"("/></valueQuantity></extension></Patient>)";
    const bool fine = faults_in_json(json).empty();
    taken += fine ? 1 : 0;
    REQUIRE(fine == faults_in_xml(xml).empty());
    REQUIRE((!fine || (xml_of(json) == xml && json_of(xml) == json)));
  }
  CHECK(taken > 5'000);
  CHECK(taken < 18'000);
}

TEST_CASE("a number too large is refused by its FHIRPath in both formats, and told how large it may be") {
  const std::string many(401, '7');
  for (const std::string& number : {std::string("1e400"), std::string("-1e400"), std::string("0e999999"), many}) {
    INFO(number);
    for (const auto& [json, place] : {std::pair(R"({"resourceType":"Patient","extension":[{"url":"u","valueQuantity":{"value":1}},{"url":"u","valueQuantity":{"value":)" + number + "}}]}", "Patient.extension[1].value.value"),
                                      std::pair(R"({"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueDecimal":)" + number + "}]}}", "Patient.birthDate.extension[0].value"),
                                      std::pair(R"({"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","multipleBirthInteger":)" + number + "}}]}", "Bundle.entry[0].resource.multipleBirth"),
                                      std::pair(R"({"resourceType":"Patient","photo":[{"size":)" + number + "}]}", "Patient.photo[0].size")}) {
      const auto faults = faults_in_json(json);
      REQUIRE(faults.size() == 1);
      CHECK(faults[0].expression == place);
      CHECK(faults[0].type == fhir::IssueType::value);
      CHECK(faults[0].text.find("308 digits") != std::string::npos);
      CHECK(faults[0].column > 1);
    }
    const auto faults = faults_in_xml(R"(<Patient xmlns="http://hl7.org/fhir"><extension url="u"><valueQuantity><value value=")" + number + R"("/></valueQuantity></extension></Patient>)");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].expression == "Patient.extension[0].value.value");
    CHECK(faults[0].text.find("308 digits") != std::string::npos);
  }
  for (const std::string number : {"2147483648", "99999999999999999999", "1e2", "-0"}) {
    INFO(number);
    CHECK(faults_in_json(R"({"resourceType":"Patient","multipleBirthInteger":)" + number + "}").size() == 1);
    CHECK(faults_in_xml(R"(<Patient xmlns="http://hl7.org/fhir"><multipleBirthInteger value=")" + number + "\"/></Patient>").size() == 1);
  }
}

TEST_CASE("XML is refused at the depth and the number of values at which its JSON is") {
  check_extent(R"({"resourceType":"Patient"})");
  check_extent(R"({"resourceType":"Patient","name":[{"given":["A",null,"C"],"_given":[null,{"id":"g"},null]},{"given":["A"]}],"maritalStatus":{"text":"x"}})");
  check_extent(R"({"resourceType":"Patient","name":[{"_given":[{"id":"g"}]}]})");
  check_extent(R"({"resourceType":"Patient","name":[{"id":"n","given":["A"]}]})");
  check_extent(R"({"resourceType":"Patient","_birthDate":{"extension":[{"url":"u","valueQuantity":{"value":1}}]}})");
  check_extent(R"({"resourceType":"Patient","contained":[{"resourceType":"Organization"},{"resourceType":"Organization","id":"o"}]})");
  check_extent(R"({"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","name":[{"given":["A"]}]},"request":{"method":"GET","url":"u"}}]})");
  check_extent(R"({"resourceType":"Parameters","parameter":[{"name":"a","part":[{"name":"b","resource":{"resourceType":"Parameters","parameter":[{"name":"c","valueString":"x"}]}}]}]})");
  check_extent(R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p><b>x</b></p></div>"}})");
  check_extent(nested_json(30));
  for (const std::string& example : some_examples(15)) check_extent(example);
}

TEST_CASE("extensions are nested as deep in XML as in JSON, and refused by their FHIRPath beyond") {
  CHECK(faults_in_json(nested_json(63)).empty());
  CHECK(faults_in_xml(nested_xml(63)).empty());
  CHECK(json_of(nested_xml(63)) == nested_json(63));
  CHECK(xml_of(nested_json(63)) == nested_xml(63));
  const std::string place = "Patient" + repeated(".extension[0]", 64);
  for (const auto& faults : {faults_in_json(nested_json(64)), faults_in_xml(nested_xml(64)), faults_in_xml(nested_xml(100))}) {
    REQUIRE(faults.size() == 1);
    INFO(faults[0].text);
    CHECK(faults[0].expression == place);
    CHECK(faults[0].text.find("deeper than 128 levels") != std::string::npos);
    CHECK(faults[0].type == fhir::IssueType::too_costly);
    CHECK(faults[0].column > 1);
  }
  // A primitive that has extensions is an object beside its value, and an array too where it repeats.
  const std::string coded = R"("valueQuantity":{"value":1})", coded_xml = R"(<valueQuantity><value value="1"/></valueQuantity>)";
  CHECK(faults_in_json(nested_json(63, coded)).empty());
  CHECK(faults_in_xml(nested_xml(63, coded_xml)).empty());
  const std::string beside = R"("valueQuantity":{"value":1,"_value":{"id":"a"}})", beside_xml = R"(<valueQuantity><value id="a" value="1"/></valueQuantity>)";
  CHECK(faults_in_json(nested_json(63, beside)).at(0).expression == "Patient" + repeated(".extension[0]", 63) + ".value.value");
  CHECK(faults_in_xml(nested_xml(63, beside_xml)).at(0).expression == "Patient" + repeated(".extension[0]", 63) + ".value.value");
  const std::string list = R"("valueCodeableConcept":{"coding":[{"code":"c"}]})", list_xml = R"(<valueCodeableConcept><coding><code value="c"/></coding></valueCodeableConcept>)";
  CHECK(faults_in_json(nested_json(63, list)).at(0).expression == "Patient" + repeated(".extension[0]", 63) + ".value.coding[0]");
  CHECK(faults_in_xml(nested_xml(63, list_xml)).at(0).expression == "Patient" + repeated(".extension[0]", 63) + ".value.coding[0]");
}

TEST_CASE("a narrative has a depth of its own, the same in JSON and in XML") {
  for (const int depth : {1, 126, 127, 128, 129, 200}) {
    INFO(depth);
    const std::string div = nested_div(depth);
    const std::string json = R"({"resourceType":"Patient","text":{"status":"generated","div":)" + quoted(div) + "}}";
    const std::string xml = R"(<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/>)" + div + "</text></Patient>";
    const auto in_json = faults_in_json(json), in_xml = faults_in_xml(xml);
    CHECK(in_json.empty() == (depth <= 128));
    REQUIRE(in_json.size() == in_xml.size());
    if (in_json.empty()) {
      CHECK(xml_of(json) == xml);
      CHECK(json_of(xml) == json);
    } else if (depth == 129) {
      CHECK(in_json[0].text == in_xml[0].text);
      CHECK(in_xml[0].expression == "Patient.text.div");
    }
  }
  // At the deepest place that a resource may have one.
  const auto deep = [](int parts) {
    const std::string patient = R"({"resourceType":"Patient","text":{"status":"generated","div":)" + quoted(nested_div(128)) + "}}";
    return R"({"resourceType":"Parameters",)" + repeated(R"("parameter":[{"name":"a","resource":{"resourceType":"Parameters",)", parts) + R"("parameter":[{"name":"a","resource":)" + patient + "}]" +
           repeated("}}]", parts) + "}";
  };
  REQUIRE(faults_in_json(deep(41)).empty());
  REQUIRE_FALSE(faults_in_json(deep(42)).empty());
  CHECK(json_of(xml_of(deep(41))) == deep(41));
}

TEST_CASE("white space around a narrative's div is refused, as XML would not keep it") {
  const auto with = [](const std::string& div) { return R"({"resourceType":"Patient","text":{"status":"generated","div":)" + quoted(div) + "}}"; };
  CHECK(faults_in_json(with(nested_div(2))).empty());
  for (const std::string& div : {"\n" + nested_div(2), nested_div(2) + "\n", " " + nested_div(2) + " ", nested_div(2) + "\t"}) {
    const auto faults = faults_in_json(with(div));
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].expression == "Patient.text.div");
    CHECK(faults[0].text.find("not even white space") != std::string::npos);
  }
}

TEST_CASE("characters that XML cannot hold are refused wherever in a narrative they are, and named") {
  const auto with = [](const std::string& inside) {
    return R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">)" + inside + R"(</div>"}})";
  };
  for (const auto& [escape, point] : {std::pair(R"(\u0000)", "U+0000"), {R"(\u0001)", "U+0001"}, {R"(\u000b)", "U+000B"}, {R"(\u001f)", "U+001F"}, {R"(\ufffe)", "U+FFFE"}, {R"(\uffff)", "U+FFFF"}}) {
    for (const std::string& inside : {"é" + std::string(escape) + "b", "é<p title='" + std::string(escape) + "'>b</p>", "é<!-- " + std::string(escape) + " -->b"}) {
      INFO(inside);
      const auto faults = faults_in_json(with(inside));
      REQUIRE(faults.size() == 1);
      INFO(faults[0].text);
      CHECK(faults[0].expression == "Patient.text.div");
      CHECK(faults[0].text.find(point) != std::string::npos);
      CHECK(faults[0].column > 1);
    }
  }
  CHECK(faults_in_json(with(R"(é\u0001b)")).at(0).text.find("at its character 44,") != std::string::npos);
  const std::string fine = with(R"(a\tb\nc\rd )" "\x7f\xC2\x80\xEF\xBF\xBD\xF0\x9F\x99\x82");
  CHECK(faults_in_json(fine).empty());
  CHECK(json_of(xml_of(fine)) == fine);
  const std::string xml = R"(<Patient xmlns="http://hl7.org/fhir"><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">x)";
  for (const std::string inside : {"\x01", "<!-- \x01 -->", "<p title='\x0b'/>", "\xEF\xBF\xBE", "<!-- \xEF\xBF\xBF -->"}) CHECK_FALSE(faults_in_xml(xml + inside + "</div></text></Patient>").empty());
}

TEST_CASE("what XML has no place for is refused in JSON by its name") {
  const std::pair<std::string, std::string> cases[] = {
      {R"({"resourceType":"Patient","extension":[{"_url":{"extension":[{"url":"a","valueString":"b"}]},"valueString":"x"}]})", "Patient.extension[0].url"},
      {R"({"resourceType":"Patient","extension":[{"url":"u","_url":{"id":"a"},"valueString":"x"}]})", "Patient.extension[0].url"},
      {R"({"resourceType":"Patient","name":[{"id":"a","_id":{"extension":[{"url":"a","valueString":"b"}]},"text":"x"}]})", "Patient.name[0].id"},
      {R"({"resourceType":"Patient","_birthDate":{"id":"a","_id":{"id":"b"}}})", "Patient.birthDate.id"},
      {R"({"resourceType":"Patient","text":{"status":"generated","_div":{"extension":[{"url":"a","valueString":"b"}]}}})", "Patient.text.div"},
      {R"({"resourceType":"Patient","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">x</div>","_div":{"id":"b"}}})", "Patient.text.div"},
  };
  for (const auto& [json, place] : cases) {
    INFO(json);
    const auto faults = faults_in_json(json);
    REQUIRE(!faults.empty());
    INFO(faults[0].text);
    CHECK(faults[0].expression == place);
    CHECK(faults[0].text.find("XML has no place") != std::string::npos);
  }
}

TEST_CASE("an XML element with namespaces alone is empty, as JSON of it would be") {
  for (const std::string inside : {"<name xmlns=\"http://hl7.org/fhir\"/>", "<name xmlns:x=\"urn:x\"></name>", "<name xmlns:x=\"urn:x\"> <!-- a --> </name>", "<maritalStatus xmlns=\"http://hl7.org/fhir\"/>"}) {
    INFO(inside);
    const auto faults = faults_in_xml("<Patient xmlns=\"http://hl7.org/fhir\">" + inside + "</Patient>");
    REQUIRE(faults.size() == 1);
    CHECK(faults[0].text.find("may not be empty") != std::string::npos);
  }
  CHECK(json_of("<Patient xmlns=\"http://hl7.org/fhir\"><contained><Patient xmlns=\"http://hl7.org/fhir\"/></contained></Patient>") == R"({"resourceType":"Patient","contained":[{"resourceType":"Patient"}]})");
}

TEST_CASE("examples in which anything is changed are refused, or go through both formats") {
  std::mt19937 random(11);
  const auto pick = [&](std::size_t below) { return random() % below; };
  const std::string parts[] = {
      "0", "-", "e400", "1e309", "\"", "{", "}", "[", "]", ",", ":", "null", "true", "\\u0001", "\\u0000", "\\uffff", "\\n", "\xEF\xBF\xBE", " ", "{}", "[]", "[null]", "\"_", R"({"id":"a"})",
      R"("id":"a",)", R"("_id":{"id":"a"},)", R"("_div":{"id":"a"},)", R"("_url":{"id":"a"},)", R"("_value":{"id":"a"},)", R"("extension":[{"url":"u","valueDecimal":1e400}],)",
      R"("extension":[{"url":"u","valueString":" a\u0009"}],)", "<div", "</div>", "<b/>", "&lt;", "&#1;", "<!-- -->", "<", ">", "&", "'", "=", "/", "<name xmlns=\"http://hl7.org/fhir\"/>",
      " xmlns:x=\"urn:x\"", " id=\"a\"", " id=\" \"", "<extension url=\"u\"><valueString value=\"&#9;a\"/></extension>", "<![CDATA[x]]>", "x:", "<?x y?>", "&#xFFFE;", "\xC2\xA0", "0e999999", "\x01",
  };
  const auto changed = [&](std::string text) {
    for (std::size_t times = 1 + pick(2); times > 0; --times) {
      const std::string& part = parts[pick(std::size(parts))];
      std::size_t at = pick(text.size());
      if (pick(3) != 0) at = std::min(text.find_first_of(pick(2) == 0 ? "{[,:" : "<>\"", at), text.size() - 1) + 1;  // more often where something begins
      text.replace(at, std::min(pick(3) == 0 ? pick(12) : 0, text.size() - at), part);
    }
    return text;
  };
  std::size_t taken = 0;
  const auto examples = some_examples(10);
  for (const std::string& example : examples) {
    const std::string xml_example = xml_of(example);
    for (int i = 0; i < 12; ++i) {
      const std::string json = changed(example);
      if (const std::string xml = xml_of(json); !xml.empty()) {
        ++taken;
        INFO(json);
        const std::string again = json_of(xml);
        REQUIRE(!again.empty());
        REQUIRE(xml_of(again) == xml);
      }
      const std::string xml = changed(xml_example);
      if (const std::string once = json_of(xml); !once.empty()) {
        ++taken;
        INFO(xml);
        const std::string again = xml_of(once);
        REQUIRE(!again.empty());
        REQUIRE(json_of(again) == once);
      }
    }
  }
  CHECK((examples.empty() || taken > 500));
}
