#include "report/markdown/markdown.hpp"

#include <algorithm>
#include <cstddef>

#include "knowledge/recipe.hpp"
#include "report/place.hpp"

namespace tlswhy::markdown {
namespace {

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// An underscore inside a word is no emphasis (CommonMark 6.2), and the names of suites are full of
// them.
bool inside_word(std::string_view text, std::size_t at) {
  return at > 0 && at + 1 < text.size() && is_word(text[at - 1]) && is_word(text[at + 1]);
}

// A block that no backticks inside it can end.
std::string block(const std::vector<std::string>& lines) {
  std::size_t run = 0;
  std::size_t longest = 2;
  std::string text;
  for (const std::string& line : lines) {
    for (const char c : line) {
      run = c == '`' ? run + 1 : 0;
      longest = std::max(longest, run);
    }
    run = 0;
    text += line + "\n";
  }
  const std::string fence(longest + 1, '`');
  return fence + "text\n" + text + fence + "\n";
}

// A line that is set in belongs to the one before it.
std::string item(const ReportLine& line, const Wording& wording) {
  const std::size_t begin = std::min(line.text.find_first_not_of(' '), line.text.size());
  std::string out = (begin > 0 ? "  - " : "- ") + escaped(line.text.substr(begin));
  const std::string place = place_text(line, wording.language);
  if (!place.empty()) out += " (" + escaped(place) + ")";
  if (!line.mark.empty()) out += " **" + escaped(line.mark) + "**";
  return out + "\n";
}

std::string steps(const ReportSection& section, const Wording& wording) {
  std::string out;
  for (const WordedSteps& product : section.steps) {
    const std::string_view title = knowledge::product(product.product).title(wording.language);
    out += "\n" + escaped(title) + ":\n\n" + block(product.lines);
    if (!wording.full) break;
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool markup = std::string_view("\\`*[]<>|~#&!@").find(c) != std::string_view::npos ||
                        (c == '_' && !inside_word(text, i));
    // What begins a list or a heading does so at the beginning only.
    const bool begins = i == 0 && (c == '-' || c == '+' || c == '=' || c == ':');
    if (markup || begins) out += '\\';
    out += c;
  }
  return out;
}

std::string lay_out(const Report& report, const Wording& wording) {
  std::string out;
  if (!report.title.empty()) out += "### " + escaped(report.title) + "\n\n";
  if (!report.about.empty()) out += escaped(report.about) + "\n\n";
  std::string_view label;
  for (const ReportSection& section : report.sections) {
    if (section.lines.empty() && section.steps.empty()) continue;
    if (!section.label.empty() && section.label != label)
      out += (label.empty() ? "**" : "\n**") + escaped(section.label) + "**\n\n";
    if (!section.label.empty()) label = section.label;
    for (const ReportLine& line : section.lines) out += item(line, wording);
    out += steps(section, wording);
  }
  for (const std::string& line : report.closing) out += "\n" + escaped(line) + "\n";
  return out + "\n";
}

}  // namespace tlswhy::markdown
