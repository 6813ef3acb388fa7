// Bytes as pairs of hexadecimal digits.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy {

std::string hex(Bytes bytes);  // in small letters
// Nothing where it is anything else than pairs of digits, in small or capital letters.
std::optional<std::vector<std::uint8_t>> from_hex(std::string_view digits);

}  // namespace tlswhy
