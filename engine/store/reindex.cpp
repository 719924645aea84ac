#include "engine/store/reindex.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/store/registration.h"
#include "engine/store/sql.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"
#include "fhir/r4/registry.h"

namespace engine::store {
namespace {

constexpr std::int64_t page_size = 200;
constexpr std::int64_t first_rid = std::numeric_limits<std::int64_t>::min();

std::string name_of(const Write& write) { return std::string(write.type->name) + "/" + write.id; }

/// The write that gives a current version its postings; `base` is what they depend on, from its body.
fhir::Result<Write> write_of(Version version, std::string base, const index::CustomParameters& custom) {
  fhir::Arena arena;
  const std::string json = json_of(version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  Write write;
  write.kind = Write::Kind::update;
  write.type = version.type;
  write.id = std::move(version.id);
  write.if_match = version.version;
  write.tail = std::move(version.tail);
  write.postings = index::extract(resource, write.id, base, custom);
  TRY_VOID(index::check_size(write.postings));
  write.generation = custom.generation();
  write.base = std::move(base);
  return write;
}

/// The writes of one page. A version that was replaced while we looked at it has the postings of its writer.
fhir::Result<void> write_page(Connection& connection, KnownParameters& known, std::int32_t tenant, const Rows& rows) {
  const auto custom = known.of(tenant);
  std::vector<Write> writes;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const auto unreadable = [&](const fhir::Outcome& why) { return fhir::Outcome(fhir::IssueType::exception, name_of(rows[at]) + " cannot be read: " + why.issues.front().text); };
    auto version = version_of(rows[at]);
    if (!version) return unreadable(version.outcome());
    std::string base(rows[at].is_null(version_columns) ? std::string_view() : rows[at].text(version_columns));
    auto write = write_of(std::move(*version), std::move(base), *custom);
    if (!write) return unreadable(write.outcome());
    writes.push_back(std::move(*write));
  }
  while (!writes.empty()) {
    TRY(const Rows written, write_postings(connection, known, tenant, writes, Purpose::index));
    std::vector<Write> again;
    for (std::size_t at = 0; at < writes.size(); ++at) {
      const char result = written[at].character(0);
      if (result != 'M' && result != 'A') again.push_back(std::move(writes[at]));
    }
    if (again.size() == writes.size()) break;
    writes = std::move(again);
  }
  return {};
}

/// A failure that will not be another the next time; a database that was too slow may be quicker then.
bool is_lasting(const fhir::Outcome& outcome) {
  const auto type = outcome.issues.front().type;
  return type == fhir::IssueType::exception || (type == fhir::IssueType::too_costly && outcome.issues.front().detail == fhir::Issue::Detail::unprocessable);
}

}  // namespace

Reindexing reindexing_in(const Rows::Row& row) {
  Reindexing found;
  found.number = row.int8(0);
  std::string_view numbers = row.text(1);
  while (!numbers.empty()) {
    std::int16_t number = 0;
    const auto [end, error] = std::from_chars(numbers.data(), numbers.data() + numbers.size(), number);
    for (const auto* type : fhir::r4::resource_types()) {
      if (static_cast<std::int16_t>(type->number) == number) found.types.push_back(type);
    }
    numbers.remove_prefix(std::min<std::size_t>(static_cast<std::size_t>(end - numbers.data()) + 1, numbers.size()));
  }
  found.reason = row.text(2);
  switch (row.character(3)) {
    case 'W': found.state = Reindexing::State::waiting; break;
    case 'D': found.state = Reindexing::State::done; break;
    case 'F': found.state = Reindexing::State::failed; break;
    default: found.state = Reindexing::State::running; break;
  }
  found.done = static_cast<std::uint64_t>(row.int8(4));
  found.all = static_cast<std::uint64_t>(row.int8(5));
  if (!row.is_null(6)) found.failure = row.text(6);
  return found;
}

fhir::Result<bool> reindex_one(Connection& connection, KnownParameters& known, const Key& key) {
  constexpr int attempts_max = 3;
  for (int attempt = 1;; ++attempt) {
    Arguments arguments;
    const auto rid = index::key_of(*key.type, key.id);
    // The first behind the key before it is the one itself, if it is there.
    arguments.int4(key.tenant).int2(static_cast<std::int16_t>(key.type->number)).int8(rid - 1).int8(1);
    TRY(const Rows rows, connection.run(key.tenant, sql::reindex_page, arguments));
    if (rows.empty() || rows[0].int8(1) != rid) return false;
    TRY(Version version, version_of(rows[0]));
    if (version.id != key.id) return false;
    std::string base(rows[0].is_null(version_columns) ? std::string_view() : rows[0].text(version_columns));
    TRY(const Write write, write_of(std::move(version), std::move(base), *known.of(key.tenant)));
    TRY(const Rows written, write_postings(connection, known, key.tenant, {&write, 1}, Purpose::index));
    if (written[0].character(0) == 'I') {
      Arguments repaired;
      repaired.int4(key.tenant);
      TRY_VOID(connection.run(key.tenant, sql::reindex_repaired, repaired));
      return true;
    }
    if (attempt == attempts_max) return fhir::Outcome(fhir::IssueType::lock_error, name_of(write) + " is being changed by others just now; try again.");
  }
}

/// Runs `work` between begin and commit, and leaves no transaction behind.
template <class Work>
fhir::Result<void> Reindexer::in_transaction(Work&& work) {
  connection_.begin();
  fhir::Result<void> done = work();
  if (done) done = connection_.commit();
  if (!done) connection_.rollback();
  return done;
}

fhir::Result<std::optional<Reindexer::Step>> Reindexer::step() {
  TRY(const Rows busy, connection_.run(0, sql::reindex_busy, Arguments()));
  std::vector<std::int32_t> tenants;
  for (std::size_t at = 0; at < busy.size(); ++at) tenants.push_back(busy[at].int4(0));
  const auto next = std::upper_bound(tenants.begin(), tenants.end(), last_tenant_);
  std::rotate(tenants.begin(), next, tenants.end());
  std::optional<Step> waiting;
  for (const auto tenant : tenants) {
    last_tenant_ = tenant;
    TRY(auto done, step(tenant));
    if (!done.waits) return std::optional(std::move(done));
    waiting = std::move(done);
  }
  return waiting;
}

/// The oldest job of a tenant, locked; nothing if another process holds it.
fhir::Result<std::optional<Reindexer::Job>> Reindexer::next_job(std::int32_t tenant) {
  Arguments arguments;
  arguments.int4(tenant);
  TRY(const Rows rows, connection_.run(tenant, sql::reindex_next, arguments));
  if (rows.empty()) return std::optional<Job>();
  Job job;
  job.reindexing = reindexing_in(rows[0]);
  job.state = rows[0].character(3);
  job.at_type = rows[0].int2(7);
  job.at_rid = rows[0].int8(8);
  return std::optional(std::move(job));
}

fhir::Result<Reindexer::Step> Reindexer::step(std::int32_t tenant) {
  Step step{tenant, {}, true};
  TRY(auto job, next_job(tenant));
  if (job && job->state == 'W') {
    TRY_VOID(in_transaction([&]() -> fhir::Result<void> {
      TRY_VOID(lock_generation(connection_, tenant));
      TRY(job, next_job(tenant));
      if (!job || job->state != 'W') return {};
      // From here on no other change joins it: those who wrote before this was committed may not know of it.
      return set_state(tenant, *job, 'S');
    }));
  }
  if (!job) return step;  // another process is at it
  step.reindexing = job->reindexing;
  if (job->state == 'S') {
    TRY(const bool gone, writers_are_gone(tenant, job->reindexing.number));
    if (!gone) return step;
  }
  auto done = in_transaction([&]() -> fhir::Result<void> {
    TRY(job, next_job(tenant));
    if (!job || job->reindexing.number != step.reindexing.number || job->state == 'W') {
      job.reset();
      return {};
    }
    TRY_VOID(known_.refresh(tenant));
    if (job->state == 'S') TRY_VOID(count(tenant, *job));
    return page(tenant, *job);
  });
  if (!done && job && is_lasting(done.outcome())) {
    job->reindexing.failure = done.outcome().issues.front().text;
    done = in_transaction([&] { return end(tenant, *job, false); });
  }
  if (!done) return std::move(done.outcome());
  if (!job) return step;
  step.reindexing = job->reindexing;
  step.waits = false;
  return step;
}

/// True once no transaction is left that was writing when the job began.
fhir::Result<bool> Reindexer::writers_are_gone(std::int32_t tenant, std::int64_t job) {
  const bool begins = !writers_ || writers_->tenant != tenant || writers_->job != job;
  if (begins) writers_ = Writers{tenant, job, {}};
  Arguments arguments;
  arguments.int4(tenant).texts(writers_->transactions);
  TRY(const Rows rows, connection_.run(tenant, sql::reindex_writers, arguments));
  writers_->transactions.clear();
  for (std::size_t at = 0; at < rows.size(); ++at) writers_->transactions.emplace_back(rows[at].text(0));
  if (!writers_->transactions.empty()) return false;
  writers_.reset();
  return true;
}

fhir::Result<void> Reindexer::count(std::int32_t tenant, Job& job) {
  std::vector<Arguments> arguments;
  for (const auto* type : job.reindexing.types) arguments.emplace_back().int4(tenant).int2(static_cast<std::int16_t>(type->number));
  std::vector<Call> calls;
  for (const Arguments& one : arguments) calls.push_back({sql::reindex_count, &one});
  TRY(const auto results, connection_.run(tenant, calls));
  for (const Rows& rows : results) job.reindexing.all += static_cast<std::uint64_t>(rows[0].int8(0));
  return set_state(tenant, job, 'R');
}

fhir::Result<void> Reindexer::set_state(std::int32_t tenant, Job& job, char state) {
  job.state = state;
  Arguments arguments;
  arguments.int4(tenant).int8(job.reindexing.number).text(std::string_view(&state, 1)).int8(static_cast<std::int64_t>(job.reindexing.all));
  job.reindexing.failure.empty() ? arguments.null(Type::text) : arguments.text(job.reindexing.failure);
  TRY_VOID(connection_.run(tenant, sql::reindex_state, arguments));
  return {};
}

/// The next page of the job, of the first type that has one; its end where none has.
fhir::Result<void> Reindexer::page(std::int32_t tenant, Job& job) {
  for (const auto* type : job.reindexing.types) {
    const auto number = static_cast<std::int16_t>(type->number);
    if (number < job.at_type) continue;
    Arguments arguments;
    arguments.int4(tenant).int2(number).int8(number == job.at_type ? job.at_rid : first_rid).int8(page_size);
    TRY(const Rows rows, connection_.run(tenant, sql::reindex_page, arguments));
    if (rows.empty()) continue;
    TRY_VOID(write_page(connection_, known_, tenant, rows));
    job.reindexing.state = Reindexing::State::running;
    job.reindexing.done += rows.size();
    Arguments place;
    place.int4(tenant).int8(job.reindexing.number).int2(number).int8(rows[rows.size() - 1].int8(1)).int8(static_cast<std::int64_t>(rows.size()));
    TRY_VOID(connection_.run(tenant, sql::reindex_advance, place));
    return {};
  }
  return end(tenant, job, true);
}

fhir::Result<void> Reindexer::end(std::int32_t tenant, Job& job, bool whole) {
  job.reindexing.state = whole ? Reindexing::State::done : Reindexing::State::failed;
  TRY_VOID(lock_generation(connection_, tenant));  // so that what is begun at this moment is not overlooked
  TRY_VOID(set_state(tenant, job, whole ? 'D' : 'F'));
  Arguments arguments;
  arguments.int4(tenant).int8(job.reindexing.number).boolean(whole);
  TRY_VOID(connection_.run(tenant, sql::reindex_end, arguments));
  return {};
}

}  // namespace engine::store
