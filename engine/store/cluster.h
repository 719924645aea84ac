#pragma once

#include <sys/types.h>

#include <filesystem>
#include <memory>
#include <string>

#include "fhir/result.h"

namespace engine::store {

/// A PostgreSQL cluster of our own in a data folder, started and stopped with the program: reached by a Unix socket
/// only, with settings that lose nothing. See docs/adr/0005-embedded-postgresql.md. Owned by main, usable from any thread.
///
/// While it lives it is watched: a PostgreSQL that ends without being asked to is started again, and sessions find it
/// again by themselves. If the program is killed, PostgreSQL stops.
class Cluster {
 public:
  /// Makes the cluster if the folder has none, starts it and waits until it answers. One that outlived a killed
  /// program is stopped first. Started by root it runs as the user `postgres`, to whom the folder is then given.
  ///
  /// Refuses, naming the remedy: a missing server package, data of another major version, a folder that is used by
  /// another running setu, or one that cannot be written.
  static fhir::Result<std::unique_ptr<Cluster>> start(const std::filesystem::path& data);

  /// The connection string of a cluster that a running setu started in this folder; refused if there is none.
  static fhir::Result<std::string> running(const std::filesystem::path& data);

  /// The folder of PostgreSQL's programs, of the newest version installed from 15 on; refused if there is none.
  static fhir::Result<std::filesystem::path> programs();

  /// Stops PostgreSQL cleanly: transactions in hand are rolled back, and everything is on the disk.
  ~Cluster();
  Cluster(const Cluster&) = delete;
  Cluster& operator=(const Cluster&) = delete;

  /// A connection string for its one user and database.
  const std::string& url() const { return url_; }
  /// The process number of PostgreSQL; 0 in the moments when it has ended and is not started again.
  pid_t pid() const;

 private:
  class Watch;
  Cluster();
  std::string url_;
  int lock_ = -1;
  std::unique_ptr<Watch> watch_;
};

}  // namespace engine::store
