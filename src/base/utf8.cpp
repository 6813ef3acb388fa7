#include "base/utf8.hpp"

#include <cstdint>
#include <utility>

namespace tlswhy {
namespace {

std::uint8_t octet(std::string_view text, std::size_t i) {
  return static_cast<std::uint8_t>(text[i]);
}

// Length of the well-formed character at the start, or 0 (RFC 3629 section 4).
std::size_t character(std::string_view text) {
  const std::uint8_t first = octet(text, 0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(text, i) & 0xc0) != 0x80) return 0;
  }
  const std::uint8_t second = octet(text, 1);
  const bool overlong = (first == 0xe0 && second < 0xa0) || (first == 0xf0 && second < 0x90);
  const bool beyond = (first == 0xed && second >= 0xa0) || (first == 0xf4 && second >= 0x90);
  return overlong || beyond ? 0 : length;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = character(text);
    if (length == 0) {
      out += '?';
      text.remove_prefix(1);
    } else {
      out.append(text.substr(0, length));
      text.remove_prefix(length);
    }
  }
  return out;
}

std::string harmless(std::string_view text) {
  std::string out = valid_utf8(text);
  for (std::size_t i = 0; i < out.size(); ++i) {
    const auto u = static_cast<unsigned char>(out[i]);
    const bool c1 =  // 0xc2 0x80 to 0x9f
        u == 0xc2 && i + 1 < out.size() && static_cast<unsigned char>(out[i + 1]) < 0xa0;
    if (u < 0x20 || u == 0x7f) out[i] = '?';
    if (c1) out[i] = out[i + 1] = '?';
  }
  return out;
}

void append_utf8(std::string& out, std::uint32_t c) {
  const auto tail = [&out](std::uint32_t bits) {
    out += static_cast<char>(0x80U | (bits & 0x3fU));
  };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xc0U | (c >> 6U));
    tail(c);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xe0U | (c >> 12U));
    tail(c >> 6U);
    tail(c);
  } else {
    out += static_cast<char>(0xf0U | (c >> 18U));
    tail(c >> 12U);
    tail(c >> 6U);
    tail(c);
  }
}

std::string from_utf16_little(Bytes bytes) {
  std::string out;
  out.reserve(bytes.size() / 2);
  std::uint32_t high = 0;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const std::uint32_t unit = bytes[i] | (std::uint32_t{bytes[i + 1]} << 8U);
    if (is_low_surrogate(unit) && high != 0) {
      append_utf8(out, of_surrogates(std::exchange(high, 0), unit));
      continue;
    }
    if (std::exchange(high, 0) != 0) out += '?';
    if (is_high_surrogate(unit)) {
      high = unit;
    } else if (is_low_surrogate(unit)) {
      out += '?';
    } else {
      append_utf8(out, unit);
    }
  }
  if (high != 0) out += '?';
  return out;
}

}  // namespace tlswhy
