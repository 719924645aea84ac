#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/interaction/interaction.h"

struct pg_result;

/// Values on their way to PostgreSQL and back, in its binary form.
/// https://www.postgresql.org/docs/15/protocol-overview.html#PROTOCOL-FORMAT-CODES
namespace engine::store {

/// The types of PostgreSQL that statements take and give, by their object identifier.
enum class Type : std::uint32_t {
  boolean = 16, bytea = 17, character = 18, int8 = 20, int2 = 21, int4 = 23, text = 25, json = 114, timestamptz = 1184,
};

/// The values of one array parameter, one dimension from 1.
class Array {
 public:
  explicit Array(Type element) : element_(element) {}
  void boolean(bool value);
  void character(char value);  ///< of "char", the one-byte type
  void int2(std::int16_t value);
  void int4(std::int32_t value);
  void int8(std::int64_t value);
  void text(std::string_view value);
  void bytea(std::string_view value);
  void timestamptz(Instant value);
  void null();
  std::size_t size() const { return size_; }

 private:
  friend class Arguments;
  Type element_;
  std::uint32_t size_ = 0;
  bool nulls_ = false;
  std::string elements_;
};

/// The values bound to a statement's $1, $2, … in this order, with their types.
class Arguments {
 public:
  Arguments& boolean(bool value);
  Arguments& int2(std::int16_t value);
  Arguments& int4(std::int32_t value);
  Arguments& int8(std::int64_t value);
  Arguments& text(std::string_view value);
  Arguments& bytea(std::string_view value);
  Arguments& timestamptz(Instant value);
  Arguments& null(Type type);

  Arguments& int2s(std::span<const std::int16_t> values);
  Arguments& int4s(std::span<const std::int32_t> values);
  Arguments& int8s(std::span<const std::int64_t> values);
  Arguments& texts(std::span<const std::string> values);
  Arguments& array(const Array& values);

  std::size_t size() const { return types_.size(); }
  /// All values with their types, equal only if these are.
  std::string bytes() const;
  /// PostgreSQL's name of the type of the value at a place, from 0: "int8[]".
  std::string type_of(std::size_t at) const;

 private:
  friend class Connection;
  std::string& add(std::uint32_t type);
  std::vector<std::uint32_t> types_;
  std::vector<std::string> values_;
  std::vector<bool> nulls_;
};

/// What a statement returned. Each getter names the type the column must have; text, bytes and JSON are views that
/// live as long as the Rows.
class Rows {
 public:
  class Row {
   public:
    bool is_null(int column) const;
    bool boolean(int column) const;
    char character(int column) const;
    std::int16_t int2(int column) const;
    std::int32_t int4(int column) const;
    std::int64_t int8(int column) const;
    std::string_view text(int column) const;
    std::string_view bytea(int column) const;
    std::string_view json(int column) const;
    Instant timestamptz(int column) const;

   private:
    friend class Rows;
    Row(const pg_result* result, int row) : result_(result), row_(row) {}
    const pg_result* result_;
    int row_;
  };

  Rows() = default;
  explicit Rows(pg_result* result) : result_(result) {}
  std::size_t size() const;
  bool empty() const { return size() == 0; }
  /// What the statement did: "SELECT 3", "COMMIT".
  std::string_view command() const;
  Row operator[](std::size_t row) const { return Row(result_.get(), static_cast<int>(row)); }

 private:
  struct Clear {
    void operator()(pg_result* result) const;
  };
  std::unique_ptr<pg_result, Clear> result_;
};

}  // namespace engine::store
