#include "engine/store/verify.h"

#include <array>

#include "engine/index/contained.h"
#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/store/connection.h"
#include "engine/store/parameters.h"
#include "engine/store/sql.h"
#include "engine/store/tenant.h"
#include "engine/store/version.h"
#include "fhir/json/read.h"

namespace engine::store {
namespace {

constexpr std::int64_t page_size = 200;
constexpr std::size_t findings_max = 50;

/// The postings that one page of resources should have in one table, to be looked up together.
class Expected {
 public:
  Expected(std::string_view table, Type second) : table_(table), columns_{Array(Type::int8), Array(second), Array(Type::int8), Array(table == "tok" ? Type::int4 : Type::int8)} {}

  /// The columns of the next posting go into what this gives, in the order of the statement.
  std::array<Array, 4>& add(std::size_t resource) {
    places_.int4(static_cast<std::int32_t>(resource));
    if (counts_.size() <= resource) counts_.resize(resource + 1);
    ++counts_[resource];
    return columns_;
  }

  Arguments arguments(std::int32_t tenant) const {
    Arguments all;
    all.int4(tenant).array(places_);
    for (const Array& column : columns_) all.array(column);
    return all;
  }

  std::string_view table() const { return table_; }
  /// How many each resource of the page should have.
  const std::vector<std::int64_t>& counts() const { return counts_; }

 private:
  std::string_view table_;
  Array places_{Type::int4};
  std::array<Array, 4> columns_;
  std::vector<std::int64_t> counts_;
};

/// What is looked up for one page of resources.
struct Lookups {
  std::vector<std::string> names;
  Expected tokens{"tok", Type::int8};
  Expected ranges{"rng", Type::int8};
  Expected texts{"str", Type::text};

  void add(std::size_t at, std::int64_t rid, const index::Postings& postings) {
    for (const auto& token : postings.tokens) {
      auto& [key, sort, resource, system] = tokens.add(at);
      key.int8(token.token);
      sort.int8(postings.sort);
      resource.int8(rid);
      system.int4(token.system);
    }
    for (const auto& range : postings.ranges) add(at, rid, range);
    for (const auto& text : postings.texts) {
      auto& [key, folded, resource, exact] = texts.add(at);
      key.int8(text.key);
      folded.text(text.folded);
      resource.int8(rid);
      exact.int8(text.exact);
    }
  }

  void add(std::size_t at, std::int64_t rid, const index::Range& range) {
    auto& [key, low, high, resource] = ranges.add(at);
    key.int8(range.key);
    low.int8(range.low);
    high.int8(range.high);
    resource.int8(rid);
  }
};

class Verifier {
 public:
  Verifier(const std::string& url, const VerifyProgress& progress) : connection_(url), progress_(progress) {}

  fhir::Result<void> verify(const Tenant& tenant) {
    tenant_ = tenant;
    tokens_ = ranges_ = texts_ = bodies_ = contained_ = 0;
    TRY(auto stored, load_parameters(connection_, tenant.number));
    custom_ = index::CustomParameters(stored.generation, std::move(stored.all), std::move(stored.zone));
    Arguments argument;
    argument.int4(tenant.number).int2(index::first_contained);
    TRY(const Rows counted, connection_.run(tenant.number, sql::verify_counts, argument));
    const auto all = counted[0];
    all_ += static_cast<std::uint64_t>(all.int8(0));
    std::int16_t type = -1;
    std::int64_t rid = 0;
    for (;;) {
      Arguments arguments;
      arguments.int4(tenant.number).int2(type).int8(rid).int8(page_size).int2(index::first_contained);
      TRY(const Rows rows, connection_.run(tenant.number, sql::verify_page, arguments));
      if (rows.empty()) break;
      TRY_VOID(verify_page(rows));
      type = rows[rows.size() - 1].int2(0);
      rid = rows[rows.size() - 1].int8(1);
      if (progress_) progress_(found_.resources, all_);
    }
    found_.versions += static_cast<std::uint64_t>(all.int8(1));
    if (all.int8(1) != all.int8(6)) {
      find("table hist: " + std::to_string(all.int8(1)) + " versions, and the resources had " + std::to_string(all.int8(6)));
    }
    find_strays("tok", all.int8(2) - tokens_);
    find_strays("rng", all.int8(3) - ranges_);
    find_strays("str", all.int8(4) - texts_);
    find_strays("body", all.int8(5) - bodies_);
    if (all.int8(7) != contained_) find("table res: " + std::to_string(all.int8(7)) + " contained resources, and there are " + std::to_string(contained_));
    return {};
  }

  Verification found() && { return std::move(found_); }

 private:
  void find(const std::string& what) {
    ++found_.mismatches;
    if (found_.findings.size() < findings_max) found_.findings.push_back("tenant " + tenant_.name + ", " + what);
  }

  /// The rows that should be there were found one by one; those beyond belong to nothing.
  void find_strays(const std::string& table, std::int64_t count) {
    if (count > 0) find("table " + table + ": " + std::to_string(count) + " rows that belong to no resource");
  }

  fhir::Result<void> verify_page(const Rows& rows) {
    Lookups page;
    for (std::size_t at = 0; at < rows.size(); ++at) verify_row(rows[at], at, page);
    found_.resources += rows.size();
    const Arguments tokens = page.tokens.arguments(tenant_.number);
    const Arguments ranges = page.ranges.arguments(tenant_.number);
    const Arguments texts = page.texts.arguments(tenant_.number);
    const Call calls[] = {{sql::verify_tokens, &tokens}, {sql::verify_ranges, &ranges}, {sql::verify_texts, &texts}};
    TRY(const auto results, connection_.run(tenant_.number, calls));
    compare(page, page.tokens, results[0], tokens_);
    compare(page, page.ranges, results[1], ranges_);
    compare(page, page.texts, results[2], texts_);
    return {};
  }

  /// The columns are those of verify_page.sql.
  void verify_row(const Rows::Row& row, std::size_t at, Lookups& page) {
    auto version = version_of(row);
    if (!version) {
      page.names.push_back(name_of(row));
      find(page.names.back() + ": the stored bytes cannot be unpacked");
      return;
    }
    page.names.push_back(std::string(version->type->name) + "/" + version->id);
    const std::string& name = page.names.back();
    if (!row.boolean(12)) find(name + ": the current version is not the newest of its history");
    if (row.boolean(13)) {
      ++bodies_;
    } else if (!version->deleted()) {
      find(name + ": its row in body is missing");
    }
    if (version->deleted()) {
      if (row.boolean(13)) find(name + ": it is deleted and has a row in body");
      return;
    }
    fhir::Arena arena;
    const std::string json = json_of(*version);
    const auto resource = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
    if (!resource) {
      find(name + ": the stored bytes are not a resource");
      return;
    }
    const index::Postings postings = index::extract(*resource, version->id, row.is_null(11) ? std::string_view() : row.text(11), custom_);
    if (postings.patient != row.int8(8) || postings.sort != row.int8(9) || postings.present != row.int8(10)) {
      find(name + ": its row says another compartment, main date or set of parameters than its content");
    }
    const std::int64_t updated = version->last_updated.time_since_epoch().count();
    const auto expect = [&](std::int64_t rid, const fhir::Descriptor& type, const index::Postings& of_it) {
      page.add(at, rid, of_it);
      page.add(at, rid, index::Range{index::last_updated_key(type), updated, updated});
    };
    expect(row.int8(1), *version->type, postings);
    for (const index::Contained& contained : postings.contained) {
      expect(index::key_of(*contained.type, contained.id), *contained.type, contained.postings);
      ++contained_;
      ++bodies_;
    }
  }

  void compare(const Lookups& page, const Expected& expected, const Rows& rows, std::int64_t& sum) {
    std::vector<std::int64_t> missing = expected.counts();
    for (std::size_t at = 0; at < rows.size(); ++at) {
      missing[static_cast<std::size_t>(rows[at].int4(0))] -= rows[at].int8(1);
      sum += rows[at].int8(1);
      found_.postings += static_cast<std::uint64_t>(rows[at].int8(1));
    }
    for (std::size_t at = 0; at < missing.size(); ++at) {
      if (missing[at] != 0) find(page.names[at] + ": " + std::to_string(missing[at]) + " rows missing in " + std::string(expected.table()));
    }
  }

  Connection connection_;
  const VerifyProgress& progress_;
  Tenant tenant_;
  index::CustomParameters custom_;
  Verification found_;
  std::uint64_t all_ = 0;
  std::int64_t tokens_ = 0, ranges_ = 0, texts_ = 0, bodies_ = 0, contained_ = 0;  ///< of this tenant, expected and there
};

}  // namespace

fhir::Result<Verification> verify(const std::string& url, const VerifyProgress& progress) {
  TRY(const auto all, tenants(url));
  Verifier verifier(url, progress);
  for (const Tenant& tenant : all) TRY_VOID(verifier.verify(tenant));
  return std::move(verifier).found();
}

}  // namespace engine::store
