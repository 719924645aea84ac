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
