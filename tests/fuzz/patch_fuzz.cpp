#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "engine/patch/fhirpath_patch.h"
#include "engine/patch/json_patch.h"
#include "engine/patch/xml_patch.h"
#include "fhir/json/read.h"
#include "fhir/text/fold.h"
#include "fhir/json/write.h"
#include "fhir/xml/tree.h"
#include "fhir/xml/write.h"

namespace {

constexpr std::string_view patient = R"({"resourceType":"Patient","id":"p1",
  "text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a <b>b</b></div>"},
  "contained":[{"resourceType":"Organization","id":"o1","name":"Clinic"}],
  "name":[{"use":"official","family":"A","_family":{"id":"f"},"given":["B","C"]},{"text":"D"}],
  "birthDate":"1974-12-25","deceasedBoolean":false,"contact":[{"name":{"text":"E"}}]})";

engine::patch::Limits limits() {
  engine::patch::Limits limits;
  limits.operations = 50;
  limits.steps = 100'000;
  limits.copied_bytes = 1024 * 1024;
  limits.milliseconds = 100;
  return limits;
}

void as_json(std::string_view text, fhir::Arena& arena) {
  const auto document = fhir::json::parse(patient, arena);
  const auto patch = fhir::json::parse(text, arena);
  if (!patch) return;
  const auto changed = engine::patch::json_patch(**document, **patch, arena, limits());
  if (!changed) return;
  // Whatever was made is JSON, and the same after being read.
  std::string once, twice;
  fhir::json::append_tree(once, **changed);
  const auto again = fhir::json::parse(once, arena);
  if (!again) std::abort();
  fhir::json::append_tree(twice, **again);
  if (once != twice) std::abort();
}

void as_xml(std::string_view text, fhir::Resource resource, fhir::Arena& arena) {
  std::string document;
  fhir::xml::write(resource, document);
  const auto changed = engine::patch::xml_patch(document, text, limits());
  if (!changed) return;
  // An attribute's or element's name cannot be made up, so whatever was made is XML; a root's name may repeat.
  if (!fhir::xml::parse_tree(*changed, arena)) std::abort();
}

/// Lines: the type, the path, the name and the value of each operation.
void as_fhirpath(std::string_view text, fhir::Resource resource, fhir::Arena& arena) {
  // What the readers of resources let through: the patch is made of it here without them.
  if (!fhir::text::is_valid_utf8(text) || text.find('\0') != text.npos) return;
  const auto line = [&text] {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return line;
  };
  fhir::r4::Parameters patch;
  for (int count = 0; count < 20 && !text.empty(); ++count) {
    auto& operation = patch.parameter.add(arena);
    operation.name.set("operation");
    const auto add = [&](std::string_view name, const fhir::Descriptor& type, std::string_view value) {
      auto& part = operation.part.add(arena);
      part.name.set(name);
      auto* primitive = arena.make<fhir::Primitive>();
      primitive->set(value);
      part.value = {&type, primitive};
    };
    const std::string_view type = line();
    add("type", fhir::r4::Code::descriptor, type);
    add("path", fhir::r4::String::descriptor, line());
    if (type == "add") add("name", fhir::r4::String::descriptor, line());
    if (type == "insert") add("index", fhir::r4::Integer::descriptor, line());
    if (type == "move") {
      add("source", fhir::r4::Integer::descriptor, line());
      add("destination", fhir::r4::Integer::descriptor, line());
    } else if (type != "delete") {
      add("value", fhir::r4::String::descriptor, line());
    }
  }
  const auto changed = engine::patch::fhirpath_patch(resource, patch, arena, limits());
  if (!changed) return;
  std::string json;
  fhir::json::write(*changed, json);
  if (!fhir::json::parse(json, arena)) std::abort();
}

}  // namespace

/// Any text is refused as a patch in each of its forms, or makes a document of that form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  fhir::Arena arena;
  const auto resource = fhir::json::read(patient, arena);
  if (!resource) std::abort();
  as_json(text, arena);
  as_xml(text, *resource, arena);
  as_fhirpath(text, *resource, arena);
  return 0;
}
