#include "engine/search/criterion.h"

#include <algorithm>
#include <optional>

#include "engine/index/reference.h"
#include "engine/search/filter.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"
#include "engine/search/special.h"
#include "engine/search/split.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine::search {
namespace {

using fhir::Descriptor;
using fhir::Outcome;
using fhir::Result;
using fhir::SearchType;

// ---- Modifiers -----------------------------------------------------------------------------------------------

struct NamedModifier {
  std::string_view name;
  Modifier modifier;
};
constexpr NamedModifier modifiers[] = {
    {"missing", Modifier::missing}, {"exact", Modifier::exact},   {"contains", Modifier::contains},
    {"text", Modifier::text},       {"not", Modifier::not_},      {"above", Modifier::above},
    {"below", Modifier::below},     {"in", Modifier::in},         {"not-in", Modifier::not_in},
    {"of-type", Modifier::of_type}, {"identifier", Modifier::identifier},
};

}  // namespace

namespace {

/// True if a token's value may be of one of these types; of what is not known, it may be of any.
bool may_be(const index::Parameter& parameter, std::initializer_list<const Descriptor*> types) {
  const auto is_one = [&](const Descriptor* type) { return type == &fhir::r4::Extension::descriptor || std::find(types.begin(), types.end(), type) != types.end(); };
  return std::any_of(parameter.paths.begin(), parameter.paths.end(), [&](const index::Path& path) { return std::any_of(path.types().begin(), path.types().end(), is_one); });
}

std::vector<std::string_view> modifiers_of_token(const index::Parameter& parameter) {
  using namespace fhir::r4;
  static const Descriptor* const code = data_type("code");
  std::vector<std::string_view> names{"missing", "not"};
  if (may_be(parameter, {&CodeableConcept::descriptor, &Coding::descriptor, &Identifier::descriptor})) names.push_back("text");
  if (may_be(parameter, {&CodeableConcept::descriptor, &Coding::descriptor, code})) names.insert(names.end(), {"in", "not-in", "above", "below"});
  if (may_be(parameter, {&Identifier::descriptor})) names.push_back("of-type");
  return names;
}

}  // namespace

std::vector<std::string_view> modifiers_of(const index::Parameter& parameter) {
  if (parameter.is_full_text()) return {"missing"};
  switch (parameter.kind) {
    case SearchType::string: return {"missing", "exact", "contains"};
    case SearchType::token: return parameter.is_id() ? std::vector<std::string_view>{"missing", "not"} : modifiers_of_token(parameter);
    case SearchType::reference: {
      std::vector<std::string_view> names{"missing"};
      if (parameter.holds_references()) names.push_back("identifier");
      if (parameter.leads_up_and_down()) names.push_back("above");
      if (parameter.leads_up_and_down() || parameter.holds_urls()) names.push_back("below");
      return names;
    }
    case SearchType::uri:
      if (parameter.code == "_profile") return {"missing", "below"};
      return {"missing", "above", "below"};
    default: return {"missing"};
  }
}

Result<void> read_modifier(std::string_view name, Criterion& criterion) {
  const auto& parameter = *criterion.parameter;
  const auto valid = modifiers_of(parameter);
  for (const auto& known : modifiers) {
    if (known.name != name || std::find(valid.begin(), valid.end(), name) == valid.end()) continue;
    criterion.modifier = known.modifier;
    return {};
  }
  if (const auto* type = parameter.kind == SearchType::reference ? fhir::r4::resource_type(name) : nullptr) {
    if (std::find(parameter.targets.begin(), parameter.targets.end(), type->name) == parameter.targets.end()) {
      return wrong_modifier(quoted(parameter.code) + " of " + std::string(parameter.type->name) + " never leads to " +
                            quoted(name) + "; it leads to " + listed(parameter.targets) + ".");
    }
    if (!parameter.holds_references()) return wrong_modifier(quoted(parameter.code) + " of " + std::string(parameter.type->name) + " holds canonical URLs, which do not say a type: search by the URL.");
    criterion.modifier = Modifier::type;
    criterion.modifier_type = type;
    return {};
  }
  auto all = valid;
  if (parameter.kind == SearchType::reference && parameter.holds_references()) all.insert(all.end(), parameter.targets.begin(), parameter.targets.end());
  return wrong_modifier("The modifier " + quoted(name) + " is not answered for " + quoted(parameter.code) + "." + suggestion(name, all));
}

// ---- Values --------------------------------------------------------------------------------------------------

namespace {

constexpr std::string_view prefixes[] = {"eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"};

/// Takes the prefix off a number, date or quantity. https://hl7.org/fhir/R4/search.html#prefix
Result<Prefix> take_prefix(std::string_view& text, std::string_view code) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  if (text.size() < 2 || !is_letter(text[0]) || !is_letter(text[1])) return Prefix::eq;
  for (std::size_t i = 0; i < std::size(prefixes); ++i) {
    if (!text.starts_with(prefixes[i])) continue;
    text.remove_prefix(2);
    return static_cast<Prefix>(i);
  }
  return malformed(quoted(text.substr(0, 2)) + " is no prefix for a value of " + quoted(code) + "." + suggestion(text.substr(0, 2), prefixes));
}

/// "system|code", "|code", "system|", "code". https://hl7.org/fhir/R4/search.html#token
Result<Value> read_token(std::string_view piece, std::string_view code) {
  Value value;
  const auto bars = split(piece, '|');
  if (bars.size() > 2) return malformed("A value of " + quoted(code) + " has more than one bar; write \\| for one that belongs to a code.");
  if (bars.size() == 2) value.system = unescape(bars[0]);
  value.text = unescape(bars.back());
  if (value.text.empty() && value.system.value_or("").empty()) return malformed("A value of " + quoted(code) + " is empty.");
  return value;
}

/// "[prefix]number|system|code", "number||code", "number". https://hl7.org/fhir/R4/search.html#quantity
Result<Value> read_quantity(std::string_view piece, std::string_view code) {
  Value value;
  TRY(value.prefix, take_prefix(piece, code));
  const auto bars = split(piece, '|');
  if (bars.size() == 2 || bars.size() > 3) {
    return malformed("A value of " + quoted(code) + " is written number, number|system|code or number||code.");
  }
  value.text = unescape(bars[0]);
  if (bars.size() == 3) {
    value.system = unescape(bars[1]);
    value.unit = unescape(bars[2]);
    if (value.unit.empty() && !value.system->empty()) return malformed("A value of " + quoted(code) + " names a system of units but no unit.");
  }
  return value;
}

}  // namespace

Result<Value> read_value(SearchType type, std::string_view piece, std::string_view code) {
  if (piece.empty()) return malformed("A value of " + quoted(code) + " is empty.");
  switch (type) {
    case SearchType::token: return read_token(piece, code);
    case SearchType::quantity: return read_quantity(piece, code);
    case SearchType::number:
    case SearchType::date: {
      Value value;
      TRY(value.prefix, take_prefix(piece, code));
      value.text = unescape(piece);
      return value;
    }
    case SearchType::uri: {
      Value value;
      value.text = unescape(piece);
      value.literal = unescape(split(piece, '|').front()).size();
      return value;
    }
    default: {
      Value value;
      value.text = unescape(piece);
      return value;
    }
  }
}

Result<Value> read_composite(const index::Parameter& parameter, std::string_view piece) {
  const auto parts = split(piece, '$');
  std::vector<SearchType> types;
  const auto* shape = parameter.components.empty() ? nullptr : &parameter.components;
  if (shape == nullptr || parts.size() != shape->size()) {
    std::string text = "A value of " + quoted(parameter.code) + " has " + std::to_string(parameter.components.size()) + " parts, joined by $: ";
    for (std::size_t i = 0; i < parameter.components.size(); ++i) text.append(i == 0 ? "" : "$").append(parameter.components[i].code);
    return malformed(text + ".");
  }
  Value value;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    TRY(Value part, read_value((*shape)[i].type, parts[i], parameter.code));
    value.parts.push_back(std::move(part));
  }
  return value;
}

/// Of a uri's `:above`: each value is looked up by all its beginnings.
constexpr std::size_t above_values_max = 50;

Outcome too_many_values(std::string_view code, std::size_t count) {
  return too_much(quoted(code) + " has " + std::to_string(count) + " values; at most " + std::to_string(SearchLimits::or_values) + " are answered.");
}

Result<void> read_values(std::string_view text, Criterion& criterion) {
  const auto& parameter = *criterion.parameter;
  if (criterion.modifier == Modifier::missing) {
    if (text != "true" && text != "false") return malformed(quoted(parameter.code) + ":missing is true or false.");
    criterion.missing = text == "true";
    return {};
  }
  if (const auto escape = wrong_escape(text); !escape.empty()) {
    return malformed(quoted(escape) + " in a value of " + quoted(parameter.code) + " is no escape: write \\\\ for a backslash, and one before a comma, bar or dollar that belongs to a value.");
  }
  const auto pieces = split(text, ',');
  if (pieces.size() > SearchLimits::or_values) {
    return too_many_values(parameter.code, pieces.size());
  }
  if (parameter.kind == SearchType::uri && criterion.modifier == Modifier::above && pieces.size() > above_values_max) {
    return too_much(quoted(parameter.code) + ":above has " + std::to_string(pieces.size()) + " values; at most " + std::to_string(above_values_max) + " are answered.");
  }
  for (const auto piece : pieces) {
    if (parameter.kind == SearchType::composite) {
      TRY(Value value, read_composite(parameter, piece));
      criterion.values.push_back(std::move(value));
    } else if (criterion.modifier == Modifier::of_type) {
      const auto bars = split(piece, '|');
      if (bars.size() != 3) return malformed(quoted(parameter.code) + ":of-type is written system|code|value.");
      Value value;
      value.system = unescape(bars[0]);
      value.unit = unescape(bars[1]);
      value.text = unescape(bars[2]);
      if (value.system->empty() || value.unit.empty() || value.text.empty()) return malformed(quoted(parameter.code) + ":of-type needs all three parts: system|code|value.");
      criterion.values.push_back(std::move(value));
    } else {
      auto type = parameter.kind;
      if (criterion.modifier == Modifier::identifier) type = SearchType::token;
      if (criterion.modifier == Modifier::text || criterion.modifier == Modifier::in || criterion.modifier == Modifier::not_in) type = SearchType::string;
      if (parameter.is_id()) type = SearchType::string;
      TRY(Value value, read_value(type, piece, parameter.code));
      criterion.values.push_back(std::move(value));
    }
  }
  return {};
}

// ---- What a definition restricts -------------------------------------------------------------------------------

namespace {

Result<void> check_listed(std::string_view word, std::string_view what, std::string_view code, std::span<const std::string_view> allowed) {
  if (word.empty() || allowed.empty() || std::find(allowed.begin(), allowed.end(), word) != allowed.end()) return {};
  return unsupported("The definition of " + quoted(code) + " does not allow the " + std::string(what) + " " + quoted(word) + ". It allows: " + listed(allowed) + ".");
}

/// https://hl7.org/fhir/R4/searchparameter-definitions.html#SearchParameter.modifier
Result<void> check_restrictions(const index::CustomParameter& custom, std::string_view modifier, const Criterion& criterion) {
  const auto code = custom.definition().code;
  TRY_VOID(check_listed(criterion.modifier == Modifier::type ? "type" : modifier, "modifier", code, custom.modifiers));
  if (criterion.values.size() > 1 && !custom.multiple_or) return unsupported("The definition of " + quoted(code) + " allows one value, with no comma.");
  const auto type = criterion.parameter->kind;
  if (type != SearchType::date && type != SearchType::number && type != SearchType::quantity) return {};
  for (const auto& value : criterion.values) {
    if (value.prefix == Prefix::eq) continue;  // what no prefix means
    TRY_VOID(check_listed(prefixes[static_cast<std::size_t>(value.prefix)], "comparator", code, custom.comparators));
  }
  return {};
}

}  // namespace

// ---- Criteria ------------------------------------------------------------------------------------------------

namespace {

/// True if a parameter may lead to a type: by references, or by the canonical URL that resources of the type have.
bool can_lead_to(const index::Parameter& parameter, const Descriptor& type) { return parameter.holds_references() || index::has_url(type); }

Outcome has_no_url(const index::Parameter& parameter, std::string_view type) {
  return wrong_modifier(quoted(parameter.code) + " of " + std::string(parameter.type->name) + " holds canonical URLs, and no " + std::string(type) + " has one.");
}

/// "_has:Observation:patient:code". https://hl7.org/fhir/R4/search.html#has
Result<Criterion> read_has(const Descriptor& type, std::string_view name, std::string_view value, Scope scope) {
  if (scope.has-- == 0) return too_much("_has is answered " + std::to_string(SearchLimits::has_depth) + " deep at most.");
  const auto parts_end = [&](std::size_t from) { return name.find(':', from); };
  const auto first = parts_end(5);
  const auto second = first == std::string_view::npos ? first : parts_end(first + 1);
  if (second == std::string_view::npos || second + 1 == name.size()) {
    return malformed(quoted(name) + " is not written _has:Type:reference:parameter.");
  }
  TRY(const Descriptor* from, resource_type_named(name.substr(5, first - 5), "_has"));
  Criterion criterion;
  criterion.kind = Criterion::Kind::has;
  criterion.type = &type;
  const auto reference = name.substr(first + 1, second - first - 1);
  if (!is_known(*from, reference, *scope.custom)) return has_none(*from, reference, reference_codes(*from, &type, *scope.custom));
  TRY(criterion.parameter, searchable_parameter(*from, reference, *scope.custom));
  const auto& targets = criterion.parameter->targets;
  if (criterion.parameter->kind != SearchType::reference || std::find(targets.begin(), targets.end(), type.name) == targets.end()) {
    return wrong_modifier(quoted(criterion.parameter->code) + " of " + std::string(from->name) + " never leads to " +
                       std::string(type.name) + ", so _has cannot go by it." + suggestion(reference, reference_codes(*from, &type, *scope.custom)));
  }
  if (!can_lead_to(*criterion.parameter, type)) return has_no_url(*criterion.parameter, type.name);
  TRY(Criterion inner, read_criterion(*from, name.substr(second + 1), value, scope));
  criterion.inner.push_back(std::move(inner));
  return criterion;
}

/// https://hl7.org/fhir/R4/search.html#list
Result<Criterion> read_list(const Descriptor& type, std::string_view value) {
  Criterion criterion;
  criterion.kind = Criterion::Kind::list;
  criterion.type = &type;
  for (auto piece : split(value, ',')) {
    if (piece.starts_with('$')) {
      return refused(quoted(piece) + " is a functional list, and none is offered here. _list takes the ids of Lists that are stored.");
    }
    if (piece.starts_with("List/")) piece.remove_prefix(5);
    if (!index::is_id(piece)) return malformed("A value of \"_list\" is no id of a List.");
    Value id;
    id.text = piece;
    criterion.values.push_back(std::move(id));
  }
  if (criterion.values.size() > SearchLimits::or_values) return too_many_values("_list", criterion.values.size());
  return criterion;
}

}  // namespace

Result<Criterion> read_chain(Criterion criterion, std::string_view target, Scope scope, const Behind& behind) {
  const auto& parameter = *criterion.parameter;
  if (parameter.kind != SearchType::reference) {
    return unsupported(quoted(parameter.code) + " of " + std::string(parameter.type->name) + " is no reference, so nothing can be chained to it." +
                       suggestion(parameter.code, reference_codes(*parameter.type, nullptr, *scope.custom)));
  }
  if (scope.chain-- == 0) return too_much("Chains are answered " + std::to_string(SearchLimits::chain_depth) + " deep at most.");
  const bool names_target = std::find(parameter.targets.begin(), parameter.targets.end(), target) != parameter.targets.end();
  if (names_target && !parameter.holds_references()) {  // a URL alone says no type, but what has it is looked up
    criterion.modifier = Modifier::type;
    criterion.modifier_type = fhir::r4::resource_type(target);
  } else if (!target.empty()) {
    if (fhir::r4::resource_type(target) == nullptr) {
      return wrong_modifier("Only a type can stand between " + quoted(parameter.code) + " and what is chained to it, and " + quoted(target) + " is none." + suggestion(target, parameter.targets));
    }
    TRY_VOID(read_modifier(target, criterion));
  }
  criterion.kind = Criterion::Kind::chain;
  DeadEnd own;
  const bool is_first = scope.dead_end == nullptr;
  if (is_first) scope.dead_end = &own;
  for (const auto name : parameter.targets) {
    if (criterion.modifier_type != nullptr && criterion.modifier_type->name != name) continue;
    const auto& type = *fhir::r4::resource_type(name);
    if (!can_lead_to(parameter, type)) {
      scope.dead_end->is_not_found(scope.chain, has_no_url(parameter, name));
    } else if (!is_known(type, behind.next, *scope.custom)) {
      scope.dead_end->has_none(scope.chain, parameter, behind.next, type);
    } else if (auto one = behind.read(type, scope)) {
      criterion.inner.push_back(std::move(*one));
    } else if (can_be_left_out(one.outcome())) {
      scope.dead_end->fails(scope.chain, std::move(one.outcome()));
    } else {
      return std::move(one.outcome());
    }
  }
  if (!criterion.inner.empty()) return criterion;
  if (!is_first && !scope.dead_end->is_empty()) return unsupported({});  // the first step tells what is wrong at the furthest
  if (scope.dead_end->is_empty()) return unsupported(quoted(parameter.code) + " leads to no type that could be searched.");
  auto outcome = own.outcome(*scope.custom);
  return behind.placed && !own.next().empty() ? behind.placed(own.next(), std::move(outcome)) : std::move(outcome);
}

Result<Criterion> criterion_about(const Descriptor& type, std::string_view code, const Scope& scope, std::span<const std::string_view> others) {
  Criterion criterion;
  criterion.type = &type;
  TRY(criterion.parameter, searchable_parameter(type, code, *scope.custom, others));
  if (criterion.parameter->is_id()) criterion.kind = Criterion::Kind::id;
  if (criterion.parameter->is_last_updated()) criterion.kind = Criterion::Kind::last_updated;
  return criterion;
}

Result<Criterion> read_criterion(const Descriptor& type, std::string_view name, std::string_view value, Scope scope) {
  if (name == "_filter") {
    scope.dead_end = nullptr;  // names in it are places of their own
    return read_filter(type, value, scope);
  }
  if (name == "_list") return read_list(type, value);
  for (const auto& special : special_parameters) {
    if (name.substr(0, name.find(':')) == special.code) return refused(quoted(special.code) + " takes no modifier; it has " + quoted(name.substr(special.code.size() + 1)) + ".");
  }
  if (name.substr(0, name.find(':')) == "_query") {
    if (name != "_query") return refused("\"_query\" takes no modifier; it has " + quoted(name.substr(7)) + ".");
    if (!scope.is_whole()) return refused("A named query stands alone in a search: it cannot be behind a chain or _has.");
    return refused("Named queries are for searches, not for the criteria of conditional interactions.");
  }
  if (name.starts_with("_has:")) return read_has(type, name, value, scope);
  if (name == "_has") return unsupported("\"_has\" is written _has:Type:reference:parameter.");
  const auto dot = name.find('.');
  const auto head = name.substr(0, dot);
  const auto colon = head.find(':');
  const auto modifier = colon == std::string_view::npos ? std::string_view() : head.substr(colon + 1);

  // Behind a chain or _has there are no results to say something of.
  const std::span<const std::string_view> others = other_parameters;
  TRY(Criterion criterion, criterion_about(type, head.substr(0, colon), scope, scope.is_whole() ? others : others.first(1)));
  if (dot != std::string_view::npos) {
    const auto rest = name.substr(dot + 1);
    if (const auto* custom = criterion.parameter->custom) TRY_VOID(check_listed(rest.substr(0, rest.find_first_of(".:")), "chain to", custom->definition().code, custom->chains));
    return read_chain(std::move(criterion), modifier, scope,
                      {rest.substr(0, rest.find_first_of(".:")), [&](const Descriptor& target, Scope deeper) { return read_criterion(target, rest, value, deeper); }});
  }
  if (colon != std::string_view::npos) TRY_VOID(read_modifier(modifier, criterion));
  TRY_VOID(read_values(value, criterion));
  if (criterion.parameter->custom != nullptr) TRY_VOID(check_restrictions(*criterion.parameter->custom, modifier, criterion));
  if (criterion.kind != Criterion::Kind::id || criterion.modifier != Modifier::not_) return criterion;
  criterion.modifier = Modifier::none;  // ids are looked up by what a resource is, so that not is said of the whole
  Criterion other;
  other.kind = Criterion::Kind::not_;
  other.type = &type;
  other.inner.push_back(std::move(criterion));
  return other;
}

}  // namespace engine::search
