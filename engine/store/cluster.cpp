#include "engine/store/cluster.h"

#include <fcntl.h>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <cstring>
#include <fstream>
#include <future>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace engine::store {
namespace {

namespace fs = std::filesystem;
using fhir::IssueType;
using fhir::Outcome;
using Clock = std::chrono::steady_clock;

constexpr int oldest_version = 15;
constexpr std::string_view user = "setu";
constexpr std::string_view database = "setu";
// A socket's path has at most 107 bytes, the name of PostgreSQL's own included.
constexpr std::size_t socket_folder_bytes_max = 80;
// Replaying what was written since the last checkpoint can take this long.
constexpr std::chrono::seconds recovery_time{300};

/// Loses nothing that was acknowledged; sized for a machine that PostgreSQL shares with the server.
constexpr std::string_view settings =
    "# Written by setu at each start; your own settings go into local.conf beside this file.\n"
    "listen_addresses = ''\n"
    "fsync = on\n"
    "synchronous_commit = on\n"
    "full_page_writes = on\n"
    "wal_compression = lz4\n"
    "max_wal_size = 4GB\n"
    "min_wal_size = 256MB\n"
    "checkpoint_timeout = 15min\n"
    "checkpoint_completion_target = 0.9\n"
    "shared_buffers = 256MB\n"
    "work_mem = 16MB\n"
    "maintenance_work_mem = 128MB\n"
    "max_connections = 100\n"
    "autovacuum_naptime = 20s\n"
    "random_page_cost = 1.1\n"
    "jit = off\n"
    "log_destination = 'stderr'\n"
    "logging_collector = on\n"
    "log_directory = 'log'\n"
    "log_filename = 'postgresql-%a.log'\n"
    "log_rotation_age = 1d\n"
    "log_truncate_on_rotation = on\n"
    // Statements carry patients' data in their values.
    "log_min_error_statement = panic\n"
    "log_statement = 'none'\n"
    "log_parameter_max_length = 0\n"
    "log_parameter_max_length_on_error = 0\n"
    "log_error_verbosity = terse\n"
    "include_if_exists = 'local.conf'\n";

struct Account {
  uid_t user = 0;
  gid_t group = 0;
};

/// Whom PostgreSQL runs as, if not as ourselves: it refuses to be root.
fhir::Result<std::optional<Account>> account() {
  if (::geteuid() != 0) return std::optional<Account>();
  const passwd* entry = ::getpwnam("postgres");
  if (entry == nullptr) {
    return Outcome(IssueType::not_found, "PostgreSQL does not run as root, and the user postgres, whom its Debian package makes, does not exist.");
  }
  return std::optional<Account>({entry->pw_uid, entry->pw_gid});
}

/// In a child: becomes `account`. Only what is safe between fork and exec.
void become(const std::optional<Account>& account) {
  if (!account) return;
  if (::setgroups(0, nullptr) != 0 || ::setgid(account->group) != 0 || ::setuid(account->user) != 0) ::_exit(126);
}

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  return pointers;
}

/// Starts a program with its output in a file. It is told to stop when we end, however we end.
fhir::Result<pid_t> spawn(std::vector<std::string> command, const std::optional<Account>& account, const fs::path& output, int signal_at_end) {
  auto arguments = pointers_to(command);
  const pid_t parent = ::getpid();
  const pid_t child = ::fork();
  if (child < 0) return Outcome(IssueType::exception, "Cannot start " + command.front() + ": " + std::strerror(errno) + ".");
  if (child > 0) return child;
  // A terminal's Ctrl-C is for us; we stop PostgreSQL when the requests in hand are done.
  ::setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  const int log = ::open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (log >= 0) {
    ::dup2(log, 1);
    ::dup2(log, 2);
  }
  become(account);
  // Changing the user forgets this, so it comes last.
  ::prctl(PR_SET_PDEATHSIG, signal_at_end);
  if (::getppid() != parent) ::_exit(126);
  ::execv(arguments[0], arguments.data());
  ::_exit(127);
}

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string text(std::istreambuf_iterator<char>(stream), {});
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

fhir::Result<void> run(const std::vector<std::string>& command, const std::optional<Account>& account, const fs::path& output) {
  TRY(const pid_t child, spawn(command, account, output, SIGKILL));
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return Outcome(IssueType::exception, command.front() + " failed: " + text_of(output));
}

/// Major versions of PostgreSQL and where their programs are, by Debian's layout.
std::vector<std::pair<int, fs::path>> installed() {
  std::vector<std::pair<int, fs::path>> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/usr/lib/postgresql", error)) {
    const int version = std::atoi(entry.path().filename().c_str());
    const fs::path programs = entry.path() / "bin";
    if (version >= oldest_version && fs::exists(programs / "postgres", error) && fs::exists(programs / "initdb", error)) found.emplace_back(version, programs);
  }
  std::sort(found.begin(), found.end());
  return found;
}

Outcome no_programs(int version) {
  const std::string package = "postgresql-" + std::to_string(version);
  return {IssueType::not_found, "The PostgreSQL server is not installed: `apt-get install " + package +
                                    "` brings it, and --database uses one that runs elsewhere."};
}

/// The programs of the version that made the cluster, or the newest for a new one.
fhir::Result<fs::path> programs_for(const fs::path& folder) {
  const auto all = installed();
  const std::string made_by = text_of(folder / "PG_VERSION");
  if (made_by.empty()) {
    if (all.empty()) return no_programs(oldest_version);
    return all.back().second;
  }
  for (const auto& [version, programs] : all) {
    if (std::to_string(version) == made_by) return programs;
  }
  std::string there;
  for (const auto& [version, programs] : all) there += (there.empty() ? "" : ", ") + std::to_string(version);
  return Outcome(IssueType::not_supported, folder.string() + " was made by PostgreSQL " + made_by + ", and installed is " + (there.empty() ? "none" : there) +
                                               ". Install postgresql-" + made_by + ", or name another folder with --data.");
}

struct Places {
  fs::path root;     ///< what --data names
  fs::path cluster;  ///< PostgreSQL's own folder
  fs::path socket;   ///< folder of the socket
};

/// Where the socket is: in the data folder, or, where that path is too long for a socket, in one of ours under /tmp that
/// the data folder's path decides.
Places places_of(const fs::path& data) {
  std::error_code error;
  Places places;
  places.root = fs::weakly_canonical(fs::absolute(data, error), error);
  places.cluster = places.root / "postgresql";
  places.socket = places.root / "socket";
  if (places.socket.string().size() > socket_folder_bytes_max) {
    char name[40];
    std::snprintf(name, sizeof name, "setu-%u-%016zx", static_cast<unsigned>(::geteuid()), std::hash<std::string>()(places.root.string()));
    places.socket = fs::path("/tmp") / name;
  }
  return places;
}

std::string url_of(const Places& places) {
  return "host=" + places.socket.string() + " user=" + std::string(user) + " dbname=" + std::string(database);
}

fhir::Result<void> make_folder(const fs::path& folder, const std::optional<Account>& account) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return Outcome(IssueType::forbidden, "Cannot make the folder " + folder.string() + ": " + error.message() + ". Name another with --data.");
  if (account && ::chown(folder.c_str(), account->user, account->group) != 0) {
    return Outcome(IssueType::forbidden, "Cannot give " + folder.string() + " to the user postgres: " + std::strerror(errno) + ".");
  }
  struct stat status {};
  const uid_t owner = account ? account->user : ::geteuid();
  if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != owner) {
    return Outcome(IssueType::forbidden, folder.string() + " is another user's. Name another folder with --data.");
  }
  ::chmod(folder.c_str(), 0700);
  return {};
}

/// PostgreSQL must be able to walk down to its folder.
fhir::Result<void> check_path(const fs::path& folder, const std::optional<Account>& account) {
  if (!account) return {};
  for (fs::path above = folder.parent_path(); above != above.root_path(); above = above.parent_path()) {
    struct stat status {};
    if (::stat(above.c_str(), &status) != 0) continue;
    const bool open = (status.st_mode & S_IXOTH) != 0 || (status.st_uid == account->user && (status.st_mode & S_IXUSR) != 0) ||
                      (status.st_gid == account->group && (status.st_mode & S_IXGRP) != 0);
    if (!open) {
      return Outcome(IssueType::forbidden, "PostgreSQL runs as the user postgres, who may not enter " + above.string() +
                                               ". Name a folder elsewhere with --data, such as /var/lib/setu, or run setu as another user than root.");
    }
  }
  return {};
}

fhir::Result<int> lock(const fs::path& root) {
  const int file = ::open((root / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return Outcome(IssueType::forbidden, "Cannot write to " + root.string() + ": " + std::strerror(errno) + ".");
  if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
    ::close(file);
    return Outcome(IssueType::conflict, "Another setu uses the data in " + root.string() + ". Stop it, or name another folder with --data.");
  }
  return file;
}

fhir::Result<void> make_cluster(const Places& places, const fs::path& programs, const std::optional<Account>& account) {
  std::error_code error;
  if (fs::exists(places.cluster / "PG_VERSION", error)) return {};
  // A half-made one is of no use; initdb wants an empty folder. It becomes the cluster by its name, all at once.
  const fs::path fresh = places.root / "postgresql.new";
  fs::remove_all(fresh, error);
  TRY_VOID(run({(programs / "initdb").string(), "--pgdata", fresh.string(), "--username", std::string(user), "--auth-local=trust", "--auth-host=reject",
                "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"},
               account, places.root / "initdb.log"));
  if (::rename(fresh.c_str(), places.cluster.c_str()) != 0) {
    return Outcome(IssueType::exception, "Cannot name " + places.cluster.string() + ": " + std::strerror(errno) + ".");
  }
  return {};
}

fhir::Result<void> configure(const Places& places, const std::optional<Account>& account) {
  const fs::path file = places.cluster / "postgresql.conf";
  std::string text(settings);
  text += "unix_socket_directories = '" + places.socket.string() + "'\nunix_socket_permissions = 0700\n";
  if (text_of(file) + "\n" == text) return {};
  {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream << text;
    if (!stream.flush()) return Outcome(IssueType::forbidden, "Cannot write " + file.string() + ".");
  }
  if (account && ::chown(file.c_str(), account->user, account->group) != 0) return Outcome(IssueType::forbidden, "Cannot give " + file.string() + " away.");
  return {};
}

/// The process that postmaster.pid names, or 0.
pid_t noted_postmaster(const fs::path& cluster) { return static_cast<pid_t>(std::atoi(text_of(cluster / "postmaster.pid").c_str())); }

/// True if a process is one of this cluster's PostgreSQL: those work in its folder, other processes do not.
bool works_in(const fs::path& cluster, const fs::path& process) {
  std::error_code error;
  return fs::read_symlink(process / "cwd", error) == cluster;
}

/// The PostgreSQL that runs on this folder, or 0.
pid_t postmaster_of(const fs::path& cluster) {
  const pid_t pid = noted_postmaster(cluster);
  return pid > 1 && works_in(cluster, fs::path("/proc") / std::to_string(pid)) ? pid : 0;
}

/// All processes of this cluster's PostgreSQL, the children of a postmaster that is no more among them.
std::vector<pid_t> processes_of(const fs::path& cluster) {
  std::vector<pid_t> found;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator("/proc", error)) {
    const pid_t pid = static_cast<pid_t>(std::atoi(entry.path().filename().c_str()));
    if (pid > 1 && works_in(cluster, entry.path())) found.push_back(pid);
  }
  return found;
}

bool wait_for_end(pid_t pid, std::chrono::milliseconds patience) {
  const auto until = Clock::now() + patience;
  while (::kill(pid, 0) == 0) {
    ::waitpid(pid, nullptr, WNOHANG);
    if (Clock::now() > until) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

/// We hold the lock, so what still runs outlived its setu: it is stopped, quickly but in order.
fhir::Result<void> stop_strays(const Places& places) {
  const fs::path& cluster = places.cluster;
  if (const pid_t pid = postmaster_of(cluster); pid != 0) {
    ::kill(pid, SIGINT);
    if (!wait_for_end(pid, std::chrono::seconds(30))) {
      ::kill(pid, SIGQUIT);
      wait_for_end(pid, std::chrono::seconds(10));
    }
  }
  // Children whose postmaster was killed end by themselves once they look up from what they do.
  const auto until = Clock::now() + std::chrono::seconds(30);
  for (auto left = processes_of(cluster); !left.empty(); left = processes_of(cluster)) {
    if (Clock::now() > until) {
      return Outcome(IssueType::conflict, "A PostgreSQL with process number " + std::to_string(left.front()) + " works in " + cluster.string() + " and does not stop; stop it.");
    }
    for (const pid_t pid : left) ::kill(pid, SIGTERM);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  // Nothing works in the folder, so its notes of process numbers are stale; PostgreSQL would take them for true where the
  // number is another program's now, or that of a process whose end nobody has noticed yet.
  std::error_code error;
  fs::remove(cluster / "postmaster.pid", error);
  for (const auto& entry : fs::directory_iterator(places.socket, error)) {
    if (entry.path().extension() == ".lock") fs::remove(entry.path(), error);
  }
  return {};
}

/// What PostgreSQL said last: first on its own output, and in a log once it has read its settings.
std::string last_lines(const Places& places) {
  constexpr std::size_t bytes = 1000;
  std::error_code error;
  fs::path newest;
  for (const auto& entry : fs::directory_iterator(places.cluster / "log", error)) {
    if (newest.empty() || fs::last_write_time(entry.path(), error) > fs::last_write_time(newest, error)) newest = entry.path();
  }
  std::string text = text_of(places.root / "postgresql.log") + "\n" + text_of(newest);
  if (text.size() > bytes) text.erase(0, text.find('\n', text.size() - bytes) + 1);
  return text;
}

/// Waits until it answers, which after a crash it does when it has replayed what was not yet in place.
fhir::Result<void> wait_for_answer(const Places& places, pid_t pid) {
  const std::string url = "host=" + places.socket.string() + " user=" + std::string(user) + " dbname=postgres";
  for (const auto until = Clock::now() + recovery_time; Clock::now() < until;) {
    if (PQping(url.c_str()) == PQPING_OK) return {};
    if (::waitpid(pid, nullptr, WNOHANG) == pid) {
      return Outcome(IssueType::exception, "PostgreSQL did not start: " + last_lines(places) + " (more is in " + (places.cluster / "log").string() + ")");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return Outcome(IssueType::timeout, "PostgreSQL does not answer; what it does is in " + (places.cluster / "log").string() + ".");
}

fhir::Result<void> make_database(const Places& places) {
  const std::string url = "host=" + places.socket.string() + " user=" + std::string(user) + " dbname=postgres";
  PGconn* connection = PQconnectdb(url.c_str());
  std::string failure = PQstatus(connection) == CONNECTION_OK ? "" : PQerrorMessage(connection);
  if (failure.empty()) {
    const std::string find = "select from pg_database where datname = '" + std::string(database) + "'";
    PGresult* result = PQexec(connection, find.c_str());
    const bool there = PQntuples(result) > 0;
    PQclear(result);
    if (!there) {
      result = PQexec(connection, ("create database " + std::string(database)).c_str());
      if (PQresultStatus(result) != PGRES_COMMAND_OK) failure = PQerrorMessage(connection);
      PQclear(result);
    }
  }
  PQfinish(connection);
  if (!failure.empty()) return Outcome(IssueType::exception, "The database could not be made: " + failure);
  return {};
}

}  // namespace

fhir::Result<fs::path> Cluster::programs() {
  const auto all = installed();
  if (all.empty()) return no_programs(oldest_version);
  return all.back().second;
}

fhir::Result<std::string> Cluster::running(const fs::path& data) {
  const Places places = places_of(data);
  if (postmaster_of(places.cluster) == 0) return Outcome(IssueType::not_found, "No setu serves from " + places.root.string() + " now.");
  return url_of(places);
}

/// The running PostgreSQL and the thread that watches over it. That thread starts it as well: the kernel tells a child
/// of its parent's death when the thread that made it ends.
class Cluster::Watch {
 public:
  Watch(Places places, fs::path programs, std::optional<Account> account)
      : places_(std::move(places)), programs_(std::move(programs)), account_(std::move(account)) {}

  fhir::Result<void> start() {
    std::promise<fhir::Result<void>> started;
    auto result = started.get_future();
    thread_ = std::jthread([this, started = std::move(started)](std::stop_token stop) mutable {
      auto done = launch();
      const bool running = static_cast<bool>(done);
      started.set_value(std::move(done));
      if (running) watch(stop);
    });
    return result.get();
  }

  ~Watch() {
    if (!thread_.joinable()) return;
    thread_.request_stop();
    wake_.notify_all();
    thread_.join();
  }

  pid_t pid() const { return pid_; }

 private:
  fhir::Result<void> launch() {
    // Without its starter PostgreSQL stops in order: what was acknowledged is safe either way.
    TRY(const pid_t pid, spawn({(programs_ / "postgres").string(), "-D", places_.cluster.string()}, account_, places_.root / "postgresql.log", SIGINT));
    auto answers = wait_for_answer(places_, pid);
    if (answers) {
      pid_ = pid;
    } else if (::waitpid(pid, nullptr, WNOHANG) == 0) {
      ::kill(pid, SIGQUIT);
      wait_for_end(pid, std::chrono::seconds(10));
    }
    return answers;
  }

  /// Starts it again whenever it ends before we end it, then ends it.
  void watch(const std::stop_token& stop) {
    while (!wait(stop)) {
      if (::waitpid(pid_, nullptr, WNOHANG) != pid_) continue;
      pid_ = 0;
      while (!(stop_strays(places_) && launch()) && !wait(stop)) {}
    }
    if (pid_ <= 0) return;
    ::kill(pid_, SIGINT);
    if (!wait_for_end(pid_, std::chrono::seconds(60))) {
      ::kill(pid_, SIGQUIT);
      wait_for_end(pid_, std::chrono::seconds(10));
    }
  }

  /// True at once when it is to stop, false after a while.
  bool wait(const std::stop_token& stop) {
    std::unique_lock hold(mutex_);
    return wake_.wait_for(hold, stop, std::chrono::milliseconds(100), [&] { return stop.stop_requested(); });
  }

  const Places places_;
  const fs::path programs_;
  const std::optional<Account> account_;
  std::atomic<pid_t> pid_{0};  ///< 0 while there is none
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::jthread thread_;
};

fhir::Result<std::unique_ptr<Cluster>> Cluster::start(const fs::path& data) {
  const Places places = places_of(data);
  TRY(const auto account, store::account());
  TRY_VOID(make_folder(places.root, account));
  TRY_VOID(check_path(places.cluster, account));
  TRY_VOID(make_folder(places.socket, account));
  std::unique_ptr<Cluster> cluster(new Cluster);
  TRY(cluster->lock_, lock(places.root));
  TRY(const fs::path programs, programs_for(places.cluster));
  TRY_VOID(stop_strays(places));
  TRY_VOID(make_cluster(places, programs, account));
  TRY_VOID(configure(places, account));
  cluster->watch_ = std::make_unique<Watch>(places, programs, account);
  TRY_VOID(cluster->watch_->start());
  TRY_VOID(make_database(places));
  cluster->url_ = url_of(places);
  return cluster;
}

Cluster::Cluster() = default;

Cluster::~Cluster() {
  watch_.reset();
  if (lock_ >= 0) ::close(lock_);
}

pid_t Cluster::pid() const { return watch_->pid(); }

}  // namespace engine::store
