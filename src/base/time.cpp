#include "base/time.hpp"

#include <fmt/format.h>

#include <chrono>

namespace tlswhy {
namespace {

struct Civil {
  std::chrono::year_month_day day;
  std::chrono::hh_mm_ss<std::chrono::microseconds> clock;
};

Civil civil(Timestamp time) {
  using namespace std::chrono;
  const sys_time<microseconds> moment{floor<microseconds>(nanoseconds{time.ns})};
  const auto midnight = floor<days>(moment);
  return {year_month_day{midnight}, hh_mm_ss<microseconds>{moment - midnight}};
}

std::string date(const std::chrono::year_month_day& day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

std::string to_rfc3339(Timestamp time) {
  const Civil c = civil(time);
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", date(c.day), c.clock.hours().count(),
                     c.clock.minutes().count(), c.clock.seconds().count(),
                     c.clock.subseconds().count());
}

std::string to_date(Timestamp time) { return date(civil(time).day); }

}  // namespace tlswhy
