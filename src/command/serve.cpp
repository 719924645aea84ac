#include "src/command/serve.h"

#include <csignal>
#include <map>
#include <mutex>
#include <optional>
#include <thread>

#include "engine/store/connect.h"
#include "engine/store/migration.h"
#include "engine/store/tenant.h"
#include "profiles/definitions/definitions.h"
#include "src/command/exit_code.h"
#include "src/command/new_tenant.h"
#include "src/command/open_store.h"
#include "src/command/print.h"
#include "src/http/server.h"
#include "src/log/log.h"
#include "src/metrics/metrics.h"
#include "src/terminal/progress.h"
#include "src/worker/indexer.h"
#include "src/worker/pool.h"

namespace setu::command {
namespace {

using Clock = std::chrono::steady_clock;

/// Numbers of tenants by their names, from memory; a name it does not know is looked for in the database, twenty
/// times a second at most. Any thread may ask.
class Tenants {
 public:
  explicit Tenants(std::string url) : url_(std::move(url)) {}

  fhir::Result<void> refresh() {
    TRY(const auto all, engine::store::tenants(url_));
    const std::lock_guard lock(mutex_);
    numbers_.clear();
    for (const auto& tenant : all) numbers_.emplace(tenant.name, tenant.number);
    refreshed_ = Clock::now();
    return {};
  }

  std::optional<std::int32_t> number(std::string_view name) {
    {
      const std::lock_guard lock(mutex_);
      if (const auto found = numbers_.find(name); found != numbers_.end()) return found->second;
      if (Clock::now() - refreshed_ < std::chrono::milliseconds(50)) return std::nullopt;
      refreshed_ = Clock::now();
    }
    if (auto done = refresh(); !done) return std::nullopt;
    const std::lock_guard lock(mutex_);
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? std::nullopt : std::optional(found->second);
  }

 private:
  std::string url_;
  std::mutex mutex_;
  std::map<std::string, std::int32_t, std::less<>> numbers_;
  Clock::time_point refreshed_{};
};

/// What to try next, for whoever started this by hand.
void greet(const config::Serve& config, std::uint16_t port) {
  if (!terminal::is_terminal_error()) return;
  const std::string host = config.host.find(':') != std::string::npos ? "[" + config.host + "]" : config.host;
  const std::string base = "http://" + host + ":" + std::to_string(port) + "/fhir";
  const std::string text = "\nSetu serves FHIR R4 at " + base +
                           "\n\nTry, in another terminal:\n"
                           "  curl '" + base + "/metadata?_summary=true&_pretty=true'\n"
                           "  curl '" + base + "/Patient?name=rao&_pretty=true'\n"
                           "  curl '" + base + "/Observation?subject:Patient.name=rao&_include=Observation:subject&_pretty=true'\n"
                           "\nThe tour in README.md goes on from here. Ctrl-C stops.\n\n";
  std::fputs(text.c_str(), stderr);
}

int fail(const fhir::Outcome& outcome, int exit) {
  log::flush();
  complain(outcome);
  return exit;
}

void configure_log(const config::Serve& config) {
  const log::Level level = config.log_level == "debug"     ? log::Level::debug
                           : config.log_level == "warning" ? log::Level::warning
                           : config.log_level == "error"   ? log::Level::error
                                                           : log::Level::info;
  const bool text = config.log_format == "auto" ? terminal::is_terminal_error() : config.log_format == "text";
  log::configure(level, text ? log::Form::text : log::Form::json);
}

fhir::Result<engine::Policy> policy_of(const config::Serve& config) {
  engine::Policy policy;
  if (config.conditional_delete == "multiple") policy.conditional_delete = engine::Policy::ConditionalDelete::multiple;
  policy.operator_operations = config.operator_operations;
  TRY_VOID(engine::read_integrity(config.referential_integrity, policy));
  return policy;
}

/// Blocks SIGTERM and SIGINT in this thread and those it starts, so that wait_for_signal() is the one to get them.
sigset_t block_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  return signals;
}

}  // namespace

int serve(const config::Serve& config) {
  configure_log(config);
  if (!config::is_loopback(config.host) && !config.insecure) {
    return fail(fhir::Outcome(fhir::IssueType::security,
                              "There is no access control yet: whoever reaches " + config.host + ":" + std::to_string(config.port) +
                                  " can read and change everything. Listen to 127.0.0.1, or say --insecure if something else guards the port."),
                exit_config);
  }
  auto policy = policy_of(config);
  if (!policy) return fail(policy.outcome(), exit_config);
  const sigset_t signals = block_signals();
  const auto began = Clock::now();

  auto store = start_store(config.store);
  if (!store) return fail(store.outcome(), exit_config);
  auto told = Clock::now();
  auto migrated = engine::store::migrate(store->url, [&told](std::int32_t tenant, std::uint64_t done, std::uint64_t all) {
    if (Clock::now() - told < std::chrono::seconds(3) && done < all) return;
    told = Clock::now();
    log::info("making the search index anew", {{"tenant", tenant}, {"done", done}, {"all", all}});
  });
  if (!migrated) return fail(migrated.outcome(), exit_config);
  for (const std::string& name : *migrated) log::info("migrated", {{"migration", name}});
  Tenants tenants(store->url);
  if (auto known = tenants.refresh(); !known) return fail(known.outcome(), exit_unavailable);

  std::shared_ptr<const profiles::Definitions> definitions;
  if (!config.no_validation) {
    auto opened = profiles::Definitions::open(config.definitions.empty() ? config::default_definitions() : config.definitions);
    if (!opened) return fail(opened.outcome(), exit_config);
    definitions = std::move(*opened);
  }
  const auto furnished = furnish(store->url, definitions.get(), tenants.number("default").value_or(1), {!config.no_text_search, !config.no_demo});
  if (!furnished) return fail(furnished.outcome(), exit_failed);

  metrics::Registry registry;
  worker::Limits worker_limits;
  worker_limits.threads = config.workers;
  worker_limits.background_threads = std::max(1u, config.workers / 4);
  worker_limits.quick_threads = 1;
  worker::Pool pool(worker_limits, [&] { return engine::store::connect(store->url); });

  std::optional<worker::Indexer> indexer(std::in_place, store->url);

  http::Settings settings;
  settings.address = config.host == "localhost" ? "127.0.0.1" : config.host;
  settings.port = config.port;
  settings.io_threads = std::max(1u, config.io_threads);
  settings.public_url = config.public_url;
  settings.tenant_header = config.tenant_header;
  settings.tenant = [&](std::string_view name) { return tenants.number(name); };
  settings.policy = *policy;
  settings.definitions = definitions.get();
  settings.limits.body_bytes = std::size_t{config.body_mib} << 20;
  settings.limits.async_time = std::chrono::minutes(config.async_minutes);
  settings.limits.idempotency_time = std::chrono::hours(config.idempotency_hours);
  http::Server server(std::move(settings), pool, registry);
  if (auto started = server.start(); !started) return fail(started.outcome(), exit_unavailable);
  const auto startup = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - began);
  log::info("serving", {{"host", config.host}, {"port", server.port()}, {"version", SETU_VERSION}, {"startup_ms", startup.count()}});
  greet(config, server.port());

  int signal = 0;
  sigwait(&signals, &signal);
  log::info("stopping", {{"signal", signal == SIGTERM ? "SIGTERM" : "SIGINT"}});
  const bool whole = server.stop(std::chrono::seconds(config.drain_seconds));
  pool.stop(std::chrono::seconds(config.drain_seconds));
  indexer.reset();
  store->cluster.reset();
  log::info("stopped", {{"cut_off", !whole}});
  log::flush();
  return exit_fine;
}

}  // namespace setu::command
