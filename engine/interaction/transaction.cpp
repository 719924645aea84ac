#include "engine/interaction/interactions.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "engine/index/key.h"
#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/criteria.h"
#include "engine/interaction/entry_response.h"
#include "engine/interaction/link.h"
#include "engine/interaction/url.h"
#include "engine/interaction/write.h"
#include "engine/search/plan.h"
#include "fhir/r4/registry.h"

namespace engine::interactions {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

constexpr std::size_t entries_max = 2000;

/// An entry on its way through the transaction.
struct Entry {
  std::string place;
  std::string_view full_url;
  Interaction interaction;
  std::vector<Link> links;  ///< of its body
  // What each attempt finds out:
  std::string id;           ///< of the resource it is about; empty if there is none
  bool settled = false;     ///< nothing to write: `reply` is known
  Reply reply;

  bool writes() const {
    return interaction.action == Action::create || interaction.action == Action::update || interaction.action == Action::remove;
  }
  bool has_body() const { return interaction.action == Action::create || interaction.action == Action::update; }
  /// The criteria that select what it acts on, or null.
  const Parameters* criteria() const {
    if (interaction.if_none_exist) return &*interaction.if_none_exist;
    return interaction.conditional ? &interaction.parameters : nullptr;
  }
  std::string reference() const { return std::string(interaction.type->name) + "/" + id; }
};

/// A conditional reference: "Practitioner?identifier=…". https://hl7.org/fhir/R4/http.html#trules
struct ConditionalReference {
  const fhir::Descriptor* type = nullptr;
  std::string_view query;
};

ConditionalReference conditional_reference(const Link& link) {
  const std::size_t mark = link.text.find('?');
  if (!link.is_reference || mark == std::string_view::npos) return {};
  return {fhir::r4::resource_type(link.text.substr(0, mark)), link.text.substr(mark + 1)};
}

class Transaction {
 public:
  Transaction(const Interaction& bundle, const Environment& environment) : bundle_(bundle), environment_(environment) {}

  Result<std::string> perform() {
    TRY_VOID(read_entries());
    if (!reads_store_) {
      TRY_VOID(settle_identities());
      TRY_VOID(resolve_links());
      TRY_VOID(write());
    } else {
      TRY_VOID(environment_.store.transaction(bundle_.tenant, claims(), [this] { return attempt(); }));
    }
    BundleText response("transaction-response");
    for (Entry& entry : entries_) response.entry(entry_of(std::move(entry.reply), entry.interaction.prefer_return, bundle_.base));
    return std::move(response).finish();
  }

 private:
  Result<void> read_entries() {
    const auto& bundle = *bundle_.body.as<fhir::r4::Bundle>();
    TRY_VOID(check_entry_count(bundle, entries_max));
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
    TRY(entry.interaction, interaction_of(from, bundle_, entry.place));
    const Interaction& interaction = entry.interaction;
    if (from.fullUrl.has_text()) entry.full_url = from.fullUrl.text();
    if (entry.has_body()) {
      const std::string_view id = interaction.action == Action::update && !interaction.conditional ? interaction.id : std::string_view();
      TRY_VOID(check_body(interaction.body, *interaction.type, id, entry.place + ".resource", environment_));
      entry.links = links_of(interaction.body);
    }
    const bool conditional_links = std::any_of(entry.links.begin(), entry.links.end(),
                                               [](const Link& link) { return conditional_reference(link).type != nullptr; });
    // A delete must know whether there is something to delete.
    reads_store_ |= !entry.writes() || interaction.action == Action::remove || entry.criteria() != nullptr || conditional_links;
    entries_.push_back(std::move(entry));
    return {};
  }

  Result<void> check_full_urls() const {
    std::set<std::string_view> seen;
    for (const Entry& entry : entries_) {
      if (!entry.has_body() || entry.full_url.empty()) continue;
      if (!seen.insert(entry.full_url).second) {
        return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                       "Two entries of a transaction have the same fullUrl; references to it could mean either.", entry.place + ".fullUrl");
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

  /// Everything between begin and commit; done anew if the database asks for it.
  Result<void> attempt() {
    TRY_VOID(settle_identities());
    TRY_VOID(settle_removals());
    TRY_VOID(resolve_links());
    TRY_VOID(write());
    return read_back();
  }

  /// Which resource each writing entry is about; each may be written once.
  Result<void> settle_identities() {
    std::map<std::string, const Entry*> written;
    for (Entry& entry : entries_) {
      if (!entry.writes()) continue;
      entry.settled = false;
      entry.id = entry.interaction.id;
      if (const Parameters* criteria = entry.criteria()) {
        TRY_VOID(placed(settle_match(entry, *criteria), entry.place + ".request"));
      }
      if (entry.settled && entry.interaction.action == Action::remove) continue;
      if (entry.id.empty()) entry.id = index::new_id();
      if (entry.settled) continue;
      const auto [other, added] = written.emplace(entry.reference(), &entry);
      if (!added) {
        return Outcome(IssueType::duplicate, Issue::Detail::bad_request,
                       entry.place + " and " + other->second->place + " write the same resource; a transaction may do that once.", entry.place);
      }
    }
    return {};
  }

  Result<void> settle_match(Entry& entry, const Parameters& criteria) {
    TRY(auto match, one_match(bundle_.tenant, *entry.interaction.type, criteria, bundle_.base, environment_));
    if (entry.interaction.action == Action::remove) {
      if (match) {
        entry.id = match->id;
      } else {
        settle(entry, Status::no_content);
      }
      return {};
    }
    if (!match) {
      if (entry.interaction.action == Action::update) entry.id = fhir::id_of(entry.interaction.body).text();
      return {};
    }
    entry.id = match->id;
    if (entry.interaction.action == Action::create) {
      settle(entry, Status::ok);
      entry.reply.type = match->type;
      entry.reply.id = match->id;
      entry.reply.version = match->version;
      entry.reply.last_updated = match->last_updated;
      entry.reply.location = true;
      if (entry.interaction.prefer_return == Return::representation) entry.reply.body = store::json_of(*match);
    } else if (const auto& own = fhir::id_of(entry.interaction.body); own.has_text() && own.text() != match->id) {
      return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                     "The resource that matches the criteria has another id than the entry's resource; leave that id out.");
    }
    return {};
  }

  static void settle(Entry& entry, Status status) {
    entry.settled = true;
    entry.reply = Reply();
    entry.reply.status = status;
  }

  /// What does not exist need not be deleted.
  Result<void> settle_removals() {
    std::vector<store::Key> keys;
    std::vector<Entry*> removals;
    for (Entry& entry : entries_) {
      if (entry.interaction.action != Action::remove || entry.settled || entry.interaction.if_match) continue;
      keys.push_back({bundle_.tenant, entry.interaction.type, entry.id});
      removals.push_back(&entry);
    }
    if (keys.empty()) return {};
    TRY(const auto found, environment_.store.read(keys));
    for (std::size_t at = 0; at < removals.size(); ++at) {
      if (!found[at] || found[at]->deleted()) settle(*removals[at], Status::no_content);
    }
    return {};
  }

  /// https://hl7.org/fhir/R4/http.html#trules: references to entries become references to what they are stored as.
  Result<void> resolve_links() {
    std::unordered_map<std::string_view, std::string> stored_as;
    for (const Entry& entry : entries_) {
      if (entry.has_body() && !entry.full_url.empty()) stored_as.emplace(entry.full_url, entry.reference());
    }
    std::unordered_map<std::string_view, std::string> matches;
    for (Entry& entry : entries_) {
      if (entry.settled) continue;
      for (Link& link : entry.links) TRY_VOID(placed(resolve(link, entry, stored_as, matches), entry.place + ".resource"));
    }
    return {};
  }

  using Names = std::unordered_map<std::string_view, std::string>;

  Result<void> resolve(Link& link, const Entry& entry, const Names& stored_as, Names& matches) {
    if (link.is_narrative) {
      set(link, with_narrative_links(link.text, stored_as));
      return {};
    }
    const std::string_view fragment = link.text.substr(std::min(link.text.find('#'), link.text.size()));
    const std::string_view text = link.text.substr(0, link.text.size() - fragment.size());
    if (text.empty()) return {};
    if (const auto found = stored_as.find(text); found != stored_as.end()) {
      set(link, found->second + std::string(fragment));
      return {};
    }
    if (!link.is_reference) return {};
    if (const auto conditional = conditional_reference(link); conditional.type != nullptr) {
      TRY(const std::string reference, match_of(link.text, conditional, matches));
      set(link, reference);
      return {};
    }
    // A relative reference is relative to the entry's own fullUrl. https://hl7.org/fhir/R4/bundle.html#references
    const std::string_view root = root_of(entry.full_url);
    if (!root.empty() && text.find("://") == std::string_view::npos) {
      if (const auto found = stored_as.find(std::string(root) + "/" + std::string(text)); found != stored_as.end()) {
        set(link, found->second + std::string(fragment));
        return {};
      }
    }
    if (text.starts_with("urn:uuid:")) {
      return Outcome(IssueType::not_found, Issue::Detail::bad_request,
                     "The reference leads to " + std::string(text) + ", which is the fullUrl of no entry of this transaction.");
    }
    return {};
  }

  /// "http://example.org/fhir" of "http://example.org/fhir/Patient/1"; empty if the URL is not of that form.
  static std::string_view root_of(std::string_view full_url) {
    if (!full_url.starts_with("http://") && !full_url.starts_with("https://")) return {};
    const std::size_t id = full_url.rfind('/');
    const std::size_t type = id == 0 || id == std::string_view::npos ? std::string_view::npos : full_url.rfind('/', id - 1);
    if (type == std::string_view::npos || fhir::r4::resource_type(full_url.substr(type + 1, id - type - 1)) == nullptr) return {};
    return full_url.substr(0, type);
  }

  Result<std::string> match_of(std::string_view text, const ConditionalReference& reference, Names& matches) {
    if (const auto known = matches.find(text); known != matches.end()) return known->second;
    TRY(const Parameters criteria, parse_query(reference.query, search::SearchLimits::parameters));
    TRY(const auto match, one_match(bundle_.tenant, *reference.type, criteria, bundle_.base, environment_));
    if (!match) {
      return Outcome(IssueType::not_found, Issue::Detail::version_mismatch,
                     "No " + std::string(reference.type->name) + " matches the conditional reference; send that resource first, or in the same bundle.");
    }
    return matches.emplace(text, std::string(reference.type->name) + "/" + match->id).first->second;
  }

  /// Attributes of the narrative that hold an entry's fullUrl, such as href="urn:uuid:…".
  static std::string with_narrative_links(std::string_view xhtml, const Names& stored_as) {
    std::string out;
    std::size_t done = 0;
    for (std::size_t at = xhtml.find("=\"urn:"); at != std::string_view::npos; at = xhtml.find("=\"urn:", at + 1)) {
      const std::size_t begin = at + 2, end = xhtml.find('"', begin);
      if (end == std::string_view::npos) break;
      const auto found = stored_as.find(xhtml.substr(begin, end - begin));
      if (found == stored_as.end()) continue;
      out.append(xhtml.substr(done, begin - done)).append(found->second);
      done = end;
    }
    return out.append(xhtml.substr(done));
  }

  void set(Link& link, std::string_view text) {
    if (text != link.value->text()) link.value->set(bundle_.arena->copy(text));
  }

  /// All versions at once.
  Result<void> write() {
    std::vector<store::Write> writes;
    std::vector<Entry*> writers;
    for (Entry& entry : entries_) {
      if (!entry.writes() || entry.settled) continue;
      auto write = write_for(entry);
      if (!write) return placed(std::move(write.outcome()), entry.place + ".resource");
      writes.push_back(std::move(*write));
      writers.push_back(&entry);
    }
    if (writes.empty()) return {};
    TRY(const auto written, environment_.store.write(bundle_.tenant, writes));
    for (std::size_t at = 0; at < writes.size(); ++at) {
      if (auto done = check_written(writes[at], written[at]); !done) return placed(std::move(done.outcome()), writers[at]->place);
    }
    for (std::size_t at = 0; at < writes.size(); ++at) {
      writers[at]->reply = reply_of(writes[at], written[at], writers[at]->interaction.prefer_return);
    }
    return {};
  }

  Result<store::Write> write_for(const Entry& entry) const {
    const Interaction& interaction = entry.interaction;
    if (interaction.action == Action::remove) {
      store::Write write = removal_of(*interaction.type, entry.id);
      write.if_match = interaction.if_match;
      return write;
    }
    const auto kind = interaction.action == Action::create ? store::Write::Kind::create : store::Write::Kind::update;
    TRY(store::Write write, write_of(interaction.body, entry.id, kind, bundle_.base));
    write.if_match = interaction.if_match;
    write.only_if_absent = interaction.if_none_match_any;
    return write;
  }

  /// Reads and searches come last and see what was written; one that fails undoes it all.
  Result<void> read_back() {
    for (Entry& entry : entries_) {
      if (entry.writes()) continue;
      entry.reply = engine::perform(entry.interaction, environment_);
      if (fhir::has_errors(entry.reply.issues)) return placed(Outcome(entry.reply.issues), entry.place);
    }
    return {};
  }

  /// Says which entry an issue is about.
  static Result<void> placed(Result<void> result, const std::string& place) {
    if (result) return result;
    return placed(std::move(result.outcome()), place);
  }
  static Result<void> placed(Outcome outcome, const std::string& place) {
    for (Issue& issue : outcome.issues) {
      if (!issue.expression.starts_with("Bundle.")) issue.expression = place;
    }
    return outcome;
  }

  const Interaction& bundle_;
  const Environment& environment_;
  std::vector<Entry> entries_;
  bool reads_store_ = false;  ///< something must be looked up before it can be written
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
