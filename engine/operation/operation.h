#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/perform.h"
#include "fhir/r4/parameters.h"

/// Operations: what goes beyond the interactions, each under its own name. https://hl7.org/fhir/R4/operations.html
namespace engine::operations {

/// One input, from the URL or from a Parameters resource.
struct Argument {
  std::string name;
  std::string text;  ///< of a primitive; empty for anything else
  const fhir::r4::Parameters::Parameter* parameter = nullptr;  ///< null where it came from the URL
  fhir::Resource resource;
};

/// All inputs of a call.
class Arguments {
 public:
  explicit Arguments(std::vector<Argument> all) : all_(std::move(all)) {}
  const Argument* find(std::string_view name) const;
  /// The text of the first of this name, or "".
  std::string_view text_of(std::string_view name) const;
  std::span<const Argument> all() const { return all_; }

 private:
  std::vector<Argument> all_;
};

/// Where an operation may be called.
enum class Level : std::uint8_t { system = 1, type = 2, instance = 4 };
constexpr unsigned at(Level level) { return static_cast<unsigned>(level); }

/// An operation; one row of the table in operation.cpp.
struct Operation {
  std::string_view name;        ///< "validate", without the $
  std::string_view definition;  ///< canonical URL of its OperationDefinition
  std::string_view type;        ///< the resource type it is for; empty: all
  unsigned levels = 0;          ///< of Level
  bool affects_state = false;   ///< then it is not called by GET
  bool of_any_resource = false; ///< judges what it is sent, so that a body that cannot be read is its business
  std::string_view resource_parameter;  ///< the input that a body which is no Parameters stands for; empty: none
  std::span<const std::string_view> inputs;
  /// What is answered; of an operation that amends, once the resource is stored.
  Reply (*answer)(const Interaction& interaction, const Arguments& arguments, const Environment& environment);
  /// What it makes of the resource it is called on, in place; null: it leaves that as it is.
  fhir::Result<void> (*amend)(fhir::Resource resource, const Arguments& arguments, fhir::Arena& arena) = nullptr;
  bool of_operators = false;    ///< answered only where Policy::operator_operations says so
  std::span<const std::string_view> repeating = {};  ///< those of `inputs` that may be given more than once
  bool answers_many_types = false;  ///< as a search over all types does, not only the one that it is called on

  bool is_served(const Policy& policy) const { return !of_operators || policy.operator_operations; }
};

/// Every operation that there is.
std::span<const Operation> all();

/// The operation of a name at a place (null type: system); refused by name where there is none, and told where it is
/// called else. Of two that differ in whether they affect the state, the one that does not is `by_get`'s.
fhir::Result<const Operation*> find(std::string_view name, const fhir::Descriptor* type, Level level, bool by_get = false);

/// Reads the inputs, refuses those the operation does not know or takes once and was given twice, and carries it out.
Reply run(const Interaction& interaction, const Environment& environment);

/// The two halves of run(), for a transaction, which stores what it amends with everything else.
fhir::Result<void> amend(const Interaction& interaction, fhir::Resource resource, fhir::Arena& arena);
Reply answer(const Interaction& interaction, const Environment& environment);

// One function and one file each.
Reply validate(const Interaction& interaction, const Arguments& arguments, const Environment& environment);
Reply meta(const Interaction& interaction, const Arguments& arguments, const Environment& environment);
fhir::Result<void> meta_add(fhir::Resource resource, const Arguments& arguments, fhir::Arena& arena);
fhir::Result<void> meta_delete(fhir::Resource resource, const Arguments& arguments, fhir::Arena& arena);
Reply everything(const Interaction& interaction, const Arguments& arguments, const Environment& environment);
Reply reindex(const Interaction& interaction, const Arguments& arguments, const Environment& environment);
Reply reindex_progress(const Interaction& interaction, const Arguments& arguments, const Environment& environment);
Reply explain(const Interaction& interaction, const Arguments& arguments, const Environment& environment);

}  // namespace engine::operations
