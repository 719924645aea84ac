#include <catch2/catch.hpp>
#include <vector>

#include "fhir/text/fold.h"
#include "fhir/text/nearest.h"

using fhir::text::fold;

TEST_CASE("texts fold to what people type") {
  CHECK(fold("Krishnamūrthy") == "krishnamurthy");
  CHECK(fold("  Müller\t LÜDENSCHEIDT ") == "muller ludenscheidt");
  CHECK(fold("Ångström") == fold("angstrom"));
  CHECK(fold("STRASSE") == fold("straße"));
  CHECK(fold("e\u0301") == fold("\u00e9"));
  CHECK(fold("") == "");
}

TEST_CASE("folded scripts without case stay what they are") {
  CHECK(fold("सेतु") == fold("सेतु"));
  CHECK_FALSE(fold("सेतु") == fold("सातु"));
  CHECK(fold("山田") == "山田");
}

TEST_CASE("a misspelt name suggests the one that was meant") {
  const std::vector<std::string_view> names = {"family", "given", "birthdate", "identifier", "name"};
  CHECK(fhir::text::nearest("famly", names) == "family");
  CHECK(fhir::text::nearest("birthDate", names) == "birthdate");
  CHECK(fhir::text::nearest("idnetifier", names) == "identifier");
  CHECK(fhir::text::nearest("zzz", names) == "");
  CHECK(fhir::text::nearest("", names) == "");
}
