// Segments of one side that cannot be handed on yet. Where they overlap, the first ones win.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "transcript/stream_consumer.hpp"

namespace tlswhy {

struct HeldSegment {
  std::vector<std::uint8_t> bytes;
  std::uint64_t length = 0;  // more than bytes.size() where the snapshot length cut it
  std::uint64_t needs = 0;   // position in the other side's stream that its sender had read up to
  Origin at;
};

class HeldSegments {
 public:
  // Keeps what is not there yet of [from, from + length); how many bytes that were.
  std::uint64_t insert(std::uint64_t from, Bytes bytes, std::uint64_t length, std::uint64_t needs,
                       const Origin& at);
  [[nodiscard]] bool empty() const { return segments_.empty(); }
  // What it takes of memory, the bookkeeping included.
  [[nodiscard]] std::size_t cost() const { return cost_; }
  [[nodiscard]] std::uint64_t first_position() const { return segments_.begin()->first; }
  [[nodiscard]] const HeldSegment& first() const { return segments_.begin()->second; }
  HeldSegment take_first();

 private:
  std::map<std::uint64_t, HeldSegment> segments_;
  std::size_t cost_ = 0;
};

}  // namespace tlswhy
