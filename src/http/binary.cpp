#include "src/http/binary.h"

#include <algorithm>

#include "fhir/json/read.h"
#include "fhir/json/tree.h"
#include "fhir/path/encoding.h"
#include "fhir/r4/binary.h"
#include "fhir/xml/read.h"
#include "src/http/media_type.h"

namespace setu::http {
namespace {

constexpr std::string_view names_of_fhir[] = {"application/fhir+json", "application/fhir+xml", "application/json+fhir", "application/xml+fhir"};

bool is_of_fhir(const MediaType& type) { return std::find(std::begin(names_of_fhir), std::end(names_of_fhir), type.name) != std::end(names_of_fhir); }

/// https://www.rfc-editor.org/rfc/rfc9110#section-5.5: what may stand in a header's value.
bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_binary_in_json(std::string_view text) {
  fhir::Arena arena;
  const auto root = fhir::json::parse(text, arena);
  return root && (*root)->kind == fhir::json::Kind::object && (*root)->text_of("resourceType") == "Binary";
}

/// Whether the first element is a Binary of FHIR; a document of any other vocabulary is not read for that.
bool is_binary_in_xml(std::string_view text) {
  std::size_t at = text.find('<');
  while (at != text.npos && at + 1 < text.size() && (text[at + 1] == '?' || text[at + 1] == '!')) at = text.find('<', at + 1);
  if (at == text.npos) return false;
  const std::string_view tag = text.substr(at, text.find('>', at) - at);
  const std::string_view name = tag.substr(1, tag.find_first_of(" \t\r\n/") - 1);
  return (name == "Binary" || name.ends_with(":Binary")) && tag.find("http://hl7.org/fhir") != tag.npos;
}

}  // namespace

bool wants_content(const Request& request, const engine::Route& route, const engine::Parameters& parameters) {
  const bool reads = route.kind == engine::Route::Kind::interaction && (route.action == engine::Action::read || route.action == engine::Action::vread);
  if (!reads || route.type != &fhir::r4::Binary::descriptor) return false;
  const bool shows = std::any_of(parameters.begin(), parameters.end(), [](const auto& one) {
    return !one.value.empty() && (one.name == "_format" || one.name == "_summary" || one.name == "_elements");
  });
  if (shows) return false;
  // The content's own type is known when it has been read; until then any other name or range may be that.
  int of_fhir = 0, other = 0;
  for (const MediaType& type : parse_media_types(request.list("Accept"))) {
    if (is_of_fhir(type)) of_fhir = std::max(of_fhir, type.quality);
    else other = std::max(other, type.quality);
  }
  return of_fhir == 0 || other > of_fhir;
}

bool is_content(std::string_view content_type, std::string_view body) {
  const auto type = parse_media_type(content_type);
  if (!type || is_of_fhir(*type)) return false;
  if (type->name.ends_with("/json")) return !is_binary_in_json(body);
  if (type->name.ends_with("/xml")) return !is_binary_in_xml(body);
  return true;
}

fhir::Resource binary_of(const Request& request, std::string_view content, std::string_view id, fhir::Arena& arena) {
  auto* binary = arena.make<fhir::r4::Binary>();
  if (!id.empty()) binary->id.set(arena.copy(id));
  binary->contentType.set(arena.copy(trimmed(request.header("Content-Type"))));
  if (const std::string_view context = trimmed(request.header("X-Security-Context")); !context.empty()) {
    binary->securityContext.ensure(arena).reference.set(arena.copy(context));
  }
  if (!content.empty()) binary->data.set(arena.copy(*fhir::path::encoded(content, "base64")));
  return {&fhir::r4::Binary::descriptor, binary};
}

std::optional<Content> content_of(std::string_view json) {
  constexpr fhir::json::Limits limits{1024, 100'000'000, 1024 * 1024 * 1024};
  fhir::Arena arena;
  const auto resource = fhir::json::read(json, arena, limits, fhir::json::Completeness::as_is);
  if (!resource) return std::nullopt;
  const auto* binary = resource->as<fhir::r4::Binary>();
  if (binary == nullptr) return std::nullopt;
  Content content;
  content.type = binary->contentType.text();
  if (!parse_media_type(content.type) || !is_visible(content.type)) return std::nullopt;
  auto bytes = fhir::path::bytes_of_base64(binary->data.text());
  if (!bytes) return std::nullopt;
  content.bytes = std::move(*bytes);
  if (binary->securityContext) content.security_context = binary->securityContext->reference.text();
  if (!is_visible(content.security_context)) content.security_context.clear();
  return content;
}

}  // namespace setu::http
