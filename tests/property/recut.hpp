// Cuts the TCP streams of a capture anew: the same bytes in other segments, in another order within
// one turn of one side, some of them twice. What was said does not change.
#pragma once

#include <random>

#include "property/explained.hpp"

namespace tlswhy::testing {

struct Recut {
  std::size_t largest = 1460;  // payload bytes of a segment, at random from 1
  std::size_t window = 0;      // a segment moves at most so far
  unsigned doubled = 0;        // so many of a hundred segments come again later
};

Packets recut(const Packets& packets, const Recut& how, std::mt19937& random);

}  // namespace tlswhy::testing
