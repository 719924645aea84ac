#include <catch2/catch.hpp>

#include "engine/interaction/interaction.h"
#include "engine/patch/json_patch.h"

namespace {

using engine::patch::json_patch;
using engine::patch::Limits;

struct Case {
  const char* promise;
  const char* document;
  const char* patch;
  const char* expected;      ///< the document afterwards, or part of the issue's text
  int status = 200;
};

/// What the patch makes of the document, or its issue.
struct Made {
  std::string text;
  int status = 200;
};

Made patched(std::string_view document, std::string_view patch, const Limits& limits = {}) {
  fhir::Arena arena;
  const auto* before = *fhir::json::parse(document, arena);
  const auto* operations = *fhir::json::parse(patch, arena);
  std::string untouched;
  fhir::json::append_tree(untouched, *before);
  const auto after = json_patch(*before, *operations, arena, limits);
  std::string still;
  fhir::json::append_tree(still, *before);
  CHECK(still == untouched);
  if (!after) return {after.outcome().issues.front().text, static_cast<int>(engine::status_of(after.outcome()))};
  Made made;
  fhir::json::append_tree(made.text, **after);
  return made;
}

const Case cases[] = {
    {"no operations change nothing", R"({"a":1})", "[]", R"({"a":1})"},
    {"add puts a member behind the others", R"({"a":1})", R"([{"op":"add","path":"/b","value":[2]}])", R"({"a":1,"b":[2]})"},
    {"add replaces a member that is there, in its place", R"({"a":1,"b":2})", R"([{"op":"add","path":"/a","value":3}])", R"({"a":3,"b":2})"},
    {"add inserts into an array", R"({"a":[1,2]})", R"([{"op":"add","path":"/a/0","value":0}])", R"({"a":[0,1,2]})"},
    {"add at an array's length appends", R"({"a":[1,2]})", R"([{"op":"add","path":"/a/2","value":3}])", R"({"a":[1,2,3]})"},
    {"add at - appends", R"({"a":[1,2]})", R"([{"op":"add","path":"/a/-","value":[3]}])", R"({"a":[1,2,[3]]})"},
    {"add of null is an add", R"({})", R"([{"op":"add","path":"/a","value":null}])", R"({"a":null})"},
    {"add at the root replaces the document", R"({"a":1})", R"([{"op":"add","path":"","value":{"b":2}}])", R"({"b":2})"},
    {"add to a member of the empty name", R"({})", R"([{"op":"add","path":"/","value":1}])", R"({"":1})"},
    {"add does not make what is on the way", R"({"a":1})", R"([{"op":"add","path":"/b/c","value":1}])", "there is no \"b\"", 422},
    {"add behind an array's end", R"({"a":[1]})", R"([{"op":"add","path":"/a/2","value":1}])", "the array has 1 items", 422},
    {"add into a string", R"({"a":"x"})", R"([{"op":"add","path":"/a/b","value":1}])", "neither an object nor an array", 422},
    {"an index with a leading zero is none", R"({"a":[1,2]})", R"([{"op":"add","path":"/a/01","value":1}])", "not an index", 422},
    {"an index with a sign is none", R"({"a":[1,2]})", R"([{"op":"replace","path":"/a/-1","value":1}])", "not an index", 422},
    {"an index as long as a line is none", R"({"a":[1]})", R"([{"op":"replace","path":"/a/18446744073709551616","value":1}])", "not an index", 422},
    {"remove a member", R"({"a":1,"b":2})", R"([{"op":"remove","path":"/a"}])", R"({"b":2})"},
    {"remove an item", R"({"a":[1,2,3]})", R"([{"op":"remove","path":"/a/1"}])", R"({"a":[1,3]})"},
    {"remove what is not there", R"({"a":1})", R"([{"op":"remove","path":"/b"}])", "there is no \"b\"", 422},
    {"remove behind an array's end", R"({"a":[1]})", R"([{"op":"remove","path":"/a/-"}])", "behind an array's last item", 422},
    {"remove of all", R"({"a":1})", R"([{"op":"remove","path":""}])", "DELETE", 422},
    {"replace keeps the place", R"({"a":1,"b":2})", R"([{"op":"replace","path":"/a","value":{"c":1}}])", R"({"a":{"c":1},"b":2})"},
    {"replace an item", R"({"a":[1,2]})", R"([{"op":"replace","path":"/a/1","value":"x"}])", R"({"a":[1,"x"]})"},
    {"replace what is not there", R"({"a":1})", R"([{"op":"replace","path":"/b","value":1}])", "\"add\" makes what is not there", 422},
    {"move a member into another object", R"({"a":{"x":1},"b":{}})", R"([{"op":"move","from":"/a/x","path":"/b/y"}])", R"({"a":{},"b":{"y":1}})"},
    {"move an item up its array", R"({"a":[1,2,3]})", R"([{"op":"move","from":"/a/0","path":"/a/2"}])", R"({"a":[2,3,1]})"},
    {"move an item down its array", R"({"a":[1,2,3]})", R"([{"op":"move","from":"/a/2","path":"/a/0"}])", R"({"a":[3,1,2]})"},
    {"move onto itself changes nothing", R"({"a":1,"b":2})", R"([{"op":"move","from":"/a","path":"/a"}])", R"({"a":1,"b":2})"},
    {"move into itself", R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":"/a/b"}])", "into itself", 400},
    {"move out of what is not there", R"({"a":1})", R"([{"op":"move","from":"/b","path":"/c"}])", "there is no \"b\"", 422},
    {"copy keeps the source", R"({"a":{"x":[1]}})", R"([{"op":"copy","from":"/a","path":"/b"},{"op":"add","path":"/b/x/-","value":2}])",
     R"({"a":{"x":[1]},"b":{"x":[1,2]}})"},
    {"copy into itself", R"({"a":{}})", R"([{"op":"copy","from":"/a","path":"/a/b"}])", R"({"a":{"b":{}}})"},
    {"a value that was added twice is two values", R"({})",
     R"([{"op":"add","path":"/a","value":[1]},{"op":"copy","from":"/a","path":"/b"},{"op":"remove","path":"/a/0"}])", R"({"a":[],"b":[1]})"},
    {"test of an equal value", R"({"a":{"x":1,"y":[true,null]}})", R"([{"op":"test","path":"/a","value":{"y":[true,null],"x":1}}])",
     R"({"a":{"x":1,"y":[true,null]}})"},
    {"test compares numbers by what they amount to", R"({"a":1.50})", R"([{"op":"test","path":"/a","value":15e-1}])", R"({"a":1.50})"},
    {"test tells a number from a string", R"({"a":10})", R"([{"op":"test","path":"/a","value":"10"}])", "another one than the test's", 422},
    {"test tells numbers apart that doubles do not", R"({"a":0.10000000000000000001})",
     R"([{"op":"test","path":"/a","value":0.1}])", "another one than the test's", 422},
    {"test tells orders of items apart", R"({"a":[1,2]})", R"([{"op":"test","path":"/a","value":[2,1]}])", "another one", 422},
    {"test tells a missing member from null", R"({"a":{"x":null}})", R"([{"op":"test","path":"/a","value":{"y":null}}])", "another one", 422},
    {"test of what is not there", R"({"a":1})", R"([{"op":"test","path":"/b","value":null}])", "there is no \"b\"", 422},
    {"a failed test undoes what came before", R"({"a":1})", R"([{"op":"remove","path":"/a"},{"op":"test","path":"/a","value":1}])",
     "Operation 1, test at /a: there is no", 422},
    {"~1 is a slash and ~0 a tilde, in this order", R"({"a/b":1,"~1":2})",
     R"([{"op":"replace","path":"/a~1b","value":3},{"op":"replace","path":"/~01","value":4}])", R"({"a/b":3,"~1":4})"},
    {"names are compared as they are", R"({"é":1})", R"([{"op":"test","path":"/\u00e9","value":1}])", R"({"é":1})"},
    {"other members of an operation are passed by", R"({})", R"([{"op":"add","path":"/a","value":1,"why":"because"}])", R"({"a":1})"},
    {"numbers stay as they were written", R"({"a":1.00,"b":1E+2})", R"([{"op":"move","from":"/a","path":"/c"},{"op":"add","path":"/d","value":0.10}])",
     R"({"b":1E+2,"c":1.00,"d":0.10})"},
    {"a patch that is an object", R"({})", R"({"op":"add","path":"/a","value":1})", "array of operations", 400},
    {"an operation that is no object", R"({})", R"(["add"])", "Operation 0: an operation is an object", 400},
    {"an operation without op", R"({})", R"([{"path":"/a","value":1}])", "\"op\" is missing", 400},
    {"an operation of another name", R"({})", R"([{"op":"append","path":"/a","value":1}])", "\"op\" is add", 400},
    {"names of operations are small letters", R"({})", R"([{"op":"Add","path":"/a","value":1}])", "\"op\" is add", 400},
    {"an operation without a path", R"({})", R"([{"op":"add","value":1}])", "\"path\" is missing", 400},
    {"a path that is no string", R"({})", R"([{"op":"add","path":1,"value":1}])", "\"path\" is a string", 400},
    {"a path without its slash", R"({})", R"([{"op":"add","path":"a","value":1}])", "begins with '/'", 400},
    {"a tilde by itself", R"({})", R"([{"op":"add","path":"/a~","value":1}])", "~0", 400},
    {"add without a value", R"({})", R"([{"op":"add","path":"/a"}])", "\"value\" is missing", 400},
    {"copy without from", R"({"a":1})", R"([{"op":"copy","path":"/b"}])", "\"from\" is missing", 400},
};

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("JSON Patch by cases") {
  for (const Case& one : cases) {
    INFO(one.promise);
    const Made made = patched(one.document, one.patch);
    CHECK(made.status == one.status);
    if (one.status == 200) {
      CHECK(made.text == one.expected);
    } else {
      INFO(made.text);
      CHECK(made.text.find(one.expected) != std::string::npos);
    }
  }
}

TEST_CASE("an issue of a JSON Patch names the operation and its path") {
  const Made made = patched(R"({"a":1})", R"([{"op":"test","path":"/a","value":1},{"op":"remove","path":"/name/0/family"}])");
  CHECK(made.text.starts_with("Operation 1, remove at /name/0/family: "));
}

TEST_CASE("a JSON Patch with more operations than one may have is refused") {
  Limits limits;
  limits.operations = 2;
  const std::string operation = R"({"op":"add","path":"/a","value":1})";
  CHECK(patched("{}", "[" + operation + "," + operation + "]", limits).status == 200);
  CHECK(patched("{}", "[" + operation + "," + operation + "," + operation + "]", limits).status == 400);
}

TEST_CASE("a JSON Patch that doubles a resource again and again ends") {
  std::string patch = "[";
  for (int i = 0; i < 100; ++i) patch += R"({"op":"copy","from":"/a","path":"/a/-"},)";
  patch.back() = ']';
  const Made made = patched(R"({"a":["text",[]]})", patch);
  CHECK(made.status == 422);
  INFO(made.text);
  // By its depth or by its size, whichever comes first.
  CHECK((made.text.find("nested deeper") != std::string::npos || made.text.find("more work") != std::string::npos));

  patch = "[";
  const std::string big(1024 * 1024, 'x');
  for (int i = 0; i < 100; ++i) patch += R"({"op":"copy","from":"/a","path":"/a)" + std::to_string(i) + "\"},";
  patch.back() = ']';
  CHECK(patched(R"({"a":")" + big + "\"}", patch).status == 422);
}

TEST_CASE("a JSON Patch that doubles what is there is refused before it takes more memory than a patch may") {
  const auto often = [](const std::string& operations) {
    std::string all;
    for (int i = 0; i < 60; ++i) all += "," + operations;
    return all + "]";
  };
  const auto add = [](const std::string& value) { return R"([{"op":"add","path":"/a","value":)" + value + "}"; };
  const std::string doubling = R"({"op":"copy","from":"/a","path":"/a/-"})";
  const std::string patches[] = {
      add("[1]") + often(doubling),
      add("[{}]") + often(doubling),
      add("[[]]") + often(doubling),
      add("[\"text\"]") + often(doubling),
      add("[1]") + often(doubling + R"(,{"op":"test","path":"/a/0","value":1})"),
      add("[1]") + often(R"({"op":"copy","from":"/a","path":"/b"},{"op":"move","from":"/b","path":"/a/-"})"),
      add("[1]") + often(R"({"op":"copy","from":"/a","path":"/b"},{"op":"move","from":"/a","path":"/b/-"},{"op":"move","from":"/b","path":"/a"})"),
      // What is taken away again was made all the same.
      add("[1]") + often(doubling).substr(0, 18 * (doubling.size() + 1)) + often(R"({"op":"copy","from":"/a","path":"/b"},{"op":"remove","path":"/b"})"),
      add(R"([{"url":"urn:a","extension":[]}])") + often(R"({"op":"copy","from":"/a/0","path":"/a/0/extension/-"})"),
  };
  constexpr std::size_t bound = 129 * 1024 * 1024;  // the limit, and what is read
  for (const std::string& patch : patches) {
    INFO(patch.substr(0, 200));
    fhir::Arena arena;
    const auto document = fhir::json::parse(R"({"resourceType":"Patient","id":"p"})", arena);
    const auto operations = fhir::json::parse(patch, arena);
    REQUIRE(document);
    REQUIRE(operations);
    const auto after = json_patch(**document, **operations, arena);
    REQUIRE_FALSE(after);
    CHECK(static_cast<int>(engine::status_of(after.outcome())) == 422);
    CHECK(after.outcome().issues.front().text.find("more work than one patch may be") != std::string::npos);
    CHECK(arena.used() < bound);
  }
}

TEST_CASE("the memory that a JSON Patch may take is what its operations make, not what the document is") {
  Limits limits;
  limits.arena_bytes = 10'000;
  std::string document = R"({"a":[0)";
  for (int i = 0; i < 1'000; ++i) document += ",0";
  document += "]}";
  CHECK(patched(document, R"([{"op":"add","path":"/b","value":[1,2,3]},{"op":"move","from":"/a","path":"/c"}])", limits).status == 200);
  CHECK(patched(document, R"([{"op":"copy","from":"/a","path":"/c"}])", limits).status == 422);
}

TEST_CASE("moving is work for all that is moved, and bounded with the rest") {
  Limits limits;
  limits.steps = 500;
  std::string patch = "[";
  for (int i = 0; i < 10; ++i) patch += R"({"op":"move","from":"/a","path":"/b"},{"op":"move","from":"/b","path":"/a"},)";
  patch.back() = ']';
  const auto document = [](int items) {
    std::string text = R"({"a":[0)";
    for (int i = 1; i < items; ++i) text += ",0";
    return text + "]}";
  };
  CHECK(patched(document(10), patch, limits).status == 200);
  CHECK(patched(document(100), patch, limits).status == 422);
}

TEST_CASE("texts that a JSON Patch repeats count as they are written") {
  std::string escaped;
  for (int i = 0; i < 100; ++i) escaped += "\\u0001";
  Limits limits;
  limits.copied_bytes = 1'000;
  const std::string copy = R"([{"op":"copy","from":"/a","path":"/b"}])";
  CHECK(patched(R"({"a":")" + std::string(100, 'x') + R"("})", copy, limits).status == 200);
  CHECK(patched(R"({"a":")" + escaped + R"("})", copy, limits).status == 422);
}

TEST_CASE("a JSON Patch nests no deeper than a document may be") {
  Limits limits;
  limits.document.depth = 10;
  CHECK(patched(R"({"a":[]})", R"([{"op":"add","path":"/a/-","value":)" + nested(8) + "}]", limits).status == 200);
  CHECK(patched(R"({"a":[]})", R"([{"op":"add","path":"/a/-","value":)" + nested(9) + "}]", limits).status == 422);
  const std::string move = R"([{"op":"add","path":"/b","value":)" + nested(9) + R"(},{"op":"move","from":"/b","path":"/a/-"}])";
  CHECK(patched(R"({"a":[]})", move, limits).status == 422);
}

TEST_CASE("JSON Pointers are taken apart") {
  using engine::patch::parse_pointer;
  CHECK(parse_pointer("")->empty());
  CHECK(*parse_pointer("/") == std::vector<std::string>{""});
  CHECK(*parse_pointer("/a/") == std::vector<std::string>{"a", ""});
  CHECK(*parse_pointer("/a~1b/~01/0") == std::vector<std::string>{"a/b", "~1", "0"});
  CHECK_FALSE(parse_pointer("a"));
  CHECK_FALSE(parse_pointer("/~2"));
  CHECK_FALSE(parse_pointer("/a~"));
}
