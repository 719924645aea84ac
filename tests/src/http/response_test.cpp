#include <catch2/catch.hpp>

#include "engine/interaction/interaction.h"
#include "src/http/response.h"

using namespace setu::http;

namespace {

constexpr Presentation plain, pretty{.form = {}, .pretty = true};
const Presentation xml{.form = {Format::xml, "application/fhir+xml"}, .pretty = false}, pretty_xml{.form = {Format::xml, "application/fhir+xml"}, .pretty = true};

/// A resource of some 2,500 bytes, which indentation makes a dozen times that, and XML twice.
const std::string& deep() {
  static const std::string json = [] {
    std::string text = R"({"resourceType":"Basic","id":"b",)";
    for (int i = 0; i < 40; ++i) text += R"("extension":[{"url":"u",)";
    text += R"("extension":[)";
    for (int i = 0; i < 40; ++i) text += std::string(i > 0 ? "," : "") + R"({"url":"a","valueCode":"b"})";
    text += "]";
    for (int i = 0; i < 40; ++i) text += "}]";
    return text + R"(,"code":{"text":"x"}})";
  }();
  return json;
}

Response written(const Presentation& presentation, const Room& room) {
  engine::Reply reply;
  reply.body = deep();
  reply.version = 3;
  return response_of(std::move(reply), presentation, "http://a/fhir", room);
}

std::string type_of(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "Content-Type") return value;
  }
  return {};
}

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("an answer that indentation or XML makes too long is refused, and says what to ask for") {
  const std::size_t json = deep().size(), in_xml = written(xml, {}).body.size();
  CHECK(written(pretty, {}).body.size() > 10 * json);
  REQUIRE(in_xml > json);
  for (const Presentation& presentation : {pretty, pretty_xml}) {
    const Response refused = written(presentation, {.bytes = 4 * json});
    CHECK(refused.status == 413);
    CHECK(has(refused.body, "too-costly"));
    CHECK(has(refused.body, "leave out _pretty"));
    CHECK(type_of(refused).starts_with(presentation.form.name));
  }
  const Response refused = written(xml, {.bytes = in_xml - 1});
  CHECK(refused.status == 413);
  CHECK(has(refused.body, "ask for JSON"));
  CHECK(written(xml, {.bytes = in_xml}).status == 200);
  // As it is stored it always goes.
  CHECK(written(plain, {.bytes = 1}).body == deep());
}

TEST_CASE("the answer to what was done is not refused: it goes without indentation, and at last as JSON") {
  const std::size_t json = deep().size();
  const Response without = written(pretty, {.bytes = 4 * json, .done = true});
  CHECK(without.status == 200);
  CHECK(without.body == deep());

  const std::string in_xml = written(xml, {}).body;
  for (const Presentation& presentation : {xml, pretty_xml}) {
    // XML has more room than is asked for as a rule,
    const Response compact = written(presentation, {.bytes = in_xml.size() / 2, .done = true});
    CHECK(compact.status == 200);
    CHECK(compact.body == in_xml);
    CHECK(type_of(compact) == "application/fhir+xml; charset=utf-8");
    // but not without an end.
    const Response as_json = written(presentation, {.bytes = in_xml.size() / 5, .done = true});
    CHECK(as_json.status == 200);
    CHECK(as_json.body == deep());
    CHECK(type_of(as_json) == "application/fhir+json; charset=utf-8");
  }
}
