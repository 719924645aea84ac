#include "engine/interaction/url.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/search.html#token

namespace {

Texts found(Server& server, std::string_view search) {
  const Reply reply = server.ask("GET", search);
  INFO(search << " " << issues(reply));
  CHECK(reply.status == Status::ok);
  auto ids = all(reply, "Bundle.entry.where(search.mode = 'match').resource.id");
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::string refusal(Server& server, std::string_view search) {
  const Reply reply = server.ask("GET", search);
  CHECK(reply.status == Status::bad_request);
  return issues(reply);
}

}  // namespace

TEST_CASE(":in and :not-in ask for the codes of a value set, :above and :below for those of a hierarchy") {
  Server server;
  server.rules = &definitions();
  const auto put = [&](const std::string& url, const std::string& json) {
    const Reply reply = server.ask("PUT", url, json);
    INFO(url << " " << issues(reply));
    REQUIRE(reply.status == Status::created);
  };
  const auto condition = [&](const std::string& id, const std::string& system, const std::string& code) {
    put("Condition/" + id, R"({"resourceType":"Condition","id":")" + id + R"(","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":")" + system + R"(","code":")" + code + R"("}]}})");
  };
  put("CodeSystem/animals", R"({"resourceType":"CodeSystem","id":"animals","url":"urn:animals","status":"active","content":"complete","concept":[)"
                            R"({"code":"animal","concept":[{"code":"dog","concept":[{"code":"poodle"}]},{"code":"cat"}]},{"code":"plant"}]})");
  put("ValueSet/pets", R"({"resourceType":"ValueSet","id":"pets","url":"http://example.org/pets","version":"1","status":"active","compose":{"include":[{"system":"urn:animals","concept":[{"code":"dog"},{"code":"cat"}]}]}})");
  put("ValueSet/all", R"({"resourceType":"ValueSet","id":"all","url":"http://example.org/all","status":"active","compose":{"include":[{"valueSet":["http://example.org/pets"]},{"system":"urn:other"}],)"
                      R"("exclude":[{"system":"urn:animals","concept":[{"code":"cat"}]}]}})");
  put("ValueSet/done", R"({"resourceType":"ValueSet","id":"done","url":"http://example.org/done","status":"active","expansion":{"timestamp":"2024","contains":[{"system":"urn:animals","code":"animal","abstract":true,"contains":[{"system":"urn:animals","code":"poodle"}]}]}})");
  put("ValueSet/filter", R"({"resourceType":"ValueSet","id":"filter","url":"http://example.org/filter","status":"active","compose":{"include":[{"system":"urn:animals","filter":[{"property":"concept","op":"is-a","value":"dog"}]}]}})");
  condition("dog", "urn:animals", "dog");
  condition("cat", "urn:animals", "cat");
  condition("poodle", "urn:animals", "poodle");
  condition("animal", "urn:animals", "animal");
  condition("stone", "urn:other", "stone");
  condition("fake", "urn:fake", "dog");
  put("Patient/p", R"({"resourceType":"Patient","id":"p","gender":"female"})");

  CHECK(found(server, "Condition?code:in=http://example.org/pets") == Texts{"cat", "dog"});
  CHECK(found(server, "Condition?code:in=http://example.org/pets%7C1") == Texts{"cat", "dog"});
  CHECK(found(server, "Condition?code:in=ValueSet/pets") == Texts{"cat", "dog"});
  CHECK(found(server, "Condition?code:in=http://example.org/all") == Texts{"dog", "stone"});
  CHECK(found(server, "Condition?code:in=http://example.org/done") == Texts{"poodle"});
  CHECK(found(server, "Condition?code:in=http://example.org/filter") == Texts{"dog", "poodle"});
  CHECK(found(server, "Condition?code:in=" + percent_encoded("http://example.org/fhir/ValueSet/pets")) == Texts{"cat", "dog"});
  CHECK(found(server, "Condition?code:in=http://example.org/done,ValueSet/pets") == Texts{"cat", "dog", "poodle"});
  CHECK(found(server, "Condition?code:not-in=http://example.org/pets") == Texts{"animal", "fake", "poodle", "stone"});
  CHECK(found(server, "Condition?code:below=urn:animals%7Cdog") == Texts{"dog", "poodle"});
  CHECK(found(server, "Condition?code:above=urn:animals%7Cpoodle") == Texts{"animal", "dog", "poodle"});
  CHECK(found(server, "Condition?code:below=urn:animals%7Canimal") == Texts{"animal", "cat", "dog", "poodle"});
  CHECK(found(server, "Patient?gender:in=http://hl7.org/fhir/ValueSet/administrative-gender") == Texts{"p"});
  CHECK(found(server, "Condition?subject:Patient.gender:not-in=http://hl7.org/fhir/ValueSet/administrative-gender").empty());
  CHECK(found(server, "Patient?_has:Condition:subject:code:in=ValueSet/pets") == Texts{"p"});

  // The same, as filters word it.
  const auto filtered = [&](const std::string& filter) { return found(server, "Condition?_filter=" + percent_encoded(filter)); };
  CHECK(filtered("code in http://example.org/pets") == Texts{"cat", "dog"});
  CHECK(filtered("code in ValueSet/pets and not (code eq cat)") == Texts{"dog"});
  CHECK(filtered("code ni http://example.org/pets") == Texts{"animal", "fake", "poodle", "stone"});
  CHECK(filtered("code ss urn:animals|dog") == Texts{"dog", "poodle"});
  CHECK(filtered("code sb urn:animals|dog") == Texts{"animal", "dog"});
  CHECK(filtered("subject:Patient.gender in http://hl7.org/fhir/ValueSet/administrative-gender and code ss urn:animals|cat") == Texts{"cat"});
  CHECK(refusal(server, "Condition?_filter=" + percent_encoded("code in http://example.org/none")).find("http://example.org/none is not known here") != std::string::npos);
  CHECK(refusal(server, "Condition?_filter=" + percent_encoded("code ss dog")).find("system|code") != std::string::npos);
  CHECK(refusal(server, "Condition?_filter=" + percent_encoded("recorded-date in ValueSet/pets")).find("\"in\" is not answered") != std::string::npos);

  // Each includes the next ten times: a hundred thousand of them in the end.
  for (int at = 0; at < 5; ++at) {
    std::string includes;
    for (int i = 0; i < 10; ++i) includes += std::string(i ? "," : "") + R"({"valueSet":["http://example.org/wide)" + std::to_string(at + 1) + R"("]})";
    const std::string id = "wide" + std::to_string(at);
    put("ValueSet/" + id, R"({"resourceType":"ValueSet","id":")" + id + R"(","url":"http://example.org/)" + id + R"(","status":"active","compose":{"include":[)" + includes + "]}}");
  }
  put("ValueSet/wide5", R"({"resourceType":"ValueSet","id":"wide5","url":"http://example.org/wide5","status":"active","compose":{"include":[{"system":"urn:animals","concept":[{"code":"dog"}]}]}})");
  CHECK(refusal(server, "Condition?code:in=http://example.org/wide0").find("more than 50 value sets") != std::string::npos);
  CHECK(refusal(server, "Condition?code:in=http://example.org/none").find("http://example.org/none is not known here") != std::string::npos);
  CHECK(refusal(server, "Condition?code:in=http://example.org/pets%7C2").find("is not known here") != std::string::npos);
  put("ValueSet/unknown", R"({"resourceType":"ValueSet","id":"unknown","url":"http://example.org/unknown","status":"active","compose":{"include":[{"system":"urn:other","filter":[{"property":"concept","op":"is-a","value":"x"}]}]}})");
  CHECK(refusal(server, "Condition?code:in=http://example.org/unknown").find("has filters") != std::string::npos);
  CHECK(refusal(server, "Condition?code:below=urn:fake%7Cdog").find("urn:fake is not known here") != std::string::npos);
  CHECK(refusal(server, "Condition?code:below=dog").find("system|code") != std::string::npos);
}

TEST_CASE("a value set is what its includes have in common with the value sets they name, without its excludes") {  // https://hl7.org/fhir/R4/valueset.html#compositions
  Server server;
  server.rules = &definitions();
  const auto put = [&](const std::string& url, const std::string& json) {
    const Reply reply = server.ask("PUT", url, json);
    INFO(url << " " << issues(reply));
    REQUIRE(reply.status == Status::created);
  };
  const auto value_set = [&](const std::string& id, const std::string& compose) {
    put("ValueSet/" + id, R"({"resourceType":"ValueSet","id":")" + id + R"(","url":"urn:vs:)" + id + R"(","status":"active","compose":)" + compose + "}");
  };
  put("CodeSystem/body", R"({"resourceType":"CodeSystem","id":"body","url":"urn:body","status":"active","content":"complete","concept":[{"code":"arm"},{"code":"leg"},{"code":"head"}]})");
  for (const char* code : {"arm", "leg", "head", "tail"}) {
    put(std::string("Condition/") + code, std::string(R"({"resourceType":"Condition","id":")") + code + R"(","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"urn:body","code":")" + code + R"("}]}})");
  }
  value_set("some", R"({"include":[{"system":"urn:body","concept":[{"code":"arm"},{"code":"leg"}]}]})");
  value_set("whole", R"({"include":[{"system":"urn:body"}]})");
  value_set("without", R"({"include":[{"system":"urn:body"}],"exclude":[{"system":"urn:body","concept":[{"code":"arm"}]}]})");
  value_set("both", R"({"include":[{"system":"urn:body","valueSet":["urn:vs:some"]}]})");
  value_set("unknown", R"({"include":[{"system":"urn:elsewhere"}],"exclude":[{"system":"urn:elsewhere","concept":[{"code":"x"}]}]})");

  CHECK(found(server, "Condition?code:in=urn:vs:whole") == Texts{"arm", "head", "leg"});
  CHECK(found(server, "Condition?code:in=urn:vs:without") == Texts{"head", "leg"});
  CHECK(found(server, "Condition?code:not-in=urn:vs:without") == Texts{"arm", "tail"});
  CHECK(found(server, "Condition?code:in=urn:vs:both") == Texts{"arm", "leg"});
  CHECK(refusal(server, "Condition?code:in=urn:vs:unknown").find("excludes codes from all of urn:elsewhere") != std::string::npos);
}

TEST_CASE("of several versions of a value set the latest is asked for, if none is named") {  // https://hl7.org/fhir/R4/references.html#canonical
  Server server;
  server.rules = &definitions();
  const auto put = [&](const std::string& url, const std::string& json) { REQUIRE(server.ask("PUT", url, json).status == Status::created); };
  const auto set = [&](const std::string& id, const std::string& url, const std::string& version, const std::string& code) {
    put("ValueSet/" + id, R"({"resourceType":"ValueSet","id":")" + id + R"(","url":")" + url + "\"" + (version.empty() ? "" : R"(,"version":")" + version + "\"") +
                              R"(,"status":"active","compose":{"include":[{"system":"urn:s","concept":[{"code":")" + code + R"("}]}]}})");
  };
  for (const char* code : {"old", "new"}) put(std::string("Basic/") + code, R"({"resourceType":"Basic","id":")" + std::string(code) + R"(","code":{"coding":[{"system":"urn:s","code":")" + code + R"("}]}})");
  int number = 0;
  for (const auto& [older, later] : {std::pair("1.0", "2.0"), {"1.9", "1.10"}, {"", "0.1"}, {"2.0.0-ballot", "2.0.0"}, {"1", "1.0.1"}, {"09", "10"}, {"2023", "2024"}, {"a", "b"}}) {
    for (const bool later_first : {false, true}) {
      const std::string url = "http://example.org/set" + std::to_string(++number);
      CAPTURE(older, later, later_first);
      if (later_first) set("later" + std::to_string(number), url, later, "new");
      set("older" + std::to_string(number), url, older, "old");
      if (!later_first) set("later" + std::to_string(number), url, later, "new");
      CHECK(found(server, "Basic?code:in=" + url) == Texts{"new"});
      if (*older != '\0') CHECK(found(server, "Basic?code:in=" + url + "|" + older) == Texts{"old"});
    }
  }
}
