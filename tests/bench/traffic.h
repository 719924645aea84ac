#pragma once

#include <functional>
#include <string>

/// Requests over many connections at once, from one thread, so that the client leaves the cores to what is measured.
namespace bench {

/// An HTTP/1.1 request of a connection that stays open.
std::string request(std::string_view method, std::string_view target, std::string_view body = {});

struct Traffic {
  double per_second = 0;
  double median_ms = 0;  ///< from the last byte of a request to the last byte of its answer
};

/// Keeps `connections` busy for so many seconds, or until there is nothing more to ask: each sends `next(n)`, n counting all
/// requests, as soon as its last one is answered; an empty one ends it. What is under way at the end is awaited. Throws
/// std::runtime_error for an answer that is not 200 or 201.
Traffic drive(int port, int connections, double seconds, const std::function<std::string(unsigned n)>& next);

}  // namespace bench
