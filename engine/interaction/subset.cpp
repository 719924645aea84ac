#include "engine/interaction/subset.h"

#include <algorithm>
#include <cstring>
#include <set>

#include "engine/interaction/stored_form.h"
#include "engine/operation/operation.h"
#include "engine/search/refusal.h"
#include "fhir/json/read.h"
#include "fhir/json/write.h"
#include "fhir/r4/capability_statement.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"
#include "fhir/text/fold.h"
#include "fhir/text/nearest.h"

namespace engine {
namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::Shape;

std::size_t size_of(Shape shape) {
  switch (shape) {
    case Shape::primitive: return sizeof(fhir::Primitive);
    case Shape::one: return sizeof(void*);
    case Shape::choice: return sizeof(fhir::Choice);
    case Shape::resource: return sizeof(fhir::Resource);
    case Shape::many_primitives:
    case Shape::many:
    case Shape::many_resources: return sizeof(fhir::ManyBase);
  }
  return 0;
}

/// Zero is absent, whatever the shape.
void clear(void* object, const Element& element) {
  std::memset(static_cast<char*>(object) + element.offset, 0, size_of(element.shape));
}

/// Takes off all that is not in the summary, below data types too.
void summarise(const Descriptor& type, void* object) {
  for (const Element& element : type.elements) {
    if (!element.is_summary && element.min == 0 && element.name != "id") {
      clear(object, element);
      continue;
    }
    // A data type's own elements are marked where it is defined; a type that marks none is in the summary whole.
    const auto descend = [](const Descriptor& of, void* value) {
      const bool marks = std::any_of(of.elements.begin(), of.elements.end(), [](const Element& inner) { return inner.is_summary; });
      if (marks && !of.is_primitive()) summarise(of, value);
    };
    if (element.shape == Shape::one) {
      if (void* value = fhir::field<void*>(object, element)) descend(*element.type, value);
    } else if (element.shape == Shape::many) {
      auto& many = fhir::field<fhir::ManyBase>(object, element);
      for (std::uint32_t at = 0; at < many.count; ++at) {
        descend(*element.type, static_cast<char*>(many.data) + std::size_t{at} * element.type->size);
      }
    }
  }
}

bool always_kept(const Element& element) { return element.name == "id" || element.name == "meta" || element.min > 0; }

template <class Keep>
void keep_elements(fhir::Resource resource, Keep&& keep) {
  for (const Element& element : resource.type->elements) {
    if (!keep(element)) clear(resource.value, element);
  }
}

/// "birthDate", or "Patient.birthDate" where several types are asked for; a choice also as "value[x]" or "valueQuantity".
bool names(std::string_view asked, const Descriptor& type, const Element& element) {
  if (asked.size() > type.name.size() && asked.starts_with(type.name) && asked[type.name.size()] == '.') asked.remove_prefix(type.name.size() + 1);
  if (element.shape == Shape::choice) {
    if (asked.ends_with("[x]") && asked.substr(0, asked.size() - 3) == element.name) return true;
    if (std::any_of(element.choices.begin(), element.choices.end(), [&](const fhir::ChoiceType& choice) { return choice.name == asked; })) return true;
  }
  return asked == element.name;
}

/// The types of which resources can be in the answer.
std::vector<const Descriptor*> types_answered(const Interaction& interaction) {
  if (interaction.action == Action::capabilities) return {&fhir::r4::CapabilityStatement::descriptor};
  const bool of_many = interaction.type == nullptr || (interaction.operation != nullptr && interaction.operation->answers_many_types);
  if (!of_many) return {interaction.type};
  const auto all = fhir::r4::resource_types();
  return {all.begin(), all.end()};
}

constexpr std::string_view subsetted_system = "http://terminology.hl7.org/CodeSystem/v3-ObservationValue";
constexpr std::string_view subsetted_code = "SUBSETTED";

bool is_subsetted(const fhir::r4::Coding& tag) { return tag.system.text() == subsetted_system && tag.code.text() == subsetted_code; }

void tag_subsetted(fhir::Resource resource, fhir::Arena& arena) {
  if (const auto& meta = meta_of(resource); meta && std::any_of(meta->tag.begin(), meta->tag.end(), is_subsetted)) return;
  auto& tag = meta_of(resource).ensure(arena).tag.add(arena);
  tag.system.set(subsetted_system);
  tag.code.set(subsetted_code);
}

}  // namespace

bool asks_for_subset(const Interaction& interaction) {
  return !interaction.elements.empty() || interaction.summary == Summary::yes || interaction.summary == Summary::text ||
         interaction.summary == Summary::data;
}

fhir::Result<void> check_whole(fhir::Resource resource) {
  const auto& meta = meta_of(resource);
  if (!meta) return {};
  for (std::size_t at = 0; at < meta->tag.size(); ++at) {
    if (!is_subsetted(meta->tag[at])) continue;
    return fhir::Outcome(fhir::IssueType::business_rule,
                         "The tag SUBSETTED says that this is a part of a resource; storing it would lose the rest. Read the whole one and send that.",
                         std::string(resource.type->name) + ".meta.tag[" + std::to_string(at) + "]");
  }
  return {};
}

fhir::Result<void> check_element(std::string_view asked, const Interaction& interaction) {
  const auto types = types_answered(interaction);
  const auto has_it = [&](const Descriptor* type) {
    return std::any_of(type->elements.begin(), type->elements.end(), [&](const Element& element) { return names(asked, *type, element); });
  };
  if (std::any_of(types.begin(), types.end(), has_it)) return {};
  // A search's included resources may be of other types: "Patient.name" then.
  const auto* other = interaction.action == Action::search_type ? fhir::r4::resource_type(asked.substr(0, asked.find('.'))) : nullptr;
  if (other != nullptr && has_it(other)) return {};
  std::vector<std::string_view> known;
  std::set<std::string_view> seen;
  for (const Descriptor* type : types) {
    for (const Element& element : type->elements) {
      if (seen.insert(element.name).second) known.push_back(element.name);
    }
  }
  const auto nearest = fhir::text::nearest(asked, known);
  return fhir::Outcome(fhir::IssueType::not_supported, fhir::Issue::Detail::bad_request,
                       "_elements has '" + std::string(fhir::text::cut(asked, 100)) + "', which is not an element of " +
                           (types.size() == 1 ? std::string(types.front()->name) : std::string("any resource type")) +
                           (nearest.empty() ? std::string(".") : "; did you mean '" + std::string(nearest) + "'?") + " Valid are: " + search::listed(known) + ".",
                       "http._elements");
}

fhir::Result<void> check_elements(const Interaction& interaction) {
  if (interaction.handling == Handling::lenient) return {};  // what is none was left out when it was read
  for (const std::string& asked : interaction.elements) TRY_VOID(check_element(asked, interaction));
  return {};
}

std::string subset(std::string json, const Interaction& interaction) {
  if (!asks_for_subset(interaction)) return json;
  fhir::Arena arena;
  auto read = fhir::json::read(json, arena, {}, fhir::json::Completeness::as_is);
  if (!read) return json;
  const fhir::Resource resource = *read;
  if (!interaction.elements.empty()) {
    keep_elements(resource, [&](const Element& element) {
      return always_kept(element) || element.is_modifier ||
             std::any_of(interaction.elements.begin(), interaction.elements.end(),
                         [&](const std::string& asked) { return names(asked, *resource.type, element); });
    });
  } else if (interaction.summary == Summary::text) {
    keep_elements(resource, [](const Element& element) { return always_kept(element) || element.name == "text"; });
  } else if (interaction.summary == Summary::data) {
    keep_elements(resource, [](const Element& element) { return element.name != "text"; });
  } else {
    summarise(*resource.type, resource.value);
  }
  tag_subsetted(resource, arena);
  std::string out;
  fhir::json::write(resource, out);
  return out;
}

}  // namespace engine
