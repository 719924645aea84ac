#include <catch2/catch.hpp>

#include "src/http/preference.h"

using namespace setu::http;
using engine::Handling;
using engine::Return;

TEST_CASE("Prefer says what to return and how to handle what is unknown") {
  struct Case {
    std::string_view header;
    Return return_;
    Handling handling;
  };
  const Case cases[] = {
      {"", Return::unspecified, Handling::strict},
      {"return=minimal", Return::minimal, Handling::strict},
      {"return=representation, handling=lenient", Return::representation, Handling::lenient},
      {"handling=lenient; return=OperationOutcome", Return::operation_outcome, Handling::lenient},
      {"RETURN = \"minimal\"", Return::minimal, Handling::strict},
      {"return=minimal, return=representation", Return::minimal, Handling::strict},
      {"respond-async, wait=10, return=minimal", Return::minimal, Handling::strict},
      {"return=everything", Return::unspecified, Handling::strict},
      {"handling=strict", Return::unspecified, Handling::strict},
      {",,;;=,", Return::unspecified, Handling::strict},
  };
  for (const auto& one : cases) {
    INFO(one.header);
    const Preference preference = parse_preference(one.header);
    CHECK(preference.return_ == one.return_);
    CHECK(preference.handling == one.handling);
  }
}
