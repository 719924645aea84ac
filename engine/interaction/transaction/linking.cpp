#include "engine/interaction/transaction/linking.h"

#include "engine/interaction/stored_form.h"
#include "engine/interaction/url.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"

namespace engine::transactions {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// What the server makes is the first version; what was there has one already.
Stored stored(const Entry& entry) {
  Stored place{entry.reference(), 0, {}};
  if (entry.interaction.action != Action::create) return place;
  place.version = entry.settled ? entry.reply.version : 1;
  if (const auto& meta = meta_of(entry.interaction.body)) place.version_id = meta->versionId.text();
  return place;
}

}  // namespace

Linking::Linking(const std::vector<Entry>& entries, const Removed& removed, const Interaction& bundle, const Environment& environment)
    : removed_(removed), bundle_(bundle), environment_(environment) {
  for (const Entry& entry : entries) {
    if (entry.has_body() && !entry.full_url.empty()) stored_as_.emplace(entry.full_url, stored(entry));
  }
}

Result<void> Linking::lead(Link& link, const Entry& entry) {
  if (const auto text = led_to_entry(link, entry.full_url, bundle_.base, stored_as_)) {
    set(link, *text);
    return {};
  }
  if (!link.is_reference) return {};
  if (const auto conditional = conditional_reference(link.text, bundle_.base)) {
    TRY(const std::string reference, match_of(link.text, *conditional));
    set(link, reference);
    return {};
  }
  if (link.text.starts_with("urn:uuid:")) {
    return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                   "The reference leads to " + std::string(link.text) + ", which is the fullUrl of no entry of this transaction.");
  }
  return {};
}

Result<std::string> Linking::match_of(std::string_view text, const ConditionalReference& reference) {
  if (const auto known = matches_.find(text); known != matches_.end()) return known->second;
  TRY(const fhir::Descriptor* type, search::resource_type_named(reference.type, "a conditional reference"));
  TRY(const Parameters criteria, parse_query(reference.query, search::SearchLimits::parameters));
  TRY(const auto match, one_match(bundle_.tenant, *type, criteria, bundle_.base, environment_, removed_));
  if (!match) {
    return Outcome(IssueType::not_found, Issue::Detail::version_mismatch,
                   "No " + std::string(type->name) + " matches the conditional reference; send that resource first, or in the same bundle.");
  }
  return matches_.emplace(text, std::string(type->name) + "/" + match->id).first->second;
}

void Linking::set(Link& link, std::string_view text) {
  if (text != link.value->text()) link.value->set(bundle_.arena->copy(text));
}

}  // namespace engine::transactions
