#pragma once

#include <string>
#include <string_view>

#include "engine/store/session.h"
#include "engine/store/value.h"

namespace engine::store {

/// How a tail is held in a `doc` column: `enc` says which. What was once written is read for ever.
enum class Encoding : std::int16_t {
  raw = 0,
  zstd = 1,             ///< written before there was a dictionary
  zstd_dictionary = 2,  ///< with dictionary/1.zdict
};

/// The bytes of a `doc` column and their encoding.
struct Packed {
  Encoding encoding = Encoding::raw;
  std::string bytes;
};

/// Compresses what is worth it. A tail is stored once and never again re-encoded.
Packed pack(std::string_view tail);

/// The tail back; asserts that the bytes are what pack() made.
fhir::Result<std::string> unpack(std::int16_t encoding, std::string_view bytes);

/// The columns of a version as every statement that returns versions selects them, in this order:
/// type int2, rid int8, cid text, ver int4, upd timestamptz, op "char", enc int2, doc bytea.
constexpr int version_columns = 8;

/// Said of a page whose versions are more than reply_bytes_max.
fhir::Outcome page_too_large();

/// "Patient/1": what a row is of, as in version_of(), also where its bytes are damaged.
std::string name_of(const Rows::Row& row, int first = 0);

/// The version in a row whose first column of version_columns is `first`.
fhir::Result<Version> version_of(const Rows::Row& row, int first = 0);

}  // namespace engine::store
