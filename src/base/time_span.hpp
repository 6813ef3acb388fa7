// Spans between moments. Certificates that are valid for ever (RFC 5280 section 4.1.2.5: year 9999)
// stand at the ends of what a Timestamp holds, so no sum or difference may pass them.
#pragma once

#include <cstdint>
#include <limits>

#include "base/time.hpp"

namespace tlswhy {

inline constexpr std::int64_t hour_ns = 3'600'000'000'000;
inline constexpr std::int64_t day_ns = 24 * hour_ns;

// Nanoseconds from `from` to `to`; negative where `to` is earlier.
constexpr std::int64_t span_ns(Timestamp from, Timestamp to) {
  std::int64_t out = 0;
  if (!__builtin_sub_overflow(to.ns, from.ns, &out)) return out;
  return from < to ? std::numeric_limits<std::int64_t>::max()
                   : std::numeric_limits<std::int64_t>::min();
}

// `by` nanoseconds after `time`; before it where `by` is negative.
constexpr Timestamp shifted(Timestamp time, std::int64_t by) {
  std::int64_t out = 0;
  if (!__builtin_add_overflow(time.ns, by, &out)) return {out};
  return {by > 0 ? std::numeric_limits<std::int64_t>::max()
                 : std::numeric_limits<std::int64_t>::min()};
}

}  // namespace tlswhy
