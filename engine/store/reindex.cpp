#include "engine/store/reindex.h"

#include "engine/index/extract.h"
#include "engine/store/connection.h"
#include "engine/store/sql.h"
#include "engine/store/tenant.h"
#include "engine/store/version.h"
#include "engine/store/write_arguments.h"
#include "fhir/json/read.h"

namespace engine::store {
namespace {

constexpr std::int64_t page_size = 200;

/// The write that gives a current version its postings; `base` is what they depend on, from its body.
fhir::Result<Write> write_of(Version version, std::string base) {
  fhir::Arena arena;
  const std::string json = json_of(version);
  TRY(const auto resource, fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is));
  Write write;
  write.kind = Write::Kind::update;
  write.type = version.type;
  write.id = std::move(version.id);
  write.if_match = version.version;
  write.tail = std::move(version.tail);
  write.postings = index::extract(resource, base);
  write.base = std::move(base);
  return write;
}

/// One page in one transaction. A version that was replaced while we looked at it has the postings of its writer.
fhir::Result<void> reindex_page(Connection& connection, std::int32_t tenant, const Rows& rows) {
  std::vector<Write> writes;
  for (std::size_t at = 0; at < rows.size(); ++at) {
    TRY(Version version, version_of(rows[at]));
    std::string base(rows[at].is_null(version_columns) ? std::string_view() : rows[at].text(version_columns));
    TRY(Write write, write_of(std::move(version), std::move(base)));
    writes.push_back(std::move(write));
  }
  while (!writes.empty()) {
    TRY(const Rows written, connection.run(tenant, sql::write, arguments_of(writes, Purpose::index)));
    std::vector<Write> again;
    bool replaced = false;
    for (std::size_t at = 0; at < writes.size(); ++at) {
      const char result = written[at].character(0);
      if (result == 'M' || result == 'A') {
        replaced = true;
      } else {
        again.push_back(std::move(writes[at]));
      }
    }
    if (!replaced) break;
    writes = std::move(again);
  }
  return {};
}

}  // namespace

fhir::Result<std::uint64_t> reindex(const std::string& url) {
  TRY(const auto all, tenants(url));
  Connection connection(url);
  std::uint64_t done = 0;
  for (const Tenant& tenant : all) {
    std::int16_t type = -1;
    std::int64_t rid = 0;
    for (;;) {
      Arguments arguments;
      arguments.int4(tenant.number).int2(type).int8(rid).int8(page_size);
      TRY(const Rows rows, connection.run(tenant.number, sql::reindex_page, arguments));
      if (rows.empty()) break;
      TRY_VOID(reindex_page(connection, tenant.number, rows));
      type = rows[rows.size() - 1].int2(0);
      rid = rows[rows.size() - 1].int8(1);
      done += rows.size();
    }
  }
  return done;
}

}  // namespace engine::store
