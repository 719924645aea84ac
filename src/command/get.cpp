#include "src/command/get.h"

#include "fhir/json/tree.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "src/command/exit_code.h"
#include "src/command/print.h"
#include "src/net/client.h"

namespace setu::command {
namespace {

using fhir::json::Node;

/// What an OperationOutcome says, for people.
void complain_of(const net::Answer& answer) {
  fhir::Arena arena;
  const auto parsed = fhir::json::parse(answer.body, arena);
  const Node* issues = parsed ? (*parsed)->find("issue") : nullptr;
  if (issues == nullptr) {
    complain("the server answered with status " + std::to_string(answer.status));
    return;
  }
  for (const Node* issue = issues->first; issue != nullptr; issue = issue->next) {
    complain(std::to_string(answer.status) + " " + std::string(issue->text_of("code")) + ": " + std::string(issue->text_of("diagnostics")));
  }
}

std::string_view next_link(const Node& bundle) {
  const Node* links = bundle.find("link");
  for (const Node* link = links != nullptr ? links->first : nullptr; link != nullptr; link = link->next) {
    if (link->text_of("relation") == "next") return link->text_of("url");
  }
  return {};
}

/// Prints every resource of a bundle on a line of its own, compact.
fhir::Result<void> print_entries(const std::string& body) {
  fhir::Arena arena;
  TRY(const fhir::Resource bundle, fhir::json::read(body, arena, {}, fhir::json::Completeness::as_is));
  const fhir::Element* entries = fhir::find_element(*bundle.type, "entry");
  if (bundle.type->name != "Bundle" || entries == nullptr) return fhir::Outcome(fhir::IssueType::invalid, "--all is for searches and histories.");
  const auto& many = fhir::field<fhir::ManyBase>(bundle.value, *entries);
  const fhir::Element* resource = fhir::find_element(*entries->type, "resource");
  for (std::uint32_t at = 0; at < many.count; ++at) {
    const void* entry = static_cast<const char*>(many.data) + std::size_t{at} * entries->type->size;
    const auto& held = fhir::field<fhir::Resource>(entry, *resource);
    if (!held) continue;
    std::string line;
    fhir::json::write(held, line);
    print(line + "\n");
  }
  return {};
}

}  // namespace

int get(const Get& options) {
  auto url = net::parse_url(options.server);
  if (!url) {
    complain(url.outcome());
    return exit_usage;
  }
  const std::string base = url->path;
  net::Client client(*url);
  net::Client::Headers headers = {{"Accept", options.format == "xml" ? "application/fhir+xml" : "application/fhir+json"}};
  if (!options.tenant.empty()) headers.emplace_back("X-Setu-Tenant", options.tenant);

  std::string what = options.what;
  while (what.starts_with('/')) what.erase(0, 1);
  std::string target = base + "/" + what;
  if (!options.all && what.find("_pretty=") == std::string::npos) target += std::string(what.find('?') == std::string::npos ? "?" : "&") + "_pretty=true";
  for (;;) {
    const auto answer = client.send("GET", target, {}, headers);
    if (!answer) {
      complain(answer.outcome());
      complain("Is it running? ./up starts one; --server names another.");
      return exit_unavailable;
    }
    if (answer->status >= 400) {
      complain_of(*answer);
      return exit_failed;
    }
    if (!options.all) {
      print(answer->body);
      if (!answer->body.ends_with('\n')) print("\n");
      return exit_fine;
    }
    if (auto done = print_entries(answer->body); !done) {
      complain(done.outcome());
      return exit_data;
    }
    fhir::Arena arena;
    const auto parsed = fhir::json::parse(answer->body, arena);
    const std::string next(parsed ? next_link(**parsed) : std::string_view());
    const std::size_t at = next.find("://");
    const std::size_t path = at == std::string::npos ? std::string::npos : next.find('/', at + 3);
    if (path == std::string::npos) return exit_fine;
    target = next.substr(path);
  }
}

}  // namespace setu::command
