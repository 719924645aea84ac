#include "fhir/path/evaluation.h"
#include "fhir/r4/registry.h"

/// is, as and ofType. http://hl7.org/fhirpath/N1/#types
namespace fhir::path {
namespace {

/// A type of FHIR's primitives is only itself to as() and ofType(): a code is no string. So HL7's tests have it, and
/// expressions tell the types of value[x] apart by it.
bool is_cast_to(const Value& value, std::string_view name) {
  if (value.is_node() && value.node().type->is_primitive()) {
    if (name.starts_with("FHIR.")) name.remove_prefix(5);
    return value.node().type->name == name;
  }
  return is_a(value, name);
}

/// Whether the term's type exists, and otherwise a failure.
bool check_type(Evaluation& evaluation, const Term& term) {
  const std::string_view name = evaluation.expression().text_of(term);
  if (is_type_name(name)) return true;
  evaluation.fail(term, "there is no type " + std::string(name));
  return false;
}

}  // namespace

bool is_type_name(std::string_view name) {
  const bool in_system = name.starts_with("System."), in_fhir = name.starts_with("FHIR.");
  if (in_system || in_fhir) name.remove_prefix(name.find('.') + 1);
  if (!in_system) {
    if (r4::data_type(name) != nullptr || r4::resource_type(name) != nullptr) return true;
    for (const std::string_view abstract : {"Element", "BackboneElement", "Resource", "DomainResource"}) {
      if (name == abstract) return true;
    }
  }
  if (in_fhir) return false;
  for (const std::string_view system : {"Any", "Boolean", "String", "Integer", "Decimal", "Date", "DateTime", "Time", "Quantity", "TypeInfo"}) {
    if (name == system) return true;
  }
  // System.Patient is a name without values, and no mistake.
  return in_system;
}

Collection type_test(Evaluation& evaluation, const Term& term, const Collection& input) {
  if (!check_type(evaluation, term)) return evaluation.none();
  const Value* value = evaluation.single(term, input);
  return value != nullptr ? evaluation.one(is_a(*value, evaluation.expression().text_of(term))) : evaluation.none();
}

// The specification's own search parameters cast collections, so several values are an error only where strict.
Collection type_cast(Evaluation& evaluation, const Term& term, const Collection& input) {
  if (evaluation.environment().strict && input.size() > 1) {
    evaluation.single(term, input);
    return evaluation.none();
  }
  return of_type(evaluation, term, input);
}

Collection of_type(Evaluation& evaluation, const Term& term, const Collection& input) {
  Collection values = evaluation.none();
  if (!check_type(evaluation, term)) return values;
  const std::string_view name = evaluation.expression().text_of(term);
  for (const Value& value : input) {
    if (is_cast_to(value, name)) values.add(value);
  }
  return values;
}

}  // namespace fhir::path
