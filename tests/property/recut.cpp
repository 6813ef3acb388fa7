#include "property/recut.hpp"

#include <algorithm>

namespace tlswhy::testing {
namespace {

constexpr std::uint8_t fin = 1, syn = 2, rst = 4, psh = 8;

std::uint8_t at(const std::string& bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

void put(std::string& bytes, std::size_t i, std::uint64_t value, unsigned width) {
  for (unsigned k = 0; k < width; ++k)
    bytes[i + k] = static_cast<char>(value >> 8 * (width - 1 - k) & 0xff);
}

// A TCP segment over IPv4 over Ethernet: where its parts are.
struct Segment {
  std::size_t tcp = 0, payload = 0, end = 0;
  explicit operator bool() const { return tcp != 0; }
};

Segment segment_of(const std::string& frame) {
  if (frame.size() < 54 || at(frame, 12) != 8 || at(frame, 13) != 0 || at(frame, 23) != 6)
    return {};
  const std::size_t tcp = 14 + 4U * (at(frame, 14) & 15U);
  const std::size_t end = 14 + (std::size_t{at(frame, 16)} << 8 | at(frame, 17));
  if (tcp + 20 > frame.size() || end > frame.size()) return {};
  return {tcp, tcp + 4U * (at(frame, tcp + 12) >> 4U), end};
}

std::uint8_t flags_of(const std::string& frame, const Segment& s) { return at(frame, s.tcp + 13); }

// `count` bytes of the payload from `from` on, as a segment of their own.
ReadPacket piece(const ReadPacket& packet, const Segment& s, std::size_t from, std::size_t count) {
  ReadPacket out = packet;
  const bool last = s.payload + from + count == s.end;
  out.data = packet.data.substr(0, s.payload) + packet.data.substr(s.payload + from, count);
  std::uint64_t sequence = 0;
  for (std::size_t i = 0; i < 4; ++i) sequence = sequence << 8 | at(packet.data, s.tcp + 4 + i);
  put(out.data, s.tcp + 4, sequence + from, 4);
  put(out.data, 16, out.data.size() - 14, 2);
  if (!last)
    out.data[s.tcp + 13] = static_cast<char>(flags_of(packet.data, s) & ~(fin | rst | psh));
  out.original_length = static_cast<std::uint32_t>(out.data.size());
  return out;
}

Packets pieces(const ReadPacket& packet, const Segment& s, std::size_t largest,
               std::mt19937& random) {
  Packets out;
  const std::size_t size = s.end - s.payload;
  for (std::size_t from = 0; from < size;) {
    const std::size_t count = std::min(size - from, 1 + random() % largest);
    out.push_back(piece(packet, s, from, count));
    from += count;
  }
  return out;
}

// Packets that may change places: data of one direction, nothing that opens or ends.
bool same_turn(const ReadPacket& a, const ReadPacket& b) {
  const Segment x = segment_of(a.data), y = segment_of(b.data);
  if (!x || !y || x.payload == x.end || y.payload == y.end) return false;
  if (((flags_of(a.data, x) | flags_of(b.data, y)) & (fin | syn | rst)) != 0) return false;
  return a.data.compare(26, 12, b.data, 26, 12) == 0;  // addresses and ports
}

void shuffle_turns(Packets& packets, std::size_t window, std::mt19937& random) {
  for (std::size_t begin = 0; begin < packets.size();) {
    std::size_t end = begin + 1;
    while (end < packets.size() && end - begin < window && same_turn(packets[begin], packets[end]))
      ++end;
    const auto first = packets.begin() + static_cast<std::ptrdiff_t>(begin);
    std::shuffle(first, packets.begin() + static_cast<std::ptrdiff_t>(end), random);
    begin = end;
  }
}

Packets with_doubles(const Packets& packets, unsigned percent, std::mt19937& random) {
  Packets out, late;
  for (const ReadPacket& packet : packets) {
    out.push_back(packet);
    const Segment s = segment_of(packet.data);
    if (s && s.payload < s.end && random() % 100 < percent) late.push_back(packet);
    if (!late.empty() && random() % 2 == 0) {
      out.push_back(late.back());
      late.pop_back();
    }
  }
  return out;
}

// Times go forward and frames count up, as in any capture.
void renumber(Packets& packets, const Packets& original) {
  std::uint32_t frame = 0;
  std::int64_t now = original.empty() ? 0 : original.front().ns;
  for (ReadPacket& packet : packets) {
    now = std::max(now, packet.ns);
    packet.ns = now;
    packet.frame = ++frame;
  }
}

}  // namespace

Packets recut(const Packets& packets, const Recut& how, std::mt19937& random) {
  Packets out;
  for (const ReadPacket& packet : packets) {
    const Segment s = segment_of(packet.data);
    if (!s || s.payload >= s.end || packet.original_length > packet.data.size()) {
      out.push_back(packet);
      continue;
    }
    for (ReadPacket& part : pieces(packet, s, how.largest, random)) out.push_back(std::move(part));
  }
  if (how.window > 1) shuffle_turns(out, how.window, random);
  if (how.doubled > 0) out = with_doubles(out, how.doubled, random);
  renumber(out, packets);
  return out;
}

}  // namespace tlswhy::testing
