#include "engine/patch/xml_selector.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/patch/limits.h"

namespace engine::patch {
namespace {

using fhir::Outcome;
using fhir::Result;
using fhir::xml::Attribute;
using fhir::xml::Node;

/// What a step of a path looks for.
struct Test {
  enum class Kind : std::uint8_t { element, attribute, text, comment, self } kind = Kind::element;
  std::string_view space;  ///< empty: any
  std::string_view name;   ///< empty: any
};

using Path = std::vector<Test>;

/// A path within brackets that exists or has a value.
struct Condition {
  Path path;
  std::optional<std::string_view> value;
};

struct Predicate {
  std::uint32_t position = 0;  ///< from 1; 0: `conditions` decide
  std::vector<Condition> conditions;
};

struct Step {
  Test test;
  std::vector<Predicate> predicates;
};

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || (c & 0x80) != 0;
}

class Parsing {
 public:
  Parsing(std::string_view text, const Node& scope) : rest_(text), scope_(scope) {}

  Result<std::vector<Step>> run() {
    std::vector<Step> steps;
    skip();
    take("/");
    do {
      Step step;
      TRY(step.test, test());
      if (step.test.kind == Test::Kind::self) return wrong("a step is a name, '*', '@' and a name, text() or comment()");
      while (take("[")) {
        TRY(Predicate one, predicate());
        step.predicates.push_back(std::move(one));
      }
      const bool last = step.test.kind != Test::Kind::element;
      steps.push_back(std::move(step));
      skip();
      if (last && !rest_.empty()) return wrong("an attribute, text() or comment() is the last step");
    } while (take("/"));
    if (!rest_.empty()) return wrong("expected '/', '[' or the end");
    return steps;
  }

 private:
  static constexpr std::size_t few = 16;  // predicates of a step, steps of a condition

  Outcome wrong(std::string_view text) const {
    return malformed("the selector is not one that is known here: " + std::string(text) + ", " +
                     (rest_.empty() ? std::string("at its end") : std::to_string(rest_.size()) + " bytes before its end") + ".");
  }

  void skip() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\n' || rest_[0] == '\r')) rest_.remove_prefix(1);
  }
  bool take(std::string_view token) {
    skip();
    if (!rest_.starts_with(token)) return false;
    rest_.remove_prefix(token.size());
    return true;
  }
  bool take_word(std::string_view word) {
    skip();
    if (!rest_.starts_with(word) || (rest_.size() > word.size() && is_name_byte(rest_[word.size()]))) return false;
    rest_.remove_prefix(word.size());
    return true;
  }

  std::string_view name() {
    skip();
    std::size_t length = 0;
    while (length < rest_.size() && is_name_byte(rest_[length])) ++length;
    const std::string_view name = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return name;
  }

  Result<Test> test() {
    Test test;
    if (take("@")) test.kind = Test::Kind::attribute;
    else if (take("text()")) return Test{Test::Kind::text, {}, {}};
    else if (take("comment()")) return Test{Test::Kind::comment, {}, {}};
    else if (take("*")) return test;
    std::string_view found = name();
    if (test.kind == Test::Kind::element && found == ".") return Test{Test::Kind::self, {}, {}};
    if (!found.empty() && rest_.starts_with(":") && !rest_.starts_with("::")) {
      rest_.remove_prefix(1);
      TRY(test.space, space_of_prefix(found));
      found = name();
    }
    if (found.empty() || found[0] == '.' || found[0] == '-' || rest_.starts_with(":") || rest_.starts_with("(")) {
      return wrong("a step is a name, '*', '@' and a name, text() or comment()");
    }
    test.name = found;
    return test;
  }

  Result<std::string_view> space_of_prefix(std::string_view prefix) const {
    const std::string_view space = fhir::xml::space_of(scope_, prefix);
    if (!space.empty()) return space;
    if (prefix == "f") return std::string_view("http://hl7.org/fhir");
    if (prefix == "h") return std::string_view("http://www.w3.org/1999/xhtml");
    return wrong("a prefix that is not declared");
  }

  Result<Predicate> predicate() {
    Predicate predicate;
    skip();
    if (!rest_.empty() && rest_[0] >= '0' && rest_[0] <= '9') {
      const std::string_view digits = name();
      if (digits.size() > 9 || !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) return wrong("a position is a number from 1");
      predicate.position = static_cast<std::uint32_t>(std::stoul(std::string(digits)));
      if (predicate.position == 0) return wrong("a position is a number from 1");
    } else {
      do {
        if (predicate.conditions.size() == few) return wrong("more conditions than a selector needs");
        TRY(Condition one, condition());
        predicate.conditions.push_back(std::move(one));
      } while (take_word("and"));
    }
    if (!take("]")) return wrong("expected ']'");
    return predicate;
  }

  Result<Condition> condition() {
    Condition condition;
    do {
      if (condition.path.size() == few) return wrong("a longer path than a selector needs");
      TRY(const Test one, test());
      condition.path.push_back(one);
    } while (condition.path.back().kind == Test::Kind::element && take("/"));
    if (!take("=")) return condition;
    skip();
    if (rest_.empty() || (rest_[0] != '\'' && rest_[0] != '"')) return wrong("what a value is compared with is a text in quotes");
    const std::size_t end = rest_.find(rest_[0], 1);
    if (end == rest_.npos) return wrong("a text in quotes does not end");
    condition.value = rest_.substr(1, end - 1);
    rest_.remove_prefix(end + 1);
    return condition;
  }

  std::string_view rest_;
  const Node& scope_;
};

class Finding {
 public:
  explicit Finding(std::uint64_t& steps) : steps_(steps) {}

  Result<std::vector<Selection>> run(Node& document, const std::vector<Step>& steps) {
    std::vector<Selection> found{{&document, nullptr}};
    for (const Step& step : steps) {
      std::vector<Selection> next;
      for (const Selection& from : found) {
        std::vector<Selection> here = matches(*from.node, step.test);
        for (const Predicate& predicate : step.predicates) here = kept(here, predicate);
        next.insert(next.end(), here.begin(), here.end());
      }
      if (steps_ == 0) return inapplicable("the patch is more work than one patch may be; send it in parts, or the resource with PUT.");
      found = std::move(next);
    }
    return found;
  }

 private:
  bool step() {
    if (steps_ > 0) --steps_;
    return steps_ > 0;
  }

  static bool fits(const Node& node, const Test& test) {
    switch (test.kind) {
      case Test::Kind::text: return node.kind == Node::Kind::text;
      case Test::Kind::comment: return node.kind == Node::Kind::comment;
      case Test::Kind::element:
        return node.kind == Node::Kind::element && (test.name.empty() || node.name == test.name) && (test.space.empty() || node.space == test.space);
      default: return false;
    }
  }

  std::vector<Selection> matches(Node& node, const Test& test) {
    std::vector<Selection> found;
    if (test.kind == Test::Kind::self) {
      found.push_back({&node, nullptr});
    } else if (test.kind == Test::Kind::attribute) {
      // FHIR's attributes, and XHTML's but for xml:lang, are of no namespace.
      for (Attribute* one = node.attributes; one != nullptr && step(); one = one->next) {
        if (test.space.empty() && one->name == test.name) found.push_back({&node, one});
      }
    } else {
      for (Node* child = node.first; child != nullptr && step(); child = child->next) {
        if (fits(*child, test)) found.push_back({child, nullptr});
      }
    }
    return found;
  }

  std::vector<Selection> kept(const std::vector<Selection>& from, const Predicate& predicate) {
    std::vector<Selection> kept;
    if (predicate.position != 0) {
      if (predicate.position <= from.size()) kept.push_back(from[predicate.position - 1]);
      return kept;
    }
    for (const Selection& one : from) {
      const bool holds = one.attribute == nullptr && std::all_of(predicate.conditions.begin(), predicate.conditions.end(), [&](const Condition& condition) {
                           return is_met(*one.node, condition, 0);
                         });
      if (holds) kept.push_back(one);
    }
    return kept;
  }

  bool is_met(Node& node, const Condition& condition, std::size_t at) {
    for (const Selection& found : matches(node, condition.path[at])) {
      if (at + 1 < condition.path.size()) {
        if (is_met(*found.node, condition, at + 1)) return true;
      } else if (!condition.value || (found.attribute != nullptr ? found.attribute->value == *condition.value : value_is(*found.node, *condition.value))) {
        return true;
      }
    }
    return false;
  }

  /// Collecting a text is work for every node it is of.
  bool value_is(const Node& node, std::string_view value) {
    if (!count_below(node)) return false;
    return node.string_value() == value;
  }
  bool count_below(const Node& node) {
    if (!step()) return false;
    for (const Node* child = node.first; child != nullptr; child = child->next) {
      if (!count_below(*child)) return false;
    }
    return true;
  }

  std::uint64_t& steps_;
};

}  // namespace

Result<Selection> select(Node& document, std::string_view selector, const Node& scope, std::uint64_t& steps) {
  TRY(const std::vector<Step> parsed, Parsing(selector, scope).run());
  TRY(const std::vector<Selection> found, Finding(steps).run(document, parsed));
  if (found.empty()) return inapplicable("there is nothing at the selector.");
  if (found.size() > 1) return inapplicable("the selector leads to " + std::to_string(found.size()) + " nodes; it must lead to one.");
  return found.front();
}

}  // namespace engine::patch
