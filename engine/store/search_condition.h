#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/search/cursor.h"
#include "engine/search/plan.h"
#include "engine/store/value.h"

/// Conditions of searches as SQL.
///
/// The planner of PostgreSQL has nothing to choose: each step is a lateral query behind a fence (a limit, an offset 0 or
/// a scalar sub-select), so that what is written first is done first, by the index it is meant for.
namespace engine::store {

/// A statement and what is bound to it.
struct Statement {
  std::string sql;
  Arguments arguments;
};

/// No text of the index is behind it.
constexpr std::string_view last_text = "\xF4\x8F\xBF\xBF";

/// True if a condition's matches can be read from postings or ids, without going through all resources of the type.
bool is_drivable(const search::Condition& condition);

/// The child of `all` that is the best to begin with where nothing was counted, or null if none can drive.
const search::Condition* best_child(const search::Condition& all);

/// SQL put together from parts.
std::string joined(const std::vector<std::string>& parts, std::string_view between);

/// That a row of res, found by its key, is not of a deleted resource. Said in a way that the partial index of whole types
/// is not known to imply: the planner would scan all of that for each key while it takes the table for small.
std::string is_there(const std::string& row);

/// Writes one statement. `$1` is the tenant.
class StatementWriter {
 public:
  explicit StatementWriter(std::int32_t tenant) { arguments_.int4(tenant); }

  std::string bind(std::int64_t value) { return bound(arguments_.int8(value)); }
  std::string bind(std::string_view value) { return bound(arguments_.text(value)); }
  std::string bind(const Array& values) { return bound(arguments_.array(values)); }
  std::string bind(std::span<const std::int64_t> values) { return bound(arguments_.int8s(values)); }
  std::string bind(const search::Cursor::Value& value) {
    return std::holds_alternative<std::string>(value) ? bind(std::string_view(std::get<std::string>(value))) : bind(std::get<std::int64_t>(value));
  }
  std::string bind_type(const fhir::Descriptor& type) { return bound(arguments_.int2(static_cast<std::int16_t>(type.number))); }

  Statement finish(std::string sql) && { return {std::move(sql), std::move(arguments_)}; }

  /// A condition for one resource of `type`: `row` has its rid and srt; for a link its `tok`, a reference.
  std::string probe(const search::Condition& condition, const fhir::Descriptor& type, const std::string& row);

  /// "select rid, srt": all resources of `type` that a condition holds for, some of them more than once.
  std::string set(const search::Condition& condition, const fhir::Descriptor& type);
  std::string set(const search::Condition& condition, const fhir::Descriptor& type, const search::Condition* driver);

  /// "select rid" of ids, or of what is posted by ranges or texts.
  std::string rids(const search::Condition& condition);

  /// A from-item w (tok, sys): the postings to look for, of a condition of tokens or a chain.
  std::string arms(const search::Condition& condition);

  /// Of the next chain or reverse chain that is written only so many of what it leads by.
  void lead_by(std::int64_t most) { leading_ = bind(most); }

  /// What must hold beside `driver`.
  std::string others(const search::Condition& where, const fhir::Descriptor& type, const search::Condition* driver, const std::string& row);

 private:
  std::string bound(Arguments& arguments) { return "$" + std::to_string(arguments.size()); }
  std::string name() { return "x" + std::to_string(names_++); }

  std::string ranges(const search::Condition& condition);
  std::string texts(const search::Condition& condition);
  static std::string in_range(const std::string& row, const std::string& range);
  static std::string is_text(const std::string& row, const std::string& text);

  /// "select rid": what a link or reverse chain leads by, or with `most` some of it.
  std::string leading(const search::Condition& condition, const std::string& most) {
    const std::string all = set(condition.children[0], *condition.type);
    return most.empty() ? all : "select l.rid from (" + all + ") l limit " + most;
  }

  Arguments arguments_;
  std::string leading_;
  int names_ = 0;
};

}  // namespace engine::store
