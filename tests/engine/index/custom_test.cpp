#include "engine/index/custom.h"

#include <catch2/catch.hpp>

#include "engine/index/extract.h"
#include "engine/index/weight.h"
#include "fhir/json/read.h"

using namespace engine::index;

namespace {

/// A text so many times, with commas between.
std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all.append(i ? "," : "").append(text);
  return all;
}

/// A SearchParameter that is fine, with some of its elements replaced or added: {"code", "\"x\""}; an empty text removes one.
std::string definition(std::vector<std::pair<std::string, std::string>> changes = {}) {
  std::vector<std::pair<std::string, std::string>> elements = {
      {"url", R"("http://example.org/blood")"}, {"name", R"("Blood")"},     {"status", R"("active")"},
      {"description", R"("The group.")"},       {"code", R"("blood")"},     {"base", R"(["Patient"])"},
      {"type", R"("token")"},                   {"expression", R"x("Patient.extension('http://example.org/blood')")x"},
  };
  for (auto& [name, value] : changes) {
    std::erase_if(elements, [&](const auto& one) { return one.first == name; });
    if (!value.empty()) elements.emplace_back(name, value);
  }
  std::string json = R"({"resourceType":"SearchParameter")";
  for (const auto& [name, value] : elements) json.append(",\"").append(name).append("\":").append(value);
  return json + "}";
}

/// What a definition is refused with; empty if it is not.
std::string refusal(const std::string& json, const CustomParameters& others = CustomParameters::none()) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(json, arena);
  INFO(json << (resource ? "" : fhir::to_text(resource.outcome())));
  REQUIRE(resource);
  const auto* parameter = resource->as<fhir::r4::SearchParameter>();
  REQUIRE(parameter);
  const auto judged = check(*parameter, "new", others);
  return judged ? "" : fhir::to_text(judged.outcome());
}

CustomParameters of(std::initializer_list<std::string> jsons) {
  std::vector<std::unique_ptr<CustomParameter>> all;
  for (const auto& json : jsons) {
    fhir::Arena arena;
    const auto resource = fhir::json::read(json, arena);
    REQUIRE(resource);
    all.push_back(std::make_unique<CustomParameter>(*resource->as<fhir::r4::SearchParameter>(), "known" + std::to_string(all.size())));
  }
  return {1, std::move(all)};
}

bool is_used(const std::string& json) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(json, arena);
  REQUIRE(resource);
  return is_in_use(*resource->as<fhir::r4::SearchParameter>());
}

struct Refusal {
  std::vector<std::pair<std::string, std::string>> changes;
  const char* place;
  const char* reason;
};

}  // namespace

TEST_CASE("a custom search parameter that can be answered is accepted") {
  CHECK(refusal(definition()) == "");
  CHECK(refusal(definition({{"type", R"("string")"}, {"expression", R"("Patient.name.where(use = 'old').family | Patient.contact.name.family")"}})) == "");
  CHECK(refusal(definition({{"base", R"(["Patient","Person"])"}, {"expression", R"("Patient.photo.title | Person.photo.title")"}, {"type", R"("string")"}})) == "");
  // As guides write them: extensions by their URL, a child of whatever type a value is, a choice by the name it has in JSON.
  CHECK(refusal(definition({{"type", R"("token")"}, {"expression", R"("Patient.extension.where(url = 'http://example.org/race').extension.value.code")"}})) == "");
  CHECK(refusal(definition({{"type", R"("date")"}, {"expression", R"("Patient.extension.where(url='http://example.org/asserted').valueDateTime")"}})) == "");
  CHECK(refusal(definition({{"type", R"("reference")"}, {"expression", R"x("Patient.extension('http://example.org/x').value")x"}, {"target", ""}})) == "");
  CHECK(refusal(definition({{"base", R"(["DomainResource"])"}, {"expression", R"x("extension('http://example.org/x')")x"}, {"type", R"("quantity")"}})) == "");
}

TEST_CASE("a custom search parameter that cannot be answered is refused, with its place") {
  const Refusal refusals[] = {
      {{{"code", R"("blood group")"}}, "SearchParameter.code", "letter"},
      {{{"code", R"("_blood")"}}, "SearchParameter.code", "letter"},
      {{{"code", R"("a.b")"}}, "SearchParameter.code", "letter"},
      {{{"code", R"("birthdate")"}}, "SearchParameter.code", "of R4 already"},
      {{{"type", R"("special")"}}, "SearchParameter.type", "special"},
      {{{"type", R"("colour")"}}, "SearchParameter.type", "number, date"},
      {{{"base", R"(["Pateint"])"}}, "SearchParameter.base[0]", "Pateint"},
      {{{"target", R"(["Pateint"])"}}, "SearchParameter.target[0]", "Pateint"},
      {{{"expression", ""}}, "SearchParameter.expression", "missing"},
      {{{"expression", R"("Patient..name")"}}, "SearchParameter.expression", "no FHIRPath"},
      {{{"expression", R"("Patient.nmae")"}}, "SearchParameter.expression", "at its part \"nmae\""},
      {{{"expression", R"x("Patient.name.given.first()")x"}}, "SearchParameter.expression", "at its part \"first()\""},
      {{{"expression", R"("Patient.name | Patient.generalPractitioner.resolve().name")"}}, "SearchParameter.expression", "resolve()"},
      {{{"expression", R"("Person.name")"}}, "SearchParameter.expression", "none of the types"},
      {{{"base", R"(["Patient","Person"])"}, {"expression", R"("Patient.active")"}}, "SearchParameter.expression", "says nothing of Person"},
      {{{"type", R"("date")"}, {"expression", R"("Patient.name")"}}, "SearchParameter.expression", "leads to HumanName"},
      {{{"type", R"("reference")"}, {"expression", R"("Patient.generalPractitioner")"}, {"target", R"(["Device"])"}}, "SearchParameter.target", "none of the types"},
      {{{"type", R"("composite")"}, {"expression", R"("Patient")"}}, "SearchParameter.component", "two components"},
      {{{"type", R"("composite")"}, {"expression", R"("Patient")"}, {"component", "[" + repeated(R"({"definition":"http://hl7.org/fhir/SearchParameter/individual-gender","expression":"gender"})", 5) + "]"}},
       "SearchParameter.component", "4 components at most"},
      {{{"type", R"("composite")"}, {"expression", R"("Patient")"},
        {"component", R"([{"definition":"http://x","expression":"gender"},{"definition":"http://hl7.org/fhir/SearchParameter/individual-gender","expression":"gender"}])"}},
       "SearchParameter.component[0].definition", "http://x"},
      {{{"type", R"("composite")"}, {"expression", R"("Patient")"},
        {"component", R"([{"definition":"http://hl7.org/fhir/SearchParameter/individual-gender","expression":"nothing"},{"definition":"http://hl7.org/fhir/SearchParameter/individual-gender","expression":"gender"}])"}},
       "SearchParameter.component", "cannot be followed"},
  };
  for (const Refusal& one : refusals) {
    const auto json = definition(one.changes);
    CAPTURE(json);
    const auto text = refusal(json);
    CHECK_THAT(text, Catch::Contains(one.place));
    CHECK_THAT(text, Catch::Contains(one.reason));
  }
}

TEST_CASE("all that is wrong with a definition is said at once") {
  const auto text = refusal(definition({{"code", R"("a b")"}, {"type", R"("special")"}, {"base", R"(["X"])"}}));
  CHECK_THAT(text, Catch::Contains("SearchParameter.code") && Catch::Contains("SearchParameter.type") && Catch::Contains("SearchParameter.base[0]"));
}

TEST_CASE("two custom parameters of a type have two codes") {
  const auto known = of({definition()});
  CHECK_THAT(refusal(definition({{"url", R"("http://example.org/other")"}}), known), Catch::Contains("SearchParameter/known0"));
  CHECK(refusal(definition({{"code", R"("other")"}}), known) == "");
  CHECK(refusal(definition({{"base", R"(["Person"])"}, {"expression", R"("Person.gender")"}}), known) == "");
}

TEST_CASE("the components of a custom composite may be custom themselves") {
  const auto known = of({definition()});
  CHECK(refusal(definition({{"code", R"("both")"}, {"type", R"("composite")"}, {"expression", R"("Patient")"},
                            {"component", R"x([{"definition":"http://example.org/blood","expression":"extension('http://example.org/blood')"},{"definition":"http://hl7.org/fhir/SearchParameter/individual-gender","expression":"gender"}])x"}}),
                known) == "");
}

TEST_CASE("only active parameters that R4 does not have are searched by") {
  CHECK(is_used(definition()));
  CHECK_FALSE(is_used(definition({{"status", R"("draft")"}})));
  CHECK_FALSE(is_used(definition({{"status", R"("retired")"}})));
  CHECK_FALSE(is_used(definition({{"url", R"("http://hl7.org/fhir/SearchParameter/individual-gender")"}})));
  // A guide's own copy of one of R4's.
  CHECK_FALSE(is_used(definition({{"code", R"("gender")"}, {"derivedFrom", R"("http://hl7.org/fhir/SearchParameter/individual-gender")"}})));
  CHECK(is_used(definition({{"derivedFrom", R"("http://hl7.org/fhir/SearchParameter/individual-gender")"}})));
}

TEST_CASE("full text is turned on by a definition of _text or _content") {
  const auto full = [](const char* code, const char* base, std::vector<std::pair<std::string, std::string>> more = {}) {
    std::vector<std::pair<std::string, std::string>> changes = {{"code", "\"" + std::string(code) + "\""}, {"base", base}, {"type", R"("string")"}, {"expression", ""}};
    changes.insert(changes.end(), more.begin(), more.end());
    return definition(changes);
  };
  CHECK(refusal(full("_text", R"(["Patient","Condition"])")) == "");
  CHECK(refusal(full("_text", R"(["DomainResource"])")) == "");
  CHECK(refusal(full("_content", R"(["Resource"])")) == "");
  CHECK(refusal(full("_content", R"(["Bundle"])")) == "");
  CHECK(is_used(full("_text", R"(["Patient"])", {{"derivedFrom", R"("http://hl7.org/fhir/SearchParameter/DomainResource-text")"}})));
  CHECK_FALSE(is_used(full("_text", R"(["Patient"])", {{"status", R"("draft")"}})));
  CHECK_FALSE(is_used(full("_text", R"(["Patient"])", {{"url", R"("http://hl7.org/fhir/SearchParameter/DomainResource-text")"}})));
  CHECK_THAT(refusal(full("_text", R"(["Resource"])")), Catch::Contains("SearchParameter.base[0]") && Catch::Contains("DomainResource"));
  CHECK_THAT(refusal(full("_text", R"(["Patient","Bundle"])")), Catch::Contains("SearchParameter.base[1]") && Catch::Contains("no narrative"));
  CHECK_THAT(refusal(full("_text", R"(["Pateint"])")), Catch::Contains("no resource type"));
  CHECK_THAT(refusal(full("_text", R"(["Patient"])", {{"type", R"("special")"}})), Catch::Contains("SearchParameter.type"));
  CHECK_THAT(refusal(full("_content", R"(["Patient"])", {{"expression", R"("Patient.name")"}})), Catch::Contains("SearchParameter.expression"));
  CHECK_THAT(refusal(full("_query", R"(["Patient"])")), Catch::Contains("SearchParameter.code"));
  const auto known = of({full("_text", R"(["Patient"])")});
  CHECK_THAT(refusal(full("_text", R"(["DomainResource"])"), known), Catch::Contains("Patient has a search parameter \"_text\" already, by SearchParameter/known0"));
  CHECK(refusal(full("_text", R"(["Condition"])"), known) == "");
  CHECK(refusal(full("_content", R"(["Patient"])"), known) == "");
}

TEST_CASE("a word is posted once, with a weight") {
  fhir::Arena arena;
  const auto resource = fhir::json::read(
      R"({"resourceType":"Condition","id":"unseen","language":"en","text":{"id":"unseen2","status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\" title=\"unseen3\">Pain, pain &amp; <b>PAIN</b><br/>dolor</div>"},)"
      R"("contained":[{"resourceType":"Patient","id":"unseen5","name":[{"family":"Rao"}]}],"code":{"coding":[{"system":"http://unseen4","code":"M54","display":"Back pain"}],"text":"Ache"},"subject":{"reference":"#unseen5"},"recordedDate":"2024-01-01"})",
      arena);
  REQUIRE(resource);
  const auto custom = of({definition({{"code", R"("_text")"}, {"base", R"(["Condition"])"}, {"type", R"("string")"}, {"expression", ""}}),
                          definition({{"code", R"("_content")"}, {"base", R"(["Condition"])"}, {"type", R"("string")"}, {"expression", ""}})});
  const auto before = extract(*resource, "1", "").tokens, postings = extract(*resource, "1", "", custom).tokens;
  std::vector<Token> expected = before;
  const auto add = [&](const char* code, std::initializer_list<std::pair<const char*, int>> words, std::size_t length) {
    expected.push_back({present_key("Condition", code), 0});
    for (const auto& [word, times] : words) expected.push_back({word_key("Condition", code, word), weight_of(static_cast<std::size_t>(times), length)});
  };
  add("_text", {{"pain", 3}, {"dolor", 1}}, 4);
  add("_content", {{"pain", 4}, {"dolor", 1}, {"rao", 1}, {"m54", 1}, {"back", 1}, {"ache", 1}}, 9);
  std::sort(expected.begin(), expected.end());
  CHECK((postings == expected));
}

TEST_CASE("a word weighs the more the oftener it occurs, and the less the longer the text is") {
  CHECK(weight_of(1, 4) < weight_of(2, 4));
  CHECK(weight_of(2, 4) < weight_of(200, 4));
  CHECK(weight_of(1, 4) > weight_of(1, 400));
  CHECK(weight_of(1, 40) == weight_of(1, 41));
  CHECK(weight_of(1, 100'000'000'000) == 1);
  CHECK(weight_of(100'000'000'000, 100'000'000'000) <= weight_max);
}

TEST_CASE("a resource is posted under its custom parameters, and says that it has a value") {
  fhir::Arena arena;
  const auto patient = fhir::json::read(R"({"resourceType":"Patient","extension":[{"url":"http://example.org/blood","valueCode":"A"}]})", arena);
  const auto other = fhir::json::read(R"({"resourceType":"Patient"})", arena);
  REQUIRE((patient && other));
  const auto custom = of({definition()});
  const auto has = [](const Postings& postings, std::int64_t token) {
    return std::any_of(postings.tokens.begin(), postings.tokens.end(), [&](const auto& one) { return one.token == token; });
  };
  const auto postings = extract(*patient, "1", "", custom);
  CHECK(has(postings, token_key("Patient", "blood", "a")));
  CHECK(has(postings, present_key("Patient", "blood")));
  CHECK_FALSE(has(extract(*other, "1", "", custom), present_key("Patient", "blood")));
  CHECK_FALSE(has(extract(*patient, "1", ""), token_key("Patient", "blood", "a")));
}

TEST_CASE("a long text is kept with all its words, up to a number that is named; other values have a number of their own") {
  const auto custom = of({definition({{"code", R"("_content")"}, {"base", R"(["Resource"])"}, {"type", R"("string")"}, {"expression", ""}})});
  const auto size_of = [&](std::size_t words, std::size_t members) {
    std::string text, member;
    for (std::size_t i = 0; i < words; ++i) text += "w" + std::to_string(i) + " ";
    for (std::size_t i = 0; i < members; ++i) member += (i ? "," : "") + std::string(R"({"entity":{"reference":"Patient/)") + std::to_string(i) + "\"}}";
    fhir::Arena arena;
    const auto resource = fhir::json::read(R"({"resourceType":"Group","type":"person","actual":true,"name":")" + text + "\"" + (members ? ",\"member\":[" + member + "]" : "") + "}", arena);
    REQUIRE(resource);
    const auto fine = check_size(extract(*resource, "1", "http://setu.example/fhir", custom));
    return fine ? "" : fhir::to_text(fine.outcome());
  };
  CHECK(size_of(30'000, 0) == "");
  CHECK(size_of(30'000, 9'000) == "");
  CHECK(size_of(100'001, 0).find("at most 100000") != std::string::npos);
  CHECK(size_of(10, 10'001).find("at most 10000") != std::string::npos);
}

TEST_CASE("what the components of a composite come to is not gathered beyond a number, however much it would be") {
  const auto custom = of({definition({{"code", R"("four")"}, {"base", R"(["Observation"])"}, {"type", R"("composite")"}, {"expression", R"("Observation")"},
                                      {"component", "[" + repeated(R"({"definition":"http://hl7.org/fhir/SearchParameter/clinical-code","expression":"code"})", 4) + "]"}})});
  const auto size_of = [&](int codes) {
    std::string codings;
    for (int i = 0; i < codes; ++i) codings += (i ? "," : "") + std::string(R"({"code":"c)") + std::to_string(i) + "\"}";
    fhir::Arena arena;
    const auto resource = fhir::json::read(R"({"resourceType":"Observation","status":"final","code":{"coding":[)" + codings + "]}}", arena);
    REQUIRE(resource);
    const auto postings = extract(*resource, "1", "", custom);
    CHECK(postings.tokens.size() < 300'000);
    const auto fine = check_size(postings);
    return fine ? "" : fhir::to_text(fine.outcome());
  };
  CHECK(size_of(3) == "");
  CHECK_THAT(size_of(200), Catch::Contains("more than 10000 values"));

  // R4's own have a product, too.
  const auto group = [&](int codes) {
    std::string codings;
    for (int i = 0; i < codes; ++i) codings += (i ? "," : "") + std::string(R"({"code":"c)") + std::to_string(i) + "\"}";
    fhir::Arena arena;
    const auto resource = fhir::json::read(R"({"resourceType":"Group","type":"person","actual":true,"characteristic":[{"code":{"coding":[)" + codings + R"(]},"valueCodeableConcept":{"coding":[)" + codings + R"(]},"exclude":false}]})", arena);
    REQUIRE(resource);
    const auto fine = check_size(extract(*resource, "1", ""));
    return fine ? "" : fhir::to_text(fine.outcome());
  };
  CHECK(group(20) == "");
  CHECK_THAT(group(5'000), Catch::Contains("more than 10000 values"));

  // Of a contained resource as well, even where what was gathered before the end is little: a thousand times the same.
  const auto contained = [&](int codes) {
    const std::string codings = repeated(R"({"code":"c"})", codes);
    fhir::Arena arena;
    const auto resource = fhir::json::read(R"({"resourceType":"List","status":"current","mode":"working","contained":[{"resourceType":"Group","id":"g","type":"person","actual":true,"characteristic":[{"code":{"coding":[)" +
                                               codings + R"(]},"valueCodeableConcept":{"coding":[)" + codings + R"(]},"exclude":false}]}],"subject":{"reference":"#g"}})", arena);
    REQUIRE(resource);
    const auto fine = check_size(extract(*resource, "1", ""));
    return fine ? "" : fhir::to_text(fine.outcome());
  };
  CHECK(contained(20) == "");
  CHECK_THAT(contained(1'000), Catch::Contains("more than 10000 values"));
}
