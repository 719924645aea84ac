#include "src/http/boost.h"
#include "src/http/reader.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>

#include "src/http/header_rule.h"
#include "src/http/host.h"

namespace setu::http {
namespace {

namespace beast = boost::beast;
using engine::Status;

/// A body that grows as its bytes come, whatever length was announced: a client that promises much costs nothing.
struct GrowingBody {
  using value_type = std::string;
  static std::uint64_t size(const value_type& body) { return body.size(); }

  class reader {
   public:
    template <bool is_request, class Fields>
    reader(beast::http::header<is_request, Fields>&, value_type& body) : body_(body) {}
    void init(const boost::optional<std::uint64_t>&, beast::error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, beast::error_code& error) {
      error = {};
      std::size_t taken = 0;
      for (auto it = boost::asio::buffer_sequence_begin(buffers); it != boost::asio::buffer_sequence_end(buffers); ++it) {
        const boost::asio::const_buffer piece(*it);
        body_.append(static_cast<const char*>(piece.data()), piece.size());
        taken += piece.size();
      }
      return taken;
    }
    void finish(beast::error_code& error) { error = {}; }

   private:
    value_type& body_;
  };
};

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct Reader::Parsing {
  const Limits* limits;
  std::string_view tenant_header;
  beast::http::request_parser<GrowingBody> parser;
  State state = State::header;
  bool has_begun = false;       ///< the request line has
  bool skipped_line = false;
  Status status = Status::bad_request;
  std::string text;
  bool expects_continue = false;
  Request request;

  Parsing(const Limits& all, std::string_view tenant) : limits(&all), tenant_header(tenant) {
    parser.header_limit(static_cast<std::uint32_t>(all.request_line_bytes + all.header_bytes));
    parser.body_limit(all.body_bytes);
  }

  void fail(Status with, std::string why) {
    state = State::failed;
    status = with;
    text = std::move(why);
  }

  void fail(const beast::error_code& code, std::string_view bytes) {
    using beast::http::error;
    if (code == error::body_limit) {
      return fail(Status::payload_too_large, "The body is too large; at most " + std::to_string(limits->body_bytes) + " bytes are read.");
    }
    if (code == error::header_limit) {
      const bool has_line = !parser.get().target().empty() || bytes.substr(0, limits->request_line_bytes).find("\r\n") != bytes.npos;
      if (!has_line) return fail_long_line();
      return fail_large_header();
    }
    fail(Status::bad_request, "This is not HTTP/1.1: " + code.message() + ".");
  }

  void fail_long_line() {
    fail(Status::uri_too_long, "The request line is too long; at most " + std::to_string(limits->request_line_bytes) +
                                   " bytes are read. A long search can be sent with POST to _search.");
  }

  void fail_large_header() {
    fail(Status::header_too_large, "The header is too large; at most " + std::to_string(limits->header_bytes) + " bytes in " +
                                       std::to_string(limits->header_count) + " fields are read.");
  }

  void keep_header() {
    const auto& message = parser.get();
    request.method = engine::method_named(view(message.method_string()));
    request.target = std::string(view(message.target()));
    request.keep_alive = message.keep_alive() && message.version() == 11;
    request.arrived = std::chrono::steady_clock::now();
    for (const auto& field : message) request.headers.emplace_back(view(field.name_string()), view(field.value()));
  }

  /// How much of `bytes` stands before the request line: one empty line at most, which some clients send behind a body.
  /// https://www.rfc-editor.org/rfc/rfc9112#section-2.2
  std::size_t skip_line(std::string_view bytes) {
    constexpr std::string_view empty_line = "\r\n";
    if (has_begun) return 0;
    const bool may_be = !skipped_line && empty_line.starts_with(bytes.substr(0, empty_line.size()));
    if (may_be && bytes.size() < empty_line.size()) return 0;
    skipped_line = skipped_line || may_be;
    const std::size_t skipped = may_be ? empty_line.size() : 0;
    has_begun = bytes.size() > skipped;
    return skipped;
  }

  /// Keeps the complete header and looks it over.
  void take_header() {
    keep_header();
    const auto& message = parser.get();
    std::size_t bytes = 0;
    int hosts = 0, lengths = 0, codings = 0;
    std::string_view host, length, coding, expectation;
    for (const auto& [name, value] : request.headers) {
      bytes += name.size() + value.size() + 4;
      if (same_word(name, "Host")) ++hosts, host = value;
      if (same_word(name, "Content-Length")) ++lengths, length = value;
      if (same_word(name, "Transfer-Encoding")) ++codings, coding = value;
      if (same_word(name, "Expect")) expectation = value;
    }
    if (request.target.size() + view(message.method_string()).size() + 12 > limits->request_line_bytes) return fail_long_line();
    if (bytes > limits->header_bytes || request.headers.size() > limits->header_count) return fail_large_header();
    if (hosts > 1 || (hosts == 0 && message.version() == 11)) return fail(Status::bad_request, "A request has exactly one Host header.");
    if (hosts == 1 && !host.empty() && !is_host(host)) return fail(Status::bad_request, "The Host header is malformed; it is a name or address, and a port if need be.");
    if (lengths + codings > 1) return fail(Status::bad_request, "A body has one Content-Length or Transfer-Encoding, not several.");
    if (length.find_first_not_of("0123456789") != length.npos) return fail(Status::bad_request, "Content-Length is one number.");
    if (codings == 1 && (message.version() == 10 || !same_word(trimmed(coding), "chunked"))) {
      return fail(Status::bad_request, "The only Transfer-Encoding is chunked, in HTTP/1.1.");
    }
    if (!expectation.empty() && message.version() == 11) {
      if (!same_word(trimmed(expectation), "100-continue")) return fail(static_cast<Status>(417), "Of Expect, 100-continue is known.");
      expects_continue = true;
    }
    if (auto fault = fault_of(request.headers, tenant_header)) return fail(Status::bad_request, std::move(*fault));
    take_origin_form();
  }

  /// https://www.rfc-editor.org/rfc/rfc9112#section-3.2: "http://host/path" means "/path" here.
  void take_origin_form() {
    std::string& target = request.target;
    const std::size_t scheme = target.starts_with("http://") ? 7 : target.starts_with("https://") ? 8 : 0;
    if (scheme != 0) {
      const std::size_t path = target.find('/', scheme);
      target = path == std::string::npos ? "/" : target.substr(path);
    }
    const bool plain = target.starts_with('/') && target.find('#') == std::string::npos;
    if (!plain) fail(Status::bad_request, "The target of a request is a path.");
  }
};

Reader::Reader(const Limits& limits, std::string_view tenant_header) : parsing_(std::make_unique<Parsing>(limits, tenant_header)) {}
Reader::~Reader() = default;
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;

std::size_t Reader::feed(std::string_view bytes) {
  Parsing& parsing = *parsing_;
  if (parsing.state == State::done || parsing.state == State::failed) return 0;
  beast::error_code error;
  std::size_t taken = parsing.skip_line(bytes);
  if (!parsing.has_begun) return taken;
  // Beast takes a line or a piece of the body at a time.
  while (!parsing.parser.is_done()) {
    const bool in_header = !parsing.parser.is_header_done();
    // Beast asserts that the last chunk, once seen, is offered again with its end; no chunked body ends in fewer bytes.
    constexpr std::string_view shortest_end = "0\r\n\r\n";
    if (!in_header && parsing.parser.chunked() && bytes.size() - taken < shortest_end.size()) break;
    const std::size_t now = parsing.parser.put(boost::asio::const_buffer(bytes.data() + taken, bytes.size() - taken), error);
    if (in_header) {
      // Beast joins folded lines, which others read as two.
      const std::string_view lines = bytes.substr(taken, now);
      if (lines.find("\r\n ") != lines.npos || lines.find("\r\n\t") != lines.npos) {
        parsing.fail(Status::bad_request, "Header lines are not folded.");
        return taken + now;
      }
    }
    taken += now;
    if (error == beast::http::error::need_more) break;
    if (error) {
      if (in_header) parsing.keep_header();
      parsing.fail(error, bytes.substr(taken));
      return taken;
    }
    if (in_header && parsing.parser.is_header_done()) {
      parsing.take_header();
      if (parsing.state == State::failed) return taken;
      parsing.state = State::body;
      if (!parsing.parser.is_done()) return taken;
    }
    if (taken == bytes.size() || now == 0) break;
  }
  if (parsing.parser.is_done()) {
    parsing.state = State::done;
    parsing.request.body = std::move(parsing.parser.get().body());
  }
  return taken;
}

bool Reader::has_begun() const { return parsing_->has_begun; }
Reader::State Reader::state() const { return parsing_->state; }
engine::Status Reader::status() const { return parsing_->status; }
const std::string& Reader::text() const { return parsing_->text; }
bool Reader::expects_continue() const { return parsing_->expects_continue; }
std::size_t Reader::body_size() const { return parsing_->parser.get().body().size(); }
Request& Reader::request() { return parsing_->request; }

}  // namespace setu::http
