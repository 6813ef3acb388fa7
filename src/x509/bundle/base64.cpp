#include "x509/bundle/base64.hpp"

#include <algorithm>

namespace tlswhy::bundle {
namespace {

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text) {
  std::vector<std::uint8_t> out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  unsigned digits = 0;
  unsigned padding = 0;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (c == '=') {
      ++padding;
      continue;
    }
    const int value = value_of(c);
    if (value < 0 || padding > 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if (++digits % 4 != 0) continue;
    for (const unsigned shift : {16U, 8U, 0U})
      out.push_back(static_cast<std::uint8_t>(bits >> shift));
    bits = 0;
  }
  const unsigned left = digits % 4;  // 2 digits hold one more byte, 3 digits two
  if (left == 1 || (left == 0 ? padding != 0 : padding != 4 - left)) return std::nullopt;
  if (left > 0) bits <<= 6 * (4 - left);
  if (left > 1) out.push_back(static_cast<std::uint8_t>(bits >> 16));
  if (left > 2) out.push_back(static_cast<std::uint8_t>(bits >> 8));
  return out;
}

std::string to_base64(Bytes bytes) {
  constexpr std::string_view digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (; !bytes.empty(); bytes = bytes.subspan(std::min<std::size_t>(3, bytes.size()))) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i) bits = bits << 8 | (i < bytes.size() ? bytes[i] : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      out += i <= bytes.size() ? digits[bits >> (18 - 6 * i) & 63U] : '=';
  }
  return out;
}

}  // namespace tlswhy::bundle
