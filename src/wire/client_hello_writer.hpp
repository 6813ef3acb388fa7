// Writes ClientHellos of our own: RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2, the SSLv2 form
// of RFC 5246 appendix E.2.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

struct KeyShareEntry {
  NamedGroup group{};
  std::vector<std::uint8_t> key_exchange;
};

// What a hello says. A list that is empty is an extension that is not sent, unless it says
// otherwise.
struct HelloContent {
  ProtocolVersion legacy_version = ProtocolVersion::TLSv1_2;
  std::vector<std::uint8_t> random;      // 32 bytes
  std::vector<std::uint8_t> session_id;  // at most 32
  std::vector<CipherSuite> cipher_suites;
  bool offers_compression = false;  // DEFLATE before null (RFC 3749)
  std::string server_name;
  std::vector<ProtocolVersion> supported_versions;
  std::vector<NamedGroup> supported_groups;
  bool sends_key_share = false;  // also an empty one, which asks for a HelloRetryRequest
  std::vector<KeyShareEntry> key_shares;
  std::vector<SignatureScheme> signature_algorithms;
  std::vector<SignatureScheme> signature_algorithms_cert;
  std::vector<std::string> alpn;
  bool extended_master_secret = false;
  bool renegotiation_info = false;
  bool encrypt_then_mac = false;
  bool status_request = false;
  bool ec_point_formats = false;                            // uncompressed alone
  std::optional<std::vector<std::uint8_t>> session_ticket;  // empty: asks for one (RFC 5077)
  std::vector<std::uint8_t> cookie;                         // of a HelloRetryRequest
  bool psk_dhe_ke = false;                                  // psk_key_exchange_modes
  // pre_shared_key, which stands last; its binder (zeros as written here) is put in by who has the
  // key.
  std::vector<std::uint8_t> psk_identity;
  std::uint32_t psk_obfuscated_age = 0;
  std::size_t psk_binder_size = 0;
  std::size_t padded_to = 0;  // RFC 7685: the handshake message has at least so many bytes
};

// The handshake message with its 4-byte header. Names and lists that are too long for their length
// fields are cut.
std::vector<std::uint8_t> write_client_hello(const HelloContent& content);
// A handshake message as records of at most 16,384 bytes. `version` is that of the record header.
std::vector<std::uint8_t> as_records(Bytes message, ProtocolVersion version);
// An SSLv2 CLIENT-HELLO with its record header, which offers the seven suites of SSLv2 alone.
std::vector<std::uint8_t> write_sslv2_client_hello(Bytes challenge);

}  // namespace tlswhy
