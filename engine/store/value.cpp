#include "engine/store/value.h"

#include <libpq-fe.h>

#include <cassert>
#include <cstring>
#include <utility>

namespace engine::store {
namespace {

template <class T>
void append_number(std::string& out, T value) {
  using Bits = std::make_unsigned_t<T>;
  const auto bits = static_cast<Bits>(value);
  for (int shift = static_cast<int>(sizeof(T)) * 8 - 8; shift >= 0; shift -= 8) out += static_cast<char>(bits >> shift);
}

template <class T>
T number_at(const char* bytes) {
  std::make_unsigned_t<T> bits = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) bits = static_cast<std::make_unsigned_t<T>>(bits << 8 | static_cast<unsigned char>(bytes[i]));
  return static_cast<T>(bits);
}

/// PostgreSQL counts microseconds from 2000.
constexpr std::chrono::microseconds from_1970_to_2000 = std::chrono::seconds(946'684'800);

std::int64_t timestamp_of(Instant instant) { return (instant.time_since_epoch() - from_1970_to_2000).count(); }

Type array_of(Type element) {
  switch (element) {
    case Type::boolean: return Type{1000};
    case Type::bytea: return Type{1001};
    case Type::character: return Type{1002};
    case Type::int2: return Type{1005};
    case Type::int4: return Type{1007};
    case Type::text: return Type{1009};
    case Type::json: return Type{199};
    case Type::int8: return Type{1016};
    case Type::timestamptz: return Type{1185};
  }
  return Type{0};
}

constexpr std::pair<Type, std::string_view> type_names[] = {
    {Type::boolean, "bool"}, {Type::bytea, "bytea"}, {Type::character, "\"char\""}, {Type::int8, "int8"},
    {Type::int2, "int2"},    {Type::int4, "int4"},   {Type::text, "text"},            {Type::json, "json"},
    {Type::timestamptz, "timestamptz"}};

}  // namespace

void Array::boolean(bool value) {
  ++size_;
  append_number<std::int32_t>(elements_, 1);
  elements_ += static_cast<char>(value);
}
void Array::character(char value) {
  ++size_;
  append_number<std::int32_t>(elements_, 1);
  elements_ += value;
}
void Array::int2(std::int16_t value) {
  ++size_;
  append_number<std::int32_t>(elements_, 2);
  append_number(elements_, value);
}
void Array::int4(std::int32_t value) {
  ++size_;
  append_number<std::int32_t>(elements_, 4);
  append_number(elements_, value);
}
void Array::int8(std::int64_t value) {
  ++size_;
  append_number<std::int32_t>(elements_, 8);
  append_number(elements_, value);
}
void Array::text(std::string_view value) { bytea(value); }
void Array::bytea(std::string_view value) {
  ++size_;
  append_number(elements_, static_cast<std::int32_t>(value.size()));
  elements_ += value;
}
void Array::timestamptz(Instant value) { int8(timestamp_of(value)); }
void Array::null() {
  ++size_;
  nulls_ = true;
  append_number<std::int32_t>(elements_, -1);
}

std::string Arguments::bytes() const {
  std::string all;
  for (std::size_t at = 0; at < types_.size(); ++at) {
    append_number(all, static_cast<std::int32_t>(types_[at]));
    append_number(all, nulls_[at] ? std::int64_t{-1} : static_cast<std::int64_t>(values_[at].size()));
    all += values_[at];
  }
  return all;
}

std::string Arguments::type_of(std::size_t at) const {
  for (const auto& [type, name] : type_names) {
    if (Type{types_[at]} == type) return std::string(name);
    if (Type{types_[at]} == array_of(type)) return std::string(name) + "[]";
  }
  return {};
}

std::string& Arguments::add(std::uint32_t type) {
  types_.push_back(type);
  nulls_.push_back(false);
  return values_.emplace_back();
}

Arguments& Arguments::boolean(bool value) {
  add(static_cast<std::uint32_t>(Type::boolean)) += static_cast<char>(value);
  return *this;
}
Arguments& Arguments::int2(std::int16_t value) {
  append_number(add(static_cast<std::uint32_t>(Type::int2)), value);
  return *this;
}
Arguments& Arguments::int4(std::int32_t value) {
  append_number(add(static_cast<std::uint32_t>(Type::int4)), value);
  return *this;
}
Arguments& Arguments::int8(std::int64_t value) {
  append_number(add(static_cast<std::uint32_t>(Type::int8)), value);
  return *this;
}
Arguments& Arguments::text(std::string_view value) {
  add(static_cast<std::uint32_t>(Type::text)) = value;
  return *this;
}
Arguments& Arguments::bytea(std::string_view value) {
  add(static_cast<std::uint32_t>(Type::bytea)) = value;
  return *this;
}
Arguments& Arguments::timestamptz(Instant value) {
  append_number(add(static_cast<std::uint32_t>(Type::timestamptz)), timestamp_of(value));
  return *this;
}
Arguments& Arguments::null(Type type) {
  add(static_cast<std::uint32_t>(type));
  nulls_.back() = true;
  return *this;
}

Arguments& Arguments::int2s(std::span<const std::int16_t> values) {
  Array array(Type::int2);
  for (const auto value : values) array.int2(value);
  return this->array(array);
}
Arguments& Arguments::int4s(std::span<const std::int32_t> values) {
  Array array(Type::int4);
  for (const auto value : values) array.int4(value);
  return this->array(array);
}
Arguments& Arguments::int8s(std::span<const std::int64_t> values) {
  Array array(Type::int8);
  for (const auto value : values) array.int8(value);
  return this->array(array);
}
Arguments& Arguments::texts(std::span<const std::string> values) {
  Array array(Type::text);
  for (const auto& value : values) array.text(value);
  return this->array(array);
}

/// Dimensions, whether there are nulls, the elements' type; for the one dimension its size and first index; the elements.
Arguments& Arguments::array(const Array& values) {
  std::string& out = add(static_cast<std::uint32_t>(array_of(values.element_)));
  out.reserve(values.elements_.size() + 20);
  append_number<std::int32_t>(out, values.size_ == 0 ? 0 : 1);
  append_number<std::int32_t>(out, values.nulls_ ? 1 : 0);
  append_number(out, static_cast<std::uint32_t>(values.element_));
  if (values.size_ == 0) return *this;
  append_number(out, values.size_);
  append_number<std::int32_t>(out, 1);
  out += values.elements_;
  return *this;
}

bool Rows::Row::is_null(int column) const { return PQgetisnull(result_, row_, column) == 1; }

namespace {

/// The bytes of a column that is of `type`; a column of another type is a broken promise of a statement.
std::string_view value_at(const pg_result* result, int row, int column, [[maybe_unused]] Type type) {
  assert(PQftype(result, column) == static_cast<Oid>(type));
  return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

}  // namespace

bool Rows::Row::boolean(int column) const { return value_at(result_, row_, column, Type::boolean)[0] != 0; }
char Rows::Row::character(int column) const { return value_at(result_, row_, column, Type::character)[0]; }
std::int16_t Rows::Row::int2(int column) const { return number_at<std::int16_t>(value_at(result_, row_, column, Type::int2).data()); }
std::int32_t Rows::Row::int4(int column) const { return number_at<std::int32_t>(value_at(result_, row_, column, Type::int4).data()); }
std::int64_t Rows::Row::int8(int column) const { return number_at<std::int64_t>(value_at(result_, row_, column, Type::int8).data()); }
std::string_view Rows::Row::text(int column) const { return value_at(result_, row_, column, Type::text); }
std::string_view Rows::Row::bytea(int column) const { return value_at(result_, row_, column, Type::bytea); }
std::string_view Rows::Row::json(int column) const { return value_at(result_, row_, column, Type::json); }
Instant Rows::Row::timestamptz(int column) const {
  return Instant(std::chrono::microseconds(number_at<std::int64_t>(value_at(result_, row_, column, Type::timestamptz).data())) + from_1970_to_2000);
}

std::size_t Rows::size() const { return result_ ? static_cast<std::size_t>(PQntuples(result_.get())) : 0; }

std::string_view Rows::command() const { return result_ ? PQcmdStatus(result_.get()) : ""; }

void Rows::Clear::operator()(pg_result* result) const { PQclear(result); }

}  // namespace engine::store
