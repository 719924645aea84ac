#include "engine/interaction/interactions.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>

#include "engine/index/key.h"
#include "engine/index/reference.h"
#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/criteria.h"
#include "engine/interaction/entry_response.h"
#include "engine/interaction/link.h"
#include "engine/interaction/patch.h"
#include "engine/interaction/stored_form.h"
#include "engine/interaction/url.h"
#include "engine/interaction/write.h"
#include "engine/operation/operation.h"
#include "engine/search/plan.h"
#include "engine/search/refusal.h"

namespace engine::interactions {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// How often entries with conditional references may wait for others of the transaction to be stored.
constexpr int rounds_max = 4;

/// How often a transaction that amends is done anew because another request wrote first what it amends.
constexpr int attempts_max = 5;

/// An entry on its way through the transaction.
struct Entry {
  std::string place;
  std::string_view full_url;
  Interaction interaction;
  fhir::Resource given;            ///< what a patch or an operation came with: a Parameters resource
  std::vector<Link> links;         ///< of its body
  // What each attempt finds out:
  std::string id;                  ///< of the resource it is about; empty if there is none
  std::uint32_t amended = 0;       ///< the version that was amended
  bool only_new = false;           ///< an update whose criteria match nothing
  std::vector<std::string> others; ///< resources that a conditional delete takes besides
  const Entry* same_as = nullptr;  ///< a create that the entry before made needless
  bool settled = false;            ///< nothing is left to write: `reply` is known
  Reply reply;

  bool writes() const { return has_body() || interaction.action == Action::remove; }
  /// What amends has one from when it was applied.
  bool has_body() const { return interaction.action == Action::create || interaction.action == Action::update || amends(); }
  /// True for what changes the version that is there: a patch, or an operation.
  bool amends() const { return interaction.action == Action::patch || (is_operation() && interaction.operation->amend != nullptr); }
  bool is_operation() const { return interaction.action == Action::operation; }
  /// The criteria that select what it acts on, or null.
  const Parameters* criteria() const {
    if (interaction.if_none_exist) return &*interaction.if_none_exist;
    return interaction.conditional ? &interaction.parameters : nullptr;
  }
  /// True if what it wrote was not there before.
  bool makes() const { return settled && reply.status == Status::created; }
  std::string reference() const { return std::string(interaction.type->name) + "/" + id; }
  void settle(Reply with) {
    reply = std::move(with);
    settled = true;
  }
};

/// True unless `full_url` is the URL of another resource: of another type, or with another id than `body` has.
bool agrees(std::string_view full_url, fhir::Resource body) {
  if (root_of(full_url).empty()) return true;
  const index::Target target = index::target_of(full_url, root_of(full_url));
  const std::string_view id = fhir::id_of(body).text();
  return target.type == body.type && (id.empty() || id == target.id);
}

class Transaction {
 public:
  Transaction(const Interaction& bundle, const Environment& environment) : bundle_(bundle), environment_(environment) {}

  Result<std::string> perform() {
    TRY_VOID(read_entries());
    if (!looks_up_) {
      TRY_VOID(attempt());
    } else {
      for (int tried = 1;; ++tried) {
        auto done = environment_.store.transaction(bundle_.tenant, claims(), [this] { return attempt(); });
        if (done) break;
        if (!overtaken_ || tried == attempts_max) return std::move(done.outcome());
      }
    }
    BundleText response("transaction-response");
    for (Entry& entry : entries_) response.entry(entry_of(std::move(entry.reply), entry.interaction.prefer_return, bundle_.base));
    return std::move(response).finish();
  }

 private:
  Result<void> read_entries() {
    const auto& bundle = *bundle_.body.as<fhir::r4::Bundle>();
    TRY_VOID(check_entry_count(bundle));
    entries_.reserve(bundle.entry.size());
    fhir::Issues issues;
    for (std::size_t at = 0; at < bundle.entry.size() && issues.size() < 100; ++at) {
      auto read = read_entry(bundle.entry[at], place_of(at));
      if (!read) issues.insert(issues.end(), read.outcome().issues.begin(), read.outcome().issues.end());
    }
    if (!issues.empty()) return Outcome(std::move(issues));
    return check_full_urls();
  }

  Result<void> read_entry(const fhir::r4::Bundle::Entry& from, std::string place) {
    Entry entry;
    entry.place = std::move(place);
    auto asked = interaction_of(from, bundle_, entry.place);
    if (!asked) return of_bundle(std::move(asked.outcome()));
    entry.interaction = std::move(*asked);
    const Interaction& interaction = entry.interaction;
    if (entry.is_operation() && interaction.operation->affects_state && !entry.amends()) {
      return Outcome(IssueType::not_supported, Issue::Detail::bad_request,
                     "$" + std::string(interaction.operation->name) + " changes what a transaction could not undo; call it by itself, or in a batch.",
                     entry.place + ".request.url");
    }
    entry.given = interaction.body;
    if (from.fullUrl.has_text()) entry.full_url = from.fullUrl.text();
    if (entry.has_body() && !entry.amends()) {
      const std::string_view id = interaction.action == Action::update && !interaction.conditional ? interaction.id : std::string_view();
      TRY_VOID(check_body(interaction.body, *interaction.type, id, entry.place + ".resource", interaction.handling, environment_));
      entry.links = links_of(interaction.body);
    }
    const bool conditional_links = std::any_of(entry.links.begin(), entry.links.end(), [&](const Link& link) { return link.is_reference && conditional_reference(link.text, bundle_.base); });
    looks_up_ |= !entry.writes() || entry.amends() || entry.criteria() != nullptr || conditional_links;
    entries_.push_back(std::move(entry));
    return {};
  }

  /// What references in the bundle mean must be plain. https://hl7.org/fhir/R4/bundle.html#bundle-unique
  Result<void> check_full_urls() const {
    std::set<std::string_view> seen;
    for (const Entry& entry : entries_) {
      if (!entry.has_body() || entry.full_url.empty()) continue;
      const auto refuse = [&](IssueType type, std::string text) { return Outcome(type, Issue::Detail::bad_request, std::move(text), entry.place + ".fullUrl"); };
      if (!seen.insert(entry.full_url).second) {
        return refuse(IssueType::duplicate, "Two entries of a transaction have the same fullUrl; references to it could mean either.");
      }
      if (!is_absolute(entry.full_url)) return refuse(IssueType::value, "A fullUrl is absolute: an http, https, urn:uuid or urn:oid URL.");
      if (entry.full_url.find("/_history/") != std::string_view::npos) {
        return refuse(IssueType::value, "A fullUrl names a resource, not a version of it.");
      }
      if (!entry.amends() && !agrees(entry.full_url, entry.interaction.body)) {
        return refuse(IssueType::value, "The fullUrl names another type or id than the entry's resource has.");
      }
    }
    return {};
  }

  std::vector<store::Claim> claims() const {
    std::vector<store::Claim> claims;
    for (const Entry& entry : entries_) {
      if (const Parameters* criteria = entry.criteria()) claims.push_back(claim_of(bundle_.tenant, *entry.interaction.type, *criteria));
    }
    // In one order for all, so that two transactions never wait for each other.
    std::sort(claims.begin(), claims.end(), [](const auto& a, const auto& b) { return a.hash < b.hash; });
    claims.erase(std::unique(claims.begin(), claims.end(), [](const auto& a, const auto& b) { return a.hash == b.hash; }), claims.end());
    return claims;
  }

  /// Everything between begin and commit, in the order of https://hl7.org/fhir/R4/http.html#trules; done anew if the
  /// database asks for it.
  Result<void> attempt() {
    begin();
    TRY_VOID(identify(Action::remove));
    // What is looked up from here on is not to find these. Writing them first would say so too, but two transactions that
    // lock what they write in several steps may wait for each other.
    for (const Entry* entry : pending(Action::remove)) {
      removed_.emplace(entry->interaction.type, entry->id);
      for (const std::string& id : entry->others) removed_.emplace(entry->interaction.type, id);
    }
    TRY_VOID(identify(Action::create));
    TRY_VOID(identify(Action::update));
    TRY_VOID(identify(Action::patch));
    TRY_VOID(identify(Action::operation));
    TRY_VOID(amend());
    for (const Entry& entry : entries_) {
      if (entry.has_body() && !entry.full_url.empty()) stored_as_.emplace(entry.full_url, stored(entry));
    }
    TRY_VOID(write_linked());
    TRY_VOID(check_meetings());
    answer_needless();
    return read_back();
  }

  void begin() {
    writers_.clear();
    makers_.clear();
    removed_.clear();
    stored_as_.clear();
    matches_.clear();
    overtaken_ = false;
    for (Entry& entry : entries_) {
      entry.id = entry.interaction.id;
      entry.only_new = entry.settled = false;
      entry.same_as = nullptr;
      entry.others.clear();
    }
  }

  /// Which resource each entry of an action is about; each may be written once.
  Result<void> identify(Action action) {
    for (Entry& entry : entries_) {
      if (entry.interaction.action != action || !entry.writes()) continue;
      if (const Parameters* criteria = entry.criteria()) TRY_VOID(placed(find_match(entry, *criteria), entry.place + ".request"));
      if (entry.settled || entry.same_as != nullptr) continue;
      if (entry.id.empty()) entry.id = index::new_id();
      TRY_VOID(enter(entry, entry.id));
      for (const std::string& id : entry.others) TRY_VOID(enter(entry, id));
    }
    return {};
  }

  Result<void> enter(const Entry& entry, const std::string& id) {
    const auto [other, added] = writers_.emplace(std::string(entry.interaction.type->name) + "/" + id, &entry);
    if (added) return {};
    return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                   entry.place + " and " + other->second->place + " write the same resource; a transaction may do that once.", entry.place);
  }

  Result<void> find_match(Entry& entry, const Parameters& criteria) {
    const Interaction& interaction = entry.interaction;
    if (interaction.action == Action::remove) return find_removed(entry);
    TRY(const auto match, one_match(bundle_.tenant, *interaction.type, criteria, bundle_.base, environment_, removed_));
    if (!match && entry.amends()) {
      return Outcome(IssueType::not_found, "No " + std::string(interaction.type->name) + " matches the criteria; there is nothing to change.");
    }
    if (!match) return make_match(entry, criteria);
    entry.id = match->id;
    if (interaction.action == Action::create) {
      entry.settle(reply_of_match(*match, interaction.prefer_return));
    } else if (entry.amends()) {
      return {};
    } else if (const auto& own = fhir::id_of(interaction.body); own.has_text() && own.text() != match->id) {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                     "The resource that matches the criteria has another id than the entry's resource; leave that id out.");
    }
    return {};
  }

  Result<void> find_removed(Entry& entry) {
    TRY(auto matches, matches_to_remove(entry.interaction, environment_));
    if (matches.empty()) {
      entry.settle(reply_of_removals(0, entry.interaction.prefer_return));
      return {};
    }
    entry.id = std::move(matches.front().id);
    for (std::size_t at = 1; at < matches.size(); ++at) entry.others.push_back(std::move(matches[at].id));
    return {};
  }

  /// Nothing matches, so the entry makes what would; a second of the same criteria would find that.
  Result<void> make_match(Entry& entry, const Parameters& criteria) {
    const bool updates = entry.interaction.action == Action::update;
    const auto [maker, added] = makers_.emplace(claim_of(bundle_.tenant, *entry.interaction.type, criteria).hash, &entry);
    if (!added && updates) {
      return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                     entry.place + " and " + maker->second->place + " have the same criteria and so write the same resource; a transaction may do that once.");
    }
    if (!added) {
      entry.same_as = maker->second;
      entry.id = maker->second->id;
    } else if (updates) {
      entry.id = fhir::id_of(entry.interaction.body).text();
      entry.only_new = true;
    }
    return {};
  }

  /// Patches and operations make the body that their entry writes of the version that is there now.
  Result<void> amend() {
    std::vector<Entry*> amending;
    std::vector<store::Key> keys;
    for (Entry* entry : pending()) {
      if (!entry->amends()) continue;
      amending.push_back(entry);
      keys.push_back({bundle_.tenant, entry->interaction.type, entry->id});
    }
    if (amending.empty()) return {};
    TRY(const auto found, environment_.store.read(keys));
    for (std::size_t at = 0; at < amending.size(); ++at) {
      Entry& entry = *amending[at];
      TRY_VOID(placed(check_patchable(entry.interaction, entry.id, found[at]), entry.place + ".request"));
      entry.interaction.body = entry.given;  // an attempt before may have left its result
      auto body = engine::patched(entry.interaction, *found[at], *bundle_.arena, environment_);
      if (!body) return placed(std::move(body.outcome()), entry.place + ".resource");
      entry.interaction.body = *body;
      entry.amended = found[at]->version;
      entry.links = links_of(*body);
    }
    return {};
  }

  std::vector<Entry*> pending(std::optional<Action> action = std::nullopt) {
    std::vector<Entry*> found;
    for (Entry& entry : entries_) {
      if (entry.writes() && !entry.settled && entry.same_as == nullptr && (!action || entry.interaction.action == *action)) found.push_back(&entry);
    }
    return found;
  }

  /// What the server makes is the first version; what was there has one already.
  static Stored stored(const Entry& entry) {
    Stored place{entry.reference(), 0, {}};
    if (entry.interaction.action != Action::create) return place;
    place.version = entry.settled ? entry.reply.version : 1;
    if (const auto& meta = meta_of(entry.interaction.body)) place.version_id = meta->versionId.text();
    return place;
  }

  /// Stores what is left: first all that refer to nothing, to one another, or by criteria to what was there before; what
  /// refers by criteria to something that is stored here follows it.
  Result<void> write_linked() {
    for (int round = 0;; ++round) {
      std::vector<Entry*> ready;
      std::optional<Outcome> missing;
      for (Entry* entry : pending()) {
        bool waits = false;
        for (Link& link : entry->links) {
          auto led = lead(link, *entry);
          if (!led) {
            auto outcome = placed(std::move(led.outcome()), entry->place + ".resource");
            if (outcome.issues.front().type != IssueType::not_found || round == rounds_max || !looks_up_) return outcome;
            if (!missing) missing = std::move(outcome);
            waits = true;
          }
        }
        if (!waits) ready.push_back(entry);
      }
      if (ready.empty() && missing) return std::move(*missing);
      // Until all else is written, something may still refer to what is removed.
      if (missing) std::erase_if(ready, [](const Entry* entry) { return entry->interaction.action == Action::remove; });
      TRY_VOID(write(ready));
      if (!missing) return {};
    }
  }

  /// References to entries become references to what they are stored as.
  Result<void> lead(Link& link, const Entry& entry) {
    if (const auto text = led_to_entry(link, entry.full_url, bundle_.base, stored_as_)) {
      set(link, *text);
      return {};
    }
    if (const auto conditional = conditional_reference(link.text, bundle_.base); conditional && link.is_reference) {
      TRY(const std::string reference, match_of(link.text, *conditional));
      set(link, reference);
      return {};
    }
    if (link.is_reference && link.text.starts_with("urn:uuid:")) {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                     "The reference leads to " + std::string(link.text) + ", which is the fullUrl of no entry of this transaction.");
    }
    return {};
  }

  Result<std::string> match_of(std::string_view text, const ConditionalReference& reference) {
    if (const auto known = matches_.find(text); known != matches_.end()) return known->second;
    TRY(const fhir::Descriptor* type, search::resource_type_named(reference.type, "a conditional reference"));
    TRY(const Parameters criteria, parse_query(reference.query, search::SearchLimits::parameters));
    TRY(const auto match, one_match(bundle_.tenant, *type, criteria, bundle_.base, environment_, removed_));
    if (!match) {
      return Outcome(IssueType::not_found, Issue::Detail::version_mismatch,
                     "No " + std::string(type->name) + " matches the conditional reference; send that resource first, or in the same bundle.");
    }
    return matches_.emplace(text, std::string(type->name) + "/" + match->id).first->second;
  }

  void set(Link& link, std::string_view text) {
    if (text != link.value->text()) link.value->set(bundle_.arena->copy(text));
  }

  /// All their versions at once.
  Result<void> write(const std::vector<Entry*>& entries) {
    std::vector<store::Write> writes;
    std::vector<Entry*> writers;  // beside `writes`
    for (Entry* entry : entries) {
      auto write = write_for(*entry);
      if (!write) return placed_in(*entry, std::move(write.outcome()));
      writes.push_back(std::move(*write));
      for (const std::string& id : entry->others) {
        store::Write other = writes.back();
        other.id = id;
        writes.push_back(std::move(other));
      }
      writers.resize(writes.size(), entry);
    }
    if (writes.empty()) return {};
    TRY(const auto written, environment_.store.write(bundle_.tenant, writes));
    for (std::size_t at = 0; at < writes.size(); ++at) {
      const Entry& entry = *writers[at];
      if (written[at].result == store::Written::Result::exists && entry.only_new) {
        return placed(id_is_taken(*entry.interaction.type), entry.place + ".resource.id");
      }
      overtaken_ = entry.amends() && !entry.interaction.names_version() && !check_written(writes[at], written[at]);
      if (overtaken_) {
        return placed(Outcome(IssueType::conflict, entry.reference() + " is being changed by others just now; repeat the transaction."), entry.place);
      }
      if (auto done = check_written(writes[at], written[at]); !done) return placed_in(entry, std::move(done.outcome()));
    }
    for (std::size_t at = 0; at < writes.size(); ++at) {
      Entry& entry = *writers[at];
      const Return preference = entry.interaction.prefer_return;
      entry.settle(entry.others.empty() ? reply_of(writes[at], written[at], preference) : reply_of_removals(entry.others.size() + 1, preference));
    }
    return {};
  }

  /// What the transaction writes is there, and what it removes is not.
  Result<void> meet_needs(store::Write& write) const {
    for (const store::Need& need : write.needs) {
      if (!removed_.contains({need.type, need.id})) continue;
      return Outcome(IssueType::business_rule, "The reference leads to " + name_of(need) + ", which this transaction deletes.", need.path);
    }
    std::erase_if(write.needs, [&](const store::Need& need) { return writers_.contains(std::string(need.type->name) + "/" + need.id); });
    return {};
  }

  Result<store::Write> write_for(const Entry& entry) const {
    const Interaction& interaction = entry.interaction;
    store::Write write = removal_of(*interaction.type, entry.id, environment_.policy);
    if (entry.has_body()) {
      const auto kind = interaction.action == Action::create ? store::Write::Kind::create : store::Write::Kind::update;
      TRY(write, write_of(interaction.body, entry.id, kind, bundle_, environment_));
      TRY_VOID(meet_needs(write));
      write.only_if_absent = interaction.if_none_match_any || entry.only_new;
    }
    write.if_match = entry.amends() ? entry.amended : interaction.if_match;
    return write;
  }

  /// Criteria are looked up before anything is written. Where they match what another entry then made, both are about one
  /// resource. https://hl7.org/fhir/R4/http.html#trules
  Result<void> check_meetings() {
    std::map<const fhir::Descriptor*, std::size_t> made;
    for (const auto& [reference, entry] : writers_) made[entry->interaction.type] += entry->makes();
    for (const auto& [reference, entry] : writers_) {
      const Parameters* criteria = entry->criteria();
      if (criteria == nullptr || entry->interaction.action == Action::remove || made[entry->interaction.type] <= std::size_t{entry->makes()}) continue;
      TRY(const auto matches, matches_of(bundle_.tenant, *entry->interaction.type, *criteria, bundle_.base, environment_, 2 + writers_.size()));
      for (const store::Version& match : matches) {
        const auto other = writers_.find(std::string(match.type->name) + "/" + match.id);
        if (other == writers_.end() || other->second == entry || !other->second->makes()) continue;
        return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                       other->second->place + " makes what the criteria of " + entry->place + " match, so both write the same resource; a transaction may do that once.",
                       entry->place);
      }
    }
    return {};
  }

  /// A create that found what an entry before it made.
  void answer_needless() {
    for (Entry& entry : entries_) {
      if (entry.same_as == nullptr) continue;
      Reply reply = entry.same_as->reply;
      reply.status = Status::ok;
      entry.settle(std::move(reply));
    }
  }

  /// Reads, searches and the answers of operations come last and see what was written; one that fails undoes it all.
  Result<void> read_back() {
    std::size_t bytes = 0;
    for (Entry& entry : entries_) {
      if (entry.is_operation() && entry.amends()) {
        entry.interaction.body = entry.given;
        entry.reply = operations::answer(entry.interaction, environment_);
      } else if (!entry.writes()) {
        entry.reply = engine::perform(entry.interaction, environment_);
      }
      if (fhir::has_errors(entry.reply.issues)) return placed(Outcome(entry.reply.issues), entry.place);
      if ((bytes += entry.reply.body.size()) > reply_bytes_max) return placed(no_room_left(), entry.place);
    }
    return {};
  }

  /// An entry of its own would be told that there is no such place; the bundle, which has one, is a bad request.
  static Outcome of_bundle(Outcome outcome) {
    for (Issue& issue : outcome.issues) {
      if (issue.type == IssueType::not_found || issue.detail == Issue::Detail::method_not_allowed) issue.detail = Issue::Detail::bad_request;
    }
    return outcome;
  }
  /// Says which entry an issue is about.
  static Result<void> placed(Result<void> result, const std::string& place) {
    if (result) return result;
    return placed(std::move(result.outcome()), place);
  }
  static Outcome placed(Outcome outcome, const std::string& place) {
    for (Issue& issue : outcome.issues) {
      if (!issue.expression.starts_with("Bundle.")) issue.expression = place;
    }
    return outcome;
  }

  /// The same of issues about the entry's resource, which begin at its type, or about the entry.
  static Outcome placed_in(const Entry& entry, Outcome outcome) {
    for (Issue& issue : outcome.issues) {
      if (issue.expression.empty()) issue.expression = entry.place;
    }
    const std::string_view type = entry.interaction.type->name;
    for (Issue& issue : outcome.issues) {
      if (issue.expression.starts_with(type)) issue.expression.replace(0, type.size(), entry.place + ".resource");
    }
    return outcome;
  }

  const Interaction& bundle_;
  const Environment& environment_;
  std::vector<Entry> entries_;
  bool looks_up_ = false;  ///< something must be looked up before or after it is written
  // What each attempt finds out:
  std::map<std::string, const Entry*> writers_;            ///< by the reference to what they write
  std::unordered_map<std::int64_t, const Entry*> makers_;  ///< of what criteria did not match, by their claim
  Removed removed_;
  StoredAs stored_as_;
  bool overtaken_ = false;  ///< another request wrote what is amended
  std::unordered_map<std::string_view, std::string> matches_;  ///< of conditional references
};

}  // namespace

/// https://hl7.org/fhir/R4/http.html#transaction: all entries or none, whatever their order; without lookups the
/// whole bundle is one round trip.
Reply transaction(const Interaction& interaction, const Environment& environment) {
  auto response = Transaction(interaction, environment).perform();
  if (!response) return reply_of(std::move(response.outcome()));
  Reply reply;
  reply.body = std::move(*response);
  return reply;
}

}  // namespace engine::interactions
