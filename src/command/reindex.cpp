#include "src/command/reindex.h"

#include <charconv>
#include <optional>
#include <thread>

#include "fhir/json/tree.h"
#include "src/command/exit_code.h"
#include "src/net/client.h"
#include "src/terminal/progress.h"

namespace setu::command {
namespace {

using fhir::json::Node;

constexpr std::chrono::milliseconds ask_every{500};

/// A reindexing as $reindex tells it.
struct Told {
  std::uint64_t number = 0, done = 0, all = 0;
  std::string state, failure;
};

std::uint64_t number_in(std::string_view text) {
  std::uint64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// The newest, or that of a number.
std::optional<Told> told_in(const std::string& body, std::optional<std::uint64_t> wanted) {
  fhir::Arena arena;
  const auto parsed = fhir::json::parse(body, arena);
  const Node* parameters = parsed ? (*parsed)->find("parameter") : nullptr;
  for (const Node* one = parameters != nullptr ? parameters->first : nullptr; one != nullptr; one = one->next) {
    if (one->text_of("name") != "reindexing") continue;
    Told told;
    const Node* parts = one->find("part");
    for (const Node* part = parts != nullptr ? parts->first : nullptr; part != nullptr; part = part->next) {
      const auto name = part->text_of("name");
      if (name == "number") told.number = number_in(part->text_of("valueDecimal"));
      if (name == "done") told.done = number_in(part->text_of("valueDecimal"));
      if (name == "all") told.all = number_in(part->text_of("valueDecimal"));
      if (name == "state") told.state = part->text_of("valueCode");
      if (name == "failure") told.failure = part->text_of("valueString");
    }
    if (!wanted || told.number == *wanted) return told;
  }
  return std::nullopt;
}

std::string issue_in(const net::Answer& answer) {
  fhir::Arena arena;
  const auto parsed = fhir::json::parse(answer.body, arena);
  const Node* issues = parsed ? (*parsed)->find("issue") : nullptr;
  const std::string status = "the server answered with status " + std::to_string(answer.status);
  return issues == nullptr || issues->first == nullptr ? status : status + ": " + std::string(issues->first->text_of("diagnostics"));
}

void print_end(const Told& told, Output output) {
  if (output == Output::json) {
    print(R"({"number":)" + std::to_string(told.number) + R"(,"state":)" + json_text(told.state) + R"(,"done":)" + std::to_string(told.done) + R"(,"all":)" +
          std::to_string(told.all) + "}\n");
  } else if (told.state == "done") {
    print(terminal::count_text(told.done) + " resources are indexed anew.\n");
  } else if (told.state != "failed") {
    print("Reindexing " + std::to_string(told.number) + " is " + told.state + "; `setu get '$reindex'` tells how far it is.\n");
  }
  if (told.state == "failed") complain("The reindexing failed after " + terminal::count_text(told.done) + " resources: " + told.failure);
}

}  // namespace

int reindex(const Reindex& options) {
  auto url = net::parse_url(options.server);
  if (!url) {
    complain(url.outcome());
    return exit_usage;
  }
  const std::string base = url->path;
  net::Client client(*url);
  net::Client::Headers headers = {{"Accept", "application/fhir+json"}};
  if (!options.tenant.empty()) headers.emplace_back("X-Setu-Tenant", options.tenant);
  auto asked = client.send("POST", base + (options.type.empty() ? "" : "/" + options.type) + "/$reindex", {}, headers);
  if (!asked) {
    complain(asked.outcome());
    complain("Is it running? ./up starts one; --server names another.");
    return exit_unavailable;
  }
  auto told = asked->status == 202 ? told_in(asked->body, std::nullopt) : std::nullopt;
  if (!told) {
    complain(issue_in(*asked));
    return exit_failed;
  }
  if (!options.detach) {
    std::optional<terminal::Progress> progress;
    std::uint64_t shown = 0;
    while (told->state == "waiting" || told->state == "running") {
      std::this_thread::sleep_for(ask_every);
      const auto answer = client.send("GET", base + "/$reindex", {}, headers);
      auto now = answer && answer->status == 200 ? told_in(answer->body, told->number) : std::nullopt;
      if (!now) {
        answer ? complain(issue_in(*answer)) : complain(answer.outcome());
        complain("The server goes on with it; `setu get '$reindex'` tells how far it is.");
        return exit_unavailable;
      }
      told = std::move(now);
      if (told->all == 0) continue;
      if (!progress) progress.emplace("Indexing", told->all, "resources");
      progress->done(told->done - shown, told->done - shown);
      shown = told->done;
    }
  }
  print_end(*told, options.output);
  return told->state == "failed" ? exit_failed : exit_fine;
}

}  // namespace setu::command
