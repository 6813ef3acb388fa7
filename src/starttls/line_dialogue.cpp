#include "starttls/line_dialogue.hpp"

#include <algorithm>

namespace tlswhy::starttls {

std::size_t LineDialogue::take(Bytes pending, Step& step) {
  const auto end = std::ranges::find(pending, '\n');
  const Bytes said(pending.begin(), end);
  // What is no text need not have an end: a TLS alert is told by its first bytes.
  const bool text = std::ranges::all_of(
      said, [](std::uint8_t c) { return (c >= 0x20 && c != 0x7f) || c == '\r' || c == '\t'; });
  if (!text) {
    step.state = State::unexpected;
    return 0;
  }
  if (end == pending.end()) return 0;
  std::string_view words = as_text(said);
  while (words.ends_with('\r')) words.remove_suffix(1);
  line(words, step);
  return said.size() + 1;
}

}  // namespace tlswhy::starttls
