#include "engine/store/tenant.h"

#include <algorithm>
#include <pqxx/pqxx>

#include "engine/store/connect.h"
#include "fhir/primitive/time_zone.h"

namespace engine::store {
namespace {

using fhir::IssueType;
using fhir::Outcome;

bool is_name(std::string_view name) {
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; };
  return !name.empty() && name.size() <= 63 && name.front() != '-' && name.back() != '-' && std::all_of(name.begin(), name.end(), allowed);
}

fhir::Result<const fhir::TimeZone*> zone_named(std::string_view name) {
  if (const auto* zone = fhir::TimeZone::named(name)) return zone;
  return Outcome(IssueType::value, "'" + std::string(name) + "' is no time zone: write one of the IANA database, such as Asia/Kolkata or UTC.");
}

}  // namespace

fhir::Result<std::int32_t> create_tenant(const std::string& url, std::string_view name, std::string_view zone) {
  if (!is_name(name)) {
    return Outcome(IssueType::value, "'" + std::string(name) + "' is no name for a tenant: 1 to 63 lower-case letters, digits and hyphens, none at an end.");
  }
  TRY(const auto* in_zone, zone_named(zone));
  try {
    pqxx::connection connection(url);
    pqxx::work work(connection);
    work.exec0("set local role setu_owner");
    const auto number = work.exec_params1("insert into setu.tenant (name) values ($1) returning number", std::string(name))[0].as<std::int32_t>();
    if (in_zone != &fhir::TimeZone::utc()) {
      work.exec_params1("select set_config('setu.tenant', $1, true)", std::to_string(number));
      work.exec_params0("insert into setu.indexing (tenant, generation, busy, zone, zone_since) values ($1, 1, false, $2, 1)", number, in_zone->name());
    }
    work.commit();
    return number;
  } catch (const pqxx::unique_violation&) {
    return Outcome(IssueType::duplicate, "There is a tenant '" + std::string(name) + "' already.");
  } catch (const std::exception& error) {
    return Outcome(IssueType::transient, "The tenant could not be made: " + std::string(error.what()));
  }
}

fhir::Result<void> set_time_zone(const std::string& url, std::string_view name, std::string_view zone) {
  TRY(const auto* to_be, zone_named(zone));
  TRY(const auto all, tenants(url));
  const auto tenant = std::find_if(all.begin(), all.end(), [&](const Tenant& one) { return one.name == name; });
  if (tenant == all.end()) return Outcome(IssueType::not_found, "There is no tenant '" + std::string(name) + "'.");
  TRY(const auto session, connect(url));
  return session->set_time_zone(tenant->number, *to_be);
}

fhir::Result<std::vector<Tenant>> tenants(const std::string& url) {
  try {
    pqxx::connection connection(url);
    pqxx::read_transaction work(connection);
    std::vector<Tenant> all;
    for (const auto& row : work.exec("select t.number, t.name, coalesce(i.zone, 'UTC') from setu.tenant t left join setu.indexing i on i.tenant = t.number order by t.number")) {
      all.push_back({row[0].as<std::int32_t>(), row[1].as<std::string>(), row[2].as<std::string>()});
    }
    return all;
  } catch (const std::exception& error) {
    return Outcome(IssueType::transient, "The tenants could not be read: " + std::string(error.what()));
  }
}

}  // namespace engine::store
