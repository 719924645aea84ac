#include "engine/store/write_arguments.h"

#include <cctype>
#include <set>

#include "engine/index/contained.h"
#include "engine/index/key.h"
#include "engine/store/version.h"

namespace engine::store {
namespace {

/// Where the string that begins at `quote` ends: its other quote.
std::size_t end_of_string(std::string_view json, std::size_t quote) {
  for (std::size_t at = quote + 1; (at = json.find_first_of("\"\\", at)) != std::string_view::npos; at += 2) {
    if (json[at] == '"') return at;
  }
  return json.size();
}

std::size_t end_of_digits(std::string_view json, std::size_t at) {
  while (at < json.size() && (std::isdigit(static_cast<unsigned char>(json[at])) || json[at] == '.')) ++at;
  return at;
}

/// True if a number has an exponent of four digits or more, or a thousand digits: beyond what jsonb is sure to hold.
bool has_extreme_number(std::string_view json) {
  for (std::size_t at = 0; at < json.size(); ++at) {
    if (json[at] == '"') {
      at = end_of_string(json, at);
    } else if (std::isdigit(static_cast<unsigned char>(json[at]))) {
      const std::size_t end = end_of_digits(json, at);
      if (end - at >= 1000) return true;
      at = end;
      if (at == json.size() || (json[at] != 'e' && json[at] != 'E')) continue;
      if (++at < json.size() && (json[at] == '+' || json[at] == '-')) ++at;
      if (end_of_digits(json, at) - at >= 4) return true;
    }
  }
  return false;
}

class WriteArrays {
 public:
  WriteArrays(std::span<const Write> writes, Purpose purpose) : purpose_(purpose) {
    for (const Write& write : writes) {
      add(write, *write.type, write.id, write.postings);
      add_document(write);
      add_needs(write);
      add_referrers(write);
      parts_.int4(static_cast<std::int32_t>(write.postings.contained.size()));
      for (const index::Contained& contained : write.postings.contained) add(contained);
    }
  }

  Arguments take() const {
    Arguments all;
    for (const Array* array : {&types_, &rids_, &cids_, &kinds_, &parts_, &matches_, &absents_, &encs_, &docs_, &heads_, &tails_, &bases_, &srts_,
                               &patients_, &presents_, &upd_keys_, &tok_at_, &tok_ends_, &ref_ends_, &toks_, &syss_, &rng_at_, &rng_ends_, &rng_keys_,
                               &los_, &his_, &str_at_, &str_ends_, &str_keys_, &norms_, &exacts_,
                               &need_at_, &need_ends_, &need_types_, &need_rids_, &need_cids_, &need_vers_, &ref_types_, &ref_salts_, &ref_sources_}) {
      all.array(*array);
    }
    return all;
  }

 private:
  /// A contained resource: found in the index, and stored with what contains it.
  void add(const index::Contained& contained) {
    add(Write(), *contained.type, contained.id, contained.postings);
    add_no_document();
    parts_.int4(0);
    need_ends_.int4(static_cast<std::int32_t>(need_types_.size()));
  }

  void add(const Write& write, const fhir::Descriptor& type, const std::string& id, const index::Postings& postings) {
    const auto rid = index::key_of(type, id);
    types_.int2(static_cast<std::int16_t>(type.number));
    rids_.int8(rid);
    rid < 0 ? cids_.text(id) : cids_.null();
    kinds_.character(index::is_contained(type) ? 'P' : kind_of(write));
    write.if_match ? matches_.int4(static_cast<std::int32_t>(*write.if_match)) : matches_.null();
    absents_.boolean(write.only_if_absent);
    srts_.int8(postings.sort);
    patients_.int8(postings.patient);
    presents_.int8(postings.present);
    upd_keys_.int8(index::last_updated_key(type));
    ++at_;
    for (const bool leads : {true, false}) {
      for (const auto& token : postings.tokens) {
        if (token.leads != leads) continue;
        tok_at_.int4(at_);
        toks_.int8(token.token);
        syss_.int4(token.system);
      }
      if (leads) ref_ends_.int4(static_cast<std::int32_t>(toks_.size()));
    }
    tok_ends_.int4(static_cast<std::int32_t>(toks_.size()));
    for (const auto& range : postings.ranges) {
      rng_at_.int4(at_);
      rng_keys_.int8(range.key);
      los_.int8(range.low);
      his_.int8(range.high);
    }
    rng_ends_.int4(static_cast<std::int32_t>(rng_keys_.size()));
    for (const auto& text : postings.texts) {
      str_at_.int4(at_);
      str_keys_.int8(text.key);
      norms_.text(text.folded);
      exacts_.int8(text.exact);
    }
    str_ends_.int4(static_cast<std::int32_t>(str_keys_.size()));
  }

  void add_needs(const Write& write) {
    for (const Need& need : write.needs) {
      const auto key = index::key_of(*need.type, need.id);
      need_at_.int4(at_);
      need_types_.int2(static_cast<std::int16_t>(need.type->number));
      need_rids_.int8(key);
      key < 0 ? need_cids_.text(need.id) : need_cids_.null();
      need.version != 0 ? need_vers_.int4(static_cast<std::int32_t>(need.version)) : need_vers_.null();
    }
    need_ends_.int4(static_cast<std::int32_t>(need_types_.size()));
  }

  /// They are the same for all of a type.
  void add_referrers(const Write& write) {
    if (write.referrers.empty() || !referred_.insert(write.type).second) return;
    for (const Referrer& referrer : write.referrers) {
      ref_types_.int2(static_cast<std::int16_t>(write.type->number));
      ref_salts_.int8(referrer.salt);
      ref_sources_.int2(static_cast<std::int16_t>(referrer.source->number));
    }
  }

  char kind_of(const Write& write) const {
    if (purpose_ == Purpose::index) return 'I';
    switch (write.kind) {
      case Write::Kind::create: return 'C';
      case Write::Kind::update: return 'U';
      case Write::Kind::remove: return 'D';
    }
    return 'U';
  }

  void add_no_document() {
    encs_.int2(0);
    docs_.null();
    heads_.null();
    tails_.null();
    bases_.null();
  }

  void add_document(const Write& write) {
    if (write.kind == Write::Kind::remove) return add_no_document();
    const Packed packed = pack(write.tail);
    encs_.int2(static_cast<std::int16_t>(packed.encoding));
    docs_.bytea(packed.bytes);
    heads_.text(R"({"resourceType":")" + std::string(write.type->name) + R"(","id":")" + write.id + R"(","meta":{"versionId":")");
    has_extreme_number(write.tail) ? tails_.null() : tails_.text(write.tail);
    write.base.empty() ? bases_.null() : bases_.text(write.base);
  }

  Purpose purpose_;
  std::int32_t at_ = 0;
  Array types_{Type::int2}, rids_{Type::int8}, cids_{Type::text}, kinds_{Type::character}, parts_{Type::int4}, matches_{Type::int4}, absents_{Type::boolean};
  Array encs_{Type::int2}, docs_{Type::bytea}, heads_{Type::text}, tails_{Type::text}, bases_{Type::text};
  Array srts_{Type::int8}, patients_{Type::int8}, presents_{Type::int8}, upd_keys_{Type::int8};
  Array tok_at_{Type::int4}, tok_ends_{Type::int4}, ref_ends_{Type::int4}, toks_{Type::int8}, syss_{Type::int4};
  Array rng_at_{Type::int4}, rng_ends_{Type::int4}, rng_keys_{Type::int8}, los_{Type::int8}, his_{Type::int8};
  Array str_at_{Type::int4}, str_ends_{Type::int4}, str_keys_{Type::int8}, norms_{Type::text}, exacts_{Type::int8};
  Array need_at_{Type::int4}, need_ends_{Type::int4}, need_types_{Type::int2}, need_rids_{Type::int8}, need_cids_{Type::text}, need_vers_{Type::int4};
  Array ref_types_{Type::int2}, ref_salts_{Type::int8}, ref_sources_{Type::int2};
  std::set<const fhir::Descriptor*> referred_;
};

}  // namespace

Arguments arguments_of(std::span<const Write> writes, Purpose purpose, std::int64_t generation) {
  Arguments all = WriteArrays(writes, purpose).take();
  all.int8(generation);
  return all;
}

}  // namespace engine::store
