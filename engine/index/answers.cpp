#include "engine/index/answers.h"

#include <algorithm>
#include <optional>
#include <set>

namespace engine::index {
namespace {

using fhir::SearchType;
using All = std::vector<std::unique_ptr<Parameter>>;

std::set<std::string> texts_of(const std::vector<Path>& paths) {
  std::set<std::string> texts;
  for (const Path& path : paths) texts.insert(path.text());
  return texts;
}

bool is_subset(const std::set<std::string>& part, const std::set<std::string>& whole) {
  return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

/// The target all of a parameter's paths ask for; null if they ask for different ones.
std::optional<std::string_view> common_target(const Parameter& parameter) {
  for (const Path& path : parameter.paths) {
    if (path.target() != parameter.paths[0].target()) return std::nullopt;
  }
  return parameter.paths[0].target();
}

/// Lets parameters whose paths are others' together be answered by those others.
void share_postings(const All& all) {
  std::vector<Parameter*> order;
  for (const auto& parameter : all) {
    if (!parameter->paths.empty() && parameter->kind != SearchType::composite && parameter->answers.empty() &&
        !parameter->is_id() && !parameter->is_last_updated()) {
      order.push_back(parameter.get());
    }
  }
  // Parameters with fewer paths first, those that ask for a target last: each can only be made of earlier ones.
  std::stable_sort(order.begin(), order.end(), [](const Parameter* left, const Parameter* right) {
    const auto rank = [](const Parameter& p) {
      return std::pair(common_target(p).value_or("?").empty() ? 0 : 1, p.paths.size());
    };
    return rank(*left) < rank(*right);
  });
  std::vector<Parameter*> owners;
  for (Parameter* parameter : order) {
    const auto whole = texts_of(parameter->paths);
    const auto target = common_target(*parameter);
    std::set<std::string> covered;
    std::vector<Answer> answers;
    for (auto owner = owners.rbegin(); owner != owners.rend() && target; ++owner) {
      if ((*owner)->kind != parameter->kind) continue;
      const auto part = texts_of((*owner)->paths);
      if (!is_subset(part, whole) || is_subset(part, covered)) continue;
      const auto theirs = common_target(**owner);
      if (!theirs || (!theirs->empty() && *theirs != *target)) continue;
      covered.insert(part.begin(), part.end());
      answers.push_back({*owner, *target});
    }
    if (covered == whole) {
      parameter->answers = std::move(answers);
    } else {
      parameter->answers = {{parameter, {}}};
      owners.push_back(parameter);
    }
  }
}

/// Whether the components of one composite say the same as those of another.
bool same_components(const Parameter& left, const Parameter& right) {
  if (left.components.size() != right.components.size()) return false;
  for (std::size_t i = 0; i < left.components.size(); ++i) {
    if (left.components[i].type != right.components[i].type ||
        texts_of(left.components[i].paths) != texts_of(right.components[i].paths)) {
      return false;
    }
  }
  return true;
}

/// Composites over the resource itself whose parts occur once need no postings: all parts together say it.
void answer_by_parts(Parameter& composite, const All& all) {
  if (composite.paths.size() != 1 || !composite.paths[0].is_self()) return;
  std::vector<const Parameter*> parts;
  for (std::size_t i = 0; i < composite.components.size(); ++i) {
    const auto& component = composite.components[i];
    const Parameter* part = nullptr;
    for (const auto& candidate : all) {
      if (candidate->definition->url == composite.definition->components[i].definition) part = candidate.get();
    }
    if (part == nullptr || !part->occurs_once() || !is_subset(texts_of(component.paths), texts_of(part->paths))) return;
    parts.push_back(part);
  }
  composite.parts = std::move(parts);
}

/// "Observation | Observation.component" is what the composites over each of the two find.
void answer_by_branches(Parameter& composite, const All& all) {
  if (composite.paths.size() < 2) return;
  std::vector<Answer> answers;
  for (const Path& path : composite.paths) {
    const Parameter* found = nullptr;
    for (const auto& other : all) {
      if (other->kind == SearchType::composite && other->paths.size() == 1 && other->paths[0].text() == path.text() &&
          same_components(*other, composite)) {
        found = other.get();
      }
    }
    if (found == nullptr) return;
    answers.push_back({found, {}});
  }
  composite.answers = std::move(answers);
}

}  // namespace

void find_answers(const All& all) {
  share_postings(all);
  for (const auto& parameter : all) {
    if (parameter->kind != SearchType::composite) continue;
    answer_by_parts(*parameter, all);
    answer_by_branches(*parameter, all);
    if (!parameter->parts.empty() || !parameter->answers.empty()) continue;
    if (can_be_posted(*parameter)) {
      parameter->answers = {{parameter.get(), {}}};
    } else {
      // Without them it is not searchable(), and so is refused by name.
      parameter->paths.clear();
      parameter->components.clear();
    }
  }
}

}  // namespace engine::index
