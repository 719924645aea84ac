#include "engine/store/version.h"

#include <zstd.h>

#include <memory>

#include "engine/index/contained.h"
#include "engine/index/key.h"
#include "engine/store/dictionary.h"
#include "fhir/primitive/date_time.h"
#include "fhir/r4/registry.h"

namespace engine::store {
namespace {

// Below this a resource compresses to little less than itself.
constexpr std::size_t packed_bytes_min = 64;
// Three times as fast as the default, and a tenth larger.
constexpr int level = 1;
// Of one stored resource; what is larger was never written by us.
constexpr std::size_t unpacked_bytes_max = std::size_t{256} << 20;

struct FreeCompressor {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};
struct FreeDecompressor {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

struct FreeDictionary {
  void operator()(ZSTD_CDict* dictionary) const { ZSTD_freeCDict(dictionary); }
  void operator()(ZSTD_DDict* dictionary) const { ZSTD_freeDDict(dictionary); }
};

const ZSTD_CDict* packing_dictionary() {
  static const std::unique_ptr<ZSTD_CDict, FreeDictionary> dictionary(ZSTD_createCDict(first_dictionary, sizeof first_dictionary, level));
  return dictionary.get();
}

const ZSTD_DDict* unpacking_dictionary() {
  static const std::unique_ptr<ZSTD_DDict, FreeDictionary> dictionary(ZSTD_createDDict(first_dictionary, sizeof first_dictionary));
  return dictionary.get();
}

fhir::Outcome damaged() {
  return {fhir::IssueType::exception, "A stored version cannot be read; `setu db verify` says which are damaged."};
}

const fhir::Descriptor* type_of(const Rows::Row& row, int first) {
  const auto number = static_cast<std::uint16_t>(row.int2(first));
  return number < index::first_contained ? fhir::r4::resource_type(number) : index::contained_type(number);
}

std::string id_of(const Rows::Row& row, int first) { return row.is_null(first + 2) ? index::id_of(row.int8(first + 1)) : std::string(row.text(first + 2)); }

}  // namespace

Packed pack(std::string_view tail) {
  if (tail.size() < packed_bytes_min) return {Encoding::raw, std::string(tail)};
  thread_local const std::unique_ptr<ZSTD_CCtx, FreeCompressor> context = [] {
    std::unique_ptr<ZSTD_CCtx, FreeCompressor> made(ZSTD_createCCtx());
    ZSTD_CCtx_refCDict(made.get(), packing_dictionary());
    ZSTD_CCtx_setParameter(made.get(), ZSTD_c_dictIDFlag, 0);  // the row says which it is
    return made;
  }();
  std::string bytes(ZSTD_compressBound(tail.size()), '\0');
  const std::size_t size = ZSTD_compress2(context.get(), bytes.data(), bytes.size(), tail.data(), tail.size());
  if (ZSTD_isError(size) || size >= tail.size()) return {Encoding::raw, std::string(tail)};
  bytes.resize(size);
  return {Encoding::zstd_dictionary, std::move(bytes)};
}

fhir::Result<std::string> unpack(std::int16_t encoding, std::string_view bytes) {
  if (encoding == static_cast<std::int16_t>(Encoding::raw)) return std::string(bytes);
  const bool with_dictionary = encoding == static_cast<std::int16_t>(Encoding::zstd_dictionary);
  if (!with_dictionary && encoding != static_cast<std::int16_t>(Encoding::zstd)) return damaged();
  const auto size = ZSTD_getFrameContentSize(bytes.data(), bytes.size());
  if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN || size > unpacked_bytes_max) return damaged();
  thread_local const std::unique_ptr<ZSTD_DCtx, FreeDecompressor> context(ZSTD_createDCtx());
  std::string tail(size, '\0');
  const std::size_t written =
      ZSTD_decompress_usingDDict(context.get(), tail.data(), tail.size(), bytes.data(), bytes.size(), with_dictionary ? unpacking_dictionary() : nullptr);
  if (ZSTD_isError(written) || written != size) return damaged();
  return tail;
}

std::string name_of(const Rows::Row& row, int first) {
  const fhir::Descriptor* type = type_of(row, first);
  return (type != nullptr ? std::string(type->name) : "type " + std::to_string(row.int2(first))) + "/" + id_of(row, first);
}

fhir::Result<Version> version_of(const Rows::Row& row, int first) {
  Version version;
  version.type = type_of(row, first);
  if (version.type == nullptr) return damaged();
  version.id = id_of(row, first);
  version.version = static_cast<std::uint32_t>(row.int4(first + 3));
  version.last_updated = row.timestamptz(first + 4);
  version.operation = row.character(first + 5);
  if (!row.is_null(first + 7)) {
    TRY(version.tail, unpack(row.int2(first + 6), row.bytea(first + 7)));
  }
  return version;
}

fhir::Outcome page_too_large() {
  return {fhir::IssueType::too_long, fhir::Issue::Detail::too_large,
          "The page would have more than " + std::to_string(reply_bytes_max >> 20) + " MiB; ask for a smaller one with _count."};
}

std::string json_of(const Version& version) {
  if (index::is_contained(*version.type)) return version.tail;
  std::string json;
  json.reserve(version.tail.size() + 160);
  json.append(R"({"resourceType":")").append(version.type->name);
  json.append(R"(","id":")").append(version.id);
  json.append(R"(","meta":{"versionId":")").append(std::to_string(version.version));
  json.append(R"(","lastUpdated":")").append(fhir::format_instant(version.last_updated.time_since_epoch().count()));
  return json.append("\"").append(version.tail);
}

}  // namespace engine::store
