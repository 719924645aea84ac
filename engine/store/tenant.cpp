#include "engine/store/tenant.h"

#include <algorithm>
#include <pqxx/pqxx>

namespace engine::store {
namespace {

using fhir::IssueType;
using fhir::Outcome;

bool is_name(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= 63 && name.front() != '-' && name.back() != '-' && std::all_of(name.begin(), name.end(), allowed);
}

}  // namespace

fhir::Result<std::int32_t> create_tenant(const std::string& url, std::string_view name) {
  if (!is_name(name)) {
    return Outcome(IssueType::value, "'" + std::string(name) + "' is no name for a tenant: 1 to 63 lower-case letters, digits and hyphens, none at an end.");
  }
  try {
    pqxx::connection connection(url);
    pqxx::work work(connection);
    work.exec0("set local role setu_owner");
    const auto row = work.exec_params1("insert into setu.tenant (name) values ($1) returning number", std::string(name));
    work.commit();
    return row[0].as<std::int32_t>();
  } catch (const pqxx::unique_violation&) {
    return Outcome(IssueType::duplicate, "There is a tenant '" + std::string(name) + "' already.");
  } catch (const std::exception& error) {
    return Outcome(IssueType::transient, "The tenant could not be made: " + std::string(error.what()));
  }
}

fhir::Result<std::vector<Tenant>> tenants(const std::string& url) {
  try {
    pqxx::connection connection(url);
    pqxx::read_transaction work(connection);
    std::vector<Tenant> all;
    for (const auto& row : work.exec("select number, name from setu.tenant order by number")) {
      all.push_back({row[0].as<std::int32_t>(), row[1].as<std::string>()});
    }
    return all;
  } catch (const std::exception& error) {
    return Outcome(IssueType::transient, "The tenants could not be read: " + std::string(error.what()));
  }
}

}  // namespace engine::store
