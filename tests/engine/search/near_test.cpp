#include "tests/engine/search/fixture.h"

using namespace engine::search;

// https://hl7.org/fhir/R4/location.html#positional

namespace {

std::string place(const char* id, const char* latitude, const char* longitude) {
  return R"({"resourceType":"Location","id":")" + std::string(id) + R"(","name":")" + id + R"(","position":{"latitude":)" + latitude + R"(,"longitude":)" + longitude + "}}";
}

}  // namespace

TEST_CASE("places are found by their distance from a point") {
  Fixture store;
  store.put(place("mumbai", "19.0760", "72.8777"));
  store.put(place("thane", "19.2183", "72.9781"));    // 19.0 km from there
  store.put(place("pune", "18.5204", "73.8567"));     // 120 km
  store.put(place("delhi", "28.7041", "77.1025"));    // 1,153 km
  store.put(R"({"resourceType":"Location","id":"nowhere","name":"nowhere"})");
  store.put(R"({"resourceType":"Location","id":"beyond","name":"beyond","position":{"latitude":91,"longitude":0}})");
  store.put(R"({"resourceType":"Encounter","id":"visit","status":"finished","class":{"code":"AMB"},"location":[{"location":{"reference":"Location/thane"}}]})");
  check(store, {
      {"Location?near=19.0760|72.8777|0|km", {"mumbai"}},
      {"Location?near=19.0760|72.8777", {"mumbai"}},
      {"Location?near=19.15|72.92", {"mumbai", "thane"}},
      {"Location?near=19.0760|72.8777|18.9|km", {"mumbai"}},
      {"Location?near=19.0760|72.8777|19.1|km", {"mumbai", "thane"}},
      {"Location?near=19.0760|72.8777|19.1", {"mumbai", "thane"}},
      {"Location?near=19.0760|72.8777|19.1|", {"mumbai", "thane"}},
      {"Location?near=19.0760|72.8777|19100|m", {"mumbai", "thane"}},
      {"Location?near=19.0760|72.8777|11.7|[mi_i]", {"mumbai"}},
      {"Location?near=19.0760|72.8777|11.9|[mi_us]", {"mumbai", "thane"}},
      {"Location?near=19.0760|72.8777|119|km", {"mumbai", "thane"}},
      {"Location?near=19.0760|72.8777|121|km", {"mumbai", "thane", "pune"}},
      {"Location?near=19.0760|72.8777|1160|km", {"mumbai", "thane", "pune", "delhi"}},
      {"Location?near=19.0760|72.8777|25000|km", {"mumbai", "thane", "pune", "delhi"}},
      {"Location?near=19.0760|72.8777|1|km,28.7|77.1|1|km", {"mumbai", "delhi"}},
      {"Location?near=19.0760|72.8777|20|km&near=19.2183|72.9781|5|km", {"thane"}},
      {"Location?near=19.0760|72.8777|121|km&name=pu", {"pune"}},
      {"Location?near:missing=true", {"nowhere", "beyond"}},
      {"Location?near:missing=false", {"mumbai", "thane", "pune", "delhi"}},
      {"Encounter?location.near=19.0760|72.8777|20|km", {"visit"}},
      {"Encounter?location.near=19.0760|72.8777|5|km", {}},
      {"Location?_filter=near eq 19.0760|72.8777|5|km", {"mumbai"}},
  });
}

TEST_CASE("a box in degrees is no circle: what lies in its corners is too far") {
  Fixture store;
  store.put(place("corner", "60.085", "10.17"));  // inside ten kilometres by each axis, 13.4 km away
  store.put(place("north", "60.085", "10"));
  CHECK(store.found("Location?near=60|10|10|km") == Ids{"north"});
  CHECK(store.found("Location?near=60|10|14|km") == Ids{"corner", "north"});
}

TEST_CASE("places are near across the date line and about the poles") {
  Fixture store;
  store.put(place("west", "-17", "179.95"));
  store.put(place("east", "-17", "-179.95"));
  store.put(place("turned", "-17", "180.05"));
  store.put(place("line", "-17", "180"));
  store.put(place("pole", "89.99", "10"));
  store.put(place("beyond", "89.99", "-170"));
  store.put(place("south", "-90", "0"));
  check(store, {
      {"Location?near=-17|179.99|20|km", {"west", "east", "turned", "line"}},
      {"Location?near=-17|-179.99|20|km", {"west", "east", "turned", "line"}},
      {"Location?near=-17|180|1|km", {"line"}},
      {"Location?near=-17|179.95|2|km", {"west"}},
      {"Location?near=90|0|2|km", {"pole", "beyond"}},
      {"Location?near=89.99|10|3|km", {"pole", "beyond"}},
      {"Location?near=89.99|10|2|km", {"pole"}},
      {"Location?near=-90|123|1|m", {"south"}},
      {"Location?near=0|0|10010|km", {"pole", "beyond", "south"}},
      {"Location?near=0|0|20100|km", {"west", "east", "turned", "line", "pole", "beyond", "south"}},
  });
}

TEST_CASE("what is no place or distance is refused by name") {
  for (const auto& [value, word] : {std::pair{"19", "has 1 parts"}, {"19|72|5|km|x", "has 5 parts"}, {"91|72", "latitude"}, {"x|72", "latitude"}, {"19|181", "longitude"},
                                    {"19||5|km", "longitude"}, {"19|72|-5|km", "0 or more"}, {"19|72|five|km", "distance"}, {"19|72|5|kg", "\"kg\" is no UCUM unit of length"},
                                    {"19|72|5|miles", "\"miles\""}, {"19|72|5|Cel", "\"Cel\""}}) {
    const auto said = refusal("Location?near=" + std::string(value));
    CAPTURE(value, said);
    std::string flat;
    for (const char c : said) flat += c == '\n' ? ' ' : c;
    CHECK(flat.find(word) != std::string::npos);
  }
  CHECK(refusal("Location?_sort=near").find("not ordered by \"near\"") != std::string::npos);
}
