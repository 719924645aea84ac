#include "engine/store/version.h"

#include <random>

#include "engine/store/dictionary.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;

namespace {

std::string hex_of(std::string_view bytes) {
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : bytes) text.append({digits[byte >> 4], digits[byte & 15]});
  return text;
}

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) bytes += static_cast<char>(std::stoi(std::string(text.substr(at, 2)), nullptr, 16));
  return bytes;
}

std::int16_t number(Encoding encoding) { return static_cast<std::int16_t>(encoding); }

const std::string heart_rate =
    R"(},"status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":"8867-4","display":"Heart rate"}]},"subject":{"reference":"Patient/p"},"effectiveDateTime":"2024-01-02T10:00:00+05:30","valueQuantity":{"value":72.50,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}})";

}  // namespace

TEST_CASE("what is packed is unpacked as it was, whatever its size and bytes") {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 3'000'000; size = size * 3 / 2 + 1) {
    std::string tail;
    while (tail.size() < size) tail += heart_rate;
    tail.resize(size);
    std::string noise(size, '\0');
    for (char& c : noise) c = static_cast<char>(random());
    for (const std::string& one : {tail, noise}) {
      CAPTURE(size);
      const Packed packed = pack(one);
      CHECK(packed.bytes.size() <= one.size());
      CHECK((must(unpack(number(packed.encoding), packed.bytes)) == one));
    }
  }
}

TEST_CASE("a version takes a third of its bytes, for the dictionary has what it shares with others") {
  const Packed packed = pack(heart_rate);
  CHECK(packed.encoding == Encoding::zstd_dictionary);
  CHECK(3 * packed.bytes.size() < heart_rate.size());
  for (const fhir::Descriptor* type : fhir::r4::resource_types()) {
    std::string tail = "}";
    for (const auto& element : type->elements) {
      if (element.name != "id" && element.name != "meta") tail += ",\"" + std::string(element.name) + "\":";
    }
    if (tail.size() < 100) continue;
    CAPTURE(type->name, tail);
    CHECK(pack(tail).bytes.size() < tail.size());
  }
}

TEST_CASE("versions that were stored before are read for ever") {
  // The digest of the dictionary that they were stored with, and what it and zstd alone made of one of them.
  Fixture store;
  const std::string bytes = hex_of({reinterpret_cast<const char*>(first_dictionary), sizeof first_dictionary});
  CHECK(store.sql.value("select encode(sha256('\\x" + bytes + "'), 'hex')") == "d02649efafe1d8e4f74057d302351f9522afddf9660c480fc3116742a034a057");
  CHECK(must(unpack(2, from_hex("28b52ffd609800fd020063820655056d321a900f7fcc1173c45d715ecdab7947923606eb3908ab17fccb866d7deb9a381b987e818252da4d90bfe2f460e6c524d377f57099421a96d4e84e8a6f993ffeb866aa5f9bad47203d714901028fdd7bee8c45f34ece6bce05"))) == heart_rate);
  CHECK(must(unpack(1, from_hex("28b52ffd60980055080036133b2340895607985d9bb083a8ae04bfc9d38a3ca910ca6f4531a28065a0b56f44de310caf0b300032003000904039112a09e75022073af8f889db4ae9a3db71fdb32d23e93c66607b44411f45e86cb3f674c71e37d74ba859cba719001dd91a5c1f31f790cc3cfd902406148adf8950698fa1634cc6bc7c0ecbc4b166c8f5cbc0f6943cc8cd20716503aa8465028b652586951c96b55cbf0f2fb659c142b8db36cd3ecd3f54bfe56607d76f7b1bb7d9f888bedb2e3420f93419f3db2c0673fef1a3364292edd340d9fca0f4c78fbabef9414f0ba12c097d441f35f76310c2428e419ebe0414b102d6d2b574190209005393159e351b8226965209acc305f1bcd1c2fab3542bb750c8"))) == heart_rate);
  CHECK(must(unpack(0, heart_rate)) == heart_rate);
}

TEST_CASE("bytes that are no packed version are refused") {
  const std::string packed = pack(heart_rate).bytes;
  CHECK_FALSE(unpack(3, packed));
  CHECK_FALSE(unpack(-1, packed));
  CHECK_FALSE(unpack(2, ""));
  CHECK_FALSE(unpack(2, packed.substr(0, packed.size() - 1)));
  CHECK_FALSE(unpack(2, packed + "x"));
  CHECK_FALSE(unpack(2, "not packed at all"));
  // What was packed with the dictionary means nothing without.
  CHECK_FALSE((unpack(1, packed) && must(unpack(1, packed)) == heart_rate));
}
