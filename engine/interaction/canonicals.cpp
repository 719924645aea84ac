#include "engine/interaction/canonicals.h"

#include <algorithm>
#include <set>

#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/interaction/page.h"
#include "fhir/json/read.h"
#include "fhir/model/text.h"
#include "fhir/r4/datatypes.h"

namespace engine {
namespace {

using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;
using search::Criterion;
using search::Value;

class Canonicals {
 public:
  Canonicals(const search::Query& query, const Interaction& interaction, const Environment& environment)
      : custom_(query.custom), interaction_(interaction), environment_(environment) {}

  Result<void> resolve(Criterion& criterion) {
    for (Criterion& inner : criterion.inner) TRY_VOID(resolve(inner));
    const bool leads = criterion.kind == Criterion::Kind::chain || criterion.kind == Criterion::Kind::has;
    if (!leads || !criterion.parameter->holds_urls()) return {};
    TRY(Criterion named, criterion.kind == Criterion::Kind::chain ? naming_definitions(criterion) : named_by(criterion));
    named.name = criterion.name;
    named.asked = criterion.asked;
    if (!criterion.parameter->holds_references()) {
      criterion = std::move(named);
      return {};
    }
    Criterion either;
    either.kind = Criterion::Kind::any;
    either.type = criterion.type;
    either.name = criterion.name;
    either.asked = criterion.asked;
    either.inner.push_back(std::move(criterion));
    either.inner.push_back(std::move(named));
    criterion = std::move(either);
    return {};
  }

 private:
  /// A chain: the resources that name one of the definitions, with its version or with none.
  Result<Criterion> naming_definitions(const Criterion& chain) {
    Criterion naming;
    naming.type = chain.type;
    naming.parameter = chain.parameter;
    for (const Criterion& inner : chain.inner) {
      if (!index::has_url(*inner.type)) continue;
      const auto add = [&](fhir::Resource definition, const std::string& id) {
        const auto url = std::string(text_of(definition, "url")), version = std::string(text_of(definition, "version"));
        Value here;
        here.text = interaction_.base + "/" + std::string(inner.type->name) + "/" + id;
        naming.values.push_back(std::move(here));
        if (url.empty()) return;
        Value by_url;
        by_url.text = url;
        by_url.unversioned = true;
        naming.values.push_back(by_url);
        if (version.empty()) return;
        by_url.text += "|" + version;
        by_url.unversioned = false;
        naming.values.push_back(std::move(by_url));
      };
      TRY_VOID(each_match(inner, *chain.parameter, add));
    }
    return naming;
  }

  /// `_has`: the definitions that one of the resources names.
  Result<Criterion> named_by(const Criterion& has) {
    const Criterion& inner = has.inner[0];
    std::set<std::string> urls, ids;
    const auto add = [&](fhir::Resource naming, const std::string&) {
      std::vector<index::Node> nodes;
      for (const index::Path& path : has.parameter->paths) path.walk({naming.type, naming.value}, nodes);
      for (const index::Node& node : nodes) {
        if (!node.type->is_primitive() || !node.primitive().has_text()) continue;
        const auto text = node.primitive().text();
        const auto target = index::target_of(text, interaction_.base);
        if (target.kind == index::Target::Kind::url) urls.emplace(text);
        else if (target.kind == index::Target::Kind::resource && target.type == has.type) ids.emplace(target.id);
      }
    };
    TRY_VOID(each_match(inner, *has.parameter, add));
    Criterion either;
    either.kind = Criterion::Kind::any;
    either.type = has.type;
    either.inner.resize(2);
    for (Criterion& one : either.inner) one.type = has.type;
    either.inner[0].parameter = index::parameters_of(*has.type).find("url");
    either.inner[1].parameter = index::parameters_of(*has.type).find("_id");
    either.inner[1].kind = Criterion::Kind::id;
    for (const auto* from : {&urls, &ids}) {
      for (const auto& text : *from) either.inner[from == &urls ? 0 : 1].values.emplace_back().text = text;
    }
    return either;
  }

  template <class OnMatch>
  Result<void> each_match(const Criterion& inner, const index::Parameter& parameter, OnMatch on_match) {
    search::Query query;
    query.custom = custom_;
    query.types = {inner.type};
    query.criteria = {{inner}};
    query.count = static_cast<std::uint32_t>(search::concepts_max - followed_) + 1;
    TRY(const store::Page page, page_of(query, interaction_.tenant, interaction_.base, environment_));
    followed_ += page.matches.size();
    if (followed_ > search::concepts_max) {
      return Outcome(IssueType::too_costly, fhir::Issue::Detail::bad_request, "More than " + std::to_string(search::concepts_max) + " resources are to be followed, the last of them of type " + std::string(inner.type->name) + " by " +
                                                                                  std::string(parameter.code) + ", whose canonical URLs are looked up one by one; ask for fewer.");
    }
    for (const store::Version& match : page.matches) {
      fhir::Arena arena;
      const std::string json = json_of(match);
      TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
      on_match(resource, match.id);
    }
    return {};
  }

  search::Custom custom_;
  const Interaction& interaction_;
  const Environment& environment_;
  std::size_t followed_ = 0;  ///< resources, by all chains and `_has` of the search together
};

}  // namespace

Result<void> resolve_canonicals(search::Query& query, const Interaction& interaction, const Environment& environment) {
  Canonicals canonicals(query, interaction, environment);
  return search::each_parameter(query, [&](Criterion& criterion) { return canonicals.resolve(criterion); });
}

}  // namespace engine
