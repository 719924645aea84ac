#include "engine/interaction/stored_form.h"

#include "fhir/json/write.h"

namespace engine {

fhir::One<fhir::r4::Meta>& meta_of(fhir::Resource resource) {
  return fhir::field<fhir::One<fhir::r4::Meta>>(resource.value, *fhir::find_element(*resource.type, "meta"));
}

std::string stored_form(fhir::Resource resource) {
  std::string members;
  if (const auto& meta = meta_of(resource)) {
    fhir::json::write_members(fhir::r4::Meta::descriptor, meta.value, members, "versionId", "lastUpdated");
  }
  std::string tail;
  if (!members.empty()) tail.append(",").append(members);
  tail += '}';

  members.clear();
  fhir::json::write_members(*resource.type, resource.value, members, "id", "meta");
  if (!members.empty()) tail.append(",").append(members);
  tail += '}';
  return tail;
}

fhir::Result<void> check_storable(fhir::Resource resource) {
  const auto refuse = [&](const fhir::Primitive& value, std::string_view path) -> fhir::Result<void> {
    if (value.extras == nullptr) return {};
    return fhir::Outcome(fhir::IssueType::not_supported,
                         std::string(path) + " is set by the server and cannot carry an id or extensions; leave them out.",
                         std::string(resource.type->name) + "." + std::string(path));
  };
  TRY_VOID(refuse(fhir::id_of(resource), "id"));
  if (const auto& meta = meta_of(resource)) {
    TRY_VOID(refuse(meta->versionId, "meta.versionId"));
    TRY_VOID(refuse(meta->lastUpdated, "meta.lastUpdated"));
  }
  return {};
}

}  // namespace engine
