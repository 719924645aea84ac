#include "engine/interaction/bundle_text.h"

#include "fhir/json/tree.h"
#include "fhir/primitive/date_time.h"

namespace engine {
namespace {

std::string_view reason_of(Status status) {
  switch (status) {
    case Status::ok: return "OK";
    case Status::created: return "Created";
    case Status::accepted: return "Accepted";
    case Status::no_content: return "No Content";
    case Status::not_modified: return "Not Modified";
    case Status::bad_request: return "Bad Request";
    case Status::unauthorized: return "Unauthorized";
    case Status::forbidden: return "Forbidden";
    case Status::not_found: return "Not Found";
    case Status::method_not_allowed: return "Method Not Allowed";
    case Status::not_acceptable: return "Not Acceptable";
    case Status::request_timeout: return "Request Timeout";
    case Status::conflict: return "Conflict";
    case Status::gone: return "Gone";
    case Status::precondition_failed: return "Precondition Failed";
    case Status::payload_too_large: return "Payload Too Large";
    case Status::uri_too_long: return "URI Too Long";
    case Status::unsupported_media_type: return "Unsupported Media Type";
    case Status::unprocessable: return "Unprocessable Entity";
    case Status::too_many_requests: return "Too Many Requests";
    case Status::header_too_large: return "Request Header Fields Too Large";
    case Status::server_error: return "Internal Server Error";
    case Status::not_implemented: return "Not Implemented";
    case Status::unavailable: return "Service Unavailable";
  }
  return "Unknown";
}

/// Members of one JSON object, with commas where they belong.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  ~Members() { out_ += '}'; }
  Members(const Members&) = delete;
  Members& operator=(const Members&) = delete;

  std::string& name(std::string_view name) {
    if (!first_) out_ += ',';
    first_ = false;
    return out_.append("\"").append(name).append("\":");
  }
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) fhir::json::append_string(this->name(name), value);
  }
  void json(std::string_view name, std::string_view value) {
    if (!value.empty()) this->name(name).append(value);
  }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace

std::string status_line(Status status) {
  return std::to_string(static_cast<unsigned>(status)) + " " + std::string(reason_of(status));
}

BundleText::BundleText(std::string_view type, std::optional<std::uint64_t> total) {
  text_.append(R"({"resourceType":"Bundle","type":")").append(type).append("\"");
  if (total) text_.append(",\"total\":").append(std::to_string(*total));
}

void BundleText::link(std::string_view relation, std::string_view url) {
  text_ += has_links_ ? "," : ",\"link\":[";
  has_links_ = true;
  Members members(text_);
  members.text("relation", relation);
  members.text("url", url);
}

void BundleText::entry(const BundleEntry& entry) {
  if (has_links_ && !has_entries_) text_ += ']';
  text_ += has_entries_ ? "," : ",\"entry\":[";
  has_entries_ = true;
  Members members(text_);
  members.text("fullUrl", entry.full_url);
  members.json("resource", entry.resource);
  if (!entry.search_mode.empty()) {
    Members search(members.name("search"));
    search.text("mode", entry.search_mode);
    search.json("score", entry.search_score);
  }
  if (!entry.method.empty()) {
    Members request(members.name("request"));
    request.text("method", entry.method);
    request.text("url", entry.url);
  }
  if (!entry.status.empty()) {
    Members response(members.name("response"));
    response.text("status", entry.status);
    response.text("location", entry.location);
    response.text("etag", entry.etag);
    if (entry.last_modified) {
      response.text("lastModified", fhir::format_instant(entry.last_modified->time_since_epoch().count()));
    }
    response.json("outcome", entry.outcome);
  }
}

std::string BundleText::finish() && {
  if (has_entries_ || has_links_) text_ += ']';
  text_ += '}';
  return std::move(text_);
}

}  // namespace engine
