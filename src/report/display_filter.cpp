#include "report/display_filter.hpp"

#include <fmt/ranges.h>

#include <cstdint>
#include <set>

namespace tlswhy {

std::string display_filter(std::initializer_list<const Report*> said) {
  std::set<std::uint32_t> frames;
  for (const Report* report : said) {
    for (const ReportSection& section : report->sections) {
      for (const ReportLine& line : section.lines) {
        if (line.at.kind == Provenance::Kind::packet) frames.insert(line.at.number);
      }
    }
  }
  return frames.empty() ? std::string()
                        : fmt::format("frame.number in {{{}}}", fmt::join(frames, ", "));
}

}  // namespace tlswhy
