// What is new since servers were asked the last time, as JSON (docs/json.md).
#pragma once

#include <span>
#include <string>

#include "analysis/run_changes.hpp"
#include "knowledge/language.hpp"

namespace tlswhy::json {

// The whole document, on one line. `store` is the file's name.
std::string changes(const std::string& store, std::span<const RunChanges> runs,
                    knowledge::Language language);

}  // namespace tlswhy::json
