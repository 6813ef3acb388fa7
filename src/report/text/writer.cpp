#include "report/text/writer.hpp"

#include <algorithm>

#include "base/utf8.hpp"
#include "report/text/lines.hpp"

namespace tlswhy::text {
namespace {

constexpr std::size_t indent = 10;

}  // namespace

std::size_t Writer::lines() const {
  return static_cast<std::size_t>(std::ranges::count(out_, '\n'));
}

std::string Writer::styled(std::string_view text, Style style) const {
  if (!colour_ || style == Style::plain) return std::string(text);
  const char* code = "";
  switch (style) {
    case Style::bold: code = "\x1b[1m"; break;
    case Style::good: code = "\x1b[32m"; break;
    case Style::bad: code = "\x1b[31m"; break;
    case Style::dim: code = "\x1b[2m"; break;
    case Style::plain: break;
  }
  return std::string(code).append(text).append("\x1b[0m");
}

void Writer::emit(std::string_view label, std::string_view line, std::string_view right,
                  Style right_style) {
  out_ += styled(label, Style::bold);
  out_.append(indent - std::min(indent, columns_of(label)), ' ');
  out_ += line;
  if (!right.empty()) {
    const std::size_t used = indent + columns_of(line) + columns_of(right);
    out_.append(used < line_columns ? line_columns - used : 1, ' ');
    out_ += styled(right, right_style);
  }
  while (!out_.empty() && out_.back() == ' ') out_.pop_back();
  out_ += '\n';
}

void Writer::line(std::string_view label, std::string_view text, std::string_view right,
                  Style right_style) {
  const auto lines = wrap(harmless(text), line_columns - indent);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string_view head = i == 0 ? label : std::string_view{};
    const bool last = i + 1 == lines.size();
    const bool fits = indent + columns_of(lines[i]) + 2 + columns_of(right) <= line_columns;
    emit(head, lines[i], last && fits ? right : std::string_view{}, right_style);
    if (last && !fits && !right.empty()) emit({}, {}, right, right_style);
  }
}

void Writer::heading(std::string_view text, std::string_view right) {
  const std::string left = harmless(text);
  const bool fits = columns_of(left) + 2 + columns_of(right) <= line_columns;
  out_ += styled(left, Style::bold);
  if (!fits) out_ += '\n';
  if (!right.empty()) {
    const std::size_t used = columns_of(right) + (fits ? columns_of(left) : 0);
    out_.append(used < line_columns ? line_columns - used : 1, ' ');
    out_ += styled(right, Style::dim);
  }
  out_ += '\n';
}

}  // namespace tlswhy::text
