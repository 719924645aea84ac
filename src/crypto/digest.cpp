#include "src/crypto/digest.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <vector>

namespace setu::crypto {

std::string digest_of(std::initializer_list<std::string_view> parts) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  bool fine = context && EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) == 1;
  for (const std::string_view part : parts) {
    const std::uint64_t size = part.size();
    fine = fine && EVP_DigestUpdate(context.get(), &size, sizeof size) == 1 && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  }
  unsigned char bytes[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (!fine || EVP_DigestFinal_ex(context.get(), bytes, &size) != 1) throw std::runtime_error("no digest could be made");
  return {reinterpret_cast<const char*>(bytes), size};
}

std::string random_text(std::size_t bytes) {
  std::vector<unsigned char> random(bytes);
  if (RAND_bytes(random.data(), static_cast<int>(bytes)) != 1) throw std::runtime_error("there is no randomness");
  constexpr char digits[] = "0123456789abcdef";
  std::string text;
  for (const unsigned char byte : random) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace setu::crypto
