#include <cstdlib>

#include "fhir/text/fold.h"
#include "tests/engine/search/corpus.h"
#include "tests/support/needed.h"

using namespace engine::search;
using engine::Parameter;
using engine::index::Node;
using fhir::SearchType;

namespace {

constexpr std::string_view prefixes[] = {"", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb", "ap"};

/// What is written in a value, by the names of its elements: "coding.code".
using Texts = std::multimap<std::string, std::string>;

void read(const fhir::Descriptor& type, const void* object, const std::string& path, Texts& out) {
  if (type.is_primitive()) {
    const auto& value = *static_cast<const fhir::Primitive*>(object);
    if (value.has_text() && value.text().size() < 200) out.emplace(path, value.text());
    return;
  }
  if (out.size() > 20) return;
  for (const auto& element : type.elements) {
    const std::string here = path.empty() ? std::string(element.name) : path + "." + std::string(element.name);
    auto* at = const_cast<void*>(object);
    if (element.shape == fhir::Shape::primitive) read(*element.type, &fhir::field<fhir::Primitive>(at, element), here, out);
    if (element.shape == fhir::Shape::one && fhir::field<void*>(at, element) != nullptr && element.name != "assigner") read(*element.type, fhir::field<void*>(at, element), here, out);
    if (element.shape == fhir::Shape::many && element.name != "extension") {
      const auto& many = fhir::field<fhir::ManyBase>(at, element);
      if (many.count > 0) read(*element.type, many.data, here, out);  // the first, so that its parts belong together
    }
    if (element.shape == fhir::Shape::many_primitives) {
      for (const auto& one : fhir::field<fhir::Many<fhir::Primitive>>(at, element)) read(*element.type, &one, here, out);
    }
  }
}

std::string first(const Texts& texts, std::initializer_list<const char*> names) {
  for (const char* name : names) {
    if (const auto found = texts.find(name); found != texts.end()) return found->second;
  }
  return {};
}

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == ',' || c == '|' || c == '$' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

/// What a search may ask of one value of a parameter: names behind the code, and values.
using Asked = std::vector<std::pair<std::string, std::string>>;

void ask_text(const std::string& text, Asked& asked) {
  const auto piece = [&](std::size_t from, std::size_t bytes) {
    while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
    return escaped(fhir::text::cut(std::string_view(text).substr(std::min(from, text.size())), bytes));
  };
  for (const auto& [modifier, value] : Asked{{"", piece(0, 4)}, {"", piece(0, text.size())}, {":contains", piece(text.size() / 2, 4)}, {":exact", escaped(text)}, {":exact", piece(0, 4)}}) asked.emplace_back(modifier, value);
}

void ask(SearchType kind, const Texts& texts, Asked& asked) {
  switch (kind) {
    case SearchType::token: {
      const std::string code = escaped(first(texts, {"", "coding.code", "code", "value"})), system = escaped(first(texts, {"coding.system", "system"}));
      if (!code.empty()) {
        for (const char* modifier : {"", ":not"}) {
          for (const auto& value : {code, system + "|" + code, "|" + code, "other," + code}) asked.emplace_back(modifier, value);
        }
      }
      if (!system.empty()) asked.emplace_back("", system + "|");
      const std::string shown = escaped(first(texts, {"text", "coding.display", "display", "type.text"})), type = first(texts, {"type.coding.code"});
      if (!shown.empty()) asked.emplace_back(":text", shown);
      if (!type.empty()) asked.emplace_back(":of-type", escaped(first(texts, {"type.coding.system"})) + "|" + escaped(type) + "|" + code);
      return;
    }
    case SearchType::string:
      for (const auto& [name, text] : texts) ask_text(text, asked);
      return;
    case SearchType::uri:
      for (const auto& [name, text] : texts) {
        const auto slash = text.rfind('/');
        asked.emplace_back("", escaped(text));
        asked.emplace_back(":above", escaped(text));
        asked.emplace_back(":below", escaped(text.substr(0, slash)));
      }
      return;
    case SearchType::reference:
      for (const auto& [name, text] : texts) {
        if (name != "reference" && !name.empty()) continue;
        const auto slash = text.rfind('/');
        asked.emplace_back("", escaped(text));
        if (slash != std::string::npos) asked.emplace_back("", text.substr(slash + 1));
        if (slash != std::string::npos) asked.emplace_back(":" + text.substr(0, slash), text.substr(slash + 1));
        if (slash != std::string::npos) asked.emplace_back(":" + text.substr(0, slash) + "._id", text.substr(slash + 1));
      }
      if (const auto value = first(texts, {"identifier.value"}); !value.empty()) asked.emplace_back(":identifier", escaped(first(texts, {"identifier.system"})) + "|" + escaped(value));
      return;
    case SearchType::date:
      for (const auto& [name, text] : texts) {
        for (const auto prefix : prefixes) {
          asked.emplace_back("", std::string(prefix) + text);
          asked.emplace_back("", std::string(prefix) + text.substr(0, 4));
          asked.emplace_back("", std::string(prefix) + text.substr(0, 7));
        }
      }
      return;
    case SearchType::number:
    case SearchType::quantity: {
      for (const auto& [name, text] : texts) {
        if (text.find_first_not_of("0123456789.-") != std::string::npos) continue;
        const std::string system = escaped(first(texts, {"system", "low.system", "numerator.system"})), code = escaped(first(texts, {"code", "low.code"})), unit = escaped(first(texts, {"unit", "currency"}));
        for (const auto prefix : prefixes) {
          asked.emplace_back("", std::string(prefix) + text);
          if (kind == SearchType::number) continue;
          if (!code.empty()) asked.emplace_back("", std::string(prefix) + text + "|" + system + "|" + code);
          if (!unit.empty()) asked.emplace_back("", std::string(prefix) + text + "||" + unit);
        }
      }
      return;
    }
    default: return;
  }
}

struct Search {
  const fhir::Descriptor* type;
  engine::Parameters parameters;
};

std::string url_of(const Search& search) { return std::string(search.type->name) + "?" + engine::to_query(search.parameters); }

/// Conditions made of the parameters of the types and the values that occur, a few for each parameter, each time the same.
class Conditions {
 public:
  explicit Conditions(const Corpus& corpus) : corpus_(corpus) {
    for (const auto& [type, members] : corpus.members()) {
      if (engine::index::is_contained(*type)) continue;
      for (const auto& parameter : engine::index::parameters_of(*type).all()) {
        if (parameter->searchable() && !parameter->is_last_updated()) add(*type, *parameter);
      }
    }
    combine();
  }

  /// So many of them, from all.
  std::vector<Search> some(std::size_t count) {
    std::shuffle(all_.begin(), all_.end(), random_);
    if (all_.size() > count) all_.resize(count);
    return all_;
  }

 private:
  void add(const fhir::Descriptor& type, const engine::index::Parameter& parameter) {
    const std::string code(parameter.code);
    for (const char* missing : {"true", "false"}) add(type, code + ":missing", missing);
    Asked asked;
    for (const auto& member : corpus_.members().at(&type)) {
      for (const auto& path : parameter.paths) {
        std::vector<Node> nodes;
        path.walk({member.resource.type, member.resource.value}, nodes);
        for (std::size_t at = 0; at < nodes.size() && at < 3; ++at) parameter.kind == SearchType::composite ? ask_composite(parameter, nodes[at], asked) : ask_value(parameter.kind, nodes[at], asked);
      }
      if (parameter.is_id()) asked.emplace_back("", member.id);
    }
    std::shuffle(asked.begin(), asked.end(), random_);
    if (asked.size() > 8) asked.resize(8);
    for (const auto& [modifier, value] : asked) add(type, code + modifier, value);
    if (parameter.kind == SearchType::string || parameter.kind == SearchType::date) {
      for (std::size_t at = 0; at < asked.size() && at < 2; ++at) filter(type, parameter, asked[at].second);
    }
  }

  static void ask_value(SearchType kind, Node node, Asked& asked) {
    Texts texts;
    read(*node.type, node.value, "", texts);
    ask(kind, texts, asked);
  }

  static void ask_composite(const engine::index::Parameter& parameter, Node node, Asked& asked) {
    std::vector<std::string> values{""};
    for (const auto& component : parameter.components) {
      Asked parts;
      std::vector<Node> nodes;
      for (const auto& path : component.paths) path.walk(node, nodes);
      for (const Node& part : nodes) ask_value(component.type, part, parts);
      std::vector<std::string> longer;
      for (const auto& value : values) {
        for (const auto& [modifier, part] : parts) {
          if (modifier.empty() && longer.size() < 30) longer.push_back(value + (value.empty() ? "" : "$") + part);
        }
      }
      values = std::move(longer);
    }
    for (const auto& value : values) asked.emplace_back("", value);
  }

  void filter(const fhir::Descriptor& type, const engine::index::Parameter& parameter, std::string value) {
    if (value.find_first_of("\"\\") != std::string::npos || value.empty()) return;
    if (parameter.kind == SearchType::date) {
      while (value[0] > '9') value.erase(0, 1);
      add(type, "_filter", std::string(parameter.code) + " po " + value);
      add(type, "_filter", "not(" + std::string(parameter.code) + " ne " + value + ")");
    } else if (!parameter.is_full_text()) {
      for (const char* operation : {"eq", "ne", "co", "sw", "ew"}) add(type, "_filter", std::string(parameter.code) + " " + operation + " \"" + value + "\"");
    }
  }

  /// Two of one type, and what leads from one type to another.
  void combine() {
    ByType<std::vector<Parameter>> of_type;
    for (const auto& search : all_) of_type[search.type].push_back(search.parameters[0]);
    const auto any_of = [&](const fhir::Descriptor& type) { return of_type.at(&type)[random_() % of_type.at(&type).size()]; };
    for (const auto& [type, parameters] : of_type) {
      for (int i = 0; i < 4; ++i) all_.push_back({type, {any_of(*type), any_of(*type)}});
      for (const auto& parameter : engine::index::parameters_of(*type).all()) {
        if (parameter->kind != SearchType::reference || !parameter->searchable() || !parameter->holds_references() || parameter->holds_urls()) continue;
        for (const auto name : parameter->targets) {
          const auto* target = fhir::r4::resource_type(name);
          if (!of_type.contains(target) || random_() % 3 != 0) continue;
          const Parameter inner = any_of(*target), outer = any_of(*type);
          add(*type, std::string(parameter->code) + ":" + std::string(name) + "." + inner.name, inner.value);
          add(*target, "_has:" + std::string(type->name) + ":" + std::string(parameter->code) + ":" + outer.name, outer.value);
        }
      }
    }
  }

  void add(const fhir::Descriptor& type, std::string name, std::string value) {
    Search search{&type, {}};
    search.parameters.push_back({std::move(name), std::move(value)});
    all_.push_back(std::move(search));
  }

  const Corpus& corpus_;
  std::mt19937 random_{2024};
  std::vector<Search> all_;
};

}  // namespace

TEST_CASE("what a condition says of a resource is what the store finds by it, whatever is asked") {
  if (!is_there(Corpus::package(), "fetch-packages")) return;
  Corpus corpus(25);
  const char* all = std::getenv("SETU_CONDITIONS");
  std::size_t asked = 0, found_any = 0;
  for (const auto& search : Conditions(corpus).some(all != nullptr ? std::strtoul(all, nullptr, 10) : 800)) {
    engine::Interaction interaction;
    interaction.tenant = 1;
    interaction.base = base_url;
    interaction.type = search.type;
    interaction.action = engine::Action::search_type;
    interaction.parameters = search.parameters;
    auto query = parse(interaction);
    if (!query) continue;  // not every text is a value of its parameter
    query->count = 10'000;
    auto plan = plan_of(*query, 1, base_url);
    if (!plan) continue;
    ++asked;
    CAPTURE(url_of(search));
    const Ids expected = corpus.matching(*search.type, plan->branches[0].where);
    CHECK(sorted(ids_of(must(corpus.fixture.session->search(*plan)).matches)) == expected);
    // A page that is not full goes another way than one that is, and a count goes a third.
    plan->count = 1;
    plan->total = Total::accurate;
    const auto page = must(corpus.fixture.session->search(*plan));
    CHECK(page.total == expected.size());
    CHECK(page.matches.size() == std::min<std::size_t>(expected.size(), 1));
    if (!page.matches.empty()) CHECK(std::binary_search(expected.begin(), expected.end(), page.matches[0].id));
    found_any += expected.empty() ? 0 : 1;
  }
  // The values are those that occur: most are understood, and most find something.
  CHECK(asked > 500);
  CHECK(found_any * 2 > asked);
}
