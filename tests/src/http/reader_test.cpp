#include <catch2/catch.hpp>

#include "src/http/reader.h"

using namespace setu::http;
using State = Reader::State;

namespace {

/// Feeds all of the bytes, `step` at a time as a slow client would send them, and gives what was left over.
std::string feed(Reader& reader, std::string bytes, std::size_t step = 1'000'000) {
  std::string held;
  while (true) {
    const State before = reader.state();
    const std::size_t taken = reader.feed(held);
    held.erase(0, taken);
    if (reader.state() == State::done || reader.state() == State::failed) return held + bytes;
    if (taken > 0 || reader.state() != before) continue;
    if (bytes.empty()) return held;
    held += bytes.substr(0, step);
    bytes.erase(0, step);
  }
}

int status(const std::string& bytes, const Limits& limits = {}) {
  Reader reader(limits);
  feed(reader, bytes);
  return reader.state() == State::failed ? static_cast<int>(reader.status()) : reader.state() == State::done ? 200 : 0;
}

const std::string host = "Host: a\r\n";

}  // namespace

TEST_CASE("a request is read whole, however it comes") {
  for (const std::size_t step : {1u, 2u, 7u, 1000u}) {
    const Limits limits;
    Reader reader(limits);
    const auto left = feed(reader, "POST /fhir/Patient?x=1 HTTP/1.1\r\nHost: a\r\nAccept: b\r\naccept: c\r\nContent-Length: 5\r\n\r\nhelloGET /", step);
    REQUIRE(reader.state() == State::done);
    CHECK(left == "GET /");
    CHECK(reader.request().method == Method::post);
    CHECK(reader.request().target == "/fhir/Patient?x=1");
    CHECK(reader.request().header("HOST") == "a");
    CHECK(reader.request().list("Accept") == "b, c");
    CHECK(reader.request().body == "hello");
    CHECK(reader.request().keep_alive);

    Reader chunked(limits);
    CHECK(feed(chunked, "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\nrest", step) == "rest");
    REQUIRE(chunked.state() == State::done);
    CHECK(chunked.request().body == "abcde");
  }
}

TEST_CASE("a chunked body without a chunk ends when its last line does, and not before") {
  const Limits limits;
  for (const std::size_t step : {1, 2, 3, 4, 5, 99}) {
    Reader reader(limits);
    const std::string head = "PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    const std::string held = feed(reader, head + "0\r\n\r", step);
    REQUIRE(reader.state() == State::body);
    CHECK(feed(reader, held + "\nrest", step) == "rest");
    REQUIRE(reader.state() == State::done);
    CHECK(reader.request().body.empty());
  }
}

TEST_CASE("the absolute form of a target means its path") {
  const Limits limits;
  Reader reader(limits);
  feed(reader, "GET http://other.example/fhir/Patient HTTP/1.1\r\nHost: a\r\n\r\n");
  REQUIRE(reader.state() == State::done);
  CHECK(reader.request().target == "/fhir/Patient");
}

TEST_CASE("what people paste into a URL without encoding it is read") {
  const Limits limits;
  for (const auto& target : std::vector<std::string>{"/fhir/Patient?identifier=urn:example:hospital|P-17", "/fhir/Patient?name=Krishnam\u016brthy",
                                   "/fhir/Patient?name=\"x\"&a=<b>[c]{d}^`\\"}) {
    Reader reader(limits);
    feed(reader, "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    INFO(target);
    REQUIRE(reader.state() == State::done);
    CHECK(reader.request().target == target);
  }
}

TEST_CASE("one empty line before a request line is passed by, and no second") {
  const Limits limits;
  const std::string get = "GET /fhir HTTP/1.1\r\nHost: a\r\n\r\n";
  for (const std::size_t step : {1u, 2u, 3u, 1000u}) {
    INFO(step);
    Reader reader(limits);
    CHECK(feed(reader, "\r\n" + get + "\r\n", step) == "\r\n");
    REQUIRE(reader.state() == State::done);
    CHECK(reader.request().target == "/fhir");

    for (const std::string before : {"\r\n\r\n", "\n", "\r", "\r\r\n", " \r\n"}) {
      Reader strict(limits);
      feed(strict, before + get, step);
      REQUIRE(strict.state() == State::failed);
      CHECK(strict.status() == engine::Status::bad_request);
    }
  }
  CHECK(status("\r\n") == 0);
  CHECK(status("\r\nnonsense\r\n\r\n") == 400);
}

TEST_CASE("what two readers might read as two different requests is refused") {
  const std::string cases[] = {
      "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
      "POST / HTTP/1.1\r\n" + host + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello",
      "POST / HTTP/1.1\r\n" + host + "Content-Length: 5, 5\r\n\r\nhello",
      "POST / HTTP/1.1\r\n" + host + "Content-Length: +5\r\n\r\nhello",
      "POST / HTTP/1.1\r\n" + host + "Content-Length: -5\r\n\r\nhello",
      "POST / HTTP/1.1\r\n" + host + "Content-Length: 5 5\r\n\r\nhello",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding:\x0b" "chunked\r\n\r\n0\r\n\r\n",
      "GET / HTTP/1.1\r\n" + host + "X: a\r\n b\r\n\r\n",
      "GET / HTTP/1.1\r\n" + host + "X: a\r\n\tb\r\n\r\n",
      "GET / HTTP/1.1\r\n" + host + " X: a\r\n\r\n",
      "GET / HTTP/1.1\n" + host + "\n",
      "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
      "GET / HTTP/1.1\r\n" + host + "X: a\rb\r\n\r\n",
      "GET / HTTP/1.1\r\n" + host + std::string("X: a\0b\r\n\r\n", 10),
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET / HTTP/1.1\r\n" + host + "no colon\r\n\r\n",
      "GET / HTTP/2.0\r\n" + host + "\r\n",
      "GET  / HTTP/1.1\r\n" + host + "\r\n",
      "GET /a b HTTP/1.1\r\n" + host + "\r\n",
      "GET fhir HTTP/1.1\r\n" + host + "\r\n",
      "GET /fhir#part HTTP/1.1\r\n" + host + "\r\n",
      "\x16\x03\x01\x02\x01\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n0\r\n\r\n",
      "POST / HTTP/1.1\r\n" + host + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
  };
  for (const auto& bytes : cases) {
    INFO(bytes);
    const int found = status(bytes);
    CHECK((found == 400 || found == 413));
  }
}

TEST_CASE("a malformed Host is refused, and whatever names a host is not") {
  for (const std::string bad : {"[::1", "::1", "a:x", "[zz]", "a:99999", "a:-1", "a:+80", "a:80x", "a:80:80", ":80", "[]", "[::1]x", "[::1]:x", "[::1%25eth0]", "a]", "a/b", "user@a",
                                "a b", "a,b", "<a>"}) {
    INFO(bad);
    CHECK(status("GET / HTTP/1.1\r\nHost: " + bad + "\r\n\r\n") == 400);
    CHECK(status("GET / HTTP/1.0\r\nHost: " + bad + "\r\n\r\n") == 400);
  }
  CHECK(status("GET / HTTP/1.1\r\nHost: " + std::string(256, 'a') + "\r\n\r\n") == 400);
  for (const std::string good : {"a", "fhir.example.org", "fhir.example.org.", "setu_1:8080", "127.0.0.1", "127.0.0.1:65535", "[::1]", "[2001:db8::1]:8080", "[::ffff:127.0.0.1]:1", "a:"}) {
    INFO(good);
    CHECK(status("GET / HTTP/1.1\r\nHost: " + good + "\r\n\r\n") == 200);
    CHECK(status("GET / HTTP/1.1\r\nHost:  " + good + " \r\n\r\n") == 200);
  }
}

TEST_CASE("each limit of a header holds at the limit and not past it") {
  Limits limits;
  limits.request_line_bytes = 100;
  limits.header_bytes = 200;
  limits.header_count = 5;
  const auto line = [&](std::size_t bytes) { return "GET /" + std::string(bytes - 16, 'a') + " HTTP/1.1\r\n"; };
  CHECK(status(line(100) + host + "\r\n", limits) == 200);
  CHECK(status(line(101) + host + "\r\n", limits) == 414);
  CHECK(status(line(10'000) + host + "\r\n", limits) == 414);
  const auto header = [&](std::size_t bytes) { return "X: " + std::string(bytes - 5, 'a') + "\r\n"; };
  CHECK(status("GET / HTTP/1.1\r\n" + host + header(191) + "\r\n", limits) == 200);
  CHECK(status("GET / HTTP/1.1\r\n" + host + header(192) + "\r\n", limits) == 431);
  CHECK(status("GET / HTTP/1.1\r\n" + host + header(20'000) + "\r\n", limits) == 431);
  std::string fields;
  for (int i = 0; i < 4; ++i) fields += "X: 1\r\n";
  CHECK(status("GET / HTTP/1.1\r\n" + host + fields + "\r\n", limits) == 200);
  CHECK(status("GET / HTTP/1.1\r\n" + host + fields + "X: 1\r\n\r\n", limits) == 431);
}

TEST_CASE("a body is read to its limit, announced or not") {
  Limits limits;
  limits.body_bytes = 10;
  const auto announced = [](std::size_t bytes) {
    return "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n" + std::string(bytes, 'x');
  };
  CHECK(status(announced(10), limits) == 200);
  CHECK(status(announced(11), limits) == 413);
  CHECK(status(announced(1'000), limits) == 413);
  const std::string chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  CHECK(status(chunked + "5\r\nabcde\r\n5\r\nabcde\r\n0\r\n\r\n", limits) == 200);
  CHECK(status(chunked + "5\r\nabcde\r\n6\r\nabcdef\r\n0\r\n\r\n", limits) == 413);
}

TEST_CASE("a client that asks first is told apart") {
  const Limits limits;
  Reader reader(limits);
  feed(reader, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
  CHECK(reader.state() == State::body);
  CHECK(reader.expects_continue());
  CHECK(status("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: miracles\r\n\r\n") == 417);
}

TEST_CASE("HTTP/1.0 and Connection: close end the connection") {
  const Limits limits;
  for (const auto bytes : {"GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"}) {
    Reader reader(limits);
    feed(reader, bytes);
    REQUIRE(reader.state() == State::done);
    CHECK_FALSE(reader.request().keep_alive);
  }
}
