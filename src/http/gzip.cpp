#include "src/http/gzip.h"

#include <zlib.h>

#include <algorithm>

namespace setu::http {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

constexpr int gzip_window = 15 + 16;  // zlib: the largest window, with gzip's frame
constexpr std::size_t ratio_free_bytes = 1024 * 1024;

/// A deflate stream that a thread keeps, for making one costs more than most answers.
struct Deflater {
  z_stream stream{};
  int level = 0;
  ~Deflater() {
    if (level != 0) deflateEnd(&stream);
  }
  void begin(int wanted) {
    if (level == wanted) {
      deflateReset(&stream);
      return;
    }
    if (level != 0) deflateEnd(&stream);
    stream = {};
    level = deflateInit2(&stream, wanted, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) == Z_OK ? wanted : 0;
  }
};

struct Inflater {
  z_stream stream{};
  bool ready = inflateInit2(&stream, gzip_window) == Z_OK;
  Inflater() = default;
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;
  ~Inflater() {
    if (ready) inflateEnd(&stream);
  }
};

Bytef* bytes_of(std::string_view text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); }

Outcome damaged() { return {IssueType::structure, Issue::Detail::bad_request, "The body is not whole gzip."}; }

Outcome too_large(std::size_t bytes_max) {
  return {IssueType::too_long, Issue::Detail::too_large,
          "The body is too large once it is unpacked; at most " + std::to_string(bytes_max) + " bytes are read."};
}

}  // namespace

std::string gzip(std::string_view bytes, int level) {
  thread_local Deflater deflater;
  deflater.begin(std::clamp(level, 1, 9));
  z_stream& stream = deflater.stream;
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = bytes_of(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = bytes_of(out);
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(out.size() - stream.avail_out);
  return out;
}

fhir::Result<std::string> gunzip(std::string_view text, std::size_t bytes_max, std::size_t ratio_max) {
  Inflater inflater;
  if (!inflater.ready || text.empty()) return damaged();
  z_stream& stream = inflater.stream;
  stream.next_in = bytes_of(text);
  stream.avail_in = static_cast<uInt>(text.size());
  const std::size_t most = std::min(bytes_max, std::max(ratio_free_bytes, text.size() * ratio_max));
  std::string out;
  for (;;) {
    const std::size_t held = out.size();
    if (held > most) return too_large(most);
    const std::size_t room = std::min<std::size_t>(std::max<std::size_t>(held, 16 * 1024), most + 1 - held);
    out.resize(held + room);
    stream.next_out = bytes_of(out) + held;
    stream.avail_out = static_cast<uInt>(room);
    const int result = inflate(&stream, Z_NO_FLUSH);
    out.resize(held + room - stream.avail_out);
    if (result == Z_STREAM_END) {
      if (out.size() > most) return too_large(most);
      if (stream.avail_in == 0) return out;
      if (inflateReset(&stream) != Z_OK) return damaged();
    } else if (result != Z_OK || (stream.avail_in == 0 && stream.avail_out > 0)) {
      return damaged();
    }
  }
}

}  // namespace setu::http
