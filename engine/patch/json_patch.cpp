#include "engine/patch/json_patch.h"

#include <algorithm>
#include <optional>

#include "fhir/primitive/decimal.h"

namespace engine::patch {
namespace {

using fhir::Arena;
using fhir::Outcome;
using fhir::Result;
using fhir::json::Kind;
using fhir::json::Node;
using Pointer = std::vector<std::string>;

bool is_container(const Node& node) { return node.kind == Kind::array || node.kind == Kind::object; }

/// How long a text is once it is written: few bytes that are escaped become many.
std::uint64_t written_size(std::string_view text) {
  std::uint64_t size = text.size();
  for (const char c : text) {
    if (c == '"' || c == '\\' || c == '\n' || c == '\r' || c == '\t') size += 1;
    else if (static_cast<unsigned char>(c) < 0x20) size += 5;
  }
  return size;
}

/// Counts what is done, so that few operations cannot make much work, nor take much memory.
class Meter {
 public:
  explicit Meter(const Limits& limits) : steps_(limits.steps), bytes_(limits.copied_bytes) {}

  bool step() { return take(steps_, 1); }
  /// Asked before the copy is made: each that doubles what there is takes as much as all before it.
  bool copy(const Node& node) {
    if (room_ && !room_->has(sizeof(Node))) spent_ = true;
    return step() && take(bytes_, written_size(node.text) + written_size(node.name));
  }
  /// From here on copies are to fit in there.
  void keep_within(const Room& room) { room_ = room; }
  bool spent() const { return spent_; }

 private:
  bool take(std::uint64_t& left, std::uint64_t amount) {
    if (amount > left) spent_ = true;
    left -= std::min(left, amount);
    return !spent_;
  }
  std::uint64_t steps_;
  std::uint64_t bytes_;
  std::optional<Room> room_;
  bool spent_ = false;
};

/// Equal as JSON values are: numbers by what they amount to, members in any order.
/// https://www.rfc-editor.org/rfc/rfc6902#section-4.6
bool equal(const Node& left, const Node& right, Meter& meter) {
  if (!meter.step() || left.kind != right.kind || left.count != right.count) return false;
  switch (left.kind) {
    case Kind::null: return true;
    case Kind::boolean:
    case Kind::string: return left.text == right.text;
    case Kind::number: {
      const auto a = fhir::parse_decimal(left.text), b = fhir::parse_decimal(right.text);
      // A number beyond what a decimal holds is equal to itself as it is written.
      return a && b ? fhir::compare(*a, *b) == std::strong_ordering::equal : left.text == right.text;
    }
    case Kind::array: {
      for (const Node *a = left.first, *b = right.first; a != nullptr; a = a->next, b = b->next) {
        if (!equal(*a, *b, meter)) return false;
      }
      return true;
    }
    case Kind::object: {
      for (const Node* a = left.first; a != nullptr; a = a->next) {
        const Node* b = right.first;
        while (b != nullptr && b->name != a->name && meter.step()) b = b->next;
        if (b == nullptr || meter.spent() || !equal(*a, *b, meter)) return false;
      }
      return true;
    }
  }
  return false;
}

/// How many levels of arrays and objects a value has, as far as the meter lets it be walked.
std::size_t depth_of(const Node& node, Meter& meter) {
  if (!meter.step() || !is_container(node)) return 0;
  std::size_t deepest = 0;
  for (const Node* child = node.first; child != nullptr && !meter.spent(); child = child->next) deepest = std::max(deepest, depth_of(*child, meter));
  return deepest + 1;
}

/// One document on its way through the operations.
class Patching {
 public:
  Patching(Arena& arena, const Limits& limits) : arena_(arena), limits_(limits), meter_(limits) {}

  Result<const Node*> run(const Node& document, const Node& patch) {
    if (patch.kind != Kind::array) return malformed("A JSON Patch is an array of operations.");
    if (patch.count > limits_.operations) {
      return malformed("The patch has " + std::to_string(patch.count) + " operations; at most " + std::to_string(limits_.operations) +
                       " are done at once.");
    }
    root_ = copy(document);
    TRY_VOID(check_meter());
    meter_.keep_within(Room(arena_, limits_.arena_bytes));
    std::size_t at = 0;
    for (const Node* operation = patch.first; operation != nullptr; operation = operation->next, ++at) TRY_VOID(apply(*operation, at));
    TRY_VOID(check_meter());
    return static_cast<const Node*>(root_);
  }

 private:
  Result<void> apply(const Node& operation, std::size_t at) {
    name_ = name_of(at, {}, {});
    if (operation.kind != Kind::object) return wrong("an operation is an object with the members \"op\" and \"path\".");
    TRY(const std::string_view op, text_member(operation, "op"));
    TRY(const std::string_view path_text, text_member(operation, "path"));
    name_ = name_of(at, op.substr(0, 16), path_text);
    TRY(const Pointer path, pointer(path_text));
    if (op == "add") {
      TRY(const Node* value, value_of(operation));
      return add(path, copy(*value));
    }
    if (op == "remove") {
      TRY_VOID(take(path));
      return check_meter();
    }
    if (op == "replace") {
      TRY(const Node* value, value_of(operation));
      return replace(path, copy(*value));
    }
    if (op == "test") {
      TRY(const Node* value, value_of(operation));
      TRY(const Node* found, find(path));
      const bool same = equal(*found, *value, meter_);
      TRY_VOID(check_meter());
      if (!same) return unfit("the value there is another one than the test's.");
      return {};
    }
    if (op != "move" && op != "copy") return wrong("\"op\" is add, remove, replace, move, copy or test.");
    TRY(const std::string_view from_text, text_member(operation, "from"));
    TRY(const Pointer from, pointer(from_text));
    if (op == "copy") {
      TRY(const Node* found, find(from));
      return add(path, copy(*found));
    }
    // https://www.rfc-editor.org/rfc/rfc6902#section-4.4: not into itself.
    if (from.size() < path.size() && std::equal(from.begin(), from.end(), path.begin())) {
      return wrong("a value cannot be moved into itself; \"from\" is the beginning of \"path\".");
    }
    if (from == path) {
      TRY_VOID(find(path));
      return {};
    }
    TRY(Node* moved, take(from));
    return add(path, moved);
  }

  Outcome wrong(std::string_view text) const { return malformed(name_ + ": " + std::string(text)); }
  Outcome unfit(std::string_view text) const { return inapplicable(name_ + ": " + std::string(text)); }

  Result<void> check_meter() const {
    if (meter_.spent()) return unfit("the patch is more work than one patch may be; send it in parts, or the resource with PUT.");
    return {};
  }

  Result<std::string_view> text_member(const Node& operation, std::string_view name) const {
    const Node* member = operation.find(name);
    if (member == nullptr) return wrong("the member \"" + std::string(name) + "\" is missing.");
    if (member->kind != Kind::string) return wrong("the member \"" + std::string(name) + "\" is a string.");
    return member->text;
  }

  Result<const Node*> value_of(const Node& operation) const {
    const Node* value = operation.find("value");
    if (value == nullptr) return wrong("the member \"value\" is missing.");
    return value;
  }

  Result<Pointer> pointer(std::string_view text) const {
    if (text.size() > limits_.path_bytes) return wrong("the path is too long.");
    auto parsed = parse_pointer(text);
    if (!parsed) return wrong(parsed.outcome().issues.front().text);
    return parsed;
  }

  /// Null where that is more than one patch may be, which check_meter() tells.
  Node* copy(const Node& node) {
    if (!meter_.copy(node)) return nullptr;
    Node* made = arena_.make<Node>();
    *made = node;
    made->next = nullptr;
    made->first = nullptr;
    Node** link = &made->first;
    for (const Node* child = node.first; child != nullptr; child = child->next) {
      *link = copy(*child);
      if (*link == nullptr) return nullptr;
      link = &(*link)->next;
    }
    return made;
  }

  /// Where a child is linked: the pointer to it in its parent or in the child before it.
  struct Place {
    Node* parent = nullptr;
    Node** link = nullptr;
  };

  static std::string shown(std::string_view token) {
    return token.size() <= 64 ? "\"" + std::string(token) + "\"" : std::string("that long name");
  }

  /// Whether the place behind an array's last item is one: for what is added it is.
  enum class End { none, place };

  /// The place of `token` in `parent`. A member that is not there is the place behind the last with nothing in it.
  Result<Place> place_in(Node& parent, const std::string& token, End end = End::none) {
    if (parent.kind == Kind::object) {
      Node** link = &parent.first;
      while (*link != nullptr && (*link)->name != token && meter_.step()) link = &(*link)->next;
      return Place{&parent, link};
    }
    if (parent.kind != Kind::array) return unfit("the value before " + shown(token) + " is neither an object nor an array.");
    if (token == "-" && end == End::none) return unfit("\"-\" is the place behind an array's last item, where nothing is yet.");
    std::uint32_t index = 0;
    if (token == "-") {
      index = parent.count;
    } else {
      const bool digits = !token.empty() && token.size() <= 9 && std::all_of(token.begin(), token.end(), [](char c) { return c >= '0' && c <= '9'; });
      if (!digits || (token.size() > 1 && token[0] == '0')) {
        return unfit(shown(token) + " is not an index into the array there; indexes are 0, 1, 2 and so on.");
      }
      index = static_cast<std::uint32_t>(std::stoul(token));
    }
    if (index > parent.count || (index == parent.count && end == End::none)) {
      return unfit("the array has " + std::to_string(parent.count) + " items, and none at index " + token + ".");
    }
    Node** link = &parent.first;
    for (std::uint32_t i = 0; i < index && meter_.step(); ++i) link = &(*link)->next;
    TRY_VOID(check_meter());
    return Place{&parent, link};
  }

  Result<Node*> find(const Pointer& path) { return find(path, path.size()); }

  Result<Node*> find(const Pointer& path, std::size_t length) {
    Node* node = root_;
    for (std::size_t i = 0; i < length; ++i) {
      TRY(const Place place, place_in(*node, path[i]));
      if (*place.link == nullptr) return unfit("there is no " + shown(path[i]) + ".");
      node = *place.link;
    }
    return node;
  }

  /// Unlinks the value at `path` and returns it.
  Result<Node*> take(const Pointer& path) {
    if (path.empty()) return unfit("the whole resource cannot be removed by a patch; use DELETE.");
    TRY(Node* parent, find(path, path.size() - 1));
    TRY(const Place place, place_in(*parent, path.back()));
    Node* taken = *place.link;
    if (taken == nullptr) return unfit("there is no " + shown(path.back()) + ".");
    *place.link = taken->next;
    --parent->count;
    taken->next = nullptr;
    return taken;
  }

  /// A value stands nowhere deeper than a document may be, so that every walk over it ends.
  Result<void> check_depth(const Pointer& path, const Node& value) {
    const std::size_t depth = depth_of(value, meter_);
    TRY_VOID(check_meter());
    if (path.size() + depth > limits_.document.depth) {
      return unfit("the resource would be nested deeper than " + std::to_string(limits_.document.depth) + " levels.");
    }
    return {};
  }

  /// `value` is one that was taken or copied; null, if that went too far.
  Result<void> add(const Pointer& path, Node* value) {
    TRY_VOID(check_meter());
    TRY_VOID(check_depth(path, *value));
    if (path.empty()) return put_root(value);
    TRY(Node* parent, find(path, path.size() - 1));
    TRY(const Place place, place_in(*parent, path.back(), End::place));
    if (parent->kind == Kind::object && *place.link != nullptr) {
      put(place, path.back(), value);
      return check_meter();
    }
    value->name = parent->kind == Kind::object ? arena_.copy(path.back()) : std::string_view();
    value->next = *place.link;
    *place.link = value;
    ++parent->count;
    return check_meter();
  }

  Result<void> replace(const Pointer& path, Node* value) {
    TRY_VOID(check_meter());
    TRY_VOID(check_depth(path, *value));
    if (path.empty()) return put_root(value);
    TRY(Node* parent, find(path, path.size() - 1));
    TRY(const Place place, place_in(*parent, path.back()));
    if (*place.link == nullptr) return unfit("there is no " + shown(path.back()) + "; \"add\" makes what is not there.");
    put(place, path.back(), value);
    return check_meter();
  }

  void put(const Place& place, const std::string& token, Node* value) {
    value->name = place.parent->kind == Kind::object ? arena_.copy(token) : std::string_view();
    value->next = (*place.link)->next;
    *place.link = value;
  }

  Result<void> put_root(Node* value) {
    value->name = {};
    value->next = nullptr;
    root_ = value;
    return {};
  }

  Arena& arena_;
  const Limits& limits_;
  Meter meter_;
  Node* root_ = nullptr;
  std::string name_;  ///< of the operation, for issues
};

}  // namespace

Result<Pointer> parse_pointer(std::string_view text) {
  Pointer tokens;
  if (text.empty()) return tokens;
  if (text.front() != '/') return malformed("a JSON Pointer is empty or begins with '/', as in /name/0/family.");
  for (const char c : text) {
    if (c == '/') tokens.emplace_back();
    else tokens.back() += c;
  }
  for (std::string& token : tokens) {
    std::string plain;
    for (std::size_t i = 0; i < token.size(); ++i) {
      if (token[i] != '~') {
        plain += token[i];
        continue;
      }
      const char next = i + 1 < token.size() ? token[++i] : '\0';
      if (next != '0' && next != '1') return malformed("in a JSON Pointer '~' is written ~0 and '/' is written ~1.");
      plain += next == '0' ? '~' : '/';
    }
    token = std::move(plain);
  }
  return tokens;
}

Result<const Node*> json_patch(const Node& document, const Node& patch, Arena& arena, const Limits& limits) {
  return Patching(arena, limits).run(document, patch);
}

}  // namespace engine::patch
