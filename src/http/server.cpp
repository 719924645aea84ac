#include "src/http/connection.h"
#include "src/http/server.h"

#include <boost/asio/post.hpp>

#include <string>
#include <vector>

#include "src/log/log.h"

#ifndef SETU_VERSION
#error "SETU_VERSION is set by CMakeLists.txt"
#endif

namespace setu::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using fhir::IssueType;
using fhir::Outcome;
using std::chrono::milliseconds;

constexpr milliseconds accept_pause{100};  ///< when there are no more file descriptors
constexpr milliseconds drain_step{5};
constexpr milliseconds close_time{1'000};  ///< closing blocks on nothing; this is for a machine that is very busy

constexpr std::string_view gauges[] = {"setu_http_connections", "setu_queue_length", "setu_queue_bytes", "setu_workers_busy", "setu_answers_bytes"};

Outcome cannot_listen(const Settings& settings, const error_code& error) {
  const std::string place = settings.address + " port " + std::to_string(settings.port);
  if (error == asio::error::address_in_use) {
    return {IssueType::transient, "Another program listens on " + place + " already. Stop it, or choose another port."};
  }
  if (error == asio::error::access_denied) {
    return {IssueType::forbidden, "This user may not listen on " + place + "; ports below 1024 need a privilege."};
  }
  return {IssueType::exception, "Cannot listen on " + place + ": " + error.message() + "."};
}

}  // namespace

struct Server::State {
  State(Settings settings, worker::Pool& pool, metrics::Registry& registry) : shared(std::move(settings), pool, registry) {
    for (std::size_t i = 0; i < std::max<std::size_t>(shared.settings.io_threads, 1); ++i) {
      threads.push_back(std::make_unique<IoThread>(shared));
    }
    registry.gauge(gauges[0], "Open connections.", [this] { return static_cast<double>(shared.connections); });
    registry.gauge(gauges[1], "Requests that wait for a worker.", [&pool] { return static_cast<double>(pool.queued()); });
    registry.gauge(gauges[2], "Bytes of requests that wait or are at work.", [&pool] { return static_cast<double>(pool.queued_bytes()); });
    registry.gauge(gauges[3], "Workers at work.", [&pool] { return static_cast<double>(pool.busy()); });
    registry.gauge(gauges[4], "Bytes of answers that clients have not taken yet.", [this] { return static_cast<double>(shared.answers.bytes()); });
    registry.gauge("setu_build_info", "1, labelled with the version.", [] { return 1.0; }, {{"version", SETU_VERSION}});
  }

  Shared shared;
  std::vector<std::unique_ptr<IoThread>> threads;
  std::unique_ptr<Tcp::acceptor> acceptor;
  std::unique_ptr<asio::steady_timer> pause;
  std::size_t turn = 0;
  std::uint16_t port = 0;
  bool running = false;

  fhir::Result<void> listen() {
    const Settings& settings = shared.settings;
    error_code error;
    const auto address = asio::ip::make_address(settings.address == "localhost" ? "127.0.0.1" : settings.address, error);
    if (error) return Outcome(IssueType::value, "\"" + settings.address + "\" is not an IP address to listen on.");
    acceptor = std::make_unique<Tcp::acceptor>(threads[0]->context);
    pause = std::make_unique<asio::steady_timer>(threads[0]->context);
    const Tcp::endpoint endpoint(address, settings.port);
    acceptor->open(endpoint.protocol(), error);
    if (!error) acceptor->set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor->bind(endpoint, error);
    if (!error) acceptor->listen(asio::socket_base::max_listen_connections, error);
    if (!error) port = acceptor->local_endpoint(error).port();
    if (error) return cannot_listen(settings, error);
    return {};
  }

  /// Takes connections, each for the next thread in turn.
  void accept() {
    IoThread& thread = *threads[turn++ % threads.size()];
    acceptor->async_accept(thread.context, [this, &thread](const error_code& error, Tcp::socket socket) {
      if (error == asio::error::operation_aborted || !acceptor->is_open()) return;
      if (error) {
        pause->expires_after(accept_pause);
        pause->async_wait([this](const error_code& cancelled) {
          if (!cancelled) accept();
        });
        return;
      }
      welcome(thread, std::move(socket));
      accept();
    });
  }

  void welcome(IoThread& thread, Tcp::socket socket) {
    error_code error;
    const auto address = socket.remote_endpoint(error).address();
    if (error) return;
    if (!shared.enter(address)) return shared.counts.connections_refused.add();
    auto connection = std::make_shared<Connection>(thread, std::move(socket), address);
    asio::post(thread.context, [connection = std::move(connection)] { connection->start(); });
  }

  void on_each_connection(void (Connection::*act)()) {
    for (const auto& thread : threads) {
      asio::post(thread->context, [&thread = *thread, act] {
        const std::vector<Connection*> all(thread.connections.begin(), thread.connections.end());
        for (Connection* connection : all) (connection->*act)();
      });
    }
  }

  bool wait_until_none(milliseconds patience, const std::atomic<std::size_t>& count) {
    const auto end = Clock::now() + patience;
    while (count > 0 && Clock::now() < end) std::this_thread::sleep_for(drain_step);
    return count == 0;
  }
};

Server::Server(Settings settings, worker::Pool& pool, metrics::Registry& registry)
    : state_(std::make_unique<State>(std::move(settings), pool, registry)) {}

Server::~Server() {
  stop(milliseconds(0));
  for (const auto name : gauges) state_->shared.registry.remove_gauge(name);
}

fhir::Result<void> Server::start() {
  TRY_VOID(state_->listen());
  state_->running = true;
  state_->accept();
  for (const auto& thread : state_->threads) {
    asio::post(thread->context, [&thread = *thread] { thread.watch(); });
    thread->thread = std::thread([&context = thread->context] { context.run(); });
  }
  return {};
}

std::uint16_t Server::port() const { return state_->port; }

bool Server::stop(milliseconds patience) {
  State& state = *state_;
  if (!std::exchange(state.running, false)) return true;
  asio::post(state.threads[0]->context, [&state] {
    error_code ignored;
    state.acceptor->close(ignored);
    state.pause->cancel();
  });
  state.shared.draining = true;
  state.on_each_connection(&Connection::drain);
  state.wait_until_none(patience, state.shared.connections);
  state.on_each_connection(&Connection::close);
  state.shared.async.stop();
  // What workers have in hand still answers to these connections; they are bounded by their time in the database.
  while (state.shared.working > 0) std::this_thread::sleep_for(drain_step);
  state.wait_until_none(close_time, state.shared.connections);
  for (const auto& thread : state.threads) {
    thread->working.reset();
    thread->context.stop();
  }
  for (const auto& thread : state.threads) thread->thread.join();
  return state.shared.cut_off == 0;
}

}  // namespace setu::http
