#include "starttls/quote.hpp"

#include <algorithm>

#include "base/utf8.hpp"

namespace tlswhy::starttls {
namespace {

constexpr std::string_view white = " \t\r\n";

// C1 controls, and what changes the direction of the text around it: they would reach beyond the
// quote.
std::size_t foreign_control(std::string_view text) {
  if (text.starts_with("\xc2") && text.size() > 1 && static_cast<unsigned char>(text[1]) < 0xa0) {
    return 2;
  }
  if (text.size() < 3) return 0;
  const auto last = static_cast<unsigned char>(text[2]);
  const bool marks = text.starts_with("\xe2\x80") &&
                     (last == 0x8e || last == 0x8f || (last >= 0xa8 && last <= 0xae));
  const bool isolates = text.starts_with("\xe2\x81") && last >= 0xa6 && last <= 0xa9;
  return marks || isolates ? 3 : 0;
}

}  // namespace

std::string quote(Bytes said, std::size_t limit) {
  // Four bytes in may become one; beyond that nothing can be seen of the rest.
  const std::string text = valid_utf8(as_text(said.first(std::min(said.size(), 4 * limit))));
  std::string_view rest = text;
  rest.remove_prefix(std::min(rest.find_first_not_of(white), rest.size()));
  rest = rest.substr(0, rest.find_last_not_of(white) + 1);
  std::string out;
  bool cut = said.size() > 4 * limit;
  while (!rest.empty()) {
    const auto c = static_cast<unsigned char>(rest.front());
    std::size_t length = std::max<std::size_t>(1, foreign_control(rest));
    std::string_view shown = ".";
    if (c == '\r' || c == '\n') {
      length = rest.find_first_not_of("\r\n");
      shown = " ";
    } else if (length == 1 && c >= 0x20 && c != 0x7f) {
      length = c < 0x80 ? 1 : c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;
      shown = rest.substr(0, length);
    }
    if (out.size() + shown.size() > limit - 3) {
      cut = true;
      break;
    }
    out += shown;
    rest.remove_prefix(length);
  }
  return cut ? out + "..." : out;
}

}  // namespace tlswhy::starttls
