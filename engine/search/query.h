#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/custom.h"
#include "engine/interaction/interaction.h"
#include "fhir/result.h"

/// A search as the specification words it. https://hl7.org/fhir/R4/search.html
namespace engine::search {

/// https://hl7.org/fhir/R4/search.html#modifiers
enum class Modifier : std::uint8_t {
  none, missing, exact, contains, text, not_, above, below, in, not_in, of_type, identifier, type,
  equal, unequal, ends,  ///< no modifiers, but what eq, ne and ew of a `_filter` ask of a text
};

/// https://hl7.org/fhir/R4/search.html#prefix and, of a `_filter` only, po: the two overlap.
enum class Prefix : std::uint8_t { eq, ne, gt, lt, ge, le, sa, eb, ap, po };

/// One value of a comma-separated list, with its prefix and bars taken apart and its escapes undone.
struct Value {
  Prefix prefix = Prefix::eq;
  std::string text;                   ///< token: the code; quantity: the number; else the whole value
  std::optional<std::string> system;  ///< token, quantity: what stands before the bar; empty string: "|code"
  std::string unit;                   ///< quantity: code or unit, empty for any
  std::size_t literal = 0;            ///< uri: so much of `text` has no bar that a version stands behind, whatever bars are in it
  std::vector<Value> parts;           ///< composite: one value a component
  bool unversioned = false;           ///< canonical: it must name no version
};

/// One thing asked of a resource; all criteria of a search must hold.
struct Criterion {
  enum class Kind : std::uint8_t {
    values,        ///< `parameter` has one of `values`
    id,            ///< the resource's id is one of `values`
    last_updated,  ///< as a date parameter
    chain,         ///< `parameter` leads to a resource for which one of `inner` holds; by references, once canonicals were looked up
    has,           ///< a resource of `inner.type` leads here by `parameter`, and `inner` holds for it
    compartment,   ///< it is in the compartment of the resource that values[0] refers to
    list,          ///< it is a member of one of the Lists whose ids are `values`
    all, any,      ///< all or any of `inner`, which are of the same type
    not_,          ///< not inner[0]
  };
  Kind kind = Kind::values;
  const fhir::Descriptor* type = nullptr;        ///< whose criterion it is
  const index::Parameter* parameter = nullptr;   ///< of `type`; for `has` of the type that refers
  Modifier modifier = Modifier::none;
  const fhir::Descriptor* modifier_type = nullptr;  ///< of Modifier::type: subject:Patient=23
  bool missing = false;                          ///< of Modifier::missing
  std::vector<Value> values;                     ///< one of them is enough
  std::vector<const index::Parameter*> links;    ///< compartment: one of them leads to it
  std::vector<Criterion> inner;                  ///< chain: one a target type; has and not_: exactly one
  std::string name;                              ///< of a whole parameter: "name:exact", or the named query it is of
  std::string asked;                             ///< of a whole parameter: "name:exact=Peter", as the client put it
};

/// One key of `_sort`. https://hl7.org/fhir/R4/search.html#sort
struct Sort {
  enum class Kind : std::uint8_t { parameter, id, last_updated, score } kind = Kind::parameter;
  const index::Parameter* parameter = nullptr;
  bool descending = false;  ///< of a score: what is least relevant comes first
};

/// One `_include` or `_revinclude`. https://hl7.org/fhir/R4/search.html#include
struct Include {
  bool reverse = false;
  bool iterate = false;
  const fhir::Descriptor* source = nullptr;     ///< the type that refers
  const index::Parameter* parameter = nullptr;  ///< null: every reference parameter of `source` ("*")
  const fhir::Descriptor* target = nullptr;     ///< null: any
};

/// https://hl7.org/fhir/R4/search.html#total
enum class Total : std::uint8_t { none, estimate, accurate };

/// A tenant's own search parameters; null: none.
using Custom = std::shared_ptr<const index::CustomParameters>;

/// A whole search, understood. Pointers are into constant tables and `custom`.
struct Query {
  Custom custom;
  std::vector<const fhir::Descriptor*> types;  ///< one for a type's search; at system level those of `_type`, or all
  std::vector<std::vector<Criterion>> criteria;  ///< beside `types`: each type's own reading of the parameters
  std::vector<Sort> sort;
  std::vector<Include> includes;
  std::uint32_t count = 50;
  Total total = Total::none;
  /// Whether resources that are contained in others match, and whether these are answered or they themselves.
  /// https://hl7.org/fhir/R4/search.html#contained
  enum class Contained : std::uint8_t { none, only, both } contained = Contained::none;
  bool answers_contained = false;
  /// True if the matches are what contains others that match, or may be.
  bool answers_containers() const { return contained != Contained::none && !answers_contained; }
  std::string cursor;      ///< opaque, as the last page's `next` had it
  bool is_named = false;   ///< `_query` asked for a named query of `custom`
  Parameters filled;       ///< what that came to; `used` has what was asked
  Parameters used;         ///< the parameters that were understood, for the self link, without the cursor
  fhir::Issues warnings;   ///< what lenient handling ignored, for an outcome entry

  /// True if a parameter or a named query of `custom` is asked for.
  bool uses_custom() const;
};

/// Does something with the criterion of each whole parameter, for each type; what fails says which parameter it is about.
fhir::Result<void> each_parameter(Query& query, const std::function<fhir::Result<void>(Criterion&)>& act);

/// True if a parameter says something of the results and nothing of what matches.
bool is_result_parameter(std::string_view name);

/// The parameter that carries a page's cursor in the links of a search bundle.
constexpr std::string_view cursor_parameter = "_cursor";

/// How many codes a value set or a code's hierarchy may come to.
constexpr std::size_t concepts_max = 5000;

/// Reads the parameters of a search interaction (search_type or search_system).
/// An unknown or unsupported parameter, modifier, prefix, chain or sort key, or one limit exceeded, is an
/// outcome with Detail::bad_request that names it and what would be valid; lenient handling warns about
/// unknown parameters instead. https://hl7.org/fhir/R4/search.html#errors
fhir::Result<Query> parse(const Interaction& interaction, Custom custom = nullptr);

/// Reads the criteria of a conditional interaction on `type`: result parameters are refused, and there
/// must be at least one criterion. https://hl7.org/fhir/R4/http.html#ccreate
fhir::Result<Query> parse_criteria(const fhir::Descriptor& type, const Parameters& parameters, Custom custom = nullptr);

}  // namespace engine::search
