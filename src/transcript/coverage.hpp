// What of both streams of a conversation was seen: the one place that says for every byte that a
// side sent whether it was seen, is known to be lost, or may exist without anybody knowing.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/party.hpp"

namespace tlswhy {

// Bytes that were sent and are not in the source: a hole between what was seen, or what the other
// side acknowledged, or closed behind, beyond it.
struct LostSpan {
  Side from{};
  std::uint64_t begin = 0, size = 0;  // positions in the stream as it was handed on, from 0
  std::uint32_t frame = 0;            // where it showed that they are missing
};

enum class ByteState : std::uint8_t { seen, lost, unknown };

class Coverage {
 public:
  // In the order of the stream, per side.
  void saw(Side from, std::uint64_t count) { end_[index(from)] += count; }
  void lost(Side from, std::uint64_t count, std::uint32_t frame);
  // Where the source begins inside the stream, there may have been anything before it.
  void begins_late(Side from) { late_[index(from)] = true; }

  [[nodiscard]] ByteState at(Side from, std::uint64_t position) const;
  // The first byte that was handed on is the first that the side sent.
  [[nodiscard]] bool from_start(Side from) const { return !late_[index(from)]; }
  [[nodiscard]] bool whole(Side from) const;
  // All that either side had sent by then was seen; a frame of 0: by the end.
  [[nodiscard]] bool whole_until(std::uint32_t frame) const;
  // The first ones; what is lost later than those counts with the last of them.
  [[nodiscard]] const std::vector<LostSpan>& spans() const { return spans_; }

 private:
  static constexpr std::size_t most_spans = 64;
  std::vector<LostSpan> spans_;
  std::array<std::uint64_t, 2> end_{};
  std::array<bool, 2> late_{};
};

}  // namespace tlswhy
