#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/bundle_entry.h"
#include "engine/interaction/perform.h"
#include "engine/store/connect.h"
#include "fhir/json/read.h"
#include "fhir/path/evaluate.h"
#include "profiles/definitions/definitions.h"
#include "profiles/validation/validate.h"
#include "tests/support/postgres.h"

namespace engine {

/// What a client asks, as a bundle's entry words it: asked("PUT", "Patient/1", …), asked("GET", "Patient?name=x"). A
/// Bundle that is posted to "" is a batch or a transaction, as its type says.
inline Interaction asked(std::string_view method, std::string_view url, std::string_view json = {}) {
  Interaction around;
  around.tenant = 1;
  around.base = "http://example.org/fhir";
  around.arena = std::make_shared<fhir::Arena>();
  fhir::Resource body;
  if (!json.empty()) {
    auto read = fhir::json::read(json, *around.arena);
    INFO(json << '\n' << (read ? "" : fhir::to_text(read.outcome())));
    REQUIRE(read);
    body = *read;
  }
  if (url.empty() && method == "POST") {
    const auto* bundle = body.as<fhir::r4::Bundle>();
    REQUIRE(bundle);
    around.action = bundle->type.text() == "batch" ? Action::batch : Action::transaction;
    around.body = body;
    return around;
  }
  fhir::r4::Bundle::Entry entry;
  auto& request = entry.request.ensure(*around.arena);
  request.method.set(around.arena->copy(method));
  request.url.set(around.arena->copy(url));
  entry.resource = body;
  auto interaction = interaction_of(entry, around, "Bundle.entry[0]");
  INFO(method << ' ' << url << '\n' << (interaction ? "" : fhir::to_text(interaction.outcome())));
  REQUIRE(interaction);
  if (method != "GET" && method != "HEAD") interaction->prefer_return = Return::unspecified;
  return std::move(*interaction);
}

/// The texts of what a FHIRPath expression finds in a reply's body.
inline std::vector<std::string> all(const Reply& reply, std::string_view expression) {
  INFO(expression << " of " << reply.body << '\n' << fhir::to_text(fhir::Outcome(reply.issues)));
  REQUIRE_FALSE(reply.body.empty());
  fhir::Arena arena;
  const auto resource = fhir::json::read(reply.body, arena, {}, fhir::json::Completeness::as_is);
  INFO((resource ? "" : fhir::to_text(resource.outcome())));
  REQUIRE(resource);
  const auto compiled = fhir::path::compile(expression);
  REQUIRE(compiled);
  const auto values = fhir::path::evaluate(*compiled, *resource, arena);
  INFO((values ? "" : fhir::to_text(values.outcome())));
  REQUIRE(values);
  std::vector<std::string> texts;
  for (const auto& value : *values) texts.push_back(fhir::path::to_text(value).value_or("(a value without text)"));
  return texts;
}

/// The same where there is one value; empty where there is none.
inline std::string one(const Reply& reply, std::string_view expression) {
  const auto texts = all(reply, expression);
  INFO(expression << " of " << reply.body);
  REQUIRE(texts.size() <= 1);
  return texts.empty() ? "" : texts.front();
}

using Texts = std::vector<std::string>;

/// What the specification itself demands of resources, as the server has it beside it.
inline const profiles::Definitions& definitions() {
  // Asserted once, in the test's own thread: Catch2 cannot be used from two.
  static const auto opened = [] {
    auto made = profiles::Definitions::open(
        std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path() / "definitions.setu");
    INFO((made ? "" : fhir::to_text(made.outcome())));
    REQUIRE(made);
    return std::move(*made);
  }();
  return *opened;
}

/// What is wrong with a reply's body by the rules of the specification; empty if it is valid.
inline std::string faults_of(const Reply& reply) {
  fhir::Arena arena;
  const auto resource = fhir::json::read(reply.body, arena);
  if (!resource) return fhir::to_text(resource.outcome());
  fhir::Issues faults;
  profiles::validate(*resource, definitions(), arena, faults);
  return faults.empty() ? "" : fhir::to_text(fhir::Outcome(faults));
}

/// A server without HTTP: a database of its own and a session on it.
struct Server {
  std::string url = support::postgres().fresh_database();
  std::unique_ptr<store::Session> session = connected();
  const profiles::Definitions* rules = nullptr;
  Policy policy;

  std::unique_ptr<store::Session> connected() const {
    auto made = store::connect(url);
    INFO((made ? "" : fhir::to_text(made.outcome())));
    REQUIRE(made);
    return std::move(*made);
  }
  Reply perform(Interaction interaction) { return engine::perform(std::move(interaction), {*session, rules, policy}); }
  Reply ask(std::string_view method, std::string_view target, std::string_view json = {}) { return perform(asked(method, target, json)); }

  /// How many resources a search finds.
  std::size_t count(std::string_view search) { return all(ask("GET", search), "Bundle.entry.where(search.mode = 'match')").size(); }
};

/// The reply's issues as lines.
inline std::string issues(const Reply& reply) { return fhir::to_text(fhir::Outcome(reply.issues)); }

/// A patient with an identifier of the system "urn:x".
inline std::string patient(std::string_view identifier, std::string_view family = "Rao", std::string_view id = {}) {
  std::string json = R"({"resourceType":"Patient",)";
  if (!id.empty()) json.append(R"("id":")").append(id).append("\",");
  return json.append(R"("identifier":[{"system":"urn:x","value":")").append(identifier)
      .append(R"("}],"name":[{"family":")").append(family).append(R"("}]})");
}

}  // namespace engine
