#include "fhir/json/tree.h"

#include <rapidjson/error/en.h>
#include <rapidjson/reader.h>

#include <algorithm>
#include <vector>

namespace fhir::json {
namespace {

// The length of the longest run a name search compares one by one before it sorts instead.
constexpr std::uint32_t few_members = 16;

// RapidJSON's reader lets a lone low surrogate through as three bytes that no UTF-8 text may hold.
bool holds_surrogate(std::string_view text) {
  for (std::size_t at = text.find('\xED'); at != std::string_view::npos; at = text.find('\xED', at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
  }
  return false;
}

/// Receives the reader's events and builds the tree; `false` stops the reader.
class Builder {
 public:
  Builder(Arena& arena, const Limits& limits, const rapidjson::InsituStringStream& stream)
      : arena_(arena), limits_(limits), stream_(stream) {}

  bool Null() { return add(Kind::null, {}); }
  bool Bool(bool value) { return add(Kind::boolean, value ? "true" : "false"); }
  bool Int(int) { return false; }
  bool Uint(unsigned) { return false; }
  bool Int64(std::int64_t) { return false; }
  bool Uint64(std::uint64_t) { return false; }
  bool Double(double) { return false; }
  bool RawNumber(const char* text, rapidjson::SizeType length, bool) { return add(Kind::number, {text, length}); }
  bool String(const char* text, rapidjson::SizeType length, bool) { return add(Kind::string, {text, length}); }
  bool StartObject() { return open(Kind::object); }
  bool StartArray() { return open(Kind::array); }
  bool EndArray(rapidjson::SizeType) {
    stack_.pop_back();
    return true;
  }
  bool EndObject(rapidjson::SizeType) {
    const Node* object = stack_.back().node;
    stack_.pop_back();
    return names_differ(*object);
  }
  bool Key(const char* text, rapidjson::SizeType length, bool) {
    name_ = {text, length};
    name_offset_ = offset_of(text) - 1;
    if (!holds_surrogate(name_)) return true;
    return fail(name_offset_, "A member name holds a lone surrogate; write the character itself in UTF-8.");
  }

  const Node* root() const { return root_; }
  const Outcome& failure() const { return failure_; }
  bool too_deep() const { return too_deep_; }
  bool failed() const { return !failure_.issues.empty(); }
  std::size_t failed_at() const { return failed_at_; }

 private:
  struct Open {
    Node* node;
    Node* last;
  };

  std::uint32_t offset_of(const char* place) { return static_cast<std::uint32_t>(place - stream_.head_); }

  /// Where the value begins: behind a null or boolean, or before an array or object, the stream stands now.
  std::uint32_t start_of(Kind kind, std::string_view text) {
    if (kind == Kind::number) return offset_of(text.data());
    if (kind == Kind::string) return offset_of(text.data()) - 1;
    const auto here = static_cast<std::uint32_t>(stream_.src_ - stream_.head_);
    return here - static_cast<std::uint32_t>(kind == Kind::null ? 4 : text.size());
  }

  bool fail(std::size_t offset, std::string text, IssueType type = IssueType::structure) {
    failure_ = Outcome(type, std::move(text));
    failed_at_ = offset;
    return false;
  }

  bool add(Kind kind, std::string_view text) {
    const std::uint32_t offset = start_of(kind, text);
    if (text.size() > limits_.string_bytes) {
      return fail(offset, "A string is longer than " + std::to_string(limits_.string_bytes) + " bytes.", IssueType::too_long);
    }
    if (kind == Kind::string && holds_surrogate(text)) {
      return fail(offset, "A string holds a lone surrogate; write the character itself in UTF-8.");
    }
    if (++values_ > limits_.values) {
      return fail(offset, "The text holds more than " + std::to_string(limits_.values) + " values.", IssueType::too_costly);
    }
    Node* node = arena_.make<Node>();
    node->kind = kind;
    node->text = text;
    node->offset = offset;
    if (stack_.empty()) {
      root_ = node;
    } else {
      Open& parent = stack_.back();
      if (parent.node->kind == Kind::object) {
        node->name = name_;
        node->offset = name_offset_;
      }
      (parent.last != nullptr ? parent.last->next : parent.node->first) = node;
      parent.last = node;
      ++parent.node->count;
    }
    added_ = node;
    return true;
  }

  bool open(Kind kind) {
    if (!add(kind, {})) return false;
    if (stack_.size() >= limits_.depth) {
      too_deep_ = true;
      return fail(added_->offset, "The text is nested deeper than " + std::to_string(limits_.depth) + " levels.",
                  IssueType::too_costly);
    }
    stack_.push_back({added_, nullptr});
    return true;
  }

  bool names_differ(const Node& object) {
    const Node* twice = nullptr;
    if (object.count <= few_members) {
      for (const Node* a = object.first; a != nullptr && twice == nullptr; a = a->next) {
        for (const Node* b = a->next; b != nullptr; b = b->next) {
          if (a->name == b->name) twice = b;
        }
      }
    } else {
      std::vector<const Node*> sorted;
      for (const Node* member = object.first; member != nullptr; member = member->next) sorted.push_back(member);
      std::stable_sort(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->name < b->name; });
      const auto found = std::adjacent_find(sorted.begin(), sorted.end(), [](auto* a, auto* b) { return a->name == b->name; });
      if (found != sorted.end()) twice = *(found + 1);
    }
    if (twice == nullptr) return true;
    return fail(twice->offset, "The member '" + std::string(twice->name) + "' occurs twice in one object; keep one of them.");
  }

  Arena& arena_;
  const Limits& limits_;
  const rapidjson::InsituStringStream& stream_;
  std::vector<Open> stack_;
  Node* root_ = nullptr;
  Node* added_ = nullptr;
  std::string_view name_;
  std::uint32_t name_offset_ = 0;
  std::uint32_t values_ = 0;
  Outcome failure_;
  bool too_deep_ = false;
  std::size_t failed_at_ = 0;
};

Outcome at(std::string_view text, std::size_t offset, Outcome outcome) {
  const Position position = position_of(text, offset);
  for (Issue& issue : outcome.issues) {
    issue.line = position.line;
    issue.column = position.column;
  }
  return outcome;
}

}  // namespace

const Node* Node::find(std::string_view member) const {
  for (const Node* node = first; node != nullptr; node = node->next) {
    if (node->name == member) return node;
  }
  return nullptr;
}

std::string_view Node::text_of(std::string_view member) const {
  const Node* node = find(member);
  return node != nullptr ? node->text : std::string_view{};
}

Result<const Node*> parse(std::string_view text, Arena& arena, const Limits& limits, const Node** refused) {
  if (text.size() >= 0xffffffffu) return Outcome(IssueType::too_long, "The text is larger than 4 GiB.");
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
    return at(text, nul, Outcome(IssueType::structure, "The text holds a NUL byte; send JSON in UTF-8."));
  }
  const std::string_view original = text;
  char* buffer = const_cast<char*>(arena.copy(text).data());
  rapidjson::InsituStringStream stream(buffer);
  Builder builder(arena, limits, stream);
  rapidjson::Reader reader;
  constexpr unsigned flags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                             rapidjson::kParseNumbersAsStringsFlag | rapidjson::kParseValidateEncodingFlag;
  const rapidjson::ParseResult parsed = reader.Parse<flags>(stream, builder);
  const bool too_big = parsed.Code() == rapidjson::kParseErrorNumberTooBig;
  if (too_big) builder.Null();  // in the number's place
  if (refused != nullptr && (too_big || builder.too_deep())) *refused = builder.root();
  if (builder.failed()) return at(original, builder.failed_at(), builder.failure());
  if (too_big) {
    return at(original, parsed.Offset(),
              Outcome(IssueType::value, "A number is too large: it has more than 308 digits before its point, to which its exponent adds; give it in a larger unit."));
  }
  if (parsed.IsError()) {
    return at(original, parsed.Offset(),
              Outcome(IssueType::structure, std::string("This is not JSON: ") + rapidjson::GetParseError_En(parsed.Code())));
  }
  return builder.root();
}

Position position_of(std::string_view text, std::size_t offset) {
  Position position;
  for (const char c : text.substr(0, std::min(offset, text.size()))) {
    if (c == '\n') {
      ++position.line;
      position.column = 1;
    } else if ((static_cast<unsigned char>(c) & 0xC0) != 0x80) {
      ++position.column;
    }
  }
  return position;
}

void append_string(std::string& out, std::string_view text) {
  constexpr char hex[] = "0123456789abcdef";
  out += '"';
  std::size_t clean = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const unsigned char c = static_cast<unsigned char>(text[at]);
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    out.append(text.data() + clean, at - clean);
    clean = at + 1;
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        out += "\\u00";
        out += hex[c >> 4];
        out += hex[c & 15];
    }
  }
  out.append(text.data() + clean, text.size() - clean);
  out += '"';
}

void append_tree(std::string& out, const Node& node) {
  switch (node.kind) {
    case Kind::null: out += "null"; return;
    case Kind::boolean:
    case Kind::number: out += node.text; return;
    case Kind::string: append_string(out, node.text); return;
    case Kind::array:
    case Kind::object: break;
  }
  const bool is_object = node.kind == Kind::object;
  out += is_object ? '{' : '[';
  for (const Node* child = node.first; child != nullptr; child = child->next) {
    if (child != node.first) out += ',';
    if (is_object) {
      append_string(out, child->name);
      out += ':';
    }
    append_tree(out, *child);
  }
  out += is_object ? '}' : ']';
}

}  // namespace fhir::json
