// A certificate as RFC 5280 defines it, read once and then only values. libcrypto stays in the
// .cpp.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace tlswhy {

using Sha256 = std::array<std::uint8_t, 32>;

enum class KeyKind : std::uint8_t { rsa, rsa_pss, ec, ed25519, ed448, dsa, other };

struct SignatureAlgorithm {
  std::string oid;  // 1.2.840.113549.1.1.11
  std::string
      name;  // sha256WithRSAEncryption, RSASSA-PSS, ecdsa-with-SHA256 ...; the OID if unknown
  std::string hash;  // SHA256; empty where the algorithm has none of its own
  bool pss = false;  // RSASSA-PSS (RFC 4055 §3.1)
};

struct Certificate {
  std::vector<std::uint8_t> der;
  Sha256 sha256{};
  bool parsed = false;  // false: only der and sha256 are meaningful

  std::string subject, issuer;  // RFC 4514 order as OpenSSL prints it: CN=..., O=...
  std::string common_name;      // the last CN of the subject; empty if none
  std::string serial;           // hex
  int version = 3;              // 1, 2 or 3
  SignatureAlgorithm signature;
  KeyKind key = KeyKind::other;
  std::string key_text;  // RSA-2048, EC-secp256r1, Ed25519 ...
  std::uint32_t key_bits = 0;
  std::string curve;  // EC only: registry name of the TLS group where there is one
  Timestamp not_before, not_after;
  std::vector<std::string> dns_names;     // subjectAltName dNSName
  std::vector<std::string> ip_addresses;  // subjectAltName iPAddress, printed
  bool has_subject_alt_name = false;

  bool basic_constraints = false;
  bool is_ca = false;
  std::optional<std::uint32_t> path_length;
  bool has_key_usage = false;
  bool digital_signature = true, key_encipherment = true, key_cert_sign = true;  // where present
  bool has_extended_key_usage = false;
  bool server_auth = true, client_auth = true;  // anyExtendedKeyUsage counts for both
  std::vector<std::string> unknown_critical;    // OIDs of critical extensions that OpenSSL ignores
  bool must_staple = false;                     // RFC 7633 status_request
  bool self_issued = false;                     // subject equals issuer
  std::string ca_issuers;                       // first AIA caIssuers address

  std::shared_ptr<void> handle;  // libcrypto's form, for the checks of path.hpp
};

// Reads DER. Where it cannot be parsed, `parsed` is false.
Certificate read_certificate(Bytes der);
// "CN" of an RFC 4514 name for people: the common name, else the whole name.
std::string short_name(const std::string& distinguished_name);
std::string hex(Bytes bytes);
Sha256 sha256(Bytes bytes);
std::string md5_hex(Bytes bytes);  // JA3 only

}  // namespace tlswhy
