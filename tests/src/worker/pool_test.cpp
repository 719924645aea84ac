#include <catch2/catch.hpp>

#include <future>

#include "tests/src/worker/session.h"

using namespace setu::worker;
using namespace std::chrono_literals;
using engine::store::Session;

namespace {

/// Holds one worker until it is let go.
class Gate {
 public:
  Work work() {
    return [opened = opened_.get_future().share(), this](fhir::Result<Session*>) {
      entered_.set_value();
      opened.wait();
    };
  }
  void wait_entered() { entered_.get_future().wait(); }
  void open() { opened_.set_value(); }

 private:
  std::promise<void> opened_, entered_;
};

}  // namespace

TEST_CASE("work gets the worker's session, the same one each time") {
  std::atomic<int> made = 0;
  Pool pool({1, 10, 1000}, [&] { ++made; return empty_sessions()(); });
  std::promise<Session*> first, second;
  REQUIRE(pool.submit([&](fhir::Result<Session*> session) { first.set_value(session ? *session : nullptr); }));
  REQUIRE(pool.submit([&](fhir::Result<Session*> session) { second.set_value(session ? *session : nullptr); }));
  Session* session = first.get_future().get();
  CHECK(session != nullptr);
  CHECK(second.get_future().get() == session);
  CHECK(made == 1);
}

TEST_CASE("a session that cannot be made is tried again for the next work") {
  std::atomic<int> tried = 0;
  Pool pool({1, 10, 1000}, [&]() -> fhir::Result<std::unique_ptr<Session>> {
    if (++tried == 1) return fhir::Outcome(fhir::IssueType::transient, "not yet");
    if (tried == 2) throw std::runtime_error("thrown");
    return empty_sessions()();
  });
  for (const bool expected : {false, false, true}) {
    std::promise<bool> got;
    REQUIRE(pool.submit([&](fhir::Result<Session*> session) { got.set_value(bool(session)); }));
    CHECK(got.get_future().get() == expected);
  }
}

TEST_CASE("the queue is full at its count, and takes more once there is room") {
  Pool pool({1, 2, 1000}, empty_sessions());
  Gate gate;
  REQUIRE(pool.submit(gate.work()));
  gate.wait_entered();
  std::promise<void> done;
  CHECK(pool.submit([](auto) {}));
  CHECK(pool.submit([&](auto) { done.set_value(); }));
  CHECK_FALSE(pool.submit([](auto) {}));
  CHECK(pool.queued() == 2);
  CHECK(pool.busy() == 1);
  gate.open();
  done.get_future().wait();
  std::promise<void> after;
  CHECK(pool.submit([&](auto) { after.set_value(); }));
  after.get_future().wait();
}

TEST_CASE("the queue is full at its bytes, those at work included") {
  Pool pool({1, 10, 1000}, empty_sessions());
  Gate gate;
  REQUIRE(pool.submit(gate.work(), 600));
  gate.wait_entered();
  CHECK(pool.submit([](auto) {}, 400));
  CHECK_FALSE(pool.submit([](auto) {}, 1));
  gate.open();
  while (pool.queued_bytes() > 0) std::this_thread::yield();
  CHECK(pool.submit([](auto) {}, 5000));  // alone, it may be larger than the budget
}

TEST_CASE("work whose deadline passed in the queue is not begun") {
  Pool pool({1, 10, 1000}, empty_sessions());
  Gate gate;
  REQUIRE(pool.submit(gate.work()));
  gate.wait_entered();
  std::promise<fhir::IssueType> why;
  REQUIRE(pool.submit([&](fhir::Result<Session*> session) { why.set_value(session.outcome().issues.at(0).type); }, 0, Clock::now() + 5ms));
  std::this_thread::sleep_for(10ms);
  gate.open();
  CHECK(why.get_future().get() == fhir::IssueType::timeout);
}

TEST_CASE("a pool that stops finishes what is queued if it has the patience, and else says why not") {
  for (const auto patience : {10'000ms, 0ms}) {
    Pool pool({1, 10, 1000}, empty_sessions());
    Gate gate;
    REQUIRE(pool.submit(gate.work()));
    gate.wait_entered();
    std::atomic<int> with = 0, without = 0;
    for (int i = 0; i < 3; ++i) REQUIRE(pool.submit([&](fhir::Result<Session*> session) { session ? ++with : ++without; }));
    std::thread opener([&] {
      std::this_thread::sleep_for(30ms);
      gate.open();
    });
    pool.stop(patience);
    opener.join();
    CHECK(with == (patience == 0ms ? 0 : 3));
    CHECK(with + without == 3);
    CHECK_FALSE(pool.submit([](auto) {}));
  }
}

TEST_CASE("work that throws does not take its worker along") {
  Pool pool({1, 10, 1000}, empty_sessions());
  REQUIRE(pool.submit([](auto) { throw std::runtime_error("broken promise"); }));
  std::promise<void> done;
  REQUIRE(pool.submit([&](auto) { done.set_value(); }));
  done.get_future().wait();
}

TEST_CASE("work that is called off is not begun, or is cancelled until it ends, and no other is") {
  Pool pool({1, 10, 1000}, empty_sessions());
  std::promise<EmptySession*> entered;
  std::promise<void> opened;
  auto at_hand = pool.submit([&](fhir::Result<Session*> session) {
    entered.set_value(static_cast<EmptySession*>(*session));
    opened.get_future().wait();
  });
  std::promise<bool> began;
  auto waiting = pool.submit([&](fhir::Result<Session*> session) { began.set_value(bool(session)); });
  EmptySession* session = entered.get_future().get();
  pool.call_off(std::move(waiting));
  pool.call_off(std::move(at_hand));
  for (int i = 0; i < 1000 && session->cancelled < 3; ++i) std::this_thread::sleep_for(5ms);
  CHECK(session->cancelled >= 3);
  opened.set_value();
  CHECK_FALSE(began.get_future().get());

  const int before = session->cancelled;
  std::promise<bool> next;
  auto over = pool.submit([&](fhir::Result<Session*> own) {
    std::this_thread::sleep_for(150ms);
    next.set_value(bool(own));
  });
  CHECK(next.get_future().get());
  pool.call_off(std::move(over));  // too late
  std::this_thread::sleep_for(100ms);
  CHECK(session->cancelled == before);
}

TEST_CASE("background work has its share of the threads, no more and no less") {
  Pool pool({3, 2, 1000, 1}, empty_sessions());
  Gate first, second, one, other;
  REQUIRE(pool.submit(first.work(), 0, Clock::time_point::max(), Lane::background));
  REQUIRE(pool.submit(second.work(), 0, Clock::time_point::max(), Lane::background));
  first.wait_entered();
  // The other two threads are for those who wait, however much there is in the background.
  REQUIRE(pool.submit(one.work()));
  REQUIRE(pool.submit(other.work()));
  one.wait_entered();
  other.wait_entered();
  CHECK(pool.busy() == 3);
  CHECK(pool.queued() == 1);
  // The next in the background goes before those who wait, as soon as the first is done.
  std::promise<void> interactive;
  REQUIRE(pool.submit([&](auto) { interactive.set_value(); }));
  first.open();
  second.wait_entered();
  one.open();
  interactive.get_future().wait();
  second.open();
  other.open();
}

TEST_CASE("quick work does not wait for what may take long, and a thread for it alone comes in only where all others are busy") {
  Pool pool({2, 4, 1000, 1, 1}, empty_sessions());
  // With others idle it is theirs, in its turn.
  std::promise<void> early;
  REQUIRE(pool.submit([&](auto) { early.set_value(); }, 0, Clock::time_point::max(), Lane::quick));
  early.get_future().wait();
  Gate first, second, third;
  REQUIRE(pool.submit(first.work(), 0, Clock::time_point::max(), Lane::background));
  REQUIRE(pool.submit(second.work()));
  first.wait_entered();
  second.wait_entered();
  REQUIRE(pool.submit(third.work()));
  for (int i = 0; i < 20; ++i) {
    std::promise<bool> done;
    REQUIRE(pool.submit([&](fhir::Result<Session*> session) { done.set_value(bool(session)); }, 0, Clock::time_point::max(), Lane::quick));
    CHECK(done.get_future().get());
  }
  CHECK(pool.queued() == 1);  // what may take long still waits
  // It is counted by the same limit.
  Gate quick;
  REQUIRE(pool.submit(quick.work(), 0, Clock::time_point::max(), Lane::quick));
  quick.wait_entered();
  for (int i = 0; i < 3; ++i) REQUIRE(pool.submit([](auto) {}, 0, Clock::time_point::max(), Lane::quick));
  CHECK_FALSE(pool.submit([](auto) {}, 0, Clock::time_point::max(), Lane::quick));
  CHECK_FALSE(pool.submit([](auto) {}));
  first.open();
  third.wait_entered();
  third.open();
  quick.open();
  second.open();
  pool.stop(5s);
  CHECK(pool.queued() == 0);
}
