#pragma once

#include <string>

#include "src/command/print.h"
#include "src/config/config.h"

namespace setu::command {

int tenant_create(const config::Store& store, const std::string& name, const std::string& zone, bool text_search);
int tenant_set(const config::Store& store, const std::string& name, const std::string& zone);
int tenant_list(const config::Store& store, Output output);

}  // namespace setu::command
