#pragma once

#include <cstddef>

#include "engine/interaction/perform.h"
#include "engine/search/query.h"

namespace engine {

/// Of a link to a page: a request for it is within the limit of a request line, http::Limits::request_line_bytes.
constexpr std::size_t link_bytes_max = 65'000;

/// The search that an interaction asks for, with the codes that its value sets and hierarchies stand for.
fhir::Result<search::Query> query_of(const Interaction& interaction, const Environment& environment);

/// The answer to a search: one page of matches and what they include, with links to itself, the first and the next page.
/// `url` is what the links are made with, up to their parameters, which are `query.used`.
/// https://hl7.org/fhir/R4/http.html#search
Reply searchset(const search::Query& query, const std::string& url, const Interaction& interaction, const Environment& environment);

/// The same of a page that is there already.
Reply searchset(const store::Page& page, const search::Query& query, const std::string& url, const Interaction& interaction);

}  // namespace engine
