#include "tests/support/http.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cctype>
#include <cstdlib>

namespace support {

std::string_view Response::header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

Http::~Http() { close(); }

void Http::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  buffer_.clear();
}

bool Http::connect() {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
    close();
    return false;
  }
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  const timeval patience{120, 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return true;
}

bool Http::fill() {
  char block[64 * 1024];
  const ssize_t got = ::recv(socket_, block, sizeof block, 0);
  if (got <= 0) return false;
  buffer_.append(block, static_cast<std::size_t>(got));
  return true;
}

bool Http::read_answer(std::string_view method, Response& response) {
  std::size_t end = 0;
  for (;;) {
    while ((end = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!fill()) return false;
    }
    if (!buffer_.starts_with("HTTP/1.1 100")) break;
    buffer_.erase(0, end + 4);
  }
  response.status = std::atoi(buffer_.c_str() + 9);
  std::size_t at = buffer_.find("\r\n") + 2;
  while (at < end + 2) {
    const std::size_t stop = buffer_.find("\r\n", at);
    const std::size_t colon = buffer_.find(':', at);
    std::string name = buffer_.substr(at, colon - at);
    for (char& letter : name) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    std::size_t value = colon + 1;
    while (value < stop && buffer_[value] == ' ') ++value;
    response.headers.emplace_back(std::move(name), buffer_.substr(value, stop - value));
    at = stop + 2;
  }
  buffer_.erase(0, end + 4);

  if (method == "HEAD" || response.status == 204 || response.status == 304) return true;
  if (response.header("transfer-encoding") == "chunked") {
    for (;;) {
      std::size_t line = 0;
      while ((line = buffer_.find("\r\n")) == std::string::npos) {
        if (!fill()) return false;
      }
      const std::size_t size = std::strtoul(buffer_.c_str(), nullptr, 16);
      while (buffer_.size() < line + 2 + size + 2) {
        if (!fill()) return false;
      }
      response.body.append(buffer_, line + 2, size);
      buffer_.erase(0, line + 2 + size + 2);
      if (size == 0) return true;
    }
  }
  const std::size_t length = std::strtoul(std::string(response.header("content-length")).c_str(), nullptr, 10);
  while (buffer_.size() < length) {
    if (!fill()) return false;
  }
  response.body = buffer_.substr(0, length);
  buffer_.erase(0, length);
  return true;
}

Response Http::send(std::string_view method, std::string_view target, std::string_view body, const Headers& headers) {
  std::string request = std::string(method) + ' ' + std::string(target) + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port_) + "\r\n";
  bool typed = false;
  for (const auto& [name, value] : headers) {
    request += name + ": " + value + "\r\n";
    typed = typed || name == "Content-Type";
  }
  if (!body.empty() && !typed) request += "Content-Type: application/fhir+json\r\n";
  if (!body.empty() || method == "POST" || method == "PUT") request += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  request += "\r\n";
  request += body;

  // A connection kept alive may have been closed meanwhile; only then is a second try right.
  for (const bool fresh : {socket_ < 0, true}) {
    if (socket_ < 0 && !connect()) return {};
    std::string_view left = request;
    while (!left.empty()) {
      const ssize_t sent = ::send(socket_, left.data(), left.size(), MSG_NOSIGNAL);
      if (sent <= 0) break;
      left.remove_prefix(static_cast<std::size_t>(sent));
    }
    Response response;
    if (read_answer(method, response)) {
      if (response.header("connection") == "close") close();
      return response;
    }
    const bool nothing_came = buffer_.empty() && response.status == 0;
    close();
    if (fresh || !nothing_came) break;
  }
  return {};
}

}  // namespace support
