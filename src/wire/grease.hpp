// GREASE (RFC 8701) is noise by design: reserved values that a client mixes in.
#pragma once

#include <cstdint>
#include <vector>

#include "wire/code_points.hpp"

namespace tlswhy {

// The code points of a list as numbers, GREASE removed.
template <class T>
std::vector<std::uint16_t> without_grease(const std::vector<T>& values) {
  std::vector<std::uint16_t> out;
  out.reserve(values.size());
  for (const T v : values) {
    if (!is_grease(code(v))) out.push_back(code(v));
  }
  return out;
}

}  // namespace tlswhy
