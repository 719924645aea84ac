#include "engine/interaction/link.h"

#include <algorithm>

#include "engine/interaction/url.h"
#include "fhir/model/primitive_types.h"
#include "fhir/r4/bundle.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine {
namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::PrimitiveKind;
using fhir::Shape;

/// Goes through a resource, contained resources and extensions included, and shows each primitive and each data type.
template <class OnPrimitive, class OnObject>
class Walk {
 public:
  Walk(OnPrimitive on_primitive, OnObject on_object) : on_primitive_(std::move(on_primitive)), on_object_(std::move(on_object)) {}

  void members(const Descriptor& type, void* object) {
    // A bundle in the bundle has its own entries and fullUrls.
    if (&type == &fhir::r4::Bundle::Entry::descriptor) return;
    for (const Element& element : type.elements) {
      path_.push_back({&element, Step::no_index});
      switch (element.shape) {
        case Shape::primitive: primitive(type, *element.type, fhir::field<fhir::Primitive>(object, element)); break;
        case Shape::many_primitives:
          for (auto& value : fhir::field<fhir::Many<fhir::Primitive>>(object, element)) {
            next();
            primitive(type, *element.type, value);
          }
          break;
        case Shape::one:
          if (void* value = fhir::field<void*>(object, element)) shown(*element.type, value);
          break;
        case Shape::many: {
          auto& many = fhir::field<fhir::ManyBase>(object, element);
          for (std::uint32_t at = 0; at < many.count; ++at) {
            next();
            shown(*element.type, static_cast<char*>(many.data) + std::size_t{at} * element.type->size);
          }
          break;
        }
        case Shape::choice:
          if (const auto choice = fhir::field<fhir::Choice>(object, element)) {
            if (choice.type->is_primitive()) {
              primitive(type, *choice.type, *static_cast<fhir::Primitive*>(choice.value));
            } else {
              shown(*choice.type, choice.value);
            }
          }
          break;
        case Shape::resource:
          if (const auto resource = fhir::field<fhir::Resource>(object, element)) members(*resource.type, resource.value);
          break;
        case Shape::many_resources:
          for (const auto resource : fhir::field<fhir::Many<fhir::Resource>>(object, element)) {
            next();
            members(*resource.type, resource.value);
          }
          break;
      }
      path_.pop_back();
    }
  }

  /// The FHIRPath of what is shown just now, in a resource of type `root`.
  std::string path_in(std::string_view root) const {
    std::string path(root);
    for (const Step& step : path_) {
      path.append(".").append(step.element->name);
      if (step.index != Step::no_index) path.append("[").append(std::to_string(step.index)).append("]");
    }
    return path;
  }
  const Element& element() const { return *path_.back().element; }

 private:
  struct Step {
    static constexpr std::uint32_t no_index = 0xffff'ffff;
    const Element* element;
    std::uint32_t index;
  };

  void next() { ++path_.back().index; }  // the first is 0: no_index is one below
  void shown(const Descriptor& type, void* object) {
    on_object_(*this, type, object);
    members(type, object);
  }
  void primitive(const Descriptor& owner, const Descriptor& type, fhir::Primitive& value) {
    if (value.extras != nullptr) members(fhir::Extras::descriptor, value.extras);
    if (value.has_text()) on_primitive_(*this, owner, type.primitive, value);
  }

  OnPrimitive on_primitive_;
  OnObject on_object_;
  std::vector<Step> path_;
};

constexpr std::string_view history = "/_history/";

/// A text taken apart at its '#'.
struct Target {
  std::string_view url;
  std::string_view fragment;  ///< with the '#'
};
Target target_of(std::string_view text) {
  const std::size_t mark = std::min(text.find('#'), text.size());
  return {text.substr(0, mark), text.substr(mark)};
}

/// Where the entries of a transaction are stored, and which of them links name versions of.
struct Places {
  const StoredAs& stored_as;
  std::vector<std::size_t>* versions_of;
};

std::optional<std::string> found(std::string_view url, std::string_view fragment, const Places& places) {
  const std::size_t mark = std::min(url.find(history), url.size());
  const std::string resource = comparable_url(url.substr(0, mark));
  const auto known = places.stored_as.find(resource);
  if (known == places.stored_as.end()) return std::nullopt;
  const Stored& stored = known->second;
  if (mark == url.size()) return stored.reference + std::string(fragment);
  // A urn is of this bundle alone, so no version of another place can be meant.
  if (!url.starts_with("urn:") && !stored.version_id.empty() && stored.version_id != url.substr(mark + history.size())) return std::nullopt;
  if (places.versions_of != nullptr) places.versions_of->push_back(stored.entry);
  return stored.reference + std::string(history) + std::to_string(stored.version) + std::string(fragment);
}

/// Whether the quote at `quote` begins the value of an attribute href or src.
bool begins_link(std::string_view xhtml, std::size_t quote) {
  const auto is_space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  std::string_view before = xhtml.substr(0, quote);
  while (!before.empty() && is_space(before.back())) before.remove_suffix(1);
  if (before.empty() || before.back() != '=') return false;
  before.remove_suffix(1);
  while (!before.empty() && is_space(before.back())) before.remove_suffix(1);
  for (std::string_view name : {"href", "src"}) {
    if (before.ends_with(name) && before.size() > name.size() && is_space(before[before.size() - name.size() - 1])) return true;
  }
  return false;
}

/// The same of a URL that may be relative to `root`.
std::optional<std::string> found_from(std::string_view root, std::string_view text, const Places& places) {
  const Target target = target_of(text);
  if (target.url.empty()) return std::nullopt;
  if (auto place = found(target.url, target.fragment, places)) return place;
  if (target.url.find(':') != std::string_view::npos) return std::nullopt;
  return found(std::string(root) + "/" + std::string(target.url), target.fragment, places);
}

/// A narrative whose links and images lead to where entries are stored.
std::string narrative(std::string_view xhtml, std::string_view root, const Places& places) {
  std::string out;
  std::size_t done = 0;
  for (std::size_t at = xhtml.find('<'); at < xhtml.size(); at = xhtml.find('<', at)) {
    if (xhtml.substr(at).starts_with("<!--")) {
      at = xhtml.find("-->", at);
      continue;
    }
    // To the end of the tag, from one attribute's value to the next.
    for (at = xhtml.find_first_of("\"'>", at); at < xhtml.size() && xhtml[at] != '>'; at = xhtml.find_first_of("\"'>", at)) {
      const std::size_t begin = at + 1, end = std::min(xhtml.find(xhtml[at], begin), xhtml.size());
      if (begins_link(xhtml, at)) {
        if (const auto place = found_from(root, xhtml.substr(begin, end - begin), places)) {
          out.append(xhtml.substr(done, begin - done)).append(*place);
          done = end;
        }
      }
      at = std::min(end + 1, xhtml.size());
    }
  }
  return out.append(xhtml.substr(done));
}

}  // namespace

std::string comparable_url(std::string_view url) {
  constexpr std::string_view uuid = "urn:uuid:";
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  std::string comparable(url);
  if (url.size() < uuid.size() || !std::equal(uuid.begin(), uuid.end(), url.begin(), [&](char a, char b) { return a == lower(b); })) return comparable;
  std::transform(comparable.begin(), comparable.end(), comparable.begin(), lower);
  return comparable;
}

bool is_absolute(std::string_view url) {
  const std::size_t colon = url.find(':');
  return colon != 0 && colon != std::string_view::npos && colon < url.find_first_of("/?#");
}

std::string_view root_of(std::string_view full_url) {
  if (!full_url.starts_with("http://") && !full_url.starts_with("https://")) return {};
  const std::size_t id = full_url.rfind('/');
  const std::size_t type = id == 0 || id == std::string_view::npos ? std::string_view::npos : full_url.rfind('/', id - 1);
  if (type == std::string_view::npos || fhir::r4::resource_type(full_url.substr(type + 1, id - type - 1)) == nullptr) return {};
  return full_url.substr(0, type);
}

std::optional<ConditionalReference> conditional_reference(std::string_view text, std::string_view base) {
  const std::string_view url = behind_base(text, base);
  const std::size_t mark = url.find_first_of("?#");
  if (mark == std::string_view::npos || url[mark] != '?' || is_absolute(url)) return std::nullopt;
  return ConditionalReference{url.substr(0, mark), url.substr(mark + 1)};
}

std::optional<std::string> led_to_entry(const Link& link, std::string_view full_url, std::string_view base, const StoredAs& stored_as,
                                        std::vector<std::size_t>* versions_of) {
  const std::string_view own_root = root_of(full_url), root = own_root.empty() ? base : own_root;
  const Places places{stored_as, versions_of};
  if (link.is_narrative) return narrative(link.text, root, places);
  return found_from(root, link.text, places);
}

std::vector<Link> links_of(fhir::Resource resource) {
  std::vector<Link> links;
  const auto add = [&](const auto& walk, const Descriptor& owner, PrimitiveKind kind, fhir::Primitive& value) {
    const bool is_reference = &owner == &fhir::r4::Reference::descriptor && walk.element().name == "reference";
    // A canonical is a name, and stays. The specification would also replace values of type oid and uuid, which then would
    // be none: those stay too.
    switch (kind) {
      case PrimitiveKind::uri:
      case PrimitiveKind::url:
      case PrimitiveKind::xhtml: break;
      default:
        if (!is_reference) return;
    }
    links.push_back({&value, value.text(), is_reference, kind == PrimitiveKind::xhtml});
  };
  Walk(add, [](const auto&, const Descriptor&, void*) {}).members(*resource.type, resource.value);
  return links;
}

std::vector<ReferenceAt> references_of(fhir::Resource resource) {
  std::vector<ReferenceAt> references;
  const auto add = [&](const auto& walk, const Descriptor& type, void* object) {
    if (&type != &fhir::r4::Reference::descriptor) return;
    references.push_back({static_cast<const fhir::r4::Reference*>(object), walk.path_in(resource.type->name), walk.element().targets});
  };
  Walk([](const auto&, const Descriptor&, PrimitiveKind, fhir::Primitive&) {}, add).members(*resource.type, resource.value);
  return references;
}

}  // namespace engine
