#include "fhir/xml/xhtml.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include "fhir/primitive/check.h"
#include "fhir/text/letters.h"
#include "fhir/xml/entity.h"

namespace fhir::xml {
namespace {

// HTML 4.0, chapters 7 to 11 (but for 9.4) and 15, links and images; sorted.
constexpr auto elements = std::to_array<std::string_view>(
    {"a",    "abbr", "acronym", "address", "area", "b",     "bdo",  "big", "blockquote", "br",   "caption", "cite",  "code",
     "col",  "colgroup", "dd",  "dfn",     "div",  "dl",    "dt",   "em",  "font",       "h1",   "h2",      "h3",    "h4",
     "h5",   "h6",   "hr",      "i",       "img",  "kbd",   "li",   "map", "ol",         "p",    "pre",     "q",     "s",
     "samp", "small", "span",   "strike",  "strong", "sub", "sup",  "table", "tbody",    "td",   "tfoot",   "th",    "thead",
     "tr",   "tt",   "u",       "ul",      "var"});
constexpr auto attributes = std::to_array<std::string_view>(
    {"abbr",    "accesskey", "align",    "alt",     "axis",    "bgcolor", "border", "cellpadding", "cellspacing", "char",
     "charoff", "charset",   "cite",     "class",   "clear",   "color",   "colspan", "compact",    "coords",      "dir",
     "face",    "frame",     "headers",  "height",  "href",    "hreflang", "hspace", "id",         "ismap",       "lang",
     "longdesc", "name",     "nohref",   "noshade", "nowrap",  "rel",     "rev",    "rowspan",     "rules",       "scope",
     "shape",   "size",      "span",     "src",     "start",   "style",   "summary", "tabindex",   "target",      "title",
     "type",    "usemap",    "valign",   "value",   "vspace",  "width",   "xml:lang", "xml:space", "xmlns"});
constexpr auto linking = std::to_array<std::string_view>({"cite", "href", "longdesc", "src", "usemap"});

template <std::size_t Size>
constexpr bool contains(const std::array<std::string_view, Size>& sorted, std::string_view name) {
  return std::binary_search(sorted.begin(), sorted.end(), name);
}
static_assert(std::is_sorted(elements.begin(), elements.end()) && std::is_sorted(attributes.begin(), attributes.end()));

constexpr std::string_view xhtml_namespace = "http://www.w3.org/1999/xhtml";

bool is_space(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }
bool is_name(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_' || byte == ':' || byte == '.';
}

/// The scheme of an attribute's URL with references resolved and what browsers skip left out, in lower case.
std::string scheme_of(std::string_view value) {
  std::string scheme;
  for (std::size_t at = 0; at < value.size() && scheme.size() < 16;) {
    std::uint32_t point = static_cast<unsigned char>(value[at]);
    std::size_t length = 1;
    if (const auto entity = read_entity(value.substr(at))) {
      point = entity->point;
      length = entity->length;
    }
    at += length;
    if (point == ':') return scheme;
    if (point <= ' ') continue;
    if (point >= 0x80 || !(is_name(static_cast<char>(point)) || point == '+')) return {};
    scheme += static_cast<char>(point >= 'A' && point <= 'Z' ? point - 'A' + 'a' : point);
  }
  return {};
}

/// One pass over the markup, with the open elements as its only memory.
class Check {
 public:
  explicit Check(std::string_view text) : text_(text) {}

  std::optional<std::string> run(std::size_t& length) {
    if (!text_.starts_with("<div") || (text_.size() > 4 && is_name(text_[4]))) return "A narrative is one <div> element.";
    do {
      if (text_[at_] == '<') {
        if (auto wrong = markup()) return wrong;
      } else if (text_[at_] == '&') {
        const auto entity = read_entity(text_.substr(at_));
        if (!entity) return "The narrative refers to an entity that XML does not define, or has a bare '&'; write the character, or its number as in &#160;.";
        at_ += entity->length;
      } else if (text_[at_] == '>' && text_.substr(0, at_).ends_with("]]")) {
        return "The narrative has ']]>' in a text, which XML does not allow there; write ]]&gt;.";
      } else {
        ++at_;
      }
    } while (!open_.empty() && at_ < text_.size());
    if (!open_.empty()) return "The narrative ends inside <" + std::string(open_.back()) + ">.";
    length = at_;
    return check_characters();
  }

 private:
  /// JSON escapes any character, and comments and attributes are passed by above.
  std::optional<std::string> check_characters() const {
    const std::string_view div = text_.substr(0, at_);
    const std::size_t unfit = unfit_for_xml(div);
    if (unfit == std::string_view::npos) return std::nullopt;
    char point[8] = {};
    const bool is_control = static_cast<unsigned char>(div[unfit]) < 0x20;
    std::snprintf(point, sizeof point, "%04X", is_control ? static_cast<unsigned>(div[unfit]) : 0xFFC0u | (static_cast<unsigned char>(div[unfit + 2]) & 0x3Fu));
    const std::string_view before = div.substr(0, unfit);
    const auto characters = std::count_if(before.begin(), before.end(), [](char c) { return (c & 0xC0) != 0x80; });
    return "The narrative has U+" + std::string(point) + " at its character " + std::to_string(characters + 1) + ", which XML cannot hold; leave it out.";
  }

  std::optional<std::string> markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) {
      const std::size_t stop = rest.find("--", 4);
      if (stop == std::string_view::npos || rest.substr(stop, 3) != "-->") return "A comment in the narrative is not well-formed.";
      at_ += stop + 3;
      return std::nullopt;
    }
    if (rest.starts_with("<!") || rest.starts_with("<?")) return "The narrative may not have declarations, CDATA sections or processing instructions.";
    return rest.starts_with("</") ? end_tag() : start_tag();
  }

  std::string_view name() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    return text_.substr(start, at_ - start);
  }

  void skip_spaces() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool take(std::string_view expected) {
    if (!text_.substr(at_).starts_with(expected)) return false;
    at_ += expected.size();
    return true;
  }

  std::optional<std::string> end_tag() {
    at_ += 2;
    const std::string_view closed = name();
    skip_spaces();
    if (open_.empty() || closed != open_.back() || !take(">")) {
      return "The narrative's </" + std::string(closed.substr(0, 32)) + "> closes no element that is open there.";
    }
    open_.pop_back();
    return std::nullopt;
  }

  std::optional<std::string> start_tag() {
    ++at_;
    const std::string_view element = name();
    if (!contains(elements, element)) return "The narrative may not have the element <" + std::string(element.substr(0, 32)) + ">; only HTML's formatting elements, links and images may be there.";
    if (open_.size() >= xhtml_depth_max) return "The narrative's elements are nested more than " + std::to_string(xhtml_depth_max) + " deep.";
    const bool root = open_.empty();
    bool in_namespace = false;
    std::vector<std::string_view> seen;
    for (;;) {
      const std::size_t before = at_;
      skip_spaces();
      if (take("/>")) break;
      if (take(">")) {
        open_.push_back(element);
        break;
      }
      if (before == at_) return "A tag in the narrative is not well-formed: <" + std::string(element) + ".";
      const std::string_view attribute = name();
      skip_spaces();
      const bool assigned = take("=");
      skip_spaces();
      const char quote = at_ < text_.size() ? text_[at_] : '\0';
      if (attribute.empty() || !assigned || (quote != '"' && quote != '\'')) return "An attribute of <" + std::string(element) + "> in the narrative is not well-formed; write name=\"value\".";
      const std::size_t stop = text_.find(quote, ++at_);
      if (stop == std::string_view::npos) return "The narrative ends inside an attribute.";
      const std::string_view value = text_.substr(at_, stop - at_);
      at_ = stop + 1;
      if (std::find(seen.begin(), seen.end(), attribute) != seen.end()) return "An element of the narrative has the attribute '" + std::string(attribute) + "' twice.";
      seen.push_back(attribute);
      if (auto wrong = check_attribute(element, attribute, value)) return wrong;
      if (attribute == "xmlns") in_namespace = true;
    }
    if (root && !in_namespace) return "The narrative's <div> needs xmlns=\"" + std::string(xhtml_namespace) + "\".";
    return std::nullopt;
  }

  std::optional<std::string> check_attribute(std::string_view element, std::string_view attribute, std::string_view value) {
    if (!contains(attributes, attribute)) return "The narrative may not have the attribute '" + std::string(attribute.substr(0, 32)) + "'.";
    for (std::size_t at = 0; at < value.size(); ++at) {
      if (value[at] == '<') return "An attribute in the narrative holds '<'; write &lt;.";
      if (value[at] == '&' && !read_entity(value.substr(at))) return "An attribute in the narrative has an entity that XML does not define, or a bare '&'; write &amp;.";
    }
    if (attribute == "xmlns" && value != xhtml_namespace) return "Elements of the narrative belong to the namespace " + std::string(xhtml_namespace) + ".";
    if (contains(linking, attribute)) {
      const std::string scheme = scheme_of(value);
      if (scheme == "javascript" || scheme == "vbscript" || (scheme == "data" && element != "img")) return "A link in the narrative may not run code.";
    }
    return std::nullopt;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<std::string_view> open_;
};

/// The place behind the tag or comment that begins at `at`.
std::size_t end_of_markup(std::string_view div, std::size_t at) {
  if (div.substr(at).starts_with("<!--")) {
    const std::size_t end = div.find("-->", at + 4);
    return end == std::string_view::npos ? div.size() : end + 3;
  }
  char quote = '\0';  // '>' may stand in an attribute
  for (; at < div.size(); ++at) {
    const char c = div[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '>') {
      return at + 1;
    }
  }
  return at;
}

}  // namespace

std::optional<std::string> check_xhtml_prefix(std::string_view text, std::size_t& length) { return Check(text).run(length); }

std::optional<std::string> check_xhtml(std::string_view div) {
  // In XML what is around the div is not the narrative's, so that white space would be lost there.
  if (!div.empty() && is_space(div.front())) return "A narrative is one <div> element and nothing before it, not even white space.";
  std::size_t length = 0;
  if (auto wrong = check_xhtml_prefix(div, length)) return wrong;
  if (length != div.size()) return "A narrative is one <div> element and nothing behind it, not even white space.";
  return std::nullopt;
}

bool has_content(std::string_view div) {
  for (std::size_t at = 0; at < div.size();) {
    if (div[at] == '<') {
      if (div.substr(at).starts_with("<img")) return true;  // no other element begins so
      at = end_of_markup(div, at);
    } else if (const auto entity = read_entity(div.substr(at))) {
      if (entity->point > 0x20 || !is_space(static_cast<char>(entity->point))) return true;
      at += entity->length;
    } else if (!is_space(div[at++])) {
      return true;
    }
  }
  return false;
}

std::string xhtml_text(std::string_view div) {
  std::string text;
  for (std::size_t at = 0; at < div.size();) {
    if (div[at] == '<') {
      text += ' ';
      at = end_of_markup(div, at);
    } else if (const auto entity = read_entity(div.substr(at))) {
      text::append_character(text, entity->point);
      at += entity->length;
    } else {
      text += div[at++];
    }
  }
  return text;
}

}  // namespace fhir::xml
