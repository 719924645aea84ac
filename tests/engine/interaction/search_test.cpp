#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#paging and https://hl7.org/fhir/R4/search.html#conformance

namespace {

std::string link(const Reply& page, const std::string& relation) { return one(page, "Bundle.link.where(relation = '" + relation + "').url"); }

const std::string ids = "Bundle.entry.where(search.mode = 'match').resource.id";

}  // namespace

TEST_CASE("three pages of a search link to one another: self, first, previous, next and last") {
  Server server;
  for (int n = 0; n < 5; ++n) {
    const std::string id = "p" + std::to_string(n);
    server.ask("PUT", "Patient/" + id, patient("1", "Rao", id));
  }
  const std::string url = "http://example.org/fhir/Patient?identifier=urn%3Ax%7C1&_sort=_id&_count=2&_elements=identifier&_format=json";
  const Reply first = server.ask("GET", url);
  CHECK(all(first, "Bundle.link.relation") == Texts{"self", "first", "next", "last"});
  CHECK(link(first, "self") == url);
  CHECK(link(first, "first") == url);
  CHECK(all(first, ids) == Texts{"p0", "p1"});

  const Reply second = server.ask("GET", link(first, "next"));
  CHECK(all(second, "Bundle.link.relation") == Texts{"self", "first", "previous", "next", "last"});
  CHECK(link(second, "self") == link(first, "next"));
  CHECK(link(second, "self").starts_with(url + "&_cursor="));
  CHECK(link(second, "first") == url);
  CHECK(all(second, ids) == Texts{"p2", "p3"});
  CHECK(all(second, "Bundle.entry.resource.name").empty());

  const Reply third = server.ask("GET", link(second, "next"));
  CHECK(link(third, "next").empty());
  CHECK(link(third, "first") == url);
  CHECK(all(third, ids) == Texts{"p4"});

  CHECK(all(server.ask("GET", link(third, "previous")), ids) == Texts{"p2", "p3"});
  CHECK(all(server.ask("GET", link(second, "previous")), ids) == Texts{"p0", "p1"});
  for (const Reply* page : {&first, &second}) CHECK(all(server.ask("GET", link(*page, "last")), "Bundle.link.where(relation = 'next')").empty());
}

TEST_CASE("a search on one page links to itself alone") {
  Server server;
  const Reply page = server.ask("GET", "Patient?gender=male");
  CHECK(all(page, "Bundle.link.relation") == Texts{"self"});
  CHECK(link(page, "self") == "http://example.org/fhir/Patient?gender=male");
}

TEST_CASE("what lenient handling ignored is told in an outcome entry, and is not in the self link") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  auto interaction = asked("GET", "Patient?brithdate=1984&identifier=urn:x|1&_sort=nothing&_count=5");
  CHECK(server.perform(interaction).status == Status::bad_request);
  interaction.handling = Handling::lenient;
  const Reply reply = server.perform(interaction);
  CHECK(reply.status == Status::ok);
  CHECK(link(reply, "self") == "http://example.org/fhir/Patient?identifier=urn%3Ax%7C1&_count=5");
  CHECK(all(reply, "Bundle.entry.search.mode") == Texts{"match", "outcome"});
  CHECK(one(reply, "Bundle.total") == "1");
  CHECK(all(reply, "Bundle.entry[1].resource.issue.severity") == Texts{"warning", "warning"});
  for (const char* name : {"brithdate", "nothing"}) {
    CHECK(one(reply, "Bundle.entry[1].resource.issue.where(diagnostics.contains('" + std::string(name) + "')).severity") == "warning");
  }
}

TEST_CASE("where the links of pages would be too long to follow they are left out, and a warning has the cursors to go on with") {
  Server server;
  for (int n = 0; n < 5; ++n) {
    const std::string id = "p" + std::to_string(n);
    server.ask("PUT", "Patient/" + id, patient("1", "Rao", id));
  }
  auto search = asked("GET", "Patient?_sort=_id&_count=2");
  std::string many = "p0,p1,p2,p3,p4";
  for (int n = 0; n < 990; ++n) many.append(",").append(std::string(60, 'x')).append(std::to_string(1000 + n));
  search.parameters.insert(search.parameters.begin(), {"_id", many});
  const auto cursor = [](const Reply& page, const std::string& relation) {
    const std::string text = one(page, "Bundle.entry.where(search.mode = 'outcome').resource.issue.where(severity = 'warning' and code = 'too-long').diagnostics");
    const std::string before = relation + " \"_cursor=";
    const auto at = text.find(before);
    return at == std::string::npos ? std::string() : text.substr(at + before.size(), text.find('"', at + before.size()) - at - before.size());
  };
  auto next = search;
  const Reply first = server.perform(std::move(search));
  CHECK(all(first, "Bundle.link.relation") == Texts{"self"});
  CHECK(all(first, ids) == Texts{"p0", "p1"});
  next.parameters.push_back({"_cursor", cursor(first, "next")});
  const auto again = next;
  const Reply second = server.perform(std::move(next));
  CHECK(all(second, ids) == Texts{"p2", "p3"});
  auto previous = again;
  previous.parameters.back().value = cursor(second, "previous");
  CHECK(all(server.perform(std::move(previous)), ids) == Texts{"p0", "p1"});
  auto last = again;
  last.parameters.back().value = cursor(second, "last");
  CHECK(all(server.perform(std::move(last)), ids).back() == "p4");
}

TEST_CASE("a chain over a reference to a version is answered by the resource as it is now, with a warning") {  // https://hl7.org/fhir/R4/search.html#chaining
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/p", patient("1", "Iyer", "p"));
  const auto observation = [](const std::string& id, const std::string& subject) {
    return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","code":{"text":"x"},"subject":{"reference":")" + subject + R"("},"focus":[{"reference":"Patient/p/_history/1"}]})";
  };
  server.ask("PUT", "Observation/versioned", observation("versioned", "Patient/p/_history/1"));
  server.ask("PUT", "Observation/plain", observation("plain", "Patient/p"));
  const std::string warning = "Bundle.entry.where(search.mode = 'outcome').resource.issue.where(severity = 'warning').diagnostics";
  for (const char* chain : {"patient.name=iyer", "subject:Patient.name=iyer", "_filter=subject.name%20eq%20iyer"}) {
    CAPTURE(chain);
    const Reply both = server.ask("GET", "Observation?" + std::string(chain));
    CHECK(all(both, ids).size() == 2);
    CHECK(one(both, warning).find("as it is now") != std::string::npos);
    CHECK(faults_of(both).empty());
  }
  CHECK(one(server.ask("GET", "Observation?patient.name=iyer&subject.name=iyer"), warning).find("by patient, subject.") != std::string::npos);
  for (const char* none : {"Observation?patient.name=iyer&_id=plain", "Observation?patient.name=rao", "Observation?patient=p", "Patient?_has:Observation:patient:status=final"}) {
    CAPTURE(none);
    CHECK(all(server.ask("GET", none), "Bundle.entry.where(search.mode = 'outcome')").empty());
  }
}

TEST_CASE("a contained match is answered as it stands, with the URL of what contains it, be it contained or the first of a document") {  // https://hl7.org/fhir/R4/search.html#contained
  Server server;
  server.ask("PUT", "Observation/o", R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":"#p"},"contained":[{"resourceType":"Patient","id":"p","name":[{"family":"Rao"}]}]})");
  server.ask("PUT", "Bundle/d", R"({"resourceType":"Bundle","id":"d","type":"document","identifier":{"system":"urn:x","value":"1"},"timestamp":"2024-01-01T00:00:00Z","entry":[{"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0",
    "resource":{"resourceType":"Composition","id":"c","status":"final","type":{"text":"x"},"date":"2024-01-01","author":[{"display":"x"}],"title":"Hello"}}]})");
  const Reply patient = server.ask("GET", "Patient?name=rao&_contained=true&_containedType=contained");
  CHECK(one(patient, "Bundle.entry.fullUrl") == "http://example.org/fhir/Observation/o#p");
  CHECK(one(patient, "Bundle.entry.resource.name.family") == "Rao");
  const Reply composition = server.ask("GET", "Composition?title=hello&_contained=true&_containedType=contained");
  CHECK(one(composition, "Bundle.entry.fullUrl") == "http://example.org/fhir/Bundle/d#c");
  CHECK(one(composition, "Bundle.entry.resource.title") == "Hello");
  CHECK(one(server.ask("GET", "Composition?title=hello&_contained=true"), "Bundle.entry.fullUrl") == "http://example.org/fhir/Bundle/d");
}
