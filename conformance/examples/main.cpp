/// setu_conformance_examples SETU_BINARY PACKAGE_DIR REFUSED_FILE [SCOREBOARD_FILE]
///
/// Stores every official R4 example by PUT, reads it back as JSON and as XML, stores what came back as XML by PUT
/// and reads it again, and compares. One that breaks a rule is sent again with lenient handling. Fails if one that is stored differs, or if others are refused than those that
/// REFUSED_FILE names with their reasons. Writes its table into SCOREBOARD_FILE where one is given.

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <unistd.h>
#include <thread>

#include "fhir/json/tree.h"
#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "tests/support/http.h"
#include "tests/support/process.h"

namespace fs = std::filesystem;
using fhir::json::Kind;
using fhir::json::Node;

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// Where a JSON object stands, as far as the server writes members of its own there.
enum class Place { resource, meta, inside };

/// Members that the server writes itself, and a meta of nothing else.
bool is_servers_own(const Node& member, Place place) {
  if (place == Place::meta) return member.name == "versionId" || member.name == "lastUpdated";
  if (place == Place::inside || member.name != "meta") return false;
  for (const Node* inner = member.first; inner != nullptr; inner = inner->next) {
    if (!is_servers_own(*inner, Place::meta)) return false;
  }
  return true;
}

std::size_t count_members(const Node& object, Place place) {
  std::size_t count = 0;
  for (const Node* member = object.first; member != nullptr; member = member->next) count += !is_servers_own(*member, place);
  return count;
}

/// The path of the first place where two JSON values differ, or nothing. Members may come in any order; numbers
/// are compared as they are written.
std::string difference(const Node& left, const Node& right, const std::string& path, Place place = Place::inside) {
  if (left.kind != right.kind) return path;
  if (left.kind == Kind::object) {
    if (count_members(left, place) != count_members(right, place)) return path + " (members)";
    for (const Node* member = left.first; member != nullptr; member = member->next) {
      if (is_servers_own(*member, place)) continue;
      const std::string inner = path + "." + std::string(member->name);
      const Node* other = right.find(member->name);
      if (other == nullptr) return inner;
      const Place within = place == Place::resource && member->name == "meta" ? Place::meta : Place::inside;
      if (auto found = difference(*member, *other, inner, within); !found.empty()) return found;
    }
    return {};
  }
  if (left.kind == Kind::array) {
    if (left.count != right.count) return path + " (items)";
    std::size_t at = 0;
    for (const Node *l = left.first, *r = right.first; l != nullptr; l = l->next, r = r->next, ++at) {
      if (auto found = difference(*l, *r, path + "[" + std::to_string(at) + "]"); !found.empty()) return found;
    }
    return {};
  }
  return left.text == right.text ? std::string() : path;
}

std::string difference(const std::string& left, const std::string& right) {
  fhir::Arena arena;
  const auto a = fhir::json::parse(left, arena), b = fhir::json::parse(right, arena);
  if (!a || !b) return "(not JSON)";
  return difference(**a, **b, std::string((*a)->text_of("resourceType")), Place::resource);
}

/// A resource in XML as JSON.
std::string json_of(const std::string& xml) {
  fhir::Arena arena;
  const auto resource = fhir::xml::read(xml, arena);
  std::string out;
  if (resource) fhir::json::write(*resource, out);
  return out;
}

struct Tally {
  int examples = 0, stored = 0, leniently = 0, json = 0, xml = 0, xml_stored = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fputs("usage: setu_conformance_examples SETU_BINARY PACKAGE_DIR REFUSED_FILE [SCOREBOARD_FILE]\n", stderr);
    return 2;
  }
  if (!fs::exists(fs::path(argv[2]) / "package.json")) {
    std::fprintf(stderr, "setu_conformance_examples: no package in %s; run setup/fetch-packages\n", argv[2]);
    return 2;
  }
  // Each line: the file, a tab, the reason.
  std::map<std::string, std::string> expected;
  std::ifstream list(argv[3]);
  for (std::string line; std::getline(list, line);) {
    if (const auto tab = line.find('\t'); tab != std::string::npos && line[0] != '#') expected[line.substr(0, tab)] = line.substr(tab + 1);
  }

  const support::TemporaryFolder folder;
  const int port = support::free_port();
  support::Process server({argv[1], "serve", "--data", folder.path() / "data", "--port", std::to_string(port), "--no-demo", "--body-mib", "64"}, folder.path() / "log");
  support::Http http(port);
  for (int i = 0; i < 3000 && http.get("/health/ready").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));

  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(argv[2])) {
    const std::string name = entry.path().filename();
    // package.json and the index describe the package, and ig-r4.json is a tool's list of pages.
    if (name.ends_with(".json") && name[0] != '.' && name != "package.json" && name != "ig-r4.json") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());

  Tally all;
  std::map<std::string, std::string> refused;
  std::vector<std::string> faults;
  for (std::size_t i = 0; i < files.size(); ++i) {
    const std::string name = files[i].filename();
    const std::string text = text_of(files[i]);
    fhir::Arena arena;
    const auto tree = fhir::json::parse(text, arena);
    if (!tree || (*tree)->text_of("resourceType").empty()) continue;
    ++all.examples;
    const std::string url = "/fhir/" + std::string((*tree)->text_of("resourceType")) + "/" + std::string((*tree)->text_of("id"));

    auto put = http.send("PUT", url, text);
    if (put.status == 400 || put.status == 422) {
      put = http.send("PUT", url, text, {{"Prefer", "handling=lenient"}});
      all.leniently += put.status == 200 || put.status == 201;
    }
    if (put.status != 200 && put.status != 201) {
      refused[name] = std::to_string(put.status) + " " + put.body.substr(0, 400);
      continue;
    }
    ++all.stored;
    const auto fault = [&](const std::string& what) { faults.push_back(name + ": " + what); };

    const auto json = http.get(url, {{"Accept", "application/fhir+json"}});
    if (const auto found = json.status == 200 ? difference(text, json.body) : "status " + std::to_string(json.status); found.empty()) ++all.json;
    else fault("JSON differs at " + found);

    const auto xml = http.get(url, {{"Accept", "application/fhir+xml"}});
    if (const auto found = xml.status == 200 ? difference(text, json_of(xml.body)) : "status " + std::to_string(xml.status); found.empty()) ++all.xml;
    else fault("XML differs at " + found);

    const auto again = http.send("PUT", url, xml.body, {{"Content-Type", "application/fhir+xml"}, {"Prefer", "handling=lenient"}});
    const auto reread = http.get(url, {{"Accept", "application/fhir+json"}});
    if (const auto found = again.status == 200 ? difference(text, reread.body) : "status " + std::to_string(again.status) + " " + again.body.substr(0, 300); found.empty()) ++all.xml_stored;
    else fault("stored as XML differs at " + found);

    if (::isatty(2) && i % 50 == 0) std::fprintf(stderr, "\r%zu of %zu", i, files.size());
  }

  std::ostringstream table;
  table << "| official R4 examples (hl7.fhir.r4.examples 4.0.1) | count |\n| --- | --- |\n"
        << "| in the package | " << all.examples << " |\n| stored by PUT | " << all.stored << " |\n"
        << "| of these only with Prefer: handling=lenient, for they break a rule | " << all.leniently << " |\n"
        << "| read back equal as JSON | " << all.json << " |\n| read back equal as XML | " << all.xml << " |\n"
        << "| stored from XML and read back equal | " << all.xml_stored << " |\n| refused | " << refused.size() << " |\n";
  if (!refused.empty()) {
    table << "\nRefused:\n\n";
    for (const auto& [name, answer] : refused) table << "- `" << name << "`: " << (expected.contains(name) ? expected[name] : "not expected") << "\n";
  }
  std::fputs(table.str().c_str(), stdout);

  for (const auto& fault : faults) std::printf("FAULT %s\n", fault.c_str());
  bool as_expected = faults.empty() && all.examples > 0;
  for (const auto& [name, answer] : refused) {
    if (expected.contains(name)) continue;
    std::printf("REFUSED, not expected: %s: %s\n", name.c_str(), answer.c_str());
    as_expected = false;
  }
  for (const auto& [name, reason] : expected) {
    if (refused.contains(name)) continue;
    std::printf("STORED, though listed as refused: %s\n", name.c_str());
    as_expected = false;
  }
  if (argc > 4) {
    std::ofstream out(argv[4]);
    out << "# Scoreboard\n\nWritten by `setu_conformance_examples`; what others wrote, and how much of it passes.\n\n" << table.str();
  }
  if (!as_expected) std::printf("--- server ---\n%s\n", server.output().substr(0, 4000).c_str());
  return as_expected ? 0 : 1;
}
