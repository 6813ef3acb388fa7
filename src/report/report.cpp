#include "report/report.hpp"

#include <utility>

namespace tlswhy {
namespace {

// "verdict" of report.verdict.
std::string name_of(knowledge::SentenceId id) {
  const std::string_view name = knowledge::sentences()[static_cast<std::size_t>(id)].name;
  return std::string(name.substr(name.find('.') + 1));
}

}  // namespace

ReportSection& Report::begin(knowledge::SentenceId label, knowledge::Language language) {
  return sections.emplace_back(
      ReportSection{.name = name_of(label), .label = knowledge::say(label, language)});
}

ReportSection& Report::section(knowledge::SentenceId label, knowledge::Language language) {
  if (!sections.empty() && sections.back().name == name_of(label)) return sections.back();
  return begin(label, language);
}

void Report::line(std::string label, std::string text, std::string mark) {
  if (sections.empty() || !label.empty())
    sections.push_back({.name = "learned", .label = std::move(label)});
  sections.back().lines.push_back({.text = std::move(text), .mark = std::move(mark)});
}

}  // namespace tlswhy
