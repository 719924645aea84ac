#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "engine/search/named_query.h"
#include "engine/search/plan.h"
#include "engine/search/query.h"
#include "engine/search/refusal.h"
#include "engine/search/template.h"
#include "fhir/r4/registry.h"

namespace engine::search {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Result;
using fhir::SearchType;
using index::NamedQuery;

bool is_name(std::string_view text) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && text.size() <= 64 && is_letter(text.front()) &&
         std::all_of(text.begin(), text.end(), [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

/// A value that fits a parameter, to try the template with.
std::string sample_of(const NamedQuery::Parameter& parameter) {
  if (parameter.read_as == SearchType::date) return "2000-01-01";
  if (parameter.read_as == SearchType::number || parameter.read_as == SearchType::quantity) return "1";
  if (parameter.read_as) return "a";
  constexpr std::pair<std::string_view, std::string_view> samples[] = {
      {"boolean", "true"}, {"integer", "1"}, {"decimal", "1"}, {"positiveInt", "1"}, {"unsignedInt", "1"},
      {"date", "2000-01-01"}, {"dateTime", "2000-01-01"}, {"instant", "2000-01-01T00:00:00Z"},
  };
  for (const auto& [type, sample] : samples) {
    if (type == parameter.type) return std::string(sample);
  }
  return "a";
}

/// What is looked up before a search is planned.
bool needs_looking_up(const Criterion& criterion) {
  const auto modifier = criterion.modifier;
  if (modifier == Modifier::in || modifier == Modifier::not_in || modifier == Modifier::above || modifier == Modifier::below) return true;
  const bool leads = criterion.kind == Criterion::Kind::chain || criterion.kind == Criterion::Kind::has;
  if (leads && criterion.parameter->holds_urls()) return true;
  return std::any_of(criterion.inner.begin(), criterion.inner.end(), needs_looking_up);
}

/// Everything that is wrong with one definition.
class Judgement {
 public:
  Judgement(const fhir::r4::OperationDefinition& resource, std::string_view id, const Custom& all) : resource_(resource), query_(resource, std::string(id)), all_(all) {}

  Result<void> judge() {
    judge_name();
    judge_places();
    judge_parameters();
    if (issues_.empty()) judge_template();
    if (issues_.empty()) return {};
    return fhir::Outcome(std::move(issues_));
  }

 private:
  void refuse(IssueType type, std::string text, std::string_view element) {
    issues_.push_back({fhir::Severity::error, type, std::move(text), "OperationDefinition." + std::string(element)});
    issues_.back().detail = Issue::Detail::unprocessable;
  }

  void judge_name() {
    if (!is_name(query_.name)) refuse(IssueType::value, "The name of a query is what stands in a URL: a letter, and up to 63 letters, digits, '-' and '_' behind it.", "code");
    for (const auto& other : all_->queries()) {
      if (other.id == query_.id || other.name != query_.name) continue;
      if (query_.on_system && other.on_system) refuse(IssueType::duplicate, "Searches over all types have a query " + quoted(query_.name) + " already; choose another name.", "code");
      for (const auto* type : query_.types) {
        if (other.is_on(type)) return refuse(IssueType::duplicate, std::string(type->name) + " has a query " + quoted(query_.name) + " already; choose another name.", "code");
      }
    }
  }

  void judge_places() {
    const bool on_type = resource_.type.text() == "true";
    if (!on_type && !query_.on_system) refuse(IssueType::required, "A query is asked of types or of the system: type or system is true.", "type");
    if (resource_.instance.text() == "true") refuse(IssueType::not_supported, "A query is a search, and no search is of one instance; set it to false.", "instance");
    if (on_type && resource_.resource.size() == 0) refuse(IssueType::required, "The resource types it is asked of are missing.", "resource");
    for (std::size_t at = 0; at < resource_.resource.size(); ++at) {
      const auto name = resource_.resource[at].text();
      if (name == "Resource" || name == "DomainResource" || fhir::r4::resource_type(name) != nullptr) continue;
      refuse(IssueType::value, quoted(name) + " is no resource type of FHIR R4.", "resource[" + std::to_string(at) + "]");
    }
  }

  void judge_parameters() {
    std::set<std::string_view> names;
    for (std::size_t at = 0; at < resource_.parameter.size(); ++at) {
      const auto& parameter = resource_.parameter[at];
      if (parameter.use.text() != "in") continue;
      const std::string place = "parameter[" + std::to_string(at) + "].";
      const auto name = parameter.name.text(), type = parameter.type.text(), read_as = parameter.searchType.text();
      if (!is_name(name)) refuse(IssueType::value, "A parameter's name is a letter, and up to 63 letters, digits, '-' and '_' behind it.", place + "name");
      else if (!names.insert(name).second) refuse(IssueType::duplicate, "There are two parameters " + quoted(name) + ".", place + "name");
      const auto* known = fhir::r4::data_type(type);
      if (known == nullptr || !known->is_primitive() || type == "xhtml") {
        refuse(IssueType::value, "The type of " + quoted(name) + " is a primitive one, for its values stand in a URL; codes with a system, references and quantities are of type string with a searchType.", place + "type");
      }
      if (!read_as.empty() && type != "string") refuse(IssueType::invalid, "Only a parameter of type string has a searchType.", place + "searchType");
      if (read_as == "composite" || read_as == "special") refuse(IssueType::not_supported, "Values are not read as " + std::string(read_as) + " ones; write the parts of a composite into the template.", place + "searchType");
      const auto* own = query_.find(name);
      if (own != nullptr && own->max == 0) refuse(IssueType::value, "The most values of " + quoted(name) + " are a number of 1 or more, or *.", place + "max");
    }
  }

  void judge_template() {
    const auto is_one = [](const auto& one) { return one.url.text() == index::search_template; };
    const auto first = std::find_if(resource_.extension.begin(), resource_.extension.end(), is_one);
    place_ = "extension[" + std::to_string(first - resource_.extension.begin()) + "].value";
    if (std::count_if(resource_.extension.begin(), resource_.extension.end(), is_one) > 1) return refuse(IssueType::duplicate, "A query has one template.", place_);
    const auto parameters = read_template(query_.text);
    if (!parameters) return refuse(IssueType::invalid, parameters.outcome().issues[0].text, place_);
    std::set<std::string_view> used;
    for (const auto& parameter : *parameters) judge_parameter(parameter, used);
    for (const auto& own : query_.parameters) {
      if (!used.contains(own.name)) refuse(IssueType::invalid, "The template has no place for " + quoted(own.name) + ", so that nothing would come of it: write {" + own.name + "}.", place_);
    }
    if (!issues_.empty()) return;
    if (query_.on_system) try_out(nullptr, *parameters);
    for (const auto* type : query_.types) {
      if (issues_.empty()) try_out(type, *parameters);  // one tells what the others would
    }
  }

  void judge_parameter(const TemplateParameter& parameter, std::set<std::string_view>& used) {
    const auto name = std::string_view(parameter.name);
    const auto plain = name.substr(0, name.find(':'));
    const auto last = name.substr(name.find_last_of(".:") + 1);  // all of it where there is none
    constexpr std::string_view never[] = {"_query", "_type", "_format", "_pretty", "_summary", "_elements", cursor_parameter};
    if (std::find(std::begin(never), std::end(never), plain) != std::end(never)) return refuse(IssueType::not_supported, quoted(plain) + " is given by who asks, and not in a template.", place_);
    const auto places = parameter.places();
    if (!places.empty() && (last == "_filter" || is_result_parameter(name))) {
      return refuse(IssueType::not_supported, "A value of " + quoted(name) + " has a language of its own, in which a client's text could say anything: it takes no {" + std::string(places[0]) + "}.", place_);
    }
    const bool is_whole = parameter.alternatives.size() == 1 && parameter.alternatives[0].size() == 1;
    if (!places.empty() && index::is_full_text_code(last) && !is_whole) return refuse(IssueType::not_supported, "What is searched for in words is the whole value of " + quoted(name) + ", or no part of it.", place_);
    for (const auto place : places) {
      if (query_.find(place) == nullptr) refuse(IssueType::not_found, "{" + std::string(place) + "} is none of the parameters that go in" + (query_.parameters.empty() ? ", of which there are none." : "."), place_);
      used.insert(place);
    }
  }

  /// What cannot be asked with values that fit never can be. What a custom parameter lacks that is being indexed will be there.
  void try_out(const fhir::Descriptor* type, const std::vector<TemplateParameter>& parameters) {
    Interaction interaction;
    interaction.type = type;
    std::map<std::string_view, std::string> samples;
    for (const auto& own : query_.parameters) samples.emplace(own.name, sample_of(own));
    const auto sample = [&](std::string_view name) { return std::span<const std::string>(&samples.at(name), 1); };
    auto search = filled(parameters, sample);
    if (!search) return blame(search.outcome());
    interaction.parameters = std::move(*search);
    auto query = parse(interaction, all_);
    if (!query) return blame(query.outcome());
    for (auto& criteria : query->criteria) std::erase_if(criteria, needs_looking_up);
    if (const auto plan = plan_of(*query, 0, {}); !plan) blame(plan.outcome());
  }

  void blame(const fhir::Outcome& outcome) {
    for (const auto& issue : outcome.issues) {
      if (issue.type != IssueType::incomplete) refuse(issue.type, "The template cannot be answered: " + issue.text, place_);
    }
  }

  const fhir::r4::OperationDefinition& resource_;
  NamedQuery query_;
  const Custom& all_;
  std::string place_;  ///< of the template
  fhir::Issues issues_;
};

}  // namespace

Result<void> check(const fhir::r4::OperationDefinition& resource, std::string_view id, const Custom& all) {
  if (all->queries().size() > index::named_queries_max) {
    return fhir::Outcome(IssueType::too_costly, Issue::Detail::unprocessable,
                         "There are " + std::to_string(index::named_queries_max) + " named queries already, which is all that are kept; retire one.", "OperationDefinition");
  }
  return Judgement(resource, id, all).judge();
}

}  // namespace engine::search
