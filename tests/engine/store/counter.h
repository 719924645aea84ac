#pragma once

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/process.h"

namespace engine::store {

/// Stands between one session and PostgreSQL and counts the round trips: how often something goes to PostgreSQL after
/// something came from it.
class Counter {
 public:
  explicit Counter(const std::string& url) : url_(url) {
    const std::string target = host_of(url) + "/.s.PGSQL.5432";
    const std::string own = folder_.path().string() + "/.s.PGSQL.5432";
    listener_ = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = address_of(own);
    REQUIRE(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(::listen(listener_, 1) == 0);
    thread_ = std::thread([this, target] { relay(target); });
  }
  ~Counter() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }

  std::string url() const { return url_ + " host=" + folder_.path().string(); }
  int since_last_asked() { return trips_.exchange(0); }

 private:
  static std::string host_of(const std::string& url) {
    const auto start = url.find("host=") + 5;
    return url.substr(start, url.find(' ', start) - start);
  }
  static sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
  }
  void relay(const std::string& target) {
    const int client = ::accept(listener_, nullptr, nullptr);
    if (client < 0) return;
    const int server = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address = address_of(target);
    bool open = ::connect(server, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    bool server_spoke = true;
    std::vector<char> buffer(1 << 16);
    const auto pass = [&](int from, int to) {
      const ssize_t size = ::recv(from, buffer.data(), buffer.size(), 0);
      for (ssize_t sent = 0; sent < size;) sent += ::send(to, buffer.data() + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
      open = size > 0;
    };
    while (open) {
      pollfd both[] = {{client, POLLIN, 0}, {server, POLLIN, 0}};
      ::poll(both, 2, -1);
      if (both[0].revents != 0) {
        trips_ += std::exchange(server_spoke, false);
        pass(client, server);
      } else {
        server_spoke = true;
        pass(server, client);
      }
    }
    ::close(client);
    ::close(server);
  }

  std::string url_;
  support::TemporaryFolder folder_;
  int listener_ = -1;
  std::atomic<int> trips_{0};
  std::thread thread_;
};

}  // namespace engine::store
