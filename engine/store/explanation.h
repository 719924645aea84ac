#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "fhir/model/descriptor.h"

namespace engine::store {

/// How a search is carried out, in words and numbers: what was chosen, and what PostgreSQL says of the statements.
struct Explanation {
  /// One of the things that are asked.
  struct Criterion {
    std::string asked;                 ///< in the client's words
    bool drives = false;               ///< matches are found by it; else it is looked up for each that is found
    std::string reads;                 ///< what is read for it: "tok by code"
    std::optional<std::int64_t> size;  ///< its postings, where they were counted to choose the way
    bool or_more = false;              ///< they were not counted further
  };
  /// A statement and its plan.
  struct Step {
    std::string purpose;                    ///< "the first page"
    std::string sql;                        ///< values are bound, and not in it
    double cost = 0, rows = 0;              ///< as PostgreSQL estimates them, not knowing the values
    std::vector<std::string> scans;         ///< "tok by tok_pkey", each once
    std::vector<std::string> whole_tables;  ///< tables that are read from end to end, which none should be
    std::optional<double> milliseconds;     ///< if it was carried out
  };
  /// What is done about one resource type.
  struct Branch {
    const fhir::Descriptor* type = nullptr;
    std::string way;
    std::vector<Criterion> criteria;
    std::string order;
    std::vector<Step> steps;
  };
  std::vector<Branch> branches;
  std::vector<const fhir::Descriptor*> left_out;  ///< types of which nothing is read, for no resource has a code that is needed
};

}  // namespace engine::store
