#include "base/hex.hpp"

#include <charconv>

namespace tlswhy {

std::string hex(Bytes bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto b : bytes) {
    out += digits[b >> 4];
    out += digits[b & 0xf];
  }
  return out;
}

std::optional<std::vector<std::uint8_t>> from_hex(std::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  std::vector<std::uint8_t> out;
  out.reserve(digits.size() / 2);
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    std::uint8_t octet = 0;
    const char* pair = digits.data() + i;
    const auto [end, wrong] = std::from_chars(pair, pair + 2, octet, 16);
    if (wrong != std::errc() || end != pair + 2) return std::nullopt;
    out.push_back(octet);
  }
  return out;
}

}  // namespace tlswhy
