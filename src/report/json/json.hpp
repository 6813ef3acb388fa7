// Documents of the JSON contract `tlswhy/1` (docs/json.md).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "report/input_report.hpp"
#include "report/judged_report.hpp"
#include "report/wording.hpp"

namespace tlswhy::json {

// Failed connections with the same verdict.
struct Alike {
  std::string first;  // id of the one that stands for them
  std::uint64_t count = 0, servers = 0;
  std::string text;  // in words; empty where it is the only one
};

// What stands before the first and after the last conversation of --json.
std::string document_start(const InputReport& input, const Summary& summary,
                           const std::vector<Alike>& alike, const Wording& wording);
std::string document_end();

// The whole document for a chain or a server that was described.
std::string verdicts(const JudgedReport& report, const Wording& wording);
// One verdict as an object of one line, with the input's name (--ndjson).
std::string verdict(const JudgedReport& report, const Explanation& verdict, const Wording& wording);

}  // namespace tlswhy::json
