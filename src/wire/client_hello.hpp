// ClientHello: RFC 8446 §4.1.2, RFC 5246 §7.4.1.2, and the SSLv2 form of RFC 5246 appendix E.2.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

struct ClientHello {
  bool sslv2_format = false;
  ProtocolVersion legacy_version = ProtocolVersion::none;
  std::vector<std::uint8_t> random;  // 32 bytes
  std::vector<std::uint8_t> session_id;
  std::vector<CipherSuite> cipher_suites;  // as sent, GREASE and SCSVs included
  std::vector<ExtensionType> extensions;   // as sent, GREASE included
  bool damaged = false;                    // something inside did not parse; the rest is kept

  std::optional<std::string> server_name;  // host_name of RFC 6066 §3
  std::vector<NamedGroup> supported_groups;
  std::vector<NamedGroup> key_shares;
  std::vector<SignatureScheme> signature_algorithms;
  std::optional<std::vector<SignatureScheme>> signature_algorithms_cert;
  std::vector<ProtocolVersion> supported_versions;  // the extension alone; GREASE removed
  std::vector<std::uint8_t> ec_point_formats;
  std::vector<std::string> alpn;
  std::vector<std::uint8_t> session_ticket;  // that it offers (RFC 5077); empty: none
  bool offers_psk = false;                   // pre_shared_key (RFC 8446 §4.2.11)

  [[nodiscard]] bool has(ExtensionType type) const;
  [[nodiscard]] bool offers(CipherSuite suite) const;
  // The highest version offered, by supported_versions where present.
  [[nodiscard]] ProtocolVersion highest_version() const;
};

// `body` is the handshake message without its 4-byte header. Nothing where the fixed part is cut.
std::optional<ClientHello> parse_client_hello(Bytes body);
// `body` is the SSLv2 record without its 2-byte header.
std::optional<ClientHello> parse_sslv2_client_hello(Bytes body);

}  // namespace tlswhy
