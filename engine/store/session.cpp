#include "engine/store/session.h"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <limits>
#include <thread>

#include "engine/index/key.h"
#include "engine/search/cursor.h"
#include "engine/search/plan.h"
#include "engine/store/connect.h"
#include "engine/store/connection.h"
#include "engine/store/registration.h"
#include "engine/store/reindex.h"
#include "engine/store/search_explain.h"
#include "engine/store/search_count.h"
#include "engine/store/search_run.h"
#include "engine/store/sql.h"
#include "engine/store/version.h"
#include "fhir/r4/registry.h"

namespace engine::store {
namespace {

constexpr int attempts_max = 3;
constexpr std::chrono::milliseconds retry_pause{10};

std::int16_t number_of(const fhir::Descriptor& type) { return static_cast<std::int16_t>(type.number); }

Written::Result result_of(char code) {
  switch (code) {
    case 'C': return Written::Result::created;
    case 'U': return Written::Result::updated;
    case 'D': return Written::Result::deleted;
    case 'N': return Written::Result::unchanged;
    case 'M': return Written::Result::version_mismatch;
    case 'X': return Written::Result::exists;
    case 'R': return Written::Result::missing;
    case 'G': return Written::Result::referred;
    default: return Written::Result::absent;
  }
}

/// Of some types, or with none of all; in order.
std::vector<std::int16_t> numbers_of(std::span<const fhir::Descriptor* const> types) {
  std::vector<std::int16_t> numbers;
  for (const auto* type : types.empty() ? fhir::r4::resource_types() : types) numbers.push_back(number_of(*type));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

std::int64_t number_at(std::string_view& text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  text.remove_prefix(std::min(static_cast<std::size_t>(end - text.data()) + 1, text.size()));
  return number;
}

/// What write() says of a failure: "3" for the third need, "12=4 88=1" for how many refer by the numbers of their types.
void read_about(std::string_view about, Written& written) {
  if (written.result == Written::Result::missing) written.need = static_cast<std::size_t>(number_at(about)) - 1;
  while (written.result == Written::Result::referred && !about.empty()) {
    const auto* type = fhir::r4::resource_type(static_cast<std::uint16_t>(number_at(about)));
    written.referring.push_back({type, static_cast<std::uint64_t>(number_at(about))});
  }
}

/// Leaves no transaction behind, even where `work` throws.
struct Ending {
  Connection& connection;
  ~Ending() {
    if (connection.in_transaction()) connection.rollback();
  }
};

class PostgresSession final : public Session {
 public:
  explicit PostgresSession(const std::string& url) : connection_(url) {}
  fhir::Result<void> open() {
    TRY_VOID(connection_.open());
    // A database that was not migrated yet has none: whoever needs it asks again.
    (void)learn_secret(0);
    return {};
  }
  void cancel() override { connection_.cancel(); }
  void resume() override { connection_.resume(); }
  void end_by(std::chrono::steady_clock::time_point deadline) override { connection_.end_by(deadline); }

  fhir::Result<std::vector<std::optional<Version>>> read(std::span<const Key> keys) override {
    std::vector<std::optional<Version>> versions(keys.size());
    if (keys.empty()) return versions;
    assert(std::all_of(keys.begin(), keys.end(), [&](const Key& key) { return key.tenant == keys.front().tenant; }));
    Array types(Type::int2), rids(Type::int8);
    for (const Key& key : keys) {
      types.int2(number_of(*key.type));
      rids.int8(index::key_of(*key.type, key.id));
    }
    Arguments arguments;
    arguments.int4(keys.front().tenant).array(types).array(rids);
    TRY(const Rows rows, connection_.run(keys.front().tenant, sql::read, arguments));
    for (std::size_t at = 0; at < rows.size(); ++at) {
      TRY(Version version, version_of(rows[at]));
      const auto place = static_cast<std::size_t>(rows[at].int8(version_columns) - 1);
      // Two ids with the same hash are two resources.
      if (version.id == keys[place].id) versions[place] = std::move(version);
    }
    return versions;
  }

  fhir::Result<std::optional<Version>> vread(const Key& key, std::uint32_t version) override {
    if (version == 0 || version > static_cast<std::uint32_t>(std::numeric_limits<std::int32_t>::max())) return std::optional<Version>();
    Arguments arguments;
    arguments.int4(key.tenant).int2(number_of(*key.type)).int8(index::key_of(*key.type, key.id)).int4(static_cast<std::int32_t>(version));
    TRY(const Rows rows, connection_.run(key.tenant, sql::vread, arguments));
    if (rows.empty()) return std::optional<Version>();
    TRY(Version found, version_of(rows[0]));
    return found.id == key.id ? std::optional(std::move(found)) : std::nullopt;
  }

  fhir::Result<Page> history(const HistoryPlan& plan) override;

  fhir::Result<Page> search(const search::Plan& plan) override {
    TRY_VOID(learn_secret(plan.tenant));
    return run_search(connection_, plan, secret_, counts_);
  }

  fhir::Result<Explanation> explain(const search::Plan& plan, bool analyze) override { return explain_search(connection_, plan, analyze); }

  fhir::Result<std::vector<Written>> write(std::int32_t tenant, std::span<const Write> writes) override {
    std::vector<Written> written;
    if (writes.empty()) return written;
    const bool registers = std::any_of(writes.begin(), writes.end(), is_registered);
    if (registers && !connection_.in_transaction()) {
      TRY_VOID(transaction(tenant, {}, [&]() -> fhir::Result<void> {
        TRY(written, write(tenant, writes));
        return {};
      }));
      return written;
    }
    if (registers) registered_ = tenant;
    TRY(const Rows rows, registers ? write_parameters(connection_, known_, tenant, writes) : write_postings(connection_, known_, tenant, writes, Purpose::version));
    for (std::size_t at = 0; at < rows.size(); ++at) {
      const auto row = rows[at];
      written.push_back({result_of(row.character(0)), static_cast<std::uint32_t>(row.int4(1)), row.timestamptz(2), 0, {}});
      if (!row.is_null(3)) read_about(row.text(3), written.back());
    }
    return written;
  }

  std::shared_ptr<const index::CustomParameters> parameters(std::int32_t tenant) override { return known_.of(tenant); }
  fhir::Result<std::shared_ptr<const index::CustomParameters>> current_parameters(std::int32_t tenant) override { return known_.refresh(tenant); }

  fhir::Result<void> reindex(std::int32_t tenant, std::span<const fhir::Descriptor* const> types, std::string_view reason) override {
    const auto numbers = numbers_of(types);
    return transaction(tenant, {}, [&]() -> fhir::Result<void> {
      TRY_VOID(lock_generation(connection_, tenant));
      TRY(const auto job, begin_reindexing(connection_, tenant, numbers, reason));
      Arguments retrying;
      retrying.int4(tenant).int8(job).int2s(numbers);
      TRY_VOID(connection_.run(tenant, sql::reindex_retry, retrying));
      return {};
    });
  }

  fhir::Result<void> set_time_zone(std::int32_t tenant, const fhir::TimeZone& zone) override {
    return transaction(tenant, {}, [&]() -> fhir::Result<void> {
      TRY_VOID(lock_generation(connection_, tenant));
      TRY(const auto known, known_.refresh(tenant));
      if (known->zone().rules == &zone) return {};
      TRY(const auto job, begin_reindexing(connection_, tenant, numbers_of({}), "time zone " + zone.name()));
      Arguments arguments;
      arguments.int4(tenant).text(zone.name()).int8(job);
      TRY_VOID(connection_.run(tenant, sql::zone_set, arguments));
      return {};
    });
  }

  fhir::Result<bool> reindex(const Key& key) override { return reindex_one(connection_, known_, key); }

  fhir::Result<std::vector<Reindexing>> reindexings(std::int32_t tenant) override {
    Arguments arguments;
    arguments.int4(tenant).int8(20);
    TRY(const Rows rows, connection_.run(tenant, sql::reindex_list, arguments));
    std::vector<Reindexing> all;
    for (std::size_t at = 0; at < rows.size(); ++at) all.push_back(reindexing_in(rows[at]));
    return all;
  }

  fhir::Result<void> transaction(std::int32_t, std::span<const Claim> claims, const std::function<fhir::Result<void>()>& work) override {
    if (!connection_.in_transaction()) {
      return carried_out([&] {
        queue_claims(claims);
        auto done = work();
        return done ? connection_.commit() : done;
      });
    }
    connection_.begin_part();
    queue_claims(claims);
    auto done = work();
    if (!done) connection_.rollback_part();
    if (!done && registered_) known_.forget(*registered_);
    return done;
  }

  fhir::Result<std::optional<Answer>> once(std::int32_t tenant, const Once& once, const std::function<fhir::Result<const Reply*>()>& work) override {
    index::Hash lock(index::Domain::query);
    lock.add("Idempotency-Key").add(std::int64_t{tenant}).add(once.key).add(std::int64_t{once.part});
    auto done = carried_out([&]() -> fhir::Result<void> {
      Arguments key;
      key.int8(lock.value()).text(once.key).int4(once.part).bytea(once.request);
      connection_.queue(sql::answer_key, std::move(key));
      TRY(const Reply* reply, work());
      TRY(const Arguments answer, kept(tenant, once, reply));
      return connection_.commit(tenant, Call{sql::answer_keep, &answer});
    });
    if (done) return std::optional<Answer>();
    if (!connection_.was_answered()) return std::move(done.outcome());
    TRY(Answer answer, answer_to(tenant, once));
    return std::optional(std::move(answer));
  }

 private:
  /// Does `attempt`, which ends with a commit, within a transaction, and again where the database asks for it.
  template <class Attempt>
  fhir::Result<void> carried_out(Attempt&& attempt) {
    const Ending ending{connection_};
    for (int tried = 1;; ++tried) {
      connection_.begin();
      fhir::Result<void> done = attempt();
      if (!done) connection_.rollback();
      // What was read of its search parameters in here may never have been committed.
      if (const auto tenant = std::exchange(registered_, std::nullopt)) known_.forget(*tenant);
      if (done) return done;
      if (!connection_.can_retry() || tried == attempts_max) return done;
      // Whoever waited for what was just let go takes it first, else both are soon where they were.
      std::this_thread::sleep_for(retry_pause);
    }
  }

  /// Claims travel with the statement that needs them.
  void queue_claims(std::span<const Claim> claims) {
    if (claims.empty()) return;
    Array hashes(Type::int8);
    for (const Claim& claim : claims) hashes.int8(claim.hash);
    Arguments arguments;
    arguments.array(hashes);
    connection_.queue(sql::claim, std::move(arguments));
  }

  /// The row of a reply: without its body where that is the version's.
  static fhir::Result<Arguments> kept(std::int32_t tenant, const Once& once, const Reply* reply) {
    Arguments row;
    row.int4(tenant).text(once.key).int4(once.part).bytea(once.request).int8(once.lifetime.count());
    if (reply == nullptr) {
      row.null(Type::int2).null(Type::int2).null(Type::text).int4(0).null(Type::timestamptz).boolean(false).int2(0).null(Type::bytea);
      return row;
    }
    row.int2(static_cast<std::int16_t>(reply->status));
    reply->type != nullptr ? row.int2(number_of(*reply->type)) : row.null(Type::int2);
    row.text(reply->id).int4(static_cast<std::int32_t>(reply->version));
    reply->last_updated ? row.timestamptz(*reply->last_updated) : row.null(Type::timestamptz);
    row.boolean(reply->location);
    const Packed body = pack(reply->location ? std::string_view() : std::string_view(reply->body));
    if (body.bytes.size() > answer_bytes_max) {
      return fhir::Outcome(fhir::IssueType::too_long, fhir::Issue::Detail::too_large,
                           "The answer would be too large to keep for the Idempotency-Key, so nothing was done. Ask with Prefer: return=minimal, or send less at once.");
    }
    row.int2(static_cast<std::int16_t>(body.encoding)).bytea(body.bytes);
    return row;
  }

  fhir::Result<Answer> answer_to(std::int32_t tenant, const Once& once) {
    Arguments arguments;
    arguments.int4(tenant).text(once.key).int4(once.part);
    TRY(const Rows rows, connection_.run(tenant, sql::answer, arguments));
    if (rows.empty()) return fhir::Outcome(fhir::IssueType::lock_error, "The answer kept for the Idempotency-Key has just expired; send the request again.");
    const auto row = rows[0];
    Answer answer;
    answer.request = row.bytea(0);
    if (row.is_null(1)) return answer;
    Reply& reply = answer.reply.emplace();
    reply.status = static_cast<Status>(row.int2(1));
    if (!row.is_null(2)) reply.type = fhir::r4::resource_type(static_cast<std::uint16_t>(row.int2(2)));
    reply.id = row.text(3);
    reply.version = static_cast<std::uint32_t>(row.int4(4));
    if (!row.is_null(5)) reply.last_updated = row.timestamptz(5);
    reply.location = row.boolean(6);
    TRY(reply.body, unpack(row.int2(7), row.bytea(8)));
    return answer;
  }

  /// What cursors are signed with: asked for once.
  fhir::Result<void> learn_secret(std::int32_t tenant) {
    if (!secret_.empty()) return {};
    TRY(const Rows rows, connection_.run(tenant, "select value from setu.setting where name = 'cursor_secret'", Arguments()));
    if (rows.empty() || rows[0].text(0).empty()) return fhir::Outcome(fhir::IssueType::exception, "The database has no secret to sign cursors with.");
    secret_ = rows[0].text(0);
    return {};
  }

  Connection connection_;
  std::string secret_;
  Counts counts_;
  KnownParameters known_{connection_};
  std::optional<std::int32_t> registered_;  ///< the tenant whose search parameters the transaction at hand changes
};

/// A cursor of a history is the place of its last version in the order: time, type, key, version.
std::int64_t fingerprint_of(const HistoryPlan& plan) {
  index::Hash hash(index::Domain::query);
  hash.add("history").add(std::int64_t{plan.tenant}).add(plan.type != nullptr ? plan.type->name : "").add(plan.id);
  hash.add(plan.since ? plan.since->time_since_epoch().count() : 0);
  hash.add(plan.at ? plan.at->first.time_since_epoch().count() : 0).add(plan.at ? plan.at->second.time_since_epoch().count() : 0);
  return hash.value();
}

fhir::Result<Page> PostgresSession::history(const HistoryPlan& plan) {
  constexpr std::int32_t last_version = std::numeric_limits<std::int32_t>::max();
  TRY_VOID(learn_secret(plan.tenant));
  const std::int64_t fingerprint = fingerprint_of(plan);
  search::Cursor place{fingerprint, std::numeric_limits<std::int16_t>::max(), std::numeric_limits<std::int64_t>::max(),
                       {std::int64_t{253'402'300'799'000'000}, std::int64_t{last_version}}, {}};
  if (!plan.cursor.empty()) {
    TRY(place, search::cursor_of(plan.cursor, fingerprint, secret_));
    if (place.values.size() != 2 || !std::holds_alternative<std::int64_t>(place.values[0]) || !std::holds_alternative<std::int64_t>(place.values[1])) {
      return fhir::Outcome(fhir::IssueType::invalid, fhir::Issue::Detail::bad_request, "This page does not exist; begin with the first.");
    }
  }
  const Instant time{std::chrono::microseconds(std::get<std::int64_t>(place.values[0]))};
  const auto version = static_cast<std::int32_t>(std::get<std::int64_t>(place.values[1]));
  const Instant since = plan.since.value_or(Instant(std::chrono::microseconds(0)));
  const std::int64_t limit = std::int64_t{plan.count} + 1;

  Arguments arguments;
  arguments.int4(plan.tenant);
  Arguments counting;
  const auto bind_at = [&](Arguments& to) {
    if (plan.at) to.timestamptz(plan.at->first).timestamptz(plan.at->second);
    else to.null(Type::timestamptz).null(Type::timestamptz);
  };
  std::vector<Call> calls;
  if (plan.type == nullptr) {
    arguments.timestamptz(time).int2(static_cast<std::int16_t>(place.type)).int8(place.key).int4(version).timestamptz(since).int8(limit);
    bind_at(arguments);
    arguments.boolean(plan.since.has_value());
    calls.push_back({sql::history_system, &arguments});
    counting.int4(plan.tenant).timestamptz(since);
    if (plan.count == 0) calls.push_back({sql::history_system_count, &counting});
  } else if (plan.id.empty()) {
    arguments.int2(number_of(*plan.type)).timestamptz(time).int8(place.key).int4(version).timestamptz(since).int8(limit);
    bind_at(arguments);
    arguments.boolean(plan.since.has_value());
    calls.push_back({sql::history_type, &arguments});
    counting.int4(plan.tenant).int2(number_of(*plan.type)).timestamptz(since);
    if (plan.count == 0) calls.push_back({sql::history_type_count, &counting});
  } else {
    const auto key = index::key_of(*plan.type, plan.id);
    arguments.int2(number_of(*plan.type)).int8(key).int4(version).timestamptz(since).int8(limit);
    bind_at(arguments);
    counting.int4(plan.tenant).int2(number_of(*plan.type)).int8(key).timestamptz(since);
    calls.push_back({sql::history_instance, &arguments});
    calls.push_back({sql::history_instance_count, &counting});
  }
  bind_at(counting);
  TRY(const auto results, connection_.run(plan.tenant, calls));
  const Rows& rows = results.front();

  Page page;
  std::size_t bytes = 0;
  for (std::size_t at = 0; at < std::min<std::size_t>(rows.size(), plan.count); ++at) {
    TRY(Version found, version_of(rows[at]));
    if ((bytes += found.tail.size()) > reply_bytes_max) return page_too_large();
    page.matches.push_back(std::move(found));
  }
  if (rows.size() > plan.count && !page.matches.empty()) {
    const Version& last = page.matches.back();
    page.next = search::to_text({fingerprint, last.type->number, index::key_of(*last.type, last.id),
                                 {std::int64_t{last.last_updated.time_since_epoch().count()}, std::int64_t{last.version}}, {}}, secret_);
  }
  if (results.size() > 1) page.total = static_cast<std::uint64_t>(results[1][0].int8(0));
  return page;
}

}  // namespace

fhir::Result<std::unique_ptr<Session>> connect(const std::string& url) {
  auto session = std::make_unique<PostgresSession>(url);
  TRY_VOID(session->open());
  return std::unique_ptr<Session>(std::move(session));
}

}  // namespace engine::store
