#include <catch2/catch.hpp>

#include "fhir/json/read.h"
#include "fhir/r4/bundle.h"
#include "fhir/r4/patient.h"
#include "src/http/exchange.h"
#include "src/http/brotli.h"
#include "src/http/gzip.h"
#include "tests/src/worker/session.h"

using namespace setu::http;
using engine::Action;
using engine::Interaction;
using engine::Reply;

namespace {

/// What the engine was asked last, and what it is to answer.
struct Engine {
  std::optional<Interaction> asked;
  Reply reply;
};

/// Answers one request, with an engine that notes what it was asked.
Response ask(Engine& engine, Method method, std::string target, Headers headers = {}, std::string body = {}, Settings settings = {}) {
  settings.tenant = [](std::string_view name) -> std::optional<std::int32_t> {
    if (name == "default") return 1;
    if (name == "north") return 7;
    return std::nullopt;
  };
  settings.perform = [&](Interaction interaction, const engine::Environment&) {
    engine.asked = std::move(interaction);
    return engine.reply;
  };
  Request request;
  request.method = method;
  request.target = std::move(target);
  request.headers = std::move(headers);
  request.headers.emplace_back("Host", "127.0.0.1:8080");
  request.body = std::move(body);
  request.arrived = std::chrono::steady_clock::now();
  EmptySession session;
  return answer(request, &session, settings);
}

std::string header(const Response& response, std::string_view name) {
  for (const auto& [one, value] : response.headers) {
    if (one == name) return value;
  }
  return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

const Headers json = {{"Content-Type", "application/fhir+json"}};

}  // namespace

TEST_CASE("a search keeps its parameters in order, decoded") {
  Engine engine;
  const auto response = ask(engine, Method::get, "/fhir/Patient?name=J%C3%BCrgen+M&birthdate=ge1980&_count=5&_summary=text&_elements=name,%20birthDate");
  CHECK(response.status == 200);
  REQUIRE(engine.asked);
  CHECK(engine.asked->action == Action::search_type);
  CHECK(engine.asked->tenant == 1);
  CHECK(engine.asked->base == "http://127.0.0.1:8080/fhir");
  REQUIRE(engine.asked->parameters.size() == 5);
  CHECK(engine.asked->parameters[0].value == "Jürgen M");
  CHECK(engine.asked->parameters[1].value == "ge1980");
  CHECK(engine.asked->summary == engine::Summary::text);
  CHECK(engine.asked->elements == std::vector<std::string>{"name", "birthDate"});
  CHECK(response.subject.action == Action::search_type);
  CHECK(response.subject.type == "Patient");
  CHECK(response.subject.tenant == "default");
}

TEST_CASE("a search by POST takes the parameters of its URL and of its form") {
  Engine engine;
  const Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  CHECK(ask(engine, Method::post, "/fhir/Patient/_search?gender=male", form, "name=a%26b&_format=xml").status == 200);
  REQUIRE(engine.asked->parameters.size() == 3);
  CHECK(engine.asked->parameters[0].name == "gender");
  CHECK(engine.asked->parameters[1].value == "a&b");
  CHECK(ask(engine, Method::post, "/fhir/Patient/_search", json, "{}").status == 415);
  CHECK(ask(engine, Method::post, "/fhir/Patient/_search", form, "a=%FF").status == 400);
  engine.reply.status = engine::Status::not_found;
  engine.reply.issues = fhir::Outcome(fhir::IssueType::not_found, "Nothing.").issues;
  CHECK(header(ask(engine, Method::post, "/fhir/Patient/_search", form, "_format=xml"), "Content-Type").starts_with("application/fhir+xml"));
}

TEST_CASE("a parameter that means nothing is refused by name, unless the client is lenient") {
  Engine engine;
  const auto refused = ask(engine, Method::get, "/fhir/Patient/1?_count=3");
  CHECK(refused.status == 400);
  CHECK(has(refused.body, "_count"));
  CHECK(ask(engine, Method::get, "/fhir/Patient/1?_count=3", {{"Prefer", "handling=lenient"}}).status == 200);
  CHECK(ask(engine, Method::get, "/fhir/Patient/1?_pretty=false&_format=json&_summary=true&_elements=id").status == 200);
  CHECK(ask(engine, Method::get, "/fhir/metadata?mode=full").status == 200);
  CHECK(ask(engine, Method::get, "/fhir/Patient/1?_summary=maybe").status == 400);
}

TEST_CASE("the number of parameters is limited") {
  Engine engine;
  std::string query = "/fhir/Patient?a=1";
  for (int i = 1; i < 64; ++i) query += "&a=1";
  CHECK(ask(engine, Method::get, query).status == 200);
  CHECK(ask(engine, Method::get, query + "&a=1").status == 400);
  const Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}};
  CHECK(ask(engine, Method::post, "/fhir/Patient/_search" + query.substr(13), form, "a=1").status == 400);
}

TEST_CASE("a request belongs to the tenant of its path, of its header, or to default") {
  Engine engine;
  CHECK(ask(engine, Method::get, "/t/north/fhir/Patient/1").status == 200);
  CHECK(engine.asked->tenant == 7);
  CHECK(engine.asked->base == "http://127.0.0.1:8080/t/north/fhir");
  CHECK(ask(engine, Method::get, "/fhir/Patient/1", {{"X-Setu-Tenant", "north"}}).status == 200);
  CHECK(engine.asked->tenant == 7);
  engine.asked.reset();
  CHECK(ask(engine, Method::get, "/t/south/fhir/Patient/1").status == 404);
  CHECK(ask(engine, Method::get, "/fhir/Patient/1", {{"X-Setu-Tenant", "south"}}).status == 404);
  CHECK(ask(engine, Method::get, "/t/north/fhir/Patient/1", {{"X-Setu-Tenant", "default"}}).status == 400);
  CHECK_FALSE(engine.asked);
}

TEST_CASE("links are made with the configured URL, else with a well-formed Host") {
  Engine engine;
  Settings settings;
  settings.public_url = "https://fhir.example.org";
  ask(engine, Method::get, "/fhir/Patient/1", {{"Host", "evil.example"}, {"X-Forwarded-Host", "evil.example"}}, {}, settings);
  CHECK(engine.asked->base == "https://fhir.example.org/fhir");
  for (const auto host : {"", "a/b", "a\"b", "user@host", "a b", "<script>", "[::1", "a:x"}) {
    INFO(host);
    CHECK(ask(engine, Method::get, "/fhir/Patient/1", {{"Host", host}}).status == 400);
  }
}

TEST_CASE("a create brings its resource, criteria and preferences") {
  Engine engine;
  engine.reply = {engine::Status::created, &fhir::r4::Patient::descriptor, "17", 1, engine::Instant(std::chrono::seconds(784111777)), true, R"({"resourceType":"Patient","id":"17"})", {}};
  const auto response = ask(engine, Method::post, "/fhir/Patient",
                            {{"Content-Type", "application/fhir+json"}, {"If-None-Exist", "identifier=a%7Cb"}, {"Prefer", "return=representation"}},
                            R"({"resourceType":"Patient","birthDate":"1980"})");
  CHECK(response.status == 201);
  CHECK(header(response, "Location") == "http://127.0.0.1:8080/fhir/Patient/17/_history/1");
  CHECK(header(response, "ETag") == "W/\"1\"");
  CHECK(header(response, "Last-Modified") == "Sun, 06 Nov 1994 08:49:37 GMT");
  CHECK(header(response, "Cache-Control") == "no-store");
  CHECK(response.body == R"({"resourceType":"Patient","id":"17"})");
  REQUIRE(engine.asked);
  CHECK(engine.asked->action == Action::create);
  REQUIRE(engine.asked->body.as<fhir::r4::Patient>() != nullptr);
  CHECK(engine.asked->body.as<fhir::r4::Patient>()->birthDate.text() == "1980");
  REQUIRE(engine.asked->if_none_exist);
  CHECK(engine.asked->if_none_exist->at(0).value == "a|b");
  CHECK(engine.asked->prefer_return == engine::Return::representation);
}

TEST_CASE("XML comes in and goes out") {
  Engine engine;
  engine.reply.body = R"({"resourceType":"Patient","id":"17","birthDate":"1980"})";
  const auto response = ask(engine, Method::put, "/fhir/Patient/17?_pretty=true", {{"Content-Type", "application/fhir+xml"}, {"Accept", "application/fhir+xml"}},
                            R"(<Patient xmlns="http://hl7.org/fhir"><id value="17"/><birthDate value="1980"/></Patient>)");
  CHECK(response.status == 200);
  CHECK(engine.asked->body.as<fhir::r4::Patient>()->birthDate.text() == "1980");
  CHECK(header(response, "Content-Type") == "application/fhir+xml; charset=utf-8");
  CHECK(has(response.body, "<birthDate value=\"1980\"/>"));
  CHECK(has(response.body, "\n"));
}

TEST_CASE("_pretty indents JSON, and without it the stored bytes are served") {
  Engine engine;
  engine.reply.body = R"({"resourceType":"Patient","multipleBirthInteger":1,"id":"17"})";  // an order of its own
  CHECK(ask(engine, Method::get, "/fhir/Patient/17").body == engine.reply.body);
  CHECK(has(ask(engine, Method::get, "/fhir/Patient/17?_pretty=true").body, "\n  \"id\": \"17\""));
}

TEST_CASE("POST to the base is told apart by Bundle.type") {
  Engine engine;
  const auto post = [&](std::string body) { return ask(engine, Method::post, "/fhir", json, std::move(body)); };
  CHECK(post(R"({"resourceType":"Bundle","type":"batch"})").status == 200);
  CHECK(engine.asked->action == Action::batch);
  CHECK(post(R"({"resourceType":"Bundle","type":"transaction"})").status == 200);
  CHECK(engine.asked->action == Action::transaction);
  // Of a history, what it ends in.
  CHECK(post(R"({"resourceType":"Bundle","type":"history","entry":[
    {"fullUrl":"http://a/Patient/p","resource":{"resourceType":"Patient","id":"p","birthDate":"1985"},"request":{"method":"PUT","url":"Patient/p"},"response":{"status":"200"}},
    {"fullUrl":"http://a/Patient/p","resource":{"resourceType":"Patient","id":"p","birthDate":"1984"},"request":{"method":"POST","url":"Patient"},"response":{"status":"201"}}]})").status == 200);
  CHECK(engine.asked->action == Action::batch);
  const auto* bundle = engine.asked->body.as<fhir::r4::Bundle>();
  REQUIRE(bundle->entry.size() == 1);
  CHECK(bundle->entry[0].request->url.text() == "Patient/p");
  CHECK(bundle->entry[0].resource.as<fhir::r4::Patient>()->birthDate.text() == "1985");
  engine.asked.reset();
  CHECK(post(R"({"resourceType":"Bundle","type":"history","entry":[{"request":{"method":"GET","url":"Patient"}}]})").status == 400);
  CHECK(post(R"({"resourceType":"Bundle","type":"searchset"})").status == 400);
  CHECK(post(R"({"resourceType":"Patient"})").status == 400);
  CHECK_FALSE(engine.asked);
}

TEST_CASE("an entry of a batch that cannot be read fails on its own") {
  Engine engine;
  const auto response = ask(engine, Method::post, "/fhir", json,
                            R"({"resourceType":"Bundle","type":"batch","entry":[
                              {"resource":{"resourceType":"Patient","birthDate":"1980"},"request":{"method":"POST","url":"Patient"}},
                              {"resource":{"resourceType":"Patient","name":[{"famly":"x"}]},"request":{"method":"POST","url":"Patient"}},
                              {"request":{"method":"GET","url":"Patient"}},
                              {"resource":7,"request":{"method":"POST","url":"Patient"}}]})");
  CHECK(response.status == 200);
  REQUIRE(engine.asked);
  const auto* bundle = engine.asked->body.as<fhir::r4::Bundle>();
  REQUIRE(bundle != nullptr);
  REQUIRE(bundle->entry.size() == 4);
  CHECK(bundle->entry[0].resource.as<fhir::r4::Patient>()->birthDate.text() == "1980");
  CHECK_FALSE(bundle->entry[1].request);
  CHECK(bundle->entry[2].request->method.text() == "GET");
  const auto& issues = engine.asked->body_issues;
  REQUIRE(issues.size() == 2);
  CHECK(issues[0].expression.starts_with("Bundle.entry[1].resource.name[0]"));
  CHECK(issues[0].line == 3);
  CHECK(issues[1].expression.starts_with("Bundle.entry[3].resource"));
  CHECK(ask(engine, Method::post, "/fhir", json, R"({"resourceType":"Bundle","type":"transaction","entry":[{"resource":7}]})").status == 400);
}

TEST_CASE("an entry of a batch in XML that cannot be read fails on its own") {
  Engine engine;
  const Headers xml = {{"Content-Type", "application/fhir+xml"}};
  const auto bundle_of = [](std::string type, std::string entries) {
    return R"(<Bundle xmlns="http://hl7.org/fhir"><type value=")" + type + R"("/>)" + entries + "</Bundle>";
  };
  const auto post = [](std::string inside) {
    return "<entry><resource><Patient>" + inside + R"(</Patient></resource><request><method value="POST"/><url value="Patient"/></request></entry>)";
  };
  const std::string div = R"(<text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">a  &amp; <b>b</b></div></text>)";
  const std::string entries = post(div + R"(<birthDate value="1980"/>)") + "\n" + post(R"(<name><famly value="x"/></name>)") +
                              R"(<entry><request><method value="GET"/><url value="Patient"/></request></entry><entry><nothing value="1"/></entry>)";
  CHECK(ask(engine, Method::post, "/fhir", xml, bundle_of("batch", entries)).status == 200);
  REQUIRE(engine.asked);
  CHECK(engine.asked->action == Action::batch);
  const auto* bundle = engine.asked->body.as<fhir::r4::Bundle>();
  REQUIRE(bundle != nullptr);
  REQUIRE(bundle->entry.size() == 4);
  const auto* patient = bundle->entry[0].resource.as<fhir::r4::Patient>();
  REQUIRE(patient != nullptr);
  CHECK(patient->birthDate.text() == "1980");
  CHECK(patient->text->div.text() == R"(<div xmlns="http://www.w3.org/1999/xhtml">a  &amp; <b>b</b></div>)");
  CHECK_FALSE(bundle->entry[1].request);
  CHECK(bundle->entry[2].request->method.text() == "GET");
  const auto& issues = engine.asked->body_issues;
  REQUIRE(issues.size() == 2);
  CHECK(issues[0].expression.starts_with("Bundle.entry[1].resource.name[0]"));
  CHECK(issues[0].line == 2);
  CHECK(issues[1].expression.starts_with("Bundle.entry[3]"));

  // More faults than are told at once are still told of each entry.
  std::string many;
  for (int i = 0; i < 120; ++i) many += post(R"(<famly value="x"/>)");
  CHECK(ask(engine, Method::post, "/fhir", xml, bundle_of("batch", many + post(R"(<birthDate value="1980"/>)"))).status == 200);
  CHECK(engine.asked->body_issues.size() == 120);
  CHECK(engine.asked->body_issues[0].expression.starts_with("Bundle.entry[100]"));
  CHECK(engine.asked->body_issues[0].line == 0);
  CHECK(engine.asked->body.as<fhir::r4::Bundle>()->entry[120].request);

  // What is wrong with the bundle itself, or in a transaction, refuses all of it.
  engine.asked.reset();
  CHECK(ask(engine, Method::post, "/fhir", xml, bundle_of("transaction", entries)).status == 400);
  CHECK(ask(engine, Method::post, "/fhir", xml, bundle_of("batch", R"(<total valeu="1"/>)" + entries)).status == 400);
  CHECK(ask(engine, Method::post, "/fhir", xml, bundle_of("batch", entries + "<entry>")).status == 400);
  CHECK_FALSE(engine.asked);
}

TEST_CASE("XML with a document type is a bad request, not a forbidden one") {
  Engine engine;
  for (const char* body : {R"(<!DOCTYPE Patient [<!ENTITY x "y">]><Patient xmlns="http://hl7.org/fhir"><active value="&x;"/></Patient>)",
                           R"(<!DOCTYPE Patient SYSTEM "file:///etc/passwd"><Patient xmlns="http://hl7.org/fhir"/>)"}) {
    for (const char* place : {"/fhir/Patient", "/fhir"}) {
      const auto refused = ask(engine, Method::post, place, {{"Content-Type", "application/fhir+xml"}}, body);
      CHECK(refused.status == 400);
      CHECK(has(refused.body, R"("code":"security")"));
    }
  }
  CHECK_FALSE(engine.asked);
}

TEST_CASE("parameters of presentation without a value are ignored") {
  Engine engine;
  engine.reply.body = R"({"resourceType":"Patient","id":"17"})";
  const auto response = ask(engine, Method::get, "/fhir/Patient/17?_format=&_summary=&_elements=", {{"Accept", "application/fhir+xml"}});
  CHECK(response.status == 200);
  CHECK(header(response, "Content-Type") == "application/fhir+xml; charset=utf-8");
  CHECK(engine.asked->summary == engine::Summary::none);
  CHECK(ask(engine, Method::get, "/fhir/Patient?_format=&_count=&_sort=&_total=").status == 200);
  CHECK(engine.asked->parameters.empty());
  CHECK(ask(engine, Method::get, "/fhir/_history?_format=&_count=&_since=&_at=").status == 200);
  CHECK(engine.asked->parameters.empty());
  CHECK(header(ask(engine, Method::get, "/fhir/Patient/17?_format=XML"), "Content-Type") == "application/fhir+xml; charset=utf-8");
  CHECK(header(ask(engine, Method::get, "/fhir/Patient/17?_format=JSON", {{"Accept", "application/fhir+xml"}}), "Content-Type") == "application/fhir+json; charset=utf-8");
  CHECK(ask(engine, Method::get, "/fhir/Patient/17?_format=ttl").status == 406);
}

TEST_CASE("a body that cannot be read is refused with its reason") {
  Engine engine;
  const auto post = [&](Headers headers, std::string body) { return ask(engine, Method::post, "/fhir/Patient", std::move(headers), std::move(body)); };
  CHECK(post(json, "").status == 400);
  CHECK(post(json, "{").status == 400);
  CHECK(post(json, R"({"resourceType":"Patient","famly":1})").status == 400);
  CHECK(post({}, "{}").status == 415);
  CHECK(post({{"Content-Type", "text/plain"}}, "{}").status == 415);
  CHECK(post({{"Content-Type", "application/fhir+json; fhirVersion=5.0"}}, "{}").status == 415);
  const auto compressed = post({{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "compress"}}, "{}");
  CHECK(compressed.status == 415);
  CHECK(header(compressed, "Accept-Encoding") == "br, gzip");
  CHECK(header(post({{"Content-Type", "text/plain"}}, "{}"), "Accept-Encoding").empty());
  CHECK(post({{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "gzip, gzip"}}, "{}").status == 415);
  CHECK(post({{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "gzip"}}, "{}").status == 400);
  CHECK(post({{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "br"}}, "{}").status == 400);
  CHECK(post({{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "gzip"}}, gzip(std::string(100'000'000, ' '), 9)).status == 413);
  CHECK_FALSE(engine.asked);
  CHECK(post({{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "gzip"}}, gzip(R"({"resourceType":"Patient"})", 6)).status == 200);
  CHECK(post({{"Content-Type", "application/fhir+json"}, {"Content-Encoding", "br"}}, brotli(R"({"resourceType":"Patient"})", 6)).status == 200);
  const auto deep = post(json, R"({"resourceType":"Patient","extension":)" + std::string(100'000, '['));
  CHECK(deep.status == 400);
  const Headers xml{{"Content-Type", "application/fhir+xml"}};
  std::string nested;
  for (int i = 0; i < 129; ++i) nested += "<extension>";
  CHECK(post(xml, "<Patient xmlns=\"http://hl7.org/fhir\">" + nested).status == 400);
  CHECK(post(xml, "<Patient xmlns=\"http://hl7.org/fhir\"/>stray").status == 400);
}

TEST_CASE("every refusal is an OperationOutcome in the form that was asked for") {
  Engine engine;
  const auto xml = ask(engine, Method::get, "/fhir/Patinet?_format=xml");
  CHECK(xml.status == 404);
  CHECK(has(xml.body, "<OperationOutcome xmlns=\"http://hl7.org/fhir\">"));
  CHECK(has(xml.body, "Did you mean Patient?"));
  for (const auto& response : {ask(engine, Method::get, "/fhir/Patient?_format=ttl"), ask(engine, Method::patch, "/fhir/Patient/1"),
                               ask(engine, Method::get, "/fhir/Patient/%00"), ask(engine, Method::get, "/fhir/Patient?x=%zz")}) {
    fhir::Arena arena;
    const auto outcome = fhir::json::read(response.body, arena);
    REQUIRE(outcome);
    CHECK(outcome->type->name == "OperationOutcome");
  }
  CHECK(ask(engine, Method::get, "/fhir/Patient", {{"Accept", "text/html"}}).status == 406);
  CHECK(ask(engine, Method::put, "/fhir/Patient/1", {{"If-Match", "W/\"x\""}}, "{}").status == 412);
  const auto method = ask(engine, Method::delete_, "/fhir/metadata");
  CHECK(method.status == 405);
  CHECK(header(method, "Allow") == "GET, HEAD, OPTIONS");
  CHECK_FALSE(engine.asked);
}

TEST_CASE("OPTIONS says what a place takes") {
  Engine engine;
  const auto response = ask(engine, Method::options, "/fhir/Patient/1");
  CHECK(response.status == 204);
  CHECK(response.body.empty());
  CHECK(header(response, "Allow") == "GET, HEAD, PUT, PATCH, DELETE, OPTIONS");
  const auto base = ask(engine, Method::options, "/fhir");
  CHECK(base.status == 200);
  CHECK(header(base, "Allow") == "GET, HEAD, POST, OPTIONS");
  CHECK(engine.asked->action == Action::capabilities);
  CHECK(header(ask(engine, Method::get, "/fhir/metadata"), "Allow").empty());
}

TEST_CASE("a version the client has is not sent again") {
  Engine engine;
  engine.reply = {engine::Status::not_modified, &fhir::r4::Patient::descriptor, "17", 3, engine::Instant(std::chrono::seconds(1)), false, {}, {}};
  const auto response = ask(engine, Method::get, "/fhir/Patient/17", {{"If-None-Match", "W/\"3\""}});
  CHECK(engine.asked->if_none_match == std::vector{3u});
  CHECK(response.status == 304);
  CHECK(response.body.empty());
  CHECK(header(response, "ETag") == "W/\"3\"");
  CHECK(header(response, "Content-Type").empty());
}

TEST_CASE("large answers are compressed for those who take it") {
  Engine engine;
  engine.reply.body = R"({"resourceType":"Patient","id":")" + std::string(5'000, 'a') + "\"}";
  const auto small = ask(engine, Method::get, "/fhir/Patient/1", {{"Accept-Encoding", "gzip"}});
  CHECK(header(small, "Content-Encoding") == "gzip");
  CHECK(small.body.size() < 500);
  CHECK(*gunzip(small.body, 10'000, 1'000) == engine.reply.body);
  const auto smaller = ask(engine, Method::get, "/fhir/Patient/1", {{"Accept-Encoding", "gzip, br"}});
  CHECK(header(smaller, "Content-Encoding") == "br");
  CHECK(*unbrotli(smaller.body, 10'000, 10'000) == engine.reply.body);
  CHECK(header(ask(engine, Method::get, "/fhir/Patient/1"), "Content-Encoding").empty());
  engine.reply.body = "{}";
  CHECK(header(ask(engine, Method::get, "/fhir/Patient/1", {{"Accept-Encoding", "gzip"}}), "Content-Encoding").empty());
}

TEST_CASE("without a session the answer is 503, to be asked again") {
  Settings settings;
  settings.tenant = [](std::string_view) { return std::optional<std::int32_t>(1); };
  Request request;
  request.target = "/fhir/Patient/1";
  request.headers = {{"Host", "a"}};
  const auto response = answer(request, fhir::Outcome(fhir::IssueType::transient, "No connection."), settings);
  CHECK(response.status == 503);
  CHECK(header(response, "Retry-After") == "1");
  CHECK(response.store_failed);
}

TEST_CASE("an exception is a 500 that says nothing of its reason") {
  Settings settings;
  settings.tenant = [](std::string_view) { return std::optional<std::int32_t>(1); };
  settings.perform = [](Interaction, const engine::Environment&) -> Reply { throw std::runtime_error("secret"); };
  Request request;
  request.target = "/fhir/Patient/1";
  request.headers = {{"Host", "a"}};
  request.arrived = std::chrono::steady_clock::now();
  EmptySession session;
  const auto response = answer(request, &session, settings);
  CHECK(response.status == 500);
  CHECK_FALSE(has(response.body, "secret"));
}

TEST_CASE("an operation's form is its inputs, also where it is compressed, and is told from another under one key") {
  Engine engine;
  Headers form = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Idempotency-Key", "k"}};
  CHECK(ask(engine, Method::post, "/fhir/Patient/1/$everything?_count=3", form, "_type=Encounter").status == 200);
  REQUIRE(engine.asked->parameters.size() == 2);
  CHECK(engine.asked->parameters[1].value == "Encounter");
  const auto digest = [&](std::string body) {
    CHECK(ask(engine, Method::post, "/fhir/Patient/$reindex", form, std::move(body)).status == 200);
    REQUIRE(engine.asked->once);
    return engine.asked->once->request;
  };
  CHECK(digest("a=1") != digest("a=2"));
  CHECK(digest("a=1") == digest("a=1"));
  form.emplace_back("Content-Encoding", "gzip");
  CHECK(ask(engine, Method::post, "/fhir/Patient/1/$everything", form, gzip("_type=Encounter", 6)).status == 200);
  CHECK(engine.asked->parameters.at(0).value == "Encounter");
}

TEST_CASE("an answer has its limit as it is written, and what was written to the store is answered all the same") {
  Engine engine;
  std::string deep = R"({"resourceType":"Basic","id":"b",)";
  for (int i = 0; i < 58; ++i) deep += R"("extension":[{"url":"u",)";
  deep += R"("extension":[{"url":"a","valueCode":"b"})";
  for (int i = 0; i < 80'000; ++i) deep += R"(,{"url":"a","valueCode":"b"})";
  deep += "]";
  for (int i = 0; i < 58; ++i) deep += "}]";
  deep += R"(,"code":{"text":"x"}})";
  const auto asked = [&](Method method, const char* place, const char* body = "") {
    engine.reply.body = deep;
    return ask(engine, method, place, json, body);
  };
  const auto refused = asked(Method::get, "/fhir/Basic/b?_pretty=true");
  CHECK(refused.status == 413);
  CHECK(has(refused.body, "more than 64 MiB; leave out _pretty"));
  CHECK(asked(Method::get, "/fhir/Basic?_pretty=true").status == 413);
  CHECK(asked(Method::get, "/fhir/Basic/b").body == deep);
  CHECK(asked(Method::get, "/fhir/Basic/b?_format=xml").status == 200);
  const char* basic = R"({"resourceType":"Basic","id":"b","code":{"text":"x"}})";
  const auto done = asked(Method::put, "/fhir/Basic/b?_pretty=true", basic);
  CHECK(done.status == 200);
  CHECK(done.body == deep);
  for (const char* type : {"batch", "transaction"}) {
    const auto bundle = asked(Method::post, "/fhir?_pretty=true", (R"({"resourceType":"Bundle","type":")" + std::string(type) + "\"}").c_str());
    CHECK(bundle.status == 200);
    CHECK(bundle.body == deep);
  }
}

TEST_CASE("a batch of too many entries is a 413, whatever is in them") {
  Engine engine;
  std::string of_json = R"({"resourceType":"Bundle","type":"batch","entry":[{})", of_xml = R"(<Bundle xmlns="http://hl7.org/fhir"><type value="batch"/>)";
  for (int i = 0; i < 10'000; ++i) of_json += ",{}";
  for (int i = 0; i < 10'001; ++i) of_xml += "<entry/>";
  CHECK(ask(engine, Method::post, "/fhir", json, of_json + "]}").status == 413);
  CHECK(ask(engine, Method::post, "/fhir", {{"Content-Type", "application/fhir+xml"}}, of_xml + "</Bundle>").status == 413);
  CHECK_FALSE(engine.asked);
}
