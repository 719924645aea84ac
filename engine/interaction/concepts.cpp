#include "engine/interaction/concepts.h"

#include <algorithm>
#include <map>
#include <set>

#include "engine/interaction/criteria.h"
#include "fhir/json/read.h"
#include "fhir/model/text.h"
#include "fhir/r4/code_system.h"
#include "fhir/r4/value_set.h"
#include "profiles/definitions/definitions.h"
#include "terminology/code_system/concepts.h"

namespace engine {
namespace {

using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;
using fhir::r4::CodeSystem;
using fhir::r4::ValueSet;
using search::Criterion;
using search::Modifier;

constexpr int value_sets_deep = 5;
constexpr int definitions_max = 50;  ///< looked up for one search: value sets that include value sets grow fast

/// A code of a system; an empty code stands for all of them.
using Code = std::pair<std::string, std::string>;
using Codes = std::set<Code>;

Outcome refused(const std::string& text) { return {IssueType::not_supported, fhir::Issue::Detail::bad_request, text}; }

std::string text_of(const fhir::Primitive& value) { return value.has_text() ? std::string(value.text()) : std::string(); }

constexpr std::size_t versions_max = 100;  ///< of one definition, the newest of which are looked at

/// One part of a version up to the next dot; the rest stays.
std::string_view take_part(std::string_view& version) {
  const auto part = version.substr(0, version.find('.'));
  version.remove_prefix(std::min(part.size() + 1, version.size()));
  return part;
}

bool is_number(std::string_view part) { return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }); }

/// Part for part, numbers as numbers: "1.10" comes after "1.9". A number comes after what is none, as "2.0.0" after "2.0.0-ballot".
bool is_later(std::string_view a, std::string_view b) {
  while (!a.empty() || !b.empty()) {
    auto one = take_part(a), other = take_part(b);
    const bool is_one = is_number(one), is_other = is_number(other);
    if (is_one && is_other) {
      one.remove_prefix(std::min(one.find_first_not_of('0'), one.size()));
      other.remove_prefix(std::min(other.find_first_not_of('0'), other.size()));
      if (one.size() != other.size()) return one.size() > other.size();
    } else if (is_one != is_other && !one.empty() && !other.empty()) {
      return is_one;
    }
    if (one != other) return one > other;
  }
  return false;
}

/// Finds the codes for one search.
class Concepts {
 public:
  Concepts(const Interaction& interaction, const Environment& environment) : interaction_(interaction), environment_(environment) {}

  Result<void> resolve(Criterion& criterion) {
    for (Criterion& inner : criterion.inner) TRY_VOID(resolve(inner));
    if (criterion.kind != Criterion::Kind::values || criterion.parameter == nullptr || criterion.parameter->kind != fhir::SearchType::token) return {};
    const Modifier modifier = criterion.modifier;
    if (modifier != Modifier::in && modifier != Modifier::not_in && modifier != Modifier::above && modifier != Modifier::below) return {};
    if (modifier == Modifier::below && criterion.parameter->is_of_mime_types()) return {};  // their base is in the index
    Codes codes;
    for (const search::Value& value : criterion.values) {
      TRY(const Codes more, modifier == Modifier::in || modifier == Modifier::not_in ? of_value_set(value.text, 0) : of_hierarchy(value, modifier == Modifier::below));
      codes.insert(more.begin(), more.end());
      if (codes.size() > search::concepts_max) {
        return Outcome(IssueType::too_costly, fhir::Issue::Detail::bad_request, "A value of " + std::string(criterion.parameter->code) + " stands for more than " +
                                                                                    std::to_string(search::concepts_max) + " codes; name a smaller one.");
      }
    }
    criterion.modifier = modifier == Modifier::not_in ? Modifier::not_ : Modifier::none;
    criterion.values.clear();
    for (const auto& [system, code] : codes) {
      search::Value value;
      if (!system.empty()) value.system = system;
      value.text = code;
      criterion.values.push_back(std::move(value));
    }
    return {};
  }

 private:
  /// The tenant's own resource of a type by canonical URL ("url|version") or reference ("ValueSet/1"), or nothing. Of several
  /// versions the latest, of the same version the newest. https://hl7.org/fhir/R4/references.html#canonical
  Result<fhir::Resource> stored(const fhir::Descriptor& type, std::string_view name) {
    if (++looked_up_ > definitions_max) {
      return Outcome(IssueType::too_costly, fhir::Issue::Detail::bad_request, "The search asks for more than " + std::to_string(definitions_max) +
                                                                                  " value sets and code systems, with those they include; ask for fewer, or store an expansion.");
    }
    Parameters criteria;
    const std::string prefix = std::string(type.name) + "/", here = interaction_.base + "/";
    if (name.starts_with(here) && name.substr(here.size()).starts_with(prefix)) name.remove_prefix(here.size());
    const auto bar = name.find('|');
    if (name.starts_with(prefix)) {
      criteria.push_back({"_id", std::string(name.substr(prefix.size()))});
    } else {
      criteria.push_back({"url", escaped(name.substr(0, bar))});
      if (bar != std::string_view::npos) criteria.push_back({"version", escaped(name.substr(bar + 1))});
    }
    TRY(const auto matches, matches_of(interaction_.tenant, type, criteria, interaction_.base, environment_, versions_max));
    fhir::Resource latest;
    for (const store::Version& match : matches) {
      TRY(const auto resource, fhir::json::read(json_of(match), arena_, {}, fhir::json::Completeness::as_is));
      if (!latest || is_later(fhir::text_of(resource, "version"), fhir::text_of(latest, "version"))) latest = resource;
    }
    return latest;
  }

  /// A comma, bar, dollar or backslash that belongs to a value. https://hl7.org/fhir/R4/search.html#escaping
  static std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == ',' || c == '|' || c == '$' || c == '\\') out += '\\';
      out += c;
    }
    return out;
  }

  Result<Codes> of_value_set(std::string_view name, int depth) {
    if (depth > value_sets_deep) return refused("The value set " + std::string(name) + " includes others more than " + std::to_string(value_sets_deep) + " deep.");
    TRY(const fhir::Resource resource, stored(ValueSet::descriptor, name));
    Codes codes;
    if (resource) {
      const auto& set = *resource.as<ValueSet>();
      if (set.expansion) {
        for (const auto& contains : set.expansion->contains) add(contains, codes);
        return codes;
      }
      if (set.compose) {
        for (const auto& include : set.compose->include) {
          TRY(const Codes more, of_include(include, name, depth));
          codes.insert(more.begin(), more.end());
        }
        for (const auto& exclude : set.compose->exclude) {
          TRY(const Codes less, of_include(exclude, name, depth));
          TRY_VOID(take_away(less, name, codes));
        }
      }
      return codes;
    }
    const auto known = environment_.definitions != nullptr ? environment_.definitions->codes_of(name.substr(0, name.find('|'))) : std::nullopt;
    if (!known) return refused("The value set " + std::string(name) + " is not known here, or its codes are not. Store it as a ValueSet with its codes or its expansion.");
    for (const auto& [system, code] : *known) codes.emplace(system, code);
    return codes;
  }

  /// https://hl7.org/fhir/R4/valueset.html#compositions
  Result<Codes> of_include(const ValueSet::Compose::Include& include, std::string_view name, int depth) {
    std::optional<Codes> codes;
    const std::string system = text_of(include.system);
    if (include.filter.size() > 0) {
      TRY(const CodeSystem* stored, code_system(system));
      if (stored == nullptr || !is_complete(*stored)) {
        return refused("The value set " + std::string(name) + " has filters, and the code system " + system + " is not here with all its concepts. Store that as a CodeSystem whose content is complete, or the value set's expansion.");
      }
      TRY(codes, filtered(include, *stored, system));
    } else if (include.concept_.size() > 0) {
      codes.emplace();
      for (const auto& one : include.concept_) codes->emplace(system, text_of(one.code));
    } else if (!system.empty()) {
      TRY(codes, whole(system));
    }
    // What several parts of one include say must all hold.
    for (const auto& other : include.valueSet) {
      TRY(Codes more, of_value_set(text_of(other), depth + 1));
      codes = codes ? common(*codes, more) : std::move(more);
    }
    return codes ? std::move(*codes) : Codes();
  }

  static Result<Codes> filtered(const ValueSet::Compose::Include& include, const CodeSystem& stored, const std::string& system) {
    const terminology::code_system::Concepts concepts(stored);
    auto left = concepts.all();
    for (const auto& filter : include.filter) {
      TRY(const auto selected, concepts.filtered(text_of(filter.property), text_of(filter.op), text_of(filter.value)));
      std::erase_if(left, [&](const std::string& code) { return !selected.contains(code); });
    }
    Codes codes;
    for (const auto& code : left) codes.emplace(system, code);
    return codes;
  }

  /// All codes of a system: one by one if they are known and not too many.
  Result<Codes> whole(const std::string& system) {
    Codes codes{{system, ""}};
    TRY(const CodeSystem* stored, code_system(system));
    if (stored == nullptr || !is_complete(*stored)) return codes;
    const auto all = terminology::code_system::Concepts(*stored).all();
    if (all.size() > search::concepts_max) return codes;
    codes.clear();
    for (const auto& code : all) codes.emplace(system, code);
    return codes;
  }

  static Codes common(const Codes& some, const Codes& others) {
    Codes both;
    for (const auto* from : {&some, &others}) {
      const Codes& in = from == &some ? others : some;
      for (const Code& code : *from) {
        if (in.contains(code) || in.contains({code.first, ""})) both.insert(code);
      }
    }
    return both;
  }

  /// Takes codes away from others; where all of a system are there and some are to go, nothing is known to be left.
  static Result<void> take_away(const Codes& less, std::string_view name, Codes& codes) {
    for (const Code& code : less) {
      if (code.second.empty()) std::erase_if(codes, [&](const Code& one) { return one.first == code.first; });
      else if (codes.contains({code.first, ""})) {
        return refused("The value set " + std::string(name) + " excludes codes from all of " + code.first + ", whose codes are not known here. Store it as a CodeSystem whose content is complete, or the value set's expansion.");
      }
      codes.erase(code);
    }
    return {};
  }

  static bool is_complete(const CodeSystem& system) { return text_of(system.content) == "complete"; }

  /// A code system that is stored here, looked up once; null if it is not.
  Result<const CodeSystem*> code_system(const std::string& url) {
    const auto known = code_systems_.find(url);
    if (known != code_systems_.end()) return known->second;
    TRY(const fhir::Resource resource, stored(CodeSystem::descriptor, url));
    return code_systems_[url] = resource ? resource.as<CodeSystem>() : nullptr;
  }

  static void add(const ValueSet::Expansion::Contains& contains, Codes& codes) {
    const bool abstract = contains.abstract.has_text() && contains.abstract.text() == "true";
    if (contains.code.has_text() && !abstract) codes.emplace(text_of(contains.system), text_of(contains.code));
    for (const auto& inner : contains.contains) add(inner, codes);
  }

  /// A code with those below it, or above it, in its system.
  Result<Codes> of_hierarchy(const search::Value& value, bool below) {
    if (value.system.value_or("").empty() || value.text.empty()) return refused("A hierarchy is asked for by system|code; " + value.text + " has no system.");
    TRY(const CodeSystem* system, code_system(*value.system));
    if (system == nullptr) return refused("The code system " + *value.system + " is not known here, so nothing is known to be above or below its codes. Store it as a CodeSystem.");
    const terminology::code_system::Concepts concepts(*system);
    Codes codes;
    for (const auto& code : below ? concepts.below(value.text) : concepts.above(value.text)) codes.emplace(*value.system, code);
    return codes;
  }

  const Interaction& interaction_;
  const Environment& environment_;
  fhir::Arena arena_;
  std::map<std::string, const CodeSystem*> code_systems_;  ///< by URL; null if there is none
  int looked_up_ = 0;
};

}  // namespace

Result<void> resolve_concepts(search::Query& query, const Interaction& interaction, const Environment& environment) {
  Concepts concepts(interaction, environment);
  return search::each_parameter(query, [&](Criterion& criterion) { return concepts.resolve(criterion); });
}

}  // namespace engine
