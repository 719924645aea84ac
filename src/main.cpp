#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <regex>

#include "src/command/convert.h"
#include "src/command/db.h"
#include "src/command/demo.h"
#include "src/command/doctor.h"
#include "src/command/exit_code.h"
#include "src/command/explain.h"
#include "src/command/fhirpath.h"
#include "src/command/get.h"
#include "src/command/load.h"
#include "src/command/reindex.h"
#include "src/command/serve.h"
#include "src/command/tenant.h"
#include "src/command/version.h"

/// The command line of `setu`: names, help and defaults; what the commands do is in src/command.
namespace {

using namespace setu;
using command::Output;

constexpr std::string_view default_server = "http://127.0.0.1:8080/fhir";

const std::map<std::string, Output> outputs = {{"text", Output::text}, {"json", Output::json}};

void add_output(CLI::App& app, Output& output) {
  app.add_option("-o,--output", output, "text, or json for other programs")->transform(CLI::CheckedTransformer(outputs, CLI::ignore_case))->option_text("FORM [text]");
}

void add_store(CLI::App& app, config::Store& store) {
  app.add_option("--data", store.data, "folder of the embedded PostgreSQL")->option_text("DIR [" + config::default_data().string() + "]");
  app.add_option("--database", store.database, "another PostgreSQL (15 or later), as a URL or connection string")->option_text("URL");
}

void add_server(CLI::App& app, std::string& server, std::string& tenant) {
  server = default_server;
  app.add_option("--server", server, "base URL of the server")->option_text("URL [" + server + "]");
  app.add_option("--tenant", tenant, "name of the tenant")->option_text("NAME [default]");
}

/// A configuration whose database URL has lost its password: it is nobody's business on a screen or in a log.
std::string without_password(std::string text) {
  text = std::regex_replace(text, std::regex("(://[^:/@\\s\"]*):[^@\\s\"]*@"), "$1:***@");
  return std::regex_replace(text, std::regex("(password *= *)[^\\s\"]+"), "$1***");
}

/// The value of an option among the arguments, or nothing.
std::optional<std::string> value_of(const std::vector<std::string>& arguments, const std::string& flag) {
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (arguments[at] == flag) return at + 1 < arguments.size() ? arguments[at + 1] : std::string();
    if (arguments[at].starts_with(flag + "=")) return arguments[at].substr(flag.size() + 1);
  }
  return std::nullopt;
}

/// What the environment says of an option: SETU_PORT of --port.
std::string in_environment(const std::string& option) {
  std::string name = "SETU_" + option;
  std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return c == '-' ? '_' : static_cast<char>(std::toupper(c)); });
  const char* value = std::getenv(name.c_str());
  return value != nullptr ? value : "";
}

/// The options in a file of name = value; throws what CLI11 throws for one that is not there or says what no option is.
std::map<std::string, std::string> in_file(const CLI::App& command, const std::string& file) {
  std::map<std::string, std::string> found;
  for (const CLI::ConfigItem& item : CLI::ConfigINI().from_file(file)) {
    const CLI::Option* option = command.get_option_no_throw("--" + item.name);
    if (option == nullptr || !option->get_configurable() || !item.parents.empty()) throw CLI::ConfigError::Extras(item.fullname());
    if (!item.inputs.empty()) found[item.name] = item.inputs.front();
  }
  return found;
}

/// The arguments, and behind the command what the environment and the file of --config say of options they leave out.
/// CLI11 knows both, but reads no file for a command, and lets a file outweigh the environment.
std::vector<std::string> with_defaults(CLI::App& app, std::vector<std::string> arguments) {
  CLI::App* command = &app;
  std::size_t at = 0;
  for (; at < arguments.size(); ++at) {
    const auto named = command->get_subcommands([&](const CLI::App* one) { return one->get_name() == arguments[at]; });
    if (named.empty()) break;
    command = named.front();
  }
  if (command == &app) return arguments;
  std::map<std::string, std::string> file;
  if (command->get_option_no_throw("--config") != nullptr) {
    std::string name = value_of(arguments, "--config").value_or(in_environment("config"));
    if (!name.empty()) file = in_file(*command, name);
  }
  std::vector<std::string> given;
  for (const CLI::Option* option : command->get_options()) {
    if (option->get_lnames().empty() || option->get_positional() || option->get_lnames().front() == "help") continue;
    const std::string name = option->get_lnames().front(), flag = "--" + name;
    std::string value = in_environment(name);
    if (value.empty() && file.contains(name)) value = file[name];
    if (!value.empty() && !value_of(arguments, flag)) given.push_back(flag + "=" + value);
  }
  arguments.insert(arguments.begin() + static_cast<std::ptrdiff_t>(at), given.begin(), given.end());
  return arguments;
}

/// A command chosen by the command line, run once all of it is parsed.
using Chosen = std::function<int()>;

void add_serve(CLI::App& app, Chosen& chosen) {
  static config::Serve config;
  config.store.data = config::default_data();
  config.definitions = config::default_definitions();
  config.workers = config::default_workers();
  CLI::App& serve = *app.add_subcommand("serve", "Serve FHIR R4 over HTTP");
  serve.footer(
      "Every option can also be given in a file (--config; lines of name = value) or in the environment\n"
      "(SETU_PORT for --port). The command line outweighs the environment, and that the file.\n\n"
      "  setu serve --port 9090 --no-demo\n"
      "  setu serve --database postgresql://setu@db.example/setu --workers 16\n"
      "  setu serve --print-config > setu.conf && setu serve --config setu.conf");
  add_store(serve, config.store);
  serve.add_option("--host", config.host, "address to listen to")->option_text("ADDRESS [127.0.0.1]");
  serve.add_option("--port", config.port, "TCP port; 0 for any that is free")->option_text("PORT [8080]");
  serve.add_flag("--insecure", config.insecure, "listen beyond the loopback interface, though there is no access control yet");
  serve.add_flag("--no-demo", config.no_demo, "leave out the made-up patients of the first start");
  serve.add_flag("--no-text-search", config.no_text_search, "leave out what turns on _text and _content at the first start: writes cost less");
  serve.add_option("--public-url", config.public_url, "what links begin with, such as https://fhir.example.org [the Host header]")->option_text("URL");
  serve.add_option("--tenant-header", config.tenant_header, "request header that names the tenant")->option_text("NAME [X-Setu-Tenant]");
  serve.add_option("--workers", config.workers, "threads that work on requests, each with a database session [two a core]")->option_text("N")->check(CLI::Range(1, 512));
  serve.add_option("--io-threads", config.io_threads, "threads that read and write connections")->option_text("N [1]")->check(CLI::Range(1, 64));
  serve.add_option("--definitions", config.definitions, "compiled FHIR definitions [beside the program]")->option_text("FILE");
  serve.add_flag("--no-validation", config.no_validation, "store resources that break invariants and required bindings");
  serve.add_option("--conditional-delete", config.conditional_delete, "what a conditional delete takes: single refuses where several match")->option_text("single|multiple [single]")->check(CLI::IsMember({"single", "multiple"}));
  serve.add_option("--referential-integrity", config.referential_integrity, "what references are checked for: off; logical, their form and type; enforced, that what they name here is there and stays. With exceptions by type: enforced,Observation=off")->option_text("RULE[,TYPE=RULE…] [off]");
  serve.add_flag("--operator-operations", config.operator_operations, "answer $explain, which is for operators, for all who reach the server");
  serve.add_option("--body-mib", config.body_mib, "the largest request body, in MiB")->option_text("N [16]")->check(CLI::Range(1, 1024));
  serve.add_option("--async-minutes", config.async_minutes, "how long the answer to an asynchronous request waits to be collected")->option_text("N [60]")->check(CLI::Range(1, 24 * 60));
  serve.add_option("--idempotency-hours", config.idempotency_hours, "how long the answer to an Idempotency-Key is kept")->option_text("N [24]")->check(CLI::Range(1, 24 * 365));
  serve.add_option("--drain-seconds", config.drain_seconds, "how long requests in hand may take to finish at the end")->option_text("N [25]");
  serve.add_option("--log-format", config.log_format, "json, text, or auto: text on a terminal")->option_text("FORM [auto]")->check(CLI::IsMember({"auto", "json", "text"}));
  serve.add_option("--log-level", config.log_level, "debug, info, warning or error")->option_text("LEVEL [info]")->check(CLI::IsMember({"debug", "info", "warning", "error"}));
  static std::string file;
  serve.add_option("--config", file, "file with options")->option_text("FILE")->configurable(false);
  static bool print_config = false;
  serve.add_flag("--print-config", print_config, "print the options as they would be used, and stop")->configurable(false);
  serve.callback([&chosen, &serve] {
    chosen = [&serve] {
      if (!print_config) return command::serve(config);
      for (CLI::Option* option : serve.get_options()) option->capture_default_str();
      command::print(without_password(serve.config_to_str(true, false)));
      return int{command::exit_fine};
    };
  });
}

void add_load(CLI::App& app, Chosen& chosen) {
  static command::Load options;
  CLI::App& load = *app.add_subcommand("load", "Send files of FHIR data to a server");
  load.footer(
      "Takes JSON (bundles or single resources), NDJSON, both also gzipped, and folders of them. What was interrupted\n"
      "goes on where it stopped when the same command is given again.\n\n"
      "  setu load synthea/output/fhir\n"
      "  setu load --tenant ward-7 Patient.ndjson.gz Observation.ndjson.gz");
  load.add_option("paths", options.paths, "files and folders")->required()->option_text("PATH...");
  add_server(load, options.server, options.tenant);
  load.add_option("--connections", options.connections, "requests at a time")->option_text("N [4]")->check(CLI::Range(1, 64));
  load.add_option("--journal", options.journal, "where to note what is loaded [a file of this load's own]")->option_text("FILE");
  load.add_flag("--restart", options.restart, "forget what was loaded before");
  add_output(load, options.output);
  load.callback([&chosen] { chosen = [] { return command::load(options); }; });
}

void add_get(CLI::App& app, Chosen& chosen) {
  static command::Get options;
  CLI::App& get = *app.add_subcommand("get", "Read or search on a server");
  get.footer("  setu get Patient/asha\n  setu get 'Patient?name=rao&_count=5'\n  setu get --all 'Observation?code=8867-4' > heart-rates.ndjson");
  get.add_option("what", options.what, "what to ask for, behind the base URL")->required()->option_text("PATH");
  add_server(get, options.server, options.tenant);
  get.add_flag("--all", options.all, "every page of a search, one resource a line");
  options.format = "json";
  get.add_option("-o,--output", options.format, "json or xml")->option_text("FORM [json]")->check(CLI::IsMember({"json", "xml"}));
  get.callback([&chosen] { chosen = [] { return command::get(options); }; });
}

void add_reindex(CLI::App& app, Chosen& chosen) {
  static command::Reindex options;
  CLI::App& reindex = *app.add_subcommand("reindex", "Have a server make its search index anew");
  reindex.footer("The server does it in the background; searches and writes go on.\n\n  setu reindex\n  setu reindex --type Observation --tenant ward-7");
  add_server(reindex, options.server, options.tenant);
  reindex.add_option("--type", options.type, "resource type [all]")->option_text("TYPE");
  reindex.add_flag("--detach", options.detach, "do not wait for its end");
  add_output(reindex, options.output);
  reindex.callback([&chosen] { chosen = [] { return command::reindex(options); }; });
}

void add_explain(CLI::App& app, Chosen& chosen) {
  static command::Explain options;
  CLI::App& explain = *app.add_subcommand("explain", "Say how a search is carried out: its plan, its indexes and its cost");
  explain.footer(
      "Asks the database itself, whether a server runs on it or not. Over HTTP it is $explain, see --operator-operations\n"
      "of `setu serve`.\n\n"
      "  setu explain 'Observation?code=8867-4&value-quantity=gt90'\n"
      "  setu explain --analyze 'Patient?name=rao&_sort=birthdate' -o json");
  explain.add_option("search", options.search, "what stands behind the base URL")->required()->option_text("SEARCH");
  add_store(explain, options.store);
  explain.add_option("--tenant", options.tenant, "name of the tenant")->option_text("NAME [default]");
  explain.add_flag("--analyze", options.analyze, "carry the statements out, and time them");
  options.base = default_server;
  explain.add_option("--server", options.base, "base URL of the server, for references that are written with it")->option_text("URL [" + options.base + "]");
  explain.add_option("--definitions", options.definitions, "compiled FHIR definitions [beside the program]")->option_text("FILE");
  add_output(explain, options.output);
  explain.callback([&chosen] { chosen = [] { return command::explain(options); }; });
}

void add_convert(CLI::App& app, Chosen& chosen) {
  static command::Convert options;
  static bool compact = false;
  CLI::App& convert = *app.add_subcommand("convert", "Turn FHIR JSON into XML, or XML into JSON");
  convert.footer("  setu convert patient.json > patient.xml\n  curl … | setu convert --to json -");
  convert.add_option("files", options.files, "files; - is standard input")->required()->option_text("FILE...");
  convert.add_option("--to", options.to, "json or xml [the other one]")->option_text("FORM")->check(CLI::IsMember({"json", "xml"}));
  convert.add_flag("--compact", compact, "on one line");
  convert.callback([&chosen] {
    options.pretty = !compact;
    chosen = [] { return command::convert(options); };
  });
}

void add_fhirpath(CLI::App& app, Chosen& chosen) {
  static command::Fhirpath options;
  CLI::App& path = *app.add_subcommand("fhirpath", "Evaluate a FHIRPath expression on resources");
  path.footer("  setu fhirpath 'name.where(use = \\'official\\').family' patient.json\n  setu fhirpath 'birthDate < today() - 18 years' Patient.ndjson -o json");
  path.add_option("expression", options.expression, "the expression")->required()->option_text("EXPRESSION");
  path.add_option("files", options.files, "resources as JSON, XML or NDJSON; - is standard input")->required()->option_text("FILE...");
  add_output(path, options.output);
  path.callback([&chosen] { chosen = [] { return command::fhirpath(options); }; });
}

void add_db(CLI::App& app, Chosen& chosen) {
  static config::Store store;
  static Output output = Output::text;
  static std::vector<std::string> arguments;
  CLI::App& db = *app.add_subcommand("db", "Look after the database");
  db.require_subcommand(1);
  CLI::App& migrate = *db.add_subcommand("migrate", "Bring the schema up to this program's (serve does it, too)");
  add_store(migrate, store);
  migrate.callback([&chosen] { chosen = [] { return command::db_migrate(store); }; });
  CLI::App& verify = *db.add_subcommand("verify", "Compare every version with its history and its index rows");
  add_store(verify, store);
  add_output(verify, output);
  verify.callback([&chosen] { chosen = [] { return command::db_verify(store, output); }; });
  CLI::App& psql = *db.add_subcommand("psql", "Open psql on the database; what follows -- goes to psql");
  add_store(psql, store);
  psql.add_option("arguments", arguments, "for psql")->option_text("-- ARGUMENT...");
  psql.callback([&chosen] { chosen = [] { return command::db_psql(store, arguments); }; });
}

void add_tenant(CLI::App& app, Chosen& chosen) {
  static config::Store store;
  static Output output = Output::text;
  static std::string name, zone = "UTC";
  static bool no_text_search = false;
  CLI::App& tenant = *app.add_subcommand("tenant", "Make, change and list tenants, whose data are wholly apart");
  tenant.require_subcommand(1);
  tenant.footer("A request belongs to a tenant by its path, /t/NAME/fhir, or by the header X-Setu-Tenant; else to 'default'.");
  CLI::App& create = *tenant.add_subcommand("create", "Make a tenant");
  create.add_option("name", name, "lower-case letters, digits and '-'")->required()->option_text("NAME");
  add_store(create, store);
  create.add_option("--time-zone", zone, "of dates and times that have none, such as Asia/Kolkata [UTC]")->option_text("ZONE");
  create.add_flag("--no-text-search", no_text_search, "leave out what turns on _text and _content: writes cost less");
  create.callback([&chosen] { chosen = [] { return command::tenant_create(store, name, zone, !no_text_search); }; });
  CLI::App& set = *tenant.add_subcommand("set", "Change a tenant");
  set.add_option("name", name, "its name")->required()->option_text("NAME");
  add_store(set, store);
  set.add_option("--time-zone", zone, "of dates and times that have none; servers index them anew")->required()->option_text("ZONE");
  set.callback([&chosen] { chosen = [] { return command::tenant_set(store, name, zone); }; });
  CLI::App& list = *tenant.add_subcommand("list", "List the tenants");
  add_store(list, store);
  add_output(list, output);
  list.callback([&chosen] { chosen = [] { return command::tenant_list(store, output); }; });
}

void add_demo(CLI::App& app, Chosen& chosen) {
  static command::Demo options;
  CLI::App& demo = *app.add_subcommand("demo", "Write made-up patient records, as bundles for `setu load`");
  demo.add_option("folder", options.folder, "where to")->required()->option_text("DIR");
  demo.add_option("--patients", options.patients, "how many")->option_text("N [100]");
  demo.add_option("--encounters", options.encounters, "of each patient; about nine resources each")->option_text("N [30]")->check(CLI::Range(0, 200));
  demo.callback([&chosen] { chosen = [] { return command::demo(options); }; });
}

void add_doctor(CLI::App& app, Chosen& chosen) {
  static config::Serve config;
  static Output output = Output::text;
  CLI::App& doctor = *app.add_subcommand("doctor", "Look at what `setu serve` needs, and say what is missing");
  add_store(doctor, config.store);
  doctor.add_option("--port", config.port, "the port it is to serve on")->option_text("PORT [8080]");
  doctor.add_option("--definitions", config.definitions, "compiled FHIR definitions [beside the program]")->option_text("FILE");
  add_output(doctor, output);
  doctor.callback([&chosen] { chosen = [] { return command::doctor(config, output); }; });
}

void add_version(CLI::App& app, Chosen& chosen) {
  static Output output = Output::text;
  CLI::App& version = *app.add_subcommand("version", "Say which version this is");
  add_output(version, output);
  version.callback([&chosen] { chosen = [] { return command::version(output); }; });
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Setu: a FHIR R4 server on PostgreSQL, and tools for FHIR data.", "setu");
  app.require_subcommand(1);
  app.get_formatter()->column_width(30);
  app.footer(
      "`setu COMMAND --help` says more. Begin with `setu serve`, then `setu load DIRECTORY` and `setu get Patient`.\n\n"
      "Exit codes: 0 fine, 1 it did not succeed, 64 the command line is wrong, 65 the input is, 69 a server or database\n"
      "cannot be reached, 78 the configuration or installation is wrong.");
  Chosen chosen;
  add_serve(app, chosen);
  add_load(app, chosen);
  add_get(app, chosen);
  add_reindex(app, chosen);
  add_explain(app, chosen);
  add_convert(app, chosen);
  add_fhirpath(app, chosen);
  add_db(app, chosen);
  add_tenant(app, chosen);
  add_demo(app, chosen);
  add_doctor(app, chosen);
  add_version(app, chosen);
  app.set_version_flag("--version", "setu " SETU_VERSION);
  try {
    std::vector<std::string> arguments = with_defaults(app, {argv + 1, argv + argc});
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
    app.parse(std::move(arguments));
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? command::exit_fine : command::exit_usage;
  }
  try {
    return chosen();
  } catch (const std::exception& exception) {
    command::complain(exception.what());
    return command::exit_failed;
  }
}
