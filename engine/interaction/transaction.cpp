#include <algorithm>
#include <set>
#include <string>

#include "engine/interaction/bundle_text.h"
#include "engine/interaction/entry_response.h"
#include "engine/interaction/interactions.h"
#include "engine/interaction/transaction/amend.h"
#include "engine/interaction/transaction/identity.h"
#include "engine/interaction/transaction/linking.h"
#include "engine/interaction/transaction/read_entries.h"
#include "engine/interaction/transaction/writing.h"
#include "engine/operation/operation.h"

namespace engine::interactions {
namespace {

using fhir::Outcome;
using fhir::Result;
using transactions::Entry;

/// How often a transaction that amends is done anew because another request wrote first what it amends.
constexpr int attempts_max = 5;

class Transaction {
 public:
  Transaction(std::vector<Entry> entries, const Interaction& bundle, const Environment& environment)
      : entries_(std::move(entries)), bundle_(bundle), environment_(environment) {}

  /// Without lookups the whole bundle is one round trip; else all of an attempt is in one transaction of the database.
  Result<void> perform() {
    const bool looks_up = std::any_of(entries_.begin(), entries_.end(), [&](const Entry& entry) { return transactions::looks_up(entry, bundle_.base); });
    if (!looks_up) return attempt();
    const auto claims = transactions::claims_of(entries_, bundle_.tenant);
    for (int tried = 1;; ++tried) {
      auto done = environment_.store.transaction(bundle_.tenant, claims, [this] { return attempt(); });
      if (done || !overtaken_ || tried == attempts_max) return done;
    }
  }

  /// The bundle of the entries' answers, which are given away.
  std::string answer() {
    BundleText response("transaction-response");
    std::set<std::string> told;
    for (Entry& entry : entries_) {
      BundleEntry answer = entry_of(std::move(entry.reply), entry.interaction.prefer_return, bundle_.base);
      tell_once(answer, told);
      response.entry(answer);
    }
    return std::move(response).finish();
  }

 private:
  /// Everything between begin and commit, in the order of https://hl7.org/fhir/R4/http.html#trules; done anew if the
  /// database asks for it.
  Result<void> attempt() {
    overtaken_ = false;
    for (Entry& entry : entries_) entry.begin();
    transactions::Identities identities(entries_, bundle_, environment_);
    TRY_VOID(identities.find());
    TRY_VOID(transactions::amend(entries_, bundle_, environment_));
    transactions::Linking linking(entries_, bundle_);
    transactions::Writing writing(entries_, identities, linking, bundle_, environment_);
    auto written = writing.run();
    overtaken_ = writing.overtaken();
    if (!written) return written;
    TRY_VOID(identities.check_meetings());
    answer_needless();
    return read_back(identities);
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
  Result<void> read_back(transactions::Identities& identities) {
    std::size_t bytes = 0;
    for (Entry& entry : entries_) {
      if (entry.is_operation() && entry.amends()) {
        entry.interaction.body = entry.given;
        entry.reply = operations::answer(entry.interaction, environment_);
      } else if (!entry.writes()) {
        TRY(auto parameters, identities.led_to_entries(entry.interaction.parameters));
        if (parameters) std::swap(entry.interaction.parameters, *parameters);
        entry.reply = engine::perform(entry.interaction, environment_);
        if (parameters) std::swap(entry.interaction.parameters, *parameters);  // another attempt has other ids
      }
      if (fhir::has_errors(entry.reply.issues)) return transactions::placed(Outcome(entry.reply.issues), entry.place);
      if ((bytes += entry.reply.body.size()) > reply_bytes_max) return transactions::placed(no_room_left(), entry.place);
    }
    return {};
  }

  std::vector<Entry> entries_;
  const Interaction& bundle_;
  const Environment& environment_;
  bool overtaken_ = false;  ///< another request wrote what the last attempt amended
};

Result<std::string> performed(const Interaction& interaction, const Environment& environment) {
  TRY(auto entries, transactions::read_entries(interaction, environment));
  Transaction transaction(std::move(entries), interaction, environment);
  TRY_VOID(transaction.perform());
  return transaction.answer();
}

}  // namespace

/// https://hl7.org/fhir/R4/http.html#transaction: all entries or none, whatever their order.
Reply transaction(const Interaction& interaction, const Environment& environment) {
  auto response = performed(interaction, environment);
  if (!response) return reply_of(std::move(response.outcome()));
  Reply reply;
  reply.body = std::move(*response);
  return reply;
}

}  // namespace engine::interactions
