#pragma once

#include <atomic>
#include <memory>

#include "engine/index/custom.h"
#include "engine/store/session.h"
#include "src/worker/pool.h"

/// A session for tests of what stands before the store: it holds nothing and takes nothing.
class EmptySession : public engine::store::Session {
 public:
  using Key = engine::store::Key;
  void cancel() override { ++cancelled; }
  void resume() override {}
  void end_by(std::chrono::steady_clock::time_point) override {}
  fhir::Result<std::vector<std::optional<engine::store::Version>>> read(std::span<const Key> keys) override {
    return std::vector<std::optional<engine::store::Version>>(keys.size());
  }
  fhir::Result<std::optional<engine::store::Version>> vread(const Key&, std::uint32_t) override {
    return std::optional<engine::store::Version>();
  }
  fhir::Result<engine::store::Page> history(const engine::store::HistoryPlan&) override { return engine::store::Page(); }
  fhir::Result<engine::store::Page> search(const engine::search::Plan&) override { return engine::store::Page(); }
  fhir::Result<engine::store::Explanation> explain(const engine::search::Plan&, bool) override { return engine::store::Explanation(); }
  fhir::Result<std::vector<engine::store::Written>> write(std::int32_t, std::span<const engine::store::Write>) override {
    return fhir::Outcome(fhir::IssueType::no_store, "This session takes nothing.");
  }
  std::shared_ptr<const engine::index::CustomParameters> parameters(std::int32_t) override {
    return std::make_shared<const engine::index::CustomParameters>();
  }
  fhir::Result<std::shared_ptr<const engine::index::CustomParameters>> current_parameters(std::int32_t tenant) override { return parameters(tenant); }
  fhir::Result<void> reindex(std::int32_t, std::span<const fhir::Descriptor* const>, std::string_view) override { return {}; }
  fhir::Result<void> set_time_zone(std::int32_t, const fhir::TimeZone&) override { return {}; }
  fhir::Result<bool> reindex(const Key&) override { return false; }
  fhir::Result<std::vector<engine::store::Reindexing>> reindexings(std::int32_t) override { return std::vector<engine::store::Reindexing>(); }
  fhir::Result<void> transaction(std::int32_t, std::span<const engine::store::Claim>,
                                 const std::function<fhir::Result<void>()>& work) override {
    return work();
  }
  fhir::Result<std::optional<engine::store::Answer>> once(std::int32_t, const engine::Once&,
                                                          const std::function<fhir::Result<const engine::Reply*>()>& work) override {
    TRY_VOID(work());
    return std::optional<engine::store::Answer>();
  }
  std::atomic<int> cancelled{0};
};

inline setu::worker::Sessions empty_sessions() {
  return []() -> fhir::Result<std::unique_ptr<engine::store::Session>> { return std::unique_ptr<engine::store::Session>(new EmptySession); };
}
