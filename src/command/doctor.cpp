#include "src/command/doctor.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cstring>
#include <vector>

#include "engine/store/cluster.h"
#include "engine/store/connect.h"
#include "profiles/definitions/definitions.h"
#include "src/command/exit_code.h"
#include "src/terminal/progress.h"

namespace setu::command {
namespace {

namespace fs = std::filesystem;

struct Finding {
  std::string what;
  bool fine = false;
  std::string text;
};

fs::path data_of(const config::Serve& config) { return config.store.data.empty() ? config::default_data() : config.store.data; }

/// The folder itself, or the nearest above it that exists.
fs::path existing(fs::path folder) {
  std::error_code error;
  folder = fs::absolute(folder, error);
  while (!fs::exists(folder, error) && folder.has_parent_path() && folder != folder.parent_path()) folder = folder.parent_path();
  return folder;
}

Finding program_finding() { return {"program", true, "setu " SETU_VERSION ", FHIR 4.0.1"}; }

Finding definitions_finding(const config::Serve& config) {
  const fs::path file = config.definitions.empty() ? config::default_definitions() : config.definitions;
  const auto opened = profiles::Definitions::open(file);
  if (!opened) return {"definitions", false, opened.outcome().issues.front().text};
  return {"definitions", true, std::to_string((*opened)->invariant_count()) + " invariants, " + std::to_string((*opened)->value_set_count()) + " value sets"};
}

Finding database_finding(const config::Serve& config) {
  if (config.store.database.empty()) {
    const auto found = engine::store::Cluster::programs();
    if (!found) return {"postgresql", false, found.outcome().issues.front().text};
    return {"postgresql", true, found->string()};
  }
  const auto session = engine::store::connect(config.store.database);
  if (!session) return {"postgresql", false, session.outcome().issues.front().text};
  return {"postgresql", true, "answers"};
}

Finding data_finding(const config::Serve& config) {
  const fs::path folder = existing(data_of(config));
  if (::access(folder.c_str(), W_OK) != 0) return {"data folder", false, folder.string() + " cannot be written to; name another with --data."};
  return {"data folder", true, data_of(config).string()};
}

Finding space_finding(const config::Serve& config) {
  struct statvfs space {};
  const fs::path folder = existing(data_of(config));
  if (::statvfs(folder.c_str(), &space) != 0) return {"disk", false, "Cannot look at " + folder.string() + "."};
  const std::uint64_t free_mib = std::uint64_t{space.f_bavail} * space.f_frsize >> 20;
  const std::string text = terminal::count_text(free_mib) + " MiB free";
  return {"disk", free_mib >= 1024, free_mib >= 1024 ? text : text + "; less than 1,024 is too little."};
}

Finding port_finding(const config::Serve& config) {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(config.port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  const std::string why = std::strerror(errno);
  ::close(socket);
  const std::string port = std::to_string(config.port);
  return {"port", free, free ? port + " is free" : port + ": " + why + "; choose another with --port, unless it is Setu that serves there."};
}

}  // namespace

int doctor(const config::Serve& config, Output output) {
  std::vector<Finding> findings = {program_finding(), definitions_finding(config), database_finding(config)};
  if (config.store.database.empty()) {
    findings.push_back(data_finding(config));
    findings.push_back(space_finding(config));
  }
  findings.push_back(port_finding(config));

  bool fine = true;
  std::string json = "[";
  for (const Finding& finding : findings) {
    fine = fine && finding.fine;
    if (output == Output::json) {
      json += std::string(json.size() > 1 ? "," : "") + "{\"what\":" + json_text(finding.what) + ",\"fine\":" + (finding.fine ? "true" : "false") +
              ",\"text\":" + json_text(finding.text) + "}";
    } else {
      print(std::string(finding.fine ? "fine   " : "WRONG  ") + finding.what + std::string(13 - finding.what.size(), ' ') + finding.text + "\n");
    }
  }
  if (output == Output::json) print(json + "]\n");
  return fine ? exit_fine : exit_config;
}

}  // namespace setu::command
