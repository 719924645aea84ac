#include "engine/interaction/bundle_entry.h"

#include <charconv>
#include <optional>

#include "engine/index/reference.h"
#include "engine/interaction/url.h"
#include "engine/search/plan.h"
#include "fhir/path/encoding.h"
#include "fhir/primitive/date_time.h"
#include "fhir/r4/binary.h"
#include "fhir/r4/registry.h"
#include "fhir/text/nearest.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

/// The URL of an entry's request: path segments behind the base, and parameters.
struct Target {
  const fhir::Descriptor* type = nullptr;
  std::string id;
  std::string below;  ///< "_history", "_search", "metadata" or empty
  std::string version;
  bool has_query = false;
  Parameters parameters;
};

class Reader {
 public:
  Reader(const fhir::r4::Bundle::Entry& entry, const Interaction& bundle, const std::string& place)
      : entry_(entry), request_(*entry.request), bundle_(bundle), place_(place) {}

  Result<Interaction> read() {
    TRY_VOID(read_target(request_.url.text()));
    interaction_.tenant = bundle_.tenant;
    interaction_.base = bundle_.base;
    interaction_.arena = bundle_.arena;
    interaction_.deadline = bundle_.deadline;
    interaction_.handling = bundle_.handling;
    interaction_.prefer_return = bundle_.prefer_return == Return::unspecified ? Return::minimal : bundle_.prefer_return;
    interaction_.type = target_.type;
    interaction_.id = target_.id;
    interaction_.parameters = target_.parameters;
    TRY_VOID(read_conditions());
    const auto method = request_.method.text();
    if (method == "GET" || method == "HEAD") {
      TRY_VOID(as_get());
    } else if (method == "POST") {
      TRY_VOID(as_post());
    } else if (method == "PUT") {
      TRY_VOID(as_put());
    } else if (method == "PATCH") {
      TRY_VOID(as_patch());
    } else if (method == "DELETE") {
      TRY_VOID(as_delete());
    } else {
      return refuse("method", "The method " + std::string(method) + " is not supported in a bundle; GET, HEAD, POST, PUT, PATCH and DELETE are.");
    }
    return std::move(interaction_);
  }

 private:
  Outcome refuse(std::string_view element, std::string text) const {
    return {IssueType::not_supported, Issue::Detail::bad_request, std::move(text), place_ + ".request." + std::string(element)};
  }
  Outcome malformed(std::string_view element, std::string text) const {
    return {IssueType::invalid, Issue::Detail::bad_request, std::move(text), place_ + ".request." + std::string(element)};
  }
  Result<void> placed(Outcome outcome, std::string_view element) const {
    for (Issue& issue : outcome.issues) issue.expression = place_ + ".request." + std::string(element);
    return outcome;
  }

  Result<void> read_target(std::string_view url) {
    const std::string_view base = bundle_.base;
    if (url.starts_with(base) && (url.size() == base.size() || url[base.size()] == '/' || url[base.size()] == '?')) url.remove_prefix(base.size());
    if (url.find("://") != std::string_view::npos && url.find("://") < url.find('?')) {
      return malformed("url", "The request's URL leads to another server; it is relative to this one's base.");
    }
    while (url.starts_with('/')) url.remove_prefix(1);
    const std::size_t mark = url.find('?');
    if (mark != std::string_view::npos) {
      auto parameters = parse_query(url.substr(mark + 1), search::SearchLimits::parameters);
      if (!parameters) return placed(std::move(parameters.outcome()), "url");
      target_.has_query = true;
      target_.parameters = std::move(*parameters);
      url = url.substr(0, mark);
    }
    std::vector<std::string> segments;
    while (!url.empty()) {
      const std::size_t slash = std::min(url.find('/'), url.size());
      auto segment = percent_decoded(url.substr(0, slash), "The request's URL");
      if (!segment) return placed(std::move(segment.outcome()), "url");
      segments.push_back(std::move(*segment));
      url.remove_prefix(std::min(slash + 1, url.size()));
    }
    return place_segments(segments);
  }

  Result<void> place_segments(const std::vector<std::string>& segments) {
    std::size_t at = 0;
    const auto is_word = [](const std::string& segment) { return segment.starts_with('_') || segment.starts_with('$') || segment == "metadata"; };
    if (at < segments.size() && !is_word(segments[at])) {
      target_.type = fhir::r4::resource_type(segments[at]);
      if (target_.type == nullptr) {
        std::vector<std::string_view> names;
        for (const auto* type : fhir::r4::resource_types()) names.push_back(type->name);
        const auto nearest = fhir::text::nearest(segments[at], names);
        return refuse("url", "'" + segments[at] + "' is not a resource type of R4" +
                                 (nearest.empty() ? std::string(".") : "; did you mean '" + std::string(nearest) + "'?"));
      }
      ++at;
      if (at < segments.size() && !is_word(segments[at])) {
        if (!index::is_id(segments[at])) return malformed("url", "The id in the request's URL is not one: 1 to 64 letters, digits, '-' and '.'.");
        target_.id = segments[at++];
      }
    }
    if (at < segments.size()) target_.below = segments[at++];
    if (at < segments.size() && target_.below == "_history") target_.version = segments[at++];
    if (at < segments.size()) return malformed("url", "The request's URL has more segments than any interaction.");
    if (target_.below.starts_with('$')) return refuse("url", "The operation " + target_.below + " is not supported.");
    return {};
  }

  Result<void> read_conditions() {
    if (request_.ifMatch.has_text()) {
      interaction_.if_match = version_of_etag(request_.ifMatch.text());
      if (!interaction_.if_match) {
        return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                       "ifMatch names no version this server has given out; its tags look like W/\"3\".", place_ + ".request.ifMatch");
      }
    }
    if (request_.ifNoneMatch.has_text()) {
      interaction_.if_none_match_any = request_.ifNoneMatch.text() == "*";
      if (!interaction_.if_none_match_any) interaction_.if_none_match = version_of_etag(request_.ifNoneMatch.text());
    }
    if (request_.ifModifiedSince.has_text()) {
      const auto since = fhir::parse_date_time(request_.ifModifiedSince.text());
      if (!since) return malformed("ifModifiedSince", "ifModifiedSince is an instant.");
      interaction_.if_modified_since = Instant(std::chrono::microseconds(fhir::range_of(*since).last));
    }
    if (request_.ifNoneExist.has_text()) {
      std::string_view criteria = request_.ifNoneExist.text();
      // "Just what follows the '?'", but many clients send that too.
      if (criteria.starts_with('?')) criteria.remove_prefix(1);
      auto parameters = parse_query(criteria, search::SearchLimits::parameters);
      if (!parameters) return placed(std::move(parameters.outcome()), "ifNoneExist");
      interaction_.if_none_exist = std::move(*parameters);
    }
    return {};
  }

  /// What a GET's parameters say of the answer's form, which only a body of its own could follow.
  Result<void> read_presentation() {
    for (const auto& [name, value] : interaction_.parameters) {
      if (name == "_summary") {
        if (value == "true") interaction_.summary = Summary::yes;
        else if (value == "text") interaction_.summary = Summary::text;
        else if (value == "data") interaction_.summary = Summary::data;
        else if (value == "count") interaction_.summary = Summary::count;
        else if (value != "false") return malformed("url", "_summary is true, text, data, count or false.");
      } else if (name == "_elements") {
        for (std::size_t begin = 0; begin <= value.size();) {
          const std::size_t end = std::min(value.find(',', begin), value.size());
          if (end > begin) interaction_.elements.push_back(value.substr(begin, end - begin));
          begin = end + 1;
        }
      }
    }
    return {};
  }

  Result<void> as_get() {
    TRY_VOID(read_presentation());
    interaction_.prefer_return = request_.method.text() == "HEAD" ? Return::minimal : Return::representation;
    if (target_.below == "metadata" && target_.type == nullptr) {
      interaction_.action = Action::capabilities;
    } else if (target_.below == "_history") {
      interaction_.action = target_.type == nullptr  ? Action::history_system
                            : target_.id.empty()     ? Action::history_type
                            : target_.version.empty() ? Action::history_instance
                                                      : Action::vread;
      if (interaction_.action == Action::vread) {
        std::uint32_t version = 0;
        const auto [end, error] = std::from_chars(target_.version.data(), target_.version.data() + target_.version.size(), version);
        if (error != std::errc() || end != target_.version.data() + target_.version.size()) version = 0;
        interaction_.version = version;  // there is no version 0: not found
      } else if (!target_.version.empty()) {
        return malformed("url", "A version is of one resource: [type]/[id]/_history/[version].");
      }
    } else if (!target_.below.empty() && target_.below != "_search") {
      return refuse("url", "'" + target_.below + "' is not an interaction.");
    } else if (!target_.id.empty()) {
      interaction_.action = Action::read;
    } else {
      interaction_.action = target_.type != nullptr ? Action::search_type : Action::search_system;
    }
    return {};
  }

  Result<void> take_body() {
    interaction_.body = entry_.resource;
    if (!entry_.resource) {
      return Outcome(IssueType::required, Issue::Detail::bad_request, "The entry has no resource to store.", place_ + ".resource");
    }
    return {};
  }

  Result<void> as_post() {
    if (target_.below == "_search") {
      interaction_.action = target_.type != nullptr ? Action::search_type : Action::search_system;
      return read_presentation();
    }
    if (target_.type == nullptr || !target_.id.empty() || !target_.below.empty() || target_.has_query) {
      return malformed("url", "A create is a POST to a resource type, such as Patient.");
    }
    interaction_.action = Action::create;
    return take_body();
  }

  Result<void> as_put() {
    interaction_.action = Action::update;
    TRY_VOID(select_one("PUT"));
    return take_body();
  }

  /// https://hl7.org/fhir/R4/http.html#patch: a patch that is no resource travels in a Binary.
  Result<void> as_patch() {
    interaction_.action = Action::patch;
    TRY_VOID(select_one("PATCH"));
    TRY_VOID(take_body());
    const std::string resource = place_ + ".resource";
    const auto* binary = interaction_.body.as<fhir::r4::Binary>();
    if (binary == nullptr) {
      if (interaction_.body.type->name == "Parameters") return {};
      return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                     "A patch is a Parameters resource (FHIRPath Patch), or a Binary with a JSON Patch or XML Patch in it.", resource);
    }
    std::string_view type = binary->contentType.text();
    type = type.substr(0, type.find_first_of("; "));
    if (type == "application/json-patch+json") {
      interaction_.patch_form = PatchForm::json;
    } else if (type == "application/xml-patch+xml") {
      interaction_.patch_form = PatchForm::xml;
    } else {
      return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type,
                     "A Binary with a patch in it is application/json-patch+json or application/xml-patch+xml.", resource + ".contentType");
    }
    std::string data(binary->data.text());
    std::erase_if(data, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    auto patch = fhir::path::decoded(data, "base64");
    if (!patch) return Outcome(IssueType::value, Issue::Detail::bad_request, "The patch is base64 of UTF-8.", resource + ".data");
    interaction_.patch = std::move(*patch);
    return {};
  }

  Result<void> as_delete() {
    interaction_.action = Action::remove;
    return select_one("DELETE");
  }

  /// [type]/[id], or [type]?criteria
  Result<void> select_one(const std::string& method) {
    interaction_.conditional = target_.id.empty() && target_.has_query;
    if (target_.type == nullptr || !target_.below.empty() || (target_.id.empty() && !target_.has_query)) {
      return malformed("url", "A " + method + " is to [type]/[id] or to [type]?criteria.");
    }
    return {};
  }

  const fhir::r4::Bundle::Entry& entry_;
  const fhir::r4::Bundle::Entry::Request& request_;
  const Interaction& bundle_;
  const std::string& place_;
  Target target_;
  Interaction interaction_;
};

}  // namespace

std::string place_of(std::size_t entry) { return "Bundle.entry[" + std::to_string(entry) + "]"; }

Result<Interaction> interaction_of(const fhir::r4::Bundle::Entry& entry, const Interaction& bundle, const std::string& place) {
  if (!entry.request) {
    return Outcome(IssueType::required, Issue::Detail::bad_request,
                   "Every entry of a batch or transaction has a request that says what to do.", place + ".request");
  }
  return Reader(entry, bundle, place).read();
}

}  // namespace engine
