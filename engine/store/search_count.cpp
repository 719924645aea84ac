#include "engine/store/search_count.h"

#include <algorithm>
#include <utility>

#include "engine/index/contained.h"
#include "engine/search/match.h"
#include "engine/store/connection.h"
#include "engine/store/search_access.h"
#include "engine/store/search_snapshot.h"
#include "engine/store/search_statement.h"
#include "engine/store/version.h"

namespace engine::store {
namespace {

using search::Branch;
using search::Condition;

constexpr std::uint64_t worth_keeping = 1'000;   ///< fewer are counted as quickly as told
constexpr std::size_t question_bytes_max = 4'096;
constexpr std::size_t kept_max = 256;
// To look at a version takes as long as to count some hundreds.
constexpr std::int64_t counted_per_version = 256;
constexpr std::int64_t versions_max = 1'000;

std::int64_t versions_worth(const Count& count) { return std::min(static_cast<std::int64_t>(count.matches) / counted_per_version, versions_max); }

/// True if only its own versions decide whether a resource meets a condition.
bool is_of_itself(const Condition& condition) {
  if (condition.kind == Condition::Kind::chain || condition.kind == Condition::Kind::has) return false;
  return std::all_of(condition.children.begin(), condition.children.end(), is_of_itself);
}

bool is_of_versions(const Branch& branch) { return !index::is_contained(*branch.type) && is_of_itself(branch.where); }

/// The moment of a statement that was stamped, whose stamp is behind `column`; nothing while the index is being changed.
std::optional<Count> moment_of(const Rows::Row& row, int column, const Connection& connection) {
  if (row.is_null(column + 2)) return std::nullopt;
  return Count{0, {row.int8(column + 1), std::string(row.text(column))}, std::string(row.text(column + 2)), connection.opened()};
}

// The columns of recount_statement() behind those of a version and its base URL.
constexpr int versions_column = version_columns + 1, matches_column = versions_column + 1, stamp_column = matches_column + 1;

/// The count that follows from a former one and the rows of recount_statement(), of `limit` versions at most.
fhir::Result<std::optional<Count>> recounted(const Count& former, const Rows& rows, std::int64_t limit, const search::Plan& plan, const Branch& branch, const Connection& connection) {
  auto now = moment_of(rows[0], stamp_column, connection);
  if (!now || now->index != former.index || now->connection != former.connection) return std::optional<Count>();
  std::int64_t versions = 0;
  auto matches = static_cast<std::int64_t>(former.matches);
  for (std::size_t at = 0; at < rows.size() && !rows[at].is_null(versions_column); ++at) {
    const auto row = rows[at];
    versions += row.int8(versions_column);
    if (row.boolean(matches_column)) ++matches;
    if (row.is_null(0) || row.character(5) == 'D') continue;
    TRY(const auto postings, postings_of(row, plan));
    if (search::matches(branch.where, {row.int8(1), postings, postings}, [](const Condition&, index::ResourceKey) { return false; })) --matches;
  }
  if (versions >= limit) return std::optional<Count>();
  now->matches = static_cast<std::uint64_t>(matches);
  return now;
}

}  // namespace

const Count* Counts::find(std::string_view question) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& kept) { return kept.question == question; });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return &found->count;
}

void Counts::keep(std::string question, Count count) {
  forget(question);
  if (count.matches < worth_keeping || question.size() > question_bytes_max) return;
  kept_.push_front({std::move(question), std::move(count)});
  if (kept_.size() > kept_max) kept_.pop_back();
}

void Counts::forget(std::string_view question) {
  std::erase_if(kept_, [&](const Kept& kept) { return kept.question == question; });
}

fhir::Result<std::optional<std::uint64_t>> recount(Connection& connection, const search::Plan& plan, Counts& counts) {
  // What a transaction has written itself is in no snapshot yet.
  if (connection.in_transaction()) return std::optional<std::uint64_t>();
  std::vector<std::string> questions;
  std::vector<Count> former;
  std::vector<Statement> statements;
  for (const Branch& branch : plan.branches) {
    if (!is_of_versions(branch)) return std::optional<std::uint64_t>();
    questions.push_back(question_of(plan.tenant, branch));
    const Count* known = counts.find(questions.back());
    if (known == nullptr) return std::optional<std::uint64_t>();
    former.push_back(*known);
    statements.push_back(recount_statement(plan.tenant, branch, known->snapshot, versions_worth(*known)));
  }
  TRY(const auto results, run(connection, plan, statements));
  std::uint64_t total = 0;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    TRY(auto now, recounted(former[at], results[at], versions_worth(former[at]), plan, plan.branches[at], connection));
    if (!now) {
      counts.forget(questions[at]);
      return std::optional<std::uint64_t>();
    }
    total += now->matches;
    counts.keep(std::move(questions[at]), std::move(*now));
  }
  return std::optional(total);
}

fhir::Result<std::uint64_t> count(Connection& connection, const search::Plan& plan, const std::vector<Access>& ways, std::int64_t limit, Counts& counts) {
  std::vector<Statement> statements;
  std::vector<const Branch*> counted;
  for (std::size_t at = 0; at < plan.branches.size(); ++at) {
    if (ways[at].kind == Access::Kind::none) continue;
    statements.push_back(stamped(total_statement(plan.tenant, plan.branches[at], ways[at], limit)));
    counted.push_back(&plan.branches[at]);
  }
  TRY(const auto results, run(connection, plan, statements));
  std::uint64_t total = 0;
  for (std::size_t at = 0; at < counted.size(); ++at) {
    const auto matches = results[at][0].int8(0);
    total += static_cast<std::uint64_t>(matches);
    if (connection.in_transaction() || !is_of_versions(*counted[at]) || matches >= limit) continue;
    auto now = moment_of(results[at][0], 1, connection);
    if (!now) continue;
    now->matches = static_cast<std::uint64_t>(matches);
    counts.keep(question_of(plan.tenant, *counted[at]), std::move(*now));
  }
  return total;
}

}  // namespace engine::store
