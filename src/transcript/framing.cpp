#include "transcript/framing.hpp"

#include <algorithm>
#include <array>

namespace tlswhy {
namespace {

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
  if (before.size() >= starttls::tds_header) {
    const std::size_t size = starttls::tds_packet_size(before.last(starttls::tds_header));
    if (size > 0) return Framing(Kind::tds, size - starttls::tds_header, 0);
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
  if (kind_ == Kind::tds) {
    tds_.feed(bytes, payload);
    return;
  }
  while (!bytes.empty()) {
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
    read_header();
  }
}

// Looks at the header bytes so far; sets rest_ or skip_ when they are all there.
void Framing::read_header() {
  const Bytes h = header_;
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
