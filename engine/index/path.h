#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/index/node.h"

namespace engine::index {

/// A FHIRPath expression of the plain kind all search parameters are: children, a choice's type, a filter by a
/// child's code, by an extension, by the type a reference leads to; and "p.exists() and p != false" of such a path.
///
/// It walks the structs with offsets found once, which takes tens of nanoseconds, where the general
/// evaluator of fhir/path has to keep collections. A parameter with an expression beyond this is not searched by.
class Path {
 public:
  /// The path for one branch (no "|" on its top level) of a search parameter's expression that starts at
  /// `start`, by its name ("Patient.name") or without it ("code"). Null if it is more than a path, or names
  /// an element that `start` does not have.
  static std::optional<Path> compile(const fhir::Descriptor& start, std::string_view expression);

  /// What of an expression that compile() does not take it fails at, in words: ", at its part …."
  static std::string why_not(const fhir::Descriptor& start, std::string_view expression);

  /// Appends the values the path leads to from `from`, in document order.
  void walk(Node from, std::vector<Node>& out) const;

  /// The same values as jsonpath expressions of SQL over the resource in JSON: one for each type a value may have at the end,
  /// with that type. https://www.postgresql.org/docs/15/functions-json.html#FUNCTIONS-SQLJSON-PATH
  struct Json {
    std::string text;
    const fhir::Descriptor* type = nullptr;
  };
  std::vector<Json> json() const;

  /// The resource type of a final "where(resolve() is …)", or empty.
  std::string_view target() const { return target_; }
  /// The path without that, in one spelling: equal paths have equal texts.
  const std::string& text() const { return text_; }
  /// True if it leads to at most one value.
  bool single() const { return single_; }
  bool is_self() const { return steps_.empty(); }
  /// The types a value may have at the end.
  const std::vector<const fhir::Descriptor*>& types() const { return types_; }
  /// Of the last step, with the targets and binding it declares; null for a path of no steps.
  const fhir::Element* element() const { return steps_.empty() ? nullptr : last_element_; }

 private:
  struct Step {
    enum class Kind { child, type, equals, has_extension, extension, at } kind;
    std::string_view name;                          // child; equals: the child compared
    const fhir::Element* element = nullptr;         // of `owner`, as found when compiled
    const fhir::Descriptor* owner = nullptr;
    const fhir::Descriptor* type = nullptr;         // type: the one that passes
    std::string literal;                            // equals, extension
    std::size_t index = 0;                          // at
  };
  void step(Node from, std::size_t at, std::vector<Node>& out) const;

  std::vector<Step> steps_;
  std::vector<const fhir::Descriptor*> types_;
  const fhir::Element* last_element_ = nullptr;
  std::string_view target_;
  std::string text_;
  bool single_ = true;
  bool asserted_ = false;  ///< leads to true or false: whether there is a value other than false
};

/// The branches of an expression: its parts between "|" on the top level, without spaces around them.
std::vector<std::string_view> branches(std::string_view expression);

}  // namespace engine::index
