/// setu_bench SETU_BINARY [SECONDS [CONNECTIONS]]
///
/// Setu over HTTP beside plain libpq on the same PostgreSQL, in one run: the same rows written, the same rows read.
/// What counts is the ratio; the rates are of the machine it ran on. See README.md in this folder.

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <functional>
#include <random>
#include <thread>

#include "engine/index/key.h"
#include "engine/store/cluster.h"
#include "fhir/r4/observation.h"
#include "fhir/r4/patient.h"
#include "tests/bench/plain.h"
#include "tests/support/http.h"
#include "tests/support/process.h"

using namespace bench;
using engine::index::key_of;
using engine::index::reference_salt;
using engine::index::system_hash;
using engine::index::token_key;
using fhir::r4::Observation;
using fhir::r4::Patient;

namespace {

constexpr int patients = 500;
constexpr std::int32_t plain_tenant = 1'000'000;
constexpr const char* codes[] = {"8867-4", "8480-6", "8462-4", "29463-7", "8302-2", "8310-5", "2339-0", "718-7", "4548-4", "2093-3"};
constexpr const char* families[] = {"Rao", "Sharma", "Iyer", "Patel", "Banerjee", "Khan", "Reddy", "Nair", "Gupta", "Das"};

std::string two(unsigned number) { return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)}; }

std::string patient(unsigned n) {
  return R"({"resourceType":"Patient","identifier":[{"system":"http://example.org/mrn","value":"MRN)" + std::to_string(n) + R"("}],"active":true,"name":[{"use":"official","family":")" +
         std::string(families[n % 10]) + R"(","given":["Given)" + std::to_string(n) + R"("]}],"gender":")" + (n % 2 ? "female" : "male") + R"(","birthDate":"19)" + two(n * 7) +
         "-0" + std::to_string(1 + n % 9) + R"(-15","address":[{"line":["12 MG Road"],"city":"Pune","postalCode":"4110)" + two(n) + R"(","country":"IN"}]})";
}

std::string observation(unsigned n, const std::string& subject) {
  return R"({"resourceType":"Observation","status":"final","category":[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs","display":"Vital signs"}]}],"code":{"coding":[{"system":"http://loinc.org","code":")" +
         std::string(codes[n % 10]) + R"(","display":"A measurement"}],"text":"A measurement"},"subject":{"reference":")" + subject + R"("},"effectiveDateTime":"20)" + two(10 + n % 14) +
         "-0" + std::to_string(1 + n % 9) + "-" + two(1 + n % 28) + "T" + two(n % 24) + ":" + two(n % 60) + R"(:00Z","issued":"2024-01-02T03:04:05.678Z","valueQuantity":{"value":)" + std::to_string(60 + n % 90) +
         R"(,"unit":"/min","system":"http://unitsofmeasure.org","code":"/min"}})";
}

std::string transaction(unsigned first, const std::vector<std::string>& subjects) {
  std::string out = R"({"resourceType":"Bundle","type":"transaction","entry":[)";
  for (unsigned i = 0; i < 100; ++i) {
    out += (i ? "," : "") + std::string(R"({"resource":)") + observation(first + i, subjects[(first + i * 37) % subjects.size()]) + R"(,"request":{"method":"POST","url":"Observation"}})";
  }
  return out + "]}";
}

/// How many times a second `work(thread, n)` is done by so many threads, each with its own state made by `make`.
template <class Make, class Work>
double rate(int threads, double seconds, Make&& make, Work&& work) {
  std::atomic<std::uint64_t> done{0};
  std::atomic<bool> stop{false};
  std::atomic<int> ready{0};
  std::vector<std::thread> running;
  std::atomic<unsigned> next{0};
  std::string failure;
  std::atomic<bool> failed{false};
  for (int t = 0; t < threads; ++t) {
    running.emplace_back([&] {
      try {
        auto state = make();
        ++ready;
        while (ready < threads) std::this_thread::yield();
        while (!stop) {
          work(state, next++);
          ++done;
        }
      } catch (const std::exception& error) {
        if (!failed.exchange(true)) failure = error.what();
        ++ready;
      }
    });
  }
  while (ready < threads) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto began = std::chrono::steady_clock::now();
  const std::uint64_t before = done;
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  const std::uint64_t after = done;
  const double took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  stop = true;
  for (auto& thread : running) thread.join();
  if (failed) throw std::runtime_error(failure);
  return static_cast<double>(after - before) / took;
}

void print(const char* what, double setu, double plain) {
  std::printf("| %-42s | %9.0f | %9.0f | %5.2f |\n", what, setu, plain, setu / plain);
  std::fflush(stdout);
}

std::string id_in(const support::Response& response) {
  const std::string_view location = response.header("location");
  const std::size_t end = location.find("/_history");
  const std::size_t start = location.rfind('/', end - 1) + 1;
  return std::string(location.substr(start, end - start));
}

}  // namespace

int main(int argc, char** argv) try {
  if (argc < 2) {
    std::fputs("usage: setu_bench SETU_BINARY [SECONDS [CONNECTIONS]]\n", stderr);
    return 2;
  }
  const double seconds = argc > 2 ? std::atof(argv[2]) : 5;
  const int connections = argc > 3 ? std::atoi(argv[3]) : 8;

  const support::TemporaryFolder folder;
  auto cluster = engine::store::Cluster::start(folder.path() / "data");
  if (!cluster) throw std::runtime_error(fhir::to_text(cluster.outcome()));
  const std::string url = (*cluster)->url();
  const int port = support::free_port();
  support::Process server({argv[1], "serve", "--database", url, "--port", std::to_string(port), "--no-demo"}, folder.path() / "log");
  {
    support::Http http(port);
    for (int i = 0; i < 3000 && http.get("/health/ready").status != 200; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  const auto http = [port] { return std::make_unique<support::Http>(port); };
  const auto expect = [&server](const support::Response& response, int status) {
    if (response.status != status) throw std::runtime_error("status " + std::to_string(response.status) + ": " + response.body.substr(0, 500) + "\n" + server.output());
  };
  auto admin = connect(url);

  std::vector<std::string> subjects;
  {
    auto client = http();
    for (unsigned n = 0; n < patients; ++n) {
      const auto response = client->send("POST", "/fhir/Patient", patient(n));
      expect(response, 201);
      subjects.push_back("Patient/" + id_in(response));
    }
  }
  std::printf("| %-42s | %9s | %9s | %5s |\n| --- | --- | --- | --- |\n", "a second", "Setu", "libpq", "ratio");

  // Writing. The rows that Setu made are read back and written again by libpq under other keys.
  const double created = rate(connections, seconds, http, [&](auto& client, unsigned n) {
    expect(client->send("POST", "/fhir/Observation", observation(n, subjects[n * 31 % patients]), {{"Prefer", "return=minimal"}}), 201);
  });
  const double loaded = rate(2, seconds, http, [&](auto& client, unsigned n) {
    expect(client->send("POST", "/fhir", transaction(n * 100, subjects), {{"Prefer", "return=minimal"}}), 200);
  });

  const auto tables = tables_of(admin.get());
  const auto stored = read_stored(admin.get(), tables, static_cast<std::int16_t>(Observation::descriptor.number), 2000);
  const std::string insert = insert_statement(tables);
  std::atomic<std::int64_t> block{1};
  struct Writer {
    Connection connection;
    std::int64_t rid;
  };
  const auto writer = [&] {
    Writer made{connect(url), (block++) << 40};
    checked(made.connection.get(), PQprepare(made.connection.get(), "insert", insert.c_str(), 0, nullptr));
    return made;
  };
  const double plain_created = rate(connections, seconds, writer, [&](Writer& state, unsigned n) {
    insert_parameters(tables, {&stored[n % stored.size()]}, plain_tenant, state.rid).execute(state.connection.get(), "insert");
  });
  const double plain_loaded = rate(2, seconds, writer, [&](Writer& state, unsigned n) {
    std::vector<const Stored*> hundred;
    for (unsigned i = 0; i < 100; ++i) hundred.push_back(&stored[(n * 100 + i) % stored.size()]);
    insert_parameters(tables, hundred, plain_tenant, state.rid).execute(state.connection.get(), "insert");
  });
  print("creates", created, plain_created);
  print("transactions of 100 creates", loaded, plain_loaded);
  checked(admin.get(), PQexec(admin.get(), ("delete from setu.tok where tenant = " + std::to_string(plain_tenant)).c_str()));
  checked(admin.get(), PQexec(admin.get(), "vacuum analyze"));

  // Reading.
  const Rows keys = checked(admin.get(), PQexec(admin.get(), ("select rid from setu.res where tenant = 1 and type = " + std::to_string(Observation::descriptor.number) + " limit 20000").c_str()));
  std::vector<std::int64_t> rids;
  for (int i = 0; i < PQntuples(keys.get()); ++i) rids.push_back(std::stoll(PQgetvalue(keys.get(), i, 0)));
  const auto reader = [&](const std::string& sql) {
    return [&url, sql] {
      auto connection = connect(url);
      checked(connection.get(), PQprepare(connection.get(), "read", sql.c_str(), 0, nullptr));
      return connection;
    };
  };
  const std::string observations = std::to_string(Observation::descriptor.number), patient_type = std::to_string(Patient::descriptor.number);
  const double read = rate(connections, seconds, http, [&](auto& client, unsigned n) {
    expect(client->get("/fhir/Observation/" + engine::index::id_of(rids[n * 7919u % rids.size()])), 200);
  });
  const double plain_read = rate(connections, seconds, reader("select ver, upd, doc from setu.res where tenant = 1 and type = " + observations + " and rid = $1::bigint"),
                                 [&](Connection& connection, unsigned n) {
                                   Parameters parameters;
                                   parameters.add_int64(rids[n * 7919u % rids.size()]);
                                   if (PQntuples(parameters.execute(connection.get(), "read").get()) != 1) throw std::runtime_error("no row");
                                 });
  print("reads", read, plain_read);

  // Five searches, a page of 20 each, newest first where nothing else is asked for.
  struct Search {
    const char* what;
    std::function<std::string(unsigned)> query;
    std::string sql;
    std::function<Parameters(unsigned)> parameters;
  };
  const auto subject_token = [&](unsigned n) {
    const std::string& subject = subjects[n % subjects.size()];
    return reference_salt("Observation", "subject", "Patient") ^ key_of(Patient::descriptor, subject.substr(8));
  };
  const std::int32_t loinc = system_hash("http://loinc.org");
  const auto with = [](std::initializer_list<std::int64_t> values) {
    Parameters parameters;
    for (std::int64_t value : values) parameters.add_int64(value);
    return parameters;
  };
  const std::string row = "select r.ver, r.upd, r.doc from ";
  const std::string join = " join setu.res r on r.tenant = 1 and r.type = " + observations + " and r.rid = t.rid order by t.srt desc, t.rid desc limit 20";
  const std::vector<Search> searches = {
      {"search: patient", [&](unsigned n) { return "Observation?subject=" + subjects[n % subjects.size()] + "&_count=20"; },
       row + "(select srt, rid from setu.tok where tenant = 1 and tok = $1::bigint order by srt desc, rid desc limit 20) t" + join,
       [&](unsigned n) { return with({subject_token(n)}); }},
      {"search: code", [&](unsigned n) { return "Observation?code=http://loinc.org%7C" + std::string(codes[n % 10]) + "&_count=20"; },
       row + "(select srt, rid from setu.tok where tenant = 1 and tok = $1::bigint and sys = $2::bigint order by srt desc, rid desc limit 20) t" + join,
       [&](unsigned n) { return with({token_key("Observation", "code", codes[n % 10]), loinc}); }},
      {"search: patient and code", [&](unsigned n) { return "Observation?subject=" + subjects[n % subjects.size()] + "&code=http://loinc.org%7C" + codes[n % 10] + "&_count=20"; },
       row + "(select a.srt, a.rid from setu.tok a where a.tenant = 1 and a.tok = $1::bigint and exists (select from setu.tok b where b.tenant = 1 and b.tok = $2::bigint and b.srt = a.srt and b.rid = a.rid and b.sys = $3::bigint) order by a.srt desc, a.rid desc limit 20) t" + join,
       [&](unsigned n) { return with({subject_token(n), token_key("Observation", "code", codes[n % 10]), loinc}); }},
      {"search: patient and date", [&](unsigned n) { return "Observation?subject=" + subjects[n % subjects.size()] + "&date=ge20" + two(12 + n % 10) + "&_count=20"; },
       row + "(select a.srt, a.rid from setu.tok a where a.tenant = 1 and a.tok = $1::bigint and a.srt >= $2::bigint order by a.srt desc, a.rid desc limit 20) t" + join,
       [&](unsigned n) {
         const auto day = std::chrono::sys_days(std::chrono::year(2012 + static_cast<int>(n % 10)) / 1 / 1);
         return with({subject_token(n), std::chrono::duration_cast<std::chrono::microseconds>(day.time_since_epoch()).count()});
       }},
      {"search: family name", [&](unsigned n) { return "Patient?family=" + std::string(families[n % 10]).substr(0, 3) + "&_count=20"; },
       row + "(select distinct rid from setu.str where tenant = 1 and key = $1::bigint and norm >= convert_from($2::bytea, 'UTF8') collate \"C\" and norm < convert_from($3::bytea, 'UTF8') collate \"C\") t "
             "join setu.res r on r.tenant = 1 and r.type = " + patient_type + " and r.rid = t.rid order by r.srt desc, r.rid desc limit 20",
       [&](unsigned n) {
         std::string low = families[n % 10];
         for (char& letter : low) letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
         low.resize(3);
         std::string high = low;
         ++high.back();
         Parameters parameters;
         parameters.add_int64(engine::index::text_key("Patient", "family"));
         parameters.add(low);
         parameters.add(high);
         return parameters;
       }},
  };
  for (const Search& search : searches) {
    // Both sides have to find something, or the comparison is of nothing.
    {
      auto client = http();
      const auto answer = client->get("/fhir/" + search.query(3));
      expect(answer, 200);
      auto connection = reader(search.sql)();
      const int found = PQntuples(search.parameters(3).execute(connection.get(), "read").get());
      std::size_t matches = 0;
      for (std::size_t at = 0; (at = answer.body.find("\"mode\":\"match\"", at)) != std::string::npos; ++at) ++matches;
      if (found == 0 || static_cast<std::size_t>(found) != matches) {
        throw std::runtime_error(std::string(search.what) + ": Setu finds " + std::to_string(matches) + ", libpq " + std::to_string(found));
      }
    }
    const double setu = rate(connections, seconds, http, [&](auto& client, unsigned n) { expect(client->get("/fhir/" + search.query(n)), 200); });
    const double plain = rate(connections, seconds, reader(search.sql), [&](Connection& connection, unsigned n) { search.parameters(n).execute(connection.get(), "read"); });
    print(search.what, setu, plain);
  }
  return 0;
} catch (const std::exception& error) {
  std::fprintf(stderr, "setu_bench: %s\n", error.what());
  return 1;
}
