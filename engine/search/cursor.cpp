#include "engine/search/cursor.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <span>
#include <stdexcept>

#include "fhir/text/fold.h"

namespace engine::search {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::size_t text_max = 8192;

/// https://www.rfc-editor.org/rfc/rfc4648#section-5, without padding
std::string to_base64url(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
  }
  if (count > 0) text += alphabet[bits << (6 - count) & 63];
  return text;
}

bool from_base64url(std::string_view text, std::string& bytes) {
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const auto value = alphabet.find(c);
    if (value == std::string_view::npos) return false;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 255);
  }
  // One text for each cursor: nothing is left over but zeros that fill the last letter.
  return count < 6 && (bits & ((1u << count) - 1)) == 0;
}

template <class T>
void put(std::string& bytes, T value) {
  for (std::size_t i = 0; i < sizeof(T); ++i) bytes += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 255);
}

template <class T>
bool take(std::string_view& bytes, T& value) {
  if (bytes.size() < sizeof(T)) return false;
  std::uint64_t read = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) read |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << (8 * i);
  value = static_cast<T>(read);
  bytes.remove_prefix(sizeof(T));
  return true;
}

enum class Tag : std::uint8_t { number = 1, text = 2 };
enum Flag : std::uint8_t { is_backward = 1, is_from_end = 2, has_snapshot = 4, has_total = 8 };
constexpr std::uint8_t flags_all = is_backward | is_from_end | has_snapshot | has_total;
constexpr std::size_t signature_bytes = 16;

/// HMAC-SHA-256 with a key that is set once: to find the algorithm and to take in the key takes ten times as long as a cursor.
/// https://www.openssl.org/docs/man3.0/man3/EVP_MAC_init.html
class Mac {
 public:
  void sign(std::string_view bytes, std::string_view secret, std::span<unsigned char> digest) {
    if (!context_ || secret != secret_) set_key(secret);
    std::size_t size = 0;
    const auto* data = reinterpret_cast<const unsigned char*>(bytes.data());
    check(EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1 && EVP_MAC_update(context_.get(), data, bytes.size()) == 1 &&
          EVP_MAC_final(context_.get(), digest.data(), &size, digest.size()) == 1 && size == digest.size());
  }

 private:
  struct Free {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
  };

  static void check(bool done) {
    if (!done) throw std::runtime_error("HMAC-SHA-256 failed");
  }

  void set_key(std::string_view secret) {
    const std::unique_ptr<EVP_MAC, Free> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    context_.reset(EVP_MAC_CTX_new(mac.get()));
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", digest, 0), OSSL_PARAM_construct_end()};
    check(context_ && EVP_MAC_init(context_.get(), reinterpret_cast<const unsigned char*>(secret.data()), secret.size(), parameters) == 1);
    secret_ = secret;
  }

  std::unique_ptr<EVP_MAC_CTX, Free> context_;
  std::string secret_;
};

/// The first half of an HMAC-SHA-256: nobody has 2^64 guesses.
std::string signature_of(std::string_view bytes, std::string_view secret) {
  thread_local Mac mac;
  std::array<unsigned char, 32> digest;
  mac.sign(bytes, secret, digest);
  return {reinterpret_cast<const char*>(digest.data()), signature_bytes};
}

void put_text(std::string& bytes, std::string_view text) {
  put(bytes, static_cast<std::uint16_t>(text.size()));
  bytes += text;
}

bool take_text(std::string_view& bytes, std::string& text) {
  std::uint16_t length = 0;
  if (!take(bytes, length) || bytes.size() < length) return false;
  text = bytes.substr(0, length);
  bytes.remove_prefix(length);
  return fhir::text::is_valid_utf8(text) && text.find('\0') == std::string::npos;
}

bool read(std::string_view letters, std::string_view secret, Cursor& cursor) {
  std::string decoded;
  if (letters.size() > text_max || !from_base64url(letters, decoded) || decoded.size() < signature_bytes) return false;
  std::string_view bytes = std::string_view(decoded).substr(0, decoded.size() - signature_bytes);
  if (CRYPTO_memcmp(signature_of(bytes, secret).data(), decoded.data() + bytes.size(), signature_bytes) != 0) return false;
  std::uint8_t flags = 0;
  if (!take(bytes, cursor.fingerprint) || !take(bytes, flags) || (flags & ~flags_all) != 0) return false;
  cursor.backward = (flags & is_backward) != 0;
  cursor.from_end = (flags & is_from_end) != 0;
  if ((flags & has_snapshot) != 0 && (!take(bytes, cursor.snapshot.taken) || !take_text(bytes, cursor.snapshot.text))) return false;
  if ((flags & has_total) != 0 && !take(bytes, cursor.total.emplace())) return false;
  if (!take(bytes, cursor.type) || !take(bytes, cursor.key)) return false;
  while (!bytes.empty()) {
    std::uint8_t tag = 0;
    take(bytes, tag);
    if (tag == static_cast<std::uint8_t>(Tag::number)) {
      std::int64_t number = 0;
      if (!take(bytes, number)) return false;
      cursor.values.emplace_back(number);
    } else if (tag == static_cast<std::uint8_t>(Tag::text)) {
      std::string text;
      if (!take_text(bytes, text)) return false;
      cursor.values.emplace_back(std::move(text));
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

std::string to_text(const Cursor& cursor, std::string_view secret) {
  std::string bytes;
  put(bytes, cursor.fingerprint);
  put(bytes, static_cast<std::uint8_t>((cursor.backward ? is_backward : 0) | (cursor.from_end ? is_from_end : 0) | (cursor.snapshot.text.empty() ? 0 : has_snapshot) | (cursor.total ? has_total : 0)));
  if (!cursor.snapshot.text.empty()) {
    put(bytes, cursor.snapshot.taken);
    put_text(bytes, cursor.snapshot.text);
  }
  if (cursor.total) put(bytes, *cursor.total);
  put(bytes, cursor.type);
  put(bytes, cursor.key);
  for (const auto& value : cursor.values) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
      put(bytes, static_cast<std::uint8_t>(Tag::number));
      put(bytes, *number);
    } else {
      put(bytes, static_cast<std::uint8_t>(Tag::text));
      put_text(bytes, std::get<std::string>(value));
    }
  }
  return to_base64url(bytes + signature_of(bytes, secret));
}

fhir::Result<Cursor> cursor_of(std::string_view text, std::int64_t fingerprint, std::string_view secret) {
  Cursor cursor;
  if (read(text, secret, cursor) && cursor.fingerprint == fingerprint) return cursor;
  return fhir::Outcome(fhir::IssueType::value, fhir::Issue::Detail::bad_request,
                       "The _cursor is not one that this search was given; follow the links of its pages as they stand, or search anew without it.", "http._cursor");
}

}  // namespace engine::search
