#include "engine/store/connection.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <cassert>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <system_error>
#include <thread>
#include <utility>

namespace engine::store {
namespace {

using fhir::IssueType;
using fhir::Outcome;

constexpr std::size_t statements_max = 200;
/// How soon a statement that did not end is told to again.
constexpr std::chrono::milliseconds cancel_step{100};
/// How long the server may take to end a statement, or to be told to; then the connection is given up.
constexpr std::chrono::seconds cancel_most{5};
/// The longest look at the socket, for poll() counts in milliseconds of an int.
constexpr std::chrono::milliseconds look_most{60'000};

// What a session is: never more than setu_app, generic plans of index scans and nested loops whatever the statistics
// say, and nothing without an end.
constexpr const char* options =
    "-c role=setu_app -c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off "
    "-c enable_bitmapscan=off -c enable_hashagg=off -c enable_sort=off -c enable_material=off -c enable_memoize=off -c jit=off -c timezone=UTC -c statement_timeout=30s -c lock_timeout=10s "
    "-c idle_in_transaction_session_timeout=60s -c client_min_messages=warning";

// For the session, so that the next statement of the same tenant goes without it.
constexpr std::string_view set_tenant = "select set_config('setu.tenant', $1, false)";
const Arguments no_arguments;

constexpr std::string_view savepoint = "savepoint part";
/// What is rolled back must not take the time of the transaction with it.
constexpr std::string_view stamp = "select setu.stamp()";

struct ClearResult {
  void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

Outcome called_off() { return {IssueType::timeout, "The request was called off: its client left, or cancelled it."}; }

Outcome too_long() { return {IssueType::too_costly, "The database took longer than it may; ask for less."}; }

std::string first_line(const char* message) {
  std::string text(message != nullptr ? message : "");
  return text.substr(0, text.find('\n'));
}

}  // namespace

/// Shared with the thread that tells the server, which may be at it for longer than the connection lasts.
struct Connection::Cancelling {
  std::unique_ptr<pg_cancel, Close> handle;
  std::mutex mutex;  ///< guards `telling`
  std::condition_variable told;
  bool telling = false;
};

void Connection::Close::operator()(pg_conn* connection) const { PQfinish(connection); }
void Connection::Close::operator()(pg_cancel* cancel) const { PQfreeCancel(cancel); }

void Connection::close() {
  {
    const std::lock_guard lock(cancelling_);
    cancel_.reset();
  }
  connection_.reset();
  statements_.clear();
  by_text_.clear();
  fresh_.clear();
  tenant_.reset();
}

/// True if the server ended the session since the last call: a look at the socket, no round trip. Nothing was asked, so
/// what can be read is a last word, or the end.
bool Connection::ended() const {
  if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) return true;
  // What is still to be ended would be the next statement.
  if (const std::lock_guard lock(cancel_->mutex); cancel_->telling) return true;
  for (int look = 0; look < 3; ++look) {
    char byte;
    if (::recv(PQsocket(connection_.get()), &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0) return errno != EAGAIN && errno != EWOULDBLOCK;
    if (PQconsumeInput(connection_.get()) != 1) return true;
  }
  return false;
}

fhir::Result<void> Connection::open() {
  if (!ended()) return {};
  close();
  // What comes later wins: the URL of what stands before it. A host that is gone is noticed within half a minute, in the
  // middle of an answer and by PQcancel too, which takes these over.
  const char* names[] = {"tcp_user_timeout", "keepalives_idle", "keepalives_interval", "keepalives_count", "dbname", "options", "client_encoding", "application_name", "connect_timeout", nullptr};
  const char* values[] = {"10000", "10", "5", "3", url_.c_str(), options, "UTF8", "setu", "10", nullptr};
  connection_.reset(PQconnectdbParams(names, values, 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    Outcome outcome(IssueType::transient, "The database cannot be reached: " + first_line(PQerrorMessage(connection_.get())));
    close();
    return outcome;
  }
  if (PQenterPipelineMode(connection_.get()) != 1) return lost();
  ++opened_;
  auto cancel = std::make_shared<Cancelling>();
  cancel->handle.reset(PQgetCancel(connection_.get()));
  const std::lock_guard lock(cancelling_);
  cancel_ = std::move(cancel);
  return {};
}

/// https://www.postgresql.org/docs/15/libpq-cancel.html
void Connection::cancel() {
  cancelled_ = true;
  tell_to_cancel(Clock::now() + cancel_most);
}

/// False if the server has not taken it in by then. PQcancel waits for it without an end, so a thread of its own does: one at
/// a time, which goes when the server answers, ends, or is found to be gone.
bool Connection::tell_to_cancel(Clock::time_point until) {
  std::shared_ptr<Cancelling> cancel;
  {
    const std::lock_guard lock(cancelling_);
    cancel = cancel_;
  }
  if (!cancel) return true;
  std::unique_lock lock(cancel->mutex);
  const auto tell = [cancel] {
    char why[256];
    PQcancel(cancel->handle.get(), why, sizeof why);
    const std::lock_guard done(cancel->mutex);
    cancel->telling = false;
    cancel->told.notify_all();
  };
  try {
    if (!cancel->telling) std::thread(tell).detach();
    cancel->telling = true;
  } catch (const std::system_error&) {
    return true;  // there are too many threads: who waits asks again
  }
  return cancel->told.wait_until(lock, until, [&] { return !cancel->telling; });
}

Outcome Connection::lost() {
  close();
  return {IssueType::transient, "The connection to the database was lost; the request can be sent again."};
}

/// https://www.postgresql.org/docs/15/errcodes-appendix.html
Outcome Connection::failure(const pg_result* result) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view code = state != nullptr ? state : "";
  // What comes after the failure that ended a transaction does not change whether that may be done again.
  if (code == "25P02") return {IssueType::exception, "The transaction failed before this."};
  // A key that was not there a moment ago is a race that the next attempt does not run.
  can_retry_ = code == "40001" || code == "40P01" || code == "23505";
  if (can_retry_) return {IssueType::lock_error, "Another request changed the same resources at the same time; send this one again."};
  if (code == "SE002") was_answered_ = true;
  if (code == "SE002") return {IssueType::duplicate, "The request was answered already."};
  if (code == "SE001") return {IssueType::conflict, "The id cannot be told apart from that of another resource of its type; choose another."};
  if (code == "55P03") return {IssueType::lock_error, "The resource is locked by a longer request; try again later."};
  if (code == "57014" && cancelled_) return called_off();
  if (code == "57014") return too_long();
  if (code.starts_with("57P") || code.starts_with("08")) return {IssueType::transient, "The database is restarting; try again in a few seconds."};
  if (code == "53100") return {IssueType::no_store, "The disk of the database is full."};
  if (code.starts_with("53")) return {IssueType::transient, "The database has no resources left for this request; try again later."};
  // The message may quote values and SQL, which are no client's business; PostgreSQL's log has it.
  return {IssueType::exception, "The database failed with its code " + std::string(code) + "."};
}

/// The name under which the statement is prepared; makes it, or moves it to the front.
const Connection::Prepared& Connection::prepared(std::string_view sql, const Arguments& arguments) {
  if (const auto found = by_text_.find(sql); found != by_text_.end()) {
    statements_.splice(statements_.begin(), statements_, found->second);
    return statements_.front();
  }
  if (statements_.size() >= statements_max) {
    const std::string drop = "deallocate " + statements_.back().name;
    PQsendQueryParams(connection_.get(), drop.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 1);
    ++sent_;
    by_text_.erase(statements_.back().sql);
    statements_.pop_back();
  }
  statements_.push_front({std::string(sql), "s" + std::to_string(++statements_made_)});
  Prepared& made = statements_.front();
  by_text_.emplace(made.sql, statements_.begin());
  fresh_.push_back(made.name);
  PQsendPrepare(connection_.get(), made.name.c_str(), made.sql.c_str(), static_cast<int>(arguments.types_.size()), arguments.types_.data());
  ++sent_;
  return made;
}

bool Connection::send(std::string_view sql, const Arguments& arguments) {
  const Prepared& statement = prepared(sql, arguments);
  const std::size_t count = arguments.size();
  std::vector<const char*> values(count);
  std::vector<int> lengths(count), formats(count, 1);
  for (std::size_t at = 0; at < count; ++at) {
    values[at] = arguments.nulls_[at] ? nullptr : arguments.values_[at].data();
    lengths[at] = static_cast<int>(arguments.values_[at].size());
  }
  return PQsendQueryPrepared(connection_.get(), statement.name.c_str(), static_cast<int>(count), values.data(), lengths.data(), formats.data(), 1) == 1;
}

/// Waits for an answer, and past the deadline has the server end what it is at, until there is one. A statement's own
/// time-out would not do: of many that travel together each would have all of it. False if the server does not answer that
/// either.
bool Connection::wait(Clock::time_point deadline) {
  auto next = deadline;
  while (deadline != Clock::time_point::max() && PQisBusy(connection_.get()) == 1) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now());
    if (left <= std::chrono::milliseconds(0)) {
      const auto end = deadline + cancel_most;
      if (Clock::now() >= end || !tell_to_cancel(end)) return false;
      next = std::min(Clock::now() + cancel_step, end);
      continue;
    }
    pollfd look{PQsocket(connection_.get()), POLLIN, 0};
    ::poll(&look, 1, static_cast<int>(std::min(left, look_most).count()));
    if (PQconsumeInput(connection_.get()) != 1) return true;  // it is lost, and the answer says so
  }
  return true;
}

/// Sends the calls, with what must go before them, and reads all answers: one round trip.
fhir::Result<std::vector<Rows>> Connection::exchange(std::span<const Call> calls, Clock::time_point deadline) {
  // In a pipeline the answers come in the order of what was sent; `wanted` are those of the calls.
  std::vector<std::size_t> wanted;
  for (const Call& call : calls) {
    if (!send(call.sql, *call.arguments)) return lost();
    wanted.push_back(sent_++);
  }
  if (PQpipelineSync(connection_.get()) != 1) return lost();

  std::vector<Rows> rows(calls.size());
  std::optional<Outcome> failed;
  std::size_t next = 0;
  for (std::size_t at = 0; at < sent_; ++at) {
    if (!wait(deadline)) return lost();
    Result result(PQgetResult(connection_.get()));
    if (!result) return lost();
    switch (PQresultStatus(result.get())) {
      case PGRES_TUPLES_OK:
      case PGRES_COMMAND_OK:
      case PGRES_PIPELINE_ABORTED: break;
      default:
        if (!failed) failed = failure(result.get());
    }
    if (next < wanted.size() && wanted[next] == at) rows[next++] = Rows(result.release());
    while (Result rest{PQgetResult(connection_.get())}) {}  // the null behind each answer
    if (PQstatus(connection_.get()) != CONNECTION_OK) return lost();
  }
  const Result sync(PQgetResult(connection_.get()));
  sent_ = 0;
  if (!sync || PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) return lost();
  if (failed) {
    tenant_.reset();  // a setting goes back with the transaction that made it
    // What was to be prepared behind the failure was not.
    for (auto statement = statements_.begin(); statement != statements_.end();) {
      const bool fresh = std::find(fresh_.begin(), fresh_.end(), statement->name) != fresh_.end();
      if (fresh) by_text_.erase(statement->sql);
      statement = fresh ? statements_.erase(statement) : std::next(statement);
    }
    fresh_.clear();
    return std::move(*failed);
  }
  fresh_.clear();
  return rows;
}

fhir::Result<Rows> Connection::run(std::int32_t tenant, std::string_view sql, const Arguments& arguments) {
  const Call call{sql, &arguments};
  TRY(auto rows, run(tenant, {&call, 1}));
  return std::move(rows.front());
}

fhir::Result<std::vector<Rows>> Connection::run(std::int32_t tenant, std::span<const Call> calls) {
  TRY_VOID(start(tenant));
  return exchange(calls, deadline_);
}

/// A prepared statement is explained by EXECUTE alone, which takes expressions and nothing that is bound: the values travel
/// as settings, which last as long as the transaction.
fhir::Result<Rows> Connection::explain(std::int32_t tenant, const Call& call, bool analyze) {
  TRY_VOID(start(tenant));
  const std::string name = prepared(call.sql, *call.arguments).name;
  std::string settings = "select ", given;
  for (std::size_t at = 0; at < call.arguments->size(); ++at) {
    const std::string number = std::to_string(at + 1), type = call.arguments->type_of(at);
    settings.append(at == 0 ? "" : ", ").append("set_config('setu.value" + number + "', $" + number + "::" + type + "::text, true)");
    given.append(at == 0 ? "" : ", ").append("current_setting('setu.value" + number + "')::" + type);
  }
  const std::string explained = "explain (format json" + std::string(analyze ? ", analyze" : "") + ") execute " + name + "(" + given + ")";
  const Call calls[] = {{settings, call.arguments}, {explained, &no_arguments}};
  TRY(auto rows, exchange(calls, deadline_));
  return std::move(rows.back());
}

/// Opens the connection and sends what goes before the statements of a call.
fhir::Result<void> Connection::start(std::int32_t tenant) {
  const bool called = cancelled_, late = Clock::now() >= deadline_;
  // What failed before is not what fails now, nor to be done again.
  if (called || late || !begun_) can_retry_ = was_answered_ = false;
  if (called) return called_off();
  if (late) return too_long();
  if (!begun_) {
    // The reason names the database's place and user; connect() told it when the server started.
    if (!open()) return Outcome(IssueType::transient, "The database cannot be reached; try again in a few seconds.");
  }
  if (begun_ && (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK)) return lost();
  sent_ = 0;
  if (!begun_) {
    // Without a begin, what stands before one sync is one transaction.
    if (in_transaction_) {
      if (!send("begin", no_arguments)) return lost();
      ++sent_;
    }
    begun_ = in_transaction_;
  }
  if (tenant_ != tenant) {
    Arguments argument;
    argument.text(std::to_string(tenant));
    if (!send(set_tenant, argument)) return lost();
    ++sent_;
    tenant_ = tenant;
  }
  for (const Queued& one : std::exchange(queued_, {})) {
    if (!send(one.sql, one.arguments)) return lost();
    in_part_ = in_part_ || one.sql == savepoint;
    ++sent_;
  }
  return {};
}

void Connection::begin() {
  assert(!in_transaction_);
  in_transaction_ = true;
  begun_ = in_part_ = false;
  queued_.clear();
}

fhir::Result<void> Connection::commit(std::int32_t tenant, std::optional<Call> last) {
  if (last && (!begun_ || !queued_.empty())) {
    TRY_VOID(run(tenant, {&*last, 1}));
    last.reset();
  }
  in_transaction_ = false;
  if (!std::exchange(begun_, false)) return {};
  if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) return lost();
  sent_ = 0;
  std::vector<Call> calls;
  if (last) calls.push_back(*last);
  calls.push_back({"commit", &no_arguments});
  TRY(const auto rows, exchange(calls));
  // A commit of a transaction that failed is a rollback, and says so.
  if (rows.back().command() != "COMMIT") {
    tenant_.reset();
    return Outcome(IssueType::exception, "The database rolled the transaction back.");
  }
  return {};
}

void Connection::begin_part() {
  queued_before_part_ = queued_.size();
  in_part_ = false;
  queue(stamp, {});
  queue(savepoint, {});
}

void Connection::rollback_part() {
  if (!std::exchange(in_part_, false)) {  // nothing of it was sent
    if (queued_.size() > queued_before_part_) queued_.resize(queued_before_part_);
    return;
  }
  queued_.clear();
  if (!connection_ || PQstatus(connection_.get()) != CONNECTION_OK) return;
  // It may follow a failure, and must be the first that does. If the savepoint itself was never made, nothing is lost: the
  // transaction has failed.
  const bool could_retry = can_retry_, had_answer = was_answered_;
  sent_ = 0;
  const Call call{"rollback to savepoint part", &no_arguments};
  (void)exchange({&call, 1});
  can_retry_ = could_retry;
  was_answered_ = had_answer;
}

void Connection::rollback() {
  in_transaction_ = false;
  queued_.clear();
  if (!std::exchange(begun_, false) || !connection_ || PQstatus(connection_.get()) != CONNECTION_OK) return;
  const bool could_retry = can_retry_, had_answer = was_answered_;
  tenant_.reset();
  sent_ = 0;
  const Call call{"rollback", &no_arguments};
  if (!exchange({&call, 1})) close();
  can_retry_ = could_retry;
  was_answered_ = had_answer;
}

}  // namespace engine::store
