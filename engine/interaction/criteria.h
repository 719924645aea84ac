#pragma once

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "engine/interaction/perform.h"

/// What conditional interactions select by. https://hl7.org/fhir/R4/http.html#cond-update
namespace engine {

/// The section in which only one request at a time may act on these criteria: it finds none or one match and
/// writes before the next looks.
store::Claim claim_of(std::int32_t tenant, const fhir::Descriptor& type, const Parameters& criteria);

/// What matches criteria, `count` at most: two are enough to know one from many.
fhir::Result<std::vector<store::Version>> matches_of(std::int32_t tenant, const fhir::Descriptor& type, const Parameters& criteria,
                                                     std::string_view base, const Environment& environment, std::size_t count = 2);

/// Resources that a transaction is about to remove.
using Removed = std::set<std::pair<const fhir::Descriptor*, std::string>>;

/// The one resource that matches, those removed aside, or nothing; several are an outcome (412). Criteria that cannot be
/// understood are refused even if the client asked for lenient handling: nobody wants an update of whatever matched.
fhir::Result<std::optional<store::Version>> one_match(std::int32_t tenant, const fhir::Descriptor& type,
                                                      const Parameters& criteria, std::string_view base,
                                                      const Environment& environment, const Removed& removed = {});

/// How many resources one conditional delete takes at most.
constexpr std::size_t conditional_deletes_max = 1000;

/// The resources that a conditional delete takes: one match at most, or as many as the policy lets it. More are an outcome
/// (412), and none is deleted. https://hl7.org/fhir/R4/http.html#cdelete
fhir::Result<std::vector<store::Version>> matches_to_remove(const Interaction& interaction, const Environment& environment);

/// Fails if a conditional delete that matches nothing asked for a version of what it deletes: as by id, there is none.
/// https://www.rfc-editor.org/rfc/rfc9110#section-13.1.1
fhir::Result<void> check_none_asked(const Interaction& interaction);

/// The answer to a create that found `match` in its place.
Reply reply_of_match(const store::Version& match, Return preference);

/// The failure of an update by criteria that match nothing, with the id of a resource that is there: it would put the
/// one in the place of the other. R4 leaves this open; R5 refuses it in these words.
/// https://hl7.org/fhir/R5/http.html#cond-update
fhir::Outcome id_is_taken(const fhir::Descriptor& type);

/// `work` in one transaction with the claim of `criteria`; what it replies is the reply, and a reply with errors
/// rolls back.
template <class Work>
Reply claimed(const Interaction& interaction, const Parameters& criteria, const Environment& environment, Work&& work) {
  Reply reply;
  const store::Claim claim = claim_of(interaction.tenant, *interaction.type, criteria);
  auto done = environment.store.transaction(interaction.tenant, {&claim, 1}, [&]() -> fhir::Result<void> {
    reply = work();
    if (fhir::has_errors(reply.issues)) return fhir::Outcome(reply.issues);
    return {};
  });
  // A reply with errors has its own status; without one the transaction itself failed.
  if (!done && !fhir::has_errors(reply.issues)) return reply_of(std::move(done.outcome()));
  return reply;
}

}  // namespace engine
