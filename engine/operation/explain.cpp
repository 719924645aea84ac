#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

#include "engine/interaction/page.h"
#include "engine/interaction/route.h"
#include "engine/interaction/searchset.h"
#include "engine/interaction/url.h"
#include "engine/operation/answer.h"
#include "engine/operation/operation.h"
#include "engine/search/plan.h"
#include "fhir/primitive/check.h"

/// $explain: how a search is carried out, and what it costs, for operators. Values that were asked for are in the answer,
/// and nothing that is stored.
namespace engine::operations {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using store::Explanation;

/// More is not said of one parameter: lists of codes are long.
constexpr std::size_t asked_bytes_max = 200;

/// And no more types are named to people.
constexpr std::size_t named_max = 10;

Outcome refused(std::string text) { return {IssueType::value, Issue::Detail::bad_request, std::move(text)}; }

/// The search that a URL asks for.
fhir::Result<Interaction> search_at(std::string_view url, const Interaction& asked) {
  url = behind_base(url, asked.base);
  const std::size_t mark = std::min(url.find('?'), url.size());
  TRY(Parameters parameters, parse_query(url.substr(std::min(mark + 1, url.size())), search::SearchLimits::parameters));
  const Routing routing = route_of(Method::get, mark == 0 ? std::string() : "/" + std::string(url.substr(0, mark)));
  if (!routing.route) return Outcome(routing.route.outcome());
  TRY(Interaction interaction, interaction_at(*routing.route, std::move(parameters), asked.handling));
  if (interaction.action != Action::search_type && interaction.action != Action::search_system) {
    return refused("Only searches are explained: Observation?code=8867-4, Patient/1/Observation?date=ge2024, ?_type=Patient,Group&_id=1.");
  }
  for (const Parameter& parameter : interaction.parameters) {
    if (parameter.name == search::cursor_parameter) return refused("Pages behind the first are not explained: they are found the same way, from the place where the last one ended.");
  }
  interaction.tenant = asked.tenant;
  interaction.base = asked.base;
  return interaction;
}

std::string cut(std::string text) {
  text = fhir::as_string(text);
  if (text.size() <= asked_bytes_max) return text;
  std::size_t end = asked_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // at a character
  return text.substr(0, end) + "…";
}

std::string decimal(double number, int places) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", places, number);
  return text;
}

std::string listed(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

void tell(const Explanation::Branch& branch, std::string& out) {
  out.append(branch.type->name).append(": ").append(branch.way).append("\n");
  std::string_view last;  // one parameter may come to several look-ups
  for (const auto& one : branch.criteria) {
    if (one.asked != std::exchange(last, one.asked)) out.append("  ").append(cut(one.asked)).append("\n");
    out.append(one.drives ? "    drives: " : "    ").append(one.reads);
    if (one.size) out.append("; ").append(std::to_string(*one.size)).append(one.or_more ? " index rows or more" : *one.size == 1 ? " index row" : " index rows");
    out.append("\n");
  }
  out.append("  ordered ").append(branch.order).append("\n");
  for (const auto& one : branch.steps) {
    out.append("  ").append(cut(one.purpose)).append(": cost ").append(decimal(one.cost, 1));
    if (one.milliseconds) out.append(", ").append(decimal(*one.milliseconds, 1)).append(" ms");
    out.append("\n    reads ").append(listed(one.scans)).append("\n");
    if (!one.whole_tables.empty()) {
      out.append("    ATTENTION: PostgreSQL reads from end to end: ").append(listed(one.whole_tables)).append(". No search should; an index is missing, or the statement is wrong.\n");
    }
  }
}

void add(const Explanation::Branch& branch, Answer& answer) {
  Parts of_branch = answer.add("branch");
  of_branch.add("type", "code", branch.type->name).add("way", "string", branch.way).add("order", "string", branch.order);
  for (const auto& one : branch.criteria) {
    Parts parts = of_branch.add("criterion");
    parts.add("asked", "string", cut(one.asked)).add("drives", "boolean", one.drives ? "true" : "false").add("reads", "string", one.reads);
    if (one.size) parts.add("size", static_cast<std::uint64_t>(*one.size)).add("orMore", "boolean", one.or_more ? "true" : "false");
  }
  for (const auto& one : branch.steps) {
    Parts parts = of_branch.add("statement");
    parts.add("purpose", "string", cut(one.purpose)).add("cost", "decimal", decimal(one.cost, 2)).add("rows", "decimal", decimal(one.rows, 0));
    if (one.milliseconds) parts.add("milliseconds", "decimal", decimal(*one.milliseconds, 3));
    for (const auto& scan : one.scans) parts.add("reads", "string", scan);
    for (const auto& table : one.whole_tables) parts.add("wholeTable", "string", table);
    parts.add("sql", "string", one.sql);
  }
}

/// What else a client should know.
std::vector<std::string> notes_of(const search::Query& query) {
  std::vector<std::string> notes;
  for (const Issue& warning : query.warnings) notes.push_back(warning.text);
  if (!query.includes.empty()) {
    notes.push_back("What is included is read by the keys and references of what was found: a round trip more for each depth, of which there are " +
                    std::to_string(search::SearchLimits::include_depth) + " at most.");
  }
  return notes;
}

}  // namespace

Reply explain(const Interaction& interaction, const Arguments& arguments, const Environment& environment) {
  const std::string_view analyze = arguments.text_of("analyze");
  if (!analyze.empty() && analyze != "true" && analyze != "false") return reply_of(refused("The input \"analyze\" is true or false."));
  const std::string_view url = arguments.text_of("search");
  if (url.empty()) return reply_of(Outcome(IssueType::required, Issue::Detail::bad_request, "The input \"search\" is missing: a search as it stands behind the base, Observation?code=8867-4."));
  auto asked = search_at(url, interaction);
  if (!asked) return reply_of(std::move(asked.outcome()));
  auto query = query_of(*asked, environment);
  if (!query) return reply_of(std::move(query.outcome()));
  auto now = query_as_of_now(*query, asked->tenant, environment);
  if (!now) return reply_of(std::move(now.outcome()));
  auto plan = search::plan_of(*now, asked->tenant, asked->base);
  if (!plan) return reply_of(std::move(plan.outcome()));
  auto explanation = environment.store.explain(*plan, analyze == "true");
  if (!explanation) return reply_of(std::move(explanation.outcome()));

  std::string text;
  for (const auto& branch : explanation->branches) tell(branch, text);
  std::vector<std::string> left_out;
  for (const auto* type : explanation->left_out) left_out.emplace_back(type->name);
  if (!left_out.empty()) text.append("Nothing is read of ").append(left_out.size() > named_max ? std::to_string(left_out.size()) + " other types" : listed(left_out)).append(": tok has none of the codes that a match needs\n");
  const auto notes = notes_of(*query);
  for (const std::string& note : notes) text.append(note).append("\n");
  Answer answer;
  answer.add("text", "string", text);
  for (const auto& branch : explanation->branches) add(branch, answer);
  for (const std::string& type : left_out) answer.add("leftOut", "code", type);
  for (const std::string& note : notes) answer.add("note", "string", note);
  return answer.reply();
}

}  // namespace engine::operations
