// Moments in UTC, as captures and certificates give them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tlswhy {

struct Timestamp {
  std::int64_t ns = 0;  // since 1970-01-01T00:00:00Z
  auto operator<=>(const Timestamp&) const = default;
};

inline Timestamp from_seconds(std::int64_t seconds) { return {seconds * 1'000'000'000}; }

// RFC 3339 in UTC with microseconds: 2025-03-01T09:30:00.000125Z.
std::string to_rfc3339(Timestamp time);
// The day alone: 2025-03-01.
std::string to_date(Timestamp time);
// What to_rfc3339() and to_date() write, seconds with or without a fraction; a day is its midnight.
std::optional<Timestamp> parse_time(std::string_view text);

}  // namespace tlswhy
