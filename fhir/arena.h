#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace fhir {

/// Memory that lives and dies together: everything read for one request, one file or one bundle.
///
/// The model's structs, their texts and the trees they are read from are allocated here and never
/// destroyed one by one, so deep or wide input cannot exhaust the stack on the way out.
/// Owned by whoever starts the work; not safe to share between threads.
class Arena {
 public:
  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  Arena(Arena&& other) noexcept
      : chunks_(std::move(other.chunks_)),
        next_(std::exchange(other.next_, nullptr)),
        left_(std::exchange(other.left_, 0)),
        used_(std::exchange(other.used_, 0)) {
    other.chunks_.clear();
  }
  Arena& operator=(Arena&& other) noexcept {
    chunks_ = std::move(other.chunks_);
    other.chunks_.clear();
    next_ = std::exchange(other.next_, nullptr);
    left_ = std::exchange(other.left_, 0);
    used_ = std::exchange(other.used_, 0);
    return *this;
  }

  /// `bytes` of uninitialised memory, aligned for any of the model's types.
  void* allocate(std::size_t bytes) {
    bytes = (bytes + 7) & ~std::size_t{7};
    if (bytes > left_) grow(bytes);
    void* place = next_;
    next_ += bytes;
    left_ -= bytes;
    used_ += bytes;
    return place;
  }

  /// Zeroed memory; for the model's structs zero means "absent".
  void* allocate_zeroed(std::size_t bytes) { return std::memset(allocate(bytes), 0, bytes); }

  /// A value-initialised `T` that is never destroyed.
  template <class T>
  T* make() {
    static_assert(std::is_trivially_destructible_v<T>);
    return new (allocate(sizeof(T))) T{};
  }

  /// A copy of `text` that lives as long as the arena.
  std::string_view copy(std::string_view text) {
    char* place = static_cast<char*>(allocate(text.size() + 1));
    if (!text.empty()) std::memcpy(place, text.data(), text.size());
    place[text.size()] = '\0';
    return {place, text.size()};
  }

  /// Bytes handed out so far.
  std::size_t used() const { return used_; }

 private:
  void grow(std::size_t bytes) {
    std::size_t size = chunks_.empty() ? 16 * 1024 : 256 * 1024;
    if (bytes > size) size = bytes;
    chunks_.emplace_back(new char[size]);
    next_ = chunks_.back().get();
    left_ = size;
  }

  std::vector<std::unique_ptr<char[]>> chunks_;
  char* next_ = nullptr;
  std::size_t left_ = 0;
  std::size_t used_ = 0;
};

}  // namespace fhir
