#include "src/command/load.h"

#include <condition_variable>
#include <deque>
#include <map>
#include <thread>

#include "fhir/json/tree.h"
#include "src/command/exit_code.h"
#include "src/command/input.h"
#include "src/command/journal.h"
#include "src/command/load_plan.h"
#include "src/net/client.h"
#include "src/terminal/progress.h"
#include "src/terminal/table.h"

namespace setu::command {
namespace {

using fhir::json::Node;

constexpr std::size_t file_bytes_max = std::size_t{512} << 20;
constexpr std::size_t line_bytes_max = std::size_t{16} << 20;
constexpr std::size_t batch_lines = 100;
constexpr std::size_t batch_bytes = std::size_t{4} << 20;
constexpr std::size_t failures_kept = 20;
// A server that restarts is back by then.
constexpr std::chrono::seconds patience{10};

/// What the server made of what it was sent.
struct Tally {
  std::map<std::string, std::uint64_t> by_type;  ///< resources stored
  std::uint64_t requests = 0, stored = 0, failed = 0;
  std::vector<std::string> failures;             ///< the first of them, in words

  void fail(std::string text) {
    ++failed;
    if (failures.size() < failures_kept) failures.push_back(std::move(text));
  }
};

std::string words_of(const Node* outcome) {
  const Node* issues = outcome != nullptr ? outcome->find("issue") : nullptr;
  if (issues == nullptr || issues->first == nullptr) return {};
  std::string words(issues->first->text_of("diagnostics"));
  if (const Node* place = issues->first->find("expression"); place != nullptr && place->first != nullptr) words = std::string(place->first->text) + ": " + words;
  return words;
}

/// Sends requests on several connections at once. Used by the one thread that reads the files.
class Sender {
 public:
  Sender(const Load& options, const net::Url& server, Journal& journal, terminal::Progress& progress)
      : options_(options), server_(server), journal_(journal), progress_(progress) {
    for (unsigned i = 0; i < std::max(1u, options.connections); ++i) threads_.emplace_back([this] { run(); });
  }
  ~Sender() { finish(); }

  /// Waits until there is room. False if sending was given up.
  bool send(LoadRequest request) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return given_up_ || queue_.size() < threads_.size(); });
    if (given_up_) return false;
    queue_.push_back(std::move(request));
    changed_.notify_all();
    return true;
  }

  /// Waits until everything sent was answered.
  void settle() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return given_up_ || (queue_.empty() && busy_ == 0); });
  }

  void finish() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    changed_.notify_all();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

  void fail(std::string text) {
    const std::lock_guard lock(mutex_);
    tally_.fail(std::move(text));
  }

  bool given_up() {
    const std::lock_guard lock(mutex_);
    return given_up_;
  }
  const Tally& tally() const { return tally_; }  ///< after finish()

 private:
  void run() {
    net::Client client(server_);
    for (;;) {
      LoadRequest request;
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return given_up_ || closing_ || !queue_.empty(); });
        if (given_up_ || queue_.empty()) return;
        request = std::move(queue_.front());
        queue_.pop_front();
        ++busy_;
      }
      changed_.notify_all();
      carry_out(client, request);
      {
        const std::lock_guard lock(mutex_);
        --busy_;
      }
      changed_.notify_all();
    }
  }

  void carry_out(net::Client& client, const LoadRequest& request) {
    net::Client::Headers headers = {{"Content-Type", "application/fhir+json"}, {"Accept", "application/fhir+json"}, {"Prefer", "return=minimal"}};
    if (!options_.tenant.empty()) headers.emplace_back("X-Setu-Tenant", options_.tenant);
    const auto until = std::chrono::steady_clock::now() + patience;
    std::chrono::milliseconds pause{100};
    for (;;) {
      const auto answer = client.send(request.method, server_.path + (request.target.empty() && server_.path.empty() ? "/" : request.target), request.body, headers);
      const bool busy = answer && (answer->status == 503 || answer->status == 429);
      const bool lost = !answer && (request.repeatable || answer.outcome().issues.front().type == fhir::IssueType::transient);
      if ((busy || lost) && std::chrono::steady_clock::now() + pause < until) {
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(2000));
        continue;
      }
      const std::lock_guard lock(mutex_);
      if (!answer || busy) {
        given_up_ = true;
        tally_.fail(request.name + ": " + (answer ? "the server is busy (status " + std::to_string(answer->status) + ")" : answer.outcome().issues.front().text));
        return;
      }
      read_answer(request, *answer);
      return;
    }
  }

  void read_answer(const LoadRequest& request, const net::Answer& answer) {
    ++tally_.requests;
    fhir::Arena arena;
    const auto parsed = fhir::json::parse(answer.body, arena);
    const std::uint64_t before = tally_.stored, failed_before = tally_.failed;
    if (answer.status >= 400) {
      const std::string words = parsed ? words_of(*parsed) : std::string();
      tally_.fail(request.name + ": status " + std::to_string(answer.status) + (words.empty() ? "" : ", " + words));
    } else if (request.target.empty()) {
      const Node* entries = parsed ? (*parsed)->find("entry") : nullptr;
      for (const Node* entry = entries != nullptr ? entries->first : nullptr; entry != nullptr; entry = entry->next) read_entry(request, *entry);
    } else {
      const std::string_view target = std::string_view(request.target).substr(1);
      count(target.substr(0, target.find('/')));
    }
    if (tally_.failed == failed_before) journal_.add(request.name);
    progress_.done(request.size, tally_.stored - before);
  }

  void read_entry(const LoadRequest& request, const Node& entry) {
    const Node* response = entry.find("response");
    if (response == nullptr) return;
    const std::string_view status = response->text_of("status");
    if (status.starts_with("2")) {
      const std::string_view location = response->text_of("location");
      count(location.substr(0, location.find('/')));
    } else {
      tally_.fail(request.name + ": " + std::string(status) + ", " + words_of(response->find("outcome")));
    }
  }

  void count(std::string_view type) {
    ++tally_.stored;
    ++tally_.by_type[std::string(type)];
  }

  const Load& options_;
  const net::Url& server_;
  Journal& journal_;
  terminal::Progress& progress_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<LoadRequest> queue_;
  std::size_t busy_ = 0;
  bool closing_ = false;
  bool given_up_ = false;
  Tally tally_;
  std::vector<std::thread> threads_;
};

/// Reads one file and sends what is in it and was not acknowledged before.
fhir::Result<void> send_file(const LoadFile& file, const Journal& journal, Sender& sender) {
  TRY(const auto input, Input::open(file.path));
  const std::string name = file.path.string();
  if (form_of(file.path) == Form::json) {
    TRY(std::string text, input->rest(file_bytes_max));
    TRY(LoadRequest request, request_for(std::move(text)));
    request.name = name;
    request.size = file.size;
    sender.send(std::move(request));
    return {};
  }
  // NDJSON: the names of batches are the lines they end with, which are the same every time.
  LoadBatch batch;
  std::string line;
  std::uint64_t number = 0, position = 0;
  const auto flush = [&] {
    LoadRequest request = batch.take();
    request.name = name + ":" + std::to_string(number);
    request.size = input->position() - position;
    position = input->position();
    return journal.has(request.name) || sender.send(std::move(request));
  };
  for (;;) {
    TRY(const bool more, input->line(line, line_bytes_max));
    if (!more) break;
    ++number;
    if (line.find_first_not_of(" \t") == std::string::npos) continue;
    if (auto added = batch.append(line); !added) sender.fail(name + ":" + std::to_string(number) + ": " + added.outcome().issues.front().text);
    if ((batch.lines() == batch_lines || batch.bytes() >= batch_bytes) && !flush()) return {};
  }
  if (batch.lines() > 0) flush();
  return {};
}

void print_summary(const Load& options, const Tally& tally, std::size_t files, std::size_t skipped, double seconds) {
  const double rate = seconds > 0 ? static_cast<double>(tally.stored) / seconds : 0;
  if (options.output == Output::json) {
    std::string out = R"({"files":)" + std::to_string(files) + R"(,"skipped":)" + std::to_string(skipped) + R"(,"stored":)" + std::to_string(tally.stored) +
                      R"(,"failed":)" + std::to_string(tally.failed) + R"(,"seconds":)" + std::to_string(seconds) + R"(,"types":{)";
    bool first = true;
    for (const auto& [type, count] : tally.by_type) {
      out += (first ? "" : ",") + json_text(type) + ":" + std::to_string(count);
      first = false;
    }
    out += R"(},"failures":[)";
    first = true;
    for (const std::string& failure : tally.failures) {
      out += (first ? "" : ",") + json_text(failure);
      first = false;
    }
    print(out + "]}\n");
    return;
  }
  terminal::Table table({"Resource", "Stored"});
  for (const auto& [type, count] : tally.by_type) table.row({type, terminal::count_text(count)});
  if (!tally.by_type.empty()) print(table.text() + "\n");
  print(terminal::count_text(tally.stored) + " resources from " + terminal::count_text(files - skipped) + " files in " +
        terminal::duration_text(seconds) + ", " + terminal::count_text(static_cast<std::uint64_t>(rate)) + " a second" +
        (skipped > 0 ? "; " + terminal::count_text(skipped) + " files were loaded before" : "") + ".\n");
  for (const std::string& failure : tally.failures) complain(failure);
  if (tally.failed > tally.failures.size()) complain("… and " + terminal::count_text(tally.failed - tally.failures.size()) + " more failures");
}

std::string identity_of(const Load& options) {
  std::string identity = options.server + "\n" + options.tenant;
  for (const auto& path : options.paths) {
    std::error_code error;
    identity += "\n" + std::filesystem::absolute(path, error).string();
  }
  return identity;
}

}  // namespace

int load(const Load& options) {
  auto server = net::parse_url(options.server);
  auto files = server ? files_under(options.paths) : fhir::Result<std::vector<LoadFile>>(server.outcome());
  if (!files) {
    complain(files.outcome());
    return exit_usage;
  }
  const bool own_journal = options.journal.empty();
  const auto journal_file = own_journal ? journal_file_for(identity_of(options)) : options.journal;
  std::error_code ignored;
  if (options.restart) std::filesystem::remove(journal_file, ignored);
  auto journal = Journal::open(journal_file);
  if (!journal) {
    complain(journal.outcome());
    return exit_config;
  }
  if ((*journal)->size() > 0) complain("going on where an earlier load stopped; --restart begins anew");

  std::uint64_t bytes = 0;
  for (const LoadFile& file : *files) bytes += file.size;
  const auto began = std::chrono::steady_clock::now();
  std::size_t skipped = 0;
  Tally tally;
  bool given_up = false;
  {
    terminal::Progress progress("Loading", bytes, "resources");
    Sender sender(options, *server, **journal, progress);
    bool was_first = true;
    for (const LoadFile& file : *files) {
      if ((*journal)->has(file.path.string())) {
        ++skipped;
        progress.done(file.size, 0);
        continue;
      }
      // What others refer to is there before they are; among themselves these files are in order, too.
      if (file.first || was_first) sender.settle();
      was_first = file.first;
      if (auto sent = send_file(file, **journal, sender); !sent) sender.fail(file.path.string() + ": " + sent.outcome().issues.front().text);
      if (sender.given_up()) break;
    }
    sender.finish();
    tally = sender.tally();
    given_up = sender.given_up();
  }
  print_summary(options, tally, files->size(), skipped, std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count());
  if (given_up) {
    complain("Stopped early: " + options.server + " does not answer. The same command goes on from here.");
    return exit_unavailable;
  }
  if (tally.failed > 0) return exit_failed;
  if (own_journal) {
    journal->reset();
    std::filesystem::remove(journal_file, ignored);
  }
  return exit_fine;
}

}  // namespace setu::command
