#include "base/time_span.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

constexpr Timestamp first{std::numeric_limits<std::int64_t>::min()};
constexpr Timestamp last{std::numeric_limits<std::int64_t>::max()};

TEST(TimeSpan, StaysWithinTheTimeLine) {
  EXPECT_EQ(shifted({5}, -7).ns, -2);
  EXPECT_EQ(shifted(last, day_ns), last);
  EXPECT_EQ(shifted(first, -day_ns), first);
  EXPECT_EQ(span_ns({3}, {10}), 7);
  EXPECT_EQ(span_ns({10}, {3}), -7);
  EXPECT_EQ(span_ns(first, last), last.ns);
  EXPECT_EQ(span_ns(last, first), first.ns);
}

}  // namespace
}  // namespace tlswhy
