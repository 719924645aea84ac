#include "engine/interaction/capabilities.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <mutex>
#include <tuple>

#include "engine/interaction/interactions.h"
#include "engine/interaction/route.h"
#include "engine/interaction/subset.h"
#include "engine/operation/operation.h"
#include "engine/search/special.h"
#include "fhir/json/write.h"
#include "fhir/r4/capability_statement.h"
#include "fhir/r4/registry.h"
#include "fhir/r4/terminology_capabilities.h"

#ifndef SETU_VERSION
#error "SETU_VERSION is set by CMakeLists.txt"
#endif

namespace engine {
namespace {

using fhir::Arena;
using Statement = fhir::r4::CapabilityStatement;

constexpr std::string_view released = "2026-11-24";

constexpr std::string_view patch_formats[] = {"application/json-patch+json", "application/xml-patch+xml", "application/fhir+json",
                                              "application/fhir+xml"};
/// "Systems SHOULD clearly document how transaction integrity is handled." https://hl7.org/fhir/R4/http.html#transaction
constexpr std::string_view transaction_integrity =
    "A transaction is all or nothing, in one transaction of the database: its entries are carried out in the order DELETE, POST, PUT and PATCH, GET, "
    "the first failure ends it with that entry's status, and nothing of it is written. "
    "Two entries that write the same resource end it, reads see what was written, and conditional entries with the same criteria never run at the same time. "
    "Each entry of a batch succeeds or fails on its own: what deletes is done first, then what creates, then what updates or patches, then what reads.";

/// The modes of a request for capabilities. https://hl7.org/fhir/R4/http.html#capabilities
constexpr std::pair<std::string_view, CapabilityMode> modes[] = {
    {"full", CapabilityMode::full}, {"normative", CapabilityMode::normative}, {"terminology", CapabilityMode::terminology}};

std::string_view code_of(fhir::SearchType type) {
  using enum fhir::SearchType;
  switch (type) {
    case number: return "number";
    case date: return "date";
    case string: return "string";
    case token: return "token";
    case reference: return "reference";
    case composite: return "composite";
    case quantity: return "quantity";
    case uri: return "uri";
    case special: return "special";
  }
  return "special";
}

template <class Operations>
void describe_operation(const operations::Operation& operation, Operations& out, Arena& arena) {
  auto& offered = out.add(arena);
  offered.name.set(operation.name);
  offered.definition.set(operation.definition);
}

template <class SearchParams>
void describe_parameter(std::string_view name, std::string_view definition, fhir::SearchType type, SearchParams& out, Arena& arena) {
  auto& offered = out.add(arena);
  offered.name.set(name);
  offered.definition.set(definition);
  offered.type.set(code_of(type));
}

/// What resources of a type are searched by: R4's parameters and the tenant's own.
std::vector<const index::Parameter*> searched_by(const fhir::Descriptor& type, const index::CustomParameters& custom) {
  std::vector<const index::Parameter*> all;
  for (const auto& parameter : index::parameters_of(type).all()) {
    if (parameter->searchable()) all.push_back(parameter.get());
  }
  for (const auto* parameter : custom.of(type)) {
    if (parameter->custom->ready) all.push_back(parameter);
  }
  return all;
}

/// The named queries of a type, or of the system. https://hl7.org/fhir/R4/capabilitystatement-definitions.html#CapabilityStatement.rest.resource.operation
template <class Operations>
void describe_queries(const fhir::Descriptor* type, std::string_view base, const index::CustomParameters& custom, Operations& out, Arena& arena) {
  for (const auto& query : custom.queries()) {
    if (!query.is_on(type)) continue;
    auto& offered = out.add(arena);
    offered.name.set(query.name);
    offered.definition.set(query.url.empty() ? arena.copy(std::string(base) + "/OperationDefinition/" + query.id) : std::string_view(query.url));
  }
}

void describe_type(const fhir::Descriptor& type, std::string_view base, const Policy& policy, const index::CustomParameters& custom, Statement::Rest::Resource& out, Arena& arena) {
  out.type.set(type.name);
  out.profile.set(arena.copy("http://hl7.org/fhir/StructureDefinition/" + std::string(type.name)));
  for (const Action action : type_actions()) out.interaction.add(arena).code.set(name_of(action));
  for (const auto& operation : operations::all()) {
    const bool is_here = (operation.levels & (at(operations::Level::type) | at(operations::Level::instance))) != 0;
    if (is_here && operation.is_served(policy) && (operation.type.empty() || operation.type == type.name)) describe_operation(operation, out.operation, arena);
  }
  describe_queries(&type, base, custom, out.operation, arena);
  for (const auto* parameter : searched_by(type, custom)) {
    describe_parameter(parameter->code, parameter->definition->url, parameter->kind, out.searchParam, arena);
  }
}

/// What cannot be searched by yet, in words; empty if there is nothing.
std::string unready(const index::CustomParameters& custom) {
  std::string text;
  const auto add = [&](std::string_view what, const index::Progress& progress) {
    if (progress.ready) return;
    text.append(text.empty() ? "Not searched by yet: " : ", ").append(what);
    text.append(progress.failure.empty() ? " (being indexed, " : " (indexing failed, ");
    text.append(std::to_string(progress.done)).append(" of ").append(std::to_string(progress.all)).append(" resources)");
  };
  add("dates in the time zone " + custom.zone().rules->name(), custom.zone());
  for (const auto& one : custom.all()) add(one->definition().code, *one);
  return text.empty() ? text : text + ". GET [base]/$reindex says more.";
}

using Links = std::multimap<std::string_view, std::string>;

/// What of a type's description is not yet normative in R4. https://hl7.org/fhir/R4/capabilitystatement-definitions.html
void describe_trial_use(const fhir::Descriptor& type, const Policy& policy, const index::CustomParameters& custom, const Links& leading_here, Statement::Rest::Resource& out, Arena& arena) {
  out.versioning.set("versioned-update");
  out.readHistory.set("true");
  out.updateCreate.set("true");
  out.conditionalCreate.set("true");
  out.conditionalRead.set("full-support");
  out.conditionalUpdate.set("true");
  out.conditionalDelete.set(policy.conditional_delete == Policy::ConditionalDelete::single ? "single" : "multiple");
  out.referencePolicy.add(arena).set("literal");
  out.referencePolicy.add(arena).set("logical");
  if (policy.integrity_of(type) == Integrity::enforced) out.referencePolicy.add(arena).set("enforced");
  for (const auto* parameter : searched_by(type, custom)) {
    if (parameter->kind != fhir::SearchType::reference) continue;
    out.searchInclude.add(arena).set(arena.copy(std::string(type.name) + ":" + std::string(parameter->code)));
  }
  if (out.searchInclude.size() > 0) out.searchInclude.add(arena).set("*");
  const auto [first, last] = leading_here.equal_range(type.name);
  for (auto link = first; link != last; ++link) out.searchRevInclude.add(arena).set(arena.copy(link->second));
}

/// The parameters that every type has and a search of all types takes, by one definition.
std::vector<const index::Parameter*> common_parameters(const index::CustomParameters& custom) {
  const auto types = fhir::r4::resource_types();
  std::map<std::string_view, std::size_t> types_with;  ///< how many, by the URL of the definition
  for (const fhir::Descriptor* type : types) {
    for (const auto* parameter : searched_by(*type, custom)) ++types_with[parameter->definition->url];
  }
  auto common = searched_by(*types.front(), custom);
  std::erase_if(common, [&](const index::Parameter* parameter) { return types_with[parameter->definition->url] < types.size(); });
  return common;
}

std::string definition_of(const fhir::Compartment& compartment) {
  std::string code(compartment.code);
  code[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(code[0])));  // "relatedPerson"
  return "http://hl7.org/fhir/CompartmentDefinition/" + code;
}

/// Every "Type:parameter" that may lead to a resource type, by that type.
Links reverse_includes(const index::CustomParameters& custom) {
  Links found;
  for (const fhir::Descriptor* type : fhir::r4::resource_types()) {
    for (const auto* parameter : searched_by(*type, custom)) {
      if (parameter->kind != fhir::SearchType::reference) continue;
      for (std::string_view target : parameter->targets) {
        found.emplace(target, std::string(type->name) + ":" + std::string(parameter->code));
      }
    }
  }
  return found;
}

/// A number that changes with the text, for its ETag.
std::uint32_t version_of(std::string_view text) {
  const auto hash = static_cast<std::uint64_t>(index::Hash(index::Domain::query).add("capabilities").add(text).value());
  return std::max<std::uint32_t>(static_cast<std::uint32_t>(hash >> 32), 1);  // 0 is no version
}

/// What both statements say of who answers.
template <class Any>
void describe_server(Any& statement, std::string_view base, std::string_view query, Arena& arena) {
  statement.url.set(arena.copy(std::string(base) + "/metadata" + std::string(query)));
  statement.version.set(SETU_VERSION);
  statement.name.set("Setu");
  statement.title.set("Setu FHIR R4 server");
  statement.status.set("active");
  statement.date.set(released);
  statement.kind.set("instance");
  auto& software = statement.software.ensure(arena);
  software.name.set("Setu");
  software.version.set(SETU_VERSION);
  auto& implementation = statement.implementation.ensure(arena);
  implementation.description.set("Setu FHIR R4 server");
  implementation.url.set(arena.copy(base));
}

}  // namespace

fhir::Resource capability_statement(Arena& arena, std::string_view base, const Policy& policy, bool only_normative, const index::CustomParameters& custom) {
  auto* statement = arena.make<Statement>();
  describe_server(*statement, base, only_normative ? "?mode=normative" : "", arena);
  statement->software->releaseDate.set(released);
  statement->fhirVersion.set("4.0.1");
  for (std::string_view format : {"json", "application/fhir+json", "xml", "application/fhir+xml"}) statement->format.add(arena).set(format);
  for (std::string_view format : patch_formats) statement->patchFormat.add(arena).set(format);

  auto& rest = statement->rest.add(arena);
  rest.mode.set("server");
  const Links leading_here = reverse_includes(custom);
  for (const fhir::Descriptor* type : fhir::r4::resource_types()) {
    auto& resource = rest.resource.add(arena);
    describe_type(*type, base, policy, custom, resource, arena);
    if (!only_normative) describe_trial_use(*type, policy, custom, leading_here, resource, arena);
  }
  for (const Action action : system_actions()) rest.interaction.add(arena).code.set(name_of(action));
  for (const index::Parameter* parameter : common_parameters(custom)) {
    describe_parameter(parameter->code, parameter->definition->url, parameter->kind, rest.searchParam, arena);
  }
  for (const auto& special : search::special_parameters) describe_parameter(special.code, special.definition, special.type, rest.searchParam, arena);
  std::string_view last;  // one that is asked by POST and told of by GET has two rows
  for (const auto& operation : operations::all()) {
    const bool is_here = (operation.levels & at(operations::Level::system)) != 0;
    if (is_here && operation.is_served(policy) && operation.name != std::exchange(last, operation.name)) describe_operation(operation, rest.operation, arena);
  }
  describe_queries(nullptr, base, custom, rest.operation, arena);
  const std::string unready_text = unready(custom);
  rest.documentation.set(arena.copy(std::string(transaction_integrity) + (unready_text.empty() ? "" : "\n\n" + unready_text)));
  for (const auto& compartment : fhir::r4::compartments()) rest.compartment.add(arena).set(arena.copy(definition_of(compartment)));
  return {&Statement::descriptor, statement};
}

fhir::Resource terminology_capabilities(Arena& arena, std::string_view base) {
  auto* statement = arena.make<fhir::r4::TerminologyCapabilities>();
  describe_server(*statement, base, "?mode=terminology", arena);
  return {&fhir::r4::TerminologyCapabilities::descriptor, statement};
}

std::string capabilities(std::string_view base, const Policy& policy, CapabilityMode mode, const index::CustomParameters& custom) {
  // A server has a handful of base URLs; whoever invents more by their Host header gets theirs unkept.
  constexpr std::size_t kept_max = 16;
  static std::mutex mutex;
  static std::map<std::tuple<std::string, Policy, CapabilityMode, std::int64_t>, std::string> kept;
  const std::tuple key(std::string(base), policy, mode, custom.fingerprint());
  const bool lasting = custom.all_ready();
  if (lasting) {
    const std::lock_guard lock(mutex);
    if (const auto found = kept.find(key); found != kept.end()) return found->second;
  }
  Arena arena;
  std::string body;
  fhir::json::write(mode == CapabilityMode::terminology ? terminology_capabilities(arena, base)
                                                        : capability_statement(arena, base, policy, mode == CapabilityMode::normative, custom),
                    body);
  if (!lasting) return body;
  const std::lock_guard lock(mutex);
  if (kept.size() < kept_max) kept.emplace(key, body);
  return body;
}

/// https://hl7.org/fhir/R4/http.html#capabilities
Reply interactions::capabilities(const Interaction& interaction, const Environment& environment) {
  CapabilityMode mode = CapabilityMode::full;
  for (const Parameter& parameter : interaction.parameters) {
    if (parameter.name != "mode") continue;
    const auto* known = std::find_if(std::begin(modes), std::end(modes), [&](const auto& one) { return one.first == parameter.value; });
    if (known == std::end(modes)) {
      return reply_of(fhir::Outcome(fhir::IssueType::value, fhir::Issue::Detail::bad_request, "The mode is full, normative or terminology."));
    }
    mode = known->second;
  }
  const auto custom = environment.store.current_parameters(interaction.tenant);
  if (!custom) return reply_of(fhir::Outcome(custom.outcome()));
  Reply reply;
  reply.body = subset(engine::capabilities(interaction.base, environment.policy, mode, **custom), interaction);
  reply.version = version_of(reply.body);
  const auto& known = interaction.if_none_match;
  if (interaction.if_none_match_any || std::find(known.begin(), known.end(), reply.version) != known.end()) {
    reply.status = Status::not_modified;
    reply.body.clear();
  }
  return reply;
}

}  // namespace engine
