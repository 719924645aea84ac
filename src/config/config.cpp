#include "src/config/config.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

namespace setu::config {

namespace fs = std::filesystem;

fs::path default_data() {
  if (::geteuid() == 0) return "/var/lib/setu";
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/') return fs::path(data) / "setu";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? fs::path(home) / ".local" / "share" / "setu" : fs::path("setu-data");
}

fs::path default_definitions() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path() / "definitions.setu";
}

unsigned default_workers() { return std::max(4u, 2 * std::thread::hardware_concurrency()); }

bool is_loopback(const std::string& host) { return host == "localhost" || host == "::1" || host.starts_with("127."); }

}  // namespace setu::config
