#include "fhir/path/print.h"

#include "fhir/json/tree.h"
#include "fhir/json/write.h"
#include "fhir/model/primitive_types.h"
#include "fhir/path/text.h"

namespace fhir::path {
namespace {

/// A primitive without a value is an object of its id and extensions.
void append_primitive(std::string& out, const Node& node) {
  const Primitive& primitive = node.primitive();
  if (!primitive.has_text()) {
    out += '{';
    if (primitive.extras != nullptr) json::write_members(Extras::descriptor, primitive.extras, out);
    out += '}';
    return;
  }
  switch (node.type->primitive) {
    case PrimitiveKind::boolean:
    case PrimitiveKind::integer:
    case PrimitiveKind::positive_int:
    case PrimitiveKind::unsigned_int:
    case PrimitiveKind::decimal: out += primitive.text(); break;
    default: json::append_string(out, primitive.text());
  }
}

void append_node(std::string& out, const Node& node) {
  if (node.type->is_resource()) return json::write(Resource{node.type, const_cast<void*>(node.value)}, out);
  if (node.type->is_primitive()) return append_primitive(out, node);
  out += '{';
  json::write_members(*node.type, node.value, out);
  out += '}';
}

}  // namespace

std::string to_json(const Collection& collection) {
  std::string out = "[";
  for (const Value& value : collection) {
    if (out.size() > 1) out += ',';
    if (value.is_node()) {
      append_node(out, value.node());
      continue;
    }
    const std::string text = to_text(value).value_or("");
    const bool is_bare = value.is(Value::Type::boolean) || value.is(Value::Type::integer) || value.is(Value::Type::decimal);
    if (is_bare) out += text;
    else json::append_string(out, text);
  }
  return out + ']';
}

}  // namespace fhir::path
