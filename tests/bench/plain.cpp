#include "tests/bench/plain.h"

namespace bench {

namespace {

constexpr Oid text_oid = 25;

}  // namespace

std::vector<Table> tables_of(PGconn* connection) {
  const Rows rows = checked(connection, PQexec(connection, R"(
    select c.relname, a.attname, format_type(a.atttypid, null), a.atttypid
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where n.nspname = 'setu' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    order by c.relname, a.attnum)"));
  std::vector<Table> tables;
  for (int i = 0; i < PQntuples(rows.get()); ++i) {
    const std::string name = PQgetvalue(rows.get(), i, 0), column = PQgetvalue(rows.get(), i, 1);
    if (tables.empty() || tables.back().name != name) tables.push_back({.name = name});
    Table& table = tables.back();
    if (column == "tenant") table.tenant = static_cast<int>(table.columns.size());
    if (column == "rid") table.rid = static_cast<int>(table.columns.size());
    table.columns.push_back(column);
    const std::string type = PQgetvalue(rows.get(), i, 2);
    const bool array = type.ends_with("[]");
    table.types.push_back(type);
    table.parameter_types.push_back(array ? "text" : type);
    table.oids.push_back(array ? text_oid : static_cast<Oid>(std::stoul(PQgetvalue(rows.get(), i, 3))));
  }
  std::erase_if(tables, [](const Table& table) { return table.tenant < 0 || table.rid < 0; });
  return tables;
}

std::vector<Stored> read_stored(PGconn* connection, const std::vector<Table>& tables, std::int16_t type, int count) {
  const Rows keys = checked(connection, PQexec(connection, ("select rid from setu.res where tenant = 1 and type = " + std::to_string(type) +
                                                            " and ver = 1 order by rid desc limit " + std::to_string(count)).c_str()));
  std::map<std::string, std::size_t> places;
  std::string list;
  for (int i = 0; i < PQntuples(keys.get()); ++i) {
    const std::string key = PQgetvalue(keys.get(), i, 0);
    list += (list.empty() ? "" : ",") + key;
    places.emplace(big_endian(static_cast<std::uint64_t>(std::stoll(key)), 8), places.size());
  }
  std::vector<Stored> found(places.size(), Stored(tables.size()));
  for (std::size_t t = 0; t < tables.size(); ++t) {
    std::string columns;
    for (std::size_t c = 0; c < tables[t].columns.size(); ++c) columns += (columns.empty() ? "" : ",") + tables[t].columns[c] + "::" + tables[t].parameter_types[c];
    // A key is that of a type only together with it, but server-made keys are unique among all.
    const Rows rows = checked(connection, PQexecParams(connection, ("select " + columns + " from setu." + tables[t].name + " where tenant = 1 and rid in (" + list + ")").c_str(),
                                                       0, nullptr, nullptr, nullptr, nullptr, 1));
    for (int i = 0; i < PQntuples(rows.get()); ++i) {
      Row row(tables[t].columns.size());
      for (std::size_t c = 0; c < row.size(); ++c) {
        if (PQgetisnull(rows.get(), i, static_cast<int>(c))) continue;
        row[c] = {false, std::string(PQgetvalue(rows.get(), i, static_cast<int>(c)), static_cast<std::size_t>(PQgetlength(rows.get(), i, static_cast<int>(c))))};
      }
      found[places.at(row[static_cast<std::size_t>(tables[t].rid)].bytes)][t].push_back(std::move(row));
    }
  }
  return found;
}

std::string insert_statement(const std::vector<Table>& tables) {
  std::string sql = "with ", done;
  int parameter = 0;
  for (const Table& table : tables) {
    std::string columns, arrays, names, values;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      const std::string comma = c == 0 ? "" : ", ", name = "c" + std::to_string(c);
      columns += comma + table.columns[c];
      arrays += comma + "$" + std::to_string(++parameter) + "::" + table.parameter_types[c] + "[]";
      names += comma + name;
      values += comma + name + "::" + table.types[c];
    }
    sql += (parameter == static_cast<int>(table.columns.size()) ? "" : ", ") + ("w_" + table.name) + " as (insert into setu." + table.name + " (" + columns +
           ") select " + values + " from unnest(" + arrays + ") as u (" + names + "))";
  }
  return sql + " select 1";
}

Parameters insert_parameters(const std::vector<Table>& tables, const std::vector<const Stored*>& resources, std::int32_t tenant,
                             std::int64_t& next_rid) {
  const std::int64_t first_rid = next_rid;
  next_rid += static_cast<std::int64_t>(resources.size());
  Parameters parameters;
  for (std::size_t t = 0; t < tables.size(); ++t) {
    const Table& table = tables[t];
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      std::string cells;
      std::uint32_t count = 0;
      bool nulls = false;
      for (std::size_t r = 0; r < resources.size(); ++r) {
        for (const Row& row : (*resources[r])[t]) {
          ++count;
          if (static_cast<int>(c) == table.tenant) {
            cells += big_endian(4, 4) + big_endian(static_cast<std::uint32_t>(tenant), 4);
          } else if (static_cast<int>(c) == table.rid) {
            cells += big_endian(8, 4) + big_endian(static_cast<std::uint64_t>(first_rid + static_cast<std::int64_t>(r)), 8);
          } else if (row[c].null) {
            cells += big_endian(0xffffffff, 4);
            nulls = true;
          } else {
            cells += big_endian(row[c].bytes.size(), 4) + row[c].bytes;
          }
        }
      }
      // https://www.postgresql.org/docs/15/protocol-overview.html: array_send's form
      if (count == 0) {
        parameters.add(big_endian(0, 4) + big_endian(0, 4) + big_endian(table.oids[c], 4));
      } else {
        parameters.add(big_endian(1, 4) + big_endian(nulls ? 1 : 0, 4) + big_endian(table.oids[c], 4) + big_endian(count, 4) + big_endian(1, 4) + cells);
      }
    }
  }
  return parameters;
}

}  // namespace bench
