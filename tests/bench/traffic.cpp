#include "tests/bench/traffic.h"

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdexcept>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace bench {
namespace {

using Clock = std::chrono::steady_clock;

struct Connection {
  int socket = -1;
  std::string answer;
  std::size_t whole = 0;  ///< bytes of the answer; 0 until its header is there
  Clock::time_point asked;

  ~Connection() {
    if (socket >= 0) ::close(socket);
  }

  void open(int port) {
    socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    if (::connect(socket, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("the server does not answer");
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  }

  void ask(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) throw std::runtime_error("the connection broke");
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    asked = Clock::now();
    answer.clear();
    whole = 0;
  }

  /// Reads what is there; true when the answer is whole.
  bool hear() {
    char block[64 * 1024];
    const ssize_t got = ::recv(socket, block, sizeof block, 0);
    if (got <= 0) throw std::runtime_error("the connection broke");
    answer.append(block, static_cast<std::size_t>(got));
    if (whole == 0) {
      const std::size_t end = answer.find("\r\n\r\n");
      if (end == std::string::npos) return false;
      const std::size_t length = answer.find("Content-Length: ");
      if (length > end) throw std::runtime_error("no Content-Length in " + answer.substr(0, end));
      whole = end + 4 + std::strtoul(answer.c_str() + length + 16, nullptr, 10);
      if (!answer.starts_with("HTTP/1.1 20")) throw std::runtime_error(answer.substr(0, 1000));
    }
    return answer.size() == whole;
  }
};

}  // namespace

std::string request(std::string_view method, std::string_view target, std::string_view body) {
  std::string out = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\nHost: localhost\r\n";
  if (!body.empty()) out += "Content-Type: application/fhir+json\r\nPrefer: return=minimal\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  return out += "\r\n" + std::string(body);
}

Traffic drive(int port, int connections, double seconds, const std::function<std::string(unsigned n)>& next) {
  std::vector<Connection> all(static_cast<std::size_t>(connections));
  const int events = ::epoll_create1(EPOLL_CLOEXEC);
  const Connection owner{events, {}, 0, {}};
  unsigned n = 0;
  std::size_t busy = 0;
  const auto ask = [&](Connection& connection) {
    const std::string bytes = next(n++);
    if (!bytes.empty()) connection.ask(bytes);
    return !bytes.empty();
  };
  for (Connection& connection : all) {
    connection.open(port);
    epoll_event wanted{EPOLLIN, {.ptr = &connection}};
    ::epoll_ctl(events, EPOLL_CTL_ADD, connection.socket, &wanted);
    busy += ask(connection);
  }

  // The first tenth warms up.
  const auto duration = [](double length) { return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(length)); };
  const auto warm = Clock::now() + duration(seconds / 10);
  const auto end = warm + duration(seconds);
  std::vector<double> latencies;
  while (busy > 0) {
    epoll_event ready[64];
    const int count = ::epoll_wait(events, ready, 64, 60'000);
    if (count == 0) throw std::runtime_error("no answer within a minute");
    for (int i = 0; i < count; ++i) {
      Connection& connection = *static_cast<Connection*>(ready[i].data.ptr);
      if (!connection.hear()) continue;
      const auto now = Clock::now();
      if (now >= warm && now < end) latencies.push_back(std::chrono::duration<double, std::milli>(now - connection.asked).count());
      if (now >= end || !ask(connection)) --busy;
    }
  }
  if (latencies.empty()) return {};
  const auto middle = latencies.begin() + static_cast<std::ptrdiff_t>(latencies.size() / 2);
  std::nth_element(latencies.begin(), middle, latencies.end());
  return {static_cast<double>(latencies.size()) / seconds, *middle};
}

}  // namespace bench
