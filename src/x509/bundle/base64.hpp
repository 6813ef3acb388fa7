// Base64 (RFC 4648 §4) as PEM files and JSON have it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy::bundle {

// White space counts for nothing; nothing where a character or the padding is wrong.
std::optional<std::vector<std::uint8_t>> from_base64(std::string_view text);
// On one line, padded.
std::string to_base64(Bytes bytes);

}  // namespace tlswhy::bundle
