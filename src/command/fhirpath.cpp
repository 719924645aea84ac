#include "src/command/fhirpath.h"

#include "fhir/json/read.h"
#include "fhir/path/evaluate.h"
#include "fhir/path/print.h"
#include "fhir/xml/read.h"
#include "src/command/exit_code.h"
#include "src/command/input.h"

namespace setu::command {
namespace {

constexpr std::size_t bytes_max = std::size_t{512} << 20;

fhir::Result<std::string> values_of(const fhir::path::Expression& expression, std::string_view text, Output output) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n\xef\xbb\xbf");
  const bool is_xml = begin != std::string_view::npos && text[begin] == '<';
  fhir::Arena arena;
  TRY(const fhir::Resource resource, is_xml ? fhir::xml::read(text, arena, {}, fhir::json::Completeness::as_is)
                                            : fhir::json::read(text, arena, {}, fhir::json::Completeness::as_is));
  TRY(const fhir::path::Collection values, fhir::path::evaluate(expression, resource, arena));
  if (output == Output::json) return fhir::path::to_json(values) + "\n";
  std::string out;
  for (const fhir::path::Value& value : values) {
    if (const auto plain = fhir::path::to_text(value)) {
      out += *plain;
    } else {
      fhir::path::Collection one(arena, value);
      const std::string json = fhir::path::to_json(one);
      out += json.substr(1, json.size() - 2);
    }
    out += '\n';
  }
  return out;
}

fhir::Result<void> evaluate_file(const fhir::path::Expression& expression, const std::filesystem::path& file, Output output) {
  TRY(const auto input, Input::open(file));
  if (form_of(file) != Form::ndjson) {
    TRY(const std::string text, input->rest(bytes_max));
    TRY(const std::string values, values_of(expression, text, output));
    print(values);
    return {};
  }
  std::string line;
  for (;;) {
    TRY(const bool more, input->line(line, bytes_max));
    if (!more) return {};
    if (line.empty()) continue;
    TRY(const std::string values, values_of(expression, line, output));
    print(values);
  }
}

}  // namespace

int fhirpath(const Fhirpath& options) {
  const auto expression = fhir::path::compile(options.expression);
  if (!expression) {
    complain(expression.outcome());
    return exit_usage;
  }
  int exit = exit_fine;
  for (const auto& file : options.files) {
    if (auto done = evaluate_file(*expression, file, options.output); !done) {
      if (options.files.size() > 1) complain(file.string() + ":");
      complain(done.outcome());
      exit = exit_data;
    }
  }
  return exit;
}

}  // namespace setu::command
