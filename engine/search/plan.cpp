#include "engine/search/plan.h"

#include <algorithm>
#include <map>

#include "engine/index/code_value.h"
#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/index/reference.h"
#include "engine/index/unit.h"
#include "engine/index/sort_value.h"
#include "engine/index/contained.h"
#include "engine/search/bounds.h"
#include "engine/search/contained.h"
#include "engine/search/near.h"
#include "engine/search/refusal.h"
#include "engine/search/words.h"
#include "fhir/r4/registry.h"
#include "fhir/text/fold.h"

namespace engine::search {
namespace {

using fhir::Outcome;
using fhir::Result;
using fhir::SearchType;
using index::Interval;
using Kind = Condition::Kind;

// ---- Conditions put together ---------------------------------------------------------------------------------

Condition of(Kind kind) {
  Condition condition;
  condition.kind = kind;
  return condition;
}

const Condition nothing = of(Kind::any);

Condition negated(Condition condition) {
  Condition out = of(Kind::not_);
  out.children.push_back(std::move(condition));
  return out;
}

template <class T>
void make_distinct(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Whether a date parameter's values may be wider than a year: only Periods and Timings are.
Width width_of_dates(const std::vector<index::Path>& paths) {
  for (const auto& path : paths) {
    for (const auto* type : path.types()) {
      if (!type->is_primitive()) return width_of_times(true);
    }
  }
  return width_of_times(false);
}

/// True if a resource has at most one of the postings that a criterion of a date or number looks among, so that several such
/// criteria are of the same one.
bool asks_one_posting(const Criterion& criterion) {
  if (criterion.kind != Criterion::Kind::values || criterion.modifier != Modifier::none) return false;
  const auto& parameter = *criterion.parameter;
  if (parameter.is_last_updated()) return true;
  return (parameter.kind == SearchType::date || parameter.kind == SearchType::number) && parameter.answers.size() == 1 && parameter.occurs_once();
}

/// Of long lists of values each would have to be put together with each: those stay look-ups of their own.
constexpr std::size_t pairs_max = 256;

/// What two conditions ask of one posting.
Condition both_of(const Condition& a, const Condition& b) {
  Condition out = of(Kind::ranges);
  for (const auto& one : a.ranges) {
    for (const auto& other : b.ranges) {
      const Condition::Range range{one.key, std::max(one.low_min, other.low_min), std::min(one.low_max, other.low_max),
                                   std::max(one.high_min, other.high_min), std::min(one.high_max, other.high_max)};
      if (one.key == other.key && range.low_min <= range.low_max && range.high_min <= range.high_max) out.ranges.push_back(range);
    }
  }
  out.asked = a.asked + "&" + b.asked;
  return out;
}

// ---- One value of one parameter ------------------------------------------------------------------------------

Outcome not_in_zone(const std::string& what, const index::Zone& zone) { return not_ready(what + " in the time zone " + zone.rules->name(), zone); }

/// Turns criteria into conditions for resources of one type.
class Planner {
 public:
  /// Notes in `by_zone` that the plan depends on the zone.
  Planner(std::string_view base, const index::Zone& zone, bool& by_zone) : base_(base), zone_(zone), by_zone_(by_zone) {}

  /// All or any of some criteria.
  Result<Condition> plan(Kind kind, const std::vector<Criterion>& criteria) const {
    std::vector<Condition> parts;
    std::map<const index::Parameter*, std::size_t> of_one_posting;  ///< where its part is
    for (const auto& criterion : criteria) {
      TRY(Condition part, plan(criterion));
      part.asked = criterion.asked;
      if (kind == Kind::all && part.kind == Kind::ranges && asks_one_posting(criterion)) {
        const auto [found, first] = of_one_posting.try_emplace(criterion.parameter, parts.size());
        if (!first && parts[found->second].ranges.size() * part.ranges.size() <= pairs_max) {
          parts[found->second] = both_of(parts[found->second], part);
          continue;
        }
      }
      if (part.kind == kind) {
        for (auto& child : part.children) child.asked = criterion.asked;
      }
      parts.push_back(std::move(part));
    }
    return joined(kind, std::move(parts));
  }

 private:
  Result<Condition> plan(const Criterion& criterion) const {
    const bool is_always_there = criterion.kind == Criterion::Kind::id || criterion.kind == Criterion::Kind::last_updated;
    if (is_always_there && criterion.modifier == Modifier::missing) return criterion.missing ? nothing : of(Kind::all);
    switch (criterion.kind) {
      case Criterion::Kind::id: return ids(criterion);
      case Criterion::Kind::chain: return chain(criterion);
      case Criterion::Kind::has: return has(criterion);
      case Criterion::Kind::compartment: return compartment(criterion);
      case Criterion::Kind::list: return list(criterion);
      case Criterion::Kind::all: return plan(Kind::all, criterion.inner);
      case Criterion::Kind::any: return plan(Kind::any, criterion.inner);
      case Criterion::Kind::not_: {
        TRY(Condition inner, plan(criterion.inner[0]));
        return negated(std::move(inner));
      }
      default: break;
    }
    if (criterion.modifier == Modifier::missing) {
      Condition condition = present(*criterion.parameter);
      return criterion.missing ? negated(std::move(condition)) : std::move(condition);
    }
    std::vector<Condition> any;
    for (const auto& value : criterion.values) {
      TRY(Condition one, value_of(criterion, value));
      any.push_back(std::move(one));
    }
    Condition condition = joined(Kind::any, std::move(any));
    make_distinct(condition.tokens);
    make_distinct(condition.ranges);
    make_distinct(condition.texts);
    return criterion.modifier == Modifier::not_ ? negated(std::move(condition)) : std::move(condition);
  }

  /// That a parameter has a value.
  static Condition present(const index::Parameter& parameter) {
    if (parameter.custom != nullptr) {
      Condition condition = of(Kind::tokens);
      condition.tokens.push_back({index::present_key(parameter.type->name, parameter.code), std::nullopt});
      return condition;
    }
    Condition condition = of(Kind::present);
    condition.bit = parameter.bit;
    return condition;
  }

  /// A text that can be no id is no resource's.
  static Result<Condition> ids(const Criterion& criterion) {
    Condition condition = of(Kind::ids);
    for (const auto& value : criterion.values) {
      if (index::is_id(value.text)) condition.ids.push_back(index::key_of(*criterion.type, value.text));
    }
    make_distinct(condition.ids);
    return condition;
  }

  /// One of the lists leads to it as a member. https://hl7.org/fhir/R4/search.html#list
  static Result<Condition> list(const Criterion& criterion) {
    Condition lists = of(Kind::ids);
    const auto& type = *fhir::r4::resource_type("List");
    for (const auto& value : criterion.values) lists.ids.push_back(index::key_of(type, value.text));
    make_distinct(lists.ids);
    Condition condition = of(Kind::has);
    condition.type = &type;
    condition.salts.push_back(index::reference_salt(type.name, index::list_members, criterion.type->name));
    condition.children.push_back(std::move(lists));
    return condition;
  }

  /// One of the links leads to it, or it is the one that the compartment is of.
  Result<Condition> compartment(const Criterion& criterion) const {
    std::vector<Condition> any;
    for (const auto* link : criterion.links) {
      TRY(Condition one, value_of(*link, Modifier::none, nullptr, criterion.values[0]));
      any.push_back(std::move(one));
    }
    if (criterion.type == criterion.modifier_type) {
      Condition itself = of(Kind::ids);
      itself.ids.push_back(index::key_of(*criterion.type, std::string_view(criterion.values[0].text).substr(criterion.type->name.size() + 1)));
      any.push_back(std::move(itself));
    }
    return joined(Kind::any, std::move(any));
  }

  /// Of what holds references as well, these are left.
  static Result<void> check_looked_up(const Criterion& criterion) {
    if (criterion.parameter->holds_references()) return {};
    return unsupported("Canonical URLs are followed for searches, not for the criteria of conditional interactions; " + quoted(criterion.parameter->code) + " holds such.");
  }

  Result<Condition> chain(const Criterion& criterion) const {
    TRY_VOID(check_looked_up(criterion));
    Condition condition = of(Kind::chain);
    for (const auto& inner : criterion.inner) {
      TRY_VOID(add_link(criterion, inner, condition));
      // "A chained condition will be evaluated inside contained resources." https://hl7.org/fhir/R4/search.html#contained
      if (const auto contained = of_contained(inner)) TRY_VOID(add_link(criterion, *contained, condition));
    }
    return condition.children.empty() ? nothing : std::move(condition);
  }

  Result<void> add_link(const Criterion& criterion, const Criterion& inner, Condition& chain) const {
    Condition link = of(Kind::link);
    link.type = inner.type;
    for (const auto& answer : criterion.parameter->answers) {
      if (!answer.target.empty() && answer.target != index::own_type(*inner.type).name) continue;
      link.salts.push_back(index::reference_salt(criterion.type->name, answer.parameter->code, inner.type->name));
    }
    if (link.salts.empty()) return {};
    TRY(Condition child, plan(inner));
    link.children.push_back(std::move(child));
    chain.children.push_back(std::move(link));
    return {};
  }

  Result<Condition> has(const Criterion& criterion) const {
    TRY_VOID(check_looked_up(criterion));
    const auto& inner = criterion.inner[0];
    Condition condition = of(Kind::has);
    condition.type = inner.type;
    for (const auto& answer : criterion.parameter->answers) {
      if (!answer.target.empty() && answer.target != criterion.type->name) continue;
      condition.salts.push_back(index::reference_salt(inner.type->name, answer.parameter->code, criterion.type->name));
    }
    TRY(Condition child, plan(inner));
    condition.children.push_back(std::move(child));
    return condition;
  }

  Result<Condition> value_of(const Criterion& criterion, const Value& value) const {
    return value_of(*criterion.parameter, criterion.modifier, criterion.modifier_type, value);
  }

  Result<Condition> value_of(const index::Parameter& parameter, Modifier modifier, const fhir::Descriptor* modifier_type,
                             const Value& value) const {
    if (!parameter.parts.empty()) {
      std::vector<Condition> all;
      for (std::size_t i = 0; i < parameter.parts.size(); ++i) {
        TRY(Condition part, value_of(*parameter.parts[i], Modifier::none, nullptr, value.parts[i]));
        all.push_back(std::move(part));
      }
      return joined(Kind::all, std::move(all));
    }
    if (parameter.is_last_updated()) {
      Condition condition = of(Kind::ranges);
      by_zone_ = true;  // but what is indexed is instants, in any
      TRY(const auto bounds, date_bounds(value, parameter.code, *zone_.rules));
      add_ranges(index::last_updated_key(*parameter.type), bounds, {0, false}, condition.ranges);
      return condition;
    }
    std::vector<Condition> any;
    for (const auto& answer : parameter.answers) {
      Result<Condition> one = nothing;
      if (answer.parameter != &parameter && parameter.kind == SearchType::composite) {
        one = value_of(*answer.parameter, modifier, modifier_type, value);
      } else {
        one = posted_value(parameter, answer, modifier, modifier_type, value);
      }
      if (!one) return one;
      any.push_back(std::move(*one));
    }
    return joined(Kind::any, std::move(any));
  }

  Result<Condition> posted_value(const index::Parameter& parameter, const index::Answer& answer, Modifier modifier,
                                 const fhir::Descriptor* modifier_type, const Value& value) const {
    const auto& owner = *answer.parameter;
    const auto type = owner.type->name;
    switch (parameter.kind) {
      case SearchType::token: return modifier == Modifier::text ? text(owner, Modifier::none, value) : token(owner, modifier, value);
      case SearchType::reference: return reference(parameter, answer, modifier, modifier_type, value);
      case SearchType::string: {
        if (!owner.is_full_text()) return text(owner, modifier, value);
        TRY(Words asked, words(owner, value.text));
        return std::move(asked.where);
      }
      case SearchType::uri: return uri(owner, modifier, value);
      case SearchType::composite: return composite(owner, value);
      case SearchType::date: {
        Condition condition = of(Kind::ranges);
        TRY(const auto bounds, dates(owner, value));
        add_ranges(index::range_key(type, owner.code), bounds, width_of_dates(owner.paths), condition.ranges);
        return condition;
      }
      case SearchType::number: {
        Condition condition = of(Kind::ranges);
        TRY(const auto bounds, number_bounds(value, parameter.code));
        add_ranges(index::range_key(type, owner.code), bounds, {0, false}, condition.ranges);
        return condition;
      }
      case SearchType::quantity: {
        Condition condition = of(Kind::ranges);
        TRY(const auto all, quantities(value, parameter.code));
        for (const auto& [system, unit, bounds] : all) {
          const auto key = value.unit.empty() ? index::range_key(type, owner.code) : index::range_key(type, owner.code, system, unit);
          add_ranges(key, bounds, {0, true}, condition.ranges);
        }
        return condition;
      }
      case SearchType::special: return near(owner, value.text);
    }
    return nothing;
  }

  /// What a quantity is looked up under, as Extraction::each_unit posts it: a UCUM code in its canonical unit; a unit without a
  /// system as it is written, and in case it is such a code. https://hl7.org/fhir/R4/search.html#quantity
  struct Quantity {
    std::string system;
    std::string unit;
    std::vector<Bounds> bounds;
  };
  static Result<std::vector<Quantity>> quantities(const Value& value, std::string_view code) {
    const auto system = value.system.value_or("");
    const auto unit = !value.unit.empty() && (system.empty() || system == terminology::ucum::system) ? index::unit_of(value.unit) : std::nullopt;
    std::vector<Quantity> all;
    if (!unit || system.empty()) {
      TRY(auto bounds, number_bounds(value, code));
      all.push_back({value.unit.empty() ? "*" : system, value.unit, std::move(bounds)});
    }
    if (unit) {
      TRY(auto bounds, number_bounds(value, code, &*unit));
      all.push_back({std::string(index::canonical_units), unit->canonical(), std::move(bounds)});
    }
    return all;
  }

  /// https://hl7.org/fhir/R4/search.html#token
  static Result<Condition> token(const index::Parameter& owner, Modifier modifier, const Value& value) {
    const auto type = owner.type->name;
    if (modifier == Modifier::below && owner.is_of_mime_types()) {
      Condition condition = of(Kind::tokens);
      condition.tokens.push_back({index::mime_key(type, owner.code, index::folded_code(value.text)), std::nullopt});
      return condition;
    }
    if (modifier == Modifier::in || modifier == Modifier::not_in || modifier == Modifier::above || modifier == Modifier::below) {
      return unsupported("Value sets and hierarchies of codes are looked up for searches, not for the criteria of conditional interactions.");
    }
    Condition condition = of(Kind::tokens);
    if (modifier == Modifier::of_type) {
      const auto text = index::of_type_text(value.system.value_or(""), value.unit, value.text);
      condition.tokens.push_back({index::token_key(type, owner.code, text), std::nullopt});
      return condition;
    }
    if (value.text.empty()) {  // "system|"
      condition.tokens.push_back({index::token_system_key(type, owner.code, *value.system), std::nullopt});
      // Codes have the system of their element, and no posting to say so.
      if (std::find(owner.systems.begin(), owner.systems.end(), *value.system) == owner.systems.end()) return condition;
      return joined(Kind::any, {std::move(condition), present(owner)});
    }
    const auto key = index::token_key(type, owner.code, index::folded_code(value.text));
    if (!value.system) {
      condition.tokens.push_back({key, std::nullopt});
    } else {
      condition.tokens.push_back({key, index::system_hash(*value.system)});
      // "|code" also finds elements of type code: nothing in the resource says what system they are of.
      for (const auto& implied : owner.systems) {
        if (value.system->empty() && !implied.empty()) condition.tokens.push_back({key, index::system_hash(implied)});
      }
    }
    return condition;
  }

  /// https://hl7.org/fhir/R4/search.html#reference
  Result<Condition> reference(const index::Parameter& parameter, const index::Answer& answer, Modifier modifier,
                              const fhir::Descriptor* modifier_type, const Value& value) const {
    const auto& owner = *answer.parameter;
    const auto type = owner.type->name;
    Condition condition = of(Kind::tokens);
    const auto leads_to = [&](const fhir::Descriptor& target, std::string_view id) {
      if (!answer.target.empty() && answer.target != target.name) return;
      if (modifier_type != nullptr && modifier_type != &target) return;
      condition.tokens.push_back(
          {index::reference_salt(type, owner.code, target.name) ^ index::key_of(target, id), std::nullopt});
    };
    if (modifier == Modifier::identifier) {
      if (value.text.empty()) {
        condition.tokens.push_back({index::identifier_system_key(type, owner.code, *value.system), std::nullopt});
        return condition;
      }
      std::optional<std::int32_t> system;
      if (value.system) system = index::system_hash(*value.system);
      condition.tokens.push_back({index::identifier_key(type, owner.code, index::folded_code(value.text)), system});
      return condition;
    }
    if (parameter.holds_references() && (modifier == Modifier::above || modifier == Modifier::below)) {
      return unsupported("What is above or below a resource is looked up for searches, not for the criteria of conditional interactions.");
    }
    const auto target = index::target_of(value.text, base_);
    switch (target.kind) {
      case index::Target::Kind::none:
        return malformed("A value of " + quoted(parameter.code) + " begins with #; contained resources are not found by reference.");
      case index::Target::Kind::resource:
        leads_to(*target.type, target.id);
        if (parameter.holds_urls()) condition.tokens.push_back({index::url_key(type, owner.code, absolute(value.text)), std::nullopt});
        break;
      case index::Target::Kind::url: {
        if (index::is_id(value.text)) {  // an id alone: of any type it may be of
          for (const auto name : parameter.targets) leads_to(*fhir::r4::resource_type(name), value.text);
        }
        if (modifier_type != nullptr || (!answer.target.empty() && index::type_in_url(target.url) != answer.target)) break;
        if (value.unversioned) condition.tokens.push_back({index::url_key(type, owner.code, target.url), 0});
        else condition.tokens.push_back(url_token(owner, modifier, target.url, target.version));
        break;
      }
    }
    return condition;
  }

  /// What is here by a relative reference, as a URL.
  std::string absolute(std::string_view reference) const {
    const bool is_relative = reference.find(':') == std::string_view::npos;
    return is_relative ? std::string(base_) + "/" + std::string(reference) : std::string(reference);
  }

  /// A canonical: of any version where none is asked for, and with `:below` of one that begins so.
  /// https://hl7.org/fhir/R4/search.html#versions
  static Condition::Token url_token(const index::Parameter& owner, Modifier modifier, std::string_view url, std::string_view version) {
    const auto type = owner.type->name;
    if (version.empty()) return {index::url_key(type, owner.code, url), std::nullopt};
    if (modifier == Modifier::below) return {index::version_key(type, owner.code, url, version), std::nullopt};
    return {index::url_key(type, owner.code, url), index::system_hash(version)};
  }

  static Condition::Text::Match match_of(Modifier modifier) {
    using enum Condition::Text::Match;
    switch (modifier) {
      case Modifier::contains: return contains;
      case Modifier::equal: return equal;
      case Modifier::unequal: return unequal;
      case Modifier::ends: return suffix;
      default: return prefix;
    }
  }

  /// https://hl7.org/fhir/R4/search.html#string
  static Result<Condition> text(const index::Parameter& owner, Modifier modifier, const Value& value) {
    using Match = Condition::Text::Match;
    const auto folded = fhir::text::fold(value.text);
    if (folded.empty()) return nothing;  // punctuation alone
    const auto type = owner.type->name;
    Condition condition = of(Kind::texts);
    if (modifier == Modifier::exact) {
      condition.texts.push_back({Match::exact, index::text_key(type, owner.code),
                                 std::string(fhir::text::cut(folded, index::folded_bytes_max)), index::exact_hash(value.text)});
      return condition;
    }
    if (folded.size() > SearchLimits::text_bytes) {
      return too_much("A value of " + quoted(owner.code) + " is longer than " + std::to_string(SearchLimits::text_bytes) +
                      " bytes, all that is kept for searches but :exact.");
    }
    condition.texts.push_back({match_of(modifier), index::text_key(type, owner.code), folded, 0});
    if (modifier == Modifier::none && owner.is_family_name()) condition.texts.push_back({Match::prefix, index::part_key(index::text_key(type, owner.code)), folded, 0});
    return condition;
  }

  /// Whole, or by the parts of a path: above is a beginning of the value, below begins with it.
  /// https://hl7.org/fhir/R4/search.html#uri
  Result<Condition> uri(const index::Parameter& owner, Modifier modifier, const Value& value) const {
    const auto type = owner.type->name;
    const auto bar = value.text.find('|');
    const auto version = bar == std::string::npos ? std::string_view() : std::string_view(value.text).substr(bar + 1);
    std::string_view url = std::string_view(value.text).substr(0, bar);
    Condition condition = of(Kind::tokens);
    if (owner.code == "_profile") {
      const bool is_local = index::target_of(url, base_).kind == index::Target::Kind::resource;
      const std::string here = is_local ? absolute(url) : std::string();
      condition.tokens.push_back(url_token(owner, modifier, is_local ? std::string_view(here) : url, version));
      return condition;
    }
    const auto add = [&](std::string_view one) { condition.tokens.push_back({index::url_key(type, owner.code, one), std::nullopt}); };
    // What a resource is called by has its version in another element.
    const auto* versions = owner.code == "url" && !version.empty() ? index::parameters_of(*owner.type).find("version") : nullptr;
    if (versions != nullptr && versions->kind == SearchType::token) {
      add(url);
      Value of_version;
      of_version.text = version;
      TRY(Condition also, token(*versions, Modifier::none, of_version));
      return joined(Kind::all, {std::move(condition), std::move(also)});
    }
    if (!version.empty()) {
      condition.tokens.push_back(url_token(owner, Modifier::none, url, version));
      return condition;
    }
    add(url);
    if (modifier == Modifier::above) {
      const auto root = url.find("://");
      for (auto slash = url.rfind('/'); slash != std::string_view::npos && root != std::string_view::npos && slash > root + 2;
           slash = url.substr(0, slash).rfind('/')) {
        add(url.substr(0, slash + 1));
        add(url.substr(0, slash));
      }
    }
    if (modifier != Modifier::below) return condition;
    std::string beginning(url);
    if (!beginning.ends_with('/')) beginning += '/';
    if (beginning.size() > SearchLimits::text_bytes) return malformed("A value of " + quoted(owner.code) + ":below is longer than " + std::to_string(SearchLimits::text_bytes) + " bytes.");
    Condition below = of(Kind::texts);
    below.texts.push_back({Condition::Text::Match::prefix, index::text_key(type, owner.code), beginning, 0});
    return joined(Kind::any, {std::move(condition), std::move(below)});
  }

  Result<std::vector<Bounds>> dates(const index::Parameter& owner, const Value& value) const {
    by_zone_ = true;
    if (!zone_.ready) return not_in_zone(std::string(owner.type->name) + " cannot be searched by " + quoted(owner.code), zone_);
    return date_bounds(value, owner.code, *zone_.rules);
  }

  /// The hashes that Extraction::index_composite makes of the same parts. https://hl7.org/fhir/R4/search.html#composite
  Result<Condition> composite(const index::Parameter& owner, const Value& value) const {
    index::Hash hash(index::Domain::composite);
    hash.add(owner.type->name).add(owner.code);
    std::vector<std::vector<Bounds>> intervals;
    Condition condition = of(Kind::ranges);
    Width width;
    for (std::size_t i = 0; i < owner.components.size(); ++i) {
      const auto& component = owner.components[i];
      const auto& part = value.parts[i];
      switch (component.type) {
        case SearchType::token:
          if (part.text.empty()) return malformed("A part of a value of " + quoted(owner.code) + " names a system but no code.");
          hash.add(std::string_view(part.system ? std::string_view(*part.system) : std::string_view("*"))).add(std::string_view(index::folded_code(part.text)));
          break;
        case SearchType::reference: {
          const auto target = index::target_of(part.text, base_);
          if (target.kind == index::Target::Kind::resource) hash.add(target.type->name).add(target.id);
          else hash.add(std::string_view()).add(target.url);
          break;
        }
        case SearchType::date: {
          TRY(auto bounds, dates(owner, part));
          intervals.push_back(std::move(bounds));
          width = width_of_times(true);
          break;
        }
        case SearchType::quantity: {  // the last part
          TRY(const auto all, quantities(part, owner.code));
          for (const auto& [system, unit, bounds] : all) {
            add_ranges(index::Hash(hash).add(std::string_view(system)).add(std::string_view(unit)).value(), bounds, {0, true}, condition.ranges);
          }
          return condition;
        }
        default: {
          TRY(auto bounds, number_bounds(part, owner.code));
          intervals.push_back(std::move(bounds));
          width = {0, true};
          hash.add(std::string_view("*")).add(std::string_view());
        }
      }
    }
    if (intervals.empty()) {
      condition = of(Kind::tokens);
      condition.tokens.push_back({hash.value(), std::nullopt});
      return condition;
    }
    if (intervals.size() == 1) {
      add_ranges(hash.value(), intervals[0], width, condition.ranges);
      return condition;
    }
    // Two numbers, posted as the ends of one interval: each has both ends of its own at one place.
    for (const auto& first : intervals[0]) {
      for (const auto& second : intervals[1]) {
        const auto at = [](const Bounds& bounds) { return Interval{std::max(bounds.low.low, bounds.high.low), std::min(bounds.low.high, bounds.high.high)}; };
        condition.ranges.push_back({hash.value(), at(first).low, at(first).high, at(second).low, at(second).high});
      }
    }
    return condition;
  }

  std::string_view base_;
  const index::Zone& zone_;
  bool& by_zone_;
};

/// https://hl7.org/fhir/R4/search.html#sort
std::vector<Order> order_of(const Query& query, const fhir::Descriptor& type, const std::vector<std::int64_t>& ranking) {
  std::vector<Order> keys;
  if (query.sort.empty() && !ranking.empty()) {  // the best first, of equally good ones the newest
    keys.resize(2);
    keys[0].kind = Order::Kind::score;
    keys[0].posting_keys = ranking;
    keys[1].kind = Order::Kind::date;
    keys[0].descending = keys[1].descending = true;
  }
  for (const auto& sort : query.sort) {
    Order key;
    key.descending = sort.descending;
    if (sort.kind == Sort::Kind::last_updated) {
      key.kind = Order::Kind::range;
      key.posting_keys = {index::last_updated_key(type)};
    } else if (sort.kind == Sort::Kind::score) {
      key.kind = Order::Kind::score;
      key.posting_keys = ranking;
      key.descending = !sort.descending;
    } else if (sort.kind == Sort::Kind::parameter) {
      key.parameter = sort.parameter;
      if (sort.parameter == index::parameters_of(type).main_date()) {
        key.kind = Order::Kind::date;
      } else if (key.paths = index::sort_paths(*sort.parameter); !key.paths.empty()) {
        key.kind = Order::Kind::json;
      } else {
        const bool text = sort.parameter->kind == SearchType::string;
        key.kind = text ? Order::Kind::text : Order::Kind::range;
        for (const auto& answer : sort.parameter->answers) {
          const auto code = answer.parameter->code;
          key.posting_keys.push_back(text ? index::text_key(type.name, code) : index::range_key(type.name, code));
        }
      }
    }
    keys.push_back(key);
  }
  return keys;
}

/// The words that resources are scored by: those that are asked for of themselves.
Result<std::vector<std::int64_t>> ranking_of(const std::vector<Criterion>& criteria) {
  std::vector<std::int64_t> ranking;
  for (const auto& criterion : criteria) {
    if (criterion.kind != Criterion::Kind::values || !criterion.parameter->is_full_text()) continue;
    for (const auto& value : criterion.values) {
      TRY(const Words asked, words(*criterion.parameter, value.text));
      ranking.insert(ranking.end(), asked.ranking.begin(), asked.ranking.end());
    }
    make_distinct(ranking);
    if (ranking.size() > SearchLimits::words) return too_many_words(criterion.parameter->code);
  }
  return ranking;
}

/// True if the order is that of dates. What was not asked for is that of the types' main dates.
bool is_by_dates(const Query& query) {
  if (query.sort.empty()) {
    return std::any_of(query.types.begin(), query.types.end(), [](const auto* type) { return index::parameters_of(*type).main_date() != nullptr; });
  }
  return std::any_of(query.sort.begin(), query.sort.end(), [](const Sort& sort) { return sort.kind == Sort::Kind::parameter && sort.parameter->kind == SearchType::date; });
}

std::size_t look_ups_of(const Condition& condition) {
  std::size_t all = condition.children.empty() || condition.kind == Kind::link || condition.kind == Kind::has ? 1 : 0;
  for (const auto& child : condition.children) all += look_ups_of(child);
  return all;
}

/// What decides the matches and their order: not what is included, counted or shown.
std::int64_t fingerprint_of(const Query& query, std::int32_t tenant) {
  index::Hash hash(index::Domain::query);
  hash.add(std::int64_t{index::extractor_version}).add(std::int64_t{tenant});
  for (const auto* type : query.types) hash.add(type->name);
  for (const auto& criteria : query.criteria) {
    if (!criteria.empty() && criteria[0].kind == Criterion::Kind::compartment) hash.add(criteria[0].values[0].text);
  }
  for (const auto& parameter : query.used) {
    const auto& name = parameter.name;
    constexpr std::string_view others[] = {"_count", "_total", "_include", "_revinclude", "_format", "_pretty", "_summary", "_elements", "_type"};
    if (std::find(std::begin(others), std::end(others), std::string_view(name).substr(0, name.find(':'))) != std::end(others)) continue;
    hash.add(std::string_view(name)).add(std::string_view(parameter.value));
  }
  for (const auto& parameter : query.filled) hash.add("filled").add(std::string_view(parameter.name)).add(std::string_view(parameter.value));
  return hash.value();
}

}  // namespace

// Look-ups of one kind under `any` become one.
Condition joined(Condition::Kind kind, std::vector<Condition> parts) {
  Condition out;
  out.kind = kind;
  for (auto& part : parts) {
    if (part.kind == kind) {
      out.children.insert(out.children.end(), std::move_iterator(part.children.begin()), std::move_iterator(part.children.end()));
      continue;
    }
    Condition* same = nullptr;
    for (auto& other : out.children) {
      if (kind == Condition::Kind::any && other.kind == part.kind &&
          (part.kind == Kind::tokens || part.kind == Kind::ranges || part.kind == Kind::texts || part.kind == Kind::ids)) {
        same = &other;
      }
    }
    if (same == nullptr) {
      out.children.push_back(std::move(part));
      continue;
    }
    same->tokens.insert(same->tokens.end(), part.tokens.begin(), part.tokens.end());
    same->ranges.insert(same->ranges.end(), part.ranges.begin(), part.ranges.end());
    same->texts.insert(same->texts.end(), part.texts.begin(), part.texts.end());
    same->ids.insert(same->ids.end(), part.ids.begin(), part.ids.end());
  }
  return out.children.size() == 1 ? std::move(out.children[0]) : out;
}

fhir::Result<Plan> plan_of(const Query& query, std::int32_t tenant, std::string_view base) {
  Plan plan;
  plan.tenant = tenant;
  plan.count = query.count;
  plan.total = query.total;
  plan.includes = query.includes;
  plan.custom = query.custom;
  plan.base = base;
  plan.cursor = query.cursor;
  plan.fingerprint = fingerprint_of(query, tenant);
  const index::Zone& zone = (query.custom ? *query.custom : index::CustomParameters::none()).zone();
  // The first page of an order that nobody asked for is one in any zone.
  bool by_zone = is_by_dates(query) && (!query.sort.empty() || !query.cursor.empty());
  if (by_zone && !zone.ready) return not_in_zone("Results cannot be put into the order of their dates", zone);
  std::size_t look_ups = 0;
  for (std::size_t i = 0; i < query.types.size(); ++i) {
    Branch branch;
    branch.type = query.types[i];
    TRY(branch.where, Planner(base, zone, by_zone).plan(Kind::all, query.criteria[i]));
    TRY(branch.ranking, ranking_of(query.criteria[i]));
    branch.order = order_of(query, *branch.type, branch.ranking);
    const auto by_score = [](const Sort& sort) { return sort.kind == Sort::Kind::score; };
    if (branch.ranking.empty() && std::any_of(query.sort.begin(), query.sort.end(), by_score)) {
      return unsupported("_sort=_score orders by how well words match, and this search asks for none: add _text or _content.");
    }
    plan.ranked = query.sort.empty() && !branch.ranking.empty();
    look_ups += look_ups_of(branch.where);
    plan.branches.push_back(std::move(branch));
  }
  if (look_ups > SearchLimits::look_ups) {
    return too_much("The search comes to " + std::to_string(look_ups) + " look-ups; at most " + std::to_string(SearchLimits::look_ups) +
                    " are made for one search. Name the types that references lead to, as in subject:Patient.name, or the types to search, as in _type=Patient,Group.");
  }
  if (by_zone) plan.zone = zone.since;
  return plan;
}

}  // namespace engine::search
