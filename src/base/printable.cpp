#include "base/printable.hpp"

#include <algorithm>

namespace tlswhy {
namespace {

bool is_printable(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f; }

}  // namespace

std::string printable(Bytes bytes, char stand_in) {
  std::string out;
  for (const std::uint8_t byte : bytes)
    out += is_printable(byte) ? static_cast<char>(byte) : stand_in;
  return out;
}

std::string printable_line(Bytes bytes, std::size_t most) {
  const Bytes part = bytes.first(std::min(bytes.size(), most));
  const auto end = std::ranges::find_if_not(part, is_printable);
  const bool text = end != part.end() && (*end == '\r' || *end == '\n');
  return printable(text ? Bytes(part.begin(), end) : part, '.');
}

}  // namespace tlswhy
