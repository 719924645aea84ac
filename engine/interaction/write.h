#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/perform.h"

/// What create, update, delete and transaction have in common: checking a body, turning it into a store::Write,
/// and telling what became of it.
namespace engine {

/// Makes the paths of issues about a resource of `type`, which begin at its type, begin at `place`; empty leaves them. Issues
/// about something else, such as what a patch made of another resource, are about `place` as a whole; those
/// about a parameter of the request stay.
void move_issues(std::string_view place, std::string_view type, fhir::Issues& issues);

/// Fails with everything that keeps the body from being stored as `type`: another type, an id that does not fit the
/// one in the URL (`id` empty: any), content the stored form has no place for, broken rules of the specification.
/// `place` is the FHIRPath of the body, such as "Bundle.entry[3].resource"; empty for a body on its own. Lenient handling
/// keeps what breaks an invariant or a required binding: nothing is lost by it. https://www.rfc-editor.org/rfc/rfc7240#section-4.4
fhir::Result<void> check_body(fhir::Resource body, const fhir::Descriptor& type, std::string_view id,
                              std::string_view place, Handling handling, const Environment& environment);

/// A new version of `body` under `id` for the tenant and base of an interaction; fails if it has more to index than one
/// resource may, or its references are not as the policy asks.
fhir::Result<store::Write> write_of(fhir::Resource body, std::string id, store::Write::Kind kind, const Interaction& interaction,
                                    const Environment& environment);

/// The removal of a resource.
store::Write removal_of(const fhir::Descriptor& type, std::string id, const Policy& policy);

/// "Patient/1", or with the version that is needed.
std::string name_of(const store::Need& need);

/// The failure that `written` stands for, if it is one.
fhir::Result<void> check_written(const store::Write& write, const store::Written& written);

/// What the client is told of a successful write, with the body that `preference` asks for.
/// https://hl7.org/fhir/R4/http.html#ops
Reply reply_of(const store::Write& write, const store::Written& written, Return preference);

/// The same of a conditional delete that took none or several.
Reply reply_of_removals(std::size_t count, Return preference);

/// Fails if a version is one that the interaction is not to write over: there is one and it asked for none, If-None-Match names
/// it, or it is newer than If-Unmodified-Since. https://www.rfc-editor.org/rfc/rfc9110#section-13.1
fhir::Result<void> check_former(const Interaction& interaction, const store::Version& former);

/// True if check_former() may refuse a version.
bool asks_of_former(const Interaction& interaction);

/// check_former() of the version that was written over, if there was one. It is looked at behind the write, which holds what it
/// wrote: so inside a transaction of the store no other request comes between, and what is refused is undone.
fhir::Result<void> check_written_over(const store::Write& write, const store::Written& written, const Interaction& interaction, const Environment& environment);

/// Carries writes out, all or none, and undoes them if check_written_over() refuses one.
fhir::Result<std::vector<store::Written>> write_all(std::span<const store::Write> writes, const Interaction& interaction, const Environment& environment);

/// What keeps a write from being done, such as what it needs or what refers to it: it is carried out and rolled back. An
/// Outcome is a failure to find out.
fhir::Result<fhir::Issues> try_out(const store::Write& write, const Interaction& interaction, const Environment& environment);

/// Carries one write out and answers with reply_of().
Reply write_one(const store::Write& write, const Interaction& interaction, const Environment& environment);

}  // namespace engine
