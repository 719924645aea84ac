#include <set>

#include "engine/search/plan.h"
#include "tests/engine/interaction/tenant.h"

using namespace engine;

// https://hl7.org/fhir/R4/search.html#content

namespace {

/// The definition that has the words of some types indexed; `more` is more of its elements.
std::string full_text(std::string_view code, std::string_view types, std::string_view more = {}) {
  return R"({"resourceType":"SearchParameter","url":"http://example.org/)" + std::string(code) + R"(","name":"Words","status":"active","description":"d","code":")" + std::string(code) +
         R"(","type":"string","base":[)" + std::string(types) + "]" + std::string(more) + "}";
}

std::string told(std::string_view id, std::string_view narrative, std::string_view more = {}, std::string_view type = "Condition") {
  return R"({"resourceType":")" + std::string(type) + R"(","id":")" + std::string(id) + R"(","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">)" + std::string(narrative) +
         R"(</div>"})" + std::string(more) + "}";
}

const std::string of_p = R"(,"subject":{"reference":"Patient/p"})";

/// Conditions whose narratives and texts are searched.
struct Ward : Tenant {
  Ward() {
    define(full_text("_text", R"("Condition","Patient")"));
    define(full_text("_content", R"("Condition","Patient")"));
    index();
  }
  void condition(std::string_view id, std::string_view narrative, std::string_view more = of_p) { put(told(id, narrative, more), "Condition"); }
  std::string refusal(std::string_view search) {
    const auto reply = ask("GET", search);
    INFO(search);
    CHECK(reply.status == Status::bad_request);
    return issues(reply);
  }
  /// What a page's link asks for, without the base URL.
  static std::string link(const Reply& reply, const std::string& relation) {
    const auto url = one(reply, "Bundle.link.where(relation = '" + relation + "').url");
    if (url.empty()) return {};
    const auto behind = url.substr(std::string_view("http://example.org/fhir").size());
    return behind.front() == '/' ? behind.substr(1) : behind;
  }
  /// All pages of a search put together, as a client follows the links.
  Texts paged(std::string search) {
    Texts ids;
    while (!search.empty()) {
      const auto reply = ask("GET", search);
      INFO(search << issues(reply));
      REQUIRE(reply.status == Status::ok);
      for (auto& id : all(reply, "Bundle.entry.where(search.mode = 'match').resource.id")) ids.push_back(std::move(id));
      search = link(reply, "next");
    }
    return ids;
  }
};

}  // namespace

TEST_CASE("full text is refused with the way to turn it on, and until its words are indexed") {
  Tenant server;
  server.put(told("a", "Pain of the bone", of_p), "Condition");
  for (const char* code : {"_text", "_content"}) {
    const auto reply = server.ask("GET", "Condition?" + std::string(code) + "=bone");
    CHECK(reply.status == Status::bad_request);
    CHECK_THAT(issues(reply), Catch::Contains("\"" + std::string(code) + "\"") && Catch::Contains("POST a SearchParameter") && Catch::Contains("\"Condition\" in its base"));
  }
  server.define(full_text("_text", R"("Condition")"));
  CHECK_THAT(issues(server.ask("GET", "Condition?_text=bone")), Catch::Contains("\"_text\" yet: it is being indexed"));
  CHECK(server.index() > 0);
  CHECK(server.found("Condition?_text=bone") == Texts{"a"});
  CHECK(server.ask("GET", "Condition?_content=bone").status == Status::bad_request);
  CHECK(server.ask("GET", "Patient?_text=bone").status == Status::bad_request);
  const auto metadata = server.ask("GET", "metadata");
  CHECK(one(metadata, "CapabilityStatement.rest.resource.where(type = 'Condition').searchParam.where(name = '_text').type") == "string");
  CHECK(all(metadata, "CapabilityStatement.rest.resource.where(type = 'Patient').searchParam.where(name = '_text')").empty());
  server.verify();

  // Turned off, the words go.
  const auto tokens = [&] { return std::stoi(support::Sql(server.url).value("select count(*) from setu.tok")); };
  const int before = tokens();
  CHECK(server.ask("DELETE", "SearchParameter?code=_text").status == Status::no_content);
  server.index();
  CHECK(tokens() < before - 4);
  CHECK_THAT(issues(server.ask("GET", "Condition?_text=bone")), Catch::Contains("POST a SearchParameter"));
  server.verify();
}

TEST_CASE("words are found in the narrative and in all texts, with and, or, not and parentheses") {
  Ward server;
  server.put(told("p", "A man of Pune", R"(,"name":[{"family":"Rao"}])", "Patient"));
  server.condition("bone", "<p>Metastases in the <b>BONE</b></p>");
  server.condition("liver", "liver; métastases", R"(,"note":[{"text":"Bilirubin high & rising"}],"code":{"coding":[{"system":"http://snomed.info/sct","code":"94381002","display":"Secondary malignant neoplasm of liver"}]})" + of_p);
  server.condition("lung", "Lung&#160;metastases, x-ray of 2024", R"(,"subject":{"reference":"Patient/q"})");
  server.condition("hindi", "हड्डी का कैंसर");
  server.put(R"({"resourceType":"Condition","id":"bare","subject":{"display":"Bone, Patient"}})", "Condition");
  const std::pair<const char*, Texts> cases[] = {
      {"Condition?_text=(bone OR liver) AND metastases", {"bone", "liver"}},
      {"Condition?_text=(bone OR liver) and metastases", {"bone", "liver"}},
      {"Condition?_text=bone", {"bone"}},
      {"Condition?_text=Bone metastases", {"bone"}},
      {"Condition?_text=metastases bone", {"bone"}},
      {"Condition?_text=metastas", {}},
      {"Condition?_text=METASTASES", {"bone", "liver", "lung"}},
      {"Condition?_text=bone,lung", {"bone", "lung"}},
      {"Condition?_text=bone or lung", {"bone", "lung"}},
      {"Condition?_text=metastases&_text=lung", {"lung"}},
      {"Condition?_text=metastases not bone", {"liver", "lung"}},
      {"Condition?_text=NOT (bone OR liver)", {"bare", "hindi", "lung"}},
      {"Condition?_text=not not bone", {"bone"}},
      {"Condition?_text=lung liver or bone", {"bone"}},
      {"Condition?_text=lung (liver or metastases)", {"lung"}},
      {"Condition?_text=x-ray", {"lung"}},
      {"Condition?_text=\"bone\"", {"bone"}},
      {"Condition?_text=\"or\"", {}},
      {"Condition?_text=हड्डी", {"hindi"}},
      {"Condition?_text=हड्डा", {}},
      {"Condition?_text=bilirubin", {}},
      {"Condition?_content=bilirubin rising", {"liver"}},
      {"Condition?_content=94381002", {"liver"}},
      {"Condition?_content=neoplasm metastases", {"liver"}},
      {"Condition?_content=bone", {"bare", "bone"}},
      {"Condition?_content=snomed", {}},
      {"Condition?_content=generated", {}},
      {"Condition?_text:missing=true", {"bare"}},
      {"Condition?_text:missing=false&_content=bone", {"bone"}},
      {"Condition?_text=metastases&_id=lung,bone", {"bone", "lung"}},
      {"Condition?_text=metastases&subject=Patient/q", {"lung"}},
      {"Condition?subject:Patient._text=pune&_text=bone", {"bone"}},
      {"Condition?subject:Patient._content=rao&_text=liver", {"liver"}},
      {"Patient?_has:Condition:subject:_text=liver", {"p"}},
      {"Patient?_has:Condition:subject:_text=lung", {}},
      {"Patient/p/Condition?_text=metastases", {"bone", "liver"}},
      {"?_type=Condition,Patient&_text=pune,lung", {"lung", "p"}},
      {"Condition?_filter=_text pr false", {"bare"}},
  };
  for (const auto& [search, ids] : cases) {
    CAPTURE(search);
    CHECK(server.found(search) == ids);
  }
  CHECK(all(server.ask("GET", "Condition?_text=metastases&_count=0"), "Bundle.total") == Texts{"3"});

  // What is changed is found by its new words, what is deleted by none.
  server.condition("bone", "Osteoma");
  CHECK(server.ask("DELETE", "Condition/liver").status == Status::no_content);
  CHECK(server.found("Condition?_text=metastases") == Texts{"lung"});
  CHECK(server.found("Condition?_text=osteoma") == Texts{"bone"});
  server.verify();
  CHECK(server.ask("POST", "$reindex", R"({"resourceType":"Parameters"})").status == Status::accepted);
  server.index();
  CHECK(server.found("Condition?_text=osteoma") == Texts{"bone"});
  server.verify();
}

TEST_CASE("what is no full-text search is refused by name") {
  Ward server;
  const std::pair<std::string, const char*> cases[] = {
      {"Condition?_text=lun*", "asks for beginnings of words"},
      {"Condition?_text=\"bone pain\"", "Leave the quotes out"},
      {"Condition?_text=\"bone", "quote that is not closed"},
      {"Condition?_text=(bone", "( that is not closed"},
      {"Condition?_text=bone)", ") that closes nothing"},
      {"Condition?_text=()", "no word where one is expected"},
      {"Condition?_text=bone and", "ends where a word is missing"},
      {"Condition?_text=or bone", "write it in quotes"},
      {"Condition?_text=bone or,lung", "ends where a word is missing"},
      {"Condition?_text=bone %26 lung", "no word to look for"},
      {"Condition?_text=...", "no word to look for"},
      {"Condition?_text:exact=bone", "The modifier \"exact\" is not answered for \"_text\". Valid are: missing"},
      {"Condition?_text:contains=bone", "Valid are: missing"},
      {"Condition?_sort=_text", "not ordered by \"_text\""},
      {"Condition?_sort=_score", "add _text or _content"},
      {"Condition?_text=not bone&_sort=_score", "add _text or _content"},
      {"Condition?_filter=_text eq bone", "The operator \"eq\" is not answered for \"_text\""},
      {"Condition?_text=" + std::string(17, '(') + "bone" + std::string(17, ')'), "16 deep"},
      {"?_content=bone", "cannot be searched by \"_content\""},
  };
  for (const auto& [search, reason] : cases) CHECK_THAT(server.refusal(search), Catch::Contains(reason));
  const auto many = [](int words) {
    std::string value = "w0";
    for (int i = 1; i < words; ++i) value += " w" + std::to_string(i);
    return value;
  };
  CHECK(server.found("Condition?_text=" + many(64)).empty());
  CHECK_THAT(server.refusal("Condition?_text=" + many(65)), Catch::Contains("more than 64 words"));
  CHECK_THAT(server.refusal("Condition?_text=" + many(64) + ",another"), Catch::Contains("more than 64 words"));
  // Lenient handling may leave out what is not offered, never what is wrong in itself.
  auto lenient = asked("GET", "Condition?_text=(bone");
  lenient.handling = Handling::lenient;
  CHECK(server.perform(std::move(lenient)).status == Status::bad_request);
}

TEST_CASE("those that match best come first, and say how well they do") {
  Ward server;
  server.condition("often", "pain pain pain, and more pain");
  server.condition("once", "pain in one of very many bones of the body");
  server.condition("both", "pain fever");
  server.condition("fever", "fever");
  const auto pain = server.ask("GET", "Condition?_text=pain");
  CHECK(all(pain, "Bundle.entry.resource.id") == Texts{"often", "both", "once"});
  const auto scores = all(pain, "Bundle.entry.search.score");
  REQUIRE(scores.size() == 3);
  CHECK(std::stod(scores[0]) < 1);
  CHECK(std::stod(scores[0]) > std::stod(scores[1]));
  CHECK(std::stod(scores[1]) > std::stod(scores[2]));
  CHECK(std::stod(scores[2]) > 0);
  // Four times among six words, which count as eight: 2560 / (2560 + 192 + 72).
  CHECK(scores[0] == "0.906");

  CHECK(server.in_order("Condition?_text=pain or fever").front() == "both");
  CHECK(server.in_order("Condition?_text=pain&_sort=_score") == Texts{"often", "both", "once"});
  CHECK(server.in_order("Condition?_text=pain&_sort=-_score") == Texts{"once", "both", "often"});
  CHECK(server.in_order("Condition?_text=pain&_sort=_id") == Texts{"both", "often", "once"});
  CHECK(all(server.ask("GET", "Condition?_text=pain&_sort=_id"), "Bundle.entry.search.score") == Texts{scores[1], scores[0], scores[2]});
  CHECK(all(server.ask("GET", "Condition?_text=pain&_sort=subject"), "Bundle.entry.search.score").size() == 3);
  // What is not asked for has no weight, and other searches have no score.
  CHECK(all(server.ask("GET", "Condition?_text=not fever"), "Bundle.entry.search.score").empty());
  CHECK(all(server.ask("GET", "Condition?_id=often"), "Bundle.entry.search.score").empty());
  CHECK(all(server.ask("GET", "Condition?_text=pain not fever"), "Bundle.entry.search.score") == Texts{scores[0], scores[2]});
  const auto included = server.ask("GET", "Condition?_text=fever&_include=Condition:subject&_total=accurate");
  CHECK(all(included, "Bundle.entry.where(search.mode = 'match').search.score").size() == 2);
}

TEST_CASE("ranked pages follow each other whatever is written meanwhile") {
  for (const std::string search : {"Condition?_text=pain", "Condition?_text=pain&_sort=_score", "?_type=Condition,Patient&_text=pain"}) {
    CAPTURE(search);
    Ward server;
    std::string narrative = "pain", others = " and other words";
    for (const char* id : {"a", "b", "c", "d", "e", "f", "g"}) {
      server.condition(id, narrative);
      narrative += others;
      others += others;
    }
    CHECK(server.paged(search + "&_count=1") == Texts{"a", "b", "c", "d", "e", "f", "g"});
    const auto first = server.ask("GET", search + "&_count=2");
    CHECK(all(first, "Bundle.entry.resource.id") == Texts{"a", "b"});
    // To the front, out of the search, and one that was not there.
    server.condition("e", "pain pain pain");
    server.condition("d", "nothing");
    server.condition("new", "pain");
    const auto second = server.ask("GET", Ward::link(first, "next"));
    CHECK(all(second, "Bundle.entry.resource.id") == Texts{"c", "d"});
    CHECK(all(second, "Bundle.entry.search.score").size() == 2);
    CHECK(server.paged(Ward::link(second, "next")) == Texts{"e", "f", "g"});
    CHECK(server.in_order(Ward::link(second, "previous")) == Texts{"a", "b"});
  }
}

TEST_CASE("too many to be ranked are the newest first, and it is said") {
  Ward server;
  const int many = static_cast<int>(search::SearchLimits::ranked_max) + 1;
  for (int from = 0; from < many; from += 1000) {
    std::string bundle = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
    for (int i = from; i < std::min(from + 1000, many); ++i) {
      if (i != from) bundle += ',';
      bundle += R"({"resource":)" + told("c" + std::to_string(i), i == 5 ? "rare pain" : "pain", R"(,"recordedDate":")" + std::to_string(2000 + i % 20) + R"(-01-01","subject":{"display":"x"})") +
                R"(,"request":{"method":"PUT","url":"Condition/c)" + std::to_string(i) + R"("}})";
    }
    REQUIRE(server.ask("POST", "", bundle + "]}").status == Status::ok);
  }
  auto page = server.ask("GET", "Condition?_text=pain&_count=1000");
  const auto dates = all(page, "Bundle.entry.resource.recordedDate");
  CHECK(dates.front() == "2019-01-01");
  CHECK(std::is_sorted(dates.rbegin(), dates.rend()));
  CHECK(all(page, "Bundle.entry.search.score").size() == 1000);
  CHECK_THAT(one(page, "Bundle.entry.where(search.mode = 'outcome').resource.issue.diagnostics"), Catch::Contains("More than 10000 resources match"));
  const auto ids = server.paged("Condition?_text=pain&_count=1000");
  CHECK(ids.size() == static_cast<std::size_t>(many));
  CHECK(std::set<std::string>(ids.begin(), ids.end()).size() == ids.size());
  for (const char* sort : {"_lastUpdated", "-_lastUpdated", "_id", "-recorded-date", "subject"}) {
    CAPTURE(sort);
    CHECK(all(server.ask("GET", "Condition?_text=pain&_count=3&_sort=" + std::string(sort)), "Bundle.entry.search.score") == Texts{"0.76", "0.76", "0.76"});
  }
  // Whoever asks for the order has it.
  page = server.ask("GET", "Condition?_text=pain or rare&_sort=_score&_count=1");
  CHECK(all(page, "Bundle.entry.resource.id") == Texts{"c5"});
  CHECK(all(server.ask("GET", "Condition?_text=pain rare"), "Bundle.entry.search.mode") == Texts{"match"});
}
