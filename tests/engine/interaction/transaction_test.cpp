#include <algorithm>
#include <array>

#include "fhir/primitive/date_time.h"
#include "tests/engine/interaction/bundle.h"
#include "tests/engine/interaction/fixture.h"

using namespace engine;

// https://hl7.org/fhir/R4/http.html#transaction

namespace {

const std::string statuses = "Bundle.entry.response.status";

std::string urn(int number) {
  const std::string digits = std::to_string(number);
  return "urn:uuid:00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

}  // namespace

TEST_CASE("a transaction does all its entries and answers them in their order") {
  Server server;
  server.ask("PUT", "Patient/old", patient("old", "Rao", "old"));
  const Reply reply = server.ask("POST", "", transaction({
      entry("GET", "Patient?identifier=urn:x|new"),
      entry("PUT", "Patient/p", patient("p", "Iyer", "p")),
      entry("POST", "Patient", patient("new")),
      entry("DELETE", "Patient/old"),
      entry("GET", "Patient/p")}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.type") == "transaction-response");
  CHECK(all(reply, statuses) == Texts{"200 OK", "201 Created", "201 Created", "204 No Content", "200 OK"});
  // What reads and searches find is what the transaction has made.
  CHECK(all(reply, "Bundle.entry[0].resource.entry.resource.identifier.value") == Texts{"new"});
  CHECK(one(reply, "Bundle.entry[4].resource.name.family") == "Iyer");
  CHECK(one(reply, "Bundle.entry[1].response.location") == "Patient/p/_history/1");
  CHECK(one(reply, "Bundle.entry[1].response.etag") == "W/\"1\"");
  CHECK(one(reply, "Bundle.entry[3].response.etag") == "W/\"2\"");
  CHECK(server.ask("GET", "Patient/old").status == Status::gone);
  CHECK(server.ask("GET", one(reply, "Bundle.entry[2].response.location")).status == Status::ok);
}

TEST_CASE("a transaction deletes before it creates, whatever the order of its entries") {
  Server server;
  server.ask("PUT", "Patient/old", patient("1", "Rao", "old"));
  const Reply reply = server.ask("POST", "", transaction({
      entry("POST", "Patient", patient("1", "Iyer"), {}, R"(,"ifNoneExist":"identifier=urn:x|1")"),
      entry("DELETE", "Patient/old")}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(all(reply, statuses) == Texts{"201 Created", "204 No Content"});
  CHECK(server.count("Patient?identifier=urn:x|1&family=Iyer") == 1);
  CHECK(server.count("Patient") == 1);
}

TEST_CASE("the order of a transaction's entries changes neither what is stored nor which answer is whose") {
  struct Part {
    std::string json, status;
  };
  const std::string patch = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                            R"({"name":"path","valueString":"Patient.name[0].family"},{"name":"value","valueString":"Patched"}]}]})";
  std::array<Part, 5> parts = {Part{entry("DELETE", "Patient/deleted"), "204 No Content"}, Part{entry("POST", "Patient", patient("new", "Made")), "201 Created"},
                               Part{entry("PUT", "Patient/put", patient("put", "Put", "put")), "200 OK"}, Part{entry("PATCH", "Patient/patched", patch), "200 OK"},
                               Part{entry("GET", "Patient?_sort=identifier"), "200 OK"}};
  std::array<std::size_t, 5> order = {0, 1, 2, 3, 4};
  Server server;
  do {
    for (const std::string id : {"deleted", "put", "patched"}) REQUIRE(server.ask("PUT", "Patient/" + id, patient(id, "Rao", id)).status <= Status::created);
    std::string bundle = transaction({});
    bundle.pop_back();
    for (std::size_t at = 0; at < order.size(); ++at) bundle += (at == 0 ? R"(,"entry":[)" : ",") + parts[order[at]].json;
    const Reply reply = server.ask("POST", "", bundle + "]}");
    INFO(bundle << '\n' << issues(reply));
    REQUIRE(reply.status == Status::ok);
    Texts expected;
    for (const std::size_t at : order) expected.push_back(parts[at].status);
    CHECK(all(reply, "Bundle.entry.response.status") == expected);
    // The search saw what all the others did, and so did the store.
    const Texts families = {"Made", "Patched", "Put"};
    CHECK(all(reply, "Bundle.entry.resource.where($this is Bundle).entry.resource.name.family") == families);
    const Reply after = server.ask("GET", "Patient?_sort=identifier");
    CHECK(all(after, "Bundle.entry.resource.name.family") == families);
    CHECK(server.ask("GET", "Patient/deleted").status == Status::gone);
    REQUIRE(server.ask("DELETE", "Patient?identifier=urn:x|new").status == Status::no_content);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("one entry that fails undoes the whole transaction, and the issue says which") {
  struct Case {
    std::string failing;
    Status status;
    std::string expression;
  };
  const Case cases[] = {
      {entry("PUT", "Patient/p", patient("p", "Rao", "q")), Status::bad_request, "Bundle.entry[2].resource.id"},
      {entry("POST", "Patient", R"({"resourceType":"Patient","gender":"girl"})"), Status::unprocessable, "Bundle.entry[2].resource.gender"},
      {entry("POST", "Patient"), Status::bad_request, "Bundle.entry[2].resource"},
      {entry("POST", "Patient/p", patient("p")), Status::bad_request, "Bundle.entry[2].request.method"},
      {entry("POST", "Pateint", patient("p")), Status::bad_request, "Bundle.entry[2].request.url"},
      {entry("POST", "Observation", patient("p")), Status::bad_request, "Bundle.entry[2].resource"},
      {entry("PUT", "Patient/kept", patient("p", "Rao", "kept"), {}, R"(,"ifMatch":"W/\"4\"")"), Status::precondition_failed, "Bundle.entry[2]"},
      {entry("PUT", "Patient/kept", patient("p", "Rao", "kept"), {}, R"(,"ifNoneMatch":"*")"), Status::precondition_failed, "Bundle.entry[2]"},
      {entry("DELETE", "Patient/kept", {}, {}, R"(,"ifMatch":"W/\"4\"")"), Status::precondition_failed, "Bundle.entry[2]"},
      {entry("PUT", "Bundle/b", R"({"resourceType":"Bundle","id":"b","type":"collection"})", {}, R"(,"ifMatch":"W/\"4\"")"), Status::precondition_failed, "Bundle.entry[2]"},
      {entry("PUT", "Patient?family=Twin", patient("p")), Status::precondition_failed, "Bundle.entry[2].request"},
      {entry("DELETE", "Patient?family=Twin"), Status::precondition_failed, "Bundle.entry[2].request"},
      {entry("POST", "Patient", patient("p"), {}, R"(,"ifNoneExist":"family=Twin")"), Status::precondition_failed, "Bundle.entry[2].request"},
      {entry("PUT", "Patient?colour=blue", patient("p")), Status::bad_request, "Bundle.entry[2].request"},
      {entry("GET", "Patient/none"), Status::not_found, "Bundle.entry[2]"},
      {entry("GET", "Patient?colour=blue"), Status::bad_request, "Bundle.entry[2]"},
      {entry("PUT", "Patient?identifier=urn:x|none", patient("p", "Rao", "kept")), Status::conflict, "Bundle.entry[2].resource.id"},
      {R"({"fullUrl":"urn:uuid:00000000-0000-4000-8000-000000000009","resource":)" + patient("p") + "}", Status::bad_request, "Bundle.entry[2].request"},
  };
  Server server;
  server.rules = &definitions();
  server.ask("PUT", "Patient/kept", patient("kept", "Rao", "kept"));
  server.ask("PUT", "Bundle/b", R"({"resourceType":"Bundle","id":"b","type":"collection"})");
  server.ask("PUT", "Patient/t1", patient("t1", "Twin", "t1"));
  server.ask("PUT", "Patient/t2", patient("t2", "Twin", "t2"));
  const auto before = one(server.ask("GET", "_history?_summary=count&_count=100"), "Bundle.entry.count()");
  for (const Case& one_case : cases) {
    const Reply reply = server.ask("POST", "", transaction({entry("POST", "Patient", patient("new")), entry("DELETE", "Patient/kept2"), one_case.failing}));
    INFO(one_case.failing << '\n' << issues(reply));
    CHECK(reply.status == one_case.status);
    REQUIRE(reply.issues.size() == 1);
    CHECK(reply.issues[0].expression == one_case.expression);
    CHECK(server.count("Patient?identifier=urn:x|new") == 0);
  }
  CHECK(one(server.ask("GET", "_history?_summary=count&_count=100"), "Bundle.entry.count()") == before);
  CHECK(server.ask("GET", "Patient/kept").version == 1);
}

TEST_CASE("ifNoneMatch of an entry means what If-None-Match does of a write by itself") {
  struct Case {
    std::string method, url, match;
    bool is_done;
  };
  const Case cases[] = {
      {"PUT", "Patient/p", "*", false},     {"PUT", "Patient/p", R"(W/\"2\")", false},    {"PUT", "Patient/p", R"(W/\"7\", \"2\")", false},
      {"PUT", "Patient/p", "2", false},     {"PUT", "Patient/p", R"(W/\"1\")", true},     {"PUT", "Patient/p", R"(W/\"none\")", true},
      {"PUT", "Patient/q", "*", true},      {"PUT", "Patient/q", R"(W/\"1\")", true},     {"PUT", "Patient?identifier=urn:x|1", R"(W/\"2\")", false},
      {"DELETE", "Patient/p", "*", false},  {"DELETE", "Patient/p", R"(W/\"2\")", false}, {"DELETE", "Patient/p", R"(W/\"1\", W/\"3\")", true},
      {"DELETE", "Patient/q", "*", true},   {"DELETE", "Patient?identifier=urn:x|1", R"(W/\"2\")", false},
      {"PATCH", "Patient/p", "*", false},   {"PATCH", "Patient/p", R"(W/\"2\")", false},  {"PATCH", "Patient/p", R"(W/\"1\")", true},
  };
  const std::string patch = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                            R"({"name":"path","valueString":"Patient.name[0].family"},{"name":"value","valueString":"Nair"}]}]})";
  for (const auto& [method, url, match, is_done] : cases) {
    Server server;
    for (const char* family : {"Rao", "Iyer"}) server.ask("PUT", "Patient/p", patient("1", family, "p"));
    const std::string body = method == "PATCH" ? patch : method == "PUT" ? patient("1", "Nair", url == "Patient/q" ? "q" : url == "Patient/p" ? "p" : "") : "";
    const std::string asked = entry(method, url, body, {}, R"(,"ifNoneMatch":")" + match + "\"");
    const std::string other = entry("POST", "Patient", patient("other"));
    for (const char* type : {"transaction", "batch"}) {
      INFO(type << ' ' << asked);
      const Reply reply = server.ask("POST", "", bundle_of(type, {other, asked}));
      const bool is_whole = std::string_view(type) == "transaction";
      if (!is_done && is_whole) {
        CHECK(reply.status == Status::precondition_failed);
        CHECK(reply.issues.at(0).expression.starts_with("Bundle.entry[1]"));
      } else {
        REQUIRE(reply.status == Status::ok);
        CHECK(one(reply, "Bundle.entry[1].response.status").starts_with("412") != is_done);
      }
      if (!is_done) {
        CHECK(server.ask("GET", "Patient/p").version == 2);
        CHECK(server.count("Patient?identifier=urn:x|other") == (is_whole ? 0 : 1));
      } else {
        break;  // what is there has changed
      }
    }
  }
}

TEST_CASE("a read in a transaction is not answered again to a client that has the version") {
  Server server;
  const Reply stored = server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string now = fhir::format_instant(stored.last_updated->time_since_epoch().count());
  const auto read = [](const std::string& id, const std::string& condition, const std::string& value) {
    return entry("GET", "Patient/" + id, {}, {}, ",\"" + condition + "\":\"" + value + "\"");
  };
  const Reply reply = server.ask("POST", "", transaction({
      read("p", "ifModifiedSince", now), read("p", "ifModifiedSince", "2020-01-01T00:00:00Z"), read("p", "ifNoneMatch", R"(W/\"1\")"),
      // What the transaction wrote itself is newer.
      entry("PUT", "Patient/q", patient("2", "Rao", "q")), read("q", "ifModifiedSince", now)}));
  CHECK(all(reply, "Bundle.entry.response.status") == Texts{"304 Not Modified", "200 OK", "304 Not Modified", "201 Created", "200 OK"});
  CHECK(all(reply, "Bundle.entry.where(resource.exists()).response.status") == Texts(2, "200 OK"));
}

TEST_CASE("all entries that cannot be understood are named at once") {
  Server server;
  const Reply reply = server.ask("POST", "", transaction({entry("POST", "Pateint", patient("1")), entry("POST", "Patient"), entry("PUT", "Patient/p", patient("1"))}));
  CHECK(reply.status == Status::bad_request);
  REQUIRE(reply.issues.size() == 3);
  CHECK(reply.issues[0].text.find("Did you mean Patient?") != std::string::npos);
}

TEST_CASE("a transaction that writes one resource twice is refused") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string put = entry("PUT", "Patient/p", patient("1", "Iyer", "p"));
  for (const std::string& bundle : {
           transaction({put, put}),
           transaction({put, entry("DELETE", "Patient/p")}),
           transaction({entry("PUT", "Patient?identifier=urn:x|1", patient("1", "Nair")), put}),
           transaction({entry("DELETE", "Patient?identifier=urn:x|1"), put}),
           transaction({entry("DELETE", "Patient/p"), entry("DELETE", "Patient?identifier=urn:x|1")}),
           transaction({entry("PUT", "Patient?identifier=urn:x|2", patient("2")), entry("PUT", "Patient?identifier=urn:x|2", patient("2"))}),
           transaction({entry("PUT", "Patient?identifier=urn:x|2", patient("2")),
                        entry("POST", "Patient", patient("2"), {}, R"(,"ifNoneExist":"identifier=urn:x|2")")}),
       }) {
    const Reply reply = server.ask("POST", "", bundle);
    INFO(bundle << '\n' << issues(reply));
    CHECK(reply.status == Status::bad_request);
    REQUIRE(reply.issues.size() == 1);
    CHECK(reply.issues[0].type == fhir::IssueType::duplicate);
  }
  CHECK(server.ask("GET", "Patient/p").version == 1);
  CHECK(server.count("Patient") == 1);
  // Reading what is written is no second write.
  CHECK(server.ask("POST", "", transaction({put, entry("GET", "Patient/p")})).status == Status::ok);
}

TEST_CASE("entries that turn out to write one resource are refused, and nothing is written") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string meta = R"({"resourceType":"Parameters","parameter":[{"name":"meta","valueMeta":{"tag":[{"system":"urn:t","code":"vip"}]}}]})";
  for (const std::string& bundle : {
           // What the one makes is what the other's criteria match, though nothing did before.
           transaction({entry("POST", "Patient", patient("2")), entry("PUT", "Patient?identifier=urn:x|2", patient("2"))}),
           transaction({entry("PUT", "Patient?identifier=urn:x|2", patient("2", "Iyer")), entry("PUT", "Patient?family=Iyer", patient("2", "Iyer"))}),
           transaction({entry("POST", "Patient", patient("2", "Iyer"), {}, R"(,"ifNoneExist":"identifier=urn:x|2")"),
                        entry("POST", "Patient", patient("2", "Iyer"), {}, R"(,"ifNoneExist":"family=Iyer")")}),
           transaction({entry("PUT", "Patient/q", patient("1", "Rao", "q")), entry("PUT", "Patient?identifier=urn:x|1", patient("1"))}),
           transaction({entry("POST", "Patient/p/$meta-add", meta), entry("PUT", "Patient/p", patient("1", "Iyer", "p"))}),
           transaction({entry("POST", "Patient/p/$meta-add", meta), entry("POST", "Patient/p/$meta-delete", meta)}),
           transaction({entry("POST", "Patient/p/$meta-add", meta), entry("DELETE", "Patient?identifier=urn:x|1")}),
       }) {
    const Reply reply = server.ask("POST", "", bundle);
    INFO(bundle << '\n' << issues(reply));
    CHECK(reply.status == Status::bad_request);
    REQUIRE(reply.issues.size() == 1);
    CHECK(reply.issues[0].type == fhir::IssueType::duplicate);
    CHECK(reply.issues[0].expression.starts_with("Bundle.entry["));
    CHECK(server.count("Patient") == 1);
  }
  CHECK(server.ask("GET", "Patient/p").version == 1);
  // Others of their type do not matter.
  CHECK(server.ask("POST", "", transaction({entry("POST", "Patient", patient("3")), entry("PUT", "Patient?identifier=urn:x|2", patient("2")),
                                            entry("PUT", "Patient?identifier=urn:x|1", patient("1", "Nair"))})).status == Status::ok);
}

TEST_CASE("a transaction that deletes what the criteria of another entry match is refused, unless that creates") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string by_criteria = "Patient?identifier=urn:x|1";
  const std::string patch = R"({"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},)"
                            R"({"name":"path","valueString":"Patient.name[0].family"},{"name":"value","valueString":"Patched"}]}]})";
  for (const std::string& writing : {entry("PUT", by_criteria, patient("1", "Iyer")), entry("PATCH", by_criteria, patch)}) {
    for (const std::string& deleted : {std::string("Patient/p"), by_criteria}) {
      const Reply reply = server.ask("POST", "", transaction({writing, entry("DELETE", deleted)}));
      INFO(writing << '\n' << deleted << '\n' << issues(reply));
      CHECK(reply.status == Status::bad_request);
      REQUIRE(reply.issues.size() == 1);
      CHECK(reply.issues[0].type == fhir::IssueType::duplicate);
      CHECK(reply.issues[0].text.starts_with("Bundle.entry[0] and Bundle.entry[1] "));
      CHECK(server.ask("GET", "Patient/p").version == 1);
    }
  }
  // With another match, that is the one.
  server.ask("PUT", "Patient/q", patient("1", "Rao", "q"));
  CHECK(server.ask("POST", "", transaction({entry("PUT", by_criteria, patient("1", "Iyer")), entry("DELETE", "Patient/p")})).status == Status::ok);
  CHECK(server.ask("GET", "Patient/q").version == 2);
}

TEST_CASE("a fullUrl that could mislead is refused") {
  Server server;
  const std::string base = "http://other.org/fhir/";
  for (const std::string& url : {std::string("Patient/1"), std::string("1"), base + "Patient/p/_history/1", base + "Observation/p", base + "Patient/q"}) {
    const Reply reply = server.ask("POST", "", transaction({entry("GET", "metadata"), entry("PUT", "Patient/p", patient("1", "Rao", "p"), url)}));
    INFO(url << '\n' << issues(reply));
    CHECK(reply.status == Status::bad_request);
    REQUIRE(reply.issues.size() == 1);
    CHECK(reply.issues[0].expression == "Bundle.entry[1].fullUrl");
  }
  CHECK(server.count("Patient") == 0);
  for (const std::string& url : {base + "Patient/p", std::string("urn:oid:1.2.3"), urn(1), std::string("http://other.org/whatever")}) {
    CHECK(server.ask("POST", "", transaction({entry("PUT", "Patient/p", patient("1", "Rao", "p"), url)})).status == Status::ok);
  }
  // One that is created leaves its id behind, and need not have one.
  CHECK(server.ask("POST", "", transaction({entry("POST", "Patient", patient("2"), base + "Patient/77")})).status == Status::ok);
}

TEST_CASE("two entries with the same fullUrl are refused") {
  Server server;
  const Reply reply = server.ask("POST", "", transaction({entry("POST", "Patient", patient("1"), urn(1)), entry("POST", "Patient", patient("2"), urn(1))}));
  CHECK(reply.status == Status::bad_request);
  REQUIRE(reply.issues.size() == 1);
  CHECK(reply.issues[0].expression == "Bundle.entry[1].fullUrl");
  CHECK(server.count("Patient") == 0);
  const std::string lower = "urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0", upper = "urn:uuid:0C3151BD-1CBF-4D64-B04D-CD9187A4C6E0";
  CHECK(server.ask("POST", "", transaction({entry("POST", "Patient", patient("1"), lower), entry("POST", "Patient", patient("2"), upper)})).status == Status::bad_request);
}

TEST_CASE("a conditional create in a transaction takes what is there, or what an entry before it makes") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const std::string if_none = R"(,"ifNoneExist":"identifier=urn:x|)";
  const Reply reply = server.ask("POST", "", transaction({
      entry("POST", "Patient", patient("1", "Iyer"), urn(1), if_none + "1\""),
      entry("POST", "Patient", patient("2", "Nair"), urn(2), if_none + "2\""),
      entry("POST", "Patient", patient("2", "Nair"), urn(3), if_none + "2\""),
      entry("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":")" + urn(1) + R"("},"author":{"reference":")" + urn(3) + "\"}}", urn(4))}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(all(reply, statuses) == Texts{"200 OK", "201 Created", "200 OK", "201 Created"});
  CHECK(one(reply, "Bundle.entry[0].response.location") == "Patient/p/_history/1");
  CHECK(one(reply, "Bundle.entry[2].response.location") == one(reply, "Bundle.entry[1].response.location"));
  CHECK(one(reply, "Bundle.entry[2].response.etag") == "W/\"1\"");
  CHECK(server.count("Patient") == 2);
  const Reply basic = server.ask("GET", one(reply, "Bundle.entry[3].response.location"));
  CHECK(one(basic, "Basic.subject.reference") == "Patient/p");
  CHECK(one(basic, "Basic.author.reference & '/_history/1'") == one(reply, "Bundle.entry[1].response.location"));
}

TEST_CASE("conditional updates and deletes in a transaction act on what matches") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("PUT", "Patient/q", patient("2", "Rao", "q"));
  const Reply reply = server.ask("POST", "", transaction({
      entry("PUT", "Patient?identifier=urn:x|1", patient("1", "Iyer"), urn(1)),
      entry("DELETE", "Patient?identifier=urn:x|2"),
      entry("DELETE", "Patient?identifier=urn:x|3"),
      entry("PUT", "Patient?identifier=urn:x|4", patient("4", "Iyer"), urn(2)),
      entry("PUT", "Patient?identifier=urn:x|5", patient("5", "Iyer", "five"), urn(3)),
      entry("POST", "Basic", R"({"resourceType":"Basic","code":{"text":"x"},"subject":{"reference":")" + urn(1) + "\"}}")}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(all(reply, statuses) == Texts{"200 OK", "204 No Content", "204 No Content", "201 Created", "201 Created", "201 Created"});
  CHECK(one(reply, "Bundle.entry[0].response.location") == "Patient/p/_history/2");
  CHECK(one(reply, "Bundle.entry[4].response.location") == "Patient/five/_history/1");
  CHECK(server.ask("GET", "Patient/q").status == Status::gone);
  CHECK(one(server.ask("GET", "Basic"), "Bundle.entry.resource.subject.reference") == "Patient/p");
}

TEST_CASE("a conditional create makes what a conditional delete of several takes in the same transaction") {
  Server server;
  server.policy.conditional_delete = Policy::ConditionalDelete::multiple;
  for (const std::string id : {"p", "q", "r"}) server.ask("PUT", "Patient/" + id, patient(id, "Rao", id));
  for (const std::string id : {"p", "q", "r"}) {
    const Reply reply = server.ask("POST", "", transaction({
        entry("DELETE", "Patient?family=Rao"), entry("POST", "Patient", patient(id, "Rao"), {}, R"(,"ifNoneExist":"identifier=urn:x|)" + id + "\"")}));
    INFO(issues(reply));
    CHECK(all(reply, "Bundle.entry.response.status") == Texts{"204 No Content", "201 Created"});
    CHECK(server.count("Patient") == 1);
    for (const std::string again : {"p", "q", "r"}) server.ask("PUT", "Patient/" + again, patient(again, "Rao", again));
  }
}

TEST_CASE("deleting in a transaction what is not there is done already") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  server.ask("DELETE", "Patient/p");
  const Reply reply = server.ask("POST", "", transaction({entry("DELETE", "Patient/p"), entry("DELETE", "Patient/none"), entry("POST", "Patient", patient("2"))}));
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(all(reply, statuses) == Texts{"204 No Content", "204 No Content", "201 Created"});
  CHECK(one(server.ask("GET", "Patient/p/_history"), "Bundle.total") == "2");
}

TEST_CASE("an update in a transaction that changes nothing makes no version") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply reply = server.ask("POST", "", transaction({entry("PUT", "Patient/p", patient("1", "Rao", "p")), entry("POST", "Patient", patient("2"))}));
  CHECK(one(reply, "Bundle.entry[0].response.status") == "200 OK");
  CHECK(one(reply, "Bundle.entry[0].response.etag") == "W/\"1\"");
}

TEST_CASE("a transaction returns what is preferred") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  auto interaction = asked("POST", "", transaction({
      entry("POST", "Patient", patient("2")), entry("DELETE", "Patient/none"), entry("GET", "Patient/p"),
      entry("POST", "Patient", patient("1", "Iyer"), {}, R"(,"ifNoneExist":"identifier=urn:x|1")"), entry("HEAD", "Patient/p")}));
  const std::string with_resource = "Bundle.entry.select(resource.exists())";
  CHECK(all(server.perform(interaction), with_resource) == Texts{"false", "false", "true", "false", "false"});
  interaction.prefer_return = Return::minimal;
  CHECK(all(server.perform(interaction), with_resource) == Texts{"false", "false", "true", "false", "false"});
  interaction.prefer_return = Return::representation;
  const Reply full = server.perform(interaction);
  CHECK(all(full, with_resource) == Texts{"true", "false", "true", "true", "false"});
  CHECK(one(full, "Bundle.entry[3].resource.name.family") == "Rao");
  interaction.prefer_return = Return::operation_outcome;
  const Reply outcome = server.perform(interaction);
  CHECK(all(outcome, with_resource) == Texts{"false", "false", "true", "false", "false"});
  CHECK(all(outcome, "Bundle.entry.select(response.outcome.exists())") == Texts{"true", "true", "false", "true", "false"});
}

TEST_CASE("a transaction's answer is a valid bundle") {
  Server server;
  server.ask("PUT", "Patient/p", patient("1", "Rao", "p"));
  const Reply reply = server.ask("POST", "", transaction({entry("POST", "Patient", patient("2")), entry("DELETE", "Patient/p"), entry("GET", "Patient"),
                                                          entry("GET", "Patient/_history")}));
  INFO(reply.body);
  CHECK(faults_of(reply) == "");
}

TEST_CASE("an empty transaction is answered with an empty one") {
  Server server;
  const Reply reply = server.ask("POST", "", transaction({}));
  CHECK(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.type") == "transaction-response");
}

TEST_CASE("a transaction of 2,000 entries is one change, with every reference in place") {
  Server server;
  std::string json = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
  for (int n = 0; n < 1000; ++n) {
    if (n > 0) json += ',';
    json += entry("POST", "Observation", R"({"resourceType":"Observation","status":"final","code":{"text":"x"},"valueInteger":)" + std::to_string(n) +
                                             R"(,"subject":{"reference":")" + urn(n) + "\"}}", urn(n + 1000));
    json += "," + entry("POST", "Patient", patient(std::to_string(n)), urn(n));
  }
  json += "]}";
  const Reply reply = server.ask("POST", "", json);
  INFO(issues(reply));
  REQUIRE(reply.status == Status::ok);
  CHECK(one(reply, "Bundle.entry.response.where(status = '201 Created').count()") == "2000");
  CHECK(one(server.ask("GET", "Observation?_summary=count"), "Bundle.total") == "1000");
  CHECK(one(server.ask("GET", "Observation?subject:Patient.identifier=urn:x|777"), "Bundle.entry.resource.value") == "777");

  // One that fails at the end takes all with it.
  json.replace(json.size() - 2, 2, "," + entry("PUT", "Patient/q", patient("q", "Rao", "q"), {}, R"(,"ifMatch":"W/\"1\"")") + "]}");
  CHECK(server.ask("POST", "", json).status != Status::ok);
  CHECK(one(server.ask("GET", "Patient?_summary=count"), "Bundle.total") == "1000");
}

TEST_CASE("a bundle of more entries than are taken at once is refused, whatever they are") {
  Server server;
  for (const char* type : {"transaction", "batch"}) {
    std::string json = R"({"resourceType":"Bundle","type":")" + std::string(type) + R"(","entry":[)" + entry("POST", "Patient", patient("1"));
    for (int n = 0; n < 10'000; ++n) json += "," + entry("GET", "Patient/none");
    const Reply reply = server.ask("POST", "", json + "]}");
    CHECK(reply.status == Status::payload_too_large);
    REQUIRE(reply.issues.size() == 1);
    CHECK(reply.issues[0].text.find("10000") != std::string::npos);
    CHECK(server.count("Patient") == 0);
  }
}
