#include "src/command/open_store.h"

namespace setu::command {

fhir::Result<OpenStore> open_store(const config::Store& store) {
  if (store.database.empty()) {
    if (auto running = engine::store::Cluster::running(store.data.empty() ? config::default_data() : store.data)) return OpenStore{nullptr, std::move(*running)};
  }
  return start_store(store);
}

fhir::Result<OpenStore> start_store(const config::Store& store) {
  OpenStore open;
  if (!store.database.empty()) {
    open.url = store.database;
    return open;
  }
  TRY(open.cluster, engine::store::Cluster::start(store.data.empty() ? config::default_data() : store.data));
  open.url = open.cluster->url();
  return open;
}

}  // namespace setu::command
