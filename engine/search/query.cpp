#include "engine/search/query.h"

#include <algorithm>
#include <charconv>

#include "engine/search/plan.h"
#include "engine/search/split.h"
#include "fhir/r4/registry.h"
#include "fhir/text/fold.h"
#include "fhir/text/nearest.h"

namespace engine::search {
namespace {

using fhir::Descriptor;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;
using fhir::SearchType;

// ---- How things are refused ----------------------------------------------------------------------------------

/// What this server does not know or offer; lenient handling may ignore it.
Outcome unsupported(std::string text) { return {IssueType::not_supported, fhir::Issue::Detail::bad_request, std::move(text)}; }

/// What nobody could understand, or too much of it; never ignored.
Outcome malformed(std::string text) { return {IssueType::value, fhir::Issue::Detail::bad_request, std::move(text)}; }

Outcome too_much(std::string text) { return {IssueType::too_costly, fhir::Issue::Detail::bad_request, std::move(text)}; }

bool can_be_ignored(const Outcome& outcome) { return outcome.issues[0].type == IssueType::not_supported; }

std::string quoted(std::string_view text) { return '"' + std::string(fhir::text::cut(text, 100)) + '"'; }

std::string listed(std::span<const std::string_view> words) {
  std::string text;
  for (const auto word : words) text.append(text.empty() ? "" : ", ").append(word);
  return text;
}

std::vector<std::string_view> searchable_codes(const Descriptor& type) {
  std::vector<std::string_view> codes;
  for (const auto& parameter : index::parameters_of(type).all()) {
    if (parameter->searchable()) codes.push_back(parameter->code);
  }
  return codes;
}

/// `did you mean` if one is near, else all of them.
std::string suggestion(std::string_view word, std::span<const std::string_view> candidates) {
  if (const auto near = fhir::text::nearest(word, candidates); !near.empty()) return " Did you mean " + quoted(near) + "?";
  return " Valid are: " + listed(candidates) + ".";
}

Result<const index::Parameter*> searchable_parameter(const Descriptor& type, std::string_view code) {
  const auto* parameter = index::parameters_of(type).find(code);
  if (parameter != nullptr && parameter->searchable()) return parameter;
  const auto codes = searchable_codes(type);
  const std::string what = parameter == nullptr ? " has no search parameter " : " cannot be searched here by ";
  return unsupported(std::string(type.name) + what + quoted(code) + "." + suggestion(code, codes));
}

Result<const Descriptor*> resource_type_named(std::string_view name, std::string_view where) {
  if (const auto* type = fhir::r4::resource_type(name)) return type;
  std::vector<std::string_view> names;
  for (const auto* type : fhir::r4::resource_types()) names.push_back(type->name);
  const auto near = fhir::text::nearest(name, names);
  return malformed(quoted(name) + " in " + std::string(where) + " is no resource type." +
                   (near.empty() ? std::string() : " Did you mean " + quoted(near) + "?"));
}

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

/// The modifiers answered for a parameter, by its type. https://hl7.org/fhir/R4/search.html#modifiers
std::vector<std::string_view> modifiers_of(const index::Parameter& parameter) {
  if (parameter.is_id() || parameter.is_last_updated()) return {};
  switch (parameter.kind) {
    case SearchType::string: return {"missing", "exact", "contains"};
    case SearchType::token: return {"missing", "not", "of-type"};
    case SearchType::reference: return {"missing", "identifier"};
    case SearchType::uri:
      if (parameter.code.starts_with('_')) return {"missing"};
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
      return unsupported(quoted(parameter.code) + " of " + std::string(parameter.type->name) + " never leads to " +
                         quoted(name) + "; it leads to " + listed(parameter.targets) + ".");
    }
    criterion.modifier = Modifier::type;
    criterion.modifier_type = type;
    return {};
  }
  std::string text = "The modifier " + quoted(name) + " is not answered for " + quoted(parameter.code) + ".";
  if (valid.empty()) return unsupported(text + " It takes none.");
  text += " Valid are: " + listed(valid);
  if (parameter.kind == SearchType::reference) text += " and the names of the types it leads to";
  return unsupported(text + ".");
}

// ---- Values --------------------------------------------------------------------------------------------------

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
  return unsupported(quoted(text.substr(0, 2)) + " is no prefix for a value of " + quoted(code) + ". Valid are: " + listed(prefixes) + ".");
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
    default: {
      Value value;
      value.text = unescape(piece);
      return value;
    }
  }
}

/// "a$b". https://hl7.org/fhir/R4/search.html#composite
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

/// The values of a list, each as the criterion's parameter and modifier want it.
Result<void> read_values(std::string_view text, Criterion& criterion) {
  const auto& parameter = *criterion.parameter;
  if (criterion.modifier == Modifier::missing) {
    if (text != "true" && text != "false") return malformed(quoted(parameter.code) + ":missing is true or false.");
    criterion.missing = text == "true";
    return {};
  }
  const auto pieces = split(text, ',');
  if (pieces.size() > SearchLimits::or_values) {
    return too_much(quoted(parameter.code) + " has " + std::to_string(pieces.size()) + " values; at most " +
                    std::to_string(SearchLimits::or_values) + " are answered.");
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
      criterion.values.push_back(std::move(value));
    } else {
      auto type = parameter.kind;
      if (criterion.modifier == Modifier::identifier) type = SearchType::token;
      if (parameter.is_id()) type = SearchType::string;
      TRY(Value value, read_value(type, piece, parameter.code));
      criterion.values.push_back(std::move(value));
    }
  }
  return {};
}

// ---- Criteria ------------------------------------------------------------------------------------------------

/// How deep a criterion may still go.
struct Depth {
  int chain = SearchLimits::chain_depth;
  int has = SearchLimits::has_depth;
};

Result<Criterion> read_criterion(const Descriptor& type, std::string_view name, std::string_view value, Depth depth);

/// "_has:Observation:patient:code". https://hl7.org/fhir/R4/search.html#has
Result<Criterion> read_has(const Descriptor& type, std::string_view name, std::string_view value, Depth depth) {
  if (depth.has-- == 0) return too_much("_has is answered " + std::to_string(SearchLimits::has_depth) + " deep at most.");
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
  TRY(criterion.parameter, searchable_parameter(*from, name.substr(first + 1, second - first - 1)));
  const auto& targets = criterion.parameter->targets;
  if (criterion.parameter->kind != SearchType::reference || std::find(targets.begin(), targets.end(), type.name) == targets.end()) {
    return unsupported(quoted(criterion.parameter->code) + " of " + std::string(from->name) + " never leads to " +
                       std::string(type.name) + ", so _has cannot go by it.");
  }
  TRY(Criterion inner, read_criterion(*from, name.substr(second + 1), value, depth));
  criterion.inner.push_back(std::move(inner));
  return criterion;
}

/// "subject:Patient.name", "encounter.service-provider.name". https://hl7.org/fhir/R4/search.html#chaining
Result<Criterion> read_chain(Criterion criterion, std::string_view modifier, std::string_view rest, std::string_view value,
                             Depth depth) {
  const auto& parameter = *criterion.parameter;
  if (parameter.kind != SearchType::reference) {
    return unsupported(quoted(parameter.code) + " of " + std::string(parameter.type->name) + " is no reference, so nothing can be chained to it.");
  }
  if (depth.chain-- == 0) return too_much("Chains are answered " + std::to_string(SearchLimits::chain_depth) + " deep at most.");
  if (!modifier.empty()) {
    TRY_VOID(read_modifier(modifier, criterion));
    if (criterion.modifier != Modifier::type) return unsupported("Only a type can stand between a reference and what is chained to it.");
  }
  criterion.kind = Criterion::Kind::chain;
  std::optional<Outcome> why_not;
  for (const auto target : parameter.targets) {
    if (criterion.modifier_type != nullptr && criterion.modifier_type->name != target) continue;
    auto inner = read_criterion(*fhir::r4::resource_type(target), rest, value, depth);
    if (inner) {
      criterion.inner.push_back(std::move(*inner));
    } else if (!why_not || !can_be_ignored(inner.outcome())) {
      why_not = std::move(inner.outcome());
    }
  }
  if (why_not && (criterion.inner.empty() || !can_be_ignored(*why_not))) return std::move(*why_not);
  if (criterion.inner.empty()) return unsupported(quoted(parameter.code) + " leads to no type that could be searched.");
  return criterion;
}

Result<Criterion> read_criterion(const Descriptor& type, std::string_view name, std::string_view value, Depth depth) {
  if (name.starts_with("_has:")) return read_has(type, name, value, depth);
  const auto dot = name.find('.');
  const auto head = name.substr(0, dot);
  const auto colon = head.find(':');
  const auto modifier = colon == std::string_view::npos ? std::string_view() : head.substr(colon + 1);

  Criterion criterion;
  criterion.type = &type;
  TRY(criterion.parameter, searchable_parameter(type, head.substr(0, colon)));
  if (dot != std::string_view::npos) return read_chain(std::move(criterion), modifier, name.substr(dot + 1), value, depth);
  if (criterion.parameter->is_id()) criterion.kind = Criterion::Kind::id;
  if (criterion.parameter->is_last_updated()) criterion.kind = Criterion::Kind::last_updated;
  if (colon != std::string_view::npos) TRY_VOID(read_modifier(modifier, criterion));
  TRY_VOID(read_values(value, criterion));
  return criterion;
}

// ---- Result parameters ---------------------------------------------------------------------------------------

/// https://hl7.org/fhir/R4/search.html#sort
Result<std::vector<Sort>> read_sort(std::string_view value, const std::vector<const Descriptor*>& types) {
  std::vector<Sort> keys;
  const auto pieces = split(value, ',');
  if (pieces.size() > SearchLimits::sort_keys) {
    return too_much("_sort has " + std::to_string(pieces.size()) + " keys; at most " + std::to_string(SearchLimits::sort_keys) + " are answered.");
  }
  for (auto piece : pieces) {
    Sort key;
    key.descending = piece.starts_with('-');
    if (key.descending) piece.remove_prefix(1);
    if (piece == "_id") {
      key.kind = Sort::Kind::id;
    } else if (piece == "_lastUpdated") {
      key.kind = Sort::Kind::last_updated;
    } else if (types.size() != 1) {
      return unsupported("A search over several types is ordered by _id or _lastUpdated, not by " + quoted(piece) + ".");
    } else {
      TRY(key.parameter, searchable_parameter(*types[0], piece));
      const auto sortable = [](const index::Parameter& parameter) {
        const auto kind = parameter.kind;
        return (kind == SearchType::date || kind == SearchType::number || kind == SearchType::quantity || kind == SearchType::string) &&
               parameter.answers.size() == 1;
      };
      if (!sortable(*key.parameter)) {
        std::vector<std::string_view> codes = {"_id", "_lastUpdated"};
        for (const auto& parameter : index::parameters_of(*types[0]).all()) {
          if (parameter->searchable() && sortable(*parameter)) codes.push_back(parameter->code);
        }
        return unsupported("Results are not ordered by " + quoted(piece) + ". Valid are: " + listed(codes) + ".");
      }
    }
    keys.push_back(key);
  }
  return keys;
}

/// "Observation:subject:Patient", "Observation:*", "*". https://hl7.org/fhir/R4/search.html#include
Result<std::vector<Include>> read_include(std::string_view name, std::string_view value, const std::vector<const Descriptor*>& types) {
  Include include;
  include.reverse = name.starts_with("_revinclude");
  if (const auto colon = name.find(':'); colon != std::string_view::npos) {
    const auto modifier = name.substr(colon + 1);
    if (modifier != "iterate" && modifier != "recurse") {
      return unsupported("The modifier " + quoted(modifier) + " is not answered for " + quoted(name.substr(0, colon)) + ". Valid is: iterate.");
    }
    include.iterate = true;
  }
  if (value == "*") {
    if (include.reverse) return unsupported("_revinclude=* is not answered: name the type that refers, as in _revinclude=Provenance:*.");
    std::vector<Include> all;
    for (const auto* type : types) {
      include.source = type;
      all.push_back(include);
    }
    return all;
  }
  const auto parts = split(value, ':');
  if (parts.size() < 2 || parts.size() > 3) return malformed(quoted(name) + " is written Type:parameter, Type:parameter:Target or Type:*.");
  TRY(include.source, resource_type_named(parts[0], name));
  if (parts[1] != "*") {
    TRY(include.parameter, searchable_parameter(*include.source, parts[1]));
    if (include.parameter->kind != SearchType::reference) {
      std::vector<std::string_view> codes;
      for (const auto& parameter : index::parameters_of(*include.source).all()) {
        if (parameter->searchable() && parameter->kind == SearchType::reference) codes.push_back(parameter->code);
      }
      return unsupported(quoted(parts[1]) + " of " + std::string(parts[0]) + " is no reference, so " + std::string(name) +
                         " cannot follow it." + suggestion(parts[1], codes));
    }
  }
  if (parts.size() == 3) {
    TRY(include.target, resource_type_named(parts[2], name));
    if (include.parameter != nullptr) {
      const auto& targets = include.parameter->targets;
      if (std::find(targets.begin(), targets.end(), include.target->name) == targets.end()) {
        return unsupported(quoted(value) + " never leads there: " + quoted(parts[1]) + " leads to " + listed(targets) + ".");
      }
    }
  }
  return std::vector<Include>{include};
}

Result<std::uint32_t> read_count(std::string_view value) {
  std::uint32_t count = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), count);
  if (end != value.data() + value.size() || (error != std::errc() && error != std::errc::result_out_of_range) || value.empty()) {
    return malformed("_count is a number of 0 or more.");
  }
  if (error == std::errc::result_out_of_range) return SearchLimits::count_max;
  return std::min(count, SearchLimits::count_max);
}

/// Result parameters that the edge and the reply see to.
bool is_of_presentation(std::string_view name) {
  return name == "_format" || name == "_pretty" || name == "_summary" || name == "_elements";
}

std::string_view without_modifier(std::string_view name) { return name.substr(0, name.find(':')); }

bool is_result_parameter(std::string_view name) {
  const auto plain = without_modifier(name);
  constexpr std::string_view names[] = {"_sort", "_count", "_total", "_include", "_revinclude", "_type", "_contained", "_containedType", cursor_parameter};
  return is_of_presentation(plain) || std::find(std::begin(names), std::end(names), plain) != std::end(names);
}

Result<void> read_result_parameter(const Parameter& parameter, Query& query) {
  const std::string_view name = parameter.name;
  const std::string_view value = parameter.value;
  if (is_of_presentation(name)) return {};
  const auto plain = without_modifier(name);
  if (plain != "_include" && plain != "_revinclude" && plain != name) {
    return unsupported(quoted(plain) + " takes no modifier; it has " + quoted(name.substr(plain.size() + 1)) + ".");
  }
  if (name == "_sort") {
    TRY(query.sort, read_sort(value, query.types));
  } else if (name == "_count") {
    TRY(query.count, read_count(value));
  } else if (name == "_total") {
    if (value != "none" && value != "estimate" && value != "accurate") return malformed("_total is none, estimate or accurate.");
    query.total = value == "none" ? Total::none : value == "estimate" ? Total::estimate : Total::accurate;
  } else if (name == cursor_parameter) {
    query.cursor = value;
  } else if (name == "_contained") {
    if (value != "false") return unsupported("Contained resources are not searched: _contained is false.");
  } else if (name == "_containedType") {
    return unsupported("Contained resources are not searched, so _containedType is not answered.");
  } else if (plain == "_include" || plain == "_revinclude") {
    TRY(auto includes, read_include(name, value, query.types));
    query.includes.insert(query.includes.end(), includes.begin(), includes.end());
  }
  return {};
}

/// The types a search is over: its own, those of `_type`, or all. https://hl7.org/fhir/R4/search.html#all
Result<std::vector<const Descriptor*>> read_types(const Interaction& interaction) {
  if (interaction.type != nullptr) {
    for (const auto& parameter : interaction.parameters) {
      if (parameter.name == "_type") return unsupported("_type belongs to searches over all types; this one is over " + std::string(interaction.type->name) + ".");
    }
    return std::vector{interaction.type};
  }
  std::vector<const Descriptor*> types;
  for (const auto& parameter : interaction.parameters) {
    if (parameter.name != "_type") continue;
    for (const auto name : split(parameter.value, ',')) {
      TRY(const Descriptor* type, resource_type_named(name, "_type"));
      if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
    }
  }
  if (!types.empty()) return types;
  const auto all = fhir::r4::resource_types();
  return std::vector(all.begin(), all.end());
}

/// Adds each type's reading of one parameter; nothing if one of them cannot read it.
Result<void> add_criteria(const Parameter& parameter, Query& query) {
  if (parameter.value.empty()) return malformed(quoted(parameter.name) + " has no value.");
  std::vector<Criterion> readings;
  for (const auto* type : query.types) {
    TRY(Criterion criterion, read_criterion(*type, parameter.name, parameter.value, {}));
    readings.push_back(std::move(criterion));
  }
  for (std::size_t i = 0; i < readings.size(); ++i) query.criteria[i].push_back(std::move(readings[i]));
  return {};
}

/// That a resource of `type` is in a compartment; nothing if none ever is.
/// https://hl7.org/fhir/R4/compartmentdefinition.html
std::optional<Criterion> in_compartment(const Descriptor& type, const Descriptor& of, const std::string& id) {
  Criterion criterion;
  criterion.kind = Criterion::Kind::compartment;
  criterion.type = &type;
  criterion.modifier_type = &of;
  Value value;
  value.text = std::string(of.name) + "/" + id;
  criterion.values.push_back(std::move(value));
  for (const auto& compartment : fhir::r4::compartments()) {
    if (compartment.code != of.name) continue;
    for (const auto& member : compartment.members) {
      if (member.type != type.name) continue;
      for (const auto code : member.parameters) {
        const auto* parameter = index::parameters_of(type).find(code);
        if (parameter != nullptr && parameter->searchable()) criterion.links.push_back(parameter);
      }
    }
  }
  if (criterion.links.empty() && &type != &of) return std::nullopt;
  return criterion;
}

/// Keeps of a search the types that may be in its compartment.
Result<void> add_compartment(const Interaction& interaction, Query& query) {
  std::vector<const Descriptor*> types;
  for (const auto* type : query.types) {
    auto criterion = in_compartment(*type, *interaction.compartment, interaction.compartment_id);
    if (!criterion) continue;
    types.push_back(type);
    query.criteria.push_back({std::move(*criterion)});
  }
  if (types.empty()) {
    return Outcome(fhir::IssueType::not_supported, fhir::Issue::Detail::bad_request,
                   "No " + std::string(interaction.type != nullptr ? interaction.type->name : "resource of these types") + " is ever in the compartment of a " +
                       std::string(interaction.compartment->name) + ".");
  }
  query.types = std::move(types);
  return {};
}

Result<void> check_parameters(const Parameters& parameters) {
  if (parameters.size() > SearchLimits::parameters) {
    return too_much("The search has " + std::to_string(parameters.size()) + " parameters; at most " +
                    std::to_string(SearchLimits::parameters) + " are answered.");
  }
  for (const auto& parameter : parameters) {
    if (!fhir::text::is_valid_utf8(parameter.name) || !fhir::text::is_valid_utf8(parameter.value)) {
      return malformed("A search parameter is not valid UTF-8.");
    }
    if (parameter.value.find('\0') != std::string::npos) return malformed("A search parameter has a NUL character in it.");
  }
  return {};
}

}  // namespace

Result<Query> parse(const Interaction& interaction) {
  TRY_VOID(check_parameters(interaction.parameters));
  Query query;
  query.count = SearchLimits::count_default;
  auto types = read_types(interaction);
  if (!types) {
    if (!can_be_ignored(types.outcome()) || interaction.handling == Handling::strict) return std::move(types.outcome());
    types = std::vector{interaction.type};
  }
  query.types = std::move(*types);
  if (interaction.compartment != nullptr) {
    TRY_VOID(add_compartment(interaction, query));
  } else {
    query.criteria.resize(query.types.size());
  }

  // All that is wrong is said at once.
  fhir::Issues refused;
  for (const auto& parameter : interaction.parameters) {
    const bool of_result = is_result_parameter(parameter.name);
    auto done = of_result ? read_result_parameter(parameter, query) : add_criteria(parameter, query);
    if (done) {
      if (parameter.name != cursor_parameter) query.used.push_back(parameter);
    } else if (interaction.handling == Handling::lenient && can_be_ignored(done.outcome())) {
      for (auto issue : done.outcome().issues) {
        issue.severity = fhir::Severity::warning;
        issue.text += " It was ignored.";
        query.warnings.push_back(std::move(issue));
      }
    } else {
      auto& issues = done.outcome().issues;
      refused.insert(refused.end(), std::move_iterator(issues.begin()), std::move_iterator(issues.end()));
    }
  }
  if (!refused.empty()) return Outcome(std::move(refused));
  if (interaction.summary == Summary::count) query.count = 0;
  if (query.count == 0) query.total = Total::accurate;
  return query;
}

Result<Query> parse_criteria(const Descriptor& type, const Parameters& parameters) {
  TRY_VOID(check_parameters(parameters));
  Query query;
  query.types = {&type};
  query.criteria.resize(1);
  query.count = 2;
  for (const auto& parameter : parameters) {
    if (is_of_presentation(parameter.name)) continue;  // of the reply, not of the criteria
    if (is_result_parameter(parameter.name)) return malformed(quoted(parameter.name) + " cannot be among the criteria of a conditional interaction.");
    TRY_VOID(add_criteria(parameter, query));
    query.used.push_back(parameter);
  }
  if (query.used.empty()) return malformed("A conditional interaction needs criteria: search parameters of " + std::string(type.name) + ".");
  return query;
}

}  // namespace engine::search
