#include <optional>

#include "engine/index/code_value.h"
#include "engine/index/date_value.h"
#include "engine/index/key.h"
#include "engine/index/quantity_value.h"
#include "engine/index/reference.h"
#include "engine/index/value_postings.h"

namespace engine::index {
namespace {

using fhir::SearchType;

/// Goes through the components of a composite in one element. A posting is a hash of one value of each; an interval is kept
/// beside it. Of two numbers the first is the low end and the second the high end, see can_be_posted().
class Combination {
 public:
  Combination(const Parameter& composite, Node element, Extraction& into) : composite_(composite), element_(element), into_(into) {}

  bool post() {
    Hash start(Domain::composite);
    start.add(into_.type()).add(composite_.code);
    return go_on({start, {}, 0});
  }

 private:
  /// The values that were chosen of the components before `place`.
  struct Chosen {
    Hash hash;
    std::optional<Interval> interval;
    std::size_t place;
  };

  /// Adds each value of the component at hand and goes on with the next. True if any has a value for each of those left.
  bool go_on(const Chosen& chosen) {
    if (!into_.may_go_on()) return true;
    if (chosen.place == composite_.components.size()) return finish(chosen);
    const Component& component = composite_.components[chosen.place];
    bool any = false;
    for (std::size_t branch = 0; branch < component.paths.size(); ++branch) {
      std::vector<Node> nodes;
      component.paths[branch].walk(component.from_resource ? into_.subject().resource : element_, nodes);
      for (const Node& node : nodes) any |= choose(component, component.systems[branch], node, chosen);
    }
    return any;
  }

  bool choose(const Component& component, std::string_view system, Node node, const Chosen& chosen) {
    switch (component.type) {
      case SearchType::token: return choose_code(system, node, chosen);
      case SearchType::reference: return choose_reference(node, chosen);
      case SearchType::date: return choose_date(node, chosen);
      default: return choose_quantity(component.type, node, chosen);
    }
  }

  /// Whatever the system, and of this one.
  bool choose_code(std::string_view implied, Node node, const Chosen& chosen) {
    bool any = false;
    each_code(node, implied, [&](const CodeValue& value) {
      if (value.code.empty()) return;
      const auto code = folded_code(value.code);
      any |= with(chosen, "*", code);
      any |= with(chosen, value.system, code);
    });
    return any;
  }

  bool choose_reference(Node node, const Chosen& chosen) {
    const auto* reference = node.as<fhir::r4::Reference>();
    const auto target = target_of(reference != nullptr ? reference->reference.text() : std::string_view(), into_.subject().base);
    switch (target.kind) {
      case Target::Kind::resource: return with(chosen, target.type->name, target.id);
      case Target::Kind::url: return with(chosen, "", target.url);
      case Target::Kind::none: return false;
    }
    return false;
  }

  bool choose_date(Node node, const Chosen& chosen) {
    const auto time = time_of(node, into_.subject().zone);
    return time && go_on({chosen.hash, time, chosen.place + 1});
  }

  bool choose_quantity(SearchType type, Node node, const Chosen& chosen) {
    const auto quantity = quantity_of(node);
    if (!quantity) return false;
    bool any = false;
    const auto with_unit = [&](std::string_view system, std::string_view unit, Interval of) {
      any |= with(chosen, system, unit, chosen.interval ? Interval{chosen.interval->low, of.low} : of);
    };
    with_unit("*", "", quantity->interval);
    if (type != SearchType::number) each_unit(*quantity, with_unit);
    return any;
  }

  bool with(const Chosen& chosen, std::string_view first, std::string_view second, std::optional<Interval> interval = {}) {
    Chosen more{chosen.hash, interval ? interval : chosen.interval, chosen.place + 1};
    more.hash.add(first).add(second);
    return go_on(more);
  }

  bool finish(const Chosen& chosen) {
    if (!chosen.interval) {
      into_.add_token(chosen.hash.value());
      return true;
    }
    const auto last = composite_.components.back().type;
    const auto spread = last == SearchType::date ? Spread::times : last == SearchType::number ? Spread::any : Spread::points;
    into_.add_range(chosen.hash.value(), *chosen.interval, spread);
    return true;
  }

  const Parameter& composite_;
  Node element_;
  Extraction& into_;
};

}  // namespace

/// https://hl7.org/fhir/R4/search.html#composite
bool post_composite(const Branch& branch, Node node, Extraction& into) { return Combination(branch.parameter, node, into).post(); }

}  // namespace engine::index
