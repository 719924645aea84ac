#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "fhir/model/search_parameter.h"
#include "fhir/r4/operation_definition.h"

/// The named queries of a tenant: searches that an OperationDefinition gives a name.
/// https://hl7.org/fhir/R4/search.html#query
namespace engine::index {

/// How many a tenant may have in use.
constexpr std::size_t named_queries_max = 200;

/// The extension of an OperationDefinition that says as a search what the query is.
constexpr std::string_view search_template = "https://setu.example/fhir/StructureDefinition/search-template";

/// The posting of the OperationDefinitions that are queries in use.
std::int64_t named_query_key();

/// What one of them says. Its template is read by search/named_query.h.
struct NamedQuery {
  struct Parameter {
    std::string name;
    std::string type;                         ///< "decimal"
    std::optional<fhir::SearchType> read_as;  ///< a value is written as one of a search parameter of this type
    bool required = false;
    std::size_t max = 1;                      ///< values
    bool operator==(const Parameter&) const = default;
  };
  std::string id;    ///< of the OperationDefinition
  std::string name;  ///< what `_query` names
  std::string url;   ///< canonical; empty if it has none
  std::string text;  ///< the template
  bool on_system = false;
  std::vector<const fhir::Descriptor*> types;
  std::vector<Parameter> parameters;  ///< those that go in

  NamedQuery() = default;
  NamedQuery(const fhir::r4::OperationDefinition& resource, std::string id);

  /// Whether it is asked of a type, or of the system where there is none.
  bool is_on(const fhir::Descriptor* type) const;
  const Parameter* find(std::string_view parameter) const;
  bool operator==(const NamedQuery&) const = default;
};

/// True if an OperationDefinition is a query to be answered: it is active, and has a template. Those of others, which have
/// none, are kept as what they are.
bool is_in_use(const fhir::r4::OperationDefinition& resource);

/// The type as which a parameter's values are read, by the name it has in FHIR; nothing if there is none of that name.
std::optional<fhir::SearchType> search_type_named(std::string_view name);

}  // namespace engine::index
