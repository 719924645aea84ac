#include "engine/store/registration.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include "engine/index/key.h"
#include "engine/search/named_query.h"
#include "engine/store/sql.h"
#include "fhir/json/read.h"

namespace engine::store {
namespace {

using index::CustomParameter;
using index::CustomParameters;

const fhir::Descriptor& search_parameter = fhir::r4::SearchParameter::descriptor;
const fhir::Descriptor& operation_definition = fhir::r4::OperationDefinition::descriptor;

/// What a write makes of the SearchParameter of an id: its new definition, or none.
struct Change {
  std::size_t write = 0;
  const fhir::r4::SearchParameter* resource = nullptr;  ///< null where it goes out of use
};

/// The same of an OperationDefinition.
struct QueryChange {
  std::string_view id;
  const fhir::r4::OperationDefinition* resource = nullptr;
};

/// What is searched by before, and after, the writes of one call.
class Registration {
 public:
  Registration(Connection& connection, std::int32_t tenant, std::span<const Write> writes) : connection_(connection), tenant_(tenant), writes_(writes) {}

  fhir::Result<void> judge() {
    TRY(auto stored, load_parameters(connection_, tenant_));
    before_ = CustomParameters(stored.generation, std::move(stored.all), {}, std::move(stored.queries));
    TRY(auto all, load_parameters(connection_, tenant_));
    for (std::size_t at = 0; at < writes_.size(); ++at) {
      if (writes_[at].type == &operation_definition) TRY_VOID(change_query(writes_[at], all.queries));
      if (writes_[at].type != &search_parameter) continue;
      TRY(const auto* resource, in_use<fhir::r4::SearchParameter>(writes_[at]));
      changes_.push_back({at, resource});
      std::erase_if(all.all, [&](const auto& one) { return one->id() == writes_[at].id; });
      if (resource != nullptr) all.all.push_back(std::make_unique<CustomParameter>(*resource, writes_[at].id));
    }
    after_ = std::make_shared<const CustomParameters>(stored.generation, std::move(all.all), index::Zone(), std::move(all.queries));
    fhir::Issues issues;
    const auto add = [&](fhir::Result<void> fine) {
      if (fine) return;
      auto& wrong = fine.outcome().issues;
      issues.insert(issues.end(), std::move_iterator(wrong.begin()), std::move_iterator(wrong.end()));
    };
    for (const Change& change : changes_) {
      if (change.resource != nullptr) add(index::check(*change.resource, writes_[change.write].id, *after_));
    }
    for (const QueryChange& change : query_changes_) {
      if (change.resource != nullptr) add(search::check(*change.resource, change.id, after_));
    }
    if (!issues.empty()) return fhir::Outcome(std::move(issues));
    return {};
  }

  /// After the versions were written: what is to be indexed for the changes, in a generation of its own.
  fhir::Result<void> note() {
    TRY(const bool begun, note_parameters());
    const auto changes = [&](const QueryChange& change) { return !same(query_in(before_, change.id), query_in(*after_, change.id)); };
    if (!begun && std::none_of(query_changes_.begin(), query_changes_.end(), changes)) return {};
    Arguments next;
    next.int4(tenant_);
    TRY_VOID(connection_.run(tenant_, sql::generation_next, next));
    return {};
  }

 private:
  static const index::NamedQuery* query_in(const CustomParameters& all, std::string_view id) {
    const auto found = std::find_if(all.queries().begin(), all.queries().end(), [&](const auto& one) { return one.id == id; });
    return found == all.queries().end() ? nullptr : &*found;
  }
  static bool same(const index::NamedQuery* one, const index::NamedQuery* other) { return one == nullptr || other == nullptr ? one == other : *one == *other; }

  fhir::Result<void> change_query(const Write& write, std::vector<index::NamedQuery>& queries) {
    TRY(const auto* resource, in_use<fhir::r4::OperationDefinition>(write));
    query_changes_.push_back({write.id, resource});
    std::erase_if(queries, [&](const auto& one) { return one.id == write.id; });
    if (resource != nullptr) queries.emplace_back(*resource, write.id);
    return {};
  }

  /// True if there is anything to index.
  fhir::Result<bool> note_parameters() {
    std::set<std::int16_t> types;
    std::vector<std::pair<std::string_view, bool>> changed;  // by id: whether it is in use
    std::string reason;
    for (const Change& change : changes_) {
      const std::string& id = writes_[change.write].id;
      const auto* old = before_.find(id);
      const auto* now = change.resource != nullptr ? after_->find(id) : nullptr;
      const bool same = old != nullptr && now != nullptr && old->fingerprint() == now->fingerprint() && old->failure.empty();
      if (same || (old == nullptr && now == nullptr)) continue;
      for (const auto* one : {old, now}) {
        if (one == nullptr) continue;
        for (const auto& parameter : one->parameters()) types.insert(static_cast<std::int16_t>(parameter->type->number));
      }
      changed.emplace_back(id, now != nullptr);
      if (reason.size() < 200) reason.append(reason.empty() ? "" : ", ").append("SearchParameter/").append(id);
    }
    if (changed.empty()) return false;
    const std::vector<std::int16_t> ordered(types.begin(), types.end());
    TRY(const auto job, begin_reindexing(connection_, tenant_, ordered, reason));
    for (const auto& [id, used] : changed) {
      Arguments arguments;
      arguments.int4(tenant_).int8(index::key_of(search_parameter, id));
      if (used) arguments.int8(job);
      TRY_VOID(connection_.run(tenant_, used ? sql::parameter_set : sql::parameter_drop, arguments));
    }
    return true;
  }

  template <class Resource>
  fhir::Result<const Resource*> in_use(const Write& write) {
    if (write.kind == Write::Kind::remove) return nullptr;
    const std::string_view json = arena_.copy(json_of({write.type, write.id, 1, {}, 'U', write.tail}));
    TRY(const auto resource, fhir::json::read(json, arena_, {}, fhir::json::Completeness::as_is));
    const auto* definition = resource.as<Resource>();
    return index::is_in_use(*definition) ? definition : nullptr;
  }

  Connection& connection_;
  std::int32_t tenant_;
  std::span<const Write> writes_;
  fhir::Arena arena_;
  std::vector<Change> changes_;
  std::vector<QueryChange> query_changes_;
  CustomParameters before_;
  std::shared_ptr<const CustomParameters> after_;
};

bool is_failure(char result) { return result == 'M' || result == 'X' || result == 'R' || result == 'G' || result == 'P'; }

}  // namespace

bool is_registered(const Write& write) { return write.type == &search_parameter || write.type == &operation_definition; }

fhir::Result<void> lock_generation(Connection& connection, std::int32_t tenant) {
  Arguments arguments;
  arguments.int4(tenant);
  TRY_VOID(connection.run(tenant, sql::generation_lock, arguments));
  return {};
}

fhir::Result<std::int64_t> begin_reindexing(Connection& connection, std::int32_t tenant, std::span<const std::int16_t> types, std::string_view reason) {
  Arguments beginning, forgetting;
  beginning.int4(tenant).int2s(types).text(reason).int8(std::numeric_limits<std::int64_t>::min());
  forgetting.int4(tenant);
  const Call calls[] = {{sql::reindex_begin, &beginning}, {sql::reindex_forget, &forgetting}};
  TRY(const auto results, connection.run(tenant, calls));
  return results[0][0].int8(0);
}

fhir::Result<Rows> write_parameters(Connection& connection, KnownParameters& known, std::int32_t tenant, std::span<const Write> writes) {
  TRY_VOID(lock_generation(connection, tenant));
  Registration registration(connection, tenant, writes);
  TRY_VOID(registration.judge());
  TRY(Rows rows, write_postings(connection, known, tenant, writes, Purpose::version));
  for (std::size_t at = 0; at < rows.size(); ++at) {
    const char result = rows[at].character(0);
    // Nothing was written; what is absent is a failure only for a write that wants a version.
    if (is_failure(result) || (result == 'A' && writes[at].if_match)) return rows;
  }
  TRY_VOID(registration.note());
  return rows;
}

}  // namespace engine::store
