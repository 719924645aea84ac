#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace setu::config {

/// The folder for data where none is named: /var/lib/setu for root, whose home PostgreSQL could not enter, else the
/// user's data folder.
std::filesystem::path default_data();

/// The program's own folder, and the definitions that the build put there.
std::filesystem::path default_definitions();

/// Two threads a core, and four at least: they wait for PostgreSQL half of their time.
unsigned default_workers();

/// Where resources are kept: a PostgreSQL of our own under `data`, or the one that `database` names.
struct Store {
  std::filesystem::path data;
  std::string database;  ///< a PostgreSQL URL or connection string; empty: our own
};

/// Everything `setu serve` can be told, by flag, environment or file.
struct Serve {
  Store store;
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;
  bool insecure = false;          ///< listen beyond the loopback interface though anyone who gets through may do anything
  bool no_demo = false;           ///< leave the made-up patients out
  bool no_text_search = false;    ///< leave out what turns on _text and _content
  std::string public_url;         ///< what links are made with
  std::string tenant_header = "X-Setu-Tenant";
  unsigned workers = default_workers();  ///< threads with a database session each
  unsigned io_threads = 1;
  std::filesystem::path definitions;  ///< empty: definitions.setu beside the program
  bool no_validation = false;     ///< store what breaks the specification's rules, but for its structure
  std::string conditional_delete = "single";    ///< "multiple": a conditional delete takes all that matches
  std::string referential_integrity = "off";    ///< "enforced", "logical" or "off", and exceptions: "enforced,Observation=off"
  bool operator_operations = false;  ///< answer $explain, which is for operators, though they are not told from others yet
  unsigned body_mib = 16;         ///< the largest request body taken
  unsigned async_minutes = 60;      ///< how long the answer to an asynchronous request waits to be collected
  unsigned idempotency_hours = 24;  ///< how long the answer to an Idempotency-Key is kept
  unsigned drain_seconds = 25;    ///< how long requests in hand may take to finish
  std::string log_format = "auto";  ///< "json", "text", or "auto": text on a terminal
  std::string log_level = "info";
};

/// True for 127.0.0.0/8, ::1 and localhost.
bool is_loopback(const std::string& host);

}  // namespace setu::config
