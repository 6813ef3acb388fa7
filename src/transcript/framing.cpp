#include "transcript/framing.hpp"

#include <algorithm>
#include <array>

#include "transcript/record_stream.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t tds_header = 8;
constexpr std::uint8_t tds_prelogin = 0x12;  // MS-TDS §2.2.3.1.1; TLS travels in this type
constexpr std::uint8_t tds_response = 0x04;
constexpr std::uint8_t openvpn_control = 4;  // P_CONTROL_V1, in the upper five bits
constexpr std::array<std::size_t, 4> hmac_sizes = {
    0, 24, 28, 40};  // none, MD5, SHA-1, SHA-256; with id and time

// Bytes of an OpenVPN control packet in front of its payload, or 0: opcode, session,
// authentication, acknowledgements (with the peer's session where there are any), packet id.
std::size_t openvpn_header(Bytes packet, std::size_t authentication) {
  const std::size_t count_at = 1 + 8 + authentication;
  if (packet.size() <= count_at) return 0;
  const std::size_t acks = packet[count_at];
  if (acks > 8) return 0;
  return count_at + 1 + (acks > 0 ? 4 * acks + 8 : 0) + 4;
}

// Packet ids of a handshake are small: their upper halves tell a real header from a chance
// likeness.
bool small_ids(Bytes packet, std::size_t authentication, std::size_t acks, std::size_t size) {
  const auto small = [packet](std::size_t at) { return packet[at] == 0 && packet[at + 1] == 0; };
  for (std::size_t i = 0; i < acks; ++i) {
    if (!small(1 + 8 + authentication + 1 + 4 * i)) return false;
  }
  return small(size - 4);
}

std::size_t u16_at(Bytes b, std::size_t i) {
  return static_cast<std::size_t>(b[i]) << 8 | b[i + 1];
}

}  // namespace

std::optional<Framing> Framing::detect(Bytes before, Bytes tls) {
  if (before.size() >= tds_header) {
    const Bytes h = before.last(tds_header);
    const bool type = h[0] == tds_prelogin || h[0] == tds_response;
    if (type && h[1] <= 1 && u16_at(h, 2) > tds_header && h[7] == 0) {
      return Framing(Kind::tds, u16_at(h, 2) - tds_header, 0);
    }
  }
  for (const std::size_t authentication : hmac_sizes) {
    for (std::size_t acks = 0; acks <= 8; ++acks) {
      const std::size_t size = 1 + 8 + authentication + 1 + (acks > 0 ? 4 * acks + 8 : 0) + 4;
      if (before.size() < size + 2) continue;
      const Bytes at = before.last(size + 2);
      const std::size_t length = u16_at(at, 0);
      const Bytes packet = at.subspan(2);
      if (packet[0] >> 3 != openvpn_control || length <= size || length > 4096) continue;
      if (packet[9 + authentication] != acks || openvpn_header(packet, authentication) != size)
        continue;
      if (tls.empty() || !small_ids(packet, authentication, acks, size)) continue;
      return Framing(Kind::openvpn, length - size, authentication);
    }
  }
  return std::nullopt;
}

void Framing::feed(Bytes bytes, const std::function<void(Bytes)>& payload) {
  while (!bytes.empty()) {
    if (plain_) {
      payload(bytes);
      return;
    }
    if (rest_ > 0 || skip_ > 0) {
      std::size_t& left = rest_ > 0 ? rest_ : skip_;
      const Bytes part = bytes.first(std::min(left, bytes.size()));
      if (rest_ > 0) payload(part);
      left -= part.size();
      bytes = bytes.subspan(part.size());
      continue;
    }
    header_.push_back(bytes.front());
    bytes = bytes.subspan(1);
    read_header(payload);
  }
}

// Looks at the header bytes so far; sets rest_ or skip_ when they are all there.
void Framing::read_header(const std::function<void(Bytes)>& payload) {
  const Bytes h = header_;
  if (kind_ == Kind::tds) {
    // After the handshake records follow each other without packets.
    if (h.size() == 5 && plausible_record_header(h) && h[0] != tds_prelogin) {
      plain_ = true;
      payload(h);
      header_.clear();
    } else if (h.size() == tds_header) {
      rest_ = std::max(u16_at(h, 2), tds_header) - tds_header;
      header_.clear();
    }
    return;
  }
  if (h.size() < 3) return;
  const std::size_t length = u16_at(h, 0);
  const Bytes packet = h.subspan(2);
  if (packet[0] >> 3 != openvpn_control || length < 14 + authentication_) {
    skip_ = length > 1 ? length - 1 : 0;
    header_.clear();
    return;
  }
  const std::size_t size = openvpn_header(packet, authentication_);
  if (size == 0 || packet.size() < size) {
    if (packet.size() > length) header_.clear();
    return;
  }
  rest_ = length > size ? length - size : 0;
  header_.clear();
}

}  // namespace tlswhy
