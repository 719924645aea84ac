#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "engine/search/cursor.h"
#include "engine/search/plan.h"
#include "engine/store/search_condition.h"

/// The SQL of searches. A statement's text comes from the shape of a plan alone, so that equal shapes are prepared once;
/// every value is bound.
namespace engine::store {

class Connection;

/// How a branch's matches are reached.
struct Access {
  enum class Kind : std::uint8_t {
    few,   ///< all that `driver` finds in one look, if it is no more than `glance` of them; of ids, ranges and texts, the newest first
    set,   ///< all that `driver` finds, then sorted: for few
    arms,  ///< the postings of `driver` in the order of the main date, until a page is full
    walk,  ///< all resources of the type in the order asked for, until a page is full
    none,  ///< nothing can match, and nothing is read
  } kind = Kind::walk;
  /// The condition that drives: `where` itself, or one of its children if it is Kind::all. The rest is probed.
  const search::Condition* driver = nullptr;
  /// Of few, arms and walk: how many rows that drive are looked at, whether that is the page or not; 0: all.
  std::int64_t glance = 0;
};

/// Where the last page ended, seen from one branch.
struct Place {
  enum class After : std::uint8_t {
    values,    ///< only matches beyond these values
    resource,  ///< and those with equal values behind `key`
    all_equal, ///< and all with equal values
  } after = After::resource;
  std::vector<search::Cursor::Value> values;
  index::ResourceKey key = 0;
};

/// Which of a branch's matches a page has.
struct Window {
  const Place* place = nullptr;            ///< it begins behind this; null: at the first match
  bool backward = false;                   ///< the order is turned round: before the place, or from the last match
  const search::Snapshot* seen = nullptr;  ///< only versions that this could see
  std::int64_t limit = 0;
};

/// The order of a branch as it is carried out: never empty, the newest by main date first if nothing was asked for.
std::vector<search::Order> order_of(const search::Branch& branch);

/// True if the values of a key are texts, else they are numbers.
bool is_text(const search::Order& key);

/// What stands for no value of a key: it comes last either way.
search::Cursor::Value absent_value(const search::Order& key);

/// Runs statements of a plan in one round trip; none costs none. Fails (IssueType::incomplete) if the plan depends on the time
/// zone of the tenant's dates, and that is another; or was when `first` was taken, which a page before could see.
fhir::Result<std::vector<Rows>> run(Connection& connection, const search::Plan& plan, const std::vector<Statement>& statements, const search::Snapshot* first = nullptr);

/// Runs statements that tell how a plan is best carried out and nothing of what it finds, in one round trip; none costs none.
fhir::Result<std::vector<Rows>> measure(Connection& connection, const search::Plan& plan, const std::vector<Statement>& statements);

/// How many parts a branch's order has: those with a value of the first key, then those without one. None where nothing is read.
int parts_of(const search::Branch& branch, const Access& access);

/// True if no index has the order of a key: whatever matches is read to be put into it.
bool is_unordered(const search::Order& key);

/// One part of a page: the columns of a version, then one column for each key of the order, then the score if the branch has
/// words to be scored by; where no snapshot is given, then
/// the one it was made in, as text and the microseconds of its time. Of Access::Kind::few then how many its list has, which is
/// not looked at if it is too long; where nothing is found there is one row, without a version.
Statement page_statement(std::int32_t tenant, const search::Branch& branch, const Access& access, int part, const Window& window);

/// Resources of some types that were changed since a snapshot and are still there, each in the version that it could see, and behind
/// the columns of a version the base URL that its postings depended on, or null; of at most `limit` later versions of each type.
/// Where they have more than `bytes` as they are stored there is one row of nulls.
Statement changed_statement(std::int32_t tenant, const Array& types, const search::Snapshot& snapshot, std::int64_t limit, std::int64_t bytes);

/// How many versions of those of some types that has the most a snapshot could not see, counted up to `limit`.
Statement unseen_statement(std::int32_t tenant, const Array& types, const search::Snapshot& snapshot, std::int64_t limit);

/// A resource of a type as it was, and the references that it had, as they are posted.
struct WithReferences {
  index::ResourceKey key = 0;
  std::vector<std::int64_t> leads;
};

/// Those of some resources that a chain or reverse chain holds for: their keys. What they lead to, and what leads to them, is
/// asked of as it is now; by what is contained beside or in them none is found, for that was another.
Statement holding_statement(std::int32_t tenant, const fhir::Descriptor& type, const search::Condition& condition, std::span<const WithReferences> changed);

/// How many resources a branch matches, counted up to `limit`.
Statement total_statement(std::int32_t tenant, const search::Branch& branch, const Access& access, std::int64_t limit);

/// A statement with one row, and behind its columns those of stamp_columns: the snapshot that it was made in, as text and the
/// microseconds of its time, and what the index is made by, or null while that is being changed.
Statement stamped(Statement statement);
constexpr int stamp_columns = 3;

/// What is asked of a branch that its matches depend on, as bytes that are equal only if that is.
std::string question_of(std::int32_t tenant, const search::Branch& branch);

/// What became since a snapshot of how many resources a branch matches. In the columns of a version and its base URL, as those of
/// changed_statement(): each resource that has another version now, as the snapshot saw it, or nulls where it did not. Then how many
/// versions of it there are that the snapshot could not see, of all resources up to `limit` of those made since and as many of
/// others; whether the branch matches it now; then the columns of stamp_columns. Where nothing was written there is one row, with no
/// version and no number of them.
Statement recount_statement(std::int32_t tenant, const search::Branch& branch, const search::Snapshot& snapshot, std::int64_t limit);

/// Of lists of tokens, the tokens and systems of all behind each other and beside them the number of their list, in their order: the numbers of those of
/// which any is posted.
Statement any_posted_statement(std::int32_t tenant, const Array& tokens, const Array& systems, const Array& lists);

/// How many postings a condition on `type` has, counted up to `limit`; a resource may count more than once. Of a chain or
/// reverse chain only those that the first `leading` of what it leads by come to.
Statement size_statement(std::int32_t tenant, const fhir::Descriptor& type, const search::Condition& condition, std::int64_t limit, std::int64_t leading);

/// How many resources a chain or reverse chain leads by, counted up to `limit`.
Statement leading_statement(std::int32_t tenant, const search::Condition& condition, std::int64_t limit);

/// Current versions that have one of these postings, at most `limit`: type, posting, and system and a second posting of the
/// same resource or null, beside each other.
Statement posted_statement(std::int32_t tenant, const Array& types, const Array& tokens, const Array& systems, const Array& also, std::int64_t limit);

/// Versions by type, key and number, beside each other; those that are not there, or are deletions, are left out.
Statement version_statement(std::int32_t tenant, const Array& types, const Array& keys, const Array& versions);

/// Current versions that refer to one of `targets` by one of `salts` (with the type that refers beside it), at most `limit`.
Statement referring_statement(std::int32_t tenant, std::span<const std::int64_t> targets, const Array& salts, const Array& types, std::int64_t limit);

}  // namespace engine::store
