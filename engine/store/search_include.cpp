#include "engine/store/search_include.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/index/key.h"
#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/store/connection.h"
#include "engine/store/search_statement.h"
#include "engine/store/sql.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine::store {
namespace {

using search::Include;
using search::SearchLimits;

std::int16_t number_of(const fhir::Descriptor& type) { return static_cast<std::int16_t>(type.number); }

/// What one depth asks for: resources by key, resources by canonical URL, and resources that refer here.
class Round {
 public:
  explicit Round(std::int32_t tenant, std::string_view base) : tenant_(tenant), base_(base) {}

  /// What a resource refers to by an include's parameter.
  void add_references(const Include& include, fhir::Resource resource) {
    if (include.parameter != nullptr) return add_references(include, *include.parameter, resource);
    for (const auto& parameter : index::parameters_of(*include.source).all()) {
      if (parameter->kind == fhir::SearchType::reference) add_references(include, *parameter, resource);
    }
  }

  /// What refers to resources of one type by an include's parameter.
  fhir::Result<void> add_referring(Connection& connection, const Include& include, const fhir::Descriptor& type, std::span<const std::int64_t> keys, std::int64_t limit,
                                   std::vector<Version>& found) const {
    if (include.target != nullptr && include.target != &type) return {};
    Array salts(Type::int8), types(Type::int2);
    const auto add = [&](const index::Parameter& parameter) {
      for (const auto& answer : parameter.answers) {
        if (!answer.target.empty() && answer.target != type.name) continue;
        salts.int8(index::reference_salt(include.source->name, answer.parameter->code, type.name));
        types.int2(number_of(*include.source));
      }
    };
    if (include.parameter != nullptr) {
      add(*include.parameter);
    } else {
      for (const auto& parameter : index::parameters_of(*include.source).all()) {
        if (parameter->kind == fhir::SearchType::reference) add(*parameter);
      }
    }
    if (salts.size() == 0) return {};
    const Statement statement = referring_statement(tenant_, keys, salts, types, limit);
    TRY(const Rows rows, connection.run(tenant_, statement.sql, statement.arguments));
    return append(rows, found);
  }

  fhir::Result<void> fetch(Connection& connection, std::int64_t limit, std::vector<Version>& found) const {
    std::vector<Call> calls;
    Arguments by_key;
    by_key.int4(tenant_).array(types_).array(keys_);
    if (keys_.size() > 0) calls.push_back({sql::read, &by_key});
    const Statement by_url = posted_statement(tenant_, url_types_, urls_, url_versions_, limit);
    if (urls_.size() > 0) calls.push_back({by_url.sql, &by_url.arguments});
    if (calls.empty()) return {};
    TRY(const auto results, connection.run(tenant_, calls));
    for (const Rows& rows : results) {
      TRY_VOID(append(rows, found));
    }
    return {};
  }

 private:
  static fhir::Result<void> append(const Rows& rows, std::vector<Version>& found) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
      TRY(Version version, version_of(rows[at]));
      if (!version.deleted()) found.push_back(std::move(version));
    }
    return {};
  }

  void add_references(const Include& include, const index::Parameter& parameter, fhir::Resource resource) {
    for (const index::Path& path : parameter.paths) {
      if (!path.target().empty() && include.target != nullptr && path.target() != include.target->name) continue;
      std::vector<index::Node> nodes;
      path.walk({resource.type, resource.value}, nodes);
      for (const index::Node& node : nodes) {
        const auto* reference = node.as<fhir::r4::Reference>();
        if (reference != nullptr) add(include, parameter, path.target(), reference->reference.text());
        else if (node.type->is_primitive()) add(include, parameter, path.target(), node.primitive().text());
      }
    }
  }

  void add(const Include& include, const index::Parameter& parameter, std::string_view only, std::string_view text) {
    const auto target = index::target_of(text, base_);
    if (target.kind == index::Target::Kind::resource) {
      if (!only.empty() && only != target.type->name) return;
      if (include.target != nullptr && include.target != target.type) return;
      const auto key = index::key_of(*target.type, target.id);
      if (!asked_.emplace(target.type->number, key).second) return;
      types_.int2(number_of(*target.type));
      keys_.int8(key);
    } else if (target.kind == index::Target::Kind::url) {
      for (const auto name : parameter.targets) {
        const auto* type = fhir::r4::resource_type(name);
        if (include.target != nullptr && include.target != type) continue;
        if (index::parameters_of(*type).find("url") == nullptr) continue;
        url_types_.int2(number_of(*type));
        urls_.int8(index::url_key(type->name, "url", target.url));
        // The version a canonical names is another parameter's; the resources found are few, and all of this URL.
        url_versions_.null();
      }
    }
  }

  std::int32_t tenant_;
  std::string_view base_;
  std::set<std::pair<std::uint16_t, index::ResourceKey>> asked_;
  Array types_{Type::int2}, keys_{Type::int8};
  Array url_types_{Type::int2}, urls_{Type::int8}, url_versions_{Type::int4};
};

}  // namespace

fhir::Result<void> add_includes(Connection& connection, const search::Plan& plan, Page& page) {
  std::set<std::pair<std::uint16_t, std::string>> there;
  for (const Version& version : page.matches) there.emplace(version.type->number, version.id);
  const auto limit = static_cast<std::int64_t>(SearchLimits::includes_per_page) + 1;

  // What the last depth brought, from which this one starts.
  std::size_t begin = 0;
  for (int depth = 0; depth < SearchLimits::include_depth; ++depth) {
    const std::span<const Version> sources = depth == 0 ? std::span<const Version>(page.matches) : std::span<const Version>(page.includes).subspan(begin);
    std::vector<Version> found;
    Round round(plan.tenant, plan.base);
    const auto applies = [&](const Include& include) { return depth == 0 || include.iterate; };
    for (const Version& source : sources) {
      const bool refers = std::any_of(plan.includes.begin(), plan.includes.end(), [&](const Include& include) { return !include.reverse && applies(include) && include.source == source.type; });
      if (!refers) continue;
      fhir::Arena arena;
      const std::string json = json_of(source);
      TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
      for (const Include& include : plan.includes) {
        if (!include.reverse && applies(include) && include.source == source.type) round.add_references(include, resource);
      }
    }
    TRY_VOID(round.fetch(connection, limit, found));
    std::map<const fhir::Descriptor*, std::vector<std::int64_t>> keys;
    for (const Version& source : sources) keys[source.type].push_back(index::key_of(*source.type, source.id));
    for (const Include& include : plan.includes) {
      if (!include.reverse || !applies(include)) continue;
      for (const auto& [type, of_type] : keys) {
        TRY_VOID(round.add_referring(connection, include, *type, of_type, limit, found));
      }
    }

    begin = page.includes.size();
    for (Version& version : found) {
      if (!there.emplace(version.type->number, version.id).second) continue;
      if (page.includes.size() == SearchLimits::includes_per_page) {
        page.issues.push_back({fhir::Severity::warning, fhir::IssueType::incomplete,
                               "More than " + std::to_string(SearchLimits::includes_per_page) + " resources were to be included; the others were left out. Ask for smaller pages with _count.", {}});
        return {};
      }
      page.includes.push_back(std::move(version));
    }
    if (page.includes.size() == begin) break;
  }
  return {};
}

}  // namespace engine::store
