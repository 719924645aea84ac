#include "engine/search/condition.h"

#include <iterator>
#include <utility>

namespace engine::search {

using Kind = Condition::Kind;

Condition condition_of(Kind kind) {
  Condition condition;
  condition.kind = kind;
  return condition;
}

Condition nothing() { return condition_of(Kind::any); }

Condition negated(Condition condition) {
  Condition out = condition_of(Kind::not_);
  out.children.push_back(std::move(condition));
  return out;
}

// Look-ups of one kind under `any` become one.
Condition joined(Condition::Kind kind, std::vector<Condition> parts) {
  Condition out;
  out.kind = kind;
  for (auto& part : parts) {
    if (part.kind == kind) {
      out.children.insert(out.children.end(), std::move_iterator(part.children.begin()), std::move_iterator(part.children.end()));
      continue;
    }
    Condition* same = nullptr;
    for (auto& other : out.children) {
      if (kind == Condition::Kind::any && other.kind == part.kind &&
          (part.kind == Kind::tokens || part.kind == Kind::ranges || part.kind == Kind::texts || part.kind == Kind::ids)) {
        same = &other;
      }
    }
    if (same == nullptr) {
      out.children.push_back(std::move(part));
      continue;
    }
    same->tokens.insert(same->tokens.end(), part.tokens.begin(), part.tokens.end());
    same->ranges.insert(same->ranges.end(), part.ranges.begin(), part.ranges.end());
    same->texts.insert(same->texts.end(), part.texts.begin(), part.texts.end());
    same->ids.insert(same->ids.end(), part.ids.begin(), part.ids.end());
  }
  return out.children.size() == 1 ? std::move(out.children[0]) : out;
}

}  // namespace engine::search
