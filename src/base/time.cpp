#include "base/time.hpp"

#include <algorithm>
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

// Reports hold one moment for each message: its digits are written without a format string.
void add_digits(std::string& out, std::int64_t value, std::size_t width) {
  out.append(width, '0');
  for (auto at = out.rbegin(); value != 0 && width != 0; value /= 10, --width)
    *at++ = static_cast<char>('0' + value % 10);
}

std::string date(const std::chrono::year_month_day& day) {
  std::string out;
  add_digits(out, static_cast<int>(day.year()), 4);
  add_digits(out.append("-"), static_cast<unsigned>(day.month()), 2);
  add_digits(out.append("-"), static_cast<unsigned>(day.day()), 2);
  return out;
}

// The number that begins `text`, of exactly that many digits; cut off with the separator behind it.
std::optional<int> take_number(std::string_view& text, std::size_t digits, char separator) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    value = value * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  if (separator == '\0' || text.empty()) return value;
  if (text.front() != separator) return std::nullopt;
  text.remove_prefix(1);
  return value;
}

std::optional<std::chrono::seconds> clock_of(std::string_view text) {
  const auto hours = take_number(text, 2, ':');
  const auto minutes = take_number(text, 2, ':');
  const auto seconds = take_number(text, 2, '\0');
  if (!hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60)
    return std::nullopt;
  if (text.starts_with('.')) text.remove_prefix(std::min(text.find('Z'), text.size()));
  if (!text.empty() && text != "Z") return std::nullopt;
  return std::chrono::seconds{*hours * 3600 + *minutes * 60 + *seconds};
}

}  // namespace

std::string to_rfc3339(Timestamp time) {
  const Civil c = civil(time);
  std::string out = date(c.day);
  add_digits(out.append("T"), c.clock.hours().count(), 2);
  add_digits(out.append(":"), c.clock.minutes().count(), 2);
  add_digits(out.append(":"), c.clock.seconds().count(), 2);
  add_digits(out.append("."), c.clock.subseconds().count(), 6);
  return out.append("Z");
}

std::string to_date(Timestamp time) { return date(civil(time).day); }

std::optional<Timestamp> parse_time(std::string_view text) {
  using namespace std::chrono;
  const auto y = take_number(text, 4, '-');
  const auto m = take_number(text, 2, '-');
  const auto d = take_number(text, 2, 'T');
  if (!y || !m || !d) return std::nullopt;
  const year_month_day given{year{*y}, month{static_cast<unsigned>(*m)},
                             day{static_cast<unsigned>(*d)}};
  const auto clock = text.empty() ? std::optional(seconds{0}) : clock_of(text);
  // Nanoseconds in 64 bits reach from September 1677 to April 2262.
  constexpr int first_year = 1678;
  constexpr int last_year = 2261;
  if (!given.ok() || !clock || *y < first_year || *y > last_year) return std::nullopt;
  return from_seconds((sys_days{given}.time_since_epoch() + *clock) / seconds{1});
}

}  // namespace tlswhy
