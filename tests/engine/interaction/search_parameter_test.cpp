#include <thread>

#include "engine/store/tenant.h"
#include "tests/engine/interaction/tenant.h"

using namespace engine;

namespace {

using support::Sql;

std::string parameter(std::string_view code, std::string_view type, std::string_view expression, std::string_view more = {}, std::string_view base = "Patient") {
  return R"({"resourceType":"SearchParameter","id":")" + std::string(code) + R"(","url":"http://example.org/)" + std::string(code) +
         R"(","name":"P","status":"active","description":"d","code":")" + std::string(code) + R"(","base":[")" + std::string(base) + R"("],"type":")" +
         std::string(type) + R"(","expression":")" + std::string(expression) + "\"" + std::string(more) + "}";
}

const std::string blood = parameter("blood", "token", "Patient.extension('http://example.org/blood')");

std::string bled(std::string_view id, std::string_view group) {
  return R"({"resourceType":"Patient","id":")" + std::string(id) + R"(","extension":[{"url":"http://example.org/blood","valueCode":")" + std::string(group) + R"("}]})";
}

}  // namespace

TEST_CASE("a search parameter that is posted is searched by once it is indexed, and refused by name before") {
  Tenant server;
  server.put(bled("a", "A"));
  server.put(bled("b", "B"));
  server.put(patient("1", "Rao", "c"));
  CHECK_THAT(issues(server.ask("GET", "Patient?blood=A")), Catch::Contains("no search parameter \"blood\""));
  server.define(blood);
  auto reply = server.ask("GET", "Patient?blood=A");
  CHECK(reply.status == Status::bad_request);
  CHECK_THAT(issues(reply), Catch::Contains("\"blood\" yet: it is being indexed"));
  // It is known: lenient handling does not take it for a mistake.
  auto lenient = asked("GET", "Patient?blood=A");
  lenient.handling = Handling::lenient;
  CHECK(server.perform(std::move(lenient)).status == Status::bad_request);

  CHECK(server.index() > 0);
  CHECK(server.found("Patient?blood=A") == Texts{"a"});
  CHECK(server.found("Patient?blood=A,b") == Texts{"a", "b"});
  CHECK(server.found("Patient?blood:not=A") == Texts{"b", "c"});
  CHECK(server.found("Patient?blood:missing=true") == Texts{"c"});
  CHECK(server.found("Patient?blood:missing=false") == Texts{"a", "b"});
  server.verify();
}

TEST_CASE("a search parameter that cannot be answered is not stored, a draft is, unused") {
  Tenant server;
  auto reply = server.ask("POST", "SearchParameter", parameter("blood", "token", "Patient.blood"));
  CHECK(reply.status == Status::unprocessable);
  CHECK_THAT(issues(reply), Catch::Contains("SearchParameter.expression") && Catch::Contains("\"blood\""));
  CHECK(server.count("SearchParameter?_summary=data") == 0);

  std::string draft = parameter("blood", "token", "Patient.blood");
  draft.replace(draft.find("active"), 6, "draft");
  CHECK(server.put(draft, "SearchParameter") == Status::created);
  CHECK(server.index() == 0);
  CHECK_THAT(issues(server.ask("GET", "Patient?blood=A")), Catch::Contains("no search parameter"));

  // Two of the same code in one transaction are refused together.
  const auto two = server.ask("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + blood + R"(,"request":{"method":"POST","url":"SearchParameter"}},{"resource":)" +
                                              blood + R"(,"request":{"method":"POST","url":"SearchParameter"}}]})");
  CHECK(two.status == Status::unprocessable);
  CHECK(server.count("SearchParameter?code=blood&status=active") == 0);
}

TEST_CASE("custom parameters of every type are searched, chained, included and sorted by") {
  Tenant server;
  server.define(parameter("nick", "string", "Patient.name.where(use = 'nickname').given"));
  server.define(parameter("since", "date", "Patient.identifier.period"));
  server.define(parameter("doctor", "reference", "Patient.contact.organization", R"(,"target":["Organization"])"));
  server.define(parameter("weight", "quantity", "Patient.extension('http://example.org/weight')"));
  server.define(parameter("births", "number", "Patient.multipleBirth.as(integer)"));
  server.define(parameter("home", "uri", "Patient.photo.url"));
  server.define(parameter("named-sex", "composite", "Patient",
                          R"x(,"component":[{"definition":"http://hl7.org/fhir/SearchParameter/individual-gender","expression":"gender"},{"definition":"http://example.org/births","expression":"multipleBirth.as(integer)"}])x"));
  server.index();
  server.put(R"({"resourceType":"Organization","id":"o","name":"Fortis"})", "Organization");
  server.put(R"({"resourceType":"Patient","id":"a","gender":"male","name":[{"use":"nickname","given":["Anu"]},{"given":["Zed"]}],"identifier":[{"system":"u","value":"1","period":{"start":"2020-01-01","end":"2020-12-31"}}],)"
             R"("contact":[{"organization":{"reference":"Organization/o"}}],"multipleBirthInteger":2,"photo":[{"url":"http://x/a/b"}],"extension":[{"url":"http://example.org/weight","valueQuantity":{"value":5,"system":"http://unitsofmeasure.org","code":"kg"}}]})");
  server.put(R"({"resourceType":"Patient","id":"b","gender":"female","name":[{"use":"nickname","given":["Bin"]}],"identifier":[{"system":"u","value":"2","period":{"start":"2022-01-01","end":"2022-12-31"}}],)"
             R"("multipleBirthInteger":3,"photo":[{"url":"http://x/c"}],"extension":[{"url":"http://example.org/weight","valueQuantity":{"value":7,"system":"http://unitsofmeasure.org","code":"kg"}}]})");
  const std::pair<const char*, Texts> cases[] = {
      {"Patient?nick=an", {"a"}},
      {"Patient?nick=zed", {}},
      {"Patient?nick:exact=Bin", {"b"}},
      {"Patient?nick:contains=in", {"b"}},
      {"Patient?since=ge2021", {"b"}},
      {"Patient?since=2020", {"a"}},
      {"Patient?doctor=Organization/o", {"a"}},
      {"Patient?doctor=o", {"a"}},
      {"Patient?doctor.name=fort", {"a"}},
      {"Patient?doctor:missing=true", {"b"}},
      {"Patient?weight=gt6||kg", {"b"}},
      {"Patient?weight=5|http://unitsofmeasure.org|kg", {"a"}},
      {"Patient?births=lt3", {"a"}},
      {"Patient?home=http://x/c", {"b"}},
      {"Patient?home:below=http://x/a", {"a"}},
      {"Patient?named-sex=male$2", {"a"}},
      {"Patient?named-sex=male$3", {}},
      {"Organization?_has:Patient:doctor:nick=anu", {"o"}},
  };
  for (const auto& [search, ids] : cases) {
    CAPTURE(search);
    CHECK(server.found(search) == ids);
  }
  CHECK(server.in_order("Patient?_sort=-nick") == Texts{"b", "a"});
  CHECK(server.in_order("Patient?_sort=weight") == Texts{"a", "b"});
  CHECK(server.in_order("Patient?_sort=-since") == Texts{"b", "a"});
  for (const char* search : {"Patient?_id=a&_include=Patient:doctor", "Patient?_id=a&_include=Patient:*", "Patient?_id=a&_include=*"}) {
    CAPTURE(search);
    CHECK(all(server.ask("GET", search), "Bundle.entry.where(search.mode = 'include').resource.id") == Texts{"o"});
  }
  CHECK(all(server.ask("GET", "Organization?_revinclude=Patient:doctor"), "Bundle.entry.where(search.mode = 'include').resource.id") == Texts{"a"});
  CHECK(server.ask("GET", "Patient?doctor:Patient=1").status == Status::bad_request);
  server.verify();
}

TEST_CASE("what a definition restricts is refused") {
  Tenant server;
  server.define(parameter("births", "number", "Patient.multipleBirth.as(integer)", R"(,"comparator":["gt"],"modifier":["missing"],"multipleOr":false,"multipleAnd":false)"));
  server.define(parameter("nick", "string", "Patient.name.given", R"(,"modifier":["exact"])"));
  server.define(parameter("doctor", "reference", "Patient.contact.organization", R"(,"target":["Organization"],"chain":["name"])"));
  server.index();
  for (const char* search : {"Patient?births=gt1", "Patient?births=1", "Patient?births:missing=true", "Patient?nick:exact=A", "Patient?doctor.name=x"}) {
    CAPTURE(search);
    CHECK(server.ask("GET", search).status == Status::ok);
  }
  for (const char* search : {"Patient?births=lt1", "Patient?births=1,2", "Patient?births=gt1&births=gt2", "Patient?nick:contains=A", "Patient?doctor.address=x"}) {
    CAPTURE(search);
    const auto reply = server.ask("GET", search);
    CHECK(reply.status == Status::bad_request);
    CHECK_THAT(issues(reply), Catch::Contains("The definition of"));
  }
}

TEST_CASE("a change of the definition is indexed anew, one of its text alone is not") {
  Tenant server;
  server.put(bled("a", "A"));
  server.put(blood, "SearchParameter");
  server.index();
  CHECK(server.found("Patient?blood=A") == Texts{"a"});
  std::string described = blood;
  described.replace(described.find(R"("description":"d")"), 17, R"("description":"e")");
  CHECK(server.put(described, "SearchParameter") == Status::ok);
  CHECK(server.found("Patient?blood=A") == Texts{"a"});
  CHECK(server.index() == 0);

  CHECK(server.put(parameter("blood", "token", "Patient.gender"), "SearchParameter") == Status::ok);
  CHECK(server.ask("GET", "Patient?blood=A").status == Status::bad_request);
  server.index();
  CHECK(server.found("Patient?blood=A").empty());
  server.verify();
}

TEST_CASE("a parameter that is deleted or retired is not searched by, and its postings go") {
  Tenant server;
  server.put(bled("a", "A"));
  server.put(blood, "SearchParameter");
  server.index();
  const std::string postings = Sql(server.url).value("select count(*) from setu.tok");
  CHECK(server.ask("DELETE", "SearchParameter/blood").status == Status::no_content);
  CHECK_THAT(issues(server.ask("GET", "Patient?blood=A")), Catch::Contains("no search parameter"));
  server.index();
  server.verify();
  CHECK(server.ask("PUT", "SearchParameter/blood", blood).status == Status::created);
  server.index();
  CHECK(server.found("Patient?blood=A") == Texts{"a"});
  CHECK(Sql(server.url).value("select count(*) from setu.parameter") == "1");

  std::string retired = blood;
  retired.replace(retired.find("active"), 6, "retired");
  CHECK(server.put(retired, "SearchParameter") == Status::ok);
  CHECK_THAT(issues(server.ask("GET", "Patient?blood=A")), Catch::Contains("no search parameter"));
  server.index();
  server.verify();
}

TEST_CASE("a session learns what another defined before it writes or searches") {
  Tenant server;
  const auto other = server.connected();
  const auto ask = [&](std::string_view method, std::string_view target, std::string_view json = {}) { return engine::perform(asked(method, target, json), {*other, nullptr}); };
  CHECK(ask("PUT", "Patient/a", bled("a", "A")).status == Status::created);
  server.define(blood);
  server.index();
  // The other session has written without it, and knows nothing of it.
  CHECK(ask("PUT", "Patient/b", bled("b", "A")).status == Status::created);
  CHECK(ask("POST", "", R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + bled("c", "A") + R"(,"request":{"method":"PUT","url":"Patient/c"}}]})").status == Status::ok);
  CHECK(server.found("Patient?blood=A") == Texts{"a", "b", "c"});
  CHECK(all(ask("GET", "Patient?blood=A"), "Bundle.entry.resource").size() == 3);
  CHECK(ask("PATCH", "Patient/a", R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},{"name":"path","valueString":"Patient.extension.value"},{"name":"value","valueCode":"B"}]}]})").status == Status::ok);
  CHECK(server.found("Patient?blood=A") == Texts{"b", "c"});
  CHECK(server.ask("DELETE", "SearchParameter?code=blood").status == Status::no_content);
  CHECK(ask("GET", "Patient?blood=A").status == Status::bad_request);
  server.index();
  server.verify();
}

TEST_CASE("criteria of conditional interactions may be custom") {
  Tenant server;
  server.define(blood);
  server.index();
  auto create = asked("POST", "Patient", bled("x", "A"));
  create.if_none_exist = Parameters{{"blood", "A"}};
  auto again = create;
  CHECK(server.perform(std::move(create)).status == Status::created);
  CHECK(server.perform(std::move(again)).status == Status::ok);
  CHECK(server.ask("DELETE", "Patient?blood=A").status == Status::no_content);
  CHECK(server.found("Patient?blood=A").empty());
}

TEST_CASE("a transaction may define a parameter and write what it finds; one that fails defines nothing") {
  Tenant server;
  const auto bundle = [](const std::string& patient) {
    return R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":)" + patient + R"(,"request":{"method":"PUT","url":"Patient/a"}},{"resource":)" + blood +
           R"(,"request":{"method":"PUT","url":"SearchParameter/blood"}},{"request":{"method":"GET","url":"Patient/a"}},{"request":{"method":"GET","url":"Patient/)" + "missing" + R"("}}]})";
  };
  CHECK(server.ask("POST", "", bundle(bled("a", "A"))).status != Status::ok);  // the last entry finds nothing
  CHECK(Sql(server.url).value("select count(*) from setu.parameter") == "0");
  CHECK_THAT(issues(server.ask("GET", "Patient?blood=A")), Catch::Contains("no search parameter"));
  server.put(R"({"resourceType":"Patient","id":"missing"})");
  CHECK(server.ask("POST", "", bundle(bled("a", "A"))).status == Status::ok);
  server.index();
  CHECK(server.found("Patient?blood=A") == Texts{"a"});
  server.verify();
}

TEST_CASE("tenants do not see each other's parameters") {
  Tenant server;
  REQUIRE(store::create_tenant(server.url, "second"));
  const auto of_second = [&](std::string_view method, std::string_view target, std::string_view json = {}) {
    auto interaction = asked(method, target, json);
    interaction.tenant = 2;
    return server.perform(std::move(interaction));
  };
  server.put(bled("a", "A"));
  CHECK(of_second("PUT", "Patient/b", bled("b", "A")).status == Status::created);
  server.define(blood);
  server.index();
  CHECK(server.found("Patient?blood=A") == Texts{"a"});
  CHECK_THAT(issues(of_second("GET", "Patient?blood=A")), Catch::Contains("no search parameter"));
  // Another meaning of the same code.
  CHECK(of_second("POST", "SearchParameter", parameter("blood", "date", "Patient.birthDate")).status == Status::created);
  server.index();
  CHECK(all(of_second("GET", "Patient?blood:missing=true"), "Bundle.entry.resource.id") == Texts{"b"});
  CHECK(server.found("Patient?blood=A") == Texts{"a"});
  server.verify();
}

TEST_CASE("the capability statement has what is ready, and says what is not") {
  Tenant server;
  server.define(parameter("doctor", "reference", "Patient.contact.organization", R"(,"target":["Organization"])"));
  const std::string type = "CapabilityStatement.rest.resource.where(type = 'Patient')", named = type + ".searchParam.where(name = 'doctor')";
  auto metadata = server.ask("GET", "metadata");
  CHECK(all(metadata, named).empty());
  CHECK_THAT(one(metadata, "CapabilityStatement.rest.documentation"), Catch::Contains("doctor (being indexed"));
  server.index();
  metadata = server.ask("GET", "metadata");
  CHECK(one(metadata, named + ".type") == "reference");
  CHECK(one(metadata, named + ".definition") == "http://example.org/doctor");
  CHECK(all(metadata, type + ".searchInclude.where($this = 'Patient:doctor')").size() == 1);
  CHECK(all(metadata, "CapabilityStatement.rest.resource.where(type = 'Organization').searchRevInclude.where($this = 'Patient:doctor')").size() == 1);
  CHECK_THAT(one(metadata, "CapabilityStatement.rest.documentation"), !Catch::Contains("Not searched by yet"));
  auto second = asked("GET", "metadata");
  second.tenant = 2;
  CHECK(all(server.perform(std::move(second)), named).empty());
}

TEST_CASE("a parameter of every type is offered for a search of all types, one of a single type is not") {
  Tenant server;
  server.define(parameter("spoken", "token", "Resource.language", {}, "Resource"));
  server.define(blood);
  server.index();
  const auto metadata = server.ask("GET", "metadata");
  CHECK(all(metadata, "CapabilityStatement.rest.searchParam.where(name = 'spoken').definition") == Texts{"http://example.org/spoken"});
  CHECK(all(metadata, "CapabilityStatement.rest.searchParam.where(name = 'blood')").empty());
  CHECK(server.ask("GET", "?spoken=en").status == Status::ok);
}
