// What a server says in clear: RFC 8446 §4.1.3-4.1.4, RFC 5246 §7.4, RFC 8422 §5.4, RFC 6101.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

struct ServerHello {
  ProtocolVersion legacy_version = ProtocolVersion::none;
  ProtocolVersion selected_version =
      ProtocolVersion::none;  // supported_versions, else the legacy one
  std::vector<std::uint8_t> random;
  std::vector<std::uint8_t> session_id;
  CipherSuite cipher_suite{};
  std::uint8_t compression_method = 0;  // RFC 3749
  std::vector<ExtensionType> extensions;
  std::optional<NamedGroup> key_share;     // its group; in a HelloRetryRequest the one wanted
  std::vector<std::uint8_t> key_exchange;  // the server's half of that key share
  std::vector<std::uint8_t> cookie;        // of a HelloRetryRequest
  std::optional<std::string> alpn;
  bool hello_retry_request = false;
  bool selects_psk = false;

  [[nodiscard]] bool has(ExtensionType type) const;
};

struct ServerKeyExchange {
  enum class Kind { dhe, ecdhe, other };
  Kind kind = Kind::other;
  std::uint32_t dh_bits = 0;           // of the prime, leading zeros not counted
  std::vector<std::uint8_t> dh_prime;  // big-endian, without leading zeros
  std::vector<std::uint8_t> dh_generator;
  std::vector<std::uint8_t> public_value;  // dhe and ecdhe: the server's half
  std::optional<NamedGroup> group;         // ecdhe with a named curve
  std::optional<SignatureScheme> scheme;   // TLS 1.2 only
  std::vector<std::uint8_t> parameters;    // the signed part
  std::vector<std::uint8_t> signature;     // empty: anonymous, or not understood
};

struct CertificateRequest {
  std::vector<std::uint8_t> certificate_types;
  std::vector<SignatureScheme> signature_algorithms;
  std::vector<SignatureScheme> signature_algorithms_cert;  // TLS 1.3 only
  std::vector<std::uint8_t> context;                       // TLS 1.3 only
  std::vector<std::vector<std::uint8_t>> authorities;      // names in DER (X.501)
};

std::optional<ServerHello> parse_server_hello(Bytes body);
// `suite_kind` comes from the suite that ServerHello chose: the message does not name its own form.
std::optional<ServerKeyExchange> parse_server_key_exchange(Bytes body, ServerKeyExchange::Kind kind,
                                                           ProtocolVersion version);
// The chain in DER, leaf first, as TLS <= 1.2 sends it (views into `body`). A list that is cut
// gives what is whole.
std::vector<Bytes> parse_certificate_list(Bytes body);
// The form of TLS <= 1.2; that of TLS 1.3 is read in encrypted_messages.hpp.
std::optional<CertificateRequest> parse_certificate_request(Bytes body, ProtocolVersion version);

// HelloRetryRequest is a ServerHello with this random (RFC 8446 §4.1.3).
bool is_hello_retry_request(Bytes random);

}  // namespace tlswhy
