// One TCP segment (RFC 9293 §3.1) as it was captured.
#pragma once

#include <optional>

#include "sources/capture/decoded.hpp"
#include "transcript/stream_consumer.hpp"

namespace tlswhy {

namespace tcp_flag {
constexpr std::uint8_t fin = 1, syn = 2, rst = 4, ack = 16;
}

struct Segment {
  std::uint16_t source_port = 0, destination_port = 0;
  std::uint32_t seq = 0, ack = 0;
  std::uint8_t flags = 0;
  std::uint8_t ttl = 0;
  std::uint32_t length = 0;  // payload bytes on the wire
  Bytes payload;             // those of them that were captured
  Origin at;

  [[nodiscard]] bool has(std::uint8_t flag) const { return (flags & flag) != 0; }
};

// Nothing where the header is not whole. Checksums are not looked at: captures of the sending host
// do not have them.
std::optional<Segment> parse_segment(const Decoded& packet, const Origin& at);

}  // namespace tlswhy
