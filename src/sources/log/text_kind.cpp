#include "sources/log/text_kind.hpp"

#include <algorithm>
#include <array>

namespace tlswhy {
namespace {

// Bell, backspace, tabulator, ends of lines and pages, escape.
bool may_stand_in_text(std::uint8_t byte) {
  return byte >= 0x20 || (byte >= 0x07 && byte <= 0x0d) || byte == 0x1b;
}

}  // namespace

bool looks_like_text(Bytes first) {
  if (first.empty() || as_text(first).starts_with("%PDF")) return false;
  std::array<std::size_t, 2> zeros{};
  std::size_t strange = 0;
  for (std::size_t i = 0; i < first.size(); ++i) {
    if (first[i] == 0) {
      ++zeros.at(i % 2);
    } else if (!may_stand_in_text(first[i])) {
      ++strange;
    }
  }
  const bool utf16 =
      (zeros[0] == 0) != (zeros[1] == 0) && std::max(zeros[0], zeros[1]) * 4 > first.size();
  const bool marked = first.size() >= 2 && first[0] + first[1] == 0xff + 0xfe;
  // A log that ran full or was cut may hold a stray byte; a binary format holds many.
  return (utf16 || marked || zeros[0] + zeros[1] == 0) && strange * 100 <= first.size();
}

}  // namespace tlswhy
