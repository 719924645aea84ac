#include "engine/interaction/chained_versions.h"

#include <algorithm>
#include <string>
#include <vector>

#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/search/refusal.h"
#include "fhir/json/read.h"
#include "fhir/r4/datatypes.h"

namespace engine {
namespace {

using search::Criterion;

constexpr std::string_view history = "/_history/";

/// Adds the chains that are asked of the matches themselves: what is asked behind them, or of what refers to them, shows in no match.
void add_chains(const Criterion& criterion, std::vector<const Criterion*>& chains) {
  using enum Criterion::Kind;
  if (criterion.kind == chain) chains.push_back(&criterion);
  if (criterion.kind != all && criterion.kind != any && criterion.kind != not_) return;
  for (const Criterion& inner : criterion.inner) add_chains(inner, chains);
}

/// Whether a resource refers to a version of what a chain leads to.
bool refers_to_version(const Criterion& chain, fhir::Resource resource, std::string_view base) {
  std::vector<index::Node> nodes;
  for (const index::Path& path : chain.parameter->paths) path.walk({resource.type, resource.value}, nodes);
  return std::any_of(nodes.begin(), nodes.end(), [&](const index::Node& node) {
    const auto* reference = node.as<fhir::r4::Reference>();
    if (reference == nullptr || !reference->reference.has_text()) return false;
    const auto text = reference->reference.text();
    const auto target = index::target_of(text, base);
    const auto is_led_to = [&](const Criterion& inner) { return inner.type == target.type; };
    return target.kind == index::Target::Kind::resource && text.find(history) != std::string_view::npos &&
           std::any_of(chain.inner.begin(), chain.inner.end(), is_led_to);
  });
}

}  // namespace

fhir::Issues chained_versions(const search::Query& query, const store::Page& page, std::string_view base) {
  std::vector<const Criterion*> chains;
  for (const auto& criteria : query.criteria) {
    for (const Criterion& criterion : criteria) add_chains(criterion, chains);
  }
  if (chains.empty()) return {};
  std::vector<std::string_view> codes;
  for (const store::Version& match : page.matches) {
    const std::string json = json_of(match);
    if (json.find(history) == std::string::npos) continue;
    fhir::Arena arena;
    const auto resource = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
    if (!resource) continue;
    for (const Criterion* chain : chains) {
      const auto code = chain->parameter->code;
      if (chain->type != match.type || std::find(codes.begin(), codes.end(), code) != codes.end()) continue;
      if (refers_to_version(*chain, *resource, base)) codes.push_back(code);
    }
  }
  if (codes.empty()) return {};
  fhir::Issue issue;
  issue.severity = fhir::Severity::warning;
  issue.type = fhir::IssueType::not_supported;
  issue.text = "Matches refer to a version of a resource by " + search::listed(codes) + ". What is chained there was asked of the resource as it is now, whatever version is named.";
  return {std::move(issue)};
}

}  // namespace engine
