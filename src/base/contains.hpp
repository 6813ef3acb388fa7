// Whether a range holds a value (std::ranges::contains, which GCC 12 has not).
#pragma once

#include <algorithm>
#include <iterator>

namespace tlswhy {

template <class Range, class T>
constexpr bool contains(const Range& range, const T& value) {
  return std::ranges::find(range, value) != std::end(range);
}

}  // namespace tlswhy
