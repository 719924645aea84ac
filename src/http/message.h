#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/interaction/route.h"

namespace setu::http {

using engine::Method;

/// True if the two are the same but for the case of ASCII letters, as names of headers and schemes are.
bool same_word(std::string_view left, std::string_view right);

/// `text` without spaces and tabs at its ends.
std::string_view trimmed(std::string_view text);

using Headers = std::vector<std::pair<std::string, std::string>>;

/// A request as it arrived, its framing undone and nothing decoded.
struct Request {
  Method method = Method::get;
  std::string target;  ///< in origin form: "/fhir/Patient?name=x"
  Headers headers;
  std::string body;
  bool keep_alive = true;
  std::string id;  ///< for logs and X-Request-Id: the client's, if it is well-formed, else ours
  std::chrono::steady_clock::time_point arrived;  ///< when its header was complete

  /// The value of the first header of this name; "" if there is none.
  std::string_view header(std::string_view name) const;
  bool has(std::string_view name) const;
  /// All values of this name as one list: "a, b".
  std::string list(std::string_view name) const;
};

/// What a request was about, for its line in the log and its counts: names that the specification or the operator gave,
/// nothing the client could have put in.
struct Subject {
  std::string tenant;
  std::optional<engine::Action> action;  ///< nothing if the request was refused before that was known
  std::string_view type;                 ///< "Patient"; "" at system level
};

/// An answer, but for the headers that every answer of a connection has.
struct Response {
  int status = 200;
  std::vector<std::pair<std::string_view, std::string>> headers;
  std::string body;
  bool close = false;  ///< the connection cannot go on after this
  Subject subject;
  bool store_failed = false;  ///< the database could not be asked

  void set(std::string_view name, std::string value) { headers.emplace_back(name, std::move(value)); }
};

/// "Not Found" for 404.
std::string_view reason_of(int status);

/// Status line and headers, up to the empty line. `date` is the value of Date. A 204 or 304 has no Content-Length;
/// the length for HEAD is that of the body GET would have.
std::string head_of(const Response& response, bool keep_alive, std::string_view request_id, std::string_view date);

}  // namespace setu::http
