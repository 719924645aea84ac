#include "engine/index/path.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "fhir/json/tree.h"
#include "fhir/r4/datatypes.h"
#include "fhir/r4/registry.h"

namespace engine::index {
namespace {

using fhir::Descriptor;
using fhir::Element;
using fhir::Shape;

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Where `wanted` stands outside parentheses and quotes, from `from` on; npos if nowhere.
std::size_t find_outside(std::string_view text, std::string_view wanted, std::size_t from = 0) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (text[i] == ')') --depth;
    if (depth == 0 && i >= from && text.substr(i, wanted.size()) == wanted) return i;
    if (text[i] == '(') ++depth;
  }
  return std::string_view::npos;
}

const Descriptor* any_type(std::string_view name) {
  if (const auto* type = fhir::r4::data_type(name)) return type;
  if (const auto* type = fhir::r4::resource_type(name)) return type;
  std::string primitive(name);  // one definition of the specification writes "DateTime"
  if (!primitive.empty()) primitive[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(primitive[0])));
  return fhir::r4::data_type(primitive);
}

/// The text inside quotes: 'phone' is phone.
std::optional<std::string> literal(std::string_view text) {
  text = trim(text);
  if (text.size() < 2 || text.front() != '\'' || text.back() != '\'') return std::nullopt;
  return std::string(text.substr(1, text.size() - 2));
}

/// The parts of a path: "a.where(b='c.d').e" is a, where(b='c.d'), e.
std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto dot = find_outside(path, ".");
    parts.push_back(path.substr(0, dot));
    if (dot == std::string_view::npos) return parts;
    path.remove_prefix(dot + 1);
  }
}

/// "(A.b as T).c" and "A.b as T" in one form: A.b.as(T).c.
std::string without_as_operator(std::string_view expression) {
  expression = trim(expression);
  if (expression.starts_with('(')) {
    const auto close = find_outside(expression, ")");
    if (close == std::string_view::npos) return std::string(expression);
    return without_as_operator(expression.substr(1, close - 1)) + std::string(trim(expression.substr(close + 1)));
  }
  if (const auto as = find_outside(expression, " as "); as != std::string_view::npos) {
    return std::string(trim(expression.substr(0, as))) + ".as(" + std::string(trim(expression.substr(as + 4))) + ")";
  }
  return std::string(expression);
}

const fhir::Primitive* primitive_child(Node from, std::string_view name) {
  const auto* element = fhir::find_element(*from.type, name);
  if (element == nullptr || element->shape != Shape::primitive) return nullptr;
  return &fhir::field<fhir::Primitive>(from.value, *element);
}

/// The p of "p.exists() and p != false", which is how Patient.deceased is made a yes or no; empty for other expressions.
std::string_view asserted_path(std::string_view expression) {
  constexpr std::string_view exists = ".exists() and ", unlike = " != false";
  const auto at = find_outside(expression, exists);
  if (at == std::string_view::npos) return {};
  const auto path = trim(expression.substr(0, at));
  auto again = trim(expression.substr(at + exists.size()));
  if (!again.ends_with(unlike)) return {};
  again.remove_suffix(unlike.size());
  return trim(again) == path ? path : std::string_view();
}

bool has_extension(Node from, const std::string& url) {
  const auto* element = fhir::find_element(*from.type, "extension");
  if (element == nullptr) return false;
  bool found = false;
  each_value(from.value, *element, [&](Node node) {
    const auto* extension = node.as<fhir::r4::Extension>();
    found = found || (extension != nullptr && extension->url.text() == url);
  });
  return found;
}

/// A text as a literal of jsonpath.
std::string quoted(std::string_view text) {
  std::string out;
  fhir::json::append_string(out, text);
  return out;
}

}  // namespace

std::vector<std::string_view> branches(std::string_view expression) {
  std::vector<std::string_view> all;
  while (true) {
    const auto bar = find_outside(expression, "|");
    all.push_back(trim(expression.substr(0, bar)));
    if (bar == std::string_view::npos) return all;
    expression.remove_prefix(bar + 1);
  }
}

std::optional<Path> Path::compile(const Descriptor& start, std::string_view expression) {
  if (const auto asserted = asserted_path(expression); !asserted.empty()) {
    auto path = compile(start, asserted);
    if (!path || !path->target_.empty()) return std::nullopt;
    path->asserted_ = true;
    path->single_ = true;
    path->types_ = {fhir::r4::data_type("boolean")};
    path->last_element_ = nullptr;
    path->text_ += " != false";
    return path;
  }
  const std::string plain = without_as_operator(expression);
  auto parts = parts_of(plain);
  if (!parts.empty() && (parts[0] == start.name ||
                         (start.is_resource() && (parts[0] == "Resource" || parts[0] == "DomainResource")))) {
    parts.erase(parts.begin());
  }

  Path path;
  path.types_ = {&start};
  for (auto part : parts) {
    if (!path.target_.empty()) return std::nullopt;  // "where(resolve() is …)" is understood at the end only
    part = trim(part);
    Step step{};
    const auto open = part.find('(');
    const auto call = part.substr(0, open);
    const auto argument =
        open == std::string_view::npos ? std::string_view() : trim(part.substr(open + 1, part.rfind(')') - open - 1));
    std::size_t index = 0;
    bool indexed = false;
    if (const auto bracket = part.find('['); open == std::string_view::npos && bracket != std::string_view::npos) {
      const auto digits = part.substr(bracket + 1, part.find(']') - bracket - 1);
      if (std::from_chars(digits.data(), digits.data() + digits.size(), index).ec != std::errc()) return std::nullopt;
      indexed = true;
      part = part.substr(0, bracket);
    }

    if (open == std::string_view::npos) {
      // Of a choice each type may have the child; "valueDateTime" is the choice "value" where it is of that type.
      std::vector<const Descriptor*> owners = std::move(path.types_);
      path.types_.clear();
      const Descriptor* only = nullptr;
      for (const auto* owner : owners) {
        std::size_t hint = 0;
        const auto named = part.empty() ? fhir::NamedElement() : fhir::find_named(*owner, part, hint);
        const auto* element = named ? named.element : fhir::find_element(*owner, part);
        if (element == nullptr) continue;
        if (named.choice != nullptr) only = named.choice->type;
        step.kind = Step::Kind::child;
        step.name = element->name;
        step.owner = owner;
        step.element = element;
        const auto add = [&](const Descriptor* type) {
          if (std::find(path.types_.begin(), path.types_.end(), type) == path.types_.end()) path.types_.push_back(type);
        };
        if (element->type != nullptr) add(element->type);
        for (const auto& choice : element->choices) add(choice.type);
        path.last_element_ = element;
        path.single_ = path.single_ && !element->repeats() && owners.size() == 1;
      }
      if (step.element == nullptr) return std::nullopt;
      if (only != nullptr) {
        path.steps_.push_back(step);
        path.text_.append(".").append(step.name);
        step = Step{};
        step.kind = Step::Kind::type;
        step.type = only;
        path.types_ = {only};
        path.steps_.push_back(step);
        path.text_.append(".as(").append(only->name).append(")");
        continue;
      }
    } else if (call == "as" || call == "ofType") {
      step.kind = Step::Kind::type;
      step.type = any_type(argument);
      if (step.type == nullptr) return std::nullopt;
      if (std::find(path.types_.begin(), path.types_.end(), step.type) == path.types_.end()) return std::nullopt;
      path.types_ = {step.type};
      path.steps_.push_back(step);
      path.text_.append(".as(").append(step.type->name).append(")");
      continue;
    } else if (call == "extension") {
      const auto url = literal(argument);
      if (!url) return std::nullopt;
      step.kind = Step::Kind::extension;
      step.literal = *url;
      path.types_ = {&fhir::r4::Extension::descriptor};
      path.single_ = false;
    } else if (call == "where" && argument.starts_with("resolve() is ")) {
      path.target_ = any_type(argument.substr(13)) != nullptr ? any_type(argument.substr(13))->name : std::string_view();
      if (path.target_.empty()) return std::nullopt;
      continue;
    } else if (call == "where" && argument.starts_with("hasExtension(")) {
      const auto url = literal(argument.substr(13, argument.rfind(')') - 13));
      if (!url) return std::nullopt;
      step.kind = Step::Kind::has_extension;
      step.literal = *url;
    } else if (call == "where" && argument.find('=') != std::string_view::npos) {
      const auto equals = argument.find('=');
      const auto value = literal(argument.substr(equals + 1));
      if (!value || path.types_.size() != 1) return std::nullopt;
      const auto* element = fhir::find_element(*path.types_[0], trim(argument.substr(0, equals)));
      if (element == nullptr || element->shape != Shape::primitive) return std::nullopt;
      step.kind = Step::Kind::equals;
      step.name = element->name;
      step.literal = *value;
    } else {
      return std::nullopt;
    }
    path.steps_.push_back(step);
    path.text_ += '.';
    path.text_ += part;
    if (indexed) {
      Step at{};
      at.kind = Step::Kind::at;
      at.index = index;
      path.steps_.push_back(at);
      path.text_ += '[' + std::to_string(index) + ']';
    }
  }
  return path;
}

std::vector<Path::Json> Path::json() const {
  // A choice has a name for each of its types: it divides the ways there are so far.
  std::vector<Json> ways{{"$", nullptr}};
  for (std::size_t at = 0; at < steps_.size(); ++at) {
    const Step& step = steps_[at];
    const std::string items = at + 1 < steps_.size() && steps_[at + 1].kind == Step::Kind::at ? "[" + std::to_string(steps_[at + 1].index) + "]" : "[*]";
    switch (step.kind) {
      case Step::Kind::child: {
        std::vector<Json> next;
        for (const Json& way : ways) {
          // The types of a choice do not all have what follows.
          const auto* element = way.type == nullptr || way.type == step.owner ? step.element : fhir::find_element(*way.type, step.name);
          if (element == nullptr) continue;
          if (element->shape != Shape::choice) next.push_back({way.text + "." + quoted(step.name) + items, element->type});
          for (const auto& choice : element->choices) next.push_back({way.text + "." + quoted(choice.name) + items, choice.type});
        }
        ways = std::move(next);
        break;
      }
      case Step::Kind::type:
        ways.erase(std::remove_if(ways.begin(), ways.end(), [&](const Json& way) { return way.type != step.type; }), ways.end());
        break;
      case Step::Kind::equals:
        for (Json& way : ways) way.text += " ? (@." + quoted(step.name) + " == " + quoted(step.literal) + ")";
        break;
      case Step::Kind::has_extension:
        for (Json& way : ways) way.text += " ? (exists(@.\"extension\"[*] ? (@.\"url\" == " + quoted(step.literal) + ")))";
        break;
      case Step::Kind::extension: {
        std::vector<Json> next;
        for (const Json& way : ways) {
          const std::string extension = way.text + ".\"extension\"[*] ? (@.\"url\" == " + quoted(step.literal) + ")";
          for (const auto& choice : fhir::find_element(fhir::r4::Extension::descriptor, "value")->choices) {
            next.push_back({extension + "." + quoted(choice.name), choice.type});
          }
        }
        ways = std::move(next);
        break;
      }
      case Step::Kind::at: break;  // taken together with the child before it
    }
  }
  if (asserted_) {
    std::string any;
    for (const Json& way : ways) any.append(any.empty() ? "" : " || ").append("exists(" + way.text + " ? (@.type() != \"boolean\" || @ == true))");
    return {{any, types_[0]}};
  }
  return ways;
}

std::string Path::why_not(const Descriptor& start, std::string_view expression) {
  const std::string plain = without_as_operator(expression);
  std::string beginning;
  for (const auto part : parts_of(plain)) {
    beginning.append(beginning.empty() ? "" : ".").append(part);
    if (!compile(start, beginning)) return ", at its part \"" + std::string(trim(part)) + "\".";
  }
  return ".";
}

void Path::walk(Node from, std::vector<Node>& out) const {
  if (!asserted_) return step(from, 0, out);
  static const auto yes_and_no = [] {
    std::array<fhir::Primitive, 2> both;
    both[0].set("false");
    both[1].set("true");
    return both;
  }();
  std::vector<Node> values;
  step(from, 0, values);
  const bool holds = std::any_of(values.begin(), values.end(), [](Node node) {
    if (!node.type->is_primitive()) return true;
    return node.primitive().has_text() && (node.type->primitive != fhir::PrimitiveKind::boolean || node.primitive().text() != "false");
  });
  out.push_back({types_[0], &yes_and_no[holds ? 1 : 0]});
}

void Path::step(Node from, std::size_t at, std::vector<Node>& out) const {
  if (at == steps_.size()) {
    out.push_back(from);
    return;
  }
  const Step& step = steps_[at];
  switch (step.kind) {
    case Step::Kind::child: {
      const auto* element = from.type == step.owner ? step.element : fhir::find_element(*from.type, step.name);
      if (element == nullptr) return;
      const bool indexed = at + 1 < steps_.size() && steps_[at + 1].kind == Step::Kind::at;
      if (!indexed) {
        each_value(from.value, *element, [&](Node node) { this->step(node, at + 1, out); });
        return;
      }
      std::size_t place = 0;
      each_value(from.value, *element, [&](Node node) {
        if (place++ == steps_[at + 1].index) this->step(node, at + 2, out);
      });
      return;
    }
    case Step::Kind::type:
      if (from.type == step.type) this->step(from, at + 1, out);
      return;
    case Step::Kind::equals: {
      const auto* value = primitive_child(from, step.name);
      if (value != nullptr && value->text() == step.literal) this->step(from, at + 1, out);
      return;
    }
    case Step::Kind::has_extension:
      if (has_extension(from, step.literal)) this->step(from, at + 1, out);
      return;
    case Step::Kind::extension: {
      const auto* element = fhir::find_element(*from.type, "extension");
      if (element == nullptr) return;
      each_value(from.value, *element, [&](Node node) {
        const auto* extension = node.as<fhir::r4::Extension>();
        if (extension != nullptr && extension->url.text() == step.literal) this->step(node, at + 1, out);
      });
      return;
    }
    case Step::Kind::at:
      return;  // taken together with the child before it
  }
}

}  // namespace engine::index
