#include "fhir/xml/prefix.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "fhir/json/tree.h"

namespace fhir::xml {
namespace {

enum class Space : std::uint8_t { other, fhir, xhtml };

constexpr std::string_view spaces = " \t\r\n";

Space space_named(std::string_view name) {
  if (name == "http://hl7.org/fhir") return Space::fhir;
  if (name == "http://www.w3.org/1999/xhtml") return Space::xhtml;
  return Space::other;
}

std::string_view declaration_of(Space space) {
  switch (space) {
    case Space::fhir: return " xmlns=\"http://hl7.org/fhir\"";
    case Space::xhtml: return " xmlns=\"http://www.w3.org/1999/xhtml\"";
    case Space::other: break;
  }
  return " xmlns=\"\"";
}

/// One pass over the text, with the open elements and what they declare as its memory.
class Writing {
 public:
  explicit Writing(std::string_view text) : text_(text) {}

  Result<Unprefixed> run() {
    while (at_ < text_.size()) {
      const std::size_t tag = std::min(text_.find('<', at_), text_.size());
      copy(tag);
      const std::string_view rest = text_.substr(at_);
      if (rest.starts_with("<!--")) copy_past("-->", 4);
      else if (rest.starts_with("<![CDATA[")) copy_past("]]>", 9);
      else if (rest.starts_with("<?")) copy_past("?>", 2);
      else if (rest.starts_with("</")) end_tag();
      else if (!rest.empty()) TRY_VOID(start_tag());
    }
    return std::move(out_);
  }

 private:
  struct Open {
    Space space;
    std::vector<std::string_view> declared;  ///< prefixes; the empty one is the default
  };

  void copy(std::size_t end) {
    end = std::min(end, text_.size());
    out_.text.append(text_.substr(at_, end - at_));
    at_ = end;
  }

  /// `begun` bytes have begun it, which `end` does not share.
  void copy_past(std::string_view end, std::size_t begun) {
    const std::size_t found = text_.find(end, at_ + begun);
    copy(found == text_.npos ? text_.size() : found + end.size());
  }

  Outcome fault(std::size_t at, std::string what) const {
    Outcome outcome(IssueType::structure, std::move(what));
    const json::Position position = json::position_of(text_, at);
    outcome.issues[0].line = position.line;
    outcome.issues[0].column = position.column;
    return outcome;
  }

  /// The name that begins at `at_`, which moves behind it.
  std::string_view take_name() {
    const std::size_t start = at_;
    at_ = std::min(text_.find_first_of(" \t\r\n=/>", at_), text_.size());
    return text_.substr(start, at_ - start);
  }

  void end_tag() {
    copy(at_ + 2);
    const std::string_view name = take_name();
    out_.text.append(name.substr(name.find(':') + 1));
    copy_past(">", 0);
    close();
  }

  void close() {
    if (open_.empty()) return;
    for (const std::string_view prefix : open_.back().declared) spaces_[prefix].pop_back();
    open_.pop_back();
  }

  Result<void> start_tag() {
    const std::size_t start = at_++;
    const std::string_view name = take_name();
    const std::size_t behind_name = at_;
    open_.push_back({});
    TRY_VOID(declare());
    const std::size_t colon = name.find(':');
    const bool prefixed = colon != name.npos;
    const auto known = spaces_.find(prefixed ? name.substr(0, colon) : std::string_view());
    const bool declared = known != spaces_.end() && !known->second.empty();
    if (prefixed && (!declared || colon == 0)) return fault(start + 1, "The prefix '" + std::string(name.substr(0, std::min<std::size_t>(colon, 64))) + "' is not declared.");
    const Space around = open_.size() > 1 ? open_[open_.size() - 2].space : Space::other;
    const Space space = declared ? known->second.back() : Space::other;
    open_.back().space = space;
    out_.changed = out_.changed || prefixed;

    out_.tags.push_back({out_.text.size(), start});
    out_.text += '<';
    out_.text.append(prefixed ? name.substr(colon + 1) : name);
    at_ = behind_name;
    // An element that declares its own namespace by itself is left as it is.
    const bool says = !prefixed && std::find(open_.back().declared.begin(), open_.back().declared.end(), std::string_view()) != open_.back().declared.end();
    if (space != around && !says) out_.text += declaration_of(space);
    if (attributes(says)) close();
    return {};
  }

  /// Notes the namespaces that a tag declares, and leaves `at_` where it may.
  Result<void> declare() {
    for (Attribute attribute; next(attribute);) {
      const bool is_default = attribute.name == "xmlns";
      if (!is_default && !(attribute.name.starts_with("xmlns:") && attribute.name.size() > 6)) continue;
      const std::string_view prefix = is_default ? std::string_view() : attribute.name.substr(6);
      // Those of one element are few or a fault; the limit keeps hostile ones from costing their square.
      auto& declared = open_.back().declared;
      if (declared.size() >= declared_max) return fault(attribute.start, "An element declares " + std::to_string(declared_max) + " namespaces at most.");
      if (std::find(declared.begin(), declared.end(), prefix) != declared.end()) {
        return fault(attribute.start, "The attribute '" + std::string(attribute.name.substr(0, 64)) + "' is there twice.");
      }
      declared.push_back(prefix);
      spaces_[prefix].push_back(space_named(attribute.value));
    }
    return {};
  }

  /// Copies a tag's attributes and its end without what declares prefixes; true if the element ends with it.
  bool attributes(bool keep_default) {
    std::size_t from = at_;
    for (Attribute attribute; next(attribute);) {
      const bool keep = attribute.name == "xmlns" ? keep_default : !attribute.name.starts_with("xmlns:");
      if (keep) out_.text.append(text_.substr(from, at_ - from));
      else out_.changed = true;
      from = at_;
    }
    at_ = from;
    const std::size_t end = std::min(text_.find('>', at_), text_.size());
    const bool closed = end > at_ && text_[end - 1] == '/';
    copy(end + 1);
    return closed;
  }

  struct Attribute {
    std::string_view name, value;
    std::size_t start = 0;
  };

  /// The next attribute of the tag that `at_` is in, which moves behind it; false at the tag's end.
  bool next(Attribute& attribute) {
    at_ = std::min(text_.find_first_not_of(spaces, at_), text_.size());
    if (at_ >= text_.size() || text_[at_] == '>' || text_[at_] == '/') return false;
    attribute.start = at_;
    attribute.name = take_name();
    const std::size_t quote = text_.find_first_of("\"'>", at_);
    if (quote == text_.npos || text_[quote] == '>') return false;
    const std::size_t end = std::min(text_.find(text_[quote], quote + 1), text_.size());
    attribute.value = text_.substr(quote + 1, end - quote - 1);
    at_ = std::min(end + 1, text_.size());
    return true;
  }

  static constexpr std::size_t declared_max = 100;

  std::string_view text_;
  std::size_t at_ = 0;
  Unprefixed out_;
  std::vector<Open> open_;
  std::map<std::string_view, std::vector<Space>> spaces_;  ///< what each prefix stands for, the innermost last
};

}  // namespace

std::size_t Unprefixed::origin(std::size_t offset) const {
  const auto behind = std::upper_bound(tags.begin(), tags.end(), offset, [](std::size_t at, const Tag& tag) { return at < tag.here; });
  if (behind == tags.begin()) return 0;
  const Tag& tag = *(behind - 1);
  return tag.there + (offset - tag.here);
}

Result<Unprefixed> without_prefixes(std::string_view text) { return Writing(text).run(); }

}  // namespace fhir::xml
