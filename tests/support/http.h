#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace support {

/// What a server answered; header names are in lower case.
struct Response {
  int status = 0;  ///< 0: no answer, the connection failed or broke
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::string_view header(std::string_view name) const;
};

/// One kept-alive HTTP/1.1 connection to a server on this machine, over a plain blocking socket: it knows nothing
/// that Setu's own code knows, so both cannot be wrong together.
class Http {
 public:
  explicit Http(int port) : port_(port) {}
  ~Http();
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  using Headers = std::vector<std::pair<std::string, std::string>>;

  /// Sends a request and reads the whole answer; connects or connects again where needed.
  Response send(std::string_view method, std::string_view target, std::string_view body = {}, const Headers& headers = {});
  Response get(std::string_view target, const Headers& headers = {}) { return send("GET", target, {}, headers); }

 private:
  bool connect();
  void close();
  bool fill();  ///< reads more into buffer_
  bool read_answer(std::string_view method, Response& response);

  int port_;
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace support
