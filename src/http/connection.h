#pragma once

#include "src/http/boost.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>

#include <atomic>
#include <ctime>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_set>

#include "src/http/answers.h"
#include "src/http/async.h"
#include "src/http/counts.h"
#include "src/http/reader.h"
#include "src/http/settings.h"
#include "src/worker/pool.h"

namespace setu::http {

using Clock = std::chrono::steady_clock;
using Tcp = boost::asio::ip::tcp;

class Connection;

/// What all connections of a server share; the server owns it. Any thread may use it.
struct Shared {
  Shared(Settings all, worker::Pool& workers, metrics::Registry& numbers)
      : settings(std::move(all)), pool(workers), registry(numbers), counts(numbers), answers(settings.limits), async(workers, settings.limits) {}

  const Settings settings;
  worker::Pool& pool;
  metrics::Registry& registry;
  Counts counts;
  Answers answers;
  AsyncRequests async;
  std::atomic<bool> draining{false};
  std::atomic<std::size_t> connections{0};
  std::atomic<std::size_t> working{0};       ///< requests that are with the pool
  std::atomic<std::size_t> bodies_bytes{0};  ///< of bodies that are being received
  std::atomic<std::size_t> cut_off{0};       ///< requests whose connection was closed before their answer

  /// Whether one more connection from this address is within the limits; if so it is counted until leave().
  bool enter(const boost::asio::ip::address& address);
  void leave(const boost::asio::ip::address& address);

 private:
  std::mutex mutex_;
  std::map<boost::asio::ip::address, std::size_t> by_address_;
};

/// A thread that reads and writes the bytes of its connections. All of it but `context` is that thread's alone.
struct IoThread {
  explicit IoThread(Shared& all) : shared(all), clock(context), working(boost::asio::make_work_guard(context)) {}

  Shared& shared;
  std::unordered_set<Connection*> connections;
  boost::asio::io_context context{1};
  boost::asio::steady_timer clock;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> working;
  std::thread thread;
  std::string date;  ///< value of Date in this second
  std::time_t date_second = 0;

  /// Looks at every connection's deadline, now and four times a second from now on.
  void watch();
  const std::string& date_now();
};

/// One client's TCP connection: requests are read, given to the pool and answered one after the other. Held by the
/// operation it waits for; used by its I/O thread alone.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(IoThread& thread, Tcp::socket socket, boost::asio::ip::address address);
  ~Connection();

  void start();
  /// Does what is due once its deadline has passed.
  void check(Clock::time_point now);
  /// Closes if no request is under way.
  void drain();
  void close();

 private:
  enum class Phase : std::uint8_t { idle, header, body, working, writing, closing, closed };

  void read();
  void on_read(const boost::system::error_code& error, std::size_t bytes);
  void advance();
  bool begin_body();
  void send_continue();
  void count_body();
  void dispatch();
  void answer_here(std::string_view path);
  void give_to_pool();
  void probe();
  void submit(std::function<Response(fhir::Result<engine::store::Session*>)> work, std::size_t bytes, Clock::time_point deadline, worker::Lane lane);
  void look_for_client(Clock::time_point now);
  void answered(std::uint64_t serial, Response response, Answers::Share held);
  void refuse(engine::Status status, fhir::Outcome outcome);
  void respond(Response response);
  void take_note(std::size_t taken);
  void let_go_of_body();
  void on_written(const boost::system::error_code& error);
  void next();
  void linger();

  IoThread& thread_;
  Shared& shared_;
  Tcp::socket socket_;
  boost::asio::ip::address address_;
  Phase phase_ = Phase::idle;
  Clock::time_point deadline_ = Clock::time_point::max();
  bool timed_out_ = false;

  std::string buffer_;  ///< what was read lies from begin_ to end_
  std::size_t begin_ = 0, end_ = 0;
  Reader reader_;
  std::shared_ptr<Request> request_;  ///< a worker may hold it too, and then its body is the worker's
  std::size_t body_counted_ = 0;  ///< of Shared::bodies_bytes
  std::size_t body_bytes_ = 0;    ///< of the request, for its line in the log
  std::uint64_t serial_ = 0;      ///< of the request; an answer to an earlier one comes too late

  std::shared_ptr<worker::Ticket> ticket_;    ///< of the request that is with the pool
  std::optional<Clock::time_point> silent_;   ///< since when the client sends no more

  Response response_;
  Answers::Share held_;  ///< of response_
  std::string head_;
  Clock::time_point answering_;  ///< since when it is being sent
  Clock::time_point crowded_deadline_;  ///< in place of deadline_ while answers are too many
  bool keep_alive_ = true;
  std::size_t lingered_ = 0;
};

}  // namespace setu::http
