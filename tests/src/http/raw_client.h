#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <string_view>

/// A client that sends any bytes it likes, one connection long.
class RawClient {
 public:
  /// With `receive_bytes` no more than about that is held for it while it does not read.
  explicit RawClient(int port, int receive_bytes = 0) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    if (receive_bytes > 0) ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  }
  ~RawClient() { ::close(socket_); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  bool connected() const { return connected_; }

  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void finish_sending() { ::shutdown(socket_, SHUT_WR); }

  /// Reads until `text` has arrived, the server closes, or the time is over; gives all that came since the last call.
  std::string read_until(std::string_view text, std::chrono::milliseconds patience = std::chrono::milliseconds(5000)) {
    std::string out;
    const auto end = std::chrono::steady_clock::now() + patience;
    while (text.empty() || out.find(text) == std::string::npos) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
      pollfd wait{socket_, POLLIN, 0};
      if (left <= 0 || ::poll(&wait, 1, static_cast<int>(left)) <= 0) break;
      char bytes[16 * 1024];
      const ssize_t got = ::recv(socket_, bytes, sizeof bytes, 0);
      if (got <= 0) {
        closed_ = true;
        break;
      }
      out.append(bytes, static_cast<std::size_t>(got));
    }
    return out;
  }
  /// Everything until the server closes.
  std::string read_all(std::chrono::milliseconds patience = std::chrono::milliseconds(5000)) { return read_until({}, patience); }
  /// Reads as much, or less at the end; how much it was.
  std::size_t read_bytes(std::size_t bytes) {
    std::string out(bytes, '\0');
    std::size_t all = 0;
    while (all < bytes && !closed_) {
      const ssize_t got = ::recv(socket_, out.data() + all, bytes - all, 0);
      if (got <= 0) closed_ = true;
      else all += static_cast<std::size_t>(got);
    }
    return all;
  }
  bool closed() const { return closed_; }

 private:
  int socket_;
  bool connected_ = false;
  bool closed_ = false;
};
