// Whether a range holds a value (std::ranges::contains, which GCC 12 has not).
#pragma once

#include <algorithm>
#include <iterator>

namespace tlswhy {

// Not by std::ranges::find: GCC 12 unrolls std::find alone, which takes half the time over a list
// of suites.
template <class Range, class T>
constexpr bool contains(const Range& range, const T& value) {
  return std::find(std::begin(range), std::end(range), value) != std::end(range);
}

}  // namespace tlswhy
