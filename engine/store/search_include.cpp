#include "engine/store/search_include.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>

#include "engine/index/code_value.h"
#include "engine/index/key.h"
#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/store/connection.h"
#include "engine/store/search_statement.h"
#include "engine/store/sql.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"
#include "fhir/model/text.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine::store {
namespace {

using search::Include;
using search::SearchLimits;

std::int16_t number_of(const fhir::Descriptor& type) { return static_cast<std::int16_t>(type.number); }

/// The reference parameters that an include follows.
std::vector<const index::Parameter*> followed(const Include& include) {
  if (include.parameter != nullptr) return {include.parameter};
  std::vector<const index::Parameter*> all;
  for (const auto& parameter : index::parameters_of(*include.source).all()) {
    if (parameter->kind == fhir::SearchType::reference) all.push_back(parameter.get());
  }
  return all;
}

fhir::Result<std::vector<Version>> versions_in(std::span<const Rows> results) {
  std::vector<Version> found;
  for (const Rows& rows : results) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
      TRY(Version version, version_of(rows[at]));
      if (!version.deleted()) found.push_back(std::move(version));
    }
  }
  return found;
}

bool may_lead_to(const index::Parameter& parameter, const fhir::Descriptor& type) {
  return std::find(parameter.targets.begin(), parameter.targets.end(), type.name) != parameter.targets.end();
}

/// What one depth asks for: resources by key, and resources by a posting.
class Round {
 public:
  Round(std::int32_t tenant, std::string_view base) : tenant_(tenant), base_(base) {}

  /// What a resource refers to by an include's parameter.
  void add_references(const Include& include, fhir::Resource resource) {
    for (const auto* parameter : followed(include)) {
      for (const index::Path& path : parameter->paths) {
        std::vector<index::Node> nodes;
        path.walk({resource.type, resource.value}, nodes);
        for (const index::Node& node : nodes) {
          const fhir::Primitive* text = node.type->is_primitive() ? &node.primitive() : nullptr;
          if (const auto* reference = node.as<fhir::r4::Reference>()) text = &reference->reference;
          if (text != nullptr && text->has_text()) add_reference(include, *parameter, path.target(), text->text());
        }
      }
    }
  }

  /// What refers to a resource by its canonical URL, with its version or with none.
  void add_referring_by_url(const Include& include, fhir::Resource resource) {
    const auto url = text_of(resource, "url");
    if (url.empty() || (include.target != nullptr && include.target != resource.type)) return;
    const auto version = text_of(resource, "version");
    for (const auto* parameter : followed(include)) {
      if (!may_lead_to(*parameter, *resource.type)) continue;
      for (const auto& answer : parameter->answers) {
        if (!answer.target.empty()) continue;
        const auto token = index::url_key(include.source->name, answer.parameter->code, url);
        add_posting(*include.source, token, 0, std::nullopt);
        if (!version.empty()) add_posting(*include.source, token, index::system_hash(version), std::nullopt);
      }
    }
  }

  /// What refers to resources of one type, by their keys.
  void add_referring(const Include& include, const fhir::Descriptor& type, std::span<const std::int64_t> keys, std::int64_t limit) {
    if (include.target != nullptr && include.target != &type) return;
    Array salts(Type::int8), types(Type::int2);
    for (const auto* parameter : followed(include)) {
      for (const auto& answer : parameter->answers) {
        if (!answer.target.empty() && answer.target != type.name) continue;
        salts.int8(index::reference_salt(include.source->name, answer.parameter->code, type.name));
        types.int2(number_of(*include.source));
      }
    }
    if (salts.size() > 0) referring_.push_back(referring_statement(tenant_, keys, salts, types, limit));
  }

  /// All that was asked for, in one round trip; the versions that references name first.
  fhir::Result<std::vector<Version>> fetch(Connection& connection, std::int64_t limit) const {
    std::vector<Call> calls;
    const Statement named = version_statement(tenant_, version_types_, version_keys_, versions_);
    if (versions_.size() > 0) calls.push_back({named.sql, &named.arguments});
    Arguments by_key;
    by_key.int4(tenant_).array(types_).array(keys_);
    if (keys_.size() > 0) calls.push_back({sql::read, &by_key});
    const Statement posted = posted_statement(tenant_, posted_types_, tokens_, systems_, also_, limit);
    if (tokens_.size() > 0) calls.push_back({posted.sql, &posted.arguments});
    for (const Statement& statement : referring_) calls.push_back({statement.sql, &statement.arguments});
    if (calls.empty()) return std::vector<Version>();
    TRY(const auto results, connection.run(tenant_, calls));
    return versions_in(results);
  }

  /// What asks for all, if that is by what refers to the matches alone.
  std::vector<Statement> referring() && { return std::move(referring_); }

  /// True if there was too much to ask for.
  bool cut_off() const { return cut_off_; }

 private:
  void add_reference(const Include& include, const index::Parameter& parameter, std::string_view only, std::string_view text) {
    const auto target = index::target_of(text, base_);
    if (target.kind == index::Target::Kind::resource) {
      if (!only.empty() && only != target.type->name) return;
      if (include.target != nullptr && include.target != target.type) return;
      const auto key = index::key_of(*target.type, target.id);
      if (asked_.size() == references_max) cut_off_ = true;
      if (cut_off_ || !asked_.emplace(target.type->number, key).second) return;
      // "If a resource has a reference that is versioned and _include is performed, the specified version SHOULD be provided."
      std::int32_t version = 0;
      if (text.find("/_history/") != std::string_view::npos) std::from_chars(target.version.data(), target.version.data() + target.version.size(), version);
      if (version > 0) {
        version_types_.int2(number_of(*target.type));
        version_keys_.int8(key);
        versions_.int4(version);
        return;
      }
      types_.int2(number_of(*target.type));
      keys_.int8(key);
    } else if (target.kind == index::Target::Kind::url && only.empty()) {
      for (const auto name : parameter.targets) {
        const auto& type = *fhir::r4::resource_type(name);
        if (!index::has_url(type) || (include.target != nullptr && include.target != &type)) continue;
        std::optional<std::int64_t> version;
        const auto* versions = target.version.empty() ? nullptr : index::posted_by(type, "version");
        if (versions != nullptr) version = index::token_key(type.name, versions->code, index::folded_code(target.version));
        add_posting(type, index::url_key(type.name, index::posted_by(type, "url")->code, target.url), std::nullopt, version);
      }
    }
  }

  void add_posting(const fhir::Descriptor& type, std::int64_t token, std::optional<std::int32_t> system, std::optional<std::int64_t> also) {
    posted_types_.int2(number_of(type));
    tokens_.int8(token);
    if (system) systems_.int4(*system);
    else systems_.null();
    if (also) also_.int8(*also);
    else also_.null();
  }

  /// No more references are followed at one depth: those to what is not here count as well.
  static constexpr std::size_t references_max = 10 * SearchLimits::includes_per_page;

  std::int32_t tenant_;
  std::string_view base_;
  bool cut_off_ = false;
  std::set<std::pair<std::uint16_t, index::ResourceKey>> asked_;
  Array types_{Type::int2}, keys_{Type::int8};
  Array version_types_{Type::int2}, version_keys_{Type::int8}, versions_{Type::int4};
  std::vector<Statement> referring_;
  Array posted_types_{Type::int2}, tokens_{Type::int8}, systems_{Type::int4}, also_{Type::int8};
};

/// True if what an include asks for is in the resource itself: where it refers to, or the URL by which others refer to it.
bool needs_resource(const Include& include, const fhir::Descriptor& type) {
  if (!include.reverse) return include.source == &type;
  if (!index::has_url(type)) return false;
  const auto parameters = followed(include);
  return std::any_of(parameters.begin(), parameters.end(), [&](const index::Parameter* parameter) { return parameter->holds_urls() && may_lead_to(*parameter, type); });
}

/// No more is included at once beside so many matches; what is there already may be found again.
std::int64_t limit_beside(std::size_t there) { return static_cast<std::int64_t>(SearchLimits::includes_per_page + there) + 1; }

/// The keys of all that a search can match, if it asks for nothing but ids.
std::vector<std::int64_t> keys_asked(const search::Plan& plan) {
  if (plan.branches.size() != 1) return {};
  const search::Condition& where = plan.branches.front().where;
  const bool one = where.kind == search::Condition::Kind::all && where.children.size() == 1;
  const search::Condition& asked = one ? where.children.front() : where;
  if (asked.kind != search::Condition::Kind::ids) return {};
  std::vector<std::int64_t> keys = asked.ids;
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  return keys;
}

}  // namespace

std::vector<Statement> includes_ahead(const search::Plan& plan) {
  const auto keys = keys_asked(plan);
  if (keys.empty() || keys.size() > plan.count) return {};
  const fhir::Descriptor& type = *plan.branches.front().type;
  if (std::any_of(plan.includes.begin(), plan.includes.end(), [&](const Include& include) { return needs_resource(include, type); })) return {};
  Round round(plan.tenant, plan.base);
  for (const Include& include : plan.includes) {
    if (include.reverse) round.add_referring(include, type, keys, limit_beside(keys.size()));
  }
  return std::move(round).referring();
}

fhir::Result<void> add_includes(Connection& connection, const search::Plan& plan, std::span<const Rows> ahead, Page& page) {
  std::set<std::pair<std::uint16_t, std::string>> there;
  std::size_t bytes = 0;
  for (const Version& version : page.matches) {
    there.emplace(version.type->number, version.id);
    bytes += version.tail.size();
  }
  // What the last depth brought, from which this one starts.
  std::size_t begin = 0;
  for (int depth = 0; depth < SearchLimits::include_depth; ++depth) {
    const std::span<const Version> sources = depth == 0 ? std::span<const Version>(page.matches) : std::span<const Version>(page.includes).subspan(begin);
    const auto limit = limit_beside(there.size());
    Round round(plan.tenant, plan.base);
    const auto applies = [&](const Include& include) { return depth == 0 || include.iterate; };
    for (const Version& source : sources) {
      std::vector<const Include*> reading;
      for (const Include& include : plan.includes) {
        if (applies(include) && needs_resource(include, *source.type)) reading.push_back(&include);
      }
      if (reading.empty()) continue;
      fhir::Arena arena;
      const std::string json = json_of(source);
      TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
      for (const Include* include : reading) {
        if (include->reverse) round.add_referring_by_url(*include, resource);
        else round.add_references(*include, resource);
      }
    }
    std::map<const fhir::Descriptor*, std::vector<std::int64_t>> keys;
    for (const Version& source : sources) keys[source.type].push_back(index::key_of(*source.type, source.id));
    for (const Include& include : plan.includes) {
      if (!include.reverse || !applies(include)) continue;
      for (const auto& [type, of_type] : keys) {
        round.add_referring(include, *type, of_type, limit);
      }
    }

    // What was asked for ahead holds if each id that was asked for is a match.
    const bool known = depth == 0 && !ahead.empty() && page.matches.size() == keys_asked(plan).size();
    TRY(auto found, known ? versions_in(ahead) : round.fetch(connection, limit));
    begin = page.includes.size();
    bool cut_off = round.cut_off();
    for (Version& version : found) {
      if (!there.emplace(version.type->number, version.id).second) continue;
      bytes += version.tail.size();
      if (page.includes.size() == SearchLimits::includes_per_page || bytes > reply_bytes_max) {
        cut_off = true;
        break;
      }
      page.includes.push_back(std::move(version));
    }
    if (cut_off) {
      page.issues.push_back({fhir::Severity::warning, fhir::IssueType::incomplete,
                             "More than " + std::to_string(SearchLimits::includes_per_page) + " resources or " + std::to_string(reply_bytes_max >> 20) +
                                 " MiB were to be included; the others were left out. Ask for smaller pages with _count.", {}});
      return {};
    }
    if (page.includes.size() == begin) return {};
  }
  const auto iterates = [](const Include& include) { return include.iterate; };
  if (std::any_of(plan.includes.begin(), plan.includes.end(), iterates)) {
    page.issues.push_back({fhir::Severity::warning, fhir::IssueType::incomplete,
                           "What is to be included was followed " + std::to_string(SearchLimits::include_depth) + " deep; there may be more beyond. Search for what was included last.", {}});
  }
  return {};
}

}  // namespace engine::store
