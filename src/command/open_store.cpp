#include "src/command/open_store.h"

namespace setu::command {

fhir::Result<OpenStore> open_store(const config::Store& store) {
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
