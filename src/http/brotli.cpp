#include "src/http/brotli.h"

#include <brotli/decode.h>
#include <brotli/encode.h>

#include <algorithm>
#include <memory>

namespace setu::http {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;

constexpr std::size_t ratio_free_bytes = 1024 * 1024;
/// 256 KiB: what a small answer gains by more is less than what the memory costs.
constexpr int window_bits = 18;

struct End {
  void operator()(BrotliDecoderState* state) const { BrotliDecoderDestroyInstance(state); }
};

std::uint8_t* bytes_of(std::string_view text) { return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data())); }

Outcome damaged() { return {IssueType::structure, Issue::Detail::bad_request, "The body is not whole Brotli."}; }

Outcome too_large(std::size_t bytes_max) {
  return {IssueType::too_long, Issue::Detail::too_large, "The body is too large once it is unpacked; at most " + std::to_string(bytes_max) + " bytes are read."};
}

}  // namespace

std::string brotli(std::string_view bytes, int quality) {
  std::string out(BrotliEncoderMaxCompressedSize(bytes.size()), '\0');
  std::size_t size = out.size();
  const bool done = BrotliEncoderCompress(std::clamp(quality, BROTLI_MIN_QUALITY, BROTLI_MAX_QUALITY), window_bits, BROTLI_MODE_TEXT, bytes.size(), bytes_of(bytes), &size,
                                          bytes_of(out)) == BROTLI_TRUE;
  out.resize(done ? size : 0);
  return out;
}

fhir::Result<std::string> unbrotli(std::string_view text, std::size_t bytes_max, std::size_t ratio_max) {
  const std::unique_ptr<BrotliDecoderState, End> state(BrotliDecoderCreateInstance(nullptr, nullptr, nullptr));
  if (!state || text.empty()) return damaged();
  const std::size_t most = std::min(bytes_max, std::max(ratio_free_bytes, text.size() * ratio_max));
  std::size_t left = text.size();
  const std::uint8_t* next = bytes_of(text);
  std::string out;
  for (;;) {
    const std::size_t held = out.size();
    if (held > most) return too_large(most);
    std::size_t room = std::min<std::size_t>(std::max<std::size_t>(held, 16 * 1024), most + 1 - held);
    out.resize(held + room);
    std::uint8_t* place = bytes_of(out) + held;
    const auto result = BrotliDecoderDecompressStream(state.get(), &left, &next, &room, &place, nullptr);
    out.resize(out.size() - room);
    if (result == BROTLI_DECODER_RESULT_SUCCESS) {
      if (out.size() > most) return too_large(most);
      if (left > 0) return damaged();
      return out;
    }
    if (result != BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT) return damaged();
  }
}

}  // namespace setu::http
