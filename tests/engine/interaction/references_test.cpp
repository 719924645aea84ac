#include "tests/engine/interaction/fixture.h"

using namespace engine;

namespace {

/// A hospital of floors and rooms, and a visit that has parts.
struct Hospital : Server {
  Hospital() {
    put("Location", "hospital", "");
    for (const auto& [id, whole] : {std::pair{"floor", "hospital"}, {"room", "floor"}, {"bed", "room"}, {"garden", ""}}) {
      put("Location", id, *whole != '\0' ? std::string(R"(,"partOf":{"reference":"Location/)") + whole + R"("})" : std::string());
    }
    for (const char* place : {"hospital", "floor", "room", "bed", "garden"}) {
      put("Procedure", std::string("p-") + place, std::string(R"(,"status":"completed","subject":{"reference":"Patient/p"},"location":{"reference":"Location/)") + place + R"("})");
    }
    put("Encounter", "stay", R"(,"status":"finished","class":{"code":"IMP"})");
    put("Encounter", "surgery", R"(,"status":"finished","class":{"code":"IMP"},"partOf":{"reference":"Encounter/stay"})");
    put("Observation", "o-stay", R"(,"status":"final","code":{"text":"x"},"encounter":{"reference":"Encounter/stay"})");
    put("Observation", "o-surgery", R"(,"status":"final","code":{"text":"x"},"encounter":{"reference":"Encounter/surgery"})");
    put("Patient", "p", "");
  }
  void put(const std::string& type, const std::string& id, const std::string& more) {
    const Reply reply = ask("PUT", type + "/" + id, R"({"resourceType":")" + type + R"(","id":")" + id + "\"" + more + "}");
    INFO(issues(reply));
    REQUIRE(static_cast<int>(reply.status) < 300);
  }
  Texts found(std::string_view search) {
    const Reply reply = ask("GET", search);
    INFO(search << " " << issues(reply));
    CHECK(reply.status == Status::ok);
    auto ids = all(reply, "Bundle.entry.where(search.mode = 'match').resource.id");
    std::sort(ids.begin(), ids.end());
    return ids;
  }
};

}  // namespace

TEST_CASE("a reference is found above and below in a hierarchy") {  // https://hl7.org/fhir/R4/search.html#recursive
  Hospital server;
  CHECK(server.found("Procedure?location:below=floor") == Texts{"p-bed", "p-floor", "p-room"});
  CHECK(server.found("Procedure?location:below=Location/hospital") == Texts{"p-bed", "p-floor", "p-hospital", "p-room"});
  CHECK(server.found("Procedure?location:below=bed,garden") == Texts{"p-bed", "p-garden"});
  CHECK(server.found("Procedure?location:above=room") == Texts{"p-floor", "p-hospital", "p-room"});
  CHECK(server.found("Procedure?location:below=nowhere").empty());
  CHECK(server.found("Observation?encounter:above=surgery") == Texts{"o-stay", "o-surgery"});
  CHECK(server.found("Observation?encounter:below=stay") == Texts{"o-stay", "o-surgery"});
  CHECK(server.found("Location?partof:below=hospital") == Texts{"bed", "floor", "room"});
  CHECK(server.found("Patient?_has:Procedure:subject:location:below=room") == Texts{"p"});
  const Reply reply = server.ask("GET", "Patient?organization:sideways=1");
  CHECK(issues(reply).find("above, below") != std::string::npos);
}

TEST_CASE("a hierarchy that leads back to itself ends where it began") {
  Hospital server;
  server.put("Location", "hospital", R"(,"partOf":{"reference":"Location/bed"})");
  const Texts all{"p-bed", "p-floor", "p-hospital", "p-room"};
  CHECK(server.found("Procedure?location:below=room") == all);
  CHECK(server.found("Procedure?location:above=room") == all);
}

TEST_CASE("an id alone that several resources have is refused, for nobody can tell which is meant") {  // https://hl7.org/fhir/R4/search.html#reference
  Hospital server;
  server.put("Patient", "same", "");
  server.put("Observation", "o", R"(,"status":"final","code":{"text":"x"},"subject":{"reference":"Patient/same"})");
  CHECK(server.found("Observation?subject=same") == Texts{"o"});
  server.put("Group", "same", R"(,"type":"person","actual":true)");
  const Reply reply = server.ask("GET", "Observation?subject=same");
  CHECK(reply.status == Status::bad_request);
  CHECK(issues(reply).find("several resources with this id") != std::string::npos);
  CHECK(server.found("Observation?subject=Patient/same") == Texts{"o"});
  CHECK(server.found("Observation?subject:Patient=same") == Texts{"o"});
  CHECK(server.found("Observation?patient=same") == Texts{"o"});
  CHECK(server.ask("DELETE", "Group/same").status == Status::no_content);
  CHECK(server.found("Observation?subject=same") == Texts{"o"});
}

TEST_CASE("a hierarchy is followed fifty steps, and refused where it goes on") {
  Server server;
  const auto put = [&](int level) {
    const std::string id = "l" + std::to_string(level);
    const std::string whole = level > 0 ? R"(,"partOf":{"reference":"Location/l)" + std::to_string(level - 1) + R"("})" : std::string();
    REQUIRE(server.ask("PUT", "Location/" + id, R"({"resourceType":"Location","id":")" + id + "\"" + whole + "}").status == Status::created);
  };
  for (int level = 0; level <= 50; ++level) put(level);
  CHECK(server.ask("GET", "Procedure?location:below=l0").status == Status::ok);
  CHECK(server.ask("GET", "Procedure?location:above=l50").status == Status::ok);
  put(51);
  const Reply reply = server.ask("GET", "Procedure?location:below=l0");
  CHECK(reply.status == Status::bad_request);
  CHECK(issues(reply).find("50 steps") != std::string::npos);
}

TEST_CASE("ids alone of resources of any type are few, or told by their type") {
  Server server;
  std::string ids, references;
  for (int at = 0; at < 100; ++at) {
    ids.append(at == 0 ? "" : ",").append("id-").append(std::to_string(at));
    references.append(at == 0 ? "" : ",").append("Patient/id-").append(std::to_string(at));
  }
  const Reply reply = server.ask("GET", "Provenance?target=" + ids);
  CHECK(reply.status == Status::bad_request);
  CHECK(issues(reply).find("say of which type they are") != std::string::npos);
  CHECK(server.ask("GET", "Provenance?target=" + references).status == Status::ok);
  CHECK(server.ask("GET", "Observation?subject=" + ids).status == Status::ok);
}
