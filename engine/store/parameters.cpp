#include "engine/store/parameters.h"

#include <algorithm>

#include "engine/index/extract.h"
#include "engine/store/sql.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"

namespace engine::store {
namespace {

using index::CustomParameters;
using Known = std::shared_ptr<const CustomParameters>;

constexpr int attempts_max = 4;

const Known nothing = std::make_shared<const CustomParameters>();

fhir::Result<std::int64_t> generation_of(Connection& connection, std::int32_t tenant) {
  Arguments arguments;
  arguments.int4(tenant);
  TRY(const Rows rows, connection.run(tenant, sql::generation, arguments));
  return rows.empty() ? std::int64_t{0} : rows[0].int8(0);
}

/// The columns are those of generation.sql.
fhir::Result<index::Zone> zone_in(const Rows::Row& row) {
  index::Zone zone;
  zone.rules = fhir::TimeZone::named(row.text(1));
  if (zone.rules == nullptr) return fhir::Outcome(fhir::IssueType::exception, "The tenant has a time zone that this server does not know.");
  zone.since = row.int8(2);
  zone.ready = row.boolean(3);
  if (zone.ready) return zone;
  zone.done = static_cast<std::uint64_t>(row.int8(4));
  zone.all = static_cast<std::uint64_t>(row.int8(5));
  if (!row.is_null(6)) zone.failure = row.text(6);
  return zone;
}

/// The columns are those of parameters.sql.
fhir::Result<std::unique_ptr<index::CustomParameter>> parameter_in(const Rows::Row& row) {
  TRY(const Version version, version_of(row));
  fhir::Arena arena;
  const std::string json = json_of(version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  auto parameter = std::make_unique<index::CustomParameter>(*resource.as<fhir::r4::SearchParameter>(), version.id);
  parameter->ready = row.boolean(version_columns);
  if (parameter->ready || row.is_null(version_columns + 1)) return parameter;
  parameter->done = static_cast<std::uint64_t>(row.int8(version_columns + 1));
  parameter->all = static_cast<std::uint64_t>(row.int8(version_columns + 2));
  if (!row.is_null(version_columns + 3)) parameter->failure = row.text(version_columns + 3);
  return parameter;
}

/// Makes the postings of a write anew, from the text it is to store.
fhir::Result<void> extract_anew(Write& write, const CustomParameters& custom) {
  if (write.kind == Write::Kind::remove) return {};
  fhir::Arena arena;
  const std::string json = json_of({write.type, write.id, 1, {}, 'U', write.tail});
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  write.postings = index::extract(resource, write.id, write.base, custom);
  write.generation = custom.generation();
  return index::check_size(write.postings);
}

}  // namespace

fhir::Result<StoredParameters> load_parameters(Connection& connection, std::int32_t tenant) {
  Arguments of_tenant, of_type, of_queries;
  of_tenant.int4(tenant);
  of_type.int4(tenant).int2(static_cast<std::int16_t>(fhir::r4::SearchParameter::descriptor.number));
  of_queries.int4(tenant).int2(static_cast<std::int16_t>(fhir::r4::OperationDefinition::descriptor.number)).int8(index::named_query_key());
  // The generation comes first: what the others find beyond it is found out by the next write.
  const Call calls[] = {{sql::generation, &of_tenant}, {sql::parameters, &of_type}, {sql::named_queries, &of_queries}};
  TRY(const auto results, connection.run(tenant, calls));
  StoredParameters stored;
  if (!results[0].empty()) {
    stored.generation = results[0][0].int8(0);
    TRY(stored.zone, zone_in(results[0][0]));
  }
  for (std::size_t at = 0; at < results[1].size(); ++at) {
    TRY(auto parameter, parameter_in(results[1][at]));
    stored.all.push_back(std::move(parameter));
  }
  for (std::size_t at = 0; at < results[2].size(); ++at) {
    TRY(const Version version, version_of(results[2][at]));
    fhir::Arena arena;
    const std::string json = json_of(version);
    TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
    stored.queries.emplace_back(*resource.as<fhir::r4::OperationDefinition>(), version.id);
  }
  return stored;
}

Known KnownParameters::of(std::int32_t tenant) const {
  const auto found = known_.find(tenant);
  return found == known_.end() ? nothing : found->second;
}

fhir::Result<Known> KnownParameters::refresh(std::int32_t tenant) {
  const Known before = of(tenant);
  if (before->all_ready()) {
    TRY(const auto generation, generation_of(connection_, tenant));
    if (generation == before->generation()) return before;
  }
  TRY(auto stored, load_parameters(connection_, tenant));
  auto now = std::make_shared<const CustomParameters>(stored.generation, std::move(stored.all), std::move(stored.zone), std::move(stored.queries));
  known_[tenant] = now;
  return Known(now);
}

fhir::Result<Rows> write_postings(Connection& connection, KnownParameters& known, std::int32_t tenant, std::span<const Write> writes, Purpose purpose) {
  std::vector<Write> anew;
  for (int attempt = 1;; ++attempt) {
    const Known custom = known.of(tenant);
    const auto is_other = [&](const Write& write) { return write.kind != Write::Kind::remove && write.generation != custom->generation(); };
    if (std::any_of(writes.begin(), writes.end(), is_other)) {
      if (anew.empty()) anew.assign(writes.begin(), writes.end());
      for (Write& write : anew) {
        if (is_other(write)) TRY_VOID(extract_anew(write, *custom));
      }
      writes = anew;
    }
    auto rows = connection.run(tenant, sql::write, arguments_of(writes, purpose, custom->generation()));
    if (!rows) {
      // Inside a transaction it is the transaction that is done again.
      if (connection.can_retry() && !connection.in_transaction() && attempt < attempts_max) continue;
      return rows;
    }
    if (rows->empty() || (*rows)[0].character(0) != 'P') return rows;
    if (attempt == attempts_max) {
      return fhir::Outcome(fhir::IssueType::lock_error, "The search parameters are being changed at this moment; send the request again.");
    }
    TRY_VOID(known.refresh(tenant));
  }
}

}  // namespace engine::store
