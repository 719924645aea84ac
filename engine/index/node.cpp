#include "engine/index/node.h"

#include "fhir/r4/datatypes.h"

namespace engine::index {

Node unwrapped(Node node) {
  const auto* extension = node.as<fhir::r4::Extension>();
  if (extension == nullptr || !extension->value) return node;
  return {extension->value.type, extension->value.value};
}

}  // namespace engine::index
