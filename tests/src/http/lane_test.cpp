#include "src/http/lane.h"

#include <catch2/catch.hpp>

using namespace setu;

namespace {

worker::Lane lane(engine::Method method, std::string target, std::vector<std::pair<std::string, std::string>> headers = {}) {
  http::Request request;
  request.method = method;
  request.target = std::move(target);
  request.headers = std::move(headers);
  return http::lane_of(request);
}

}  // namespace

TEST_CASE("what never waits in the database is quick, and what looks for resources, holds many or writes is not") {
  using enum engine::Method;
  constexpr auto quick = worker::Lane::quick, long_one = worker::Lane::interactive;
  CHECK(lane(get, "/fhir/Patient/1") == quick);
  CHECK(lane(head, "/t/north/fhir/Patient/1/_history/2?_pretty=true") == quick);
  CHECK(lane(get, "/fhir/metadata") == quick);
  CHECK(lane(options, "/fhir/Patient") == quick);
  CHECK(lane(get, "/fhir/_async/17") == quick);
  CHECK(lane(delete_, "/fhir/_async/17") == quick);
  CHECK(lane(get, "/fhir/Nothing") == quick);      // refused
  CHECK(lane(patch, "/fhir/_history") == quick);  // refused
  CHECK(lane(post, "/fhir/Nothing") == quick);     // refused
  CHECK(lane(put, "/fhir/Patient/1") == long_one);  // waits for another that writes it
  CHECK(lane(patch, "/fhir/Patient/1") == long_one);
  CHECK(lane(delete_, "/fhir/Patient/1") == long_one);
  CHECK(lane(post, "/fhir/Patient") == long_one);
  CHECK(lane(get, "/fhir/Patient") == long_one);
  CHECK(lane(get, "/fhir?_id=1") == long_one);
  CHECK(lane(post, "/fhir/Patient/_search") == long_one);
  CHECK(lane(get, "/fhir/Patient/1/Observation") == long_one);
  CHECK(lane(get, "/fhir/Patient/1/_history") == long_one);
  CHECK(lane(get, "/fhir/_history") == long_one);
  CHECK(lane(get, "/fhir/Patient/1/$everything") == long_one);
  CHECK(lane(post, "/fhir") == long_one);
  CHECK(lane(put, "/fhir/Patient?identifier=1") == long_one);
  CHECK(lane(patch, "/fhir/Patient?identifier=1") == long_one);
  CHECK(lane(delete_, "/fhir/Patient?identifier=1") == long_one);
  CHECK(lane(post, "/fhir/Patient", {{"If-None-Exist", "identifier=1"}}) == long_one);
}
