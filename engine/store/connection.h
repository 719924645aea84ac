#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/store/value.h"
#include "fhir/result.h"

struct pg_cancel;
struct pg_conn;

namespace engine::store {

/// A statement and the values it is carried out with. `sql` has $1, $2, … for them; it never has values spliced in.
struct Call {
  std::string_view sql;
  const Arguments* arguments;
};

/// A connection to PostgreSQL in pipeline mode: what is run at once travels at once, and is prepared the first time
/// its text is seen. Owned by one Session and used by its thread alone, but for cancel().
///
/// Every statement runs as the role setu_app, within a transaction, with the tenant set for that transaction only;
/// row-level security does the rest. Plans are generic and made of index scans and nested loops, whatever the
/// statistics say: the tables of a new database have none.
///
/// Failures: IssueType::transient when the connection was lost or refused (the next call connects again), or when the database
/// did not even answer that a statement should end,
/// too_costly after statement_timeout or what end_by() was told, timeout after cancel(), lock_error after a deadlock or serialization failure, no_store when the disk is
/// full, exception for what should not happen.
class Connection {
 public:
  /// https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-CONNSTRING
  explicit Connection(std::string url) : url_(std::move(url)) {}
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Connects now, to find out early; otherwise the first call does.
  fhir::Result<void> open();

  /// Runs one statement for a tenant: one round trip. Outside begin()…commit() it is a transaction of its own, over
  /// when this returns.
  fhir::Result<Rows> run(std::int32_t tenant, std::string_view sql, const Arguments& arguments);

  /// Runs several in this order, in one round trip and one transaction; if one fails, none was done.
  fhir::Result<std::vector<Rows>> run(std::int32_t tenant, std::span<const Call> calls);

  /// What PostgreSQL makes of a statement: EXPLAIN of the very one that run() prepares, as JSON. Unless `analyze` says so,
  /// it is not carried out. https://www.postgresql.org/docs/15/sql-explain.html
  fhir::Result<Rows> explain(std::int32_t tenant, const Call& call, bool analyze);

  /// Begins a transaction, which costs no round trip: it travels with the first statement run in it.
  void begin();
  /// True between begin() and commit() or rollback().
  bool in_transaction() const { return in_transaction_; }
  /// Commits, after `last` if there is one, in the same round trip.
  fhir::Result<void> commit(std::int32_t tenant = 0, std::optional<Call> last = std::nullopt);
  void rollback();

  /// Within a transaction: a statement that travels ahead of the next one that is run, and whose rows nobody wants.
  void queue(std::string_view sql, Arguments arguments) { queued_.push_back({sql, std::move(arguments)}); }
  /// Begins a part that can be rolled back by itself. Parts are not nested.
  void begin_part();
  void rollback_part();

  /// Has PostgreSQL end the statement that runs, and takes no others until resume(). See Session::cancel().
  void cancel();
  /// Takes statements again, without a deadline.
  void resume() {
    cancelled_ = false;
    deadline_ = Clock::time_point::max();
  }
  /// See Session::end_by().
  void end_by(std::chrono::steady_clock::time_point deadline) { deadline_ = deadline; }

  /// How often it was opened: what was learnt of the database before may be of another.
  std::uint64_t opened() const { return opened_; }

  /// True if the last failure was a deadlock or serialization failure: doing the transaction again may well succeed.
  bool can_retry() const { return can_retry_; }

  /// True if the last failure was that the request had been answered already, see answer_key.sql.
  bool was_answered() const { return was_answered_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Prepared {
    std::string sql;
    std::string name;
  };
  struct Close {
    void operator()(pg_conn* connection) const;
    void operator()(pg_cancel* cancel) const;
  };

  struct Queued {
    std::string_view sql;
    Arguments arguments;
  };

  bool ended() const;
  fhir::Result<void> start(std::int32_t tenant);
  bool send(std::string_view sql, const Arguments& arguments);
  const Prepared& prepared(std::string_view sql, const Arguments& arguments);
  fhir::Result<std::vector<Rows>> exchange(std::span<const Call> calls, Clock::time_point deadline = Clock::time_point::max());
  bool wait(Clock::time_point deadline);
  struct Cancelling;
  bool tell_to_cancel(Clock::time_point until);
  fhir::Outcome lost();
  fhir::Outcome failure(const pg_result* result);
  void close();

  std::string url_;
  std::unique_ptr<pg_conn, Close> connection_;
  std::atomic<bool> cancelled_{false};
  Clock::time_point deadline_ = Clock::time_point::max();  ///< of all statements; what ends a transaction is without one
  std::mutex cancelling_;                ///< guards `cancel_`
  std::shared_ptr<Cancelling> cancel_;  ///< how the server is told to end what `connection_` runs
  std::list<Prepared> statements_;  ///< the one used last comes first
  std::unordered_map<std::string_view, std::list<Prepared>::iterator> by_text_;
  std::vector<std::string> fresh_;  ///< names of those prepared since the last sync
  std::uint64_t statements_made_ = 0;
  std::uint64_t opened_ = 0;
  std::optional<std::int32_t> tenant_;  ///< what row-level security in the session is for; empty if that is not certain
  std::size_t sent_ = 0;  ///< answers to come before the next sync
  bool in_transaction_ = false;
  bool begun_ = false;  ///< the begin has been sent
  bool can_retry_ = false;
  bool was_answered_ = false;
  std::vector<Queued> queued_;       ///< to be sent ahead of the next statement
  std::size_t queued_before_part_ = 0;
  bool in_part_ = false;             ///< the savepoint of the part has been sent
};

}  // namespace engine::store
