#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "engine/interaction/interaction.h"
#include "engine/interaction/perform.h"
#include "fhir/json/tree.h"

namespace setu::http {

/// What a client may ask of the server at most. Over each there is an answer of its own, never a silent cut.
struct Limits {
  std::size_t request_line_bytes = 64 * 1024;          ///< 414; links of pages are no longer (engine::link_bytes_max)
  std::size_t header_bytes = 16 * 1024;                ///< 431; the request line is not counted
  std::size_t header_count = 100;                      ///< 431
  std::size_t parameters = 64;                         ///< of one request, in URL and form together; 400
  std::size_t body_bytes = 16 * 1024 * 1024;           ///< as sent; 413
  std::size_t bodies_bytes = 512 * 1024 * 1024;        ///< of all requests that are being received; 503
  std::size_t inflated_bytes = 64 * 1024 * 1024;       ///< of a compressed body; 413
  std::size_t inflated_ratio = 100;                    ///< of a compressed body past its first MiB; 413
  fhir::json::Limits document;                         ///< of a JSON or XML text; 400
  std::chrono::milliseconds header_time{10'000};       ///< from the first byte to the end of the header; 408
  std::chrono::milliseconds idle_time{60'000};         ///< between two requests of a connection; closed
  std::chrono::milliseconds body_grace{10'000};        ///< after which a body must come at body_rate; 408
  std::size_t body_rate = 1024;                        ///< bytes a second
  std::chrono::milliseconds stall_time{30'000};        ///< in which none of an answer is taken; closed
  std::size_t answer_rate = 4 * 1024;                  ///< bytes a second of an answer, after stall_time at first; closed
  std::size_t answers_bytes = 512 * 1024 * 1024;       ///< of all answers that are not taken yet; 503 in place of more
  std::size_t small_answer_bytes = 64 * 1024;          ///< of a read and the like, for which there is room always
  std::chrono::milliseconds crowded_stall_time{5'000};  ///< stall_time while there are more than answers_bytes
  std::size_t crowded_answer_rate = 64 * 1024;         ///< answer_rate while there are
  std::chrono::milliseconds request_time{120'000};     ///< from the header's end until work begins at the latest; 503
  std::chrono::milliseconds database_time{30'000};     ///< that a request may ask of the database in all; too-costly
  std::chrono::milliseconds bundle_time{120'000};      ///< the same of a batch or transaction
  std::chrono::milliseconds background_time{600'000};  ///< the same of an asynchronous request
  std::size_t async_requests = 64;                     ///< of a tenant, under way or to be collected; 429
  std::size_t async_answer_bytes = 64 * 1024 * 1024;   ///< of one answer that waits to be collected; 413 in its place
  std::size_t async_bytes = 256 * 1024 * 1024;         ///< of all that wait
  std::chrono::seconds async_time{3600};               ///< how long an answer waits to be collected; 404 after it
  std::chrono::seconds idempotency_time{24 * 3600};    ///< how long the answer to an Idempotency-Key is kept
  std::size_t connections = 15'000;                    ///< closed at once
  std::size_t connections_per_address = 1'000;         ///< closed at once; loopback is exempt
};

struct Settings {
  std::string address = "127.0.0.1";  ///< IPv4 or IPv6
  std::uint16_t port = 8080;          ///< 0: any that is free, see Server::port()
  std::size_t io_threads = 1;
  Limits limits;

  /// What links and Location are made with, such as "https://fhir.example.org"; the paths /fhir and /t/<tenant>/fhir
  /// are added. Empty: "http://" and the request's Host header, once it is well-formed.
  std::string public_url;
  std::string tenant_header = "X-Setu-Tenant";
  /// The number of a tenant by its name; asked on workers' threads, so it answers from memory.
  std::function<std::optional<std::int32_t>(std::string_view name)> tenant;

  /// What carries interactions out; left empty it is engine::perform.
  std::function<engine::Reply(engine::Interaction, const engine::Environment&)> perform;
  engine::Policy policy;
  const profiles::Definitions* definitions = nullptr;  ///< what bodies are validated against; null: the model alone
  int compression_level = 1;                           ///< of answers, 1 to 9; 0: never
  std::size_t compressed_bytes_min = 1024;
  bool log_requests = true;
};

}  // namespace setu::http
