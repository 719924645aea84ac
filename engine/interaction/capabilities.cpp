#include "engine/interaction/capabilities.h"

#include <map>
#include <mutex>

#include "engine/index/parameters.h"
#include "engine/operation/operation.h"
#include "engine/search/special.h"
#include "fhir/json/write.h"
#include "fhir/r4/capability_statement.h"
#include "fhir/r4/registry.h"

#ifndef SETU_VERSION
#error "SETU_VERSION is set by CMakeLists.txt"
#endif

namespace engine {
namespace {

using fhir::Arena;
using Statement = fhir::r4::CapabilityStatement;

constexpr std::string_view released = "2026-11-24";

constexpr std::string_view type_interactions[] = {"read",           "vread",  "update",  "patch",  "delete", "history-instance",
                                                  "history-type",   "create", "search-type"};
constexpr std::string_view patch_formats[] = {"application/json-patch+json", "application/xml-patch+xml", "application/fhir+json",
                                              "application/fhir+xml"};
constexpr std::string_view system_interactions[] = {"transaction", "batch", "search-system", "history-system"};

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

void describe_type(const fhir::Descriptor& type, const Policy& policy, Statement::Rest::Resource& out, Arena& arena) {
  out.type.set(type.name);
  out.profile.set(arena.copy("http://hl7.org/fhir/StructureDefinition/" + std::string(type.name)));
  for (std::string_view code : type_interactions) out.interaction.add(arena).code.set(code);
  out.versioning.set("versioned-update");
  out.readHistory.set("true");
  out.updateCreate.set("true");
  out.conditionalCreate.set("true");
  out.conditionalRead.set("full-support");
  out.conditionalUpdate.set("true");
  out.conditionalDelete.set(policy.conditional_delete == Policy::ConditionalDelete::single ? "single" : "multiple");
  for (const auto& operation : operations::all()) {
    if (!operation.type.empty() && operation.type != type.name) continue;
    auto& offered = out.operation.add(arena);
    offered.name.set(operation.name);
    offered.definition.set(operation.definition);
  }
  out.referencePolicy.add(arena).set("literal");
  out.referencePolicy.add(arena).set("logical");
  if (policy.integrity_of(type) == Integrity::enforced) out.referencePolicy.add(arena).set("enforced");

  for (const auto& parameter : index::parameters_of(type).all()) {
    if (!parameter->searchable()) continue;
    auto& offered = out.searchParam.add(arena);
    offered.name.set(parameter->code);
    offered.definition.set(parameter->definition->url);
    offered.type.set(code_of(parameter->kind));
    if (parameter->kind == fhir::SearchType::reference) {
      out.searchInclude.add(arena).set(arena.copy(std::string(type.name) + ":" + std::string(parameter->code)));
    }
  }
}

/// Every "Type:parameter" that may lead to a resource type, by that type.
std::multimap<std::string_view, std::string> reverse_includes() {
  std::multimap<std::string_view, std::string> found;
  for (const fhir::Descriptor* type : fhir::r4::resource_types()) {
    for (const auto& parameter : index::parameters_of(*type).all()) {
      if (!parameter->searchable() || parameter->kind != fhir::SearchType::reference) continue;
      for (std::string_view target : parameter->targets) {
        found.emplace(target, std::string(type->name) + ":" + std::string(parameter->code));
      }
    }
  }
  return found;
}

}  // namespace

fhir::Resource capability_statement(Arena& arena, std::string_view base, const Policy& policy) {
  auto* statement = arena.make<Statement>();
  statement->url.set(arena.copy(std::string(base) + "/metadata"));
  statement->version.set(SETU_VERSION);
  statement->name.set("Setu");
  statement->title.set("Setu FHIR R4 server");
  statement->status.set("active");
  statement->date.set(released);
  statement->kind.set("instance");
  auto& software = statement->software.ensure(arena);
  software.name.set("Setu");
  software.version.set(SETU_VERSION);
  software.releaseDate.set(released);
  auto& implementation = statement->implementation.ensure(arena);
  implementation.description.set("Setu FHIR R4 server");
  implementation.url.set(arena.copy(base));
  statement->fhirVersion.set("4.0.1");
  statement->format.add(arena).set("json");
  statement->format.add(arena).set("application/fhir+json");
  statement->format.add(arena).set("xml");
  statement->format.add(arena).set("application/fhir+xml");

  for (std::string_view format : patch_formats) statement->patchFormat.add(arena).set(format);

  auto& rest = statement->rest.add(arena);
  rest.mode.set("server");
  const auto leading_here = reverse_includes();
  for (const fhir::Descriptor* type : fhir::r4::resource_types()) {
    auto& resource = rest.resource.add(arena);
    describe_type(*type, policy, resource, arena);
    const auto [first, last] = leading_here.equal_range(type->name);
    for (auto link = first; link != last; ++link) resource.searchRevInclude.add(arena).set(arena.copy(link->second));
  }
  for (const auto& special : search::special_parameters) {
    auto& offered = rest.searchParam.add(arena);
    offered.name.set(special.code);
    offered.definition.set(special.definition);
    offered.type.set(code_of(special.type));
  }
  for (std::string_view code : system_interactions) rest.interaction.add(arena).code.set(code);
  return {&Statement::descriptor, statement};
}

std::string capabilities(std::string_view base, const Policy& policy) {
  // A server has a handful of base URLs; whoever invents more by their Host header gets theirs unkept.
  constexpr std::size_t kept_max = 16;
  static std::mutex mutex;
  static std::map<std::pair<std::string, Policy>, std::string> kept;
  const std::pair key(std::string(base), policy);
  {
    const std::lock_guard lock(mutex);
    if (const auto found = kept.find(key); found != kept.end()) return found->second;
  }
  Arena arena;
  std::string body;
  fhir::json::write(capability_statement(arena, base, policy), body);
  const std::lock_guard lock(mutex);
  if (kept.size() < kept_max) kept.emplace(key, body);
  return body;
}

}  // namespace engine
