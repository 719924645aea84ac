#pragma once

#include <cstdint>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "fhir/r4/parameters.h"

/// What operations answer with where it is more than one resource. https://hl7.org/fhir/R4/parameters.html
namespace engine::operations {

/// The parts of one parameter, to be added before the next parameter beside it is. Texts are copied, names are not.
class Parts {
 public:
  Parts(fhir::r4::Parameters::Parameter& of, fhir::Arena& arena) : of_(of), arena_(arena) {}

  /// A part with a value of a primitive type; none where there is no text.
  Parts& add(std::string_view name, std::string_view type, std::string_view text);
  Parts& add(std::string_view name, std::uint64_t number);
  /// A part that has parts of its own.
  Parts add(std::string_view name);

 private:
  fhir::r4::Parameters::Parameter& of_;
  fhir::Arena& arena_;
};

/// A Parameters resource that is being put together.
class Answer {
 public:
  /// A parameter with parts.
  Parts add(std::string_view name);
  /// A parameter with a value of a primitive type.
  void add(std::string_view name, std::string_view type, std::string_view text);

  Reply reply(Status status = Status::ok) const;

 private:
  fhir::Arena arena_;
  fhir::r4::Parameters* parameters_ = arena_.make<fhir::r4::Parameters>();
};

}  // namespace engine::operations
