#include "report/json/report.hpp"

namespace tlswhy::json {

void sections(const Report& report, Writer& out) {
  for (const ReportSection& section : report.sections) {
    out.object().member("part", section.name).member("label", section.label);
    out.name("lines").array();
    for (const ReportLine& line : section.lines) {
      out.object().member("text", line.text).place(line.at);
      if (!line.mark.empty()) out.member("mark", line.mark);
      out.end_object();
    }
    out.end_array().end_object();
  }
}

}  // namespace tlswhy::json
