#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "engine/index/contained.h"
#include "engine/index/reference.h"
#include "engine/search/match.h"
#include "tests/engine/search/fixture.h"
#include "tests/support/packages.h"

namespace engine::search {

struct ByNumber {
  bool operator()(const fhir::Descriptor* one, const fhir::Descriptor* other) const { return one->number < other->number; }
};
/// Something of each type, in an order that is the same each time.
template <class T>
using ByType = std::map<const fhir::Descriptor*, T, ByNumber>;

/// A part of HL7's examples, stored, with what the index has of each.
class Corpus {
 public:
  static std::filesystem::path package() { return packages_root() / "hl7.fhir.r4.examples-4.0.1" / "package"; }

  /// At most `of_each` of a type, and none that is large: what is asked of thousands is asked of a few.
  explicit Corpus(std::size_t of_each) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(package())) {
      if (entry.path().extension() == ".json" && entry.file_size() < 100'000) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    std::vector<store::Write> writes;
    std::set<std::pair<const fhir::Descriptor*, std::string>> seen;
    for (const auto& file : files) {
      std::ifstream stream(file, std::ios::binary);
      const std::string json(std::istreambuf_iterator<char>(stream), {});
      auto arena = std::make_unique<fhir::Arena>();
      const auto resource = fhir::json::read(arena->copy(json), *arena, {}, fhir::json::Completeness::as_is);
      if (!resource || !fhir::id_of(*resource).has_text()) continue;
      const std::string id(fhir::id_of(*resource).text());
      if (!index::is_id(id) || of_type_[resource->type].size() >= of_each || !seen.emplace(resource->type, id).second) continue;
      store::Write write;
      write.kind = store::Write::Kind::update;
      write.type = resource->type;
      write.id = id;
      write.tail = stored_form(*resource);
      write.postings = index::extract(*resource, id, base_url);
      write.base = base_url;
      if (!index::check_size(write.postings)) continue;
      add(*resource->type, id, *resource, write.postings);
      for (const auto& inner : write.postings.contained) add(*inner.type, inner.id, {}, inner.postings);
      writes.push_back(std::move(write));
      arenas_.push_back(std::move(arena));
      if (writes.size() == 100) store_all(writes);
    }
    store_all(writes);
  }

  struct Member {
    std::string id;
    index::ResourceKey key;
    fhir::Resource resource;  ///< none of what is contained
    index::Postings postings;
  };
  const ByType<std::vector<Member>>& members() const { return of_type_; }

  /// The ids of a type for which a condition holds, as match.cpp says of each resource.
  Ids matching(const fhir::Descriptor& type, const Condition& where) const {
    Ids ids;
    for (const auto& member : of(type)) {
      if (holds(where, member)) ids.push_back(member.id);
    }
    return sorted(std::move(ids));
  }

  Fixture fixture;

 private:
  void add(const fhir::Descriptor& type, const std::string& id, fhir::Resource resource, index::Postings postings) {
    of_type_[&type].push_back({id, index::key_of(type, id), resource, std::move(postings)});
  }
  void store_all(std::vector<store::Write>& writes) {
    if (!writes.empty()) must(fixture.session->write(1, writes));
    writes.clear();
  }
  const std::vector<Member>& of(const fhir::Descriptor& type) const {
    static const std::vector<Member> none;
    const auto found = of_type_.find(&type);
    return found == of_type_.end() ? none : found->second;
  }
  static bool posts(const Member& member, std::int64_t token) {
    return std::any_of(member.postings.tokens.begin(), member.postings.tokens.end(), [&](const index::Token& one) { return one.token == token; });
  }

  bool holds(const Condition& where, const Member& member) const {
    return matches(where, {member.key, member.postings, member.postings}, [&](const Condition& condition, index::ResourceKey) { return leads(condition, member); });
  }
  bool leads(const Condition& condition, const Member& member) const {
    if (condition.kind == Condition::Kind::chain) {
      return std::any_of(condition.children.begin(), condition.children.end(), [&](const Condition& link) {
        return std::any_of(of(*link.type).begin(), of(*link.type).end(), [&](const Member& target) {
          return std::any_of(link.salts.begin(), link.salts.end(), [&](std::int64_t salt) { return posts(member, salt ^ target.key); }) && holds(link.children[0], target);
        });
      });
    }
    return std::any_of(of(*condition.type).begin(), of(*condition.type).end(), [&](const Member& source) {
      return std::any_of(condition.salts.begin(), condition.salts.end(), [&](std::int64_t salt) { return posts(source, salt ^ member.key); }) && holds(condition.children[0], source);
    });
  }

  ByType<std::vector<Member>> of_type_;
  std::vector<std::unique_ptr<fhir::Arena>> arenas_;
};

}  // namespace engine::search
