#include "engine/interaction/interactions.h"

#include <algorithm>

#include "engine/index/key.h"
#include "engine/interaction/bundle_text.h"
#include "engine/interaction/presentation.h"
#include "engine/interaction/subset.h"
#include "engine/interaction/url.h"
#include "engine/search/count.h"
#include "engine/search/plan.h"
#include "engine/search/query.h"
#include "engine/search/refusal.h"
#include "fhir/primitive/date_time.h"

namespace engine::interactions {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

Outcome malformed(std::string text) { return {IssueType::invalid, Issue::Detail::bad_request, std::move(text)}; }

constexpr std::string_view own_parameters[] = {"_count", "_since", "_at", "_format", "_pretty", "_summary", "_elements"};

/// "Each parameter SHALL NOT appear more than once."
fhir::Result<void> check_once(const Parameters& parameters) {
  for (const std::string_view name : {std::string_view("_count"), std::string_view("_since"), std::string_view("_at"), search::cursor_parameter}) {
    if (std::count_if(parameters.begin(), parameters.end(), [&](const Parameter& one) { return one.name == name; }) > 1) {
      return malformed("A history has one '" + std::string(name) + "' at most; leave the others out.");
    }
  }
  return {};
}

/// https://hl7.org/fhir/R4/http.html#history: _count, _since and _at; _list is refused by name. Those that were understood
/// go to `used`.
fhir::Result<store::HistoryPlan> plan_of(const Interaction& interaction, Parameters& used) {
  TRY_VOID(check_once(interaction.parameters));
  store::HistoryPlan plan;
  plan.tenant = interaction.tenant;
  plan.type = interaction.type;
  plan.id = interaction.id;
  plan.count = search::SearchLimits::count_default;
  for (const auto& [name, value] : interaction.parameters) {
    bool is_used = name != search::cursor_parameter;
    if (name == "_count") {
      TRY(plan.count, search::count_of(value));
    } else if (name == "_since") {
      const auto since = fhir::parse_date_time(value);
      if (!since) return malformed("_since is an instant such as 2024-05-17T09:30:00Z.");
      plan.since = Instant(std::chrono::microseconds(fhir::range_of(*since).first));
    } else if (name == "_at") {
      const auto at = fhir::parse_date_time(value);
      if (!at) return malformed("_at is a date or time such as 2024-05 or 2024-05-17T09:30:00Z.");
      const auto range = fhir::range_of(*at);
      plan.at.emplace(Instant(std::chrono::microseconds(range.first)), Instant(std::chrono::microseconds(range.last)));
    } else if (name == search::cursor_parameter) {
      plan.cursor = value;
    } else if (!is_of_presentation(name)) {
      is_used = false;
      if (interaction.handling == Handling::strict) {
        return Outcome(IssueType::not_supported, Issue::Detail::bad_request,
                       "A history has no parameter " + search::quoted(name) + "." + search::suggestion(name, own_parameters));
      }
    }
    if (is_used) used.push_back({name, value});
  }
  if (interaction.summary == Summary::count) plan.count = 0;
  return plan;
}

std::string path_of(const Interaction& interaction) {
  std::string path = interaction.base;
  if (interaction.type != nullptr) path.append("/").append(interaction.type->name);
  if (!interaction.id.empty()) path.append("/").append(interaction.id);
  return path.append("/_history");
}

std::string url_with(const Interaction& interaction, Parameters parameters, const std::string& cursor) {
  if (!cursor.empty()) parameters.push_back({std::string(search::cursor_parameter), cursor});
  std::string url = path_of(interaction);
  if (!parameters.empty()) url.append("?").append(to_query(parameters));
  return url;
}

BundleEntry entry_of(const store::Version& version, const Interaction& interaction) {
  const std::string reference = std::string(version.type->name) + "/" + version.id;
  // The server makes ids for POST alone, and a version that follows a deletion was put there.
  const bool posted = version.version == 1 && index::is_server_id(version.id);
  BundleEntry entry;
  entry.full_url = interaction.base + "/" + reference;
  entry.etag = etag_of(version.version);
  entry.last_modified = version.last_updated;
  switch (version.operation) {
    case 'D':
      entry.method = "DELETE";
      entry.url = reference;
      entry.status = status_line(Status::no_content);
      break;
    case 'C':
      entry.method = posted ? "POST" : "PUT";
      entry.url = posted ? std::string(version.type->name) : reference;
      entry.status = status_line(Status::created);
      break;
    default:
      entry.method = "PUT";
      entry.url = reference;
      entry.status = status_line(Status::ok);
  }
  if (!version.deleted()) entry.resource = subset(json_of(version), interaction);
  return entry;
}

/// Whether there ever was a resource of this id: a history of nothing may be one since a time, or a number alone.
fhir::Result<bool> was_ever(const Interaction& interaction, const Environment& environment) {
  const store::Key key{interaction.tenant, interaction.type, interaction.id};
  TRY(const auto found, environment.store.read({&key, 1}));
  return found.front().has_value();
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#history: newest first.
Reply history(const Interaction& interaction, const Environment& environment) {
  Parameters used;
  auto plan = plan_of(interaction, used);
  if (!plan) return reply_of(std::move(plan.outcome()));
  auto page = environment.store.history(*plan);
  if (!page) return reply_of(std::move(page.outcome()));
  if (!interaction.id.empty() && page->matches.empty()) {
    const auto known = was_ever(interaction, environment);
    if (!known) return reply_of(known.outcome());
    if (!*known) return reply_of(Outcome(IssueType::not_found, std::string(interaction.type->name) + "/" + interaction.id + " is not known."));
  }
  BundleText bundle("history", page->total);
  bundle.link("self", url_with(interaction, used, plan->cursor));
  if (!plan->cursor.empty() || !page->next.empty()) bundle.link("first", url_with(interaction, used, {}));
  if (!page->next.empty()) bundle.link("next", url_with(interaction, used, page->next));
  for (const store::Version& version : page->matches) bundle.entry(entry_of(version, interaction));
  Reply reply;
  reply.body = std::move(bundle).finish();
  return reply;
}

}  // namespace engine::interactions
