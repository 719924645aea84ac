#include "engine/interaction/integrity.h"

#include <algorithm>
#include <charconv>

#include "engine/index/key.h"
#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/interaction/link.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;

Issue refused(const ReferenceAt& at, std::string text) {
  Issue issue{fhir::Severity::error, IssueType::business_rule, std::move(text), at.path};
  issue.detail = Issue::Detail::unprocessable;
  return issue;
}

std::string list_of(std::span<const std::string_view> names) {
  std::string list;
  for (const std::string_view name : names) list.append(list.empty() ? "" : ", ").append(name);
  return list;
}

/// The resource that a reference names, wherever it is: "Patient/1", "http://example.org/fhir/Patient/1/_history/2".
index::Target named_by(std::string_view text, std::string_view base) {
  const index::Target target = index::target_of(text, base);
  if (target.kind != index::Target::Kind::url) return target;
  const std::string_view resource = text.substr(0, std::min(text.find("/_history/"), text.size()));
  index::Target elsewhere = target;
  if (const auto root = root_of(resource); !root.empty()) elsewhere.type = index::target_of(resource, root).type;
  return elsewhere;
}

class Check {
 public:
  Check(fhir::Resource body, std::string_view id, std::string_view base, bool enforced)
      : body_(body), id_(id), base_(base), enforced_(enforced) {}

  void operator()(const ReferenceAt& at) {
    const fhir::Primitive& value = at.reference->reference;
    if (!value.has_text() || value.text().starts_with('#')) return;
    const std::string_view text = value.text().substr(0, value.text().find('#'));
    const index::Target target = named_by(text, base_);
    const bool is_here = target.kind == index::Target::Kind::resource;
    const bool below_base = !base_.empty() && text.starts_with(base_) && text.size() > base_.size() && text[base_.size()] == '/';
    if (!is_here && (below_base || !is_absolute(text))) {
      issues.push_back(refused(at, "The reference is malformed; it is [type]/[id], an absolute URL, a urn, or # and the id of a contained resource."));
      return;
    }
    if (target.type != nullptr) check_type(at, *target.type);
    if (!is_here || !enforced_ || (target.type == body_.type && target.id == id_)) return;
    store::Need need{target.type, std::string(target.id), 0, at.path};
    if (!target.version.empty()) {
      const auto [end, error] = std::from_chars(target.version.data(), target.version.data() + target.version.size(), need.version);
      if (error != std::errc() || end != target.version.data() + target.version.size() || need.version == 0) {
        issues.push_back(refused(at, "The reference names a version that there is not; versions are numbered from 1."));
        return;
      }
    }
    needs.push_back(std::move(need));
  }

  fhir::Issues issues;
  std::vector<store::Need> needs;

 private:
  void check_type(const ReferenceAt& at, const fhir::Descriptor& type) {
    const auto allows = [&](std::string_view name) { return name == type.name || name == "Resource"; };
    if (!at.targets.empty() && std::none_of(at.targets.begin(), at.targets.end(), allows)) {
      issues.push_back(refused(at, "The reference leads to a resource of type " + std::string(type.name) + "; here it may be " + list_of(at.targets) + "."));
    }
    const fhir::Primitive& said = at.reference->type;
    if (said.has_text() && fhir::r4::resource_type(said.text()) != nullptr && said.text() != type.name) {
      issues.push_back(refused(at, "The reference leads to a resource of type " + std::string(type.name) + ", and says that it is another."));
    }
  }

  fhir::Resource body_;
  std::string_view id_;
  std::string_view base_;
  bool enforced_;
};

}  // namespace

fhir::Result<void> check_resolved(fhir::Resource body, std::string_view base) {
  fhir::Issues issues;
  for (const ReferenceAt& at : references_of(body)) {
    const auto conditional = at.reference->reference.has_text() ? conditional_reference(at.reference->reference.text(), base) : std::nullopt;
    if (!conditional || fhir::r4::resource_type(conditional->type) == nullptr) continue;
    issues.push_back(refused(at, "The reference is conditional, which a transaction resolves and nothing else does; send the resource in one, or refer by [type]/[id]."));
  }
  if (!issues.empty()) return fhir::Outcome(std::move(issues));
  return {};
}

fhir::Result<std::vector<store::Need>> needs_of(fhir::Resource body, std::string_view id, std::string_view base, const Policy& policy) {
  const Integrity integrity = policy.integrity_of(*body.type);
  if (integrity == Integrity::off) return std::vector<store::Need>();
  Check check(body, id, base, integrity == Integrity::enforced);
  for (const ReferenceAt& at : references_of(body)) check(at);
  if (!check.issues.empty()) return fhir::Outcome(std::move(check.issues));
  return std::move(check.needs);
}

std::vector<store::Referrer> referrers_of(const fhir::Descriptor& type, const Policy& policy) {
  std::vector<store::Referrer> referrers;
  if (!policy.enforces()) return referrers;
  for (const fhir::Descriptor* source : fhir::r4::resource_types()) {
    if (policy.integrity_of(*source) != Integrity::enforced) continue;
    for (const auto& parameter : index::parameters_of(*source).all()) {
      const bool may_lead_here = std::any_of(parameter->targets.begin(), parameter->targets.end(),
                                             [&](std::string_view target) { return target == type.name || target == "Resource"; });
      if (parameter->kind != fhir::SearchType::reference || !parameter->searchable() || !parameter->has_own_postings() || !may_lead_here) continue;
      referrers.push_back({source, index::reference_salt(source->name, parameter->code, type.name)});
    }
  }
  return referrers;
}

}  // namespace engine
