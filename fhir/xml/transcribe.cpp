#include "fhir/xml/transcribe.h"

#include <optional>

#include "fhir/json/items.h"
#include "fhir/json/read.h"
#include "fhir/r4/bundle.h"
#include "fhir/xml/write.h"

namespace fhir::xml {
namespace {

/// A Bundle with one of its entries.
std::string with_one(std::string_view before, std::string_view entry, std::string_view behind) {
  std::string json;
  json.reserve(before.size() + entry.size() + behind.size() + 2);
  return json.append(before).append("[").append(entry).append("]").append(behind);
}

}  // namespace

Result<bool> transcribe(std::string_view json, std::string& out, json::Style style, std::size_t bytes_max, const json::Limits& limits) {
  constexpr auto as_is = json::Completeness::as_is;
  Arena arena;
  const auto entries = json::items_of(json, "entry");
  if (!entries || entries->items.size() < 2) {
    TRY(const Resource resource, json::read(json, arena, limits, as_is));
    return write(resource, out, style, bytes_max);
  }
  const auto start = static_cast<std::size_t>(entries->array.data() - json.data());
  const std::string frame = with_one(json.substr(0, start), entries->items.front(), json.substr(start + entries->array.size()));
  TRY(const Resource whole, json::read(frame, arena, limits, as_is));
  if (whole.as<r4::Bundle>() == nullptr) {  // a List has entries as well
    arena = {};
    TRY(const Resource resource, json::read(json, arena, limits, as_is));
    return write(resource, out, style, bytes_max);
  }
  std::optional<Outcome> failure;
  std::optional<Arena> of_entry;
  const auto entry_at = [&](std::size_t at) -> const void* {
    of_entry.emplace();
    const std::string one = with_one(R"({"resourceType":"Bundle","entry":)", entries->items[at], "}");
    auto resource = json::read(one, *of_entry, limits, as_is);
    if (!resource) {
      failure = std::move(resource.outcome());
      return nullptr;
    }
    return resource->as<r4::Bundle>()->entry.data;
  };
  const bool fits = write(whole, {find_element(*whole.type, "entry"), entries->items.size(), entry_at}, out, style, bytes_max);
  if (failure) return std::move(*failure);
  return fits;
}

}  // namespace fhir::xml
