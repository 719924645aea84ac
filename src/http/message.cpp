#include "src/http/message.h"

#include <algorithm>

namespace setu::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool same_word(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) { return lower(a) == lower(b); });
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

std::string_view Request::header(std::string_view name) const {
  for (const auto& [one, value] : headers) {
    if (same_word(one, name)) return value;
  }
  return {};
}

bool Request::has(std::string_view name) const {
  return std::any_of(headers.begin(), headers.end(), [&](const auto& one) { return same_word(one.first, name); });
}

std::string Request::list(std::string_view name) const {
  std::string out;
  for (const auto& [one, value] : headers) {
    if (!same_word(one, name)) continue;
    if (!out.empty()) out += ", ";
    out += value;
  }
  return out;
}

std::string_view reason_of(int status) {
  switch (status) {
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 304: return "Not Modified";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 417: return "Expectation Failed";
    case 422: return "Unprocessable Content";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
  }
}

std::string head_of(const Response& response, bool keep_alive, std::string_view request_id, std::string_view date) {
  std::string out;
  out.reserve(640);
  const auto add = [&out](std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  };
  out += "HTTP/1.1 ";
  out += std::to_string(response.status);
  out += ' ';
  out += reason_of(response.status);
  out += "\r\n";
  add("Server", "Setu");
  add("Date", date);
  for (const auto& [name, value] : response.headers) add(name, value);
  if (response.status != 204 && response.status != 304) add("Content-Length", std::to_string(response.body.size()));
  if (!request_id.empty()) add("X-Request-Id", request_id);
  // What a browser may do with an answer: not guess its type, not show it in a frame, not say where it came from.
  out += "X-Content-Type-Options: nosniff\r\n"
         "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
         "Referrer-Policy: no-referrer\r\n";
  if (!keep_alive) add("Connection", "close");
  out += "\r\n";
  return out;
}

}  // namespace setu::http
