#include "engine/interaction/bundle_entry.h"

#include <algorithm>
#include <iterator>

#include "engine/interaction/route.h"
#include "engine/interaction/url.h"
#include "engine/search/plan.h"
#include "fhir/path/encoding.h"
#include "fhir/primitive/date_time.h"
#include "fhir/r4/binary.h"

namespace engine {
namespace {

using fhir::Issue;
using fhir::IssueType;
using fhir::Outcome;
using fhir::Result;

class Reader {
 public:
  Reader(const fhir::r4::Bundle::Entry& entry, const Interaction& bundle, const std::string& place)
      : entry_(entry), request_(*entry.request), bundle_(bundle), place_(place) {}

  Result<Interaction> read() {
    TRY_VOID(read_place());
    interaction_.tenant = bundle_.tenant;
    interaction_.base = bundle_.base;
    interaction_.arena = bundle_.arena;
    interaction_.deadline = bundle_.deadline;
    interaction_.prefer_return = preference();
    TRY_VOID(read_conditions());
    switch (interaction_.action) {
      case Action::create:
      case Action::update: TRY_VOID(take_body()); break;
      case Action::patch: TRY_VOID(take_patch()); break;
      case Action::operation:
        if (method_ == Method::post) interaction_.body = entry_.resource;
        break;
      case Action::batch:
      case Action::transaction: return refuse("url", "A bundle within a bundle is not carried out; POST it to the base by itself.");
      default: break;
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
    for (Issue& issue : outcome.issues) issue.expression = place_ + "." + std::string(element);
    return outcome;
  }

  /// Method and URL, as a request over HTTP has them.
  Result<void> read_place() {
    method_ = method_named(request_.method.text());
    if (method_ == Method::other || method_ == Method::options) {
      return refuse("method", "The method " + std::string(request_.method.text()) + " is not supported in a bundle; GET, HEAD, POST, PUT, PATCH and DELETE are.");
    }
    const std::string_view url = behind_base(request_.url.text(), bundle_.base);
    const std::size_t mark = std::min(url.find('?'), url.size());
    const std::string_view path = url.substr(0, mark);
    if (path.find("://") != std::string_view::npos) {
      return malformed("url", "The request's URL leads to another server; it is relative to this one's base.");
    }
    auto parameters = parse_query(url.substr(std::min(mark + 1, url.size())), search::SearchLimits::parameters);
    if (!parameters) return placed(std::move(parameters.outcome()), "request.url");
    auto routing = route_of(method_, path.empty() ? std::string() : "/" + std::string(path));
    if (!routing.route) return placed(std::move(routing.route.outcome()), routing.allow.empty() ? "request.url" : "request.method");
    if (routing.route->kind != Route::Kind::interaction) return refuse("url", "This place is asked by itself, not in a bundle.");
    if (routing.route->form) TRY_VOID(add_form(*parameters));
    auto interaction = interaction_at(*routing.route, std::move(*parameters), bundle_.handling);
    if (!interaction) return placed(std::move(interaction.outcome()), "request.url");
    interaction_ = std::move(*interaction);
    return {};
  }

  /// What was written is told as the bundle's request prefers; what was asked for is the answer itself.
  Return preference() const {
    switch (interaction_.action) {
      case Action::create:
      case Action::update:
      case Action::patch:
      case Action::remove: return bundle_.prefer_return == Return::unspecified ? Return::minimal : bundle_.prefer_return;
      default: return method_ == Method::head ? Return::minimal : Return::representation;
    }
  }

  /// An entry has no header's syntax to keep to, so clients write the version alone as well: 3 for W/"3".
  static std::string tag_of(std::string_view text) {
    const bool bare = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
    return bare ? "W/\"" + std::string(text) + "\"" : std::string(text);
  }

  Result<void> read_conditions() {
    if (request_.ifMatch.has_text()) {
      interaction_.if_match = version_to_match(tag_of(request_.ifMatch.text()));
      if (!interaction_.if_match) {
        return Outcome(IssueType::conflict, Issue::Detail::version_mismatch,
                       "ifMatch names no version this server has given out; its tags look like W/\"3\".", place_ + ".request.ifMatch");
      }
    }
    if (request_.ifNoneMatch.has_text()) {
      interaction_.if_none_match_any = request_.ifNoneMatch.text() == "*";
      if (!interaction_.if_none_match_any && request_.ifNoneMatch.text().find('*') != std::string_view::npos) return malformed("ifNoneMatch", "ifNoneMatch is * or versions, and not both.");
      interaction_.if_none_match = versions_of_etags(tag_of(request_.ifNoneMatch.text()));
    } else if (request_.ifModifiedSince.has_text()) {
      const auto since = fhir::parse_date_time(request_.ifModifiedSince.text());
      if (!since) return malformed("ifModifiedSince", "ifModifiedSince is an instant.");
      interaction_.if_modified_since = Instant(std::chrono::microseconds(fhir::range_of(*since).last));
    }
    if (request_.ifNoneExist.has_text()) {
      if (interaction_.action != Action::create) return malformed("ifNoneExist", "ifNoneExist is of a create: a POST to a resource type.");
      auto parameters = parse_criteria_text(request_.ifNoneExist.text(), search::SearchLimits::parameters);
      if (!parameters) return placed(std::move(parameters.outcome()), "request.ifNoneExist");
      interaction_.if_none_exist = std::move(*parameters);
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

  /// The content type of what is no resource and so travels in a Binary, without its parameters.
  static std::string_view type_of(const fhir::r4::Binary& binary) {
    const std::string_view type = binary.contentType.text();
    return type.substr(0, type.find_first_of("; "));
  }

  Result<std::string> text_of(const fhir::r4::Binary& binary) const {
    std::string data(binary.data.text());
    std::erase_if(data, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    auto text = fhir::path::decoded(data, "base64");
    if (!text) return Outcome(IssueType::value, Issue::Detail::bad_request, "The content is base64 of UTF-8.", place_ + ".resource.data");
    return std::move(*text);
  }

  /// The form of a search by POST. https://hl7.org/fhir/R4/http.html#search
  Result<void> add_form(Parameters& parameters) const {
    if (!entry_.resource) return {};
    const auto* binary = entry_.resource.as<fhir::r4::Binary>();
    if (binary == nullptr || type_of(*binary) != "application/x-www-form-urlencoded") {
      return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type,
                     "The body of a search is a form: a Binary of application/x-www-form-urlencoded. Its parameters may also be in the URL.",
                     place_ + ".resource");
    }
    TRY(const std::string form, text_of(*binary));
    auto more = parse_query(form, search::SearchLimits::parameters - parameters.size());
    if (!more) return placed(std::move(more.outcome()), "resource.data");
    parameters.insert(parameters.end(), std::move_iterator(more->begin()), std::move_iterator(more->end()));
    return {};
  }

  /// https://hl7.org/fhir/R4/http.html#patch: a patch that is no resource travels in a Binary.
  Result<void> take_patch() {
    TRY_VOID(take_body());
    const std::string resource = place_ + ".resource";
    const auto* binary = interaction_.body.as<fhir::r4::Binary>();
    if (binary == nullptr) {
      if (interaction_.body.type->name == "Parameters") return {};
      return Outcome(IssueType::invalid, Issue::Detail::bad_request,
                     "A patch is a Parameters resource (FHIRPath Patch), or a Binary with a JSON Patch or XML Patch in it.", resource);
    }
    const std::string_view type = type_of(*binary);
    if (type == "application/json-patch+json") {
      interaction_.patch_form = PatchForm::json;
    } else if (type == "application/xml-patch+xml") {
      interaction_.patch_form = PatchForm::xml;
    } else {
      return Outcome(IssueType::not_supported, Issue::Detail::unsupported_media_type,
                     "A Binary with a patch in it is application/json-patch+json or application/xml-patch+xml.", resource + ".contentType");
    }
    TRY(interaction_.patch, text_of(*binary));
    return {};
  }

  const fhir::r4::Bundle::Entry& entry_;
  const fhir::r4::Bundle::Entry::Request& request_;
  const Interaction& bundle_;
  const std::string& place_;
  Method method_ = Method::other;
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
