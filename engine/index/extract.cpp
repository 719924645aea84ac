#include "engine/index/extract.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>

#include "engine/index/contained.h"
#include "engine/index/key.h"
#include "engine/index/parameters.h"
#include "engine/index/reference.h"
#include "engine/index/unit.h"
#include "fhir/primitive/date_time.h"
#include "fhir/primitive/decimal.h"
#include "fhir/r4/bundle.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/list.h"
#include "fhir/r4/location.h"
#include "fhir/text/fold.h"
#include "fhir/text/words.h"
#include "fhir/xml/xhtml.h"

namespace engine::index {
namespace {

using fhir::PrimitiveKind;
using fhir::SearchType;
using namespace std::string_view_literals;

constexpr std::string_view special_values = "http://terminology.hl7.org/CodeSystem/special-values";
/// So often the components of composites are gone through for one resource.
constexpr std::size_t steps_max = 20 * postings_max;

constexpr std::string_view currencies = "urn:iso:std:iso:4217";

// ---- Values as the parameter types see them ------------------------------------------------------------------

/// A code with what it is a code of. Views are into the resource or constant.
struct CodeValue {
  std::string_view system;
  std::string_view code;
};

/// A number of some unit, or an interval of such numbers.
struct QuantityValue {
  Interval interval;
  std::string_view system;
  std::string_view code;
  std::string_view unit;
};

std::string_view text_of(const fhir::Primitive& primitive) {
  return primitive.has_text() ? primitive.text() : std::string_view();
}

std::string_view child_text(Node node, std::string_view name) {
  const auto* element = fhir::find_element(*node.type, name);
  if (element == nullptr || element->shape != fhir::Shape::primitive) return {};
  return text_of(fhir::field<fhir::Primitive>(node.value, *element));
}

/// An extension stands for its value.
Node unwrapped(Node node) {
  const auto* extension = node.as<fhir::r4::Extension>();
  if (extension == nullptr || !extension->value) return node;
  return {extension->value.type, extension->value.value};
}

/// https://hl7.org/fhir/R4/search.html#token
template <class Visit>
void each_code(Node node, std::string_view implied, Visit&& visit) {
  node = unwrapped(node);
  if (const auto* concept_ = node.as<fhir::r4::CodeableConcept>()) {
    for (const auto& coding : concept_->coding) visit(CodeValue{text_of(coding.system), text_of(coding.code)});
  } else if (const auto* coding = node.as<fhir::r4::Coding>()) {
    visit(CodeValue{text_of(coding->system), text_of(coding->code)});
  } else if (const auto* identifier = node.as<fhir::r4::Identifier>()) {
    visit(CodeValue{text_of(identifier->system), text_of(identifier->value)});
  } else if (const auto* contact = node.as<fhir::r4::ContactPoint>()) {
    visit(CodeValue{{}, text_of(contact->value)});
  } else if (node.type->is_primitive() && node.primitive().has_text()) {  // an extension alone is no value
    const auto kind = node.type->primitive;
    const auto system = kind == PrimitiveKind::boolean ? special_values : kind == PrimitiveKind::code ? implied : ""sv;
    visit(CodeValue{system, text_of(node.primitive())});
  }
}

std::int64_t order_of_text(std::string_view decimal, std::int64_t otherwise) {
  const auto value = fhir::double_of(decimal);
  return value && !std::isnan(*value) ? fhir::order_of(*value) : otherwise;
}

/// The values a comparator leaves open: "< 5" is everything up to 5.
Interval interval_of(std::string_view decimal, std::string_view comparator) {
  Interval interval;
  const auto at = order_of_text(decimal, 0);
  if (comparator != "<" && comparator != "<=") interval.low = comparator == ">" ? at + 1 : at;
  if (comparator != ">" && comparator != ">=") interval.high = comparator == "<" ? at - 1 : at;
  return interval;
}

/// The least and the greatest of the samples. https://hl7.org/fhir/R4/datatypes.html#SampledData
std::optional<QuantityValue> quantity_of(const fhir::r4::SampledData& samples) {
  if (!samples.origin) return {};
  const double origin = fhir::double_of(text_of(samples.origin->value)).value_or(0);
  const double factor = fhir::double_of(text_of(samples.factor)).value_or(1);
  std::optional<double> least, greatest;
  auto rest = text_of(samples.data);
  while (!rest.empty()) {
    const auto space = rest.find(' ');
    const auto sample = rest.substr(0, space);
    std::optional<double> value;
    if (sample == "L") value = fhir::double_of(text_of(samples.lowerLimit));
    else if (sample == "U") value = fhir::double_of(text_of(samples.upperLimit));
    else value = fhir::double_of(sample);
    if (value) {
      const double actual = origin + *value * factor;
      least = std::min(least.value_or(actual), actual);
      greatest = std::max(greatest.value_or(actual), actual);
    }
    if (space == std::string_view::npos) break;
    rest.remove_prefix(space + 1);
  }
  if (!least || std::isnan(*least) || std::isnan(*greatest)) return {};
  return QuantityValue{{fhir::order_of(*least), fhir::order_of(*greatest)}, text_of(samples.origin->system),
                       text_of(samples.origin->code), text_of(samples.origin->unit)};
}

/// https://hl7.org/fhir/R4/search.html#quantity
std::optional<QuantityValue> quantity_of(Node node) {
  node = unwrapped(node);
  if (const auto* range = node.as<fhir::r4::Range>()) {
    if (!range->low && !range->high) return {};
    const auto& any = range->low ? *range->low : *range->high;
    QuantityValue value{{}, text_of(any.system), text_of(any.code), text_of(any.unit)};
    if (range->low) value.interval.low = order_of_text(text_of(range->low->value), value.interval.low);
    if (range->high) value.interval.high = order_of_text(text_of(range->high->value), value.interval.high);
    return value;
  }
  if (const auto* samples = node.as<fhir::r4::SampledData>()) return quantity_of(*samples);
  if (const auto* money = node.as<fhir::r4::Money>()) {
    if (!money->value.has_text()) return {};
    return QuantityValue{interval_of(text_of(money->value), {}), currencies, text_of(money->currency), {}};
  }
  if (node.type->is_primitive()) {
    const auto number = text_of(node.primitive());
    if (!fhir::double_of(number)) return {};
    return QuantityValue{interval_of(number, {}), {}, {}, {}};
  }
  if (const auto* ratio = node.as<fhir::r4::Ratio>()) {  // a strength: that of the numerator for a denominator of one
    if (!ratio->numerator || !ratio->denominator) return {};
    const auto above = fhir::double_of(text_of(ratio->numerator->value));
    const auto below = fhir::double_of(text_of(ratio->denominator->value));
    if (!above || !below || *below == 0) return {};
    const auto at = fhir::order_of(*above / *below);
    return QuantityValue{{at, at}, text_of(ratio->numerator->system), text_of(ratio->numerator->code), text_of(ratio->numerator->unit)};
  }
  if (fhir::find_element(*node.type, "comparator") == nullptr) return {};  // Quantity, Age, Duration and their like
  const auto number = child_text(node, "value");
  if (!fhir::double_of(number)) return {};
  return QuantityValue{interval_of(number, child_text(node, "comparator")), child_text(node, "system"),
                       child_text(node, "code"), child_text(node, "unit")};
}

/// An instant, and a time with a fraction of a second, is a point. https://hl7.org/fhir/R4/search.html#date
std::optional<Interval> time_of_text(std::string_view text, const fhir::TimeZone& zone, bool is_instant = false) {
  const auto value = fhir::parse_date_time(text);
  if (!value) return {};
  const auto range = fhir::range_of(*value, zone);
  return Interval{range.first, is_instant || value->fraction_digits > 0 ? range.first : range.last};
}

/// A period open at an end goes on for ever there. https://hl7.org/fhir/R4/search.html#date
std::optional<Interval> time_of_period(const fhir::r4::Period& period, const fhir::TimeZone& zone) {
  const auto start = time_of_text(text_of(period.start), zone);
  const auto end = time_of_text(text_of(period.end), zone);
  if (!start && !end) return {};
  Interval interval;
  if (start) interval.low = start->low;
  if (end) interval.high = std::max(end->high, interval.low);
  return interval;
}

/// From the first event or bound to the last: "the details of the Timing are ignored".
std::optional<Interval> time_of_timing(const fhir::r4::Timing& timing, const fhir::TimeZone& zone) {
  std::optional<Interval> whole;
  const auto cover = [&whole](std::optional<Interval> more) {
    if (!more) return;
    whole = whole ? Interval{std::min(whole->low, more->low), std::max(whole->high, more->high)} : *more;
  };
  for (const auto& event : timing.event) cover(time_of_text(text_of(event), zone));
  if (timing.repeat) {
    if (const auto* bounds = timing.repeat->bounds.as<fhir::r4::Period>()) cover(time_of_period(*bounds, zone));
  }
  return whole;
}

/// The time a date, dateTime, instant, Period or Timing covers; nothing if it says none. What has no zone is in `zone`.
/// https://hl7.org/fhir/R4/search.html#date
std::optional<Interval> time_of(Node node, const fhir::TimeZone& zone) {
  if (const auto* period = node.as<fhir::r4::Period>()) return time_of_period(*period, zone);
  if (const auto* timing = node.as<fhir::r4::Timing>()) return time_of_timing(*timing, zone);
  if (!node.type->is_primitive()) return {};
  return time_of_text(text_of(node.primitive()), zone, node.type->primitive == PrimitiveKind::instant);
}

// ---- Texts -----------------------------------------------------------------------------------------------------

/// What the narrative of a resource says. https://hl7.org/fhir/R4/narrative.html
std::string narrative_of(Node resource) {
  const auto* element = fhir::find_element(*resource.type, "text");
  std::string text;
  if (element == nullptr) return text;
  each_value(resource.value, *element, [&](Node node) {
    if (const auto* narrative = node.as<fhir::r4::Narrative>()) text = fhir::xml::xhtml_text(text_of(narrative->div));
  });
  return text;
}

/// Calls `visit` with every text in a value that people wrote or read, and the codes of Codings: no ids, URLs, numbers and dates,
/// and no other codes, of which most resources have the same few.
template <class Visit>
void each_text(Node node, Visit&& visit) {
  for (const auto& element : node.type->elements) {
    if (element.is_attribute || (node.type == &fhir::r4::Reference::descriptor && element.name == "reference")) continue;
    each_value(node.value, element, [&](Node value) {
      if (!value.type->is_primitive()) return each_text(value, visit);
      const auto kind = value.type->primitive;
      const auto text = text_of(value.primitive());
      if (kind == PrimitiveKind::xhtml) visit(std::string_view(fhir::xml::xhtml_text(text)));
      else if (kind == PrimitiveKind::string || kind == PrimitiveKind::markdown) visit(text);
      else if (kind == PrimitiveKind::code && node.type == &fhir::r4::Coding::descriptor) visit(text);
    });
  }
}

// ---- Postings ------------------------------------------------------------------------------------------------

/// A resource as it is stored, with what is inside it by its local id: "#…" leads from one to another. Of a Bundle that is the
/// first resource, as which documents and messages are searched.
struct Whole {
  const fhir::Descriptor& type;
  std::string_view id;
  std::vector<std::pair<std::string_view, Node>> inside;

  Whole(Node resource, std::string_view own_id) : type(*resource.type), id(own_id) {
    if (const auto* bundle = resource.as<fhir::r4::Bundle>()) {
      const bool is_led = text_of(bundle->type) == "document" || text_of(bundle->type) == "message";
      if (is_led && !bundle->entry.empty() && bundle->entry[0].resource) add({bundle->entry[0].resource.type, bundle->entry[0].resource.value});
    } else if (const auto* element = fhir::find_element(type, "contained")) {
      each_value(resource.value, *element, [&](Node node) { add(node); });
    }
  }

  void add(Node node) {
    const auto local = text_of(fhir::id_of({node.type, const_cast<void*>(node.value)}));
    if (!local.empty() && find(local) == nullptr) inside.emplace_back(local, node);
  }

  const Node* find(std::string_view local) const {
    const auto found = std::find_if(inside.begin(), inside.end(), [&](const auto& one) { return one.first == local; });
    return found != inside.end() ? &found->second : nullptr;
  }
};

/// Collects the postings of one resource, which is `whole` or inside it; `as` is the type it has in the index.
class Extraction {
 public:
  Extraction(Node resource, const fhir::Descriptor& as, const Whole& whole, std::string_view base, const CustomParameters& custom)
      : resource_(resource), as_(as), type_(as.name), whole_(whole), base_(base), custom_(custom.of(as)), zone_(*custom.zone().rules) {}

  Postings run() {
    const auto& parameters = parameters_of(as_);
    for (const auto& parameter : parameters.all()) {
      if (parameter->paths.empty() || parameter->is_id() || parameter->is_last_updated()) continue;
      posted_ = parameter->has_own_postings();
      if (index(*parameter)) found_.present |= std::int64_t{1} << parameter->bit;
    }
    posted_ = true;
    for (const Parameter* parameter : custom_) {
      const bool any = parameter->is_full_text() ? index_words(*parameter) : index(*parameter);
      if (any) add_token(present_key(type_, parameter->code), 0);
    }
    if (parameters.main_date() != nullptr) order_by(*parameters.main_date());
    find_patient(parameters);
    if (const auto* list = resource_.as<fhir::r4::List>()) add_members(*list);
    if (const auto* operation = resource_.as<fhir::r4::OperationDefinition>(); operation != nullptr && !is_contained(as_) && is_in_use(*operation)) {
      found_.tokens.push_back({named_query_key(), 0});
    }
    finish(found_.tokens);
    finish(found_.ranges);
    finish(found_.texts);
    return std::move(found_);
  }

 private:
  /// Adds the postings of one parameter, if it has its own; true if it has a value.
  bool index(const Parameter& parameter) {
    bool any = false;
    for (std::size_t branch = 0; branch < parameter.paths.size(); ++branch) {
      nodes_.clear();
      parameter.paths[branch].walk(resource_, nodes_);
      for (const Node& node : nodes_) {
        switch (parameter.kind) {
          case SearchType::token: any |= index_token(parameter, node, parameter.systems[branch]); break;
          case SearchType::reference: any |= index_reference(parameter, unwrapped(node), parameter.paths[branch].target()); break;
          case SearchType::string: any |= index_string(parameter, unwrapped(node)); break;
          case SearchType::uri: any |= index_uri(parameter, unwrapped(node)); break;
          case SearchType::date: any |= index_date(parameter, unwrapped(node)); break;
          case SearchType::number:
          case SearchType::quantity: any |= index_quantity(parameter, node); break;
          case SearchType::composite: any |= index_composite(parameter, node); break;
          case SearchType::special: any |= parameter.is_near() && index_position(parameter, node); break;
        }
      }
    }
    return any;
  }

  bool index_token(const Parameter& parameter, Node node, std::string_view implied) {
    bool any = false;
    each_code(node, implied, [&](const CodeValue& value) {
      if (value.code.empty() && value.system.empty()) return;
      any = true;
      if (!value.code.empty()) add_token(token_key(type_, parameter.code, folded_code(value.code)), system_hash(value.system));
      if (value.system == "urn:ietf:bcp:13") add_mime_type(parameter, value.code);
      // The system of a code or boolean is that of the element, always: no posting is needed to know it.
      if (!value.system.empty() && !node.type->is_primitive()) add_token(token_system_key(type_, parameter.code, value.system), 0);
    });
    if (const auto* identifier = unwrapped(node).as<fhir::r4::Identifier>(); identifier != nullptr && identifier->type) {
      for (const auto& coding : identifier->type->coding) {
        if (!identifier->value.has_text()) continue;
        const auto text = of_type_text(text_of(coding.system), text_of(coding.code), identifier->value.text());
        add_token(token_key(type_, parameter.code, text), 0);
      }
    }
    index_text(parameter, unwrapped(node));
    return any;
  }

  /// "text/xml" and "text" of "text/xml; charset=UTF-8". https://hl7.org/fhir/R4/search.html#mimetype
  void add_mime_type(const Parameter& parameter, std::string_view code) {
    auto base = code.substr(0, code.find(';'));
    while (base.ends_with(' ')) base.remove_suffix(1);
    for (const auto one : {base, base.substr(0, base.find('/'))}) add_token(mime_key(type_, parameter.code, folded_code(one)), 0);
  }

  /// What people read of a code, for `:text`. https://hl7.org/fhir/R4/search.html#modifiers
  void index_text(const Parameter& parameter, Node node) {
    const auto add = [&](const fhir::r4::CodeableConcept& concept_) {
      add_text(parameter, text_of(concept_.text));
      for (const auto& coding : concept_.coding) add_text(parameter, text_of(coding.display));
    };
    if (const auto* concept_ = node.as<fhir::r4::CodeableConcept>()) add(*concept_);
    if (const auto* coding = node.as<fhir::r4::Coding>()) add_text(parameter, text_of(coding->display));
    if (const auto* identifier = node.as<fhir::r4::Identifier>(); identifier != nullptr && identifier->type) add(*identifier->type);
  }

  /// https://hl7.org/fhir/R4/search.html#reference
  bool index_reference(const Parameter& parameter, Node node, std::string_view wanted) {
    if (node.type->is_resource()) return index_nested(parameter, node);
    const auto* reference = node.as<fhir::r4::Reference>();
    if (reference == nullptr) {  // a canonical or uri
      return node.type->is_primitive() && index_target(parameter, target_of(text_of(node.primitive()), base_), wanted);
    }
    const auto text = text_of(reference->reference);
    bool any = text.starts_with('#') ? index_inside(parameter, text.substr(1), wanted) : index_target(parameter, target_of(text, base_), wanted);
    if (reference->identifier && reference->identifier->value.has_text() && wanted.empty()) {
      any = true;
      add_token(identifier_key(type_, parameter.code, folded_code(reference->identifier->value.text())),
                system_hash(text_of(reference->identifier->system)));
      if (reference->identifier->system.has_text()) add_token(identifier_system_key(type_, parameter.code, reference->identifier->system.text()), 0);
    }
    // "#…" and display-only references are values all the same, if nobody asks where they lead.
    return any || wanted.empty();
  }

  bool index_target(const Parameter& parameter, const Target& target, std::string_view wanted) {
    if (target.kind == Target::Kind::resource) {
      if (!wanted.empty() && target.type->name != wanted) return false;
      add_token(reference_salt(type_, parameter.code, target.type->name) ^ key_of(*target.type, target.id), 0, true);
      return true;
    }
    if (target.kind == Target::Kind::none || (!wanted.empty() && type_in_url(target.url) != wanted)) return false;
    add_url(parameter, target.url, target.version);
    return true;
  }

  /// Under its version, and under all that this is below: 1 and 1.0 are above 1.0.2.
  void add_url(const Parameter& parameter, std::string_view url, std::string_view version) {
    add_token(url_key(type_, parameter.code, url), system_hash(version));
    for (auto end = version.find('.'); !version.empty(); end = version.find('.', end + 1)) {
      add_token(version_key(type_, parameter.code, url, version.substr(0, end)), 0);
      if (end == std::string_view::npos) break;
    }
  }

  /// The first resource of a document or message, which is searched as if it were contained.
  /// https://hl7.org/fhir/R4/bundle.html#search
  bool index_nested(const Parameter& parameter, Node node) {
    const auto id = text_of(fhir::id_of({node.type, const_cast<void*>(node.value)}));
    if (whole_.find(id) == nullptr) return false;
    add_token(reference_salt(type_, parameter.code, node.type->name) ^ key_of(*node.type, id), 0, true);
    index_inside(parameter, id, {});
    // One path leads to both: what they share is of either's type.
    return std::find(parameter.targets.begin(), parameter.targets.end(), node.type->name) != parameter.targets.end();
  }

  /// "#m1" leads to a resource that is contained beside, or in, the one at hand, "#" to the one that contains it.
  /// https://hl7.org/fhir/R4/references.html#contained
  bool index_inside(const Parameter& parameter, std::string_view local, std::string_view wanted) {
    const Node* node = local.empty() ? nullptr : whole_.find(local);
    if (node == nullptr && (!local.empty() || !is_contained(as_))) return false;
    const auto& type = node != nullptr ? *node->type : whole_.type;
    if (!wanted.empty() && type.name != wanted) return false;
    const auto& target = node != nullptr ? contained_type(type) : type;
    const auto key = node != nullptr ? key_of(target, contained_id(whole_.type, whole_.id, local)) : key_of(target, whole_.id);
    add_token(reference_salt(type_, parameter.code, target.name) ^ key, 0, true);
    return true;
  }

  /// Each part of a name or address is a text of its own, so that searches find beginnings of each.
  /// https://hl7.org/fhir/R4/search.html#string
  bool index_string(const Parameter& parameter, Node node) {
    if (node.type->is_primitive()) {
      if (parameter.is_family_name()) add_later_words(parameter, text_of(node.primitive()));
      return add_text(parameter, text_of(node.primitive()));
    }
    bool any = false;
    const auto add = [&](const fhir::Primitive& part) { any |= add_text(parameter, text_of(part)); };
    if (const auto* name = node.as<fhir::r4::HumanName>()) {
      add(name->text), add(name->family);
      add_later_words(parameter, text_of(name->family));
      for (const auto& part : name->given) add(part);
      for (const auto& part : name->prefix) add(part);
      for (const auto& part : name->suffix) add(part);
    } else if (const auto* address = node.as<fhir::r4::Address>()) {
      add(address->text);
      for (const auto& line : address->line) add(line);
      add(address->city), add(address->district), add(address->state), add(address->postalCode), add(address->country);
    } else if (const auto* concept_ = node.as<fhir::r4::CodeableConcept>()) {
      add(concept_->text);
      for (const auto& coding : concept_->coding) add(coding.display);
    } else if (const auto* annotation = node.as<fhir::r4::Annotation>()) {
      add(annotation->text);
    }
    return any;
  }

  /// The whole text for equality and as it stands for :below; profiles are canonicals, which are below their versions alone.
  /// https://hl7.org/fhir/R4/search.html#uri
  bool index_uri(const Parameter& parameter, Node node) {
    const auto text = node.type->is_primitive() ? text_of(node.primitive()) : std::string_view();
    if (text.empty()) return false;
    const auto bar = text.find('|');
    add_url(parameter, text.substr(0, bar), bar == std::string_view::npos ? ""sv : text.substr(bar + 1));
    if (posted_ && parameter.code != "_profile") {
      found_.texts.push_back({text_key(type_, parameter.code), std::string(fhir::text::cut(text, folded_bytes_max)), exact_hash(text)});
    }
    return true;
  }

  bool index_date(const Parameter& parameter, Node node) {
    const auto time = time_of(node, zone_);
    if (time) add_range(range_key(type_, parameter.code), *time, Spread::times);
    return time.has_value();
  }

  /// Calls `visit(system, unit, interval)` for each unit that a quantity is looked up by: a UCUM code by its canonical unit, any
  /// other code with its system and without, and what stands for people.
  template <class Visit>
  static void each_unit(const QuantityValue& quantity, Visit&& visit) {
    const auto unit = quantity.system == terminology::ucum::system ? unit_of(quantity.code) : std::nullopt;
    if (unit) {
      visit(canonical_units, std::string_view(unit->canonical()), in_canonical(*unit, quantity.interval));
    } else if (!quantity.code.empty()) {
      if (!quantity.system.empty()) visit(quantity.system, quantity.code, quantity.interval);
      visit(""sv, quantity.code, quantity.interval);
    }
    if (!quantity.unit.empty() && quantity.unit != quantity.code) visit(""sv, quantity.unit, quantity.interval);
  }

  /// Under no unit, and under each.
  bool index_quantity(const Parameter& parameter, Node node) {
    const auto quantity = quantity_of(node);
    if (!quantity) return false;
    add_range(range_key(type_, parameter.code), quantity->interval);
    if (parameter.kind == SearchType::number || !posted_) return true;
    each_unit(*quantity, [&](std::string_view system, std::string_view unit, Interval interval) { add_range(range_key(type_, parameter.code, system, unit), interval); });
    return true;
  }

  /// A posting for each word there is, with its weight. https://hl7.org/fhir/R4/search.html#content
  bool index_words(const Parameter& parameter) {
    std::vector<std::int64_t> words;
    const auto add = [&](std::string_view text) {
      fhir::text::each_word(text, [&](std::string_view word) { words.push_back(word_key(type_, parameter.code, word)); });
    };
    if (parameter.is_narrative()) add(narrative_of(resource_));
    else each_text(resource_, add);
    std::sort(words.begin(), words.end());
    for (auto from = words.begin(); from != words.end();) {
      const auto to = std::upper_bound(from, words.end(), *from);
      add_token(*from, weight_of(static_cast<std::size_t>(to - from), words.size()));
      if (posted_) ++found_.words;
      from = to;
    }
    return !words.empty();
  }

  /// https://hl7.org/fhir/R4/location.html#positional
  bool index_position(const Parameter& parameter, Node node) {
    const auto* position = node.as<fhir::r4::Location::Position>();
    if (position == nullptr) return false;
    const auto latitude = fhir::double_of(text_of(position->latitude));
    const auto longitude = fhir::double_of(text_of(position->longitude));
    if (!latitude || !longitude || !(std::abs(*latitude) <= 90) || !(std::abs(*longitude) <= 360)) return false;
    const auto at = nanodegrees(*latitude), beside = nanodegrees(std::remainder(*longitude, 360));
    add_range(latitude_key(type_, parameter.code), {at, at});
    add_range(longitude_key(type_, parameter.code), {beside, beside});
    return true;
  }

  /// https://hl7.org/fhir/R4/search.html#composite
  bool index_composite(const Parameter& parameter, Node element) {
    Hash start(Domain::composite);
    start.add(type_).add(parameter.code);
    return index_components(parameter, element, 0, start, {});
  }

  /// Adds each value of the component at `place` to `prefix` and goes on with the next. An interval is kept
  /// beside the prefix; of two numbers the first is the low end and the second the high end.
  bool index_components(const Parameter& parameter, Node element, std::size_t place, const Hash& prefix,
                        std::optional<Interval> interval) {
    // Each value of a component goes with each of the others: what comes to too much ends here, and is refused by check_size().
    if (++steps_ > steps_max) return found_.overflows = true;
    if (place == parameter.components.size()) {
      if (interval) {
        const auto last = parameter.components.back().type;
        add_range(prefix.value(), *interval, last == SearchType::date ? Spread::times : last == SearchType::number ? Spread::any : Spread::points);
      } else {
        add_token(prefix.value(), 0);
      }
      return true;
    }
    const auto& component = parameter.components[place];
    bool any = false;
    const auto with = [&](auto... parts) {
      Hash longer = prefix;
      (longer.add(parts), ...);
      any |= index_components(parameter, element, place + 1, longer, interval);
    };
    for (std::size_t branch = 0; branch < component.paths.size(); ++branch) {
      std::vector<Node> nodes;
      component.paths[branch].walk(component.from_resource ? resource_ : element, nodes);
      for (const Node& node : nodes) {
        if (component.type == SearchType::token) {
          each_code(node, component.systems[branch], [&](const CodeValue& value) {
            if (value.code.empty()) return;
            const auto code = folded_code(value.code);
            with("*"sv, std::string_view(code));
            with(value.system, std::string_view(code));
          });
        } else if (component.type == SearchType::reference) {
          const auto* reference = node.as<fhir::r4::Reference>();
          const auto target = target_of(reference != nullptr ? text_of(reference->reference) : ""sv, base_);
          if (target.kind == Target::Kind::resource) with(target.type->name, target.id);
          if (target.kind == Target::Kind::url) with(""sv, target.url);
        } else if (component.type == SearchType::date) {
          const auto time = time_of(node, zone_);
          if (time) any |= index_components(parameter, element, place + 1, prefix, time);
        } else if (const auto quantity = quantity_of(node)) {
          const auto with_unit = [&](std::string_view system, std::string_view unit, Interval of) {
            Hash longer = prefix;
            longer.add(system).add(unit);
            any |= index_components(parameter, element, place + 1, longer, interval ? Interval{interval->low, of.low} : of);
          };
          with_unit("*", "", quantity->interval);
          if (component.type != SearchType::number) each_unit(*quantity, with_unit);
        }
      }
    }
    return any;
  }

  void order_by(const Parameter& main_date) {
    for (const Path& path : main_date.paths) {
      nodes_.clear();
      path.walk(resource_, nodes_);
      if (nodes_.empty()) continue;
      if (const auto time = time_of(unwrapped(nodes_[0]), zone_)) {
        found_.sort = std::max(time->low, first_low);
        return;
      }
    }
  }

  /// https://hl7.org/fhir/R4/compartmentdefinition-patient.html
  void find_patient(const Parameters& parameters) {
    if (type_ == "Patient") {
      found_.patient = key_of(as_, whole_.id);
      return;
    }
    for (const Parameter* link : parameters.patient_links()) {
      for (const Path& path : link->paths) {
        nodes_.clear();
        path.walk(resource_, nodes_);
        for (const Node& node : nodes_) {
          const auto* reference = node.as<fhir::r4::Reference>();
          if (reference == nullptr) continue;
          const auto target = target_of(text_of(reference->reference), base_);
          if (target.kind != Target::Kind::resource || target.type->name != "Patient") continue;
          found_.patient = key_of(*target.type, target.id);
          return;
        }
      }
    }
  }

  /// https://hl7.org/fhir/R4/search.html#list
  void add_members(const fhir::r4::List& list) {
    for (const auto& entry : list.entry) {
      if (!entry.item || text_of(entry.deleted) == "true") continue;
      const auto target = target_of(text_of(entry.item->reference), base_);
      if (target.kind != Target::Kind::resource) continue;
      found_.tokens.push_back({reference_salt(type_, list_members, target.type->name) ^ key_of(*target.type, target.id), 0, true});
    }
  }

  /// "quinones" of "Carreño Quiñones".
  void add_later_words(const Parameter& parameter, std::string_view text) {
    if (!posted_ || text.empty()) return;
    const auto folded = fhir::text::fold(text, folded_bytes_max);
    for (auto space = folded.find(' '); space != std::string::npos; space = folded.find(' ', space + 1)) {
      found_.texts.push_back({part_key(text_key(type_, parameter.code)), folded.substr(space + 1), 0});
    }
  }

  /// A text of which nothing is left when it is folded cannot be looked for, and has no place in an order.
  bool add_text(const Parameter& parameter, std::string_view text) {
    if (text.empty()) return false;
    if (!posted_) return true;
    auto folded = fhir::text::fold(text, folded_bytes_max);
    if (!folded.empty()) found_.texts.push_back({text_key(type_, parameter.code), std::move(folded), exact_hash(text)});
    return true;
  }
  void add_token(std::int64_t token, std::int32_t system, bool leads = false) {
    if (posted_) found_.tokens.push_back({token, system, leads});
  }
  /// Which intervals stand apart: none, those that are no points, or those that are longer than a day, or a year.
  enum class Spread : std::uint8_t { any, points, times };
  void add_range(std::int64_t key, Interval interval, Spread spread = Spread::points) {
    if (!posted_) return;
    const auto width = static_cast<std::uint64_t>(interval.high) - static_cast<std::uint64_t>(interval.low);
    const auto is_wider_than = [&](std::int64_t most) { return width > static_cast<std::uint64_t>(most); };
    if (spread == Spread::times) key = is_wider_than(year_time) ? wide_key(key) : is_wider_than(day_time) ? long_key(key) : key;
    else if (spread == Spread::points && is_wider_than(0)) key = wide_key(key);
    found_.ranges.push_back({key, std::max(interval.low, first_low), interval.high});
  }

  template <class T>
  static void finish(std::vector<T>& postings) {
    std::sort(postings.begin(), postings.end());
    postings.erase(std::unique(postings.begin(), postings.end()), postings.end());
  }

  Node resource_;
  const fhir::Descriptor& as_;
  std::string_view type_;
  const Whole& whole_;
  std::string_view base_;
  std::span<const Parameter* const> custom_;
  const fhir::TimeZone& zone_;
  bool posted_ = false;  ///< of the parameter at hand: its postings are its own
  std::vector<Node> nodes_;
  std::size_t steps_ = 0;  ///< of composites
  Postings found_;
};

}  // namespace

std::string folded_code(std::string_view code) {
  std::string folded(code);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

// tf / (tf + 1.2 * (0.25 + 0.75 * length / 64)), as BM25 has it of one word, in whole numbers that are the same everywhere.
std::int32_t weight_of(std::size_t times, std::size_t length) {
  constexpr std::uint64_t most = 1'000'000'000;
  const std::uint64_t often = 640 * std::min<std::uint64_t>(times, most);
  const std::uint64_t all = often + 192 + 9 * std::min<std::uint64_t>(std::bit_ceil(length), most);
  return std::max<std::int32_t>(1, static_cast<std::int32_t>(weight_max * often / all));
}

std::string of_type_text(std::string_view system, std::string_view code, std::string_view value) {
  // A bar cannot stand in what a plain token search looks up as a code here, for it is not folded.
  std::string text = "OF-TYPE|";
  text.append(system).append("|").append(folded_code(code)).append("|").append(folded_code(value));
  return text;
}

Postings extract(fhir::Resource resource, std::string_view id, std::string_view base, const CustomParameters& custom) {
  const Node node{resource.type, resource.value};
  const Whole whole(node, id);
  Postings found = Extraction(node, *resource.type, whole, base, custom).run();
  for (const auto& [local, inner] : whole.inside) {
    const auto& type = contained_type(*inner.type);
    found.contained.push_back({&type, contained_id(whole.type, whole.id, local), Extraction(inner, type, whole, base, custom).run()});
  }
  return found;
}

fhir::Result<void> check_size(const Postings& postings) {
  if (postings.words > words_max) {
    return fhir::Outcome(fhir::IssueType::too_costly, fhir::Issue::Detail::unprocessable,
                         "The resource has " + std::to_string(postings.words) + " words that _text and _content find it by; at most " + std::to_string(words_max) +
                             " are kept. Split it, or retire the SearchParameters that turn _text and _content on for its type.");
  }
  const auto size_of = [](const Postings& one) { return one.tokens.size() + one.ranges.size() + one.texts.size() - one.words; };
  std::size_t size = size_of(postings);
  for (const Contained& inner : postings.contained) size += size_of(inner.postings) + 1;
  if (size <= postings_max && !postings.overflows) return {};
  return fhir::Outcome(fhir::IssueType::too_costly, fhir::Issue::Detail::unprocessable,
                       "The resource has " + (postings.overflows ? "more than " + std::to_string(postings_max) : std::to_string(size)) + " values that searches find it by; at most " +
                           std::to_string(postings_max) + " are kept. Split it, for instance a Group or List into several.");
}

}  // namespace engine::index
