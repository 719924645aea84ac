#include "terminology/code_system/concepts.h"

#include <catch2/catch.hpp>

#include "fhir/json/read.h"

using namespace terminology::code_system;

namespace {

/// A code system with what its resource lives in.
struct System {
  fhir::Arena arena;
  fhir::Resource resource;
  explicit System(const std::string& concepts, const std::string& more = "") {
    auto read = fhir::json::read(R"({"resourceType":"CodeSystem","status":"active","content":"complete")" + more + R"(,"concept":[)" + concepts + "]}", arena);
    INFO((read ? "" : fhir::to_text(read.outcome())));
    REQUIRE(read);
    resource = *read;
  }
  Concepts concepts() const { return Concepts(*resource.as<fhir::r4::CodeSystem>()); }
  Codes filtered(const char* property, const char* op, const char* value) const {
    auto codes = concepts().filtered(property, op, value);
    REQUIRE(codes);
    return *codes;
  }
};

const char* const nested = R"({"code":"animal","concept":[{"code":"dog","display":"Dog","concept":[{"code":"poodle"}]},{"code":"cat","property":[{"code":"legs","valueInteger":4},{"code":"tame","valueBoolean":true}]}]},)"
                           R"({"code":"plant","property":[{"code":"legs","valueInteger":0}]})";

}  // namespace

TEST_CASE("a concept has those nested in it below it, as long as that means that they are such") {
  const System system(nested);
  CHECK(system.concepts().below("animal") == Codes{"animal", "cat", "dog", "poodle"});
  CHECK(system.concepts().below("poodle") == Codes{"poodle"});
  CHECK(system.concepts().above("poodle") == Codes{"animal", "dog", "poodle"});
  const System parts(nested, R"(,"hierarchyMeaning":"part-of")");
  CHECK(parts.concepts().below("animal") == Codes{"animal"});
}

TEST_CASE("the properties parent, child and subsumedBy are a hierarchy too, and one that goes round ends") {
  const System system(R"({"code":"A","property":[{"code":"child","valueCode":"D"}]},{"code":"B","property":[{"code":"parent","valueCode":"A"}]},)"
                      R"({"code":"C","property":[{"code":"subsumedBy","valueCode":"B"},{"code":"parent","valueCode":"D"}]},{"code":"D"},{"code":"E","property":[{"code":"parent","valueCode":"F"}]},{"code":"F","property":[{"code":"parent","valueCode":"E"}]})");
  CHECK(system.concepts().below("A") == Codes{"A", "B", "C", "D"});
  CHECK(system.concepts().above("C") == Codes{"A", "B", "C", "D"});
  CHECK(system.concepts().below("E") == Codes{"E", "F"});
}

TEST_CASE("filters select by hierarchy, by code, by text and by property") {  // https://hl7.org/fhir/R4/valueset.html#filter
  const System system(nested);
  CHECK(system.filtered("concept", "is-a", "dog") == Codes{"dog", "poodle"});
  CHECK(system.filtered("concept", "is-a", "none").empty());
  CHECK(system.filtered("concept", "descendent-of", "dog") == Codes{"poodle"});
  CHECK(system.filtered("concept", "is-not-a", "dog") == Codes{"animal", "cat", "plant"});
  CHECK(system.filtered("concept", "generalizes", "dog") == Codes{"animal", "dog"});
  CHECK(system.filtered("concept", "in", "dog, cat") == Codes{"cat", "dog"});
  CHECK(system.filtered("concept", "not-in", "dog,cat") == Codes{"animal", "plant", "poodle"});
  CHECK(system.filtered("code", "regex", "p.*") == Codes{"plant", "poodle"});
  CHECK(system.filtered("code", "regex", "o").empty());
  CHECK(system.filtered("display", "=", "Dog") == Codes{"dog"});
  CHECK(system.filtered("parent", "=", "animal") == Codes{"cat", "dog"});
  CHECK(system.filtered("legs", "=", "4") == Codes{"cat"});
  CHECK(system.filtered("tame", "=", "true") == Codes{"cat"});
  CHECK(system.filtered("legs", "exists", "true") == Codes{"cat", "plant"});
  CHECK(system.filtered("legs", "exists", "false") == Codes{"animal", "dog", "poodle"});
  CHECK(system.filtered("display", "exists", "true") == Codes{"dog"});
  CHECK(system.filtered("definition", "exists", "false") == system.concepts().all());
  CHECK_FALSE(system.concepts().filtered("code", "like", "x"));
  CHECK_FALSE(system.concepts().filtered("code", "regex", "("));
}
