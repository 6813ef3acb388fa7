// The JSON contract `tlswhy/1` (docs/json.md).
#pragma once

#include <string>

#include "report/judged_report.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

// One connection that was seen as an object of one line; with `input` non-empty, a member that
// names the file (--ndjson).
std::string conversation(const Explanation& explanation, const Wording& wording,
                         const std::string& input);

// What stands before the first and after the last conversation of --json.
std::string document_start(const InputReport& input, const Summary& summary);
std::string document_end();

// The whole document for a chain or a server that was described.
std::string verdicts(const JudgedReport& report, const Wording& wording);
// One verdict as an object of one line, with the input's name (--ndjson).
std::string verdict(const InputReport& input, const Explanation& verdict, const Wording& wording);

}  // namespace tlswhy::json
