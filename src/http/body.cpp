#include "src/http/body.h"

#include <algorithm>

#include "fhir/json/read.h"
#include "fhir/json/tree.h"
#include "fhir/r4/binary.h"
#include "fhir/r4/bundle.h"
#include "fhir/xml/read.h"
#include "src/crypto/digest.h"
#include "src/http/binary.h"
#include "src/http/brotli.h"
#include "src/http/gzip.h"
#include "src/http/media_type.h"

namespace setu::http {
namespace {

using engine::Action;
using engine::Interaction;
using fhir::Arena;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Resource;
using fhir::Result;
using fhir::json::Kind;
using fhir::json::Node;

Outcome malformed(std::string text) { return {IssueType::invalid, Issue::Detail::bad_request, std::move(text)}; }

/// https://hl7.org/fhir/R4/http.html#transaction
Result<void> tell_batch_from_transaction(Interaction& interaction) {
  const auto* bundle = interaction.body.as<fhir::r4::Bundle>();
  if (bundle == nullptr) return malformed("What is posted to the base is a Bundle; a resource is posted to its type.");
  if (bundle->type.text() == "transaction") {
    interaction.action = Action::transaction;
  } else if (bundle->type.text() == "batch") {
    interaction.action = Action::batch;
  } else {
    return Outcome(IssueType::value, Issue::Detail::bad_request, "The Bundle posted to the base is a batch or a transaction.", "Bundle.type");
  }
  return {};
}

/// A text that is too deep or has too much in it is a bad request, whatever it would have cost.
Outcome refused_document(Outcome outcome) {
  for (Issue& issue : outcome.issues) {
    if (issue.type == IssueType::too_costly && issue.detail == Issue::Detail::none) issue.detail = Issue::Detail::bad_request;
  }
  return outcome;
}

/// A copy of an object or array whose children are what `copy_child` makes of them; null leaves one out. The children's own
/// content is shared.
template <class CopyChild>
Node* copy_of(const Node& node, Arena& arena, CopyChild copy_child) {
  Node* copy = arena.make<Node>();
  *copy = node;
  copy->first = nullptr;
  copy->count = 0;
  Node** link = &copy->first;
  for (const Node* child = node.first; child != nullptr; child = child->next) {
    Node* kept = copy_child(*child);
    if (kept == nullptr) continue;
    kept->next = nullptr;
    *link = kept;
    link = &kept->next;
    ++copy->count;
  }
  return copy;
}

Node* shallow_copy(const Node& node, Arena& arena) {
  Node* copy = arena.make<Node>();
  *copy = node;
  return copy;
}

/// A bundle with one of its entries alone.
const Node* with_one(const Node& root, const Node& entry, Arena& arena) {
  return copy_of(root, arena, [&](const Node& member) -> Node* {
    Node* copy = shallow_copy(member, arena);
    if (member.name != "entry") return member.name == "resourceType" || member.name == "type" ? copy : nullptr;
    copy->count = 1;
    copy->first = shallow_copy(entry, arena);
    copy->first->next = nullptr;
    return copy;
  });
}

/// Issues of an entry read by itself, said of its place in the whole bundle.
void move_into(fhir::Issues& all, fhir::Issues issues, std::size_t at) {
  constexpr std::string_view alone = "Bundle.entry[0]";
  for (Issue& issue : issues) {
    const std::string_view path = issue.expression;
    const std::string below(path.starts_with(alone) ? path.substr(alone.size()) : std::string_view());
    issue.expression = "Bundle.entry[" + std::to_string(at) + "]" + below;
    all.push_back(std::move(issue));
  }
}

/// Reads the bundle without its entries, and then each entry by itself: one that cannot be read is empty, with its issues
/// beside it. https://hl7.org/fhir/R4/http.html#transaction: the entries of a batch do not depend on one another.
Result<Resource> read_batch(const Node& root, std::string_view text, Interaction& interaction) {
  Arena& arena = *interaction.arena;
  const Node* entries = root.find("entry");
  if (entries == nullptr || entries->kind != Kind::array || entries->count == 0) return fhir::json::read(root, text, arena);
  const Node* bare = copy_of(root, arena, [&](const Node& member) { return member.name == "entry" ? nullptr : shallow_copy(member, arena); });
  TRY(const Resource body, fhir::json::read(*bare, text, arena));
  auto& bundle = *body.as<fhir::r4::Bundle>();
  std::size_t at = 0;
  for (const Node* entry = entries->first; entry != nullptr; entry = entry->next, ++at) {
    auto& place = bundle.entry.add(arena);
    auto alone = fhir::json::read(*with_one(root, *entry, arena), text, arena);
    alone ? void(place = alone->as<fhir::r4::Bundle>()->entry[0]) : move_into(interaction.body_issues, std::move(alone.outcome().issues), at);
  }
  return body;
}

Result<Resource> read_json(std::string_view text, Interaction& interaction, const Limits& limits) {
  TRY(const Node* root, fhir::json::parse(text, *interaction.arena, limits.document));
  const bool is_batch = root->kind == Kind::object && root->text_of("resourceType") == "Bundle" && root->text_of("type") == "batch";
  if (interaction.action == Action::transaction && is_batch) return read_batch(*root, text, interaction);
  return fhir::json::read(*root, text, *interaction.arena);
}

/// The text of a JSON Patch or XML Patch is the engine's to read; a FHIRPath Patch is a resource.
Result<void> read_patch(Request& request, Interaction& interaction, const Limits& limits) {
  if (request.body.empty()) return malformed("There is no body; this interaction needs a patch.");
  TRY(const PatchFormat format, format_of_patch(request.header("Content-Type")));
  TRY(std::string text, decoded_body(request, limits));
  if (format == PatchFormat::json_patch || format == PatchFormat::xml_patch) {
    interaction.patch_form = format == PatchFormat::json_patch ? engine::PatchForm::json : engine::PatchForm::xml;
    interaction.patch = std::move(text);
    return {};
  }
  interaction.arena = std::make_shared<fhir::Arena>();
  auto resource = format == PatchFormat::fhir_json ? fhir::json::read(text, *interaction.arena, limits.document)
                                                   : fhir::xml::read(text, *interaction.arena, limits.document);
  if (!resource) return refused_document(std::move(resource.outcome()));
  interaction.body = *resource;
  return {};
}

/// What makes a request the same as another under one Idempotency-Key.
std::string digest_of(const Request& request, std::string_view body) {
  return crypto::digest_of({name_of(request.method), request.target, request.list("If-None-Exist"), body});
}

}  // namespace

Result<std::string> decoded_body(Request& request, const Limits& limits) {
  const std::string encoding = request.list("Content-Encoding");
  if (encoding.empty() || same_word(encoding, "identity")) return std::move(request.body);
  if (same_word(encoding, "gzip") || same_word(encoding, "x-gzip")) {
    return gunzip(request.body, limits.inflated_bytes, limits.inflated_ratio);
  }
  if (same_word(encoding, "br")) return unbrotli(request.body, limits.inflated_bytes, limits.inflated_ratio);
  return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type, "Of Content-Encoding, gzip and br are read.");
}

Result<void> read_body(Request& request, Interaction& interaction, const Limits& limits) {
  const Action action = interaction.action;
  if (action == Action::patch) return read_patch(request, interaction, limits);
  if (action == Action::operation && request.body.empty()) {
    if (interaction.once) interaction.once->request = digest_of(request, {});
    return {};
  }
  if (action != Action::create && action != Action::update && action != Action::transaction && action != Action::operation) return {};
  if (request.body.empty()) return malformed("There is no body; this interaction needs a resource.");
  const bool may_be_content = interaction.type == &fhir::r4::Binary::descriptor && action != Action::operation;
  const auto format = format_of_body(request.header("Content-Type"));
  if (!format && !(may_be_content && parse_media_type(request.header("Content-Type")))) return format.outcome();
  TRY(const std::string text, decoded_body(request, limits));
  if (interaction.once) interaction.once->request = digest_of(request, text);
  interaction.arena = std::make_shared<fhir::Arena>();
  if (may_be_content && is_content(request.header("Content-Type"), text)) {
    interaction.body = binary_of(request, text, interaction.id, *interaction.arena);
    return {};
  }
  if (!format) return format.outcome();
  auto resource = *format == Format::json ? read_json(text, interaction, limits)
                                         : fhir::xml::read(text, *interaction.arena, limits.document);
  if (!resource && action == Action::operation) {
    interaction.body_issues = refused_document(std::move(resource.outcome())).issues;
    return {};
  }
  if (!resource) return refused_document(std::move(resource.outcome()));
  interaction.body = *resource;
  if (action == Action::transaction) return tell_batch_from_transaction(interaction);
  return {};
}

}  // namespace setu::http
