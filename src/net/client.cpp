#include "src/net/client.h"

#include "src/http/boost.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

namespace setu::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::chrono::seconds connect_time{10};
constexpr std::chrono::seconds answer_time{300};
constexpr std::size_t answer_bytes_max = std::size_t{1} << 30;

}  // namespace

struct Client::Connection {
  asio::io_context context;
  beast::tcp_stream stream{context};
  beast::flat_buffer buffer;

  /// Runs one asynchronous operation to its end: only those have time-outs.
  template <class Start>
  beast::error_code run(Start&& start) {
    beast::error_code result = asio::error::would_block;
    start([&result](beast::error_code error, auto&&...) { result = error; });
    context.restart();
    context.run();
    return result;
  }
};

fhir::Result<Url> parse_url(std::string_view text) {
  constexpr std::string_view scheme = "http://";
  const auto refuse = [&](std::string why) {
    return fhir::Outcome(fhir::IssueType::invalid, "'" + std::string(text) + "' " + why + " A server's URL is such as http://127.0.0.1:8080/fhir.");
  };
  if (text.starts_with("https://")) return refuse("is an https URL, which is not supported yet.");
  if (!text.starts_with(scheme)) return refuse("is not an http URL.");
  std::string_view rest = text.substr(scheme.size());
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  std::string_view authority = rest.substr(0, slash);
  Url url;
  url.path = rest.substr(slash);
  while (url.path.ends_with('/')) url.path.pop_back();
  std::size_t colon = authority.rfind(':');
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == std::string_view::npos) return refuse("has an address without its ']'.");
    url.host = authority.substr(1, close - 1);
    colon = close + 1 < authority.size() ? close + 1 : std::string_view::npos;
  } else {
    url.host = authority.substr(0, colon);
  }
  url.port = colon == std::string_view::npos ? "80" : std::string(authority.substr(colon + 1));
  if (url.host.empty() || url.port.empty() || url.port.find_first_not_of("0123456789") != std::string::npos) return refuse("has no host or no port.");
  return url;
}

Client::Client(Url server) : server_(std::move(server)) {}
Client::~Client() = default;

fhir::Result<Answer> Client::send(std::string_view method, std::string_view target, std::string_view body, const Headers& headers) {
  const auto failed = [this](const std::string& what, const beast::error_code& error, fhir::IssueType type = fhir::IssueType::transient) {
    connection_.reset();
    return fhir::Outcome(type, what + " " + server_.host + ":" + server_.port + ": " + error.message() + ".");
  };
  if (!connection_) {
    connection_ = std::make_unique<Connection>();
    asio::ip::tcp::resolver resolver(connection_->context);
    beast::error_code error;
    const auto endpoints = resolver.resolve(server_.host, server_.port, error);
    if (error) return failed("Cannot find", error);
    connection_->stream.expires_after(connect_time);
    error = connection_->run([&](auto done) { connection_->stream.async_connect(endpoints, done); });
    if (error) return failed("Cannot reach", error);
    beast::error_code ignored;
    connection_->stream.socket().set_option(asio::ip::tcp::no_delay(true), ignored);
  }
  Connection& connection = *connection_;

  http::request<http::span_body<const char>> request;
  request.method_string(beast::string_view(method.data(), method.size()));
  request.target(beast::string_view(target.data(), target.size()));
  request.version(11);
  request.set(http::field::host, server_.port == "80" ? server_.host : server_.host + ":" + server_.port);
  request.set(http::field::user_agent, "setu/" SETU_VERSION);
  for (const auto& [name, value] : headers) request.set(name, value);
  request.body() = {body.data(), body.size()};
  request.prepare_payload();
  connection.stream.expires_after(answer_time);
  beast::error_code error = connection.run([&](auto done) { http::async_write(connection.stream, request, done); });
  if (error) return failed("Cannot send to", error, fhir::IssueType::incomplete);

  http::response_parser<http::string_body> parser;
  parser.body_limit(answer_bytes_max);
  parser.skip(method == "HEAD");
  error = connection.run([&](auto done) { http::async_read(connection.stream, connection.buffer, parser, done); });
  if (error) return failed("No answer from", error, fhir::IssueType::incomplete);

  Answer answer;
  answer.status = parser.get().result_int();
  for (const auto& field : parser.get()) answer.headers.emplace_back(std::string(field.name_string()), std::string(field.value()));
  const bool keeps = parser.get().keep_alive();
  answer.body = std::move(parser.get().body());
  if (!keeps) connection_.reset();
  return answer;
}

}  // namespace setu::net
