#include "src/command/tenant.h"

#include "engine/store/migration.h"
#include "engine/store/tenant.h"
#include "src/command/exit_code.h"
#include "src/command/new_tenant.h"
#include "src/command/open_store.h"
#include "src/terminal/table.h"

namespace setu::command {
namespace {

/// The database with its schema.
fhir::Result<OpenStore> reach(const config::Store& store) {
  TRY(OpenStore open, open_store(store));
  TRY(const auto applied, engine::store::migrate(open.url));
  return open;
}

}  // namespace

int tenant_create(const config::Store& store, const std::string& name, const std::string& zone, bool text_search) {
  auto open = reach(store);
  if (!open) {
    complain(open.outcome());
    return exit_unavailable;
  }
  const auto number = engine::store::create_tenant(open->url, name, zone);
  if (!number) {
    complain(number.outcome());
    return exit_failed;
  }
  if (const auto furnished = furnish(open->url, nullptr, *number, {text_search, false}); !furnished) {
    complain(furnished.outcome());
    return exit_failed;
  }
  print("Tenant '" + name + "' has the number " + std::to_string(*number) + "; its requests go to /t/" + name + "/fhir.\n");
  return exit_fine;
}

int tenant_set(const config::Store& store, const std::string& name, const std::string& zone) {
  auto open = reach(store);
  if (!open) {
    complain(open.outcome());
    return exit_unavailable;
  }
  if (const auto set = engine::store::set_time_zone(open->url, name, zone); !set) {
    complain(set.outcome());
    return exit_failed;
  }
  print("Tenant '" + name + "' has the time zone " + zone + ". A server indexes its dates for it in the background; `setu get '$reindex' --tenant " + name + "` tells how far it is.\n");
  return exit_fine;
}

int tenant_list(const config::Store& store, Output output) {
  auto open = reach(store);
  auto all = open ? engine::store::tenants(open->url) : fhir::Result<std::vector<engine::store::Tenant>>(open.outcome());
  if (!all) {
    complain(all.outcome());
    return exit_unavailable;
  }
  terminal::Table table({"Number", "Name", "Time zone"});
  std::string json = "[";
  for (const auto& tenant : *all) {
    table.row({std::to_string(tenant.number), tenant.name, tenant.zone});
    json += std::string(json.size() > 1 ? "," : "") + R"({"number":)" + std::to_string(tenant.number) + R"(,"name":)" + json_text(tenant.name) + R"(,"timeZone":)" + json_text(tenant.zone) + "}";
  }
  print(output == Output::json ? json + "]\n" : table.text());
  return exit_fine;
}

}  // namespace setu::command
