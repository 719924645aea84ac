#include "engine/index/key.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <set>
#include <thread>
#include <vector>

using namespace engine::index;

namespace {
const fhir::Descriptor patient{.name = "Patient", .kind = fhir::TypeKind::resource};
const fhir::Descriptor group{.name = "Group", .kind = fhir::TypeKind::resource};
}  // namespace

TEST_CASE("an id made by the server decodes to its number and back") {
  const auto id = new_id();
  CHECK(id.size() == 13);
  CHECK(is_server_id(id));
  CHECK(key_of(patient, id) >= 0);
  CHECK(id_of(key_of(patient, id)) == id);
  CHECK(key_of(patient, id) == key_of(group, id));
}

TEST_CASE("keys of the server's ids and of other ids never meet") {
  for (const auto* id : {"example", "1", "123e4567-e89b-12d3-a456-426614174000", "0000000000000000", "8000000000000",
                         "000000000000I", "000000000000U", "000000000000-", ""}) {
    CAPTURE(id);
    CHECK_FALSE(is_server_id(id));
    CHECK(key_of(patient, id) < 0);
    CHECK(key_of(patient, id) != key_of(group, id));
  }
  CHECK(key_of(patient, "0000000000000") == 0);
  CHECK(key_of(patient, "7zzzzzzzzzzzz") == INT64_MAX);
  CHECK(id_of(INT64_MAX) == "7zzzzzzzzzzzz");
}

TEST_CASE("new ids are unique and rise, from any thread") {
  std::vector<std::vector<std::string>> ids(4);
  std::vector<std::thread> threads;
  for (auto& mine : ids) {
    threads.emplace_back([&mine] {
      for (int i = 0; i < 20000; ++i) mine.push_back(new_id());
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> all;
  for (const auto& mine : ids) {
    CHECK(std::is_sorted(mine.begin(), mine.end()));
    all.insert(mine.begin(), mine.end());
  }
  CHECK(all.size() == 80000);
}

TEST_CASE("different things have different keys") {
  const std::set<std::int64_t> keys{
      token_key("Patient", "name", "x"),       token_key("Patient", "namex", ""),
      token_key("Patientname", "", "x"),       token_system_key("Patient", "name", "x"),
      reference_salt("Patient", "name", "x"),  url_key("Patient", "name", "x"),
      identifier_key("Patient", "name", "x"),  range_key("Patient", "name"),
      range_key("Patient", "name", "x", ""),   range_key("Patient", "name", "", "x"),
      range_key("Patient", "name", "", ""),    text_key("Patient", "name"),
      exact_hash("x"),                         token_key("Person", "name", "x"),
  };
  CHECK(keys.size() == 14);
  CHECK(system_hash("") == 0);
  CHECK(system_hash("http://loinc.org") != 0);
}

// Keys are in databases: these must never change without a new extractor_version.
TEST_CASE("keys are the same in every release") {
  CHECK(token_key("Observation", "code", "8867-4") == -6784673745979786628);
  CHECK(key_of(patient, "example") == -3521940352843982310);
  CHECK(system_hash("http://loinc.org") == 1435343059);
}

TEST_CASE("the first server-made id from a text on is found as texts are ordered") {
  const std::string id = id_of(123'456'789'012);
  CHECK(first_key_from(id) == 123'456'789'012);
  CHECK(first_key_from(id + "x") == 123'456'789'013);
  CHECK(first_key_from("") == 0);
  CHECK(first_key_from("-") == 0);
  CHECK(first_key_from("7zzzzzzzzzzzz") == std::numeric_limits<std::int64_t>::max());
  for (const char* text : {"8", "zebra", "a", "A", "7zzzzzzzzzzzzz", "7zzzzzzzzzzz~"}) CHECK_FALSE(first_key_from(text));
  for (const std::string text : {"0", "0s", "1a", "0i", "0A", "0-", "00000000000001", "7zzzzzzzzzzzy", "3.5", "0u0"}) {
    CAPTURE(text);
    const auto key = first_key_from(text);
    REQUIRE(key);
    CHECK(id_of(*key) >= text);
    if (*key > 0) CHECK(id_of(*key - 1) < text);
  }
}
