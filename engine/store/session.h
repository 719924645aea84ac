#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/index/posting.h"
#include "engine/interaction/interaction.h"
#include "engine/store/explanation.h"
#include "fhir/result.h"

namespace fhir {
class TimeZone;
}
namespace engine::search {
struct Plan;
}
namespace engine::index {
class CustomParameters;
}

namespace engine::store {

using index::ResourceKey;

/// A resource of a tenant.
struct Key {
  std::int32_t tenant = 0;
  const fhir::Descriptor* type = nullptr;
  std::string id;
};

/// A version as it is stored. `tail` is the resource's JSON from just behind meta.lastUpdated on, so that
/// json_of() only has to put the head before it.
struct Version {
  const fhir::Descriptor* type = nullptr;
  std::string id;
  std::uint32_t version = 0;
  Instant last_updated;
  char operation = 'C';  ///< 'C'reated, 'U'pdated or 'D'eleted; a deleted version has no tail
  std::string tail;      ///< of a contained resource, whose type is a contained one, it is the whole
  bool deleted() const { return operation == 'D'; }
};

/// The resource as it is served: {"resourceType":…,"id":…,"meta":{"versionId":…,"lastUpdated":… + tail.
std::string json_of(const Version& version);

/// A resource that a write needs to be there, for one of its references leads to it.
struct Need {
  const fhir::Descriptor* type = nullptr;
  std::string id;
  std::uint32_t version = 0;  ///< 0: any
  std::string path;           ///< of the reference: "Observation.subject"
};

/// References by a search parameter of `source` to resources of the type that is removed: their postings are
/// salt ^ the removed resource's key.
struct Referrer {
  const fhir::Descriptor* source = nullptr;
  std::int64_t salt = 0;
};

/// How many resources of a type refer to one that was to be removed.
struct Referring {
  static constexpr std::uint64_t count_max = 1000;  ///< counted no further
  const fhir::Descriptor* type = nullptr;
  std::uint64_t count = 0;
};

/// One version to write.
struct Write {
  enum class Kind : std::uint8_t { create, update, remove } kind = Kind::create;
  const fhir::Descriptor* type = nullptr;
  std::string id;                            ///< chosen by the client, or made by new_id()
  std::optional<std::uint32_t> if_match;     ///< write only over this version; 0: over any
  bool only_if_absent = false;               ///< If-None-Match: *
  std::string tail;                          ///< as in Version; empty for remove
  index::Postings postings;
  std::int64_t generation = 0;               ///< of the custom search parameters that the postings were made by
  std::string base;                          ///< service base URL, if the postings depend on it
  std::vector<Need> needs;                   ///< written only if these are there, and stay until it is
  std::vector<Referrer> referrers;           ///< removed only if none of these leads to it
};

/// What became of a Write. `absent` is no failure for a removal without if_match: there is nothing to remove.
struct Written {
  enum class Result : std::uint8_t {
    created, updated, deleted, unchanged, absent, version_mismatch, exists, missing, referred,
  } result;
  std::uint32_t version = 0;
  Instant last_updated;
  std::size_t need = 0;              ///< of `missing`: which of the write's needs
  std::vector<Referring> referring;  ///< of `referred`
};

/// A page of search matches, in order, with the cursor of the next page if there is one.
struct Page {
  std::vector<Version> matches;
  std::vector<std::uint32_t> scores;    ///< of the matches, in millionths; empty where no words were searched for
  std::vector<Version> includes;
  std::string next;                     ///< opaque cursor; empty on the last page
  std::string previous;                 ///< empty on the first page
  std::string last;                     ///< empty where there is one page only
  std::optional<std::uint64_t> total;
  fhir::Issues issues;                  ///< warnings for an outcome entry: what was left out and why
};

/// Which versions a history interaction asks for. https://hl7.org/fhir/R4/http.html#history
struct HistoryPlan {
  std::int32_t tenant = 0;
  const fhir::Descriptor* type = nullptr;  ///< null: system
  std::string id;                          ///< empty: type or system
  /// Of a type or all, versions that others may still overtake are left out: whoever asks again with the last time that was
  /// seen misses nothing.
  std::optional<Instant> since;
  /// Versions that were current at some time from the first to the second, both included.
  std::optional<std::pair<Instant, Instant>> at;
  std::uint32_t count = 50;  ///< 0: their number alone; pages have it for one resource only, whose versions are few
  std::string cursor;
};

/// A locked section for conditional writes: same tenant, type and criteria never run at the same time.
struct Claim {
  std::int32_t tenant = 0;
  std::int64_t hash = 0;
};

/// The answer that is kept of a request with an Idempotency-Key.
struct Answer {
  std::string request;         ///< Once::request of the one that was answered
  std::optional<Reply> reply;  ///< nothing while its parts are carried out; without the body where it is a version's
};

/// What of a kept answer's body may take at most, compressed.
constexpr std::size_t answer_bytes_max = std::size_t{4} << 20;

/// A making of the index anew, of some types or of all, as it stands.
struct Reindexing {
  enum class State : std::uint8_t { waiting, running, done, failed } state = State::waiting;
  std::int64_t number = 0;                     ///< grows with each of a tenant
  std::vector<const fhir::Descriptor*> types;  ///< in the order they are gone through
  std::string reason;                          ///< what asked for it: "SearchParameter/blood-group", "$reindex"
  std::uint64_t done = 0, all = 0;             ///< resources; `all` is known once it runs
  std::string failure;
};

/// One connection to PostgreSQL and what it can do; each function is one round trip.
/// Owned by one worker thread and used by it alone. The tenant boundary is set per transaction and
/// enforced by row-level security.
class Session {
 public:
  virtual ~Session() = default;

  /// From any thread: has the database end the statement that runs, if one does, and refuses all others until resume().
  /// Blocks for as long as it takes to tell the database. A statement that is just being sent may slip through; whoever
  /// wants it ended asks again.
  virtual void cancel() = 0;
  /// Takes statements again, without a deadline.
  virtual void resume() = 0;
  /// What runs at the deadline is ended, and nothing is begun after it, until resume(): all that is asked for one request
  /// then takes no longer than that, in however many statements. Fails as one statement that takes too long does: too_costly.
  virtual void end_by(std::chrono::steady_clock::time_point deadline) = 0;

  /// Current versions (deleted ones included) in the order asked for; nullopt where there never was one.
  virtual fhir::Result<std::vector<std::optional<Version>>> read(std::span<const Key> keys) = 0;
  virtual fhir::Result<std::optional<Version>> vread(const Key& key, std::uint32_t version) = 0;
  virtual fhir::Result<Page> history(const HistoryPlan& plan) = 0;
  virtual fhir::Result<Page> search(const search::Plan& plan) = 0;
  /// How search() finds the first page, without it, for operators; of as many round trips as it takes. With `analyze` the
  /// statements are carried out and timed.
  virtual fhir::Result<Explanation> explain(const search::Plan& plan, bool analyze) = 0;

  /// Writes all or nothing: if one is absent, mismatched, exists, misses a need or is referred to, nothing is written and the results
  /// say which. Inside transaction() it joins that transaction, else it is one of its own.
  virtual fhir::Result<std::vector<Written>> write(std::int32_t tenant, std::span<const Write> writes) = 0;

  /// The search parameters that the tenant has beside R4's, as this session knows them: perhaps a former generation, with
  /// which write() makes what is wrong of its postings anew.
  virtual std::shared_ptr<const index::CustomParameters> parameters(std::int32_t tenant) = 0;
  /// The same as the store has them at this moment.
  virtual fhir::Result<std::shared_ptr<const index::CustomParameters>> current_parameters(std::int32_t tenant) = 0;

  /// Has the index of some types, or with none of all, made anew in the background (see reindex.h). Custom parameters whose
  /// indexing failed are tried again.
  virtual fhir::Result<void> reindex(std::int32_t tenant, std::span<const fhir::Descriptor* const> types, std::string_view reason) = 0;
  /// Gives the tenant another time zone for the dates that have none, which the index is made for in the background; the one it
  /// has needs nothing. https://hl7.org/fhir/R4/search.html#date
  virtual fhir::Result<void> set_time_zone(std::int32_t tenant, const fhir::TimeZone& zone) = 0;
  /// Makes the postings of one resource anew, now; false if there is no such resource.
  virtual fhir::Result<bool> reindex(const Key& key) = 0;
  /// The tenant's reindexings, the newest first, twenty at most.
  virtual fhir::Result<std::vector<Reindexing>> reindexings(std::int32_t tenant) = 0;

  /// Runs `work` in one database transaction with the claims held until the commit; an Outcome rolls back.
  /// A serialization failure or deadlock runs it again, three times at most. Within another it is a part of that, and
  /// what is rolled back is the part.
  virtual fhir::Result<void> transaction(std::int32_t tenant, std::span<const Claim> claims,
                                         const std::function<fhir::Result<void>()>& work) = 0;

  /// As transaction(), and keeps the reply that `work` gives (null: that it was begun) in the same transaction; unless an
  /// answer is kept under the key already, or one to another request: then nothing is done, and that is returned. A
  /// request of the same key that is under way is waited for. A reply that is too large to keep is an Outcome.
  virtual fhir::Result<std::optional<Answer>> once(std::int32_t tenant, const Once& once,
                                                   const std::function<fhir::Result<const Reply*>()>& work) = 0;
};

}  // namespace engine::store
