#include "engine/interaction/criteria.h"

#include <algorithm>

#include "engine/index/key.h"
#include "engine/interaction/outcome_resource.h"
#include "engine/interaction/page.h"
#include "engine/interaction/presentation.h"
#include "engine/interaction/understood.h"

namespace engine {

store::Claim claim_of(std::int32_t tenant, const fhir::Descriptor& type, const Parameters& criteria) {
  // The order of criteria means nothing, nor does how the answer is to look.
  std::vector<std::pair<std::string_view, std::string_view>> sorted;
  for (const auto& [name, value] : criteria) {
    if (!is_of_presentation(name)) sorted.emplace_back(name, value);
  }
  std::sort(sorted.begin(), sorted.end());
  index::Hash hash(index::Domain::query);
  hash.add(std::int64_t{tenant}).add(type.name);
  for (const auto& [name, value] : sorted) hash.add(name).add(value);
  return {tenant, hash.value()};
}

fhir::Result<std::vector<store::Version>> matches_of(std::int32_t tenant, const fhir::Descriptor& type, const Parameters& criteria,
                                                     std::string_view base, const Environment& environment, std::size_t count) {
  TRY(search::Query query, understood(tenant, environment, [&](search::Custom custom) { return search::parse_criteria(type, criteria, std::move(custom)); }));
  query.count = static_cast<std::uint32_t>(count);
  TRY(store::Page page, page_of(query, tenant, base, environment));
  return std::move(page.matches);
}

fhir::Result<std::optional<store::Version>> one_match(std::int32_t tenant, const fhir::Descriptor& type,
                                                      const Parameters& criteria, std::string_view base,
                                                      const Environment& environment, const Removed& removed) {
  TRY(auto matches, matches_of(tenant, type, criteria, base, environment, 2 + removed.size()));
  std::erase_if(matches, [&](const store::Version& match) { return removed.contains({match.type, match.id}); });
  if (matches.size() > 1) {
    return fhir::Outcome(fhir::IssueType::multiple_matches,
                         "Several resources of type " + std::string(type.name) +
                             " match the criteria; a conditional interaction needs criteria that one matches at most.");
  }
  if (matches.empty()) return std::optional<store::Version>();
  return std::optional(std::move(matches.front()));
}

fhir::Result<std::vector<store::Version>> matches_to_remove(const Interaction& interaction, const Environment& environment) {
  if (environment.policy.conditional_delete == Policy::ConditionalDelete::single) {
    TRY(auto match, one_match(interaction.tenant, *interaction.type, interaction.parameters, interaction.base, environment));
    std::vector<store::Version> matches;
    if (match) matches.push_back(std::move(*match));
    return matches;
  }
  TRY(auto matches, matches_of(interaction.tenant, *interaction.type, interaction.parameters, interaction.base, environment, conditional_deletes_max + 1));
  if (matches.size() > conditional_deletes_max) {
    return fhir::Outcome(fhir::IssueType::too_costly, fhir::Issue::Detail::version_mismatch,
                         "More than " + std::to_string(conditional_deletes_max) +
                             " resources match the criteria; a conditional delete takes no more at once, and has deleted none.");
  }
  return matches;
}

fhir::Result<void> check_none_asked(const Interaction& interaction) {
  if (!interaction.if_match) return {};
  return fhir::Outcome(fhir::IssueType::conflict, fhir::Issue::Detail::version_mismatch,
                       "No " + std::string(interaction.type->name) + " matches the criteria, and If-Match asks that there is one; look again at what is to be deleted.");
}

Reply reply_of_match(const store::Version& match, Return preference) {
  Reply reply;
  reply.type = match.type;
  reply.id = match.id;
  reply.version = match.version;
  reply.last_updated = match.last_updated;
  reply.location = true;
  if (preference == Return::operation_outcome) reply.body = outcome_json({});
  if (preference == Return::unspecified || preference == Return::representation) reply.body = json_of(match);
  return reply;
}

fhir::Outcome id_is_taken(const fhir::Descriptor& type) {
  return {fhir::IssueType::conflict,
          "Nothing matches the criteria, and the resource that has the body's id is another; leave the id out, or update by the id.",
          std::string(type.name) + ".id"};
}

}  // namespace engine
