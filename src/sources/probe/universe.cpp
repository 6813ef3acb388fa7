#include "sources/probe/universe.hpp"

#include <algorithm>
#include <array>

#include "base/contains.hpp"
#include "wire/registry.hpp"
#include "wire/signature_scheme.hpp"

namespace tlswhy {
namespace {

// Deployed without a code point of IANA's: ChaCha20 of draft-agl-tls-chacha20poly1305, GOST of
// draft-chudov-cryptopro-cptls, NSS's FIPS suites.
constexpr std::array<std::uint16_t, 6> unregistered = {0xcc13, 0xcc14, 0xcc15,
                                                       0xff85, 0xfefe, 0xfeff};

constexpr bool is_ffdhe(std::uint16_t group) { return group >> 8 == 1; }
constexpr bool needs_tls13(std::uint16_t group) { return group >= 0x0200; }  // ML-KEM and hybrids

int rank(CipherSuite suite) {
  const auto is = traits(suite);
  const int exchange = is.key_exchange == KeyExchange::ecdhe ? 0
                       : is.key_exchange == KeyExchange::dhe ? 1
                       : is.key_exchange == KeyExchange::rsa ? 2
                                                             : 3;
  const int cipher = is.kind == CipherKind::aead ? 0 : is.kind == CipherKind::cbc ? 1 : 2;
  const bool certified =
      is.authentication == Authentication::rsa || is.authentication == Authentication::ecdsa;
  return exchange * 10 + cipher + (certified ? 0 : 100);
}

std::vector<CipherSuite> suites(bool tls13) {
  std::vector<CipherSuite> out;
  for (const std::string_view name : cipher_suite_names()) {
    const CipherSuite suite{*cipher_suite(name)};
    const auto is = traits(suite);
    if (is.known && (is.key_exchange == KeyExchange::tls13) == tls13) out.push_back(suite);
  }
  if (!tls13) {
    for (const std::uint16_t value : unregistered) out.push_back(CipherSuite{value});
  }
  std::ranges::sort(out);
  std::ranges::stable_sort(out, {}, rank);
  return out;
}

std::vector<std::uint16_t> codes(const std::vector<std::string_view>& names,
                                 std::optional<std::uint16_t> (*code_of)(std::string_view)) {
  std::vector<std::uint16_t> out;
  for (const std::string_view name : names) out.push_back(*code_of(name));
  std::erase_if(out, is_grease);
  std::ranges::sort(out);
  return out;
}

// TLS <= 1.2 is asked without finite fields: a server of that time has a prime of its own.
std::vector<NamedGroup> groups(bool tls13) {
  using enum NamedGroup;
  std::vector<NamedGroup> out = {x25519, secp256r1, secp384r1, secp521r1, x448};
  for (const std::uint16_t value : codes(named_group_names(), named_group)) {
    const bool fits = tls13 || (!is_ffdhe(value) && !needs_tls13(value));
    const bool explicit_curve = value == 0xff01 || value == 0xff02;
    if (fits && !explicit_curve && !contains(out, NamedGroup{value}))
      out.push_back(NamedGroup{value});
  }
  return out;
}

std::vector<SignatureScheme> schemes(ProtocolVersion version) {
  if (version < ProtocolVersion::TLSv1_2) return {};
  using enum SignatureScheme;
  std::vector<SignatureScheme> out = {
      rsa_pss_rsae_sha256, ecdsa_secp256r1_sha256, rsa_pkcs1_sha256,
      rsa_pss_rsae_sha384, ecdsa_secp384r1_sha384, rsa_pkcs1_sha384,
      rsa_pss_rsae_sha512, ecdsa_secp521r1_sha512, rsa_pkcs1_sha512};
  for (const std::uint16_t value : codes(signature_scheme_names(), signature_scheme)) {
    if (!contains(out, SignatureScheme{value})) out.push_back(SignatureScheme{value});
  }
  return out;
}

// Below SHA-256: no signature of a handshake in TLS 1.3 (RFC 8446 section 4.2.3), and JSSE makes
// one all the same where it is offered. PKCS#1 stays: HAProxy looks for it to know a client of RSA.
bool only_for_certificates(SignatureScheme scheme) { return code(scheme) < 0x0401; }

Universe make(ProtocolVersion version) {
  const bool tls13 = version == ProtocolVersion::TLSv1_3;
  Universe out{suites(tls13), groups(tls13), schemes(version)};
  if (version < ProtocolVersion::TLSv1_2)
    std::erase_if(out.cipher_suites, [](CipherSuite s) { return traits(s).tls12_only; });
  if (tls13) std::erase_if(out.schemes, only_for_certificates);
  if (version == ProtocolVersion::SSLv3) out.groups.clear();  // it has no extensions
  return out;
}

}  // namespace

const Universe& universe(ProtocolVersion version) {
  static const Universe ssl3 = make(ProtocolVersion::SSLv3), tls10 = make(ProtocolVersion::TLSv1_0),
                        tls12 = make(ProtocolVersion::TLSv1_2),
                        tls13 = make(ProtocolVersion::TLSv1_3);
  switch (version) {
    case ProtocolVersion::SSLv3: return ssl3;
    case ProtocolVersion::TLSv1_2: return tls12;
    case ProtocolVersion::TLSv1_3: return tls13;
    default: return tls10;
  }
}

bool is_ecdsa(CipherSuite suite) {
  return traits(suite).authentication == Authentication::ecdsa || suite == CipherSuite{0xcc14};
}

bool is_ecdsa(SignatureScheme scheme) {
  const SchemeTraits is = traits(scheme);
  return is.kind == SignatureKind::ecdsa || is.is_eddsa() || scheme == SignatureScheme::sm2sig_sm3;
}

bool is_signed(CipherSuite suite) {
  const auto is = traits(suite);
  const bool ephemeral =
      is.key_exchange == KeyExchange::ecdhe || is.key_exchange == KeyExchange::dhe;
  const bool certified = is.authentication == Authentication::rsa ||
                         is.authentication == Authentication::ecdsa ||
                         is.authentication == Authentication::dss;
  return ephemeral && certified;
}

bool is_certified(CipherSuite suite) {
  const auto authentication = traits(suite).authentication;
  return authentication != Authentication::anonymous && authentication != Authentication::psk;
}

std::vector<CipherSuite> certified(std::vector<CipherSuite> suites) {
  if (std::ranges::any_of(suites, is_certified))
    std::erase_if(suites, [](CipherSuite suite) { return !is_certified(suite); });
  return suites;
}

bool is_chacha(CipherSuite suite) {
  const std::uint16_t value = code(suite);
  return value == 0x1303 || (value >= 0xcca8 && value <= 0xccae) ||
         (value >= 0xcc13 && value <= 0xcc15);
}

bool is_ecdhe_aes_gcm(CipherSuite suite) {
  const std::uint16_t value = code(suite);
  return value == 0x1301 || value == 0x1302 || value == 0xc02b || value == 0xc02c ||
         value == 0xc02f || value == 0xc030;
}

bool is_ecdhe(CipherSuite suite) {
  const auto exchange = traits(suite).key_exchange;
  return exchange == KeyExchange::ecdhe || exchange == KeyExchange::tls13;
}

}  // namespace tlswhy
