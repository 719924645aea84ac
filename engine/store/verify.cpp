#include "engine/store/verify.h"

#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/store/connection.h"
#include "engine/store/sql.h"
#include "engine/store/tenant.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"

namespace engine::store {
namespace {

constexpr std::int64_t page_size = 500;
constexpr std::size_t findings_max = 50;

/// Postings of one kind of one page, to be looked up together.
struct Expected {
  Array first, second, third, fourth;
  std::size_t size() const { return first.size(); }
};

class Verifier {
 public:
  Verifier(const std::string& url, const VerifyProgress& progress) : connection_(url), progress_(progress) {}

  fhir::Result<void> tenant(const Tenant& tenant) {
    tenant_ = tenant;
    tokens_ = ranges_ = texts_ = bodies_ = 0;
    Arguments argument;
    argument.int4(tenant.number);
    TRY(const Rows before, connection_.run(tenant.number, sql::verify_counts, argument));
    all_ += static_cast<std::uint64_t>(before[0].int8(0));
    std::int16_t type = -1;
    std::int64_t rid = 0;
    for (;;) {
      Arguments arguments;
      arguments.int4(tenant.number).int2(type).int8(rid).int8(page_size);
      TRY(const Rows rows, connection_.run(tenant.number, sql::verify_page, arguments));
      if (rows.empty()) break;
      TRY_VOID(page(rows));
      type = rows[rows.size() - 1].int2(0);
      rid = rows[rows.size() - 1].int8(1);
      if (progress_) progress_(found_.resources, all_);
    }
    TRY(const Rows rows, connection_.run(tenant.number, sql::verify_counts, argument));
    found_.versions += static_cast<std::uint64_t>(rows[0].int8(1));
    compare("tok", tokens_, rows[0].int8(2));
    compare("rng", ranges_, rows[0].int8(3));
    compare("str", texts_, rows[0].int8(4));
    compare("body", bodies_, rows[0].int8(5));
    return {};
  }

  Verification found() && { return std::move(found_); }

 private:
  void find(const std::string& what) {
    ++found_.mismatches;
    if (found_.findings.size() < findings_max) found_.findings.push_back("tenant " + tenant_.name + ", " + what);
  }

  /// The rows that should be there were found one by one; more rows than those belong to nothing.
  void compare(const std::string& table, std::int64_t expected, std::int64_t there) {
    if (there > expected) find("table " + table + ": " + std::to_string(there - expected) + " rows that belong to no resource");
  }

  fhir::Result<void> page(const Rows& rows) {
    for (std::size_t at = 0; at < rows.size(); ++at) {
      ++found_.resources;
      TRY_VOID(resource(rows[at]));
    }
    return {};
  }

  fhir::Result<void> resource(const Rows::Row& row) {
    auto version = version_of(row);
    if (!version) {
      find("type " + std::to_string(row.int2(0)) + " key " + std::to_string(row.int8(1)) + ": the stored bytes cannot be unpacked");
      return {};
    }
    const std::string name = std::string(version->type->name) + "/" + version->id;
    if (!row.boolean(12)) find(name + ": the current version is not the newest of its history");
    if (version->deleted()) return {};
    if (!row.boolean(13)) find(name + ": its row in body is missing");
    ++bodies_;
    fhir::Arena arena;
    const std::string json = json_of(*version);
    const auto read = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
    if (!read) {
      find(name + ": the stored bytes are not a resource");
      return {};
    }
    const index::Postings postings = index::extract(*read, row.is_null(11) ? std::string_view() : row.text(11));
    if (postings.patient != row.int8(8) || postings.sort != row.int8(9) || postings.present != row.int8(10)) {
      find(name + ": its row says something else than its content of compartment, main date or parameters");
    }
    return look_up(name, row.int8(1), *version, postings);
  }

  fhir::Result<void> look_up(const std::string& name, std::int64_t rid, const Version& version, const index::Postings& postings) {
    Expected tokens{Array(Type::int8), Array(Type::int8), Array(Type::int8), Array(Type::int4)};
    for (const auto& token : postings.tokens) {
      tokens.first.int8(token.token);
      tokens.second.int8(postings.sort);
      tokens.third.int8(rid);
      tokens.fourth.int4(token.system);
    }
    Expected ranges{Array(Type::int8), Array(Type::int8), Array(Type::int8), Array(Type::int8)};
    const auto range = [&](std::int64_t key, std::int64_t low, std::int64_t high) {
      ranges.first.int8(key);
      ranges.second.int8(low);
      ranges.third.int8(high);
      ranges.fourth.int8(rid);
    };
    for (const auto& one : postings.ranges) range(one.key, one.low, one.high);
    const std::int64_t updated = version.last_updated.time_since_epoch().count();
    range(index::last_updated_key(*version.type), updated, updated);
    Expected texts{Array(Type::int8), Array(Type::text), Array(Type::int8), Array(Type::int8)};
    for (const auto& text : postings.texts) {
      texts.first.int8(text.key);
      texts.second.text(text.folded);
      texts.third.int8(rid);
      texts.fourth.int8(text.exact);
    }
    const Arguments of_tokens = arguments(tokens), of_ranges = arguments(ranges), of_texts = arguments(texts);
    const Call calls[] = {{sql::verify_tokens, &of_tokens}, {sql::verify_ranges, &of_ranges}, {sql::verify_texts, &of_texts}};
    TRY(const auto results, connection_.run(tenant_.number, calls));
    count(name, "tok", tokens.size(), results[0], tokens_);
    count(name, "rng", ranges.size(), results[1], ranges_);
    count(name, "str", texts.size(), results[2], texts_);
    return {};
  }

  Arguments arguments(const Expected& expected) const {
    Arguments all;
    all.int4(tenant_.number).array(expected.first).array(expected.second).array(expected.third).array(expected.fourth);
    return all;
  }

  void count(const std::string& name, const std::string& table, std::size_t expected, const Rows& rows, std::int64_t& sum) {
    const std::int64_t there = rows[0].int8(0);
    sum += there;
    found_.postings += static_cast<std::uint64_t>(there);
    if (there != static_cast<std::int64_t>(expected)) {
      find(name + ": " + std::to_string(static_cast<std::int64_t>(expected) - there) + " rows missing in " + table);
    }
  }

  Connection connection_;
  const VerifyProgress& progress_;
  Tenant tenant_;
  Verification found_;
  std::uint64_t all_ = 0;
  std::int64_t tokens_ = 0, ranges_ = 0, texts_ = 0, bodies_ = 0;  ///< of this tenant, found
};

}  // namespace

fhir::Result<Verification> verify(const std::string& url, const VerifyProgress& progress) {
  TRY(const auto all, tenants(url));
  Verifier verifier(url, progress);
  for (const Tenant& tenant : all) TRY_VOID(verifier.tenant(tenant));
  return std::move(verifier).found();
}

}  // namespace engine::store
