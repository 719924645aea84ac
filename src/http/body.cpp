#include "src/http/body.h"

#include "engine/interaction/replay.h"
#include "engine/operation/operation.h"
#include "fhir/json/read.h"
#include "fhir/r4/binary.h"
#include "fhir/r4/bundle.h"
#include "fhir/xml/read.h"
#include "src/crypto/digest.h"
#include "src/http/binary.h"
#include "src/http/brotli.h"
#include "src/http/bundle.h"
#include "src/http/gzip.h"
#include "src/http/media_type.h"

namespace setu::http {
namespace {

using engine::Action;
using engine::Interaction;
using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Resource;
using fhir::Result;

Outcome malformed(std::string text) { return {IssueType::invalid, Issue::Detail::bad_request, std::move(text)}; }

/// https://hl7.org/fhir/R4/http.html#transaction and https://hl7.org/fhir/R4/http.html#other-bundles
Result<void> tell_batch_from_transaction(Interaction& interaction) {
  auto* bundle = interaction.body.as<fhir::r4::Bundle>();
  if (bundle == nullptr) return malformed("What is posted to the base is a Bundle; a resource is posted to its type.");
  if (bundle->type.text() == "transaction") {
    interaction.action = Action::transaction;
  } else if (bundle->type.text() == "batch") {
    interaction.action = Action::batch;
  } else if (bundle->type.text() == "history") {
    interaction.action = Action::batch;
    return engine::become_batch(*bundle, *interaction.arena, interaction.base);
  } else {
    return Outcome(IssueType::value, Issue::Detail::bad_request, "The Bundle posted to the base is a batch, a transaction or a history.", "Bundle.type");
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

Result<Resource> read_json(std::string_view text, Interaction& interaction, const Limits& limits) {
  if (interaction.action == Action::transaction) return read_json_bundle(text, *interaction.arena, limits.document, interaction.body_issues);
  return fhir::json::read(text, *interaction.arena, limits.document);
}

Result<Resource> read_xml(std::string_view text, Interaction& interaction, const Limits& limits) {
  if (interaction.action == Action::transaction) return read_xml_bundle(text, *interaction.arena, limits.document, interaction.body_issues);
  return fhir::xml::read(text, *interaction.arena, limits.document);
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

/// The same where the body is a Binary's content, which two headers say more of.
std::string digest_of_content(const Request& request, std::string_view body) {
  return crypto::digest_of({digest_of(request, body), trimmed(request.header("Content-Type")), trimmed(request.header("X-Security-Context"))});
}

bool is_plain(std::string_view encoding) { return encoding.empty() || same_word(encoding, "identity"); }
bool is_gzip(std::string_view encoding) { return same_word(encoding, "gzip") || same_word(encoding, "x-gzip"); }
bool is_brotli(std::string_view encoding) { return same_word(encoding, "br"); }

}  // namespace

bool takes_encoding_of(const Request& request) {
  const std::string encoding = request.list("Content-Encoding");
  return is_plain(encoding) || is_gzip(encoding) || is_brotli(encoding);
}

Result<std::string> decoded_body(Request& request, const Limits& limits) {
  const std::string encoding = request.list("Content-Encoding");
  if (is_plain(encoding)) return std::move(request.body);
  if (is_gzip(encoding)) return gunzip(request.body, limits.inflated_bytes, limits.inflated_ratio);
  if (is_brotli(encoding)) return unbrotli(request.body, limits.inflated_bytes, limits.inflated_ratio);
  return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type, "Of Content-Encoding, gzip and br are read.");
}

bool is_form_of_operation(const Request& request, const engine::operations::Operation* operation) {
  return operation != nullptr && request.method == Method::post && operation->resource_parameter.empty() && is_form(request.header("Content-Type"));
}

Result<void> read_body(Request& request, Interaction& interaction, const Limits& limits) {
  const Action action = interaction.action;
  if (action == Action::patch) return read_patch(request, interaction, limits);
  if (action == Action::operation && (request.body.empty() || is_form_of_operation(request, interaction.operation))) {
    if (interaction.once) interaction.once->request = digest_of(request, request.body);
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
    if (interaction.once) interaction.once->request = digest_of_content(request, text);
    interaction.body = binary_of(request, text, interaction.id, *interaction.arena);
    return {};
  }
  if (!format) return format.outcome();
  auto resource = *format == Format::json ? read_json(text, interaction, limits) : read_xml(text, interaction, limits);
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
