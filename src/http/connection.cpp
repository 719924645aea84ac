#include "src/http/connection.h"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include <malloc.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <exception>
#include <random>

#include "fhir/r4/registry.h"
#include "src/http/entrance.h"
#include "src/http/exchange.h"
#include "src/http/lane.h"
#include "src/http/precondition.h"
#include "src/log/log.h"

namespace setu::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using engine::Status;
using fhir::IssueType;
using fhir::Outcome;
using std::chrono::milliseconds;

constexpr std::size_t buffer_bytes = 4 * 1024;        ///< of a quiet connection
constexpr std::size_t buffer_bytes_max = 64 * 1024;   ///< while a body comes in
constexpr std::size_t header_buffer_bytes_max = 128 * 1024;  ///< while a header does, which is parsed whole
constexpr std::size_t piece_bytes = 64 * 1024;        ///< of an answer, handed to the system at once
constexpr std::size_t large_answer_bytes = 1024 * 1024;  ///< many times that was needed to make it, which the allocator would keep
constexpr std::size_t linger_bytes = 4 * 1024 * 1024;
constexpr milliseconds linger_time{500};         ///< after the last answer
constexpr milliseconds linger_time_cut{2'000};  ///< after a request that was not read to its end
constexpr milliseconds probe_time{2'000};
constexpr milliseconds watch_interval{250};
constexpr milliseconds silence_time{500};  ///< for an answer to a client that sends no more, but may still read

/// The time that `bytes` may take at the least rate.
milliseconds at_rate(std::size_t bytes, std::size_t rate) { return milliseconds(bytes * 1000 / std::max<std::size_t>(rate, 1)); }

/// Whether a client's own name for something is fit for a log and a header: visible, and nothing that quotes or marks up.
bool is_fit(std::string_view given) {
  constexpr std::string_view unfit = "\"'`\\<>";
  return !given.empty() && given.size() <= 128 &&
         std::all_of(given.begin(), given.end(), [&](char c) { return c > ' ' && c <= '~' && unfit.find(c) == unfit.npos; });
}

/// The client's own name for the request if it is fit, else a random one. Two names are none.
std::string request_id_of(const Request& request) {
  if (std::string given = request.list("X-Request-Id"); is_fit(given)) return given;
  thread_local std::mt19937_64 random(std::random_device{}());
  constexpr char digits[] = "0123456789abcdef";
  std::string out(16, '0');
  std::uint64_t number = random();
  for (char& c : out) {
    c = digits[number & 15];
    number >>= 4;
  }
  return out;
}

/// What comes back as X-Correlation-Id: the client's, if it is fit; where it sent none, its name for the request if the server
/// had to make another. That one goes into no log, so it is returned with all that a header can hold safely.
/// https://hl7.org/fhir/R4/http.html
std::string correlation_id_of(const Request& request) {
  if (request.has("X-Correlation-Id")) {
    std::string given = request.list("X-Correlation-Id");
    return is_fit(given) ? given : std::string();
  }
  std::string given = request.list("X-Request-Id");
  const bool returnable = given != request.id && given.size() <= 256 && std::all_of(given.begin(), given.end(), [](char c) { return c >= ' ' && c <= '~'; });
  return returnable ? given : std::string();
}

/// An answer outside the FHIR interface.
Response plain(int status, std::string body, std::string_view type = "application/json") {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.set("Content-Type", std::string(type));
  response.set("Cache-Control", "no-store");
  return response;
}

/// Asks the database for something that is not there.
Response ready_or_not(fhir::Result<engine::store::Session*> session, const Settings& settings) {
  const engine::store::Key key{settings.tenant ? settings.tenant("default").value_or(0) : 0, fhir::r4::resource_type("Basic"), "0"};
  if (session) (*session)->end_by(Clock::now() + probe_time);
  const bool ready = session && (*session)->read(std::span(&key, 1));
  Response response = ready ? plain(200, R"({"status":"ready"})") : plain(503, R"({"status":"not ready","reason":"database"})");
  response.store_failed = !ready;
  return response;
}

}  // namespace

bool Shared::enter(const asio::ip::address& address) {
  if (connections.load() >= settings.limits.connections) return false;
  if (!address.is_loopback()) {
    const std::lock_guard lock(mutex_);
    std::size_t& count = by_address_[address];
    if (count >= settings.limits.connections_per_address) return false;
    ++count;
  }
  ++connections;
  return true;
}

void Shared::leave(const asio::ip::address& address) {
  --connections;
  if (address.is_loopback()) return;
  const std::lock_guard lock(mutex_);
  const auto found = by_address_.find(address);
  if (found != by_address_.end() && --found->second == 0) by_address_.erase(found);
}

void IoThread::watch() {
  const auto now = Clock::now();
  std::vector<Connection*> due(connections.begin(), connections.end());
  for (Connection* connection : due) connection->check(now);
  clock.expires_after(watch_interval);
  clock.async_wait([this](const error_code& error) {
    if (!error) watch();
  });
}

const std::string& IoThread::date_now() {
  const std::time_t now = std::time(nullptr);
  if (now != date_second) {
    date_second = now;
    date = http_date(engine::Instant(std::chrono::seconds(now)));
  }
  return date;
}

Connection::Connection(IoThread& thread, Tcp::socket socket, asio::ip::address address)
    : thread_(thread), shared_(thread.shared), socket_(std::move(socket)), address_(std::move(address)), reader_(shared_.settings.limits, shared_.settings.tenant_header) {}

Connection::~Connection() { close(); }

void Connection::start() {
  thread_.connections.insert(this);
  if (shared_.draining) return close();
  error_code ignored;
  socket_.set_option(Tcp::no_delay(true), ignored);
  deadline_ = Clock::now() + shared_.settings.limits.header_time;
  advance();
}

void Connection::close() {
  if (phase_ == Phase::closed) return;
  if (phase_ == Phase::working || phase_ == Phase::writing) ++shared_.cut_off;
  phase_ = Phase::closed;
  ++serial_;
  shared_.bodies_bytes -= std::exchange(body_counted_, 0);
  held_ = {};
  thread_.connections.erase(this);
  error_code ignored;
  socket_.close(ignored);
  shared_.leave(address_);
}

void Connection::drain() {
  if (phase_ == Phase::idle && begin_ == end_) close();
}

/// What is done for a client that has left is called off. One that ended its half of the connection alone looks the same
/// as one that left, and is given the time that most answers take.
void Connection::look_for_client(Clock::time_point now) {
  pollfd look{socket_.native_handle(), POLLRDHUP, 0};
  if (::poll(&look, 1, 0) <= 0) return;
  const bool gone = (look.revents & (POLLERR | POLLHUP | POLLNVAL)) != 0;
  if (!silent_) silent_ = now;
  if (gone || now - *silent_ >= silence_time) shared_.pool.call_off(std::move(ticket_));
}

void Connection::check(Clock::time_point now) {
  if (phase_ == Phase::working && ticket_) look_for_client(now);
  const bool makes_room = phase_ == Phase::writing && !held_.is_empty() && shared_.answers.are_too_many();
  if (now < (makes_room ? std::min(deadline_, crowded_deadline_) : deadline_)) return;
  deadline_ = Clock::time_point::max();
  switch (phase_) {
    case Phase::header:
    case Phase::body: {
      timed_out_ = true;  // the read that is cancelled goes on with it
      error_code ignored;
      socket_.cancel(ignored);
      return;
    }
    case Phase::working:
      ++serial_;
      respond(plain(503, R"({"status":"not ready","reason":"busy"})"));
      return;
    case Phase::writing: {
      // Without it the system would go on offering what the client does not take.
      error_code ignored;
      socket_.set_option(asio::socket_base::linger(true, 0), ignored);
      return close();
    }
    default: close();
  }
}

void Connection::read() {
  if (begin_ == end_) begin_ = end_ = 0;
  if (buffer_.size() < buffer_bytes) buffer_.resize(buffer_bytes);
  if (end_ == buffer_.size() && begin_ > 0) {
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_), buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == buffer_.size() || (phase_ == Phase::body && buffer_.size() < buffer_bytes_max)) {
    if (buffer_.size() >= (phase_ == Phase::header ? header_buffer_bytes_max : buffer_bytes_max)) return refuse(Status::bad_request, {IssueType::invalid, "A line between the pieces of the body is too long."});
    buffer_.resize(phase_ == Phase::body ? buffer_bytes_max : buffer_.size() * 2);
  }
  socket_.async_read_some(asio::buffer(buffer_.data() + end_, buffer_.size() - end_),
                          [self = shared_from_this()](const error_code& error, std::size_t bytes) { self->on_read(error, bytes); });
}

void Connection::on_read(const error_code& error, std::size_t bytes) {
  if (phase_ == Phase::closed) return;
  if (std::exchange(timed_out_, false)) {
    return refuse(Status::request_timeout, {IssueType::timeout, "The request did not arrive in time."});
  }
  if (error) return close();
  end_ += bytes;
  if (phase_ == Phase::closing) {
    lingered_ += bytes;
    begin_ = end_ = 0;
    return lingered_ > linger_bytes ? close() : read();
  }
  advance();
}

/// Feeds what was read to the reader until it wants more, or has a request.
void Connection::advance() {
  const Limits& limits = shared_.settings.limits;
  while (begin_ < end_) {
    const std::size_t taken = reader_.feed(std::string_view(buffer_).substr(begin_, end_ - begin_));
    begin_ += taken;
    if (phase_ == Phase::idle && reader_.has_begun()) {
      phase_ = Phase::header;
      deadline_ = Clock::now() + limits.header_time;
    }
    switch (reader_.state()) {
      case Reader::State::header: return read();
      case Reader::State::body:
        if (phase_ == Phase::header && !begin_body()) return;
        count_body();
        if (shared_.bodies_bytes > limits.bodies_bytes) {
          return refuse(Status::unavailable, {IssueType::throttled, "The server is receiving too much at once. Ask again in a second."});
        }
        if (taken == 0) return read();
        break;
      case Reader::State::done: return dispatch();
      case Reader::State::failed: {
        const bool is_long = reader_.status() == Status::payload_too_large || reader_.status() == Status::uri_too_long ||
                             reader_.status() == Status::header_too_large;
        return refuse(reader_.status(), {is_long ? IssueType::too_long : IssueType::structure, reader_.text()});
      }
    }
  }
  read();
}

/// The header is complete. False if the connection waits for "100 Continue" to be written.
bool Connection::begin_body() {
  phase_ = Phase::body;
  deadline_ = Clock::now() + shared_.settings.limits.body_grace;
  if (!reader_.expects_continue() || begin_ < end_) return true;
  send_continue();
  return false;
}

void Connection::send_continue() {
  static constexpr std::string_view line = "HTTP/1.1 100 Continue\r\n\r\n";
  asio::async_write(socket_, asio::buffer(line.data(), line.size()), [self = shared_from_this()](const error_code& error, std::size_t) {
    if (self->phase_ == Phase::closed) return;
    error ? self->close() : self->advance();
  });
}

/// A body may come as slowly as the least rate allows, and no slower.
void Connection::count_body() {
  const Limits& limits = shared_.settings.limits;
  const std::size_t size = reader_.body_size();
  shared_.bodies_bytes += size - body_counted_;
  body_counted_ = size;
  const auto arrived = reader_.request().arrived;
  deadline_ = std::min(arrived + limits.body_grace + at_rate(size, limits.body_rate), arrived + limits.request_time);
}

void Connection::dispatch() {
  request_ = std::make_shared<Request>(std::move(reader_.request()));
  request_->id = request_id_of(*request_);
  shared_.bodies_bytes -= std::exchange(body_counted_, 0);
  body_bytes_ = request_->body.size();
  phase_ = Phase::working;
  deadline_ = Clock::time_point::max();
  ++serial_;
  const std::string_view path = std::string_view(request_->target).substr(0, request_->target.find('?'));
  entrance_of(path) ? give_to_pool() : answer_here(path);
}

/// What lies outside the FHIR interface, and needs no worker but to ask whether the database is there.
void Connection::answer_here(std::string_view path) {
  const bool known = path == "/health/live" || path == "/health/ready" || path == "/metrics";
  if (!known) return respond(plain(404, R"({"error":"There is nothing at this path. The FHIR interface is at /fhir."})"));
  if (request_->method != Method::get && request_->method != Method::head) {
    Response response = plain(405, R"({"error":"This path takes GET and HEAD."})");
    response.set("Allow", "GET, HEAD");
    return respond(std::move(response));
  }
  if (path == "/health/live") return respond(plain(200, R"({"status":"live"})"));
  if (path == "/metrics") return respond(plain(200, shared_.registry.text(), "text/plain; version=0.0.4; charset=utf-8"));
  probe();
}

void Connection::probe() {
  if (shared_.draining) return respond(plain(503, R"({"status":"not ready","reason":"stopping"})"));
  deadline_ = Clock::now() + probe_time;
  submit([&settings = shared_.settings](fhir::Result<engine::store::Session*> session) { return ready_or_not(std::move(session), settings); }, 0,
         deadline_, worker::Lane::quick);
}

void Connection::give_to_pool() {
  const worker::Lane lane = lane_of(*request_);
  submit([request = request_, lane, &shared = shared_](
             fhir::Result<engine::store::Session*> session) { return shared.answers.answer(*request, std::move(session), lane, shared.settings, shared.async); },
         body_bytes_ + request_->target.size(), request_->arrived + shared_.settings.limits.request_time, lane);
}

/// Has the pool make an answer, or says at once that it cannot.
void Connection::submit(std::function<Response(fhir::Result<engine::store::Session*>)> work, std::size_t bytes, Clock::time_point deadline, worker::Lane lane) {
  // The connection goes back to its thread before the worker is done with the request, and the count is the last thing
  // the worker touches: once it is zero, the server may go.
  struct Held {
    std::shared_ptr<Connection> connection;
  };
  auto held = std::make_shared<Held>(Held{shared_from_this()});
  auto run = [held, work = std::move(work), serial = serial_, &shared = shared_, &context = thread_.context](
                 fhir::Result<engine::store::Session*> session) {
    auto response = std::make_shared<Response>();
    try {
      *response = work(std::move(session));
    } catch (const std::exception&) {  // there is no memory to say more
      response->status = 500;
      response->close = true;
    }
    const bool is_large = response->body.size() >= large_answer_bytes;
    asio::post(context, [connection = std::move(held->connection), response, share = shared.answers.hold(*response), serial]() mutable {
      connection->answered(serial, std::move(*response), std::move(share));
    });
    if (is_large) ::malloc_trim(0);
    --shared.working;
  };
  ++shared_.working;
  silent_.reset();
  ticket_ = shared_.pool.submit(std::move(run), bytes, deadline, lane);
  if (ticket_) return;
  --shared_.working;
  if (entrance_of(request_->target)) {
    return refuse(Status::unavailable, {IssueType::throttled, "The server has too much to do. Ask again in a second."});
  }
  respond(plain(503, R"({"status":"not ready","reason":"busy"})"));
}

void Connection::answered(std::uint64_t serial, Response response, Answers::Share held) {
  if (serial != serial_ || phase_ != Phase::working) return;
  held_ = std::move(held);
  respond(std::move(response));
}

/// Answers without asking the pool. A request that was not read to its end takes the connection with it.
void Connection::refuse(Status status, Outcome outcome) {
  if (phase_ != Phase::working) {
    request_ = std::make_shared<Request>(std::move(reader_.request()));
    request_->id = request_id_of(*request_);
    if (request_->arrived == Clock::time_point{}) request_->arrived = Clock::now();
    body_bytes_ = std::exchange(body_counted_, 0);
    shared_.bodies_bytes -= body_bytes_;
  }
  Response response = http::refuse(*request_, status, std::move(outcome), shared_.settings);
  response.close = phase_ != Phase::working;
  ++serial_;
  respond(std::move(response));
}

void Connection::respond(Response response) {
  response_ = std::move(response);
  ticket_.reset();
  if (std::string id = correlation_id_of(*request_); !id.empty()) response_.set("X-Correlation-Id", std::move(id));
  keep_alive_ = !response_.close && request_->keep_alive && !shared_.draining;
  head_ = head_of(response_, keep_alive_, request_->id, thread_.date_now());
  if (request_->method == Method::head) let_go_of_body();
  // One that nobody has read would be held for as long as the answer.
  std::string().swap(request_->body);
  phase_ = Phase::writing;
  answering_ = Clock::now();
  take_note(0);
  const std::array<asio::const_buffer, 2> pieces = {asio::buffer(head_), asio::buffer(response_.body)};
  const auto piece_by_piece = [this](const error_code& error, std::size_t taken) {
    take_note(taken);
    return error ? std::size_t{0} : piece_bytes;
  };
  asio::async_write(socket_, pieces, piece_by_piece, [self = shared_from_this()](const error_code& error, std::size_t) { self->on_written(error); });
}

/// So much of an answer was taken by now. It may be taken slowly but not held: each piece comes within its time, and all of them
/// at the least rate.
void Connection::take_note(std::size_t taken) {
  if (phase_ != Phase::writing) return;
  const Limits& limits = shared_.settings.limits;
  const auto now = Clock::now();
  const auto due = [&](milliseconds stall_time, std::size_t rate) { return std::min(now + stall_time, answering_ + stall_time + at_rate(taken, rate)); };
  deadline_ = due(limits.stall_time, limits.answer_rate);
  crowded_deadline_ = due(limits.crowded_stall_time, limits.crowded_answer_rate);
}

/// A string that is emptied, or assigned an empty one, keeps its memory: the connection would hold the answer until the next.
void Connection::let_go_of_body() {
  std::string().swap(response_.body);
  held_ = {};
}

void Connection::on_written(const error_code& error) {
  if (phase_ == Phase::closed) return;
  const double seconds = std::chrono::duration<double>(Clock::now() - request_->arrived).count();
  const std::size_t bytes = head_.size() + response_.body.size();
  shared_.counts.answered(response_, seconds, body_bytes_, bytes);
  if (shared_.settings.log_requests) {
    const Subject& subject = response_.subject;
    log::info("request", {{"request", request_->id},
                          {"tenant", subject.tenant},
                          {"method", name_of(request_->method)},
                          {"action", subject.action ? name_of(*subject.action) : std::string_view()},
                          {"type", subject.type},
                          {"status", response_.status},
                          {"ms", seconds * 1000},
                          {"bytes_in", body_bytes_},
                          {"bytes_out", bytes}});
  }
  let_go_of_body();
  if (error) return close();
  keep_alive_ ? next() : linger();
}

void Connection::next() {
  request_.reset();
  response_ = {};
  reader_ = Reader(shared_.settings.limits, shared_.settings.tenant_header);
  if (begin_ == end_ && buffer_.size() > buffer_bytes) {
    std::string().swap(buffer_);
    begin_ = end_ = 0;
  }
  phase_ = Phase::idle;
  deadline_ = Clock::now() + shared_.settings.limits.idle_time;
  advance();
}

/// Lets the client read the answer before the connection goes: closing with bytes unread would reset it.
void Connection::linger() {
  error_code ignored;
  socket_.shutdown(Tcp::socket::shutdown_send, ignored);
  phase_ = Phase::closing;
  deadline_ = Clock::now() + (response_.close ? linger_time_cut : linger_time);
  begin_ = end_ = 0;
  read();
}

}  // namespace setu::http
