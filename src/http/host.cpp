#include "src/http/host.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <string>

namespace setu::http {
namespace {

constexpr std::size_t host_bytes_max = 255;

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
  });
}

bool is_ipv6(std::string_view text) {
  if (text.find('\0') != text.npos) return false;
  in6_addr address;
  return inet_pton(AF_INET6, std::string(text).c_str(), &address) == 1;
}

/// What stands behind the host: nothing, or a colon and a port, whose digits RFC 3986 lets be none.
bool is_port(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() != ':') return false;
  text.remove_prefix(1);
  if (text.empty()) return true;
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

bool is_host(std::string_view text) {
  if (text.size() > host_bytes_max) return false;
  if (text.starts_with('[')) {
    const std::size_t end = text.find(']');
    return end != text.npos && is_ipv6(text.substr(1, end - 1)) && is_port(text.substr(end + 1));
  }
  const std::size_t colon = std::min(text.find(':'), text.size());
  return is_name(text.substr(0, colon)) && is_port(text.substr(colon));
}

}  // namespace setu::http
