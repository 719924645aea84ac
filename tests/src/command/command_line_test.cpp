#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/support/http.h"
#include "tests/support/process.h"

/// The program as its users call it: what it prints, what it leaves with.
namespace {

namespace fs = std::filesystem;
using support::Finished;
using support::Http;
using support::Process;
using support::TemporaryFolder;

Finished setu(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), SETU_BINARY);
  return support::run(arguments);
}

/// A command as a shell runs it, for pipes and the environment. $SETU is the program.
Finished shell(const std::string& command) { return support::run({"sh", "-c", "SETU=" + std::string(SETU_BINARY) + "; " + command}); }

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

void write(const fs::path& file, const std::string& text) {
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
}

/// A server of the tests of this file, on a folder of its own.
struct Server {
  TemporaryFolder folder;
  int port = support::free_port();
  std::string base = "http://127.0.0.1:" + std::to_string(port) + "/fhir";
  fs::path data = folder.path() / "data";
  Process process{{SETU_BINARY, "serve", "--data", data, "--port", std::to_string(port), "--no-demo"}, folder.path() / "log"};
  Http http{port};

  Server() {
    for (int i = 0; i < 3000 && http.get("/health/ready").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    INFO(process.output());
    REQUIRE(http.get("/health/ready").status == 200);
  }
  int count(const std::string& query) {
    const std::string body = http.get("/fhir/" + query + (has(query, "?") ? "&" : "?") + "_summary=count").body;
    const auto at = body.find("\"total\":");
    return at == std::string::npos ? -1 : std::stoi(body.substr(at + 8));
  }
};

std::string patient(const std::string& id, const std::string& family) {
  return R"({"resourceType":"Patient","id":")" + id + R"(","name":[{"family":")" + family + R"("}]})";
}

}  // namespace

TEST_CASE("help teaches every command, and a wrong command line is told apart from a failure") {
  const auto all = setu({"--help"});
  CHECK(all.status == 0);
  for (const char* command : {"serve", "load", "get", "explain", "convert", "fhirpath", "db", "tenant", "version", "doctor", "demo"}) {
    CHECK(has(all.output, command));
    const auto one = setu({command, "--help"});
    CHECK(one.status == 0);
    CHECK(has(one.output, "Usage: setu " + std::string(command)));
  }
  CHECK(setu({"serv"}).status == 64);
  CHECK(setu({}).status == 64);
  CHECK(setu({"serve", "--port", "ninety"}).status == 64);
  CHECK(has(setu({"version"}).output, "setu "));
  CHECK(has(setu({"version", "-o", "json"}).output, "\"setu\":\""));
}

TEST_CASE("convert goes to XML and back without a loss, and names what is wrong with its place") {
  const TemporaryFolder folder;
  const std::string json = R"({"resourceType":"Observation","status":"final","code":{"text":"a & b"},"valueQuantity":{"value":1.50}})";
  write(folder.path() / "o.json", json);
  const auto xml = setu({"convert", folder.path() / "o.json"});
  CHECK(xml.status == 0);
  CHECK(has(xml.output, "<value value=\"1.50\""));
  write(folder.path() / "o.xml", xml.output);
  CHECK(setu({"convert", "--compact", folder.path() / "o.xml"}).output == json + "\n");
  CHECK(shell("printf '%s' '" + json + "' | $SETU convert --compact --to json -").output == json + "\n");

  write(folder.path() / "bad.json", R"({"resourceType":"Observation","status":"final","cod":{}})");
  const auto bad = setu({"convert", folder.path() / "bad.json"});
  CHECK(bad.status == 65);
  CHECK(has(bad.output, "cod"));
  CHECK(has(bad.output, "line 1"));
  CHECK(setu({"convert", folder.path() / "none.json"}).status == 65);
}

TEST_CASE("fhirpath prints what an expression gives, for people and for programs") {
  const TemporaryFolder folder;
  write(folder.path() / "p.ndjson", patient("a", "Rao") + "\n" + patient("b", "Iyer") + "\n");
  const auto text = setu({"fhirpath", "name.family", folder.path() / "p.ndjson"});
  CHECK(text.status == 0);
  CHECK(has(text.output, "Rao"));
  CHECK(has(text.output, "Iyer"));
  const auto json = setu({"fhirpath", "name.family", folder.path() / "p.ndjson", "-o", "json"});
  CHECK(has(json.output, "[\"Rao\"]"));
  const auto wrong = setu({"fhirpath", "name.famly.", folder.path() / "p.ndjson"});
  CHECK(wrong.status != 0);
}

TEST_CASE("options come from the command line, then the environment, then a file; what is printed of them reads back") {
  const TemporaryFolder folder;
  const std::string file = folder.path() / "setu.conf";
  CHECK(setu({"serve", "--port", "99", "--workers", "7", "--database", "postgresql://a:secret@b/c", "--print-config"}).output.find("secret") == std::string::npos);
  write(file, setu({"serve", "--port", "99", "--workers", "7", "--no-demo", "--print-config"}).output);
  const auto again = setu({"serve", "--config", file, "--print-config"});
  std::ifstream stream(file);
  CHECK(again.output == std::string(std::istreambuf_iterator<char>(stream), {}));
  CHECK(has(again.output, "port=99\n"));
  CHECK(has(shell("SETU_PORT=77 $SETU serve --config " + file + " --print-config").output, "port=77\n"));
  CHECK(has(shell("SETU_PORT=77 $SETU serve --config " + file + " --port 55 --print-config").output, "port=55\n"));
  write(file, "prot=99\n");
  const auto misspelt = setu({"serve", "--config", file});
  CHECK(misspelt.status == 64);
  CHECK(has(misspelt.output, "prot"));
}

TEST_CASE("without access control no other address than the machine's own is served by accident") {
  const TemporaryFolder folder;
  const auto refused = setu({"serve", "--host", "0.0.0.0", "--data", folder.path() / "data"});
  CHECK(refused.status == 78);
  CHECK(has(refused.output, "--insecure"));
  CHECK_FALSE(fs::exists(folder.path() / "data"));
}

TEST_CASE("a rule for references is read from wherever options come, and refused by name if it is none") {
  const TemporaryFolder folder;
  const auto wrong = setu({"serve", "--data", folder.path() / "data", "--referential-integrity", "enforced,Pateint=off"});
  CHECK(wrong.status == 78);
  CHECK(has(wrong.output, "did you mean 'Patient'?"));
  CHECK(setu({"serve", "--conditional-delete", "all"}).status == 64);
  const auto shown = shell("SETU_REFERENTIAL_INTEGRITY=enforced,Patient=off $SETU serve --print-config");
  CHECK(has(shown.output, "referential-integrity=\"enforced,Patient=off\""));
  write(folder.path() / "setu.conf", shown.output);
  CHECK(has(setu({"serve", "--config", folder.path() / "setu.conf", "--print-config"}).output, "referential-integrity=\"enforced,Patient=off\""));
}

TEST_CASE("what cannot be reached is said, with how to reach it") {
  const auto get = setu({"get", "Patient", "--server", "http://127.0.0.1:1/fhir"});
  CHECK(get.status == 69);
  CHECK(has(get.output, "127.0.0.1:1"));
  const TemporaryFolder folder;
  write(folder.path() / "p.json", patient("a", "Rao"));
  CHECK(setu({"load", folder.path() / "p.json", "--server", "http://127.0.0.1:1/fhir", "--journal", folder.path() / "journal"}).status == 69);
  CHECK(setu({"db", "psql", "--data", folder.path() / "data"}).status == 69);
}

TEST_CASE("explain says how a search is carried out, with a server on the database and without") {
  Server server;
  const std::string data = server.data;
  CHECK(server.http.send("PUT", "/fhir/Patient/a", patient("a", "Rao"), {{"Content-Type", "application/fhir+json"}}).status == 201);
  const auto text = setu({"explain", "--data", data, "Patient?name=rao"});
  INFO(text.output);
  CHECK(text.status == 0);
  CHECK(has(text.output, "drives: str by text; 1 index row"));
  const auto json = setu({"explain", "--data", data, "--analyze", "Patient?name=rao", "-o", "json"});
  CHECK(json.status == 0);
  CHECK(has(json.output, "\"resourceType\":\"Parameters\""));
  CHECK(has(json.output, "milliseconds"));
  const auto wrong = setu({"explain", "--data", data, "Patient?nmae=rao"});
  CHECK(wrong.status == 1);
  CHECK(has(wrong.output, "Did you mean"));
  CHECK(setu({"explain", "--data", data, "Patient", "--tenant", "nobody"}).status == 64);
  // Over HTTP it is off; what was asked is nowhere in the log.
  CHECK(server.http.get("/fhir/$explain?search=Patient%3Fname%3Drao").status == 403);
  CHECK_FALSE(has(server.process.output(), "rao"));
  server.process.signal(SIGTERM);
  REQUIRE(server.process.wait(std::chrono::seconds(30)) == 0);
  CHECK(setu({"explain", "--data", data, "Patient?name=rao"}).output == text.output);

  const int port = support::free_port();
  const Process again({SETU_BINARY, "serve", "--data", data, "--port", std::to_string(port), "--operator-operations"}, server.folder.path() / "log");
  Http http{port};
  for (int i = 0; i < 3000 && http.get("/health/ready").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const auto over_http = http.get("/fhir/$explain?search=Patient%3Fname%3Drao");
  CHECK(over_http.status == 200);
  CHECK(has(over_http.body, "str by text; 1 index row"));
}

TEST_CASE("load takes bundles, resources, NDJSON, folders and gzip, and goes on where it stopped") {
  Server server;
  const fs::path files = server.folder.path() / "files";
  write(files / "one.json", patient("one", "Rao"));
  write(files / "deep" / "many.ndjson", patient("a", "Rao") + "\n\n" + patient("b", "Iyer") + "\n" + R"({"resourceType":"Observation","id":"o","status":"final","code":{"text":"x"},"subject":{"reference":"Patient/a"}})" + "\n");
  write(files / "bundle.json", R"({"resourceType":"Bundle","type":"transaction","entry":[{"fullUrl":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0","resource":{"resourceType":"Patient","name":[{"family":"Das"}]},"request":{"method":"POST","url":"Patient"}},)"
                               R"({"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},"subject":{"reference":"urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0"}},"request":{"method":"POST","url":"Observation"}}]})");
  write(files / "zipped.ndjson", patient("z", "Nair") + "\n");
  REQUIRE(shell("gzip " + (files / "zipped.ndjson").string()).status == 0);
  write(files / "notes.txt", "not FHIR");
  const std::string journal = server.folder.path() / "journal";
  const auto loaded = setu({"load", files, "--server", server.base, "--journal", journal});
  INFO(loaded.output);
  CHECK(loaded.status == 0);
  CHECK(has(loaded.output, "7 resources"));
  CHECK(server.count("Patient") == 5);
  CHECK(server.count("Observation?subject:Patient.name=das") == 1);
  CHECK(server.count("Observation?subject=Patient/a") == 1);

  const auto again = setu({"load", files, "--server", server.base, "--journal", journal, "-o", "json"});
  CHECK(again.status == 0);
  CHECK(server.count("Patient") == 5);

  write(files / "bad.json", R"({"resourceType":"Patient","gender":"unknwon"})");
  const auto refused = setu({"load", files / "bad.json", "--server", server.base, "--journal", journal});
  CHECK(refused.status != 0);
  CHECK(has(refused.output, "bad.json"));
  CHECK(has(refused.output, "Patient.gender"));

  const auto all = setu({"get", "--all", "Patient?_count=2", "--server", server.base});
  CHECK(all.status == 0);
  CHECK(std::count(all.output.begin(), all.output.end(), '\n') == 5);
  CHECK(has(setu({"get", "Patient/one", "--server", server.base, "-o", "xml"}).output, "<family value=\"Rao\""));
  CHECK(has(setu({"get", "Patient/one?_pretty=false", "--server", server.base}).output, "\"id\":\"one\""));  // as it is asked for
  CHECK(setu({"get", "Patient/none", "--server", server.base}).status == 1);
}

TEST_CASE("tenants are made and the database verified while it is served") {
  Server server;
  CHECK(setu({"tenant", "create", "ward-7", "--data", server.data}).status == 0);
  CHECK(setu({"tenant", "create", "ward-7", "--data", server.data}).status == 1);
  CHECK(setu({"tenant", "create", "Ward 7", "--data", server.data}).status != 0);
  CHECK(has(setu({"tenant", "list", "--data", server.data}).output, "ward-7"));
  CHECK(setu({"tenant", "create", "mumbai", "--time-zone", "Asia/Kolkata", "--data", server.data}).status == 0);
  CHECK(setu({"tenant", "create", "atlantis", "--time-zone", "Atlantis", "--data", server.data}).status != 0);
  CHECK(setu({"tenant", "set", "ward-7", "--time-zone", "Europe/Berlin", "--data", server.data}).status == 0);
  CHECK(setu({"tenant", "set", "nobody", "--time-zone", "UTC", "--data", server.data}).status == 1);
  CHECK(setu({"tenant", "set", "ward-7", "--data", server.data}).status != 0);
  const auto zones = setu({"tenant", "list", "--data", server.data, "--output", "json"}).output;
  CHECK(has(zones, R"("name":"mumbai","timeZone":"Asia/Kolkata"})"));
  CHECK(has(zones, R"("name":"ward-7","timeZone":"Europe/Berlin"})"));
  CHECK(setu({"tenant", "create", "plain", "--no-text-search", "--data", server.data}).status == 0);
  write(server.folder.path() / "p.json", patient("a", "Rao"));
  CHECK(setu({"load", server.folder.path() / "p.json", "--server", server.base, "--tenant", "ward-7", "--journal", server.folder.path() / "journal"}).status == 0);
  CHECK(server.http.get("/t/ward-7/fhir/Patient/a").status == 200);
  CHECK(server.http.get("/fhir/Patient/a", {{"X-Setu-Tenant", "ward-7"}}).status == 200);
  CHECK(server.http.get("/fhir/Patient/a").status == 404);
  CHECK(server.http.get("/t/ward-8/fhir/Patient/a").status == 404);
  // Words are searched by from the start on, unless they were left out.
  CHECK(has(server.http.get("/t/ward-7/fhir/Patient?_content=rao").body, R"("id":"a")"));
  CHECK(server.http.get("/t/ward-7/fhir/Patient?_text=rao").status == 200);
  CHECK(server.http.get("/fhir/Patient?_content=rao").status == 200);
  CHECK(server.http.get("/t/plain/fhir/Patient?_content=rao").status == 400);
  CHECK(server.http.get("/t/plain/fhir/SearchParameter").status == 200);

  const auto verified = setu({"db", "verify", "--data", server.data, "-o", "json"});
  CHECK(verified.status == 0);
  CHECK(has(verified.output, "\"mismatches\":0"));
  CHECK(has(setu({"db", "migrate", "--data", server.data}).output, "up to date"));
  const auto second = setu({"serve", "--data", server.data, "--port", std::to_string(support::free_port())});
  CHECK(second.status == 78);
  CHECK(has(second.output, "Another setu"));

  server.process.signal(SIGTERM);
  const auto status = server.process.wait(std::chrono::seconds(30));
  REQUIRE(status);
  CHECK(*status == 0);
  // And when it is not.
  CHECK(setu({"db", "verify", "--data", server.data}).status == 0);
}

TEST_CASE("doctor finds what serve needs, and a port that is taken") {
  Server server;
  const TemporaryFolder folder;
  const auto fine = setu({"doctor", "--data", folder.path() / "data", "--port", std::to_string(support::free_port())});
  INFO(fine.output);
  CHECK(fine.status == 0);
  const auto taken = setu({"doctor", "--data", folder.path() / "data", "--port", std::to_string(server.port)});
  CHECK(taken.status != 0);
  CHECK(has(taken.output, std::to_string(server.port)));
}

TEST_CASE("demo writes the same records each time, which load as they are") {
  Server server;
  const fs::path first = server.folder.path() / "first", second = server.folder.path() / "second";
  CHECK(setu({"demo", first, "--patients", "3", "--encounters", "2"}).status == 0);
  CHECK(setu({"demo", second, "--patients", "3", "--encounters", "2"}).status == 0);
  CHECK(shell("diff -r " + first.string() + " " + second.string()).status == 0);
  CHECK(setu({"load", first, "--server", server.base, "--journal", server.folder.path() / "journal"}).status == 0);
  CHECK(server.count("Patient") == 3);
  CHECK(server.count("Encounter") == 6);
  CHECK(server.count("Encounter?subject:Patient.gender=male") + server.count("Encounter?subject:Patient.gender=female") == 6);
}

TEST_CASE("the index is made anew by the command line, and a search parameter is searched by after a kill") {
  Server server;
  const Http::Headers json = {{"Content-Type", "application/fhir+json"}};
  for (int i = 0; i < 30; ++i) REQUIRE(server.http.send("PUT", "/fhir/Patient/p" + std::to_string(i), patient("p" + std::to_string(i), "Rao"), json).status == 201);
  const auto whole = setu({"reindex", "--server", server.base, "-o", "json"});
  INFO(whole.output);
  CHECK(whole.status == 0);
  CHECK(has(whole.output, R"("state":"done","done":32,"all":32)"));
  const auto of_type = setu({"reindex", "--server", server.base, "--type", "Patient"});
  CHECK(of_type.status == 0);
  CHECK(has(of_type.output, "30 resources are indexed anew."));
  CHECK(setu({"reindex", "--server", server.base, "--type", "Pateint"}).status == 1);

  const auto made = server.http.send("POST", "/fhir/SearchParameter", R"({"resourceType":"SearchParameter","url":"http://example.org/nick","name":"Nick","status":"active","description":"d","code":"nick","base":["Patient"],"type":"string","expression":"Patient.name.family"})", json);
  INFO(made.body);
  REQUIRE(made.status == 201);
  server.process.signal(SIGKILL);
  REQUIRE(server.process.wait(std::chrono::seconds(10)));
  const int port = support::free_port();
  Process again({SETU_BINARY, "serve", "--data", server.data, "--port", std::to_string(port), "--no-demo"}, server.folder.path() / "log2");
  Http http{port};
  for (int i = 0; i < 3000 && http.get("/fhir/Patient?nick=rao").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  const auto found = http.get("/fhir/Patient?nick=rao&_summary=count");
  INFO(again.output());
  CHECK(has(found.body, R"("total":30)"));
}
