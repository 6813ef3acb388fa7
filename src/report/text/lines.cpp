#include "report/text/lines.hpp"

#include <utf8proc.h>

#include <cstdint>
#include <string_view>

namespace tlswhy::text {
namespace {

struct Character {
  std::size_t begin = 0, end = 0;  // its bytes
  std::int32_t point = 0;
};

std::vector<Character> characters(std::string_view text) {
  std::vector<Character> out;
  for (std::size_t at = 0; at < text.size();) {
    std::int32_t point = -1;
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data()) + at;
    const auto taken =
        utf8proc_iterate(bytes, static_cast<utf8proc_ssize_t>(text.size() - at), &point);
    const std::size_t length = taken > 0 ? static_cast<std::size_t>(taken) : 1;
    out.push_back({at, at + length, point});
    at += length;
  }
  return out;
}

bool is_hangul(std::int32_t point) {
  return (point >= 0xac00 && point <= 0xd7a3) || (point >= 0x1100 && point <= 0x11ff) ||
         (point >= 0x3130 && point <= 0x318f);
}

// Chinese characters and the punctuation that goes with them.
bool breaks_without_space(std::int32_t point) {
  return utf8proc_charwidth(point) == 2 && !is_hangul(point);
}

bool stands_in(std::int32_t point, std::u32string_view set) {
  return set.find(static_cast<char32_t>(point)) != std::u32string_view::npos;
}

// The rules of Unicode Standard Annex #14 that tell where a line may end beside a Chinese
// character, in its words. LB7 (a space) is the caller's.
// Never in front of closing, exclamation, infix, slash, hyphen, postfix, leaders, non-starter.
bool stays_with_last(std::int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME: return true;
    default: return stands_in(point, U"!?,.:;/-|%\"'\t\u00a0°‰℃…‥‧‐–、。，．：；！？％・々〻〜゠");
  }
}
// Never behind opening, quotation, prefix, glue.
bool stays_with_next(std::int32_t point) {
  switch (utf8proc_category(point)) {
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF: return true;
    default: return stands_in(point, U"\"'$+\\±№€£¥\u00a0");
  }
}

// LB30: a word or a number and the bracket that opens behind it.
bool opens_behind_word(std::int32_t last, std::int32_t next) {
  return utf8proc_category(next) == UTF8PROC_CATEGORY_PS && !breaks_without_space(last) &&
         !stands_in(last, U"!?,.:;/-|)]}‧‐–—…");
}

// A path behind Chinese punctuation is a word of its own, whatever LB13 says of its slash.
bool path_begins(std::int32_t last, std::int32_t next) {
  return next == '/' && stands_in(last, U"、。，．：；！？");
}

// Offsets behind which a line may end.
std::vector<std::size_t> chances(std::string_view text) {
  std::vector<std::size_t> out;
  const auto all = characters(text);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    const std::int32_t last = all[i].point, next = all[i + 1].point;
    const bool beside = breaks_without_space(last) || breaks_without_space(next);
    const bool together =
        !path_begins(last, next) && (next == ' ' || stays_with_next(last) ||
                                     stays_with_last(next) || opens_behind_word(last, next));
    if (last == ' ' || (beside && !together)) out.push_back(all[i].end);
  }
  out.push_back(text.size());
  return out;
}

std::string_view without_spaces_behind(std::string_view text) {
  const std::size_t last = text.find_last_not_of(' ');
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

std::size_t columns_of(std::string_view text) {
  std::size_t out = 0;
  for (const Character& c : characters(text))
    out += c.point < 0 ? 1 : static_cast<std::size_t>(utf8proc_charwidth(c.point));
  return out;
}

std::vector<std::string> wrap(std::string_view text, std::size_t room) {
  std::vector<std::string> lines;
  std::size_t begin = 0;  // of the line
  std::size_t end = 0;    // the last chance that still fits on it
  for (const std::size_t chance : chances(text)) {
    const auto longer = without_spaces_behind(text.substr(begin, chance - begin));
    if (end > begin && columns_of(longer) > room) {
      lines.emplace_back(without_spaces_behind(text.substr(begin, end - begin)));
      begin = end;
    }
    end = chance;
  }
  lines.emplace_back(without_spaces_behind(text.substr(begin)));
  return lines;
}

std::string hanging(std::string_view text, std::size_t room, std::size_t indent) {
  std::string out;
  for (const std::string& line : wrap(text, room - indent)) {
    if (!out.empty()) out.append(indent, ' ');
    out.append(line).append("\n");
  }
  return out;
}

}  // namespace tlswhy::text
