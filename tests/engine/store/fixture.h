#pragma once

#include <catch2/catch.hpp>
#include <stdexcept>

#include "engine/index/extract.h"
#include "engine/interaction/stored_form.h"
#include "engine/store/connect.h"
#include "fhir/json/read.h"
#include "fhir/r4/registry.h"
#include "tests/support/postgres.h"

namespace engine::store {

inline const fhir::Descriptor& patient_type = *fhir::r4::resource_type("Patient");
inline const fhir::Descriptor& observation_type = *fhir::r4::resource_type("Observation");

/// The write of a resource, as the interactions make it.
inline Write write_of(const std::string& json, std::string id, Write::Kind kind = Write::Kind::update) {
  fhir::Arena arena;
  auto resource = fhir::json::read(json, arena);
  // Not by REQUIRE: threads make writes too, and Catch2's assertions are the main thread's.
  if (!resource) throw std::runtime_error(fhir::to_text(resource.outcome()));
  Write write;
  write.kind = kind;
  write.type = resource->type;
  write.id = std::move(id);
  write.tail = stored_form(*resource);
  write.postings = index::extract(*resource, write.id, "");
  return write;
}

inline std::string patient_json(const std::string& family) {
  return R"({"resourceType":"Patient","name":[{"family":")" + family + R"("}],"gender":"female","birthDate":"1984-05"})";
}

inline Write patient(const std::string& family, std::string id, Write::Kind kind = Write::Kind::update) {
  return write_of(patient_json(family), std::move(id), kind);
}

inline Write removal(std::string id, const fhir::Descriptor& type = patient_type) {
  Write write;
  write.kind = Write::Kind::remove;
  write.type = &type;
  write.id = std::move(id);
  return write;
}

/// The value of a Result that must be there.
template <class T>
T must(fhir::Result<T> result) {
  INFO((result ? "" : fhir::to_text(result.outcome())));
  REQUIRE(result);
  return std::move(*result);
}
inline void must(fhir::Result<void> result) {
  INFO((result ? "" : fhir::to_text(result.outcome())));
  REQUIRE(result);
}

/// A database of its own and a session on it.
struct Fixture {
  std::string url = support::postgres().fresh_database();
  std::unique_ptr<Session> session = must(connect(url));
  support::Sql sql{url};

  Written write(const Write& one, std::int32_t tenant = 1) {
    const auto all = must(session->write(tenant, {&one, 1}));
    REQUIRE(all.size() == 1);
    return all.front();
  }
  std::optional<Version> read(const std::string& id, std::int32_t tenant = 1, const fhir::Descriptor& type = patient_type) {
    const Key key{tenant, &type, id};
    return must(session->read({&key, 1})).front();
  }
  /// Rows of a table, whatever their tenant: the fixture's user is a superuser, past row-level security.
  std::string count(const std::string& table) { return sql.value("select count(*) from setu." + table); }
};

}  // namespace engine::store
