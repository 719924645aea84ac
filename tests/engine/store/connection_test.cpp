#include "engine/store/connection.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "tests/engine/store/counter.h"
#include "tests/engine/store/fixture.h"

using namespace engine::store;
using namespace std::chrono_literals;

namespace {

/// Ends the sessions of this database but that of the caller, as a restart does.
void end_sessions(support::Sql& sql) {
  sql.run("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
}

}  // namespace

TEST_CASE("values arrive as they were sent, alone and in arrays") {
  Fixture store;
  Connection connection(store.url);
  const engine::Instant instant{std::chrono::microseconds(1'700'000'000'123'456)};
  const std::string bytes("\0\x01\xff\"\\", 5);
  Arguments one;
  one.boolean(true).int2(-32768).int4(-7).int8(std::numeric_limits<std::int64_t>::min()).text("नमस्ते").bytea(bytes).timestamptz(instant).null(Type::text);
  const Rows row = must(connection.run(1, "select $1, $2, $3, $4, $5, $6, $7, $8::text, 'D'::\"char\"", one));
  REQUIRE(row.size() == 1);
  CHECK(row[0].boolean(0));
  CHECK(row[0].int2(1) == -32768);
  CHECK(row[0].int4(2) == -7);
  CHECK(row[0].int8(3) == std::numeric_limits<std::int64_t>::min());
  CHECK(row[0].text(4) == "नमस्ते");
  CHECK(row[0].bytea(5) == bytes);
  CHECK(row[0].timestamptz(6) == instant);
  CHECK(row[0].is_null(7));
  CHECK(row[0].character(8) == 'D');

  Array texts(Type::text), blobs(Type::bytea), times(Type::timestamptz), letters(Type::character), truths(Type::boolean), empty(Type::int8);
  texts.text("a");
  texts.null();
  texts.text("");
  for (int i = 0; i < 3; ++i) blobs.bytea(bytes), times.timestamptz(instant), letters.character("CUD"[i]), truths.boolean(i == 1);
  Arguments arrays;
  arrays.array(texts).array(blobs).array(times).array(letters).array(truths).array(empty);
  const Rows rows = must(connection.run(1, "select t, b, i, c, f, cardinality($6) from unnest($1, $2, $3, $4, $5) as w (t, b, i, c, f)", arrays));
  REQUIRE(rows.size() == 3);
  CHECK(rows[0].text(0) == "a");
  CHECK(rows[1].is_null(0));
  CHECK(rows[2].text(0).empty());
  CHECK(rows[2].bytea(1) == bytes);
  CHECK(rows[2].timestamptz(2) == instant);
  CHECK(rows[2].character(3) == 'D');
  CHECK(rows[1].boolean(4));
  CHECK(rows[0].int4(5) == 0);
}

TEST_CASE("several statements of one exchange are one transaction") {
  Fixture store;
  Connection connection(store.url);
  const Arguments none;
  const Call calls[] = {{"insert into setu.tok (tenant, tok, srt, rid, sys) values (1, 1, 1, 1, 1)", &none}, {"select 1 / 0", &none}, {"select 2", &none}};
  const auto failed = connection.run(1, calls);
  REQUIRE_FALSE(failed);
  CHECK(failed.outcome().issues.front().type == fhir::IssueType::exception);
  CHECK(store.count("tok") == "0");
  // What was prepared behind the failure can be used.
  CHECK(must(connection.run(1, "select 2", none)).size() == 1);
  CHECK(must(connection.run(1, {calls, 1})).size() == 1);
  CHECK(store.count("tok") == "1");
}

TEST_CASE("a statement runs for the tenant it names, whatever ran before and however it ended") {
  Fixture store;
  Connection connection(store.url);
  const Arguments none;
  const auto check = [&](std::int32_t tenant) { CHECK(must(connection.run(tenant, "select setu.tenant()", none))[0].int4(0) == tenant); };
  check(7);
  check(7);
  check(9);
  connection.begin();
  check(8);
  check(8);
  must(connection.commit());
  check(8);
  check(9);
  connection.begin();
  check(8);
  connection.rollback();
  check(8);
  check(9);
  CHECK_FALSE(connection.run(8, "select 1 / 0", none));
  check(8);
  check(9);
  connection.begin();
  check(8);
  CHECK_FALSE(connection.run(8, "select 1 / 0", none));
  CHECK_FALSE(connection.commit());
  check(8);
  check(9);
  CHECK(must(connection.run(9, "select current_user::text", none))[0].text(0) == "setu_app");
}

TEST_CASE("more statements than are kept prepared") {
  Fixture store;
  Connection connection(store.url);
  const Arguments none;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 450; ++i) REQUIRE(must(connection.run(1, "select " + std::to_string(i), none))[0].int4(0) == i);
  }
  CHECK(must(connection.run(1, "select count(*) < 250 from pg_prepared_statements", none))[0].boolean(0));
}

TEST_CASE("failures are told apart") {
  Fixture store;
  Connection connection(store.url);
  const Arguments none;
  const auto type_of = [&](std::string_view statement) {
    const auto failed = connection.run(1, statement, none);
    REQUIRE_FALSE(failed);
    return failed.outcome().issues.front().type;
  };
  CHECK(type_of("do $$ begin raise exception 'x' using errcode = '40P01'; end $$") == fhir::IssueType::lock_error);
  CHECK(connection.can_retry());
  CHECK(type_of("do $$ begin raise exception 'x' using errcode = '57014'; end $$") == fhir::IssueType::too_costly);
  CHECK_FALSE(connection.can_retry());
  CHECK(type_of("do $$ begin raise exception 'x' using errcode = '53100'; end $$") == fhir::IssueType::no_store);
  CHECK(type_of("do $$ begin raise exception 'x' using errcode = '53200'; end $$") == fhir::IssueType::transient);
  CHECK(type_of("select no_such_column") == fhir::IssueType::exception);
}

TEST_CASE("what is asked ends by the deadline, in however many statements, and leaves nothing running") {
  Fixture store;
  Connection connection(store.url);
  const Arguments none;
  const std::vector<Call> many(50, Call{"select pg_sleep(0.1)", &none});
  const auto not_idle = [&] { return store.sql.value("select count(*) from pg_stat_activity where application_name = 'setu' and datname = current_database() and state <> 'idle'"); };
  for (const bool within : {false, true}) {
    for (const bool together : {false, true}) {
      CAPTURE(within, together);
      const auto began = std::chrono::steady_clock::now();
      connection.end_by(began + 450ms);
      if (within) connection.begin();
      std::optional<fhir::Outcome> outcome;
      if (together) {
        if (auto all = connection.run(1, many); !all) outcome = all.outcome();
      }
      for (std::size_t at = 0; at < many.size() && !together && !outcome; ++at) {
        if (auto one = connection.run(1, many[at].sql, none); !one) outcome = one.outcome();
      }
      const auto took = std::chrono::steady_clock::now() - began;
      REQUIRE(outcome);
      CHECK(outcome->issues.front().type == fhir::IssueType::too_costly);
      CHECK(took >= 450ms);
      CHECK(took < 4s);
      const auto late = connection.run(1, "select 1", none);
      REQUIRE_FALSE(late);
      CHECK(late.outcome().issues.front().type == fhir::IssueType::too_costly);
      if (within) connection.rollback();
      CHECK(not_idle() == "0");
      connection.resume();
      CHECK(connection.run(1, "select pg_sleep(0.5)", none));
    }
  }
}

TEST_CASE("a database that does not answer that it should end either is given up soon after the deadline") {
  Fixture store;
  const Arguments none;
  const auto asked = [&](Connection& connection) {
    const auto began = std::chrono::steady_clock::now();
    connection.end_by(began + 500ms);
    const auto failed = connection.run(1, "select pg_sleep(60)", none);
    REQUIRE_FALSE(failed);
    CHECK(failed.outcome().issues.front().type == fhir::IssueType::transient);
    const auto took = std::chrono::steady_clock::now() - began;
    CHECK(took >= 5s);
    CHECK(took < 9s);
  };
  {
    INFO("the session is stopped, and what would end it arrives");
    Connection connection(store.url);
    const auto pid = static_cast<pid_t>(must(connection.run(1, "select pg_backend_pid()", none))[0].int4(0));
    std::thread stopping([&] {
      support::Sql sql(store.url);
      while (sql.value("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") == "0") std::this_thread::sleep_for(1ms);
      ::kill(pid, SIGSTOP);
    });
    asked(connection);
    stopping.join();
    connection.resume();
    CHECK(connection.run(1, "select 1", none));
    ::kill(pid, SIGCONT);
  }
  {
    INFO("nothing takes what would end it: the counter takes one connection");
    Counter counter(store.url);
    Connection connection(counter.url());
    asked(connection);
    end_sessions(store.sql);
  }
}

TEST_CASE("a host that is gone is noticed, by the URL's own measure if it has one") {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  REQUIRE(::bind(listener, reinterpret_cast<sockaddr*>(&address), size) == 0);
  REQUIRE(::listen(listener, 1) == 0);
  REQUIRE(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) == 0);
  /// An option of the socket that libpq has to the listener.
  const auto option = [&](int name) {
    for (int socket = 0; socket < 1024; ++socket) {
      sockaddr_in peer{};
      socklen_t length = sizeof peer;
      if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &length) != 0 || peer.sin_family != AF_INET || peer.sin_port != address.sin_port) continue;
      int value = -1;
      length = sizeof value;
      ::getsockopt(socket, IPPROTO_TCP, name, &value, &length);
      return value;
    }
    return -1;
  };
  const std::string url = "host=127.0.0.1 port=" + std::to_string(ntohs(address.sin_port)) + " user=x dbname=x sslmode=disable gssencmode=disable";
  for (const bool has_own : {false, true}) {
    CAPTURE(has_own);
    Connection connection(url + (has_own ? " tcp_user_timeout=3000 keepalives_idle=7" : ""));
    bool opened = true;
    std::thread opening([&] { opened = static_cast<bool>(connection.open()); });
    const int server = ::accept(listener, nullptr, nullptr);
    CHECK(option(TCP_USER_TIMEOUT) == (has_own ? 3000 : 10000));
    CHECK(option(TCP_KEEPIDLE) == (has_own ? 7 : 10));
    CHECK(option(TCP_KEEPINTVL) == 5);
    CHECK(option(TCP_KEEPCNT) == 3);
    ::close(server);
    opening.join();
    CHECK_FALSE(opened);
  }
  ::close(listener);
}

TEST_CASE("what is called off or comes too late is not to be done again, whatever failed before it") {
  Fixture store;
  Connection connection(store.url);
  const Arguments none;
  for (const bool late : {false, true}) {
    CAPTURE(late);
    REQUIRE_FALSE(connection.run(1, "do $$ begin raise exception 'x' using errcode = '40P01'; end $$", none));
    REQUIRE(connection.can_retry());
    if (late) connection.end_by(std::chrono::steady_clock::now());
    else connection.cancel();
    REQUIRE_FALSE(connection.run(1, "select 1", none));
    CHECK_FALSE(connection.can_retry());
    CHECK_FALSE(connection.was_answered());
    connection.resume();
  }
}

TEST_CASE("a transaction that does not end by the deadline writes nothing, and one that does is whole") {
  Fixture store;
  store.session->end_by(std::chrono::steady_clock::now() + 300ms);
  const auto late = store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    store.write(patient("Rao", "p"));
    std::this_thread::sleep_for(350ms);
    const Write write = patient("Rao", "q");
    TRY_VOID(store.session->write(1, {&write, 1}));
    return {};
  });
  REQUIRE_FALSE(late);
  CHECK(late.outcome().issues.front().type == fhir::IssueType::too_costly);
  CHECK(store.sql.value("select count(*) from pg_stat_activity where application_name = 'setu' and datname = current_database() and state <> 'idle'") == "0");
  store.session->resume();
  CHECK_FALSE(store.read("p"));
  store.session->end_by(std::chrono::steady_clock::now() + 60s);
  must(store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    store.write(patient("Rao", "p"));
    return {};
  }));
  CHECK(store.read("p"));
}

TEST_CASE("a session that was ended between two calls is made again unnoticed") {
  Fixture store;
  store.write(patient("Rao", "p"));
  end_sessions(store.sql);
  CHECK(store.read("p"));
  end_sessions(store.sql);
  CHECK(store.write(patient("Iyer", "p")).version == 2);
}

TEST_CASE("a session that is ended in the middle says so, and the next call is fine") {
  Fixture store;
  Connection connection(store.url);
  const Arguments none;
  std::thread ending([&] {
    support::Sql sql(store.url);
    while (sql.value("select count(*) from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'") == "0") std::this_thread::sleep_for(1ms);
    sql.run("select pg_terminate_backend(pid, 5000) from pg_stat_activity where wait_event = 'PgSleep'");
  });
  const auto failed = connection.run(1, "select pg_sleep(20)", none);
  ending.join();
  REQUIRE_FALSE(failed);
  CHECK(failed.outcome().issues.front().type == fhir::IssueType::transient);
  CHECK(connection.run(1, "select 1", none));

  const auto undone = store.session->transaction(1, {}, [&]() -> fhir::Result<void> {
    store.write(patient("Rao", "p"));
    end_sessions(store.sql);
    const Write write = patient("Rao", "q");
    TRY_VOID(store.session->write(1, {&write, 1}));
    return {};
  });
  REQUIRE_FALSE(undone);
  CHECK(undone.outcome().issues.front().type == fhir::IssueType::transient);
  CHECK_FALSE(store.read("p"));
  CHECK_FALSE(store.read("q"));
}

TEST_CASE("an interaction is one round trip") {
  Fixture store;
  Counter counter(store.url);
  {
    auto session = must(connect(counter.url()));
    // Twice each: the first time statements are prepared, in the same trip.
    for (int round = 0; round < 2; ++round) {
      CAPTURE(round);
      counter.since_last_asked();
      std::vector<Write> writes;
      for (int i = 0; i < 100; ++i) writes.push_back(patient("Rao" + std::to_string(i), "p" + std::to_string(round) + "-" + std::to_string(i)));
      REQUIRE(must(session->write(1, writes)).size() == 100);
      CHECK(counter.since_last_asked() == 1);
      const Key keys[] = {{1, &patient_type, "p0-1"}, {1, &patient_type, "p0-2"}};
      REQUIRE(must(session->read(keys))[1]);
      CHECK(counter.since_last_asked() == 1);
      REQUIRE(must(session->vread(keys[0], 1)));
      CHECK(counter.since_last_asked() == 1);
      REQUIRE(must(session->history({.tenant = 1, .type = &patient_type, .id = "p0-1"})).total);
      CHECK(counter.since_last_asked() == 1);
      // A transaction adds its commit, and claims are taken where it begins.
      must(session->transaction(1, {}, [&]() -> fhir::Result<void> {
        TRY_VOID(session->write(1, writes));
        return {};
      }));
      CHECK(counter.since_last_asked() == 2);
    }
  }
}

TEST_CASE("a statement is explained as it is prepared, without its values and, unless asked, without being carried out") {
  Fixture fixture;
  Connection connection(fixture.url);
  const std::string awkward = R"(it's "{a,b}" \ $1 %)";
  Array texts(Type::text);
  texts.text(awkward);
  texts.null();
  Arguments arguments;
  arguments.int4(1).array(texts).text(awkward).timestamptz(engine::Instant(1'700'000'000s)).int8(-7);
  const std::string_view sql = "select 1 from unnest($2::text[]) w (x) where x = $3 and $4 = timestamptz '2023-11-14 22:13:20Z' and $5 = -7::int8 and $1 = setu.tenant() and nextval('public.asked') > 0";
  fixture.sql.run("create sequence public.asked; grant usage on sequence public.asked to setu_app");
  const Call call{sql, &arguments};
  const auto plan = [&](bool analyze) {
    const auto rows = must(connection.explain(1, call, analyze));
    return std::string(rows[0].json(0));
  };
  const std::string planned = plan(false);
  CHECK(planned.find("$3") != std::string::npos);
  CHECK(planned.find("it's") == std::string::npos);
  CHECK(planned.find("Actual Rows") == std::string::npos);
  CHECK(fixture.sql.value("select is_called from public.asked") == "f");
  CHECK(plan(true).find("\"Actual Rows\": 1,") != std::string::npos);
  CHECK(fixture.sql.value("select last_value from public.asked") == "1");
  // The values were the transaction's, and the statement is the connection's own as before.
  CHECK(must(connection.run(1, "select coalesce(current_setting('setu.value3', true), '')", Arguments()))[0].text(0).empty());
  CHECK(must(connection.run(1, sql, arguments)).size() == 1);
}
