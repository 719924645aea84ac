#include "engine/store/cluster.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "engine/store/migration.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;
using namespace std::chrono_literals;
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

std::string refused(const fs::path& data) {
  const auto started = Cluster::start(data);
  REQUIRE_FALSE(started);
  return fhir::to_text(started.outcome());
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("a cluster is made, keeps its data, and starts quickly") {
  const support::TemporaryFolder folder;
  const fs::path data = folder.path() / "deep" / "data";
  {
    const auto cluster = must(Cluster::start(data));
    CHECK(must(Cluster::running(data)) == cluster->url());
    must(migrate(cluster->url()));
    const Write write = patient("Rao", "p");
    must(must(connect(cluster->url()))->write(1, {&write, 1}));

    support::Sql sql(cluster->url());
    CHECK(sql.value("show listen_addresses").empty());
    for (const char* setting : {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"}) {
      CAPTURE(setting);
      CHECK(sql.value(std::string("show ") + setting) == "on");
    }
    struct stat status {};
    REQUIRE(::stat(data.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0700);

    // One folder, one setu.
    CHECK(has(refused(data), "Another setu uses the data"));
  }
  CHECK_FALSE(Cluster::running(data));
  const auto before = Clock::now();
  const auto cluster = must(Cluster::start(data));
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - before);
  CHECK(took < 2s);
  UNSCOPED_INFO("started in " << took.count() << " ms");
  const Key key{1, &patient_type, "p"};
  CHECK(must(must(connect(cluster->url()))->read({&key, 1})).front());
}

TEST_CASE("what was acknowledged survives kill -9 of PostgreSQL, which is started again") {
  const support::TemporaryFolder folder;
  const auto cluster = must(Cluster::start(folder.path() / "data"));
  must(migrate(cluster->url()));
  auto session = must(connect(cluster->url()));
  for (int i = 0; i < 50; ++i) {
    const Write write = patient("Rao", "p" + std::to_string(i));
    must(session->write(1, {&write, 1}));
  }
  const pid_t killed = cluster->pid();
  ::kill(killed, SIGKILL);
  std::vector<Key> keys;
  for (int i = 0; i < 50; ++i) keys.push_back({1, &patient_type, "p" + std::to_string(i)});
  auto found = session->read(keys);
  for (const auto until = Clock::now() + 60s; (!found || cluster->pid() == killed) && Clock::now() < until; found = session->read(keys)) {
    if (!found) CHECK(found.outcome().issues.front().type == fhir::IssueType::transient);
    std::this_thread::sleep_for(5ms);
  }
  REQUIRE(found);
  CHECK(cluster->pid() != killed);
  for (const auto& version : *found) CHECK(version);
}

TEST_CASE("a PostgreSQL that outlived its setu, or was killed with it, is put in order at the next start") {
  const support::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  for (const bool both : {false, true}) {
    // A setu that is killed, played by a child of ours.
    int pipe_ends[2];
    REQUIRE(::pipe(pipe_ends) == 0);
    const pid_t setu = ::fork();
    if (setu == 0) {
      const auto cluster = Cluster::start(data);
      const pid_t pid = cluster ? (*cluster)->pid() : 0;
      if (cluster && migrate((*cluster)->url())) {
        auto session = connect((*cluster)->url());
        const Write write = patient("Rao", both ? "second" : "first");
        if (session && (*session)->write(1, {&write, 1})) [[maybe_unused]] const auto size = ::write(pipe_ends[1], &pid, sizeof pid);
        for (;;) ::pause();
      }
      ::_exit(1);
    }
    ::close(pipe_ends[1]);
    pid_t postgres = 0;
    REQUIRE(::read(pipe_ends[0], &postgres, sizeof postgres) == sizeof postgres);
    ::close(pipe_ends[0]);
    ::kill(setu, SIGKILL);
    if (both) ::kill(postgres, SIGKILL);
    REQUIRE(::waitpid(setu, nullptr, 0) == setu);
    const auto cluster = must(Cluster::start(data));
    CHECK(cluster->pid() != postgres);
    auto session = must(connect(cluster->url()));
    const Key key{1, &patient_type, both ? "second" : "first"};
    CHECK(must(session->read({&key, 1})).front());
  }
}

TEST_CASE("a note of a process number that is another program's now does not keep PostgreSQL from starting") {
  const support::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  must(Cluster::start(data));
  std::ofstream(data / "postgresql" / "postmaster.pid") << ::getpid() << "\n" << (data / "postgresql").string() << "\n1700000000\n5432\n\n\n";
  CHECK(Cluster::start(data));
}

TEST_CASE("what keeps a cluster from starting is said with its remedy") {
  const support::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  fs::create_directories(data / "postgresql");
  std::ofstream(data / "postgresql" / "PG_VERSION") << "12\n";
  const std::string version = refused(data);
  CHECK(has(version, "was made by PostgreSQL 12"));
  CHECK(has(version, "Install postgresql-12"));

  std::ofstream(folder.path() / "file") << "x";
  CHECK(has(refused(folder.path() / "file" / "data"), "--data"));

  if (::geteuid() == 0) {
    fs::create_directories(folder.path() / "closed");
    fs::permissions(folder.path() / "closed", fs::perms::owner_all);
    CHECK(has(refused(folder.path() / "closed" / "data"), "may not enter " + (folder.path() / "closed").string()));
  }
}

TEST_CASE("a path too long for a socket has its socket elsewhere") {
  const support::TemporaryFolder folder;
  const fs::path data = folder.path() / std::string(100, 'a') / std::string(100, 'b');
  const auto cluster = must(Cluster::start(data));
  CHECK(support::Sql(cluster->url()).value("select 1") == "1");
  CHECK(must(Cluster::running(data)) == cluster->url());
}
