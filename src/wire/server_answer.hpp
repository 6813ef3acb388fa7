// What a server chose in answer to a ClientHello (RFC 5246 section 7.4.1.3, RFC 8446 section
// 4.1.3): seen in a capture, sent to the probe, or foretold.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "wire/code_points.hpp"

namespace tlswhy {

struct ServerAnswer {
  ProtocolVersion version = ProtocolVersion::none;  // none: it did not come so far
  CipherSuite cipher_suite{};
  // Of ECDHE, by HelloRetryRequest, key_share or ServerKeyExchange; of DHE in TLS 1.3 alone.
  std::optional<NamedGroup> group{};
  std::uint32_t dh_bits = 0;                // of the prime of DHE before TLS 1.3; 0: another suite
  std::vector<std::uint8_t> dh_prime{};     // big-endian, without leading zeros; empty: not seen
  std::optional<SignatureScheme> scheme{};  // TLS 1.2 and later, where something is signed
  std::optional<std::string> alpn{};
  bool renegotiation_info = false;      // RFC 5746
  bool extended_master_secret = false;  // RFC 7627
  bool encrypt_then_mac = false;        // RFC 7366
};

}  // namespace tlswhy
