// Pieces of lines, as programs print lists, numbers and bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace tlswhy {

// What stands behind the first `word`; nothing where it is not there.
std::optional<std::string_view> behind(std::string_view line, std::string_view word);
// Between the first `open` and the last `close` behind it; to the end where that is missing.
std::string_view inside(std::string_view line, char open, char close);
// "a, b, c": its parts, trimmed; at most 1,024.
std::vector<std::string_view> parts(std::string_view list, char separator = ',');
// Decimal, or hexadecimal behind "0x"; nothing where it does not begin with a number.
std::optional<std::int64_t> number_in(std::string_view text);
// "{ 14, 79, 255 }": bytes, as decimal numbers.
std::vector<std::uint8_t> decimal_bytes(std::string_view line);
// "BB BC B0", "03:eb", "7194CA": bytes, as pairs of digits with or without separators.
std::vector<std::uint8_t> paired_bytes(std::string_view text);
// "0010: 19 3F 6C D1    .?l.": the bytes of one line of a dump; empty: it is none.
std::vector<std::uint8_t> dumped_bytes(std::string_view line);
// "2026-11-22 02:46:34.912 UTC", hours from 1 to 24 where `hour_24`; "Wed Jan 01 00:00:00 UTC
// 2025". A time zone that has no fixed meaning is read as UTC.
std::optional<Timestamp> java_time(std::string_view text);

}  // namespace tlswhy
