// Open code points of TLS: an enumerator for each value that tlswhy reasons about, any other value
// kept as it is on the wire. Names for people come from the IANA registries in knowledge/.
#pragma once

#include <cstdint>

namespace tlswhy {

enum class ContentType : std::uint8_t {  // RFC 8446 §5.1, RFC 6520
  change_cipher_spec = 20,
  alert = 21,
  handshake = 22,
  application_data = 23,
  heartbeat = 24,
};

enum class HandshakeType : std::uint8_t {  // RFC 8446 §4, RFC 5246 §7.4
  hello_request = 0,
  client_hello = 1,
  server_hello = 2,
  new_session_ticket = 4,
  end_of_early_data = 5,
  hello_retry_request = 6,  // drafts of TLS 1.3 before -22 only
  encrypted_extensions = 8,
  certificate = 11,
  server_key_exchange = 12,
  certificate_request = 13,
  server_hello_done = 14,
  certificate_verify = 15,
  client_key_exchange = 16,
  finished = 20,
  certificate_status = 22,
  key_update = 24,
  compressed_certificate = 25,  // RFC 8879
  next_protocol = 67,
  message_hash = 254,
};

enum class ProtocolVersion : std::uint16_t {
  none = 0,
  SSLv2 = 0x0002,
  SSLv3 = 0x0300,
  TLSv1_0 = 0x0301,
  TLSv1_1 = 0x0302,
  TLSv1_2 = 0x0303,
  TLSv1_3 = 0x0304,
};

enum class AlertLevel : std::uint8_t { warning = 1, fatal = 2 };

enum class AlertDescription : std::uint8_t {  // RFC 8446 §6
  close_notify = 0,
  unexpected_message = 10,
  bad_record_mac = 20,
  record_overflow = 22,
  handshake_failure = 40,
  bad_certificate = 42,
  unsupported_certificate = 43,
  certificate_revoked = 44,
  certificate_expired = 45,
  certificate_unknown = 46,
  illegal_parameter = 47,
  unknown_ca = 48,
  access_denied = 49,
  decode_error = 50,
  decrypt_error = 51,
  protocol_version = 70,
  insufficient_security = 71,
  internal_error = 80,
  inappropriate_fallback = 86,
  user_canceled = 90,
  no_renegotiation = 100,
  missing_extension = 109,
  unsupported_extension = 110,
  unrecognized_name = 112,
  bad_certificate_status_response = 113,
  unknown_psk_identity = 115,
  certificate_required = 116,
  no_application_protocol = 120,
  ech_required = 121,
};

enum class ExtensionType : std::uint16_t {
  server_name = 0,
  status_request = 5,
  supported_groups = 10,
  ec_point_formats = 11,
  signature_algorithms = 13,
  application_layer_protocol_negotiation = 16,
  padding = 21,
  encrypt_then_mac = 22,
  extended_master_secret = 23,
  session_ticket = 35,
  pre_shared_key = 41,
  early_data = 42,
  supported_versions = 43,
  cookie = 44,
  psk_key_exchange_modes = 45,
  certificate_authorities = 47,
  signature_algorithms_cert = 50,
  key_share = 51,
  renegotiation_info = 0xff01,
};

enum class CipherSuite : std::uint16_t {
  TLS_EMPTY_RENEGOTIATION_INFO_SCSV = 0x00ff,  // RFC 5746 §3.3
  TLS_FALLBACK_SCSV = 0x5600,                  // RFC 7507
};
enum class NamedGroup : std::uint16_t {
  secp256r1 = 23,
  secp384r1 = 24,
  secp521r1 = 25,
  x25519 = 29,
  x448 = 30,
};
enum class SignatureScheme : std::uint16_t {  // RFC 8446 section 4.2.3; traits:
                                              // signature_scheme.hpp
  rsa_pkcs1_md5 = 0x0101,
  rsa_pkcs1_sha1 = 0x0201,
  dsa_sha1 = 0x0202,
  ecdsa_sha1 = 0x0203,
  rsa_pkcs1_sha256 = 0x0401,
  ecdsa_secp256r1_sha256 = 0x0403,
  rsa_pkcs1_sha384 = 0x0501,
  ecdsa_secp384r1_sha384 = 0x0503,
  rsa_pkcs1_sha512 = 0x0601,
  ecdsa_secp521r1_sha512 = 0x0603,
  sm2sig_sm3 = 0x0708,
  rsa_pss_rsae_sha256 = 0x0804,
  rsa_pss_rsae_sha384 = 0x0805,
  rsa_pss_rsae_sha512 = 0x0806,
  ed25519 = 0x0807,
  ed448 = 0x0808,
  rsa_pss_pss_sha256 = 0x0809,
  rsa_pss_pss_sha384 = 0x080a,
  rsa_pss_pss_sha512 = 0x080b,
  ecdsa_brainpoolP256r1tls13_sha256 = 0x081a,
  ecdsa_brainpoolP384r1tls13_sha384 = 0x081b,
  ecdsa_brainpoolP512r1tls13_sha512 = 0x081c,
  mldsa44 = 0x0904,
  mldsa65 = 0x0905,
  mldsa87 = 0x0906,
};

constexpr std::uint16_t code(CipherSuite v) { return static_cast<std::uint16_t>(v); }
constexpr std::uint16_t code(NamedGroup v) { return static_cast<std::uint16_t>(v); }
constexpr std::uint16_t code(SignatureScheme v) { return static_cast<std::uint16_t>(v); }
constexpr std::uint16_t code(ExtensionType v) { return static_cast<std::uint16_t>(v); }
constexpr std::uint16_t code(ProtocolVersion v) { return static_cast<std::uint16_t>(v); }
constexpr std::uint8_t code(AlertDescription v) { return static_cast<std::uint8_t>(v); }

// GREASE values are noise by design (RFC 8701): 0x0a0a, 0x1a1a ... 0xfafa.
constexpr bool is_grease(std::uint16_t v) {
  return (v & 0x0f0f) == 0x0a0a && (v >> 8) == (v & 0xff);
}

// TLS 1.3 as final or as one of its drafts and experiments (0x7fNN: draft NN; 0x7eNN: Google's).
constexpr bool is_tls13(ProtocolVersion v) {
  const auto high = code(v) >> 8;
  return v == ProtocolVersion::TLSv1_3 || high == 0x7f || high == 0x7e || high == 0xfb;
}

}  // namespace tlswhy
