#pragma once

#include <initializer_list>
#include <string>

/// Bundles as clients send them.
namespace engine {

/// One entry: what to do, with which resource, under which fullUrl, and what else its request has, such as
/// `,"ifMatch":"W/\"1\""`.
inline std::string entry(const std::string& method, const std::string& url, const std::string& resource = {},
                         const std::string& full_url = {}, const std::string& more = {}) {
  std::string json = "{";
  if (!full_url.empty()) json.append(R"("fullUrl":")").append(full_url).append("\",");
  if (!resource.empty()) json.append(R"("resource":)").append(resource).append(",");
  return json.append(R"("request":{"method":")").append(method).append(R"(","url":")").append(url).append("\"").append(more).append("}}");
}

inline std::string bundle_of(const std::string& type, std::initializer_list<std::string> entries) {
  std::string json = R"({"resourceType":"Bundle","type":")" + type + "\"";
  const char* between = R"(,"entry":[)";
  for (const std::string& one : entries) {
    json.append(between).append(one);
    between = ",";
  }
  return json.append(entries.size() == 0 ? "}" : "]}");
}

inline std::string batch(std::initializer_list<std::string> entries) { return bundle_of("batch", entries); }
inline std::string transaction(std::initializer_list<std::string> entries) { return bundle_of("transaction", entries); }

}  // namespace engine
