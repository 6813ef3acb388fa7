// Protocols over TCP that carry the TLS handshake cut into packets of their own: OpenVPN's control
// channel and TDS (SQL Server's PRELOGIN phase). Takes their headers out again.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/bytes.hpp"
#include "starttls/tds_packets.hpp"

namespace tlswhy {

class Framing {
 public:
  // `before` are the last bytes in front of the first TLS record. Nothing where they are no header
  // of a packet that reaches into it.
  static std::optional<Framing> detect(Bytes before, Bytes tls);

  // Calls `payload` with the TLS bytes among the next `bytes` of the stream, in order.
  void feed(Bytes bytes, const std::function<void(Bytes)>& payload);

 private:
  enum class Kind : std::uint8_t { openvpn, tds };
  Framing(Kind kind, std::size_t rest, std::size_t authentication)
      : kind_(kind), tds_(rest), rest_(rest), authentication_(authentication) {}
  void read_header();

  Kind kind_;
  starttls::TdsUnwrapper tds_;
  std::size_t rest_ = 0;            // payload bytes of the packet that is under way
  std::size_t skip_ = 0;            // bytes of a packet that carries no TLS
  std::size_t authentication_ = 0;  // OpenVPN: HMAC, packet id and time of --tls-auth
  std::vector<std::uint8_t> header_;
};

}  // namespace tlswhy
