#include "report/place.hpp"

#include "base/utf8.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/sentence.hpp"

namespace tlswhy {

std::string place_text(Provenance at, knowledge::Language language) {
  using knowledge::say;
  switch (at.kind) {
    case Provenance::Kind::packet:
      return say(sentence::report_frame, language, {{"frame", at.number}});
    case Provenance::Kind::line: return say(sentence::report_line, language, {{"line", at.number}});
    case Provenance::Kind::question:
      return say(sentence::report_question, language, {{"question", at.number}});
    case Provenance::Kind::nowhere: break;
  }
  return {};
}

std::string place_text(const ReportLine& line, knowledge::Language language) {
  std::string place = place_text(line.at, language);
  if (place.empty() || line.input.empty()) return place;
  return line.input + knowledge::say(sentence::report_comma, language) + place;
}

std::string short_input(std::string_view name) {
  constexpr std::size_t longest = 30, end = 12;
  if (const std::size_t slash = name.find_last_of("/\\"); slash != std::string_view::npos)
    name.remove_prefix(slash + 1);
  std::string whole = harmless(name);
  if (whole.size() <= longest) return whole;
  return valid_utf8(whole.substr(0, longest - end - 3)) + "..." +
         valid_utf8(std::string_view(whole).substr(whole.size() - end));
}

}  // namespace tlswhy
