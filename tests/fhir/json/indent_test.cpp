#include <catch2/catch.hpp>

#include "fhir/json/indent.h"

// That it is what write() makes with Style::pretty is seen of every official example, in examples_test.cpp.

TEST_CASE("JSON is indented whatever is in its texts and between its tokens") {
  std::string out;
  CHECK(fhir::json::indent(" {\"a\":\t[1,-2.50 , true,null], \"b\\\"\\\\\":\"{[,:]}\\\\\",\"c\":{ },\"d\":[],\"e\":{\"f\":\"\"}}\n", out));
  CHECK(out == R"({
  "a": [
    1,
    -2.50,
    true,
    null
  ],
  "b\"\\": "{[,:]}\\",
  "c": {},
  "d": [],
  "e": {
    "f": ""
  }
})");
}

TEST_CASE("indenting stops as soon as there is no more room") {
  std::string json = R"({"a":[)";
  for (int i = 0; i < 60; ++i) json += "[";
  for (int i = 0; i < 10'000; ++i) json += i == 0 ? "1" : ",1";
  for (int i = 0; i < 60; ++i) json += "]";
  json += "]}";
  std::string all;
  CHECK(fhir::json::indent(json, all));
  CHECK(all.size() > 30 * json.size());

  std::string out;
  CHECK(fhir::json::indent(json, out, all.size()));
  out.clear();
  CHECK_FALSE(fhir::json::indent(json, out, all.size() - 1));
  out.clear();
  CHECK_FALSE(fhir::json::indent(json, out, 50'000));
  CHECK(out.size() < 50'300);
  // A text is not taken whole either.
  out.clear();
  CHECK_FALSE(fhir::json::indent("\"" + std::string(100'000, 'x') + "\"", out, 1'000));
  CHECK(out.size() == 1'001);
}
