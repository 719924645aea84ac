#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fhir/result.h"

namespace setu::net {

/// A FHIR server as a client names it: "http://127.0.0.1:8080/fhir".
struct Url {
  std::string host;
  std::string port;
  std::string path;  ///< without a trailing slash; empty at the root
};

/// Reads an http URL; https and anything else is refused by name.
fhir::Result<Url> parse_url(std::string_view text);

struct Answer {
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

/// One kept-alive HTTP connection to a server, for the commands that are its clients. Blocking; owned and used by one
/// thread. Follows no redirects.
class Client {
 public:
  explicit Client(Url server);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  using Headers = std::vector<std::pair<std::string, std::string>>;

  /// Sends a request for `target`, a path with query, and waits for the whole answer. Fails with IssueType::transient
  /// if the server could not be reached, with IssueType::incomplete if it was and did not answer: it may or may not have
  /// done what was asked.
  fhir::Result<Answer> send(std::string_view method, std::string_view target, std::string_view body = {}, const Headers& headers = {});

 private:
  struct Connection;
  Url server_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace setu::net
