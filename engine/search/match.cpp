#include "engine/search/match.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/index/contained.h"
#include "engine/index/key.h"

namespace engine::search {
namespace {

using Kind = Condition::Kind;

bool is_posted(const Condition::Token& token, const index::Postings& postings) {
  return std::any_of(postings.tokens.begin(), postings.tokens.end(), [&](const index::Token& posted) {
    return posted.token == token.token && (!token.system || posted.system == *token.system);
  });
}

bool is_posted(const Condition::Range& range, const index::Postings& postings) {
  return std::any_of(postings.ranges.begin(), postings.ranges.end(), [&](const index::Range& posted) {
    return posted.key == range.key && posted.low >= range.low_min && posted.low <= range.low_max && posted.high >= range.high_min && posted.high <= range.high_max;
  });
}

bool is_posted(const Condition::Text& text, const index::Postings& postings) {
  return std::any_of(postings.texts.begin(), postings.texts.end(), [&](const index::Text& posted) {
    if (posted.key != text.key) return false;
    switch (text.match) {
      case Condition::Text::Match::prefix: return posted.folded.starts_with(text.folded);
      case Condition::Text::Match::contains: return posted.folded.find(text.folded) != std::string::npos;
      case Condition::Text::Match::exact: return posted.folded == text.folded && posted.exact == text.exact;
      case Condition::Text::Match::equal: return posted.folded == text.folded;
      case Condition::Text::Match::unequal: return posted.folded != text.folded;
      case Condition::Text::Match::suffix: return posted.folded.ends_with(text.folded);
    }
    return false;
  });
}

/// By the haversine formula, as the store has it.
bool is_near(const Condition::Near& near, const index::Postings& postings) {
  const auto radians = [](std::int64_t nanodegrees) { return static_cast<double>(nanodegrees) / 1e9 * std::numbers::pi / 180; };
  const auto posted = [&](std::int64_t key) {
    return std::find_if(postings.ranges.begin(), postings.ranges.end(), [&](const index::Range& range) { return range.key == key; });
  };
  const auto latitude = posted(near.latitude_key), longitude = posted(near.longitude_key);
  if (latitude == postings.ranges.end() || longitude == postings.ranges.end()) return false;
  const double here = radians(near.latitude), there = radians(latitude->low);
  const double up = std::sin((there - here) / 2), across = std::sin((radians(longitude->low) - radians(near.longitude)) / 2);
  const double angle = 2 * std::asin(std::sqrt(std::min(1.0, up * up + std::cos(there) * std::cos(here) * across * across)));
  return angle <= static_cast<double>(near.picoradians) / 1e12;
}

template <class Looked>
bool is_any_posted(const std::vector<Looked>& looked, const index::Postings& postings) {
  return std::any_of(looked.begin(), looked.end(), [&](const Looked& one) { return is_posted(one, postings); });
}

/// That a reference leads to a resource by one of some salts.
bool leads_to(const Indexed& from, const std::vector<std::int64_t>& salts, index::ResourceKey to) {
  return std::any_of(from.postings.tokens.begin(), from.postings.tokens.end(), [&](const index::Token& posted) {
    return posted.leads && std::find(salts.begin(), salts.end(), posted.token ^ to) != salts.end();
  });
}

}  // namespace

std::vector<Indexed> inside(const Indexed& resource, const fhir::Descriptor& contained) {
  std::vector<Indexed> found;
  for (const index::Contained& one : resource.whole.contained) {
    if (one.type == &contained) found.push_back({index::key_of(contained, one.id), one.postings, resource.whole});
  }
  return found;
}

bool matches(const Condition& condition, const Indexed& resource, const std::function<bool(const Condition&, index::ResourceKey)>& leads) {
  const auto holds = [&](const Condition& child) { return matches(child, resource, leads); };
  switch (condition.kind) {
    case Kind::all: return std::all_of(condition.children.begin(), condition.children.end(), holds);
    case Kind::any: return std::any_of(condition.children.begin(), condition.children.end(), holds);
    case Kind::not_: return !holds(condition.children[0]);
    case Kind::tokens: return is_any_posted(condition.tokens, resource.postings);
    case Kind::ranges: return is_any_posted(condition.ranges, resource.postings);
    case Kind::texts: return is_any_posted(condition.texts, resource.postings);
    case Kind::ids: return std::find(condition.ids.begin(), condition.ids.end(), resource.key) != condition.ids.end();
    case Kind::near: return is_near(condition.near, resource.postings);
    case Kind::present: return (resource.postings.present >> condition.bit & 1) != 0;
    case Kind::chain: return std::any_of(condition.children.begin(), condition.children.end(), holds) || leads(condition, resource.key);
    case Kind::link: {
      const auto all = inside(resource, *condition.type);
      return std::any_of(all.begin(), all.end(), [&](const Indexed& one) { return leads_to(resource, condition.salts, one.key) && matches(condition.children[0], one, leads); });
    }
    case Kind::has: {
      if (!index::is_contained(*condition.type)) return leads(condition, resource.key);
      const auto all = inside(resource, *condition.type);
      return std::any_of(all.begin(), all.end(), [&](const Indexed& one) { return leads_to(one, condition.salts, resource.key) && matches(condition.children[0], one, leads); });
    }
  }
  return false;
}

}  // namespace engine::search
