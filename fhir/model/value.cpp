#include "fhir/model/value.h"

#include <algorithm>
#include <cassert>
#include <cstring>

namespace fhir {

void* ManyBase::extend(Arena& arena, std::uint32_t size, std::uint32_t more) {
  if (count + more > capacity) {
    const std::uint32_t room = std::max(count + more, capacity * 2);
    void* larger = arena.allocate(std::size_t{room} * size);
    if (count != 0) std::memcpy(larger, data, std::size_t{count} * size);
    data = larger;
    capacity = room;
  }
  void* first = static_cast<char*>(data) + std::size_t{count} * size;
  std::memset(first, 0, std::size_t{more} * size);
  count += more;
  return first;
}

bool is_present(const void* object, const Element& element) {
  switch (element.shape) {
    case Shape::primitive: return field<Primitive>(object, element).present();
    case Shape::one: return field<void*>(object, element) != nullptr;
    case Shape::choice: return field<Choice>(object, element).type != nullptr;
    case Shape::resource: return field<Resource>(object, element).type != nullptr;
    case Shape::many_primitives:
    case Shape::many:
    case Shape::many_resources: return field<ManyBase>(object, element).count != 0;
  }
  return false;
}

Resource make_resource(Arena& arena, const Descriptor& type) {
  assert(type.is_resource());
  return {&type, arena.allocate_zeroed(type.size)};
}

Primitive& id_of(Resource resource) { return *static_cast<Primitive*>(resource.value); }

}  // namespace fhir
