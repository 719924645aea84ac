#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "src/http/message.h"
#include "src/http/settings.h"

namespace setu::http {

/// Reads one HTTP/1.1 request from bytes as they come. https://www.rfc-editor.org/rfc/rfc9112
///
/// Strict where two readers of the same bytes might disagree on where a request ends: both or several Content-Length and
/// Transfer-Encoding, a coding other than chunked, folded lines and lines without carriage return are refused. So are headers
/// that are there twice and may be there once, see header_rule.h.
/// Owned by one connection.
class Reader {
 public:
  enum class State : std::uint8_t {
    header,  ///< more of the header is needed
    body,    ///< the header is complete and the body is not
    done,
    failed,  ///< see status() and text(); the connection cannot go on
  };

  /// `tenant_header`, which outlives it, is the header that names the tenant; empty: there is none.
  explicit Reader(const Limits& limits, std::string_view tenant_header = {});
  ~Reader();
  Reader(Reader&&) noexcept;
  Reader& operator=(Reader&&) noexcept;

  /// Takes bytes off the front and says how many. Those not taken are to be given again, with more behind them.
  /// It stops behind the header, so that the caller can see it, and goes on when it is called again.
  std::size_t feed(std::string_view bytes);

  /// False as long as nothing has come but an empty line before the request.
  bool has_begun() const;
  State state() const;
  /// What to answer once failed: 400, 408, 413, 414, 417, 431, 501 or 505, and why.
  engine::Status status() const;
  const std::string& text() const;

  /// True if the client waits for "100 Continue" before it sends the body.
  bool expects_continue() const;
  /// Bytes of the body so far.
  std::size_t body_size() const;

  /// The request; as far as it was understood if it failed. The body is there when it is done.
  Request& request();

 private:
  struct Parsing;
  std::unique_ptr<Parsing> parsing_;
};

}  // namespace setu::http
