#include "fhir/xml/scan.h"

#include <algorithm>

#include "fhir/text/fold.h"
#include "fhir/xml/entity.h"
#include "fhir/xml/xhtml.h"

namespace fhir::xml {
namespace {

class Scan {
 public:
  Scan(std::string_view text, const json::Limits& limits) : text_(text), limits_(limits), depth_max_(depth_max(limits)) {}

  Result<void> run() {
    if (!text::is_valid_utf8(text_)) return fault(0, "The text is not UTF-8; send it in that encoding.");
    if (is_declaration(text_)) TRY_VOID(declaration());
    while (at_ < text_.size()) {
      const char byte = text_[at_];
      if (byte == '<') {
        TRY_VOID(markup());
        continue;
      }
      if (depth_ == 0 && !is_space(byte)) return fault(at_, "Text outside the root element.");
      if (byte == '>' && text_.substr(0, at_).ends_with("]]")) return fault(at_ - 2, "']]>' in a text, where it ends nothing; write ]]&gt;.");
      TRY_VOID(character());
    }
    return {};
  }

 private:
  static bool is_space(char byte) { return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r'; }

  static bool is_declaration(std::string_view rest) {
    return rest.starts_with("<?xml") && rest.size() > 5 && (is_space(rest[5]) || rest[5] == '?');
  }

  Outcome fault(std::size_t at, std::string what, IssueType type = IssueType::structure) {
    const json::Position position = json::position_of(text_, at);
    Outcome outcome(type, std::move(what));
    outcome.issues[0].line = position.line;
    outcome.issues[0].column = position.column;
    return outcome;
  }

  /// What is wrong with a text is a bad request, whatever it would have done or cost.
  static Outcome of_the_text(Outcome outcome) {
    outcome.issues[0].detail = Issue::Detail::bad_request;
    return outcome;
  }

  Result<void> declaration() {
    const std::size_t end = text_.find("?>");
    if (end == std::string_view::npos) return fault(0, "The XML declaration does not end.");
    std::string declaration(text_.substr(0, end));
    std::transform(declaration.begin(), declaration.end(), declaration.begin(), [](unsigned char byte) { return static_cast<char>(std::tolower(byte)); });
    if (declaration.find("encoding") != std::string::npos && declaration.find("utf-8") == std::string::npos && declaration.find("us-ascii") == std::string::npos) {
      return fault(0, "The XML declaration names another encoding than UTF-8; FHIR is UTF-8.");
    }
    at_ = end + 2;
    return {};
  }

  Result<void> character() {
    const char byte = text_[at_];
    if (byte == '&') {
      const auto entity = read_entity(text_.substr(at_));
      if (!entity) return fault(at_, "An entity that XML does not define, or a bare '&'; write the character, its number as in &#160;, or &amp;.");
      at_ += entity->length;
      return {};
    }
    if (static_cast<unsigned char>(byte) < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') return fault(at_, "A control character, which XML cannot hold.");
    ++at_;
    return {};
  }

  /// Goes past what `begun` bytes have begun, which `end` does not share: "<!-->" is no comment.
  Result<void> skip(std::size_t begun, std::string_view end, const char* what) {
    const std::size_t stop = text_.find(end, at_ + begun);
    if (stop == std::string_view::npos) return fault(at_, std::string(what) + " does not end.");
    at_ = stop + end.size();
    return {};
  }

  Result<void> comment() {
    const std::size_t start = at_;
    TRY_VOID(skip(4, "--", "A comment"));
    if (at_ >= text_.size()) return fault(start, "A comment does not end.");
    if (text_[at_] != '>') return fault(at_ - 2, "'--' inside a comment, which XML keeps for its end.");
    ++at_;
    return {};
  }

  Result<void> instruction() {
    if (is_declaration(text_.substr(at_))) return fault(at_, "An XML declaration that is not at the very start; there is one at most, with nothing before it.");
    return skip(2, "?>", "A processing instruction");
  }

  Result<void> markup() {
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("<!--")) return comment();
    if (rest.starts_with("<![CDATA[")) {
      if (depth_ == 0) return fault(at_, "Text outside the root element.");
      return skip(9, "]]>", "A CDATA section");
    }
    if (rest.starts_with("<!")) return of_the_text(fault(at_, "A document type or declaration is not allowed in FHIR XML; leave it out.", IssueType::security));
    if (rest.starts_with("<?")) return instruction();
    const std::size_t start = at_;
    const bool closing = rest.starts_with("</");
    if (!closing) {
      if (++depth_ > depth_max_) return of_the_text(fault(start, "Elements are nested more than " + std::to_string(depth_max_) + " deep.", IssueType::too_costly));
      if (++elements_ > limits_.values) return of_the_text(fault(start, "More than " + std::to_string(limits_.values) + " elements.", IssueType::too_costly));
    } else if (depth_ > 0) {
      --depth_;
    }
    for (++at_; at_ < text_.size() && text_[at_] != '>';) {
      const char quote = text_[at_];
      if (quote == '<') return fault(at_, "'<' inside a tag.");
      if (quote != '"' && quote != '\'') {
        ++at_;
        continue;
      }
      const std::size_t opened = at_++;
      while (at_ < text_.size() && text_[at_] != quote) {
        if (text_[at_] == '<') return fault(at_, "'<' inside an attribute; write &lt;.");
        TRY_VOID(character());
      }
      if (at_ - opened > limits_.string_bytes) return fault(opened, "A value of more than " + std::to_string(limits_.string_bytes) + " bytes.", IssueType::too_long);
      ++at_;
    }
    if (at_ >= text_.size()) return fault(start, "A tag does not end.");
    if (!closing && text_[at_ - 1] == '/') --depth_;
    ++at_;
    return {};
  }

  std::string_view text_;
  const json::Limits& limits_;
  std::uint32_t depth_max_;
  std::size_t at_ = 0;
  std::uint32_t depth_ = 0;
  std::uint32_t elements_ = 0;
};

}  // namespace

std::uint32_t depth_max(const json::Limits& limits) { return limits.depth + xhtml_depth_max; }

Result<void> scan(std::string_view text, const json::Limits& limits) { return Scan(text, limits).run(); }

}  // namespace fhir::xml
