#include "report/json/report.hpp"

#include <boost/json.hpp>

#include "report/json/values.hpp"

namespace tlswhy::json {

namespace bj = boost::json;

bj::array sections(const Report& report, const bj::storage_ptr& storage) {
  bj::array out(storage);
  out.reserve(report.sections.size());
  for (const ReportSection& section : report.sections) {
    bj::array lines(storage);
    lines.reserve(section.lines.size());
    for (const ReportLine& line : section.lines) {
      bj::object said(storage);
      said.reserve(3);
      put(said, "text", line.text);
      add_place(line.at, said);
      if (!line.mark.empty()) put(said, "mark", line.mark);
      lines.push_back(std::move(said));
    }
    bj::object part(storage);
    part.reserve(3);
    put(part, "part", section.name);
    put(part, "label", section.label);
    part["lines"] = std::move(lines);
    out.push_back(std::move(part));
  }
  return out;
}

bj::array sections(const Report& report) { return sections(report, {}); }

}  // namespace tlswhy::json
