#include "src/command/convert.h"

#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/xml/read.h"
#include "fhir/xml/write.h"
#include "src/command/exit_code.h"
#include "src/command/input.h"
#include "src/command/print.h"

namespace setu::command {
namespace {

constexpr std::size_t bytes_max = std::size_t{512} << 20;

fhir::Result<std::string> converted(const std::filesystem::path& file, const Convert& options) {
  TRY(const auto input, Input::open(file));
  TRY(const std::string text, input->rest(bytes_max));
  const std::size_t begin = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  const bool is_xml = begin != std::string::npos && text[begin] == '<';
  fhir::Arena arena;
  TRY(const fhir::Resource resource, is_xml ? fhir::xml::read(text, arena, {}, fhir::json::Completeness::as_is)
                                            : fhir::json::read(text, arena, {}, fhir::json::Completeness::as_is));
  const bool to_xml = options.to.empty() ? !is_xml : options.to == "xml";
  const auto style = options.pretty ? fhir::json::Style::pretty : fhir::json::Style::compact;
  std::string out;
  if (to_xml) fhir::xml::write(resource, out, style);
  else fhir::json::write(resource, out, style);
  out += '\n';
  return out;
}

}  // namespace

int convert(const Convert& options) {
  int exit = exit_fine;
  for (const auto& file : options.files) {
    auto text = converted(file, options);
    if (text) {
      print(*text);
      continue;
    }
    if (options.files.size() > 1) complain(file.string() + ":");
    complain(text.outcome());
    exit = exit_data;
  }
  return exit;
}

}  // namespace setu::command
