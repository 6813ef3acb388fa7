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
      said["text"] = text(line.text, storage);
      add_place(line.at, said);
      if (!line.mark.empty()) said["mark"] = text(line.mark, storage);
      lines.push_back(std::move(said));
    }
    bj::object part(storage);
    part.reserve(3);
    part["part"] = text(section.name, storage);
    part["label"] = text(section.label, storage);
    part["lines"] = std::move(lines);
    out.push_back(std::move(part));
  }
  return out;
}

bj::array sections(const Report& report) { return sections(report, {}); }

}  // namespace tlswhy::json
