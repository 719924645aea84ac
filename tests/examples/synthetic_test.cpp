#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <thread>

#include "fhir/json/tree.h"
#include "tests/support/http.h"
#include "tests/support/process.h"

/// Synthetic records as transaction bundles of hundreds of entries that refer to each other by urn:uuid.
namespace {

namespace fs = std::filesystem;
using fhir::json::Kind;
using fhir::json::Node;
using support::Http;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

const Node& tree_of(const std::string& text, fhir::Arena& arena) {
  const auto tree = fhir::json::parse(text, arena);
  INFO(text.substr(0, 300));
  REQUIRE(tree);
  return **tree;
}

/// Every Reference.reference below a value.
void collect_references(const Node& node, std::multiset<std::string>& references) {
  for (const Node* child = node.first; child != nullptr; child = child->next) {
    if (node.kind == Kind::object && child->name == "reference" && child->kind == Kind::string) references.emplace(child->text);
    collect_references(*child, references);
  }
}

/// What a folder of bundles holds: resources by type, and how many references there are.
struct Contents {
  std::map<std::string, int> types;
  std::size_t references = 0;
  std::size_t largest = 0;
};

Contents contents_of(const std::vector<fs::path>& bundles) {
  Contents contents;
  for (const fs::path& file : bundles) {
    fhir::Arena arena;
    const std::string text = text_of(file);
    const Node& bundle = tree_of(text, arena);
    std::multiset<std::string> references;
    for (const Node* entry = bundle.find("entry")->first; entry != nullptr; entry = entry->next) {
      const Node* resource = entry->find("resource");
      ++contents.types[std::string(resource->text_of("resourceType"))];
      collect_references(*resource, references);
    }
    contents.references += references.size();
    contents.largest = std::max(contents.largest, std::size_t{bundle.find("entry")->count});
  }
  return contents;
}

/// Every resource of a tenant is one of those that were sent, and every reference leads to one that is there.
void check_tenant(Http& http, const std::string& base, const Contents& sent) {
  std::set<std::string> stored;
  std::multiset<std::string> references;
  for (const auto& [type, count] : sent.types) {
    std::string url = base + "/" + type + "?_count=1000&_sort=_id";
    int found = 0;
    while (!url.empty()) {
      const auto page = http.get(url);
      INFO(url << " " << page.body.substr(0, 300));
      REQUIRE(page.status == 200);
      fhir::Arena arena;
      const Node& bundle = tree_of(page.body, arena);
      if (const Node* entries = bundle.find("entry")) {
        for (const Node* entry = entries->first; entry != nullptr; entry = entry->next) {
          const Node* resource = entry->find("resource");
          ++found;
          CHECK(stored.insert(type + "/" + std::string(resource->text_of("id"))).second);
          collect_references(*resource, references);
        }
      }
      url.clear();
      for (const Node* link = bundle.find("link")->first; link != nullptr; link = link->next) {
        const std::string_view next = link->text_of("url");
        if (link->text_of("relation") == "next") url = next.substr(next.find("/", next.find("://") + 3));
      }
    }
    CAPTURE(type);
    CHECK(found == count);
  }
  CHECK(references.size() == sent.references);
  int astray = 0;
  for (const std::string& reference : references) astray += !stored.contains(reference);
  CHECK(astray == 0);
}

}  // namespace

TEST_CASE("synthetic records load by setu load and by POST: every count matches, every reference resolves") {
  const support::TemporaryFolder folder;
  const fs::path records = folder.path() / "records", data = folder.path() / "data";
  REQUIRE(support::run({SETU_BINARY, "demo", records, "--patients", "12", "--encounters", "60"}).status == 0);
  std::vector<fs::path> bundles;
  for (const auto& entry : fs::directory_iterator(records)) bundles.push_back(entry.path());
  std::sort(bundles.begin(), bundles.end());  // what others refer to, the hospital, comes first
  const Contents sent = contents_of(bundles);
  CHECK(sent.largest >= 400);
  CHECK(sent.types.size() >= 8);

  const int port = support::free_port();
  support::Process server({SETU_BINARY, "serve", "--data", data, "--port", std::to_string(port), "--no-demo"}, folder.path() / "log");
  Http http(port);
  for (int i = 0; i < 3000 && http.get("/health/ready").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  REQUIRE(support::run({SETU_BINARY, "tenant", "create", "posted", "--data", data}).status == 0);

  const auto loaded = support::run({SETU_BINARY, "load", records, "--server", "http://127.0.0.1:" + std::to_string(port) + "/fhir", "--journal", folder.path() / "journal"});
  INFO(loaded.output);
  CHECK(loaded.status == 0);
  check_tenant(http, "/fhir", sent);

  for (const fs::path& bundle : bundles) {
    const auto answer = http.send("POST", "/t/posted/fhir", text_of(bundle), {{"Content-Type", "application/fhir+json"}});
    INFO(bundle.filename() << " " << answer.body.substr(0, 300));
    REQUIRE(answer.status == 200);
  }
  check_tenant(http, "/t/posted/fhir", sent);
}
