#include "fhir/path/value.h"

#include <algorithm>
#include <cstring>

#include "fhir/path/text.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace fhir::path {
namespace {

constexpr std::string_view ucum = "http://unitsofmeasure.org";

struct Parent {
  std::string_view type;
  std::string_view parent;
};

/// Types that specialise another, where the descriptor's kind does not say so. Sorted.
/// https://hl7.org/fhir/R4/datatypes.html and https://hl7.org/fhir/R4/backboneelement.html
constexpr Parent parents[] = {
    {"Age", "Quantity"},
    {"Count", "Quantity"},
    {"Distance", "Quantity"},
    {"Dosage", "BackboneElement"},
    {"Duration", "Quantity"},
    {"ElementDefinition", "BackboneElement"},
    {"MarketingStatus", "BackboneElement"},
    {"Population", "BackboneElement"},
    {"ProdCharacteristic", "BackboneElement"},
    {"ProductShelfLife", "BackboneElement"},
    {"SubstanceAmount", "BackboneElement"},
    {"Timing", "BackboneElement"},
    {"canonical", "uri"},
    {"code", "string"},
    {"id", "string"},
    {"markdown", "string"},
    {"oid", "uri"},
    {"positiveInt", "integer"},
    {"unsignedInt", "integer"},
    {"url", "uri"},
    {"uuid", "uri"},
};

/// The name of a node's type: that of a backbone element is BackboneElement, or Element inside a data type.
std::string_view fhir_name(const Descriptor& type) {
  if (type.kind != TypeKind::backbone) return type.name;
  const std::string_view owner = type.name.substr(0, type.name.find('.'));
  return r4::resource_type(owner) != nullptr ? "BackboneElement" : "Element";
}

std::string_view parent_of(const Descriptor& type, std::string_view name) {
  if (type.is_resource()) {
    if (name == "Resource") return {};
    const bool plain = name == "DomainResource" || name == "Bundle" || name == "Binary" || name == "Parameters";
    return plain ? "Resource" : "DomainResource";
  }
  if (name == "Element") return {};
  const auto found = std::lower_bound(std::begin(parents), std::end(parents), name,
                                      [](const Parent& row, std::string_view wanted) { return row.type < wanted; });
  return found != std::end(parents) && found->type == name ? found->parent : "Element";
}

std::string_view system_name(Value::Type type) {
  switch (type) {
    case Value::Type::boolean: return "Boolean";
    case Value::Type::integer: return "Integer";
    case Value::Type::decimal: return "Decimal";
    case Value::Type::string: return "String";
    case Value::Type::date: return "Date";
    case Value::Type::date_time: return "DateTime";
    case Value::Type::time: return "Time";
    case Value::Type::quantity: return "Quantity";
    case Value::Type::type_name: return "TypeInfo";
    case Value::Type::node: break;
  }
  return {};
}

bool is_fhir_type(std::string_view name) {
  return r4::data_type(name) != nullptr || r4::resource_type(name) != nullptr || name == "Element" || name == "BackboneElement" ||
         name == "Resource" || name == "DomainResource" || name == "xhtml";
}

std::optional<Value> primitive_value(PrimitiveKind kind, const Primitive& primitive) {
  if (!primitive.has_text()) return {};
  const std::string_view text = primitive.text();
  switch (kind) {
    case PrimitiveKind::boolean: return Value::of(text == "true");
    case PrimitiveKind::integer:
    case PrimitiveKind::positive_int:
    case PrimitiveKind::unsigned_int: {
      const auto number = parse_integer(text);
      return number ? std::optional(Value::of(*number)) : std::nullopt;
    }
    case PrimitiveKind::decimal: {
      const auto number = parse_decimal(text);
      return number ? std::optional(Value::of(*number)) : std::nullopt;
    }
    case PrimitiveKind::date:
    case PrimitiveKind::date_time:
    case PrimitiveKind::instant: {
      const auto moment = parse_date_time(text);
      if (!moment) return {};
      return kind == PrimitiveKind::date ? Value::date(*moment) : Value::date_time(*moment);
    }
    case PrimitiveKind::time: {
      const auto time = parse_time(text);
      return time ? std::optional(Value::of(*time)) : std::nullopt;
    }
    default: return Value::of(text);
  }
}

/// UCUM's units of time stand for the calendar's, as FHIR has it. https://hl7.org/fhir/R4/fhirpath.html#quantity
std::optional<Value> quantity_value(const r4::Quantity& quantity) {
  if (!quantity.value.has_text() || quantity.comparator.has_text()) return {};
  const auto number = parse_decimal(quantity.value.text());
  if (!number) return {};
  if (quantity.system.text() != ucum) {
    const std::string_view unit = quantity.code.has_text() ? quantity.code.text() : quantity.unit.text();
    return Value::of(Quantity{*number, unit.empty() ? "1" : unit});
  }
  const std::string_view code = quantity.code.has_text() ? quantity.code.text() : "1";
  if (code == "a") return Value::of(Quantity{*number, "year", true});
  if (code == "mo") return Value::of(Quantity{*number, "month", true});
  return Value::of(Quantity{*number, code});
}

}  // namespace

Value Value::of(Node node) {
  Value value;
  value.node_ = node;
  return value;
}
Value Value::of(bool boolean) {
  Value value;
  value.type_ = Type::boolean;
  value.integer_ = boolean ? 1 : 0;
  return value;
}
Value Value::of(std::int64_t integer) {
  Value value;
  value.type_ = Type::integer;
  value.integer_ = integer;
  return value;
}
Value Value::of(const Decimal& decimal) {
  Value value;
  value.type_ = Type::decimal;
  value.exponent_ = decimal.exponent;
  value.number_ = {static_cast<std::uint64_t>(decimal.mantissa), static_cast<std::int64_t>(decimal.mantissa >> 64), nullptr};
  return value;
}
Value Value::of(std::string_view text) {
  Value value;
  value.type_ = Type::string;
  value.length_ = static_cast<std::uint32_t>(text.size());
  value.text_ = text.data();
  return value;
}
Value Value::of(const Time& time) {
  Value value;
  value.type_ = Type::time;
  value.time_ = time;
  return value;
}
Value Value::of(const Quantity& quantity) {
  Value value = of(quantity.value);
  value.type_ = Type::quantity;
  value.calendar_ = quantity.calendar;
  value.length_ = static_cast<std::uint32_t>(quantity.unit.size());
  value.number_.unit = quantity.unit.data();
  return value;
}
Value Value::of(const TypeName& name) {
  Value value = of(name.name);
  value.type_ = Type::type_name;
  value.calendar_ = name.space == "System";
  return value;
}
Value Value::date(const DateTime& date) {
  Value value;
  value.type_ = Type::date;
  value.date_time_ = date;
  return value;
}
Value Value::date_time(const DateTime& date_time) {
  Value value = date(date_time);
  value.type_ = Type::date_time;
  return value;
}

Decimal Value::decimal() const {
  if (type_ == Type::integer) return {integer_, 0};
  using Wide = Decimal::Mantissa;
  return {static_cast<Wide>(number_.high) * (static_cast<Wide>(1) << 64) + static_cast<Wide>(number_.low), exponent_};
}
Quantity Value::quantity() const { return {decimal(), {number_.unit, length_}, calendar_}; }
TypeName Value::type_name() const { return {calendar_ ? "System" : "FHIR", {text_, length_}}; }

void Collection::slice(std::size_t first, std::size_t count) {
  if (first >= count_) {
    count_ = 0;
    return;
  }
  count = std::min<std::size_t>(count, count_ - first);
  if (many_ != nullptr) many_ += first, capacity_ -= static_cast<std::uint32_t>(first);
  count_ = static_cast<std::uint32_t>(count);
}

void Collection::add_to_many(const Value& value) {
  if (count_ == capacity_ || many_ == nullptr) {
    const std::uint32_t room = std::max<std::uint32_t>(4, count_ * 2);
    auto* larger = static_cast<Value*>(arena_->allocate(room * sizeof(Value)));
    std::memcpy(static_cast<void*>(larger), begin(), count_ * sizeof(Value));
    many_ = larger;
    capacity_ = room;
  }
  many_[count_++] = value;
}

std::optional<Value> system_value(const Value& value) {
  if (!value.is_node()) return value;
  const Node node = value.node();
  if (node.type->is_primitive()) return primitive_value(node.type->primitive, node.primitive());
  // Quantity and the types derived from it have the same elements.
  if (node.type == &r4::Quantity::descriptor || parent_of(*node.type, node.type->name) == "Quantity") {
    return quantity_value(*static_cast<const r4::Quantity*>(node.value));
  }
  return {};
}

TypeName type_of(const Value& value) {
  if (value.is_node()) return {"FHIR", fhir_name(*value.node().type)};
  return {"System", system_name(value.type())};
}

bool is_a(const Value& value, std::string_view name) {
  const bool in_system = name.starts_with("System.");
  const bool in_fhir = name.starts_with("FHIR.");
  if (in_system || in_fhir) name.remove_prefix(name.find('.') + 1);
  if (!value.is_node()) return !in_fhir && (in_system || !is_fhir_type(name) || name == "Quantity") && (name == system_name(value.type()) || name == "Any");
  if (in_system) return name == "Any";
  const Descriptor& type = *value.node().type;
  for (std::string_view own = fhir_name(type); !own.empty(); own = parent_of(type, own)) {
    if (own == name) return true;
  }
  return type.name == name;
}

std::optional<std::string> to_text(const Value& value) {
  const auto simple = system_value(value);
  if (!simple) return {};
  switch (simple->type()) {
    case Value::Type::boolean: return simple->boolean() ? "true" : "false";
    case Value::Type::integer: return std::to_string(simple->integer());
    case Value::Type::decimal: return fhir::to_text(simple->decimal());
    case Value::Type::string: return std::string(simple->string());
    // As it was written, where it was: to_text would round a long fraction.
    case Value::Type::date:
    case Value::Type::date_time:
      return value.is_node() ? std::string(value.node().primitive().text()) : to_text(simple->date_time());
    case Value::Type::time: return value.is_node() ? std::string(value.node().primitive().text()) : to_text(simple->time());
    case Value::Type::quantity: return to_text(simple->quantity());
    case Value::Type::type_name:
      return std::string(simple->type_name().space) + '.' + std::string(simple->type_name().name);
    case Value::Type::node: break;
  }
  return {};
}

}  // namespace fhir::path
