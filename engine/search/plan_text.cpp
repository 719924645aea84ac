#include <limits>

#include "engine/search/plan.h"
#include "engine/search/refusal.h"
#include "fhir/model/descriptor.h"

namespace engine::search {
namespace {

using Kind = Condition::Kind;

std::string number(std::int64_t value) {
  return value == std::numeric_limits<std::int64_t>::min() ? "-" : value == std::numeric_limits<std::int64_t>::max() ? "+" : std::to_string(value);
}

void describe(const Condition& condition, int depth, std::string& out) {
  const auto line = [&](const std::string& text) { out.append(static_cast<std::size_t>(depth) * 2, ' ').append(text).append("\n"); };
  switch (condition.kind) {
    case Kind::all: line("all of"); break;
    case Kind::any: line("any of"); break;
    case Kind::not_: line("not"); break;
    case Kind::tokens:
      for (const auto& token : condition.tokens) line("token " + number(token.token) + (token.system ? " system " + std::to_string(*token.system) : ""));
      break;
    case Kind::ranges:
      for (const auto& range : condition.ranges) {
        line("range " + number(range.key) + " low " + number(range.low_min) + ".." + number(range.low_max) + " high " +
             number(range.high_min) + ".." + number(range.high_max));
      }
      break;
    case Kind::texts:
      for (const auto& text : condition.texts) {
        constexpr std::string_view words[] = {"begins with", "contains", "is exactly", "is", "is not", "ends with"};
        line("text " + number(text.key) + " " + std::string(words[static_cast<std::size_t>(text.match)]) + " " + quoted(text.folded));
      }
      break;
    case Kind::ids:
      for (const auto id : condition.ids) line("resource " + number(id));
      break;
    case Kind::present: line("present " + std::to_string(condition.bit)); break;
    case Kind::near: line("within " + number(condition.near.picoradians) + " picoradians of " + number(condition.near.latitude) + ", " + number(condition.near.longitude) + " nanodegrees"); break;
    case Kind::chain: line("one of"); break;
    case Kind::link: line("leads to " + std::string(condition.type->name) + " that is"); break;
    case Kind::has: line("is led to by " + std::string(condition.type->name) + " that is"); break;
  }
  for (const auto& child : condition.children) describe(child, depth + 1, out);
}

}  // namespace

std::string to_text(const Plan& plan) {
  std::string out;
  for (const auto& branch : plan.branches) {
    out.append(branch.type->name).append("\n");
    describe(branch.where, 1, out);
    for (const auto& key : branch.order) {
      constexpr std::string_view words[] = {"id", "date", "range", "text", "json", "score"};
      out.append("  by ").append(words[static_cast<std::size_t>(key.kind)]).append(key.descending ? " descending\n" : "\n");
    }
  }
  return out;
}

}  // namespace engine::search
