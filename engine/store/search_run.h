#pragma once

#include "engine/search/plan.h"
#include "engine/store/session.h"

namespace engine::store {

class Connection;
class Counts;

// What the statements of a search expect of the schema, beside the primary keys of docs/architecture.md:
//   res (tenant, type, rid, cid, ver, upd, deleted, srt, present, enc, doc): srt and present as in Postings
//   index on res (tenant, type, srt desc, rid desc) where not deleted: whole types and weak criteria, newest first
//   tok (tenant, tok, srt, rid, sys)       primary key (tenant, tok, srt desc, rid desc) or its mirror, include (sys)
//   rng (tenant, key, lo, hi, rid)         and an index on (tenant, rid, key): one resource's interval, to filter or sort by
//   str (tenant, key, norm, exact, rid)    and an index on (tenant, rid, key)
//   postings of deleted resources are gone; _lastUpdated is in rng under last_updated_key(), lo = hi = microseconds of upd

/// Answers a search with one page: its matches in order, what they include, the total if asked for, and the
/// cursors of the pages around it, signed with `secret`. Inside the transaction and tenant that the connection is in.
///
/// Pages behind the first show what the first could see: what was made since is not there, what was changed is there as it
/// was, what was deleted is gone. A cursor of another search, or one that was tampered with, is refused. Statements are made from the shape of
/// the plan alone; all values are bound.
fhir::Result<Page> run_search(Connection& connection, const search::Plan& plan, std::string_view secret, Counts& counts);

}  // namespace engine::store
