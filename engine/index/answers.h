#pragma once

#include <memory>
#include <vector>

#include "engine/index/parameters.h"

namespace engine::index {

/// Decides for the parameters of one type, which are in the order of their codes, whose postings answer each: its own, or those
/// of others that say the same, so that nothing is posted twice.
void find_answers(const std::vector<std::unique_ptr<Parameter>>& all);

}  // namespace engine::index
