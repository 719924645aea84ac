#include "engine/index/extract.h"
#include "engine/index/key.h"
#include "engine/index/value_postings.h"
#include "fhir/text/fold.h"

namespace engine::index {
namespace {

/// Of a version: each is a posting, and to make it costs what the URL is long.
constexpr int version_parts_max = 16;

}  // namespace

void post_url(const Parameter& parameter, std::string_view url, std::string_view version, Extraction& into) {
  into.add_token(url_key(into.type(), parameter.code, url), system_hash(version));
  auto end = version.find('.');
  for (int parts = 0; parts < version_parts_max && !version.empty(); ++parts, end = version.find('.', end + 1)) {
    into.add_token(version_key(into.type(), parameter.code, url, version.substr(0, end)));
    if (end == std::string_view::npos) break;
  }
}

/// The whole text for equality and as it stands for :below, a bar in it but in a canonical for what it is; profiles are canonicals,
/// which are below their versions alone.
/// https://hl7.org/fhir/R4/search.html#uri
bool post_uri(const Branch& branch, Node node, Extraction& into) {
  node = unwrapped(node);
  const auto text = node.type->is_primitive() ? node.primitive().text() : std::string_view();
  if (text.empty()) return false;
  const Parameter& parameter = branch.parameter;
  const auto bar = node.type->name == "canonical" ? text.find('|') : std::string_view::npos;
  post_url(parameter, text.substr(0, bar), bar == std::string_view::npos ? std::string_view() : text.substr(bar + 1), into);
  if (into.keeps() && parameter.code != "_profile") {
    into.add_text(text_key(into.type(), parameter.code), std::string(fhir::text::cut(text, folded_bytes_max)), exact_hash(text));
  }
  return true;
}

}  // namespace engine::index
