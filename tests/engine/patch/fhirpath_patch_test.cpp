#include <catch2/catch.hpp>

#include "engine/interaction/interaction.h"
#include "engine/patch/fhirpath_patch.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"

namespace {

using engine::patch::fhirpath_patch;
using engine::patch::Limits;

fhir::Resource resource_of(const std::string& json, fhir::Arena& arena) {
  auto resource = fhir::json::read(json, arena);
  INFO(json);
  INFO((resource ? "" : fhir::to_text(resource.outcome())));
  REQUIRE(resource);
  return *resource;
}

std::string json_of(fhir::Resource resource) {
  std::string out;
  fhir::json::write(resource, out);
  return out;
}

/// The parameter of an operation from its parts: {"name":…} objects without the name of the operation.
std::string operation(const std::string& type, const std::string& path, const std::string& more = {}) {
  return R"({"name":"operation","part":[{"name":"type","valueCode":")" + type + R"("},{"name":"path","valueString":")" + path + "\"}" +
         (more.empty() ? "" : "," + more) + "]}";
}
std::string add(const std::string& path, const std::string& name, const std::string& value) {
  return operation("add", path, R"({"name":"name","valueString":")" + name + R"("},{"name":"value",)" + value + "}");
}
std::string insert(const std::string& path, int index, const std::string& value) {
  return operation("insert", path, R"({"name":"index","valueInteger":)" + std::to_string(index) + R"(},{"name":"value",)" + value + "}");
}
std::string replace(const std::string& path, const std::string& value) { return operation("replace", path, R"({"name":"value",)" + value + "}"); }
std::string delete_(const std::string& path) { return operation("delete", path); }
std::string move(const std::string& path, int source, int destination) {
  return operation("move", path, R"({"name":"source","valueInteger":)" + std::to_string(source) +
                                     R"(},{"name":"destination","valueInteger":)" + std::to_string(destination) + "}");
}

struct Made {
  std::string text;  ///< the resource afterwards, or the issue's text
  int status = 200;
  std::string expression;
};

Made patched(const std::string& resource, const std::string& operations, const Limits& limits = {}) {
  fhir::Arena arena;
  const fhir::Resource before = resource_of(resource, arena);
  const fhir::Resource patch = resource_of(R"({"resourceType":"Parameters","parameter":[)" + operations + "]}", arena);
  const std::string patch_text = json_of(patch), before_text = json_of(before);
  // Twice, as a transaction that is done anew does: neither the resource nor the patch may have changed.
  Made made;
  for (int time = 0; time < 2; ++time) {
    const auto after = fhirpath_patch(before, *patch.as<fhir::r4::Parameters>(), arena, limits);
    const Made now = after ? Made{json_of(*after), 200, {}}
                           : Made{after.outcome().issues.front().text, static_cast<int>(engine::status_of(after.outcome())),
                                  after.outcome().issues.front().expression};
    CHECK(json_of(patch) == patch_text);
    CHECK(json_of(before) == before_text);
    if (time == 1) CHECK(now.text == made.text);
    made = now;
  }
  return made;
}

/// A Patient with these members.
std::string patient(const std::string& members) { return R"({"resourceType":"Patient")" + (members.empty() ? "" : "," + members) + "}"; }

struct Case {
  const char* promise;
  std::string members;
  std::string operations;
  std::string expected;  ///< the members afterwards, or part of the issue's text
  int status = 200;
};

const std::string three = R"("identifier":[{"value":"1"},{"value":"2"},{"value":"3"}])";

const Case cases[] = {
    {"add a primitive", "", add("Patient", "birthDate", R"("valueDate":"1930-01-01")"), R"("birthDate":"1930-01-01")"},
    {"add a data type", "", add("Patient", "maritalStatus", R"("valueCodeableConcept":{"text":"married"})"), R"("maritalStatus":{"text":"married"})"},
    {"add appends to a list", three, add("Patient", "identifier", R"("valueIdentifier":{"value":"4"})"),
     R"("identifier":[{"value":"1"},{"value":"2"},{"value":"3"},{"value":"4"}])"},
    {"add appends to a list of primitives", R"("name":[{"given":["A"]}])", add("Patient.name", "given", R"("valueString":"B")"),
     R"("name":[{"given":["A","B"]}])"},
    {"add to one of several, selected", R"("name":[{"use":"official","text":"x"},{"use":"usual"}])",
     add("Patient.name.where(use = 'usual')", "text", R"("valueString":"y")"), R"("name":[{"use":"official","text":"x"},{"use":"usual","text":"y"}])"},
    {"add a value[x] by its name", "", add("Patient", "deceased", R"("valueBoolean":true)"), R"("deceasedBoolean":true)"},
    {"add a value[x] by its name and type", "", add("Patient", "deceasedDateTime", R"("valueDateTime":"2020")"), R"("deceasedDateTime":"2020")"},
    {"add an extension to a primitive", R"("birthDate":"1930")",
     add("Patient.birthDate", "extension", R"("part":[{"name":"url","valueUri":"http://example.org/e"},{"name":"value","valueBoolean":true}])"),
     R"("birthDate":"1930","_birthDate":{"extension":[{"url":"http://example.org/e","valueBoolean":true}]})"},
    {"add a type without a name by its parts", "",
     add("Patient", "contact", R"("part":[{"name":"name","valueHumanName":{"text":"a"}},{"name":"relationship","valueCodeableConcept":{"text":"r"}},)"
                               R"({"name":"relationship","valueCodeableConcept":{"text":"s"}},{"name":"gender","valueCode":"male"}])"),
     R"("contact":[{"relationship":[{"text":"r"},{"text":"s"}],"name":{"text":"a"},"gender":"male"}])"},
    {"parts within parts", "", add("Patient", "contact", R"("part":[{"name":"name","part":[{"name":"family","valueString":"F"},{"name":"given","valueString":"G"}]}])"),
     R"("contact":[{"name":{"family":"F","given":["G"]}}])"},
    {"add a contained resource", "", add("Patient", "contained", R"("resource":{"resourceType":"Organization","id":"o","name":"O"})"),
     R"("contained":[{"resourceType":"Organization","id":"o","name":"O"}])"},
    {"a code may be given as a string", "", add("Patient", "gender", R"("valueString":"female")"), R"("gender":"female")"},
    {"a narrative's div may be given as a string", R"("text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">a</div>"})",
     replace("Patient.text.div", R"("valueString":"<div xmlns=\"http://www.w3.org/1999/xhtml\">b</div>")"),
     R"("text":{"status":"empty","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\">b</div>"})"},
    {"what was added can be changed by the next operation", "",
     add("Patient", "name", R"("valueHumanName":{"given":["A"]})") + "," + add("Patient.name[0]", "given", R"("valueString":"B")") + "," +
         delete_("Patient.name[0].given[0]"),
     R"("name":[{"given":["B"]}])"},
    {"add an element that is there", R"("birthDate":"1920")", add("Patient", "birthDate", R"("valueDate":"1930")"), "is there already", 422},
    {"add where there is nothing", R"("name":[{"text":"a"}])", add("Patient.name[0].period", "end", R"("valueDateTime":"2020")"), "nothing at the path", 422},
    {"add where there are several", R"("name":[{"text":"a"},{"text":"b"}])", add("Patient.name", "family", R"("valueString":"F")"), "leads to 2 elements", 422},
    {"add an element that does not exist", "", add("Patient", "birthday", R"("valueDate":"1930")"), "no element of this name", 422},
    {"add a value of another type", "", add("Patient", "birthDate", R"("valueBoolean":true)"), "is a date, not a boolean", 422},
    {"add a value that a value[x] cannot be", "", add("Patient", "deceased", R"("valueString":"yes")"), "cannot be a string", 422},
    {"add a data type by another", "", add("Patient", "name", R"("valueAddress":{"text":"a"})"), "is a HumanName, not a Address", 422},
    {"add parts to a primitive", "", add("Patient", "gender", R"("part":[{"name":"value","valueCode":"male"}])"), "has no parts", 422},
    {"a part that the type does not have", "", add("Patient", "contact", R"("part":[{"name":"colour","valueString":"x"}])"), "of a part's name", 422},
    {"a part twice that may be once", "", add("Patient", "contact", R"("part":[{"name":"gender","valueCode":"male"},{"name":"gender","valueCode":"female"}])"),
     "may be once", 422},
    {"a resource where there is none", "", add("Patient", "name", R"("resource":{"resourceType":"Organization","name":"O"})"), "does not hold a resource", 422},
    {"insert at the beginning", three, insert("Patient.identifier", 0, R"("valueIdentifier":{"value":"0"})"),
     R"("identifier":[{"value":"0"},{"value":"1"},{"value":"2"},{"value":"3"}])"},
    {"insert at the end", three, insert("Patient.identifier", 3, R"("valueIdentifier":{"value":"4"})"),
     R"("identifier":[{"value":"1"},{"value":"2"},{"value":"3"},{"value":"4"}])"},
    {"insert into a list with nothing in it", "", insert("Patient.identifier", 0, R"("valueIdentifier":{"value":"1"})"), R"("identifier":[{"value":"1"}])"},
    {"insert into a list without the resource's name", three, insert("identifier", 1, R"("valueIdentifier":{"value":"x"})"),
     R"("identifier":[{"value":"1"},{"value":"x"},{"value":"2"},{"value":"3"}])"},
    {"insert into a list of primitives deep down", R"("contact":[{"name":{"given":["A","C"]}}])",
     insert("Patient.contact[0].name.given", 1, R"("valueString":"B")"), R"("contact":[{"name":{"given":["A","B","C"]}}])"},
    {"insert behind the end", three, insert("Patient.identifier", 4, R"("valueIdentifier":{"value":"x"})"), "list has 3 elements", 422},
    {"insert at no index", three, insert("Patient.identifier", -1, R"("valueIdentifier":{"value":"x"})"), "integer, from 0", 400},
    {"insert into what is no list", "", insert("Patient.birthDate", 0, R"("valueDate":"1930")"), "no list", 422},
    {"insert at an item", three, insert("Patient.identifier[0]", 0, R"("valueIdentifier":{"value":"x"})"), "ends with an element's name", 422},
    {"delete a primitive", R"("active":true,"birthDate":"1920")", delete_("Patient.birthDate"), R"("active":true)"},
    {"delete an item", three, delete_("Patient.identifier[1]"), R"("identifier":[{"value":"1"},{"value":"3"}])"},
    {"delete what is not there", R"("active":true)", delete_("Patient.birthDate"), R"("active":true)"},
    {"delete leaves no empty element", R"("active":true,"contact":[{"name":{"text":"a"}}])", delete_("Patient.contact[0].name.text"), R"("active":true)"},
    {"delete leaves a primitive without its extension", R"("birthDate":"1920","_birthDate":{"extension":[{"url":"http://e","valueBoolean":true}]})",
     delete_("Patient.birthDate.extension[0]"), R"("birthDate":"1920")"},
    {"delete leaves no primitive with neither text nor extension", R"("active":true,"_birthDate":{"extension":[{"url":"http://e","valueBoolean":true}]})",
     delete_("Patient.birthDate.extension[0]"), R"("active":true)"},
    {"delete a value[x]", R"("active":true,"deceasedBoolean":false)", delete_("Patient.deceased"), R"("active":true)"},
    {"delete within a contained resource", R"("contained":[{"resourceType":"Organization","id":"o","name":"O"}])",
     delete_("Patient.contained[0].name"), R"("contained":[{"resourceType":"Organization","id":"o"}])"},
    {"delete of several", three, delete_("Patient.identifier"), "leads to 3 elements", 422},
    {"delete of the resource", three, delete_("Patient"), "use DELETE", 422},
    {"replace a primitive", R"("birthDate":"1920")", replace("Patient.birthDate", R"("valueDate":"1930-01-01")"), R"("birthDate":"1930-01-01")"},
    {"replace a primitive with its extensions", R"("birthDate":"1920","_birthDate":{"id":"x"})", replace("Patient.birthDate", R"("valueDate":"1930")"), R"("birthDate":"1930")"},
    {"replace an item", three, replace("Patient.identifier.where(value='2')", R"("valueIdentifier":{"value":"x"})"),
     R"("identifier":[{"value":"1"},{"value":"x"},{"value":"3"}])"},
    {"replace a value[x] by another type", R"("deceasedBoolean":true)", replace("Patient.deceased", R"("valueDateTime":"2020-02-02")"), R"("deceasedDateTime":"2020-02-02")"},
    {"replace an item of primitives", R"("name":[{"given":["A","B"]}])", replace("Patient.name.given[1]", R"("valueString":"C")"), R"("name":[{"given":["A","C"]}])"},
    {"replace what is not there", "", replace("Patient.birthDate", R"("valueDate":"1930")"), "nothing at the path", 422},
    {"replace the resource", three, replace("Patient", R"("valueString":"x")"), "use PUT", 422},
    {"replace a value that is no element", three, replace("Patient.identifier.count()", R"("valueInteger":1)"), "not an element of the resource", 422},
    {"move up", three, move("Patient.identifier", 0, 2), R"("identifier":[{"value":"2"},{"value":"3"},{"value":"1"}])"},
    {"move down", three, move("Patient.identifier", 2, 0), R"("identifier":[{"value":"3"},{"value":"1"},{"value":"2"}])"},
    {"move to where it is", three, move("Patient.identifier", 1, 1), three},
    {"move from behind the end", three, move("Patient.identifier", 3, 0), "list has 3 elements", 422},
    {"move to behind the end", three, move("Patient.identifier", 0, 3), "list has 3 elements", 422},
    {"a path that is not FHIRPath", "", delete_("Patient.name["), "not FHIRPath", 400},
    {"a path that fails", three, delete_("Patient.identifier.single()"), "cannot be evaluated", 422},
    {"an operation of another type", "", operation("upsert", "Patient"), "its type is add", 400},
    {"an operation without a path", "", R"({"name":"operation","part":[{"name":"type","valueCode":"delete"}]})", "path is missing", 400},
    {"an operation without a value", "", operation("replace", "Patient.birthDate"), "value is missing", 400},
    {"a value with nothing in it", "", operation("replace", "Patient.id", R"({"name":"value"})"), "either a value[x]", 400},
    {"an insert without an index", "", operation("insert", "Patient.name", R"({"name":"value","valueHumanName":{"text":"a"}})"), "index is missing", 400},
    {"a move without a destination", three, operation("move", "Patient.identifier", R"({"name":"source","valueInteger":0})"), "destination is missing", 400},
    {"an add without a name", "", operation("add", "Patient", R"({"name":"value","valueString":"a"})"), "name is missing", 400},
    {"a part of another name", "", operation("delete", "Patient.id", R"({"name":"reason","valueString":"a"})"), "its parts are", 400},
    {"a part that is there twice", "", operation("delete", "Patient.id", R"({"name":"path","valueString":"a"})"), "there twice", 400},
    {"a parameter that is no operation", "", R"({"name":"op","valueString":"add"})", "named operation", 400},
};

}  // namespace

TEST_CASE("FHIRPath Patch by cases") {
  for (const Case& one : cases) {
    INFO(one.promise);
    const Made made = patched(patient(one.members), one.operations);
    INFO(made.text);
    CHECK(made.status == one.status);
    if (one.status == 200) {
      CHECK(made.text == patient(one.expected));
    } else {
      CHECK(made.text.find(one.expected) != std::string::npos);
    }
  }
}

TEST_CASE("an issue of a FHIRPath Patch names the operation and its path, without literals") {
  const Made made = patched(patient(three), delete_("Patient.birthDate") + "," + replace("Patient.identifier.where(value='secret')", R"("valueIdentifier":{"value":"x"})"));
  CHECK(made.text == "Operation 1, replace at Patient.identifier.where(value=''): there is nothing at the path.");
  CHECK(made.expression == "Parameters.parameter[1]");
}

TEST_CASE("a FHIRPath Patch stays within its limits") {
  const std::string nothing = delete_("Patient.birthDate");
  Limits limits;
  limits.operations = 1;
  CHECK(patched(patient(three), nothing, limits).status == 200);
  CHECK(patched(patient(three), nothing + "," + nothing, limits).status == 400);

  limits = {};
  limits.steps = 5;
  CHECK(patched(patient(three), nothing, limits).status == 422);

  limits = {};
  limits.milliseconds = 0;
  CHECK(patched(patient(three), nothing, limits).status == 422);

  // Extensions in extensions, one a time.
  std::string operations = add("Patient", "extension", R"("part":[{"name":"url","valueUri":"http://e"}])");
  std::string path = "Patient.extension[0]";
  for (int i = 0; i < 200; ++i) {
    operations += "," + add(path, "extension", R"("part":[{"name":"url","valueUri":"http://e"}])");
    path += ".extension[0]";
  }
  CHECK(patched(patient(three), operations).status == 422);
}

TEST_CASE("a FHIRPath Patch takes no more memory than a patch may") {
  const std::string name = add("Patient", "name", R"("valueHumanName":{"text":"a","given":["b","c"]})");
  const std::string contact = insert("Patient.contact", 0, R"("part":[{"name":"name","valueHumanName":{"text":"a"}},{"name":"gender","valueCode":"male"}])");
  for (const std::string& operation : {name, contact}) {
    std::string operations = operation;
    for (int i = 1; i < 1'000; ++i) operations += "," + operation;
    fhir::Arena arena;
    const fhir::Resource before = resource_of(patient(three), arena);
    const fhir::Resource patch = resource_of(R"({"resourceType":"Parameters","parameter":[)" + operations + "]}", arena);
    CHECK(fhirpath_patch(before, *patch.as<fhir::r4::Parameters>(), arena));

    Limits limits;
    limits.arena_bytes = 64 * 1024;
    const std::size_t used = arena.used();
    const auto after = fhirpath_patch(before, *patch.as<fhir::r4::Parameters>(), arena, limits);
    REQUIRE_FALSE(after);
    CHECK(static_cast<int>(engine::status_of(after.outcome())) == 422);
    CHECK(after.outcome().issues.front().text.find("more work than one patch may be") != std::string::npos);
    // The copy of the resource, and a list that grew last.
    CHECK(arena.used() - used < limits.arena_bytes + 128 * 1024);
  }

  // A value that is too large by itself is not made.
  std::string given = "\"a\"";
  for (int i = 0; i < 10'000; ++i) given += ",\"a\"";
  Limits limits;
  limits.arena_bytes = 64 * 1024;
  const std::string large = add("Patient", "name", R"("valueHumanName":{"given":[)" + given + "]}");
  CHECK(patched(patient(three), large).status == 200);
  CHECK(patched(patient(three), large, limits).status == 422);
}
