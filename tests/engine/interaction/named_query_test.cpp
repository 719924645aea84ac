#include "engine/search/query.h"
#include "tests/engine/interaction/tenant.h"

using namespace engine;

namespace {

constexpr std::string_view limit = R"({"name":"limit","use":"in","min":1,"max":"1","type":"decimal"})";
constexpr std::string_view patient_of = R"({"name":"patient","use":"in","min":0,"max":"1","type":"string"})";

/// An OperationDefinition that is a query of observations.
std::string query(std::string_view name, std::string_view text, std::string_view parameters, std::string_view places = R"("system":false,"type":true,"instance":false,"resource":["Observation"])") {
  return R"({"resourceType":"OperationDefinition","id":")" + std::string(name) + R"(","url":"http://example.org/)" + std::string(name) +
         R"(","name":"Q","status":"active","kind":"query","code":")" + std::string(name) + "\"," + std::string(places) +
         R"(,"extension":[{"url":"https://setu.example/fhir/StructureDefinition/search-template","valueString":")" + std::string(text) + "\"}]" +
         (parameters.empty() ? "" : R"(,"parameter":[)" + std::string(parameters) + "]") + "}";
}

std::string in(std::string_view name, std::string_view more) { return R"({"name":")" + std::string(name) + R"(","use":"in",)" + std::string(more) + "}"; }
std::string optional(std::string_view name, std::string_view type = "string") { return in(name, R"("min":0,"max":"1","type":")" + std::string(type) + "\""); }

const std::string high_pulse = query("high-pulse", "code=http://loinc.org|8867-4&value-quantity=gt{limit}&subject={patient}", std::string(limit) + "," + std::string(patient_of));

struct Ward : Tenant {
  Ward() {
    for (const char* id : {"p1", "p2"}) put(patient(id, "Rao", id));
    pulse("a", "p1", 80);
    pulse("b", "p1", 100);
    pulse("c", "p2", 120);
    put(R"({"resourceType":"Observation","id":"d","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"29463-7"}]},"subject":{"reference":"Patient/p1"},"valueQuantity":{"value":200}})", "Observation");
  }
  void pulse(const std::string& id, const std::string& of, int value) {
    put(R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},"subject":{"reference":"Patient/)" + of +
            R"("},"valueQuantity":{"value":)" + std::to_string(value) + "}}",
        "Observation");
  }
  void define_query(const std::string& json) { REQUIRE(static_cast<int>(put(json, "OperationDefinition")) < 300); }
  std::string refused(std::string_view search) {
    const auto reply = ask("GET", search);
    INFO(search << " " << reply.body);
    CHECK(reply.status == Status::bad_request);
    return issues(reply);
  }
  std::string not_stored(const std::string& json) {
    const auto reply = ask("POST", "OperationDefinition", json);
    INFO(json << " " << reply.body);
    CHECK(reply.status == Status::unprocessable);
    return issues(reply);
  }
};

}  // namespace

TEST_CASE("a named query is the search of its template with the client's values") {  // https://hl7.org/fhir/R4/search.html#query
  Ward server;
  CHECK_THAT(server.refused("Observation?_query=high-pulse&limit=90"), Catch::Contains("\"high-pulse\" is no named query of Observation; it has none."));
  server.define_query(high_pulse);
  CHECK(server.found("Observation?_query=high-pulse&limit=90") == Texts{"b", "c"});
  CHECK(server.found("Observation?_query=high-pulse&limit=110") == Texts{"c"});
  CHECK(server.found("Observation?_query=high-pulse&limit=90&patient=p1") == Texts{"b"});
  CHECK(server.found("Observation?_query=high-pulse&limit=90&patient=") == Texts{"b", "c"});
  CHECK(server.found("Observation?_query=high-pulse&limit=90&subject=p2") == Texts{"c"});
  CHECK(server.found("Patient/p2/Observation?_query=high-pulse&limit=9e1") == Texts{"c"});
  CHECK(server.in_order("Observation?_query=high-pulse&limit=90&_sort=-value-quantity") == Texts{"c", "b"});
  CHECK(all(server.ask("GET", "Observation?_query=high-pulse&limit=110&_include=Observation:subject"), "Bundle.entry.where(search.mode = 'include').resource.id") == Texts{"p2"});
  CHECK(one(server.ask("GET", "Observation?_query=high-pulse&limit=90&_summary=count"), "Bundle.total") == "2");
  const auto lenient = server.ask("GET", "Observation?_query=high-pulse&limit=90&_count=10");
  CHECK(one(lenient, "Bundle.link.where(relation = 'self').url") == "http://example.org/fhir/Observation?_query=high-pulse&limit=90&_count=10");
  server.verify();
}

TEST_CASE("the pages of a named query go on where they ended, until it says something else") {
  Ward server;
  server.define_query(high_pulse);
  const auto first = server.ask("GET", "Observation?_query=high-pulse&limit=10&_count=2");
  CHECK(all(first, "Bundle.entry.resource.id").size() == 2);
  const auto next = one(first, "Bundle.link.where(relation = 'next').url").substr(std::string("http://example.org/fhir/").size());
  CHECK(all(server.ask("GET", next), "Bundle.entry.resource.id").size() == 1);
  server.define_query(query("high-pulse", "value-quantity=gt{limit}&subject={patient}", std::string(limit) + "," + std::string(patient_of)));
  CHECK(server.found("Observation?_query=high-pulse&limit=110") == Texts{"c", "d"});
  CHECK(server.ask("GET", next).status == Status::bad_request);
}

TEST_CASE("what a named query is asked wrongly is refused by name, also with lenient handling") {
  Ward server;
  server.define_query(high_pulse);
  CHECK_THAT(server.refused("Observation?_query=low-pulse"), Catch::Contains("\"low-pulse\"") && Catch::Contains("it has high-pulse"));
  CHECK_THAT(server.refused("Patient?_query=high-pulse&limit=1"), Catch::Contains("no named query of Patient"));
  CHECK_THAT(server.refused("?_query=high-pulse&limit=1"), Catch::Contains("a search over all types"));
  CHECK_THAT(server.refused("Observation?_query=high-pulse"), Catch::Contains("needs a value of \"limit\""));
  CHECK_THAT(server.refused("Observation?_query=high-pulse&limit=much"), Catch::Contains("\"limit\" is not"));
  CHECK_THAT(server.refused("Observation?_query=high-pulse&limit=1&limit=2"), Catch::Contains("takes 1 at most"));
  server.define_query(query("coded", "code={code}", in("code", R"("min":0,"max":"2","type":"string","searchType":"token")")));
  CHECK(server.found("Observation?_query=coded&code=29463-7,x") == Texts{"d"});
  CHECK_THAT(server.refused("Observation?_query=coded&code=a,b,c"), Catch::Contains("\"code\" has too many values") && Catch::Contains("takes 2 at most"));
  CHECK_THAT(server.refused("Observation?_query=high-pulse&_query=high-pulse&limit=1"), Catch::Contains("more than once"));
  CHECK_THAT(server.refused("Observation?_query:exact=high-pulse&limit=1"), Catch::Contains("\"_query\" takes no modifier"));
  CHECK_THAT(server.refused("Observation?_query=high-pulse&limit=1&limits=2"), Catch::Contains("\"limits\""));
  auto lenient = asked("GET", "Observation?_query=low-pulse");
  lenient.handling = Handling::lenient;
  CHECK(server.perform(std::move(lenient)).status == Status::bad_request);
  CHECK(server.ask("DELETE", "Observation?_query=high-pulse&limit=1").status == Status::bad_request);
}

TEST_CASE("a value of a named query adds nothing to the search but itself") {
  Ward server;
  server.define_query(high_pulse);
  // One patient was asked for, and no parameter, alternative or system.
  CHECK(server.found("Observation?_query=high-pulse&limit=90&patient=p1,p2").empty());
  CHECK(server.found("Observation?_query=high-pulse&limit=90&patient=p1%26code=29463-7").empty());
  CHECK_THAT(server.refused("Observation?_query=high-pulse&limit=90,10"), Catch::Contains("\"limit\""));
  server.define_query(query("by-code", "code={code}", optional("code")));
  CHECK(server.found("Observation?_query=by-code&code=8867-4") == Texts{"a", "b", "c"});
  CHECK(server.found("Observation?_query=by-code&code=8867-4,29463-7").empty());
  CHECK(server.found("Observation?_query=by-code&code=http://loinc.org|8867-4").empty());
  CHECK(server.found("Observation?_query=by-code&code=8867-4%5C").empty());  // a backslash
}

TEST_CASE("a value of a named query is read as a search parameter where the definition says so") {
  Ward server;
  server.define_query(query("by-code", "code={code},x", in("code", R"("min":1,"max":"2","type":"string","searchType":"token")")));
  CHECK(server.found("Observation?_query=by-code&code=http://loinc.org|29463-7") == Texts{"d"});
  CHECK(server.found("Observation?_query=by-code&code=29463-7,http://loinc.org|8867-4") == Texts{"a", "b", "c", "d"});
  CHECK(server.found("Observation?_query=by-code&code=29463-7&code=8867-4") == Texts{"a", "b", "c", "d"});
  CHECK_THAT(server.refused("Observation?_query=by-code&code=a,b,c"), Catch::Contains("takes 2 at most"));
  CHECK_THAT(server.refused("Observation?_query=by-code&code=a%5C"), Catch::Contains("no escape"));
  server.define_query(query("by-value", "value-quantity={value}", in("value", R"("min":1,"max":"*","type":"string","searchType":"quantity")")));
  CHECK(server.found("Observation?_query=by-value&value=gt110") == Texts{"c", "d"});
  CHECK(server.found("Observation?_query=by-value&value=lt90,gt150") == Texts{"a", "d"});
}

TEST_CASE("several values of a named query each make what stands about them") {
  Ward server;
  server.define_query(query("loinc", "code=http://loinc.org|{code}", in("code", R"("min":1,"max":"*","type":"code")")));
  CHECK(server.found("Observation?_query=loinc&code=29463-7&code=8867-4") == Texts{"a", "b", "c", "d"});
  CHECK(server.found("Observation?_query=loinc&code=29463-7&code=x") == Texts{"d"});
}

TEST_CASE("what a template says of the results holds where the client says nothing") {
  Ward server;
  server.define_query(query("ordered", "value-quantity=gt{limit}&_sort=value-quantity&_count=2", limit));
  CHECK(server.in_order("Observation?_query=ordered&limit=1") == Texts{"a", "b"});
  CHECK(server.in_order("Observation?_query=ordered&limit=1&_sort=-value-quantity&_count=3") == Texts{"d", "c", "b"});
}

TEST_CASE("a query of the system is asked of all types") {
  Ward server;
  server.define_query(query("tagged", "_tag={tag}", optional("tag", "code"), R"("system":true,"type":false,"instance":false)"));
  server.put(R"({"resourceType":"Patient","id":"p3","meta":{"tag":[{"code":"t"}]}})");
  CHECK(server.found("?_query=tagged&tag=t") == Texts{"p3"});
  CHECK(server.found("?_type=Patient,Group&_query=tagged&tag=t") == Texts{"p3"});
  CHECK_THAT(server.refused("Patient?_query=tagged&tag=t"), Catch::Contains("no named query of Patient"));
}

TEST_CASE("a named query is in the capabilities, until it is retired or deleted") {
  Ward server;
  const auto offered = [&](std::string_view place) { return all(server.ask("GET", "metadata"), "CapabilityStatement.rest." + std::string(place)); };
  const std::string definition = "resource.where(type = 'Observation').operation.where(name = 'high-pulse').definition";
  CHECK(offered(definition).empty());
  server.define_query(high_pulse);
  CHECK(offered(definition) == Texts{"http://example.org/high-pulse"});
  CHECK(offered("resource.where(type = 'Patient').operation.where(name = 'high-pulse').definition").empty());
  std::string retired = high_pulse;
  retired.replace(retired.find("active"), 6, "retired");
  server.define_query(retired);
  CHECK(offered(definition).empty());
  CHECK_THAT(server.refused("Observation?_query=high-pulse&limit=1"), Catch::Contains("it has none"));
  server.define_query(high_pulse);
  CHECK(server.found("Observation?_query=high-pulse&limit=110") == Texts{"c"});
  CHECK(server.ask("DELETE", "OperationDefinition/high-pulse").status == Status::no_content);
  CHECK(offered(definition).empty());
  CHECK_THAT(server.refused("Observation?_query=high-pulse&limit=1"), Catch::Contains("it has none"));
  server.define_query(query("everywhere", "_id=x", "", R"("system":true,"type":false,"instance":false)"));
  CHECK(offered("operation.where(name = 'everywhere').definition") == Texts{"http://example.org/everywhere"});
  server.verify();
}

TEST_CASE("another session knows a named query at once, and its new template") {
  Ward server;
  const auto other = server.connected();
  const auto found = [&] {
    auto reply = engine::perform(asked("GET", "Observation?_query=high-pulse&limit=110"), {*other, nullptr, server.policy});
    INFO(issues(reply));
    return all(reply, "Bundle.entry.resource.id").size();
  };
  server.define_query(high_pulse);
  CHECK(found() == 1);
  server.define_query(query("high-pulse", "value-quantity=gt{limit}", limit));
  CHECK(found() == 2);
  // And what it writes has the postings of the new generation.
  CHECK(engine::perform(asked("PUT", "Observation/e", R"({"resourceType":"Observation","id":"e","status":"final","code":{"text":"x"},"valueQuantity":{"value":300}})"), {*other, nullptr, server.policy}).status == Status::created);
  CHECK(found() == 3);
}

TEST_CASE("a parameter of the results without a value leaves what the template says of them") {  // https://hl7.org/fhir/R4/search.html#errors
  Ward server;
  server.define_query(query("few", "value-quantity=gt{limit}&_count=1&_sort=-value-quantity", limit));
  CHECK(server.in_order("Observation?_query=few&limit=90") == Texts{"d"});
  CHECK(server.in_order("Observation?_query=few&limit=90&_count=&_sort=") == Texts{"d"});
  CHECK(server.in_order("Observation?_query=few&limit=90&_count=2&_sort=") == Texts{"d", "c"});
}

TEST_CASE("a query that cannot be answered is not stored, and told where") {
  Ward server;
  server.define_query(high_pulse);
  const auto with = [](std::string_view text, std::string_view parameters = {}) { return query("q", text, parameters); };
  std::string twice = high_pulse;
  twice.replace(twice.find("high-pulse"), 10, "other");  // its id
  struct Wrong {
    std::string json;
    const char* place;
    const char* reason;
  };
  const Wrong all[] = {
      {twice, "OperationDefinition.code", "has a query \"high-pulse\" already"},
      {with("code"), "extension[0].value", "not written name=value"},
      {with("code={"), "extension[0].value", "brace"},
      {with("code={a{b}}"), "extension[0].value", "brace"},
      {with("code=a}"), "extension[0].value", "brace"},
      {with("{x}=1", optional("x")), "extension[0].value", "in a name"},
      {with("code=%zz"), "extension[0].value", "%"},
      {with("code=a%5C{x}", optional("x")), "extension[0].value", "no escape"},
      {with("code={x}"), "extension[0].value", "{x} is none of the parameters"},
      {with("code=1", optional("x")), "extension[0].value", "no place for \"x\""},
      {with("colour=1"), "extension[0].value", "no search parameter \"colour\""},
      {with("code:sideways=1"), "extension[0].value", "sideways"},
      {with("code=" + std::string(4'000, 'a')), "extension[0].value", "4000 are the most"},
      {with("date=yesterday"), "extension[0].value", "date"},
      {with("value-quantity={x}", optional("x")), "extension[0].value", "number"},
      {with("_filter=code eq {x}", optional("x")), "extension[0].value", "language of its own"},
      {with("_count={x}", optional("x", "integer")), "extension[0].value", "language of its own"},
      {with("_query=high-pulse"), "extension[0].value", "not in a template"},
      {with("_summary=true"), "extension[0].value", "not in a template"},
      {with("code={x}", optional("x", "CodeableConcept")), "parameter[0].type", "primitive"},
      {with("code={x}", in("x", R"("min":0,"max":"1","type":"integer","searchType":"token")")), "parameter[0].searchType", "type string"},
      {with("code={x}", in("x", R"("min":0,"max":"0","type":"string")")), "parameter[0].max", "1 or more"},
      {with("code={_x}", optional("_x")), "parameter[0].name", "letter"},
      {with("code={x}", optional("x") + "," + optional("x")), "parameter[1].name", "two parameters"},
      {query("q", "_id=1", "", R"("system":false,"type":false,"instance":false)"), "OperationDefinition.type", "type or system"},
      {query("q", "_id=1", "", R"("system":true,"type":false,"instance":true)"), "OperationDefinition.instance", "no search is of one instance"},
      {query("q", "_id=1", "", R"("system":false,"type":true,"instance":false)"), "OperationDefinition.resource", "missing"},
      {query("q", "code=1", "", R"("system":false,"type":true,"instance":false,"resource":["Observation","Patient"])"), "extension[0].value", "Patient has no search parameter"},
  };
  for (const auto& wrong : all) CHECK_THAT(server.not_stored(wrong.json), Catch::Contains(wrong.place) && Catch::Contains(wrong.reason));
  // A draft is kept unchecked, and so is a query that another server answers.
  std::string draft = with("colour=1");
  draft.replace(draft.find("active"), 6, "draft");
  CHECK(server.ask("POST", "OperationDefinition", draft).status == Status::created);
  std::string other = with("colour=1");
  other.replace(other.find("search-template"), 15, "something-else");
  CHECK(server.ask("POST", "OperationDefinition", other).status == Status::created);
  // The same name on another type is another query.
  CHECK(server.put(query("high-pulse2", "_id={x}", optional("x"), R"("system":false,"type":true,"instance":false,"resource":["Patient"])"), "OperationDefinition") == Status::created);
}

TEST_CASE("a named query may ask by a search parameter that comes with it") {
  Ward server;
  const std::string entries = R"({"request":{"method":"PUT","url":"OperationDefinition/bled"},"resource":)" + query("bled", "blood={x}", optional("x"), R"("system":false,"type":true,"instance":false,"resource":["Patient"])") +
                              R"x(},{"request":{"method":"POST","url":"SearchParameter"},"resource":{"resourceType":"SearchParameter","url":"http://example.org/blood","name":"B","status":"active","description":"d","code":"blood","base":["Patient"],"type":"token","expression":"Patient.extension('http://example.org/blood')"}})x";
  const auto reply = server.ask("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[)" + entries + "]}");
  INFO(issues(reply));
  CHECK(reply.status == Status::ok);
  CHECK_THAT(server.refused("Patient?_query=bled&x=A"), Catch::Contains("it is being indexed"));
  server.index();
  server.put(R"({"resourceType":"Patient","id":"x","extension":[{"url":"http://example.org/blood","valueCode":"A"}]})");
  CHECK(server.found("Patient?_query=bled&x=A") == Texts{"x"});
}
