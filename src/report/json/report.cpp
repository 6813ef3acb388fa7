#include "report/json/report.hpp"

#include <boost/json.hpp>

#include "report/json/values.hpp"

namespace tlswhy::json {

namespace bj = boost::json;

bj::array sections(const Report& report) {
  bj::array out;
  out.reserve(report.sections.size());
  for (const ReportSection& section : report.sections) {
    bj::array lines;
    lines.reserve(section.lines.size());
    for (const ReportLine& line : section.lines) {
      bj::object& said = lines.emplace_back(bj::object{{"text", text(line.text)}}).as_object();
      add_place(line.at, said);
      if (!line.mark.empty()) said["mark"] = text(line.mark);
    }
    out.push_back(bj::object{
        {"part", text(section.name)}, {"label", text(section.label)}, {"lines", std::move(lines)}});
  }
  return out;
}

}  // namespace tlswhy::json
