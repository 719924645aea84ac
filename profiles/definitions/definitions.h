#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "fhir/path/expression.h"
#include "fhir/result.h"
#include "profiles/definitions/layout.h"

namespace profiles {

/// A rule that the specification puts on a type or element. https://hl7.org/fhir/R4/conformance-rules.html#constraints
struct Invariant {
  std::string_view element;   ///< evaluated on each value of this element; empty: on the struct itself
  std::string_view key;
  std::string_view human;
  std::string_view source;    ///< the expression as FHIRPath text
  fhir::path::Expression expression;
  bool is_error = true;
};

/// What the pinned FHIR packages define, mapped from the file that profiles/compiler wrote: opening it parses
/// nothing, and pages are shared between processes. Immutable; any thread may read it.
class Definitions {
 public:
  /// Maps `file`. Refuses one that is absent, of another layout, or damaged; the issue names the remedy.
  static fhir::Result<std::shared_ptr<const Definitions>> open(const std::filesystem::path& file);
  ~Definitions();
  Definitions(const Definitions&) = delete;
  Definitions& operator=(const Definitions&) = delete;

  /// Whether a value set holds a code; nullopt where its codes are not all known. `system` may be empty
  /// where the element's type has none (code).
  std::optional<bool> has_code(std::string_view value_set, std::string_view system, std::string_view code) const;

  /// A code with its system. Views are into the file.
  struct Code {
    std::string_view system, code;
  };
  /// All codes of a value set; nullopt where they are not all known.
  std::optional<std::vector<Code>> codes_of(std::string_view value_set) const;

  /// The invariants of a type by the name of its Descriptor.
  std::span<const Invariant> invariants(std::string_view type) const;

  /// Canonical URLs of the profiles known for a resource or data type.
  std::vector<std::string_view> profiles_of(std::string_view type) const;

  std::size_t value_set_count() const;
  std::size_t invariant_count() const { return invariants_.size(); }

 private:
  Definitions() = default;
  std::string_view text(layout::Text text) const;
  std::optional<std::span<const layout::Code>> rows_of(std::string_view value_set) const;
  template <class Row>
  std::span<const Row> table(layout::Table table) const;

  const char* data_ = nullptr;
  std::size_t size_ = 0;
  const layout::Header* header_ = nullptr;
  std::vector<Invariant> invariants_;       ///< views into the file
  std::unordered_map<std::string_view, std::span<const Invariant>> by_type_;
};

}  // namespace profiles
