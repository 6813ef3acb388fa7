#include "model/signature_schemes.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "wire/signature_scheme.hpp"

namespace tlswhy {
namespace {

// As Certificate spells hashes.
constexpr std::array<std::pair<std::string_view, Hash>, 6> hashes = {{{"MD5", Hash::md5},
                                                                      {"SHA1", Hash::sha1},
                                                                      {"SHA224", Hash::sha224},
                                                                      {"SHA256", Hash::sha256},
                                                                      {"SHA384", Hash::sha384},
                                                                      {"SHA512", Hash::sha512}}};

std::optional<Hash> hash_named(std::string_view name) {
  const auto found = std::ranges::find(hashes, name, &std::pair<std::string_view, Hash>::first);
  return found == hashes.end() ? std::nullopt : std::optional(found->second);
}

// PSS needs a key of 2 * hash + 2 octets (RFC 8017 section 9.1.1).
bool long_enough(const Certificate& leaf, const SchemeTraits& scheme) {
  return leaf.key_bits >= 8 * (2 * size_of(*scheme.hash) + 2) - 7;
}

bool rsa_makes(const Certificate& leaf, const SchemeTraits& scheme, bool tls13) {
  if (scheme.kind == SignatureKind::rsa_pss_rsae) return long_enough(leaf, scheme);
  return !tls13 && scheme.kind == SignatureKind::rsa_pkcs1;
}

bool pss_key_makes(const Certificate& leaf, const SchemeTraits& scheme) {
  if (scheme.kind != SignatureKind::rsa_pss_pss) return false;
  return !leaf.key_pss_limits || hash_named(leaf.key_pss_limits->hash) == scheme.hash;
}

// Before TLS 1.3 the scheme says nothing of the curve, and brainpool has none of its own.
bool ec_makes(const Certificate& leaf, const SchemeTraits& scheme, SignatureScheme number,
              bool tls13) {
  if (scheme.kind != SignatureKind::ecdsa) return false;
  if (!tls13) return (code(number) & 0xff) == 0x03;
  return scheme.tls13 && leaf.group == scheme.curve;
}

bool ml_dsa_makes(const Certificate& leaf, SignatureScheme scheme) {
  switch (scheme) {
    case SignatureScheme::mldsa44: return leaf.key_text == "ML-DSA-44";
    case SignatureScheme::mldsa65: return leaf.key_text == "ML-DSA-65";
    case SignatureScheme::mldsa87: return leaf.key_text == "ML-DSA-87";
    default: return false;
  }
}

std::optional<SignatureScheme> scheme_with(SignatureKind kind, std::string_view hash_name) {
  const auto hash = hash_named(hash_name);
  return hash ? scheme_of(kind, *hash) : std::nullopt;
}

std::optional<SignatureScheme> scheme_of(const SignatureAlgorithm& signature) {
  const std::string_view oid = signature.oid;
  if (signature.pss) return scheme_with(SignatureKind::rsa_pss_rsae, signature.hash);
  if (oid == "1.3.101.112") return SignatureScheme::ed25519;
  if (oid == "1.3.101.113") return SignatureScheme::ed448;
  if (oid == "2.16.840.1.101.3.4.3.17") return SignatureScheme::mldsa44;
  if (oid == "2.16.840.1.101.3.4.3.18") return SignatureScheme::mldsa65;
  if (oid == "2.16.840.1.101.3.4.3.19") return SignatureScheme::mldsa87;
  if (oid.starts_with("1.2.840.113549.1.1."))
    return scheme_with(SignatureKind::rsa_pkcs1, signature.hash);
  if (oid.starts_with("1.2.840.10045.4.")) return scheme_with(SignatureKind::ecdsa, signature.hash);
  if (oid.starts_with("1.2.840.10040.4.") || oid.starts_with("2.16.840.1.101.3.4.3.")) {
    return scheme_with(SignatureKind::dsa, signature.hash);
  }
  return std::nullopt;
}

}  // namespace

std::optional<SignatureScheme> scheme_of_signature(const Certificate& certificate) {
  return scheme_of(certificate.signature);
}

bool key_makes(const Certificate& leaf, SignatureScheme scheme, ProtocolVersion version) {
  const SchemeTraits& is = traits(scheme);
  const bool tls13 = is_tls13(version);
  switch (leaf.key) {
    case KeyKind::rsa: return rsa_makes(leaf, is, tls13);
    case KeyKind::rsa_pss: return pss_key_makes(leaf, is);
    case KeyKind::ec: return ec_makes(leaf, is, scheme, tls13);
    case KeyKind::ed25519: return is.kind == SignatureKind::ed25519;
    case KeyKind::ed448: return is.kind == SignatureKind::ed448;
    case KeyKind::dsa: return !tls13 && is.kind == SignatureKind::dsa;
    case KeyKind::ml_dsa: return tls13 && ml_dsa_makes(leaf, scheme);
    case KeyKind::other: break;
  }
  return false;
}

}  // namespace tlswhy
