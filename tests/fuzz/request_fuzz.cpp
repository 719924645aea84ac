#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "src/http/exchange.h"
#include "src/http/reader.h"
#include "tests/src/worker/session.h"

namespace {

/// Says yes to everything, and repeats in its answer what it was asked.
engine::Reply echo(engine::Interaction interaction, const engine::Environment&) {
  engine::Reply reply;
  reply.type = interaction.type;
  reply.id = interaction.id;
  reply.version = interaction.version.value_or(1);
  reply.location = interaction.type != nullptr;
  reply.issues = {{fhir::Severity::information, fhir::IssueType::informational, "All OK.", {}}};
  return reply;
}

const setu::http::Settings& settings() {
  static const setu::http::Settings all = [] {
    setu::http::Settings made;
    made.limits.body_bytes = 1024 * 1024;
    made.limits.inflated_bytes = 4 * 1024 * 1024;
    made.tenant = [](std::string_view name) { return name.size() < 8 ? std::optional<std::int32_t>(1) : std::nullopt; };
    made.perform = echo;
    return made;
  }();
  return all;
}

}  // namespace

/// Any bytes are refused or read, the same whether they come at once or in pieces; what was read is answered, and no line of
/// the answer's header is the client's.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using setu::http::Reader;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  Reader whole(settings().limits);
  for (std::size_t at = 0;;) {
    const auto before = whole.state();
    const std::size_t taken = whole.feed(bytes.substr(at));
    at += taken;
    if ((taken == 0 && whole.state() == before) || at > bytes.size()) break;
  }
  Reader pieces(settings().limits);
  std::string held;
  for (std::size_t at = 0; at < size;) {
    held += bytes.substr(at, 1 + at % 13);
    at += 1 + at % 13;
    for (std::size_t taken = 1; taken > 0 && !held.empty();) {
      taken = pieces.feed(held);
      held.erase(0, taken);
    }
  }
  const bool done = whole.state() == Reader::State::done;
  if (done != (pieces.state() == Reader::State::done)) std::abort();
  if (!done) return 0;
  if (whole.request().body != pieces.request().body || whole.request().target != pieces.request().target) std::abort();

  EmptySession session;
  const auto response = setu::http::answer(whole.request(), &session, settings());
  const std::string head = setu::http::head_of(response, true, "1", "now");
  if (head.find("\r\n\r\n") != head.size() - 4) std::abort();
  for (const auto& [name, value] : response.headers) {
    if (value.find_first_of("\r\n") != std::string::npos) std::abort();
  }
  return 0;
}
