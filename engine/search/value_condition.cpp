#include "engine/search/value_condition.h"

#include <algorithm>
#include <optional>

#include "engine/index/code_value.h"
#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/index/reference.h"
#include "engine/index/unit.h"
#include "engine/search/bounds.h"
#include "engine/search/near.h"
#include "engine/search/plan.h"
#include "engine/search/reference_value.h"
#include "engine/search/refusal.h"
#include "engine/search/token_value.h"
#include "engine/search/words.h"
#include "fhir/r4/registry.h"
#include "fhir/text/fold.h"

namespace engine::search {
namespace {

using fhir::Result;
using fhir::SearchType;
using index::Interval;
using Kind = Condition::Kind;

/// Whether a date parameter's values may be wider than a year: only Periods and Timings are.
Width width_of_dates(const std::vector<index::Path>& paths) {
  for (const auto& path : paths) {
    for (const auto* type : path.types()) {
      if (!type->is_primitive()) return width_of_times(true);
    }
  }
  return width_of_times(false);
}

/// Numbers are points, unless they may be Ranges.
Width width_of_numbers(const std::vector<index::Path>& paths) {
  const auto may_be_wide = [](const index::Path& path) { return std::any_of(path.types().begin(), path.types().end(), [](const auto* type) { return !type->is_primitive(); }); };
  return {0, std::any_of(paths.begin(), paths.end(), may_be_wide)};
}

/// Turns values into conditions for resources of one type.
class Values {
 public:
  explicit Values(const Surroundings& around) : around_(around) {}

  Result<Condition> of(const index::Parameter& parameter, Modifier modifier, const fhir::Descriptor* modifier_type,
                             const Value& value) const {
    if (!parameter.parts.empty()) {
      std::vector<Condition> all;
      for (std::size_t i = 0; i < parameter.parts.size(); ++i) {
        TRY(Condition part, of(*parameter.parts[i], Modifier::none, nullptr, value.parts[i]));
        all.push_back(std::move(part));
      }
      return joined(Kind::all, std::move(all));
    }
    if (parameter.is_last_updated()) {
      Condition condition = condition_of(Kind::ranges);
      around_.by_zone = true;  // but what is indexed is instants, in any
      TRY(const auto bounds, date_bounds(value, parameter.code, *around_.zone.rules));
      add_ranges(index::last_updated_key(*parameter.type), bounds, {0, false}, condition.ranges);
      return condition;
    }
    std::vector<Condition> any;
    for (const auto& answer : parameter.answers) {
      Result<Condition> one = nothing();
      if (answer.parameter != &parameter && parameter.kind == SearchType::composite) {
        one = of(*answer.parameter, modifier, modifier_type, value);
      } else {
        one = posted_value(parameter, answer, modifier, modifier_type, value);
      }
      if (!one) return one;
      any.push_back(std::move(*one));
    }
    return joined(Kind::any, std::move(any));
  }

 private:
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
        Condition condition = condition_of(Kind::ranges);
        TRY(const auto bounds, dates(owner, value));
        add_ranges(index::range_key(type, owner.code), bounds, width_of_dates(owner.paths), condition.ranges);
        return condition;
      }
      case SearchType::number: {
        Condition condition = condition_of(Kind::ranges);
        TRY(const auto bounds, number_bounds(value, parameter.code));
        add_ranges(index::range_key(type, owner.code), bounds, width_of_numbers(owner.paths), condition.ranges);
        return condition;
      }
      case SearchType::quantity: {
        Condition condition = condition_of(Kind::ranges);
        TRY(const auto all, quantities(value, parameter.code));
        for (const auto& [system, unit, bounds] : all) {
          const auto key = value.unit.empty() ? index::range_key(type, owner.code) : index::range_key(type, owner.code, system, unit);
          add_ranges(key, bounds, {0, true}, condition.ranges);
        }
        return condition;
      }
      case SearchType::special: return near(owner, value.text);
    }
    return nothing();
  }

  /// What a quantity is looked up under, as it is posted: a UCUM code in its canonical unit; a unit without a
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
      Condition condition = condition_of(Kind::tokens);
      condition.tokens.push_back({index::mime_key(type, owner.code, index::folded_code(value.text)), std::nullopt});
      return condition;
    }
    if (modifier == Modifier::in || modifier == Modifier::not_in || modifier == Modifier::above || modifier == Modifier::below) {
      return unsupported("Value sets and hierarchies of codes are looked up for searches, not for the criteria of conditional interactions.");
    }
    if (modifier != Modifier::of_type) TRY_VOID(check_token(owner, value));
    return coded(owner, modifier, value);
  }

  static Result<Condition> coded(const index::Parameter& owner, Modifier modifier, const Value& value) {
    const auto type = owner.type->name;
    Condition condition = condition_of(Kind::tokens);
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
    Condition condition = condition_of(Kind::tokens);
    const auto leads_to = [&](const fhir::Descriptor& target, std::string_view id) {
      if (!answer.target.empty() && answer.target != target.name) return;
      if (modifier_type != nullptr && modifier_type != &target) return;
      condition.tokens.push_back(
          {index::reference_salt(type, owner.code, target.name) ^ index::key_of(target, id), std::nullopt});
    };
    if (modifier == Modifier::identifier) {
      const auto add = [&](std::string_view target) {
        if (value.text.empty()) {
          condition.tokens.push_back({index::identifier_system_key(type, owner.code, *value.system, target), std::nullopt});
          return;
        }
        std::optional<std::int32_t> system;
        if (value.system) system = index::system_hash(*value.system);
        condition.tokens.push_back({index::identifier_key(type, owner.code, index::folded_code(value.text), target), system});
      };
      add(answer.target);
      if (!answer.target.empty()) add(index::unsaid_target);
      return condition;
    }
    if (parameter.holds_references() && (modifier == Modifier::above || modifier == Modifier::below)) {
      return unsupported("What is above or below a resource is looked up for searches, not for the criteria of conditional interactions.");
    }
    TRY(const auto target, reference_target(value.text, {parameter.code, modifier_type, parameter.holds_urls()}, around_.base));
    switch (target.kind) {
      case index::Target::Kind::none: break;
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
    return is_relative ? std::string(around_.base) + "/" + std::string(reference) : std::string(reference);
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
    if (folded.empty()) return nothing();  // punctuation alone
    const auto type = owner.type->name;
    Condition condition = condition_of(Kind::texts);
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

  /// Whole, or as texts: what is above the value begins it, what is below begins with it. "The :above and :below modifiers only
  /// apply to URLs, and not URNS such as OIDs." https://hl7.org/fhir/R4/search.html#uri
  Result<Condition> uri(const index::Parameter& owner, Modifier modifier, const Value& value) const {
    const auto type = owner.type->name;
    const auto bar = value.text.find('|', value.literal);
    const auto version = bar == std::string::npos ? std::string_view() : std::string_view(value.text).substr(bar + 1);
    std::string_view url = std::string_view(value.text).substr(0, bar);
    Condition condition = condition_of(Kind::tokens);
    const auto add = [&](std::string_view one) { condition.tokens.push_back({index::url_key(type, owner.code, one), std::nullopt}); };
    // As it was written: a uri is posted whole, and of a canonical its version apart.
    const auto add_written = [&](std::string_view text) {
      const auto first = text.find('|');
      if (first != std::string_view::npos) condition.tokens.push_back(url_token(owner, Modifier::none, text.substr(0, first), text.substr(first + 1)));
      add(text);
    };
    if (owner.code == "_profile" && url.find('|') == std::string_view::npos) {
      const bool is_local = index::target_of(url, around_.base).kind == index::Target::Kind::resource;
      const std::string here = is_local ? absolute(url) : std::string();
      condition.tokens.push_back(url_token(owner, modifier, is_local ? std::string_view(here) : url, version));
      return condition;
    }
    // What a resource is called by has its version in another element.
    const bool names_it = !version.empty() && index::posted_by(*owner.type, "url") == &owner;
    const auto* versions = names_it ? index::posted_by(*owner.type, "version") : nullptr;
    if (versions != nullptr && versions->kind == SearchType::token) {
      add(url);
      Value of_version;
      of_version.text = version;
      TRY(Condition also, token(*versions, Modifier::none, of_version));
      return joined(Kind::all, {std::move(condition), std::move(also)});
    }
    if (!version.empty()) {
      add_written(value.text);
      return condition;
    }
    const bool is_partial = (modifier == Modifier::above || modifier == Modifier::below) && !index::folded_code(url).starts_with("urn:");
    if (is_partial && url.size() > SearchLimits::text_bytes) {
      return malformed("A value of " + quoted(owner.code) + (modifier == Modifier::above ? ":above" : ":below") + " is longer than " + std::to_string(SearchLimits::text_bytes) + " bytes.");
    }
    if (is_partial && modifier == Modifier::below) {
      Condition below = condition_of(Kind::texts);
      below.texts.push_back({Condition::Text::Match::prefix, index::text_key(type, owner.code), std::string(url), 0});
      return below;
    }
    add_written(url);
    for (std::size_t bytes = 1; is_partial && bytes < url.size(); ++bytes) add(url.substr(0, bytes));
    return condition;
  }

  Result<std::vector<Bounds>> dates(const index::Parameter& owner, const Value& value) const {
    around_.by_zone = true;
    if (!around_.zone.ready) return not_in_zone(std::string(owner.type->name) + " cannot be searched by " + quoted(owner.code), around_.zone);
    return date_bounds(value, owner.code, *around_.zone.rules);
  }

  /// The hashes that post_composite() makes of the same parts. https://hl7.org/fhir/R4/search.html#composite
  Result<Condition> composite(const index::Parameter& owner, const Value& value) const {
    index::Hash hash(index::Domain::composite);
    hash.add(owner.type->name).add(owner.code);
    std::vector<std::vector<Bounds>> intervals;
    Condition condition = condition_of(Kind::ranges);
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
          TRY(const auto target, reference_target(part.text, {owner.code}, around_.base));
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
      condition = condition_of(Kind::tokens);
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

  const Surroundings& around_;
};

}  // namespace

Condition present(const index::Parameter& parameter) {
  if (parameter.custom != nullptr) {
    Condition condition = condition_of(Kind::tokens);
    condition.tokens.push_back({index::present_key(parameter.type->name, parameter.code), std::nullopt});
    return condition;
  }
  Condition condition = condition_of(Kind::present);
  condition.bit = parameter.bit;
  return condition;
}

Result<Condition> condition_of(const index::Parameter& parameter, Modifier modifier, const fhir::Descriptor* modifier_type, const Value& value, const Surroundings& around) {
  return Values(around).of(parameter, modifier, modifier_type, value);
}

}  // namespace engine::search
