#include <catch2/catch.hpp>

#include "fhir/json/read.h"
#include "fhir/xml/transcribe.h"
#include "fhir/xml/write.h"

using fhir::json::Style;

namespace {

std::string bundle(const std::vector<std::string>& entries) {
  std::string all;
  for (const auto& entry : entries) all.append(all.empty() ? "" : " , ").append(entry);
  return R"({ "resourceType" : "Bundle","type":"collection","link":[{"relation":"self","url":"http://x?a=\"]}{[,entry\\"}] ,"entry":)" + std::string("[ ") + all + R"( ],"signature":{"who":{"display":"<entry>"},"when":"2024-01-01T00:00:00Z","type":[{"code":"x"}]}})";
}

std::string patient(const std::string& family) { return R"({"resource":{"resourceType":"Patient","name":[{"family":")" + family + R"("}]}})"; }

}  // namespace

// That it is what read() and write() make of every official example is seen in examples_test.cpp.

TEST_CASE("the entries of a bundle are transcribed one by one as they would be together, and what stands around them once") {
  const std::string nested = R"({"resource":)" + bundle({patient("a"), patient("b"), patient("c")}) + "}";
  const std::string list = R"({"resource":{"resourceType":"List","status":"current","mode":"working","entry":[{"item":{"display":"a"}},{"item":{"display":"b"}}]}})";
  for (const std::string& json : {bundle({patient("a")}), bundle({patient("a"), patient("b")}), bundle({nested, list, patient("c\\\"}]"), R"({"fullUrl":"urn:x"})"}),
                                  std::string(R"({"resourceType":"Bundle","type":"collection"})")}) {
    CAPTURE(json);
    fhir::Arena arena;
    const auto resource = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
    REQUIRE(resource);
    for (const Style style : {Style::compact, Style::pretty}) {
      std::string together, transcribed;
      fhir::xml::write(*resource, together, style);
      const auto fits = fhir::xml::transcribe(json, transcribed, style, together.size(), {});
      REQUIRE(fits);
      CHECK(*fits);
      CHECK(transcribed == together);
      transcribed.clear();
      CHECK_FALSE(*fhir::xml::transcribe(json, transcribed, style, together.size() - 1, {}));
    }
  }
}

TEST_CASE("entries that there is no room for are not read, and one that is no entry fails") {
  std::string out;
  const std::string faulty = R"({"resource":{"resourceType":"Patient","unknown":1}})";
  CHECK_FALSE(fhir::xml::transcribe(bundle({patient("a"), faulty, patient("c")}), out, Style::compact, 10'000, {}));
  out.clear();
  const auto full = fhir::xml::transcribe(bundle({patient(std::string(1'000, 'x')), faulty}), out, Style::compact, 500, {});
  REQUIRE(full);
  CHECK_FALSE(*full);
}

TEST_CASE("what transcribing a large bundle has in memory beside its texts is one entry") {
  const std::string json = bundle(std::vector<std::string>(20'000, patient("a")));
  std::string out;
  out.reserve(4 * json.size());
  const fhir::json::Limits room_for_one{16, 64, 1'000};  // and for what stands around it
  const auto fits = fhir::xml::transcribe(json, out, Style::compact, out.capacity(), room_for_one);
  REQUIRE(fits);
  CHECK(*fits);
}
