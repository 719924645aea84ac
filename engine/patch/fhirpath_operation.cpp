#include "engine/patch/fhirpath_operation.h"

#include <charconv>

namespace engine::patch {
namespace {

using fhir::Outcome;
using fhir::Primitive;
using fhir::PrimitiveKind;
using fhir::Result;
using Parameter = fhir::r4::Parameters::Parameter;

constexpr std::pair<std::string_view, Operation::Type> types[] = {
    {"add", Operation::Type::add},         {"insert", Operation::Type::insert}, {"delete", Operation::Type::delete_},
    {"replace", Operation::Type::replace}, {"move", Operation::Type::move},
};

constexpr std::string_view part_names[] = {"type", "path", "name", "value", "index", "source", "destination"};

/// The parts of one operation by their names.
class Parts {
 public:
  Parts(const Parameter& parameter, std::size_t at) : parameter_(parameter), place_("Parameters.parameter[" + std::to_string(at) + "]") {
    title_ = name_of(at, {}, {});
  }

  Result<void> read() {
    if (parameter_.name.text() != "operation") return wrong("each parameter of a FHIRPath Patch is named operation.", place_ + ".name");
    for (std::size_t i = 0; i < parameter_.part.size(); ++i) {
      const Parameter& part = parameter_.part[i];
      std::size_t known = 0;
      while (known < std::size(part_names) && part_names[known] != part.name.text()) ++known;
      const std::string name_place = place_ + ".part[" + std::to_string(i) + "].name";
      if (known == std::size(part_names)) return wrong("its parts are type, path, name, value, index, source and destination.", name_place);
      if (parts_[known] != nullptr) return wrong("a part is there twice.", name_place);
      parts_[known] = &part;
    }
    return {};
  }

  /// The type, the path, and so the title that every other issue has.
  Result<void> read_title(std::size_t at, Operation& operation, const Limits& limits) {
    TRY(const std::string_view type, text("type"));
    const auto* found = std::begin(types);
    while (found != std::end(types) && found->first != type) ++found;
    if (found == std::end(types)) return wrong("its type is add, insert, delete, replace or move.", place_);
    operation.type = found->second;
    TRY(operation.path, text("path"));
    title_ = name_of(at, type, operation.path);
    if (operation.path.size() > limits.path_bytes) return wrong("the path is too long.", place_);
    operation.title = title_;
    operation.place = place_;
    return {};
  }

  Result<std::string_view> text(std::string_view name) const {
    const Parameter* part = find(name);
    if (part == nullptr) return missing(name);
    const Primitive* primitive = primitive_of(*part);
    if (primitive == nullptr || part->value.type->primitive == PrimitiveKind::integer || primitive->text().empty()) {
      return wrong("the part " + std::string(name) + " is a string.", place_);
    }
    return primitive->text();
  }

  Result<std::uint32_t> number(std::string_view name) const {
    const Parameter* part = find(name);
    if (part == nullptr) return missing(name);
    const Primitive* primitive = primitive_of(*part);
    std::uint32_t number = 0;
    if (primitive != nullptr) {
      const std::string_view text = primitive->text();
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (error == std::errc() && end == text.data() + text.size() && !text.empty()) return number;
    }
    return wrong("the part " + std::string(name) + " is an integer, from 0.", place_);
  }

  Result<const Parameter*> value() const {
    const Parameter* part = find("value");
    if (part == nullptr) return missing("value");
    const int ways = (part->value ? 1 : 0) + (part->resource ? 1 : 0) + (part->part.empty() ? 0 : 1);
    if (ways != 1) return wrong("the part value has either a value[x], or parts of its own, or a resource.", place_);
    return part;
  }

 private:
  const Parameter* find(std::string_view name) const {
    for (std::size_t i = 0; i < std::size(part_names); ++i) {
      if (part_names[i] == name) return parts_[i];
    }
    return nullptr;
  }

  static const Primitive* primitive_of(const Parameter& part) {
    return part.value && part.value.type->is_primitive() ? static_cast<const Primitive*>(part.value.value) : nullptr;
  }

  Outcome wrong(std::string_view text, std::string place) const { return malformed(title_ + ": " + std::string(text), std::move(place)); }
  Outcome missing(std::string_view name) const { return wrong("the part " + std::string(name) + " is missing.", place_); }

  const Parameter& parameter_;
  std::string place_;
  std::string title_;
  const Parameter* parts_[std::size(part_names)] = {};
};

}  // namespace

Result<Operation> operation_of(const Parameter& parameter, std::size_t at, const Limits& limits) {
  Parts parts(parameter, at);
  Operation operation;
  TRY_VOID(parts.read());
  TRY_VOID(parts.read_title(at, operation, limits));
  switch (operation.type) {
    case Operation::Type::add: {
      TRY(operation.name, parts.text("name"));
      TRY(operation.value, parts.value());
      break;
    }
    case Operation::Type::insert: {
      TRY(operation.value, parts.value());
      TRY(operation.index, parts.number("index"));
      break;
    }
    case Operation::Type::replace: {
      TRY(operation.value, parts.value());
      break;
    }
    case Operation::Type::move: {
      TRY(operation.source, parts.number("source"));
      TRY(operation.destination, parts.number("destination"));
      break;
    }
    case Operation::Type::delete_: break;
  }
  return operation;
}

}  // namespace engine::patch
