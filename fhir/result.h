#pragma once

#include <cassert>
#include <utility>
#include <variant>

#include "fhir/outcome.h"

namespace fhir {

/// A value, or the Outcome that says why there is none.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Outcome outcome) : state_(std::in_place_index<1>, std::move(outcome)) {}

  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(value()); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  T& value() {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  const T& value() const {
    assert(*this);
    return *std::get_if<0>(&state_);
  }
  Outcome& outcome() {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }
  const Outcome& outcome() const {
    assert(!*this);
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Outcome> state_;
};

/// Success without a value, or the Outcome that says why not.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Outcome outcome) : failed_(true), outcome_(std::move(outcome)) {}
  explicit operator bool() const { return !failed_; }
  Outcome& outcome() { return outcome_; }
  const Outcome& outcome() const { return outcome_; }

 private:
  bool failed_ = false;
  Outcome outcome_;
};

}  // namespace fhir

#define SETU_JOIN_(a, b) a##b
#define SETU_JOIN(a, b) SETU_JOIN_(a, b)

/// `TRY(auto x, call())` binds the value of a Result or returns its Outcome to the caller.
#define TRY(declaration, ...)                                            \
  auto SETU_JOIN(result_, __LINE__) = (__VA_ARGS__);                     \
  if (!SETU_JOIN(result_, __LINE__)) return std::move(SETU_JOIN(result_, __LINE__).outcome()); \
  declaration = std::move(*SETU_JOIN(result_, __LINE__))

/// The same for a Result<void>.
#define TRY_VOID(...) \
  if (auto done = (__VA_ARGS__); !done) return std::move(done.outcome())
