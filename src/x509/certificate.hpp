// A certificate as RFC 5280 defines it, read once and then only values. libcrypto stays in the
// .cpp.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

using Sha256 = std::array<std::uint8_t, 32>;

enum class KeyKind : std::uint8_t { rsa, rsa_pss, ec, ed25519, ed448, dsa, ml_dsa, other };

// RSASSA-PSS-params (RFC 4055 §3.1) with its defaults; hashes as OpenSSL names them (SHA256).
struct PssParameters {
  std::string hash = "SHA1";
  std::string mgf1_hash = "SHA1";
  std::uint32_t salt_length = 20;

  bool operator==(const PssParameters&) const = default;
};

struct SignatureAlgorithm {
  std::string oid;  // 1.2.840.113549.1.1.11
  std::string
      name;  // sha256WithRSAEncryption, RSASSA-PSS, ecdsa-with-SHA256 ...; the OID if unknown
  std::string hash;  // SHA256; empty where the algorithm has none of its own
  bool pss = false;  // RSASSA-PSS (RFC 4055 §3.1)
  std::optional<PssParameters> pss_parameters;  // nothing also where they cannot be read
};

// The value is the number of the bit in RFC 5280 §4.2.1.3.
enum class KeyUsage : std::uint8_t {
  digital_signature,
  content_commitment,
  key_encipherment,
  data_encipherment,
  key_agreement,
  key_cert_sign,
  crl_sign,
  encipher_only,
  decipher_only,
};

struct Extension {
  std::string oid;
  bool critical = false;
};

// RFC 5280 §4.2.1.10.
struct NameConstraints {
  enum class Kind : std::uint8_t { dns, ip, email, uri, directory, other };
  struct Subtree {
    Kind kind = Kind::other;
    std::string base;  // "example.test"; "192.0.2.0/255.255.255.0"; a name in RFC 4514 order
  };
  std::vector<Subtree> permitted, excluded;

  [[nodiscard]] std::size_t size() const { return permitted.size() + excluded.size(); }
  [[nodiscard]] bool has(Kind kind) const;
};

// RFC 5280 §4.2.1.1; each part may be absent.
struct AuthorityKeyId {
  std::vector<std::uint8_t> key_id;
  std::string issuer;  // as Certificate::issuer
  std::string serial;  // as Certificate::serial
};

// RFC 5280 §4.2.1.4, §4.2.1.5, §4.2.1.11 and §4.2.1.14; policies are OIDs.
struct CertificatePolicies {
  std::vector<std::string> policies;
  std::vector<std::pair<std::string, std::string>> mappings;  // the issuer's, the subject's
  // After how many certificates each begins to hold.
  std::optional<std::uint32_t> require_explicit, inhibit_mapping, inhibit_any;
};

struct Certificate {
  std::vector<std::uint8_t> der;
  Sha256 sha256{};
  bool parsed = false;  // false: only der and sha256 are meaningful
  // Not at hand: a list names it by its fingerprint. `common_name` is what the list calls it, and
  // beside sha256 nothing else is meaningful.
  bool listed = false;

  std::string subject, issuer;  // RFC 4514 order as OpenSSL prints it: CN=..., O=...
  std::string common_name;      // the last CN of the subject; empty if none
  std::string serial;           // hex
  int version = 3;              // 1, 2 or 3
  SignatureAlgorithm signature;
  KeyKind key = KeyKind::other;
  std::string key_text;  // RSA-2048, EC-secp256r1, Ed25519 ...
  std::uint32_t key_bits = 0;
  std::string curve;                // EC only: registry name of the TLS group where there is one
  std::optional<NamedGroup> group;  // EC only: nothing where TLS has no number for the curve
  bool explicit_curve = false;      // EC only: the parameters are spelled out (RFC 5480 forbids it)
  // id-RSASSA-PSS keys only: what the key may be used with; nothing if it is free (RFC 4055 §3.1).
  std::optional<PssParameters> key_pss_limits;
  Sha256 spki_sha256{};  // of the SubjectPublicKeyInfo: the same key in two certificates
  Timestamp not_before, not_after;
  std::vector<std::string> dns_names;     // subjectAltName dNSName
  std::vector<std::string> ip_addresses;  // subjectAltName iPAddress, printed
  bool has_subject_alt_name = false;
  std::size_t names = 0;            // all that it is called: attributes of the subject, and the SAN
  bool unreadable_address = false;  // an iPAddress of neither four nor sixteen octets

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

  std::vector<Extension> extensions;             // in order, with those that appear twice
  bool repeated_extension = false;               // one that is there twice (RFC 5280: must not)
  bool repeated_known = false;                   // one of those that libcrypto knows
  bool invalid_extension = false;                // one that OpenSSL knows and cannot read
  std::vector<std::string> unreadable;           // OIDs of those of RFC 5280 that cannot be decoded
  std::uint16_t key_usage = 0;                   // bit 1 << KeyUsage; 0 where it is absent
  std::vector<std::string> extended_key_usages;  // OIDs
  std::vector<std::uint8_t> subject_key_id;      // empty: none
  std::optional<AuthorityKeyId> authority_key_id;
  std::optional<NameConstraints> name_constraints;
  CertificatePolicies policies;
  std::vector<std::uint16_t> tls_features;  // RFC 7633: extension types
  std::vector<std::string> ca_issuers_urls, ocsp_urls, crl_urls;

  // By its OID; null where it is not there.
  [[nodiscard]] const Extension* extension(std::string_view oid) const;
  // The bit is set, or there is no keyUsage to limit the key.
  [[nodiscard]] bool allows(KeyUsage usage) const {
    return !has_key_usage || (key_usage >> static_cast<unsigned>(usage) & 1U) != 0;
  }

  std::shared_ptr<void> handle;  // libcrypto's form, for the checks of path.hpp
};

using CertificateList = std::vector<std::shared_ptr<const Certificate>>;

// Reads DER. Where it cannot be parsed, `parsed` is false.
Certificate read_certificate(Bytes der);
// What lists of roots call the bearer of an RFC 4514 name: its common name; where it has none its
// organizational unit, else its organization.
std::string listed_name(const std::string& distinguished_name);
// "CN" of an RFC 4514 name for people: the common name, else the whole name.
std::string short_name(const std::string& distinguished_name);
// What a certificate is for, for people: its names, at most four of them.
std::string names_text(const Certificate& leaf);
// A DER-encoded distinguished name as `subject` has it; empty where it cannot be read.
std::string name_text(Bytes der);
Sha256 sha256(Bytes bytes);
std::string md5_hex(Bytes bytes);  // JA3 only

}  // namespace tlswhy
