#pragma once

#include <memory>
#include <string>

#include "engine/store/cluster.h"
#include "fhir/result.h"
#include "src/config/config.h"

namespace setu::command {

/// A database that commands can connect to, for as long as this lives.
struct OpenStore {
  std::unique_ptr<engine::store::Cluster> cluster;  ///< null where the database is another's, or is running already
  std::string url;
};

/// The database of --database, or our own one, which another setu may be serving: else it is started.
fhir::Result<OpenStore> open_store(const config::Store& store);

/// The same, but refused if another setu serves our own one.
fhir::Result<OpenStore> start_store(const config::Store& store);

}  // namespace setu::command
