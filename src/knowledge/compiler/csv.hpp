// Comma-separated values as IANA publishes them (RFC 4180).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tlswhy::knowledge::compiler {

struct CsvRow {
  std::uint32_t line = 1;  // where the row begins
  std::vector<std::string> fields;
};

// Quoted fields may hold commas, doubled quotes and line ends. Empty lines are left out.
std::vector<CsvRow> parse_csv(std::string_view text);

}  // namespace tlswhy::knowledge::compiler
