#include "engine/interaction/write.h"

#include <algorithm>

#include "engine/index/extract.h"
#include "engine/interaction/integrity.h"
#include "engine/interaction/outcome_resource.h"
#include "engine/interaction/stored_form.h"
#include "engine/interaction/subset.h"
#include "profiles/validation/validate.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

std::string name_of(const store::Write& write) { return std::string(write.type->name) + "/" + write.id; }

/// "3 of type Observation, 1 of type Encounter"
std::string to_text(const std::vector<store::Referring>& referring) {
  std::string text;
  for (const auto& [type, count] : referring) {
    if (!text.empty()) text += ", ";
    text.append(count > store::Referring::count_max ? "more than " + std::to_string(store::Referring::count_max) : std::to_string(count));
    text.append(" of type ").append(type->name);
  }
  return text;
}

fhir::Result<void> check_identity(fhir::Resource body, const fhir::Descriptor& type, std::string_view id) {
  const std::string name(type.name);
  if (body.type != &type) {
    return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                   "The URL is for a " + name + ", and the body is a " + std::string(body.type->name) + ".",
                   std::string(body.type->name));
  }
  const auto& own = fhir::id_of(body);
  if (id.empty()) return {};
  if (!own.has_text()) {
    return Outcome(IssueType::invalid, Issue::Detail::bad_request, "The body has no id; an update needs the one of its URL.", name + ".id");
  }
  if (own.text() != id) {
    return Outcome(IssueType::invalid, Issue::Detail::bad_request, "The id in the body is not the one of the URL.", name + ".id");
  }
  return {};
}

/// The number of the version that was written over, or left for it is the same; 0 if there was none.
std::uint32_t former_of(const store::Written& written) {
  using enum store::Written::Result;
  switch (written.result) {
    case created:
    case updated:
    case deleted: return written.version - 1;
    case unchanged: return written.version;
    default: return 0;
  }
}

}  // namespace

std::string name_of(const store::Need& need) {
  std::string name = std::string(need.type->name) + "/" + need.id;
  if (need.version != 0) name.append("/_history/").append(std::to_string(need.version));
  return name;
}

void move_issues(std::string_view place, std::string_view type, fhir::Issues& issues) {
  if (place.empty()) return;
  for (Issue& issue : issues) {
    const std::string_view path = issue.expression;
    if (path.starts_with("http.")) continue;
    const bool is_below = path.starts_with(type) && (path.size() == type.size() || path[type.size()] == '.' || path[type.size()] == '[');
    issue.expression = std::string(place) + std::string(is_below ? path.substr(type.size()) : std::string_view());
  }
}

fhir::Result<void> check_body(fhir::Resource body, const fhir::Descriptor& type, std::string_view id,
                              std::string_view place, Handling handling, const Environment& environment) {
  const auto moved = [&](Outcome outcome) {
    move_issues(place, body.type->name, outcome.issues);
    return outcome;
  };
  if (auto same = check_identity(body, type, id); !same) return moved(std::move(same.outcome()));
  if (auto storable = check_storable(body); !storable) return moved(std::move(storable.outcome()));
  if (auto whole = check_whole(body); !whole) return moved(std::move(whole.outcome()));
  if (environment.definitions != nullptr && handling == Handling::strict) {
    fhir::Arena arena;
    fhir::Issues issues;
    profiles::validate(body, *environment.definitions, arena, issues);
    if (fhir::has_errors(issues)) return moved(Outcome(std::move(issues)));
  }
  return {};
}

fhir::Result<store::Write> write_of(fhir::Resource body, std::string id, store::Write::Kind kind, const Interaction& interaction,
                                    const Environment& environment) {
  const std::string& base = interaction.base;
  const auto custom = environment.store.parameters(interaction.tenant);
  store::Write write;
  write.kind = kind;
  write.type = body.type;
  write.id = std::move(id);
  write.tail = stored_form(body);
  write.postings = index::extract(body, write.id, base, *custom);
  write.generation = custom->generation();
  if (!base.empty() && write.tail.find(base) != std::string::npos) write.base = base;
  TRY_VOID(index::check_size(write.postings));
  if (write.tail.find('?') != std::string::npos) TRY_VOID(check_resolved(body, base));
  TRY(write.needs, needs_of(body, write.id, base, environment.policy));
  return write;
}

store::Write removal_of(const fhir::Descriptor& type, std::string id, const Policy& policy) {
  store::Write write;
  write.kind = store::Write::Kind::remove;
  write.type = &type;
  write.id = std::move(id);
  write.referrers = referrers_of(type, policy);
  return write;
}

fhir::Result<void> check_written(const store::Write& write, const store::Written& written) {
  using enum store::Written::Result;
  switch (written.result) {
    case created:
    case updated:
    case deleted:
    case unchanged: return {};
    case absent:
      if (write.if_match) {
        return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                       name_of(write) + (*write.if_match == any_version ? " does not exist, and the request was to be done only if it did."
                                                                        : " does not exist, so it has no version " + std::to_string(*write.if_match) + "."));
      }
      return {};  // as deleted as it can be
    case version_mismatch:
      return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                     name_of(write) + " has version " + std::to_string(written.version) +
                         " now, not the one of If-Match; read it again and repeat the change.");
    case exists:
      return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                     name_of(write) + " exists already, and the request was to be done only if it did not.");
    case missing: {
      const store::Need& need = write.needs.at(written.need);
      return Outcome(IssueType::business_rule,
                     "The reference leads to " + name_of(need) + ", which is not here; store that first, or in the same transaction.", need.path);
    }
    case referred:
      return Outcome(IssueType::conflict, name_of(write) + " is referred to by " + to_text(written.referring) +
                                              "; change or delete what refers to it first, or in the same transaction.");
  }
  return Outcome(IssueType::exception, "A write ended without a result.");
}

Reply reply_of(const store::Write& write, const store::Written& written, Return preference) {
  using enum store::Written::Result;
  Reply reply;
  reply.type = write.type;
  reply.id = write.id;
  reply.version = written.version;
  if (written.version != 0) reply.last_updated = written.last_updated;
  if (written.result == deleted || written.result == absent) {
    reply.status = Status::no_content;
    if (preference == Return::operation_outcome) {
      reply.status = Status::ok;
      reply.body = outcome_json({});
    }
    return reply;
  }
  reply.status = written.result == created ? Status::created : Status::ok;
  reply.location = true;
  switch (preference) {
    case Return::minimal: break;
    case Return::operation_outcome: reply.body = outcome_json({}); break;
    case Return::unspecified:
    case Return::representation:
      reply.body = store::json_of({write.type, write.id, written.version, written.last_updated, 'U', write.tail});
      break;
  }
  return reply;
}

Reply reply_of_removals(std::size_t count, Return preference) {
  Reply reply;
  reply.status = Status::no_content;
  if (preference == Return::operation_outcome) {
    reply.status = Status::ok;
    const std::string text = count == 0 ? "Nothing matches the criteria, so nothing was deleted." : std::to_string(count) + " resources were deleted.";
    reply.body = outcome_json({{fhir::Severity::information, IssueType::informational, text, {}}});
  }
  return reply;
}

fhir::Result<void> check_former(const Interaction& interaction, const store::Version& former) {
  const auto refused = [&](const std::string& text) {
    return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                   std::string(former.type->name) + "/" + former.id + text + "; read it again and repeat the change.");
  };
  const auto& excluded = interaction.if_none_match;
  if (std::find(excluded.begin(), excluded.end(), former.version) != excluded.end()) {
    return refused(" has version " + std::to_string(former.version) + " now, which If-None-Match names");
  }
  if (interaction.if_none_match_any && !former.deleted()) return refused(" exists, and If-None-Match is *");
  const auto& since = interaction.if_unmodified_since;
  if (since && former.last_updated > *since) return refused(" was changed after the time of If-Unmodified-Since");
  return {};
}

bool asks_of_former(const Interaction& interaction) {
  return interaction.if_none_match_any || !interaction.if_none_match.empty() || interaction.if_unmodified_since;
}

fhir::Result<void> check_written_over(const store::Write& write, const store::Written& written, const Interaction& interaction, const Environment& environment) {
  const std::uint32_t number = asks_of_former(interaction) ? former_of(written) : 0;
  if (number == 0) return {};
  TRY(const auto former, environment.store.vread({interaction.tenant, write.type, write.id}, number));
  if (!former) return {};
  return check_former(interaction, *former);
}

fhir::Result<std::vector<store::Written>> write_all(std::span<const store::Write> writes, const Interaction& interaction, const Environment& environment) {
  if (!asks_of_former(interaction)) return environment.store.write(interaction.tenant, writes);
  std::vector<store::Written> all;
  auto done = environment.store.transaction(interaction.tenant, {}, [&]() -> fhir::Result<void> {
    TRY(all, environment.store.write(interaction.tenant, writes));
    for (std::size_t at = 0; at < all.size(); ++at) TRY_VOID(check_written_over(writes[at], all[at], interaction, environment));
    return {};
  });
  if (!done) return std::move(done.outcome());
  return all;
}

fhir::Result<fhir::Issues> try_out(const store::Write& write, const Interaction& interaction, const Environment& environment) {
  fhir::Issues issues;
  if (write.needs.empty() && write.referrers.empty()) return issues;
  bool known = false;
  auto tried = environment.store.transaction(interaction.tenant, {}, [&]() -> fhir::Result<void> {
    TRY(const auto written, environment.store.write(interaction.tenant, {&write, 1}));
    known = true;
    if (auto done = check_written(write, written.front()); !done) issues = std::move(done.outcome().issues);
    return Outcome(IssueType::informational, "The write was tried only.");  // rolls back
  });
  if (!known) return std::move(tried.outcome());
  return issues;
}

Reply write_one(const store::Write& write, const Interaction& interaction, const Environment& environment) {
  auto written = write_all({&write, 1}, interaction, environment);
  if (!written) return reply_of(std::move(written.outcome()));
  if (auto done = check_written(write, written->front()); !done) return reply_of(std::move(done.outcome()));
  return reply_of(write, written->front(), interaction.prefer_return);
}

}  // namespace engine
