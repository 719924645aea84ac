#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/custom.h"
#include "fhir/result.h"

/// How searches are refused: by name, with what would be valid. https://hl7.org/fhir/R4/search.html#errors
namespace engine::search {

/// What this server does not know or offer; lenient handling may ignore it.
fhir::Outcome unsupported(std::string text);

/// A modifier that a parameter does not take: chains leave out the types it is of, and nothing else ignores it.
/// https://hl7.org/fhir/R4/search.html#modifiers
fhir::Outcome wrong_modifier(std::string text);

/// What this server knows and does not offer, and whose absence would turn the search into another; never ignored.
fhir::Outcome refused(std::string text);

/// What nobody could understand; never ignored.
fhir::Outcome malformed(std::string text);

/// More than the limits allow; never ignored.
fhir::Outcome too_much(std::string text);

/// What is known and not indexed yet, so that nobody may take it for a mistake: "Patient cannot be searched by …".
fhir::Outcome not_ready(const std::string& what, const index::Progress& progress);

/// The same of dates: "… in the time zone Asia/Kolkata".
fhir::Outcome not_in_zone(const std::string& what, const index::Zone& zone);

/// Says which parameter issues are about, as the client called it, where they say nothing yet: "http.name:exact". Without a name
/// they are left as they are. https://hl7.org/fhir/R4/operationoutcome-definitions.html#OperationOutcome.issue.location
fhir::Outcome about(std::string_view name, fhir::Outcome outcome);

/// What is done for a parameter; what fails says which.
template <class Done>
Done about(std::string_view name, Done done) {
  if (!done) return about(name, std::move(done.outcome()));
  return done;
}

/// True if lenient handling may do without what was refused.
bool can_be_ignored(const fhir::Outcome& outcome);

/// True if what was refused of one type of resource may be asked of another.
bool can_be_left_out(const fhir::Outcome& outcome);

/// A client's word as issues repeat it: in quotes, and not at length.
std::string quoted(std::string_view text);

/// As long as a list in a refusal may be: the names of all resource types are shorter.
constexpr std::size_t listed_bytes_max = 2500;

/// Words with commas between; of more than there is room for, the first and how many are left.
std::string listed(std::span<const std::string_view> words, std::size_t bytes_max = listed_bytes_max);

/// What to say to whoever wrote `word` where one of the candidates was wanted: the nearest, if one is near, and then all of them.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates);

/// The parameter of a code that searches on `type` are answered by: one of R4, or of the tenant's own if it is ready.
/// `others` are names that would have been valid in its place.
fhir::Result<const index::Parameter*> searchable_parameter(const fhir::Descriptor& type, std::string_view code, const index::CustomParameters& custom,
                                                           std::span<const std::string_view> others = {});

/// What resources of a type are searched by, here or behind a reference.
std::vector<std::string_view> searchable_codes(const fhir::Descriptor& type, const index::CustomParameters& custom);

/// The references of a type that can be searched by; only those that may lead to `target` unless it is null.
std::vector<std::string_view> reference_codes(const fhir::Descriptor& type, const fhir::Descriptor* target, const index::CustomParameters& custom);

/// True if a name says something to a type, though it may not be answered: nobody has to guess what was meant.
bool is_known(const fhir::Descriptor& type, std::string_view code, const index::CustomParameters& custom);

/// That a type has no search parameter of a name, with those that would have been valid.
fhir::Outcome has_none(const fhir::Descriptor& type, std::string_view code, std::span<const std::string_view> valid);

/// The resource type of a name that stands in the parameter `where`; `valid` are the names that may stand there, or empty: all.
fhir::Result<const fhir::Descriptor*> resource_type_named(std::string_view name, std::string_view where, std::span<const std::string_view> valid = {});

}  // namespace engine::search
