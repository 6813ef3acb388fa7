#include "report/text/text.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "knowledge/ids/sentences.hpp"
#include "knowledge/phrase.hpp"
#include "report/display_filter.hpp"
#include "report/markdown/markdown.hpp"
#include "report/text/lay_out.hpp"
#include "report/text/lines.hpp"

namespace tlswhy::text {
namespace {

void append(Report& to, Report&& part) {
  std::ranges::move(part.sections, std::back_inserter(to.sections));
}

// Around the reports: in Markdown a paragraph of its own.
std::string sentence_line(const std::string& text, const TextOptions& o) {
  return o.markdown ? markdown::escaped(text) + "\n\n" : text + "\n";
}

}  // namespace

std::string conversation(const Explanation& e, const InputReport& input, const Same& same,
                         const TextOptions& o) {
  Report report = seen_report(e, o);
  if (e.established()) {
    const std::string& line = report.sections.front().lines.front().text;
    return o.markdown ? sentence_line(line, o) : hanging(line, line_columns, 2);
  }
  append(report, seen_remedies(e, o));
  append(report, same_report(same, e, o));
  append(report, seen_ruled_out(e, o));
  const std::string filter = display_filter({&report});
  if (!filter.empty() && (o.full || o.markdown))
    report.closing.push_back(
        knowledge::say(sentence::report_display_filter, o.language, {{"filter", filter}}));
  report.title = "tlswhy " + input.name;
  return lay_out(report, o) + "\n";
}

std::string footer(const InputReport& input, const Summary& summary, const TextOptions& o) {
  std::string out = sentence_line(input.name + ": " + summary_text(summary, o), o);
  for (const std::string& note : input.notes)
    out += sentence_line(input.name + ": " + knowledge::phrase(note, o.language), o);
  return out;
}

std::string verdicts(const JudgedReport& judged, const TextOptions& o) {
  const auto& all = judged.judged.verdicts;
  std::string out;
  const auto laid_out = [&](Report&& report) {
    report.title = "tlswhy " + judged.input.name;
    return lay_out(report, o);
  };
  if (all.size() > 1 || judged.judged.learned) out = laid_out(table_report(judged, o));
  // One client is told whole; of a few each that fails; of many the first, or all with --full.
  constexpr std::size_t few = 4;
  for (const Explanation& e : all) {
    if (all.size() > 1 && e.established()) continue;
    out += (out.empty() ? "" : "\n") +
           laid_out(played_report(judged.judged, e, judged.server_name(), o)) + "\n";
    if (!o.full && all.size() > few) break;
  }
  if (all.size() > 1)
    out += sentence_line(judged.input.name + ": " + summary_text(judged.judged, o), o);
  for (const std::string& note : judged.input.notes)
    out += sentence_line(knowledge::phrase(note, o.language), o);
  return out;
}

}  // namespace tlswhy::text
