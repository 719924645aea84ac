#include "engine/operation/answer.h"

#include <string>

#include "fhir/json/write.h"
#include "fhir/r4/registry.h"

namespace engine::operations {
namespace {

void set(fhir::r4::Parameters::Parameter& parameter, std::string_view name, std::string_view type, std::string_view text, fhir::Arena& arena) {
  parameter.name.set(name);
  auto* value = arena.make<fhir::Primitive>();
  value->set(arena.copy(text));
  parameter.value = {fhir::r4::data_type(type), value};
}

}  // namespace

Parts& Parts::add(std::string_view name, std::string_view type, std::string_view text) {
  if (!text.empty()) set(of_.part.add(arena_), name, type, text, arena_);
  return *this;
}

Parts& Parts::add(std::string_view name, std::uint64_t number) { return add(name, "decimal", std::to_string(number)); }

Parts Parts::add(std::string_view name) {
  auto& part = of_.part.add(arena_);
  part.name.set(name);
  return {part, arena_};
}

Parts Answer::add(std::string_view name) {
  auto& parameter = parameters_->parameter.add(arena_);
  parameter.name.set(name);
  return {parameter, arena_};
}

void Answer::add(std::string_view name, std::string_view type, std::string_view text) { set(parameters_->parameter.add(arena_), name, type, text, arena_); }

Reply Answer::reply(Status status) const {
  Reply reply;
  reply.status = status;
  fhir::json::write({&fhir::r4::Parameters::descriptor, parameters_}, reply.body);
  return reply;
}

}  // namespace engine::operations
