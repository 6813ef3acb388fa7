#include "model/signature_schemes.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace tlswhy {
namespace {

struct Pss {
  std::string_view hash;
  std::uint16_t rsae, pss;
};
constexpr std::array<Pss, 3> pss_schemes = {
    {{"SHA256", 0x0804, 0x0809}, {"SHA384", 0x0805, 0x080a}, {"SHA512", 0x0806, 0x080b}}};

// Hash octets of an RSA scheme; PSS needs a key of 2 * hash + 2 octets (RFC 8017 section 9.1.1).
constexpr std::uint32_t pss_octets(std::uint16_t scheme) {
  const unsigned place = (scheme - 0x0804U) % 5U;
  return place == 0 ? 32 : place == 1 ? 48 : 64;
}

bool rsa_makes(const Certificate& leaf, std::uint16_t scheme, bool tls13) {
  if (scheme >= 0x0804 && scheme <= 0x0806)
    return leaf.key_bits >= 8 * (2 * pss_octets(scheme) + 2) - 7;
  return !tls13 && (scheme & 0xff) == 0x01 && scheme <= 0x0601;
}

bool pss_key_makes(const Certificate& leaf, std::uint16_t scheme) {
  const auto found = std::ranges::find(pss_schemes, scheme, &Pss::pss);
  if (found == pss_schemes.end()) return false;
  return !leaf.key_pss_limits || leaf.key_pss_limits->hash == found->hash;
}

struct OfCurve {
  std::uint16_t scheme, group;
};
// In TLS 1.3 an ECDSA scheme names its curve; RFC 8734 for brainpool.
constexpr std::array<OfCurve, 6> curves13 = {
    {{0x0403, 23}, {0x0503, 24}, {0x0603, 25}, {0x081a, 31}, {0x081b, 32}, {0x081c, 33}}};

bool ec_makes(const Certificate& leaf, std::uint16_t scheme, bool tls13) {
  if (!tls13) return (scheme & 0xff) == 0x03 && scheme <= 0x0603;
  if (!leaf.group) return false;
  return std::ranges::any_of(curves13, [&](const OfCurve& c) {
    return c.scheme == scheme && c.group == code(*leaf.group);
  });
}

std::uint16_t hash_number(std::string_view hash) {
  static constexpr std::string_view hashes[] = {"MD5",    "SHA1",   "SHA224",
                                                "SHA256", "SHA384", "SHA512"};
  const auto* const found = std::ranges::find(hashes, hash);
  return found == std::end(hashes) ? std::uint16_t{0}
                                   : static_cast<std::uint16_t>(found - std::begin(hashes) + 1);
}

std::optional<SignatureScheme> pss_scheme(const SignatureAlgorithm& signature) {
  const auto found = std::ranges::find(pss_schemes, signature.hash, &Pss::hash);
  if (found == pss_schemes.end()) return std::nullopt;
  return SignatureScheme{found->rsae};
}

// TLS 1.2 numbers a pair of hash and signature (RFC 5246 section 7.4.1.4.1).
std::optional<SignatureScheme> pair(std::string_view hash, std::uint16_t signature) {
  const std::uint16_t number = hash_number(hash);
  if (number == 0) return std::nullopt;
  return SignatureScheme{static_cast<std::uint16_t>(number << 8U | signature)};
}

std::optional<SignatureScheme> scheme_of(const SignatureAlgorithm& signature) {
  const std::string_view oid = signature.oid;
  if (signature.pss) return pss_scheme(signature);
  if (oid == "1.3.101.112") return SignatureScheme{0x0807};
  if (oid == "1.3.101.113") return SignatureScheme{0x0808};
  if (oid.starts_with("2.16.840.1.101.3.4.3.") && oid.size() == 23) {  // ML-DSA: .17 to .19
    const int last = oid[22] - '0';
    if (oid[21] == '1' && last >= 7 && last <= 9) {
      return SignatureScheme{static_cast<std::uint16_t>(0x0904 + last - 7)};
    }
  }
  if (oid.starts_with("1.2.840.113549.1.1.")) return pair(signature.hash, 1);
  if (oid.starts_with("1.2.840.10045.4.")) return pair(signature.hash, 3);
  if (oid.starts_with("1.2.840.10040.4.") || oid.starts_with("2.16.840.1.101.3.4.3.")) {
    return pair(signature.hash, 2);
  }
  return std::nullopt;
}

}  // namespace

std::optional<SignatureScheme> scheme_of_signature(const Certificate& certificate) {
  return scheme_of(certificate.signature);
}

bool key_makes(const Certificate& leaf, SignatureScheme scheme, ProtocolVersion version) {
  const std::uint16_t value = code(scheme);
  const bool tls13 = is_tls13(version);
  switch (leaf.key) {
    case KeyKind::rsa: return rsa_makes(leaf, value, tls13);
    case KeyKind::rsa_pss: return pss_key_makes(leaf, value);
    case KeyKind::ec: return ec_makes(leaf, value, tls13);
    case KeyKind::ed25519: return value == 0x0807;
    case KeyKind::ed448: return value == 0x0808;
    case KeyKind::dsa: return !tls13 && (value & 0xff) == 0x02 && value <= 0x0602;
    case KeyKind::ml_dsa:
      return tls13 && ((value == 0x0904 && leaf.key_text == "ML-DSA-44") ||
                       (value == 0x0905 && leaf.key_text == "ML-DSA-65") ||
                       (value == 0x0906 && leaf.key_text == "ML-DSA-87"));
    case KeyKind::other: break;
  }
  return false;
}

}  // namespace tlswhy
