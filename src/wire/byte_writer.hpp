// Puts bytes of TLS messages together: big-endian numbers and vectors (RFC 8446 section 3).
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"

namespace tlswhy {

using Buffer = std::vector<std::uint8_t>;

inline void put(Buffer& out, Bytes bytes) { out.insert(out.end(), bytes.begin(), bytes.end()); }
inline void put_number(Buffer& out, std::uint64_t value, unsigned width) {
  for (unsigned i = width; i-- > 0;) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}
// A vector with a length prefix of `width` bytes.
inline void put_vector(Buffer& out, Bytes bytes, unsigned width) {
  put_number(out, bytes.size(), width);
  put(out, bytes);
}
inline Buffer joined(std::initializer_list<Bytes> parts) {
  Buffer out;
  for (const Bytes part : parts) put(out, part);
  return out;
}

}  // namespace tlswhy
