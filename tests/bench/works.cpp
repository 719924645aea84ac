/// setu_works SETU_BINARY [SECONDS [growth|rates]] [--only WORK] [--assert]
///
/// What a hospital asks of a FHIR server, as works that other servers are measured by too: how often each is done in a second,
/// and how long one takes when there is sixteen times as much. With --assert it fails where that is more than a little. See
/// README.md in this folder.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iterator>
#include <sstream>
#include <thread>

#include <unistd.h>

#include "engine/store/cluster.h"
#include "fhir/json/tree.h"
#include "tests/bench/plain.h"
#include "tests/bench/traffic.h"
#include "tests/support/http.h"
#include "tests/support/process.h"

using namespace bench;
namespace fs = std::filesystem;
using fhir::json::Node;

namespace {

using Clock = std::chrono::steady_clock;
double since(Clock::time_point began) { return std::chrono::duration<double>(Clock::now() - began).count(); }

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

struct Effort {
  double server = 0, database = 0;
};

/// What /proc tells of a process.
struct Times {
  std::string parent;
  double seconds = 0;
};

Times times_of(const std::string& pid) {
  const std::string text = text_of("/proc/" + pid + "/stat");
  std::istringstream fields(text.substr(std::min(text.rfind(')') + 2, text.size())));  // the name before it may hold anything
  Times times;
  std::string field;
  double ticks = 0;
  for (int n = 3; fields >> field && n <= 15; ++n) {
    if (n == 4) times.parent = field;
    if (n == 14 || n == 15) ticks += std::atof(field.c_str());
  }
  times.seconds = ticks / static_cast<double>(sysconf(_SC_CLK_TCK));
  return times;
}

/// A server with so many patients in it, on a PostgreSQL of its own.
class Hospital {
 public:
  Hospital(const char* setu, int patients, int encounters)
      : setu_(setu), patients_(patients), cluster_(engine::store::Cluster::start(folder_.path() / "data")) {
    if (!cluster_) throw std::runtime_error(fhir::to_text(cluster_.outcome()));
    start();
    load(encounters);
    sql("vacuum analyze");
    subjects_ = sample("Patient?_elements=id&_count=1000");
    observations_ = sample("Observation?_elements=id&_count=1000");
    auto answer = support::Http(port_).get("/fhir/" + observations_.front());
    observation_ = answer.body;
  }

  /// Starts the server anew and gives the seconds to its first answer.
  double start() {
    server_.reset();
    port_ = support::free_port();
    const auto began = Clock::now();
    server_ = std::make_unique<support::Process>(
        std::vector<std::string>{setu_, "serve", "--database", (*cluster_)->url(), "--port", std::to_string(port_), "--no-demo"}, folder_.path() / "log");
    support::Http http(port_);
    while (http.get("/fhir/metadata").status != 200) {
      if (since(began) > 60) throw std::runtime_error("the server does not start: " + server_->output());
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return since(began);
  }

  /// MB of the server that are in memory.
  double memory() const {
    std::ifstream status("/proc/" + std::to_string(server_->pid()) + "/status");
    for (std::string line; std::getline(status, line);) {
      if (line.starts_with("VmRSS:")) return std::atof(line.c_str() + 6) / 1024;
    }
    return 0;
  }

  double number(const std::string& query) const { return std::atof(value(query).c_str()); }
  std::string value(const std::string& query) const {
    auto connection = connect((*cluster_)->url());
    return PQgetvalue(checked(connection.get(), PQexec(connection.get(), query.c_str())).get(), 0, 0);
  }
  void sql(const std::string& statement) const {
    auto connection = connect((*cluster_)->url());
    checked(connection.get(), PQexec(connection.get(), statement.c_str()));
  }

  /// Seconds of processor time that the server and the processes of its PostgreSQL have taken.
  Effort effort() const {
    const std::string postmaster = value("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)");
    Effort sum;
    for (const auto& entry : fs::directory_iterator("/proc")) {
      const std::string pid = entry.path().filename();
      if (pid.find_first_not_of("0123456789") != pid.npos) continue;
      const Times times = times_of(pid);
      if (pid == std::to_string(server_->pid())) sum.server += times.seconds;
      if (pid == postmaster || times.parent == postmaster) sum.database += times.seconds;
    }
    return sum;
  }

  /// Rows that sequential scans of tables of the store have read so far. A backend tells of its reads within a second.
  double scanned() const {
    std::this_thread::sleep_for(std::chrono::milliseconds(1200));
    return number("select coalesce(sum(seq_tup_read), 0) from pg_stat_user_tables where schemaname = 'setu' and n_live_tup > 1000");
  }

  Traffic ask(int connections, double seconds, const std::function<std::string(const Hospital&, unsigned)>& next) const {
    return drive(port_, connections, seconds, [&](unsigned n) { return next(*this, n); });
  }

  int patients() const { return patients_; }
  int port() const { return port_; }
  double loaded() const { return loaded_; }
  double bytes() const { return bytes_; }
  /// Some of its patients and observations, as "Type/id".
  const std::string& subject(unsigned n) const { return subjects_[n * 7919u % subjects_.size()]; }
  const std::string& observation(unsigned n) const { return observations_[n * 7919u % observations_.size()]; }
  /// One of the observations, as JSON.
  const std::string& observation_text() const { return observation_; }

 private:
  /// Posts all bundles over four connections.
  void load(int encounters) {
    const fs::path records = folder_.path() / "records";
    if (support::run({setu_, "demo", records, "--patients", std::to_string(patients_), "--encounters", std::to_string(encounters)}).status != 0) throw std::runtime_error("setu demo fails");
    const double empty = number("select pg_database_size(current_database())");
    support::Http(port_).send("POST", "/fhir", text_of(records / "hospital.json"));
    fs::remove(records / "hospital.json");
    std::vector<fs::path> bundles;
    for (const auto& entry : fs::directory_iterator(records)) bundles.push_back(entry.path());
    const auto began = Clock::now();
    drive(port_, 4, 1e6, [&](unsigned n) { return n < bundles.size() ? request("POST", "/fhir", text_of(bundles[n])) : std::string(); });
    const double took = since(began), resources = number("select count(*) from setu.res");
    loaded_ = resources / took;
    bytes_ = (number("select pg_database_size(current_database())") - empty) / resources;
    fs::remove_all(records);
  }

  std::vector<std::string> sample(const std::string& search) const {
    const auto answer = support::Http(port_).get("/fhir/" + search);
    fhir::Arena arena;
    const auto tree = fhir::json::parse(answer.body, arena);
    if (!tree) throw std::runtime_error(search + " answers " + answer.body.substr(0, 300));
    std::vector<std::string> found;
    for (const Node* entry = (*tree)->find("entry")->first; entry != nullptr; entry = entry->next) {
      const Node* resource = entry->find("resource");
      found.push_back(std::string(resource->text_of("resourceType")) + "/" + std::string(resource->text_of("id")));
    }
    return found;
  }

  const char* setu_;
  int patients_, port_ = 0;
  support::TemporaryFolder folder_;
  fhir::Result<std::unique_ptr<engine::store::Cluster>> cluster_;
  std::unique_ptr<support::Process> server_;
  double loaded_ = 0, bytes_ = 0;
  std::vector<std::string> subjects_, observations_;
  std::string observation_;
};

/// One kind of request. Those that read are also asked one by one of a small and a large hospital.
struct Work {
  const char* name;
  int connections;
  bool reads;
  std::function<std::string(const Hospital&, unsigned)> next;
};

bool is_asked(const Work& work, std::string_view only) { return std::string_view(work.name).find(only) != std::string_view::npos; }

/// How much longer a work may take in the large hospital. One that is quicker there is so by chance.
constexpr double growth_most = 1.25;

/// What --assert does not let pass.
struct Miss {
  const char* name;
  double growth, scanned;
};

std::string get(const std::string& target) { return request("GET", "/fhir/" + target); }

constexpr const char* heart_rate = "http://loinc.org%7C8867-4";
constexpr const char* cities[] = {"Pune", "Kochi", "Chennai", "Jaipur"};
constexpr const char* names[] = {"Rao", "Sin", "Pat", "Kha", "Nai", "Das"};

/// A value that a test of whether anything changed cannot take for the last one.
std::string changed(std::string text, unsigned n) {
  const std::size_t at = text.find("\"value\":") + 8;
  return text.replace(at, text.find_first_not_of("0123456789.", at) - at, std::to_string(60 + n % 90) + "." + std::to_string(n));
}

std::string without_id(std::string text) {
  const std::size_t at = text.find("\"id\":");
  return text.erase(at, text.find(',', at) + 1 - at);
}

std::string with_id(std::string text, const std::string& reference) {
  const std::size_t at = text.find("\"id\":\"") + 6;
  return text.replace(at, text.find('"', at) - at, reference.substr(reference.find('/') + 1));
}

const std::vector<Work>& works() {
  static const std::vector<Work> all = {
      {"create, 64 connections", 64, false, [](const Hospital& all, unsigned n) { return request("POST", "/fhir/Observation", changed(without_id(all.observation_text()), n)); }},
      {"update", 64, false, [](const Hospital& all, unsigned n) {
         const std::string& updated = all.observation(n);
         return request("PUT", "/fhir/" + updated, changed(with_id(all.observation_text(), updated), n));
       }},
      {"read, 64 connections", 64, true, [](const Hospital& all, unsigned n) { return get(all.observation(n)); }},
      {"patient + code, newest first", 16, true, [](const Hospital& all, unsigned n) {
         return get("Observation?patient=" + all.subject(n) + "&code=" + heart_rate + "&_sort=-date&_count=20");
       }},
      {"a patient's observations, 50 a page", 16, true, [](const Hospital& all, unsigned n) { return get("Observation?patient=" + all.subject(n) + "&_count=50"); }},
      {"name prefix", 16, true, [](const Hospital&, unsigned n) { return get("Patient?name=" + std::string(names[n % std::size(names)]) + "&_count=20"); }},
      {"token code, 20 a page", 16, true, [](const Hospital&, unsigned) { return get("Observation?code=" + std::string(heart_rate) + "&_count=20"); }},
      {"date range", 16, true, [](const Hospital&, unsigned n) {
         const std::string month = std::to_string(1 + n % 9);
         return get("Observation?date=ge2021-0" + month + "-01&date=lt2021-0" + month + "-15&_count=20");
       }},
      {"city + gender", 16, true, [](const Hospital&, unsigned n) {
         return get("Patient?address-city=" + std::string(cities[n % std::size(cities)]) + "&gender=female&_count=20");
       }},
      {"chained", 16, true, [](const Hospital&, unsigned n) { return get("Observation?patient.name=" + std::string(names[n % std::size(names)]) + "&_count=20"); }},
      {"_has", 16, true, [](const Hospital&, unsigned) { return get("Patient?_has:Observation:patient:code=" + std::string(heart_rate) + "&_count=20"); }},
      {"_include", 16, true, [](const Hospital&, unsigned) { return get("Observation?code=" + std::string(heart_rate) + "&_include=Observation:patient&_count=20"); }},
      {"_revinclude", 16, true, [](const Hospital& all, unsigned n) {
         const std::string& subject = all.subject(n);
         return get("Patient?_id=" + subject.substr(subject.find('/') + 1) + "&_revinclude=Encounter:patient");
       }},
      {"quantity", 16, true, [](const Hospital&, unsigned n) { return get("Observation?value-quantity=gt" + std::to_string(70 + n % 20) + "%7Chttp://unitsofmeasure.org%7C/min&_count=20"); }},
      {"count by token", 16, true, [](const Hospital&, unsigned) { return get("Observation?code=" + std::string(heart_rate) + "&_summary=count"); }},
      {"history of an instance", 16, true, [](const Hospital& all, unsigned n) { return get(all.observation(n) + "/_history"); }},
      {"Patient/$everything, 50 a page", 16, true, [](const Hospital& all, unsigned n) { return get(all.subject(n) + "/$everything?_count=50"); }},
  };
  return all;
}

void row(const char* name, double value, const char* unit) {
  std::printf("| %-40s | %9.*f %-4s | %11s | %11s |\n", name, value < 10 ? 2 : 0, value, unit, "", "");
  std::fflush(stdout);
}

/// Has one kind of request asked for so long.
void row(const Hospital& hospital, const Work& work, double seconds) {
  const Effort before = hospital.effort();
  const double rate = hospital.ask(work.connections, seconds, work.next).per_second;
  const Effort after = hospital.effort();
  const double each = 1e6 / (rate * seconds);
  std::printf("| %-40s | %9.0f /s   | %8.0f us | %8.0f us |\n", work.name, rate, (after.server - before.server) * each, (after.database - before.database) * each);
  std::fflush(stdout);
}

/// The works as other servers do them: about 15,700 resources, many connections.
void measure_rates(const char* setu, double seconds, std::string_view only) {
  Hospital hospital(setu, 60, 29);
  std::printf("| %-40s | %-14s | %-11s | %-11s |\n| --- | --- | --- | --- |\n", "60 patients, about 260 resources each", "Setu", "its time", "PostgreSQL's");
  row("start to first answer, existing database", hospital.start(), "s");
  row("memory idle", hospital.memory(), "MB");
  row("bytes in PostgreSQL per resource", hospital.bytes(), "");
  row("transaction bundles, 4 connections", hospital.loaded(), "/s");
  // Those that write come last, or the others would be asked of what they wrote.
  for (const bool reads : {true, false}) {
    for (const Work& work : works()) {
      if (work.reads == reads && is_asked(work, only)) row(hospital, work, seconds);
    }
  }
  row("memory under load", hospital.memory(), "MB");
}

/// Each reading work of a small and a large hospital in turn, one request at a time; gives those that take much longer in the
/// large one, or read a table from end to end.
std::vector<Miss> measure_growth(const char* setu, double seconds, std::string_view only) {
  constexpr int turns = 5;
  Hospital small(setu, 1'000, 3), large(setu, 16'000, 3);
  std::printf("\n| %-40s | %-9s | %-9s | %-6s | %s |\n| --- | --- | --- | --- | --- |\n", "milliseconds, one at a time", "1,000", "16,000", "growth", "rows scanned in sequence, 16,000");
  std::vector<Miss> misses;
  for (const Work& work : works()) {
    if (!work.reads || !is_asked(work, only)) continue;
    std::vector<double> few, many;
    const double scanned = large.scanned();
    for (int turn = 0; turn < turns; ++turn) {
      few.push_back(small.ask(1, seconds / turns, work.next).median_ms);
      many.push_back(large.ask(1, seconds / turns, work.next).median_ms);
    }
    const double read = large.scanned() - scanned;
    std::sort(few.begin(), few.end());
    std::sort(many.begin(), many.end());
    const double growth = many[turns / 2] / few[turns / 2];
    std::printf("| %-40s | %9.2f | %9.2f | %5.2f%s | %.0f |\n", work.name, few[turns / 2], many[turns / 2], growth, growth > growth_most ? "!" : " ", read);
    std::fflush(stdout);
    if (growth > growth_most || read > 0) misses.push_back({work.name, growth, read});
  }
  return misses;
}

/// Whether there are none; else they are told in a table.
bool has_none(const std::vector<Miss>& misses) {
  if (misses.empty()) return true;
  std::printf("\n| %-40s | %-21s | %-28s |\n| --- | --- | --- |\n", "what misses", "growth (1.25 at most)", "rows scanned in sequence (0)");
  for (const Miss& miss : misses) std::printf("| %-40s | %21.2f | %28.0f |\n", miss.name, miss.growth, miss.scanned);
  return false;
}

}  // namespace

int main(int argc, char** argv) try {
  std::vector<const char*> words(argv + 1, argv + argc);
  const bool asserts = std::erase_if(words, [](std::string_view word) { return word == "--assert"; }) > 0;
  std::string_view only;
  if (const auto at = std::find(words.begin(), words.end(), std::string_view("--only")); at != words.end() && at + 1 != words.end()) {
    only = at[1];
    words.erase(at, at + 2);
  }
  if (words.empty()) {
    std::fputs("usage: setu_works SETU_BINARY [SECONDS [growth|rates]] [--only WORK] [--assert]\n", stderr);
    return 2;
  }
  const double seconds = words.size() > 1 ? std::atof(words[1]) : 3;
  const std::string_view part = words.size() > 2 ? words[2] : "";
  if (part != "growth") measure_rates(words[0], seconds, only);
  if (part == "rates") return 0;
  const auto misses = measure_growth(words[0], seconds, only);
  return asserts && !has_none(misses) ? 1 : 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "setu_works: %s\n", error.what());
  return 1;
}
