#include "sources/log/java/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/ascii.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_parts = 1024;
constexpr std::size_t most_hex_bytes = 8192;

int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// "24:00:00": the first hour of the day where hours count from 1.
std::optional<Timestamp> moment(std::string_view day, std::string_view clock) {
  std::string text = std::string(day) + "T" + std::string(clock.substr(0, 8));
  if (clock.starts_with("24:")) text.replace(day.size() + 1, 2, "00");
  return parse_time(text);
}

}  // namespace

std::optional<std::string_view> behind(std::string_view line, std::string_view word) {
  const std::size_t at = line.find(word);
  if (at == std::string_view::npos) return std::nullopt;
  return line.substr(at + word.size());
}

std::string_view inside(std::string_view line, char open, char close) {
  const std::size_t begin = line.find(open);
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin + 1);
  return line.substr(0, line.rfind(close));
}

std::vector<std::string_view> parts(std::string_view list, char separator) {
  std::vector<std::string_view> out;
  while (!list.empty() && out.size() < most_parts) {
    const std::size_t end = std::min(list.find(separator), list.size());
    const std::string_view part = trimmed(list.substr(0, end));
    if (!part.empty()) out.push_back(part);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

std::optional<std::int64_t> number_in(std::string_view text) {
  text = trimmed(text);
  const int base = text.starts_with("0x") ? 16 : 10;
  if (base == 16) text.remove_prefix(2);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (error != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

std::vector<std::uint8_t> decimal_bytes(std::string_view line) {
  std::vector<std::uint8_t> out;
  std::string_view list = inside(line, '{', '}');
  while (!list.empty() && out.size() < most_hex_bytes) {
    const std::size_t end = std::min(list.find(','), list.size());
    const auto value = number_in(list.substr(0, end));
    if (!value) break;
    out.push_back(static_cast<std::uint8_t>(*value));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return out;
}

std::vector<std::uint8_t> paired_bytes(std::string_view text) {
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i + 1 < text.size() && out.size() < most_hex_bytes;) {
    const int high = hex_digit(text[i]);
    const int low = hex_digit(text[i + 1]);
    if (high >= 0 && low >= 0) {
      out.push_back(static_cast<std::uint8_t>(high * 16 + low));
      i += 2;
    } else {
      ++i;
    }
  }
  return out;
}

std::vector<std::uint8_t> dumped_bytes(std::string_view line) {
  line = trimmed(line);
  constexpr std::size_t offset = 6;  // "0010: "
  constexpr std::size_t most = 16;
  constexpr std::size_t widest_gap = 3;
  std::vector<std::uint8_t> out;
  if (line.size() < offset || line.substr(4, 2) != ": "sv) return out;
  for (std::size_t i = 0; i < 4; ++i)
    if (hex_digit(line[i]) < 0) return out;
  std::size_t gap = 0;
  for (std::size_t i = offset; i + 1 < line.size() && out.size() < most;) {
    if (line[i] == ' ') {
      if (++gap > widest_gap) break;
      ++i;
      continue;
    }
    const int high = hex_digit(line[i]);
    const int low = hex_digit(line[i + 1]);
    if (high < 0 || low < 0 || (i + 2 < line.size() && line[i + 2] != ' ')) break;
    out.push_back(static_cast<std::uint8_t>(high * 16 + low));
    gap = 0;
    i += 2;
  }
  return out;
}

std::optional<Timestamp> java_time(std::string_view text) {
  text = trimmed(text);
  if (text.size() >= 19 && is_digit(text[0]) && text[4] == '-')
    return moment(text.substr(0, 10), text.substr(11));
  constexpr std::array months = {"Jan"sv, "Feb"sv, "Mar"sv, "Apr"sv, "May"sv, "Jun"sv,
                                 "Jul"sv, "Aug"sv, "Sep"sv, "Oct"sv, "Nov"sv, "Dec"sv};
  const std::vector<std::string_view> words = parts(text.substr(0, 40), ' ');
  if (words.size() < 6) return std::nullopt;
  const auto month = std::ranges::find(months, words[1]);
  const auto day = number_in(words[2]), year = number_in(words[5]);
  if (month == months.end() || !day || !year || *day < 1 || *day > 31 || *year < 0 || *year > 9999)
    return std::nullopt;
  return moment(fmt::format("{:04}-{:02}-{:02}", *year, month - months.begin() + 1, *day),
                words[3]);
}

}  // namespace tlswhy
