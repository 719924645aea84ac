#include "src/command/db.h"

#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "engine/store/cluster.h"
#include "engine/store/migration.h"
#include "engine/store/verify.h"
#include "src/command/exit_code.h"
#include "src/command/open_store.h"
#include "src/terminal/progress.h"

namespace setu::command {

int db_migrate(const config::Store& store) {
  auto open = open_store(store);
  if (!open) {
    complain(open.outcome());
    return exit_config;
  }
  const auto applied = [&] {
    std::unique_ptr<terminal::Progress> progress;
    std::int32_t of = 0;
    std::uint64_t before = 0;
    return engine::store::migrate(open->url, [&](std::int32_t tenant, std::uint64_t done, std::uint64_t all) {
      if (!progress || tenant != of) progress = std::make_unique<terminal::Progress>("Indexing", all, "resources");
      if (tenant != std::exchange(of, tenant)) before = 0;
      progress->done(done - before, done - before);
      before = done;
    });
  }();
  if (!applied) {
    complain(applied.outcome());
    return exit_failed;
  }
  for (const std::string& name : *applied) print("applied " + name + "\n");
  if (applied->empty()) print("The schema is up to date.\n");
  return exit_fine;
}

int db_verify(const config::Store& store, Output output) {
  auto open = open_store(store);
  if (!open) {
    complain(open.outcome());
    return exit_config;
  }
  auto found = [&] {
    std::unique_ptr<terminal::Progress> progress;
    std::uint64_t before = 0;
    return engine::store::verify(open->url, [&](std::uint64_t done, std::uint64_t all) {
      if (!progress) progress = std::make_unique<terminal::Progress>("Verifying", all, "resources");
      progress->done(done - before, done - before);
      before = done;
    });
  }();
  if (!found) {
    complain(found.outcome());
    return exit_unavailable;
  }
  if (output == Output::json) {
    std::string findings;
    for (const std::string& finding : found->findings) findings += (findings.empty() ? "" : ",") + json_text(finding);
    print(R"({"resources":)" + std::to_string(found->resources) + R"(,"versions":)" + std::to_string(found->versions) + R"(,"postings":)" +
          std::to_string(found->postings) + R"(,"mismatches":)" + std::to_string(found->mismatches) + R"(,"findings":[)" + findings + "]}\n");
  } else {
    print(terminal::count_text(found->resources) + " resources in " + terminal::count_text(found->versions) + " versions and " +
          terminal::count_text(found->postings) + " index rows: " +
          (found->mismatches == 0 ? "no mismatch" : terminal::count_text(found->mismatches) + " mismatches") + ".\n");
    for (const std::string& finding : found->findings) complain(finding);
  }
  return found->mismatches == 0 ? exit_fine : exit_failed;
}

/// psql takes this process's place, so a cluster of our own cannot be started for it: it must be running.
int db_psql(const config::Store& store, const std::vector<std::string>& arguments) {
  std::string url = store.database;
  if (url.empty()) {
    const auto running = engine::store::Cluster::running(store.data.empty() ? config::default_data() : store.data);
    if (!running) {
      complain(running.outcome());
      complain("Start it with `setu serve`, or name a database with --database.");
      return exit_unavailable;
    }
    url = *running;
  }
  std::vector<std::string> words = {"psql", "--dbname", url};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  ::execvp("psql", pointers.data());
  complain(std::string("psql cannot be started: ") + std::strerror(errno) + "; it is in Debian's package postgresql-client.");
  return exit_config;
}

}  // namespace setu::command
