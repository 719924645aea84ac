#pragma once

#include <libpq-fe.h>

#include <cstdint>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

/// The other side of the comparison: the rows that Setu wrote, written and read by libpq and nothing else.
namespace bench {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Rows = std::unique_ptr<PGresult, decltype(&PQclear)>;

inline Connection connect(const std::string& url) {
  Connection connection(PQconnectdb(url.c_str()), &PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(connection.get()));
  return connection;
}

inline Rows checked(PGconn* connection, PGresult* result) {
  const auto status = PQresultStatus(result);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
    const std::string message = PQerrorMessage(connection);
    PQclear(result);
    throw std::runtime_error(message);
  }
  return {result, &PQclear};
}

/// Numbers as PostgreSQL has them in binary.
inline std::string big_endian(std::uint64_t value, int bytes) {
  std::string out;
  for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
  return out;
}

/// A statement's parameters in binary.
class Parameters {
 public:
  void add(std::string value) { values_.push_back(std::move(value)); }
  void add_int64(std::int64_t value) { add(big_endian(static_cast<std::uint64_t>(value), 8)); }
  Rows execute(PGconn* connection, const char* statement) const {
    std::vector<const char*> values;
    std::vector<int> lengths, formats(values_.size(), 1);
    for (const auto& value : values_) {
      values.push_back(value.data());
      lengths.push_back(static_cast<int>(value.size()));
    }
    return checked(connection, PQexecPrepared(connection, statement, static_cast<int>(values_.size()), values.data(), lengths.data(), formats.data(), 1));
  }

 private:
  std::vector<std::string> values_;
};

/// The rows of one resource in one table: a value a column, null where there is none.
struct Cell {
  bool null = true;
  std::string bytes;
};
using Row = std::vector<Cell>;

/// A table of the store that has rows of resources.
struct Table {
  std::string name;
  std::vector<std::string> columns, types;
  std::vector<std::string> parameter_types;  ///< as they are bound: an array, which cannot stand in an array, as text
  std::vector<Oid> oids;
  int tenant = -1, rid = -1;  ///< columns
};

/// Everything that one resource is stored as.
using Stored = std::vector<std::vector<Row>>;  ///< beside the tables

/// The tables of the schema that have the columns tenant and rid.
std::vector<Table> tables_of(PGconn* connection);

/// The rows of up to `count` resources of a type.
std::vector<Stored> read_stored(PGconn* connection, const std::vector<Table>& tables, std::int16_t type, int count);

/// The statement that inserts arrays of rows into all tables at once.
std::string insert_statement(const std::vector<Table>& tables);

/// Its parameters for these resources, under other keys and another tenant.
Parameters insert_parameters(const std::vector<Table>& tables, const std::vector<const Stored*>& resources, std::int32_t tenant,
                             std::int64_t& next_rid);

}  // namespace bench
