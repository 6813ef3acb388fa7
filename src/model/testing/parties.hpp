// Clients, servers and certificates for tests of the model, out of values alone: no signature can
// be looked at, names say who issued whom.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/negotiate.hpp"

namespace tlswhy::testing {

namespace suite {
constexpr CipherSuite rsa_aes_sha{0x002f}, dhe_dss_aes_sha{0x0032}, dhe_rsa_aes_sha{0x0033},
    rsa_aes_gcm{0x009c}, tls13_aes128{0x1301}, tls13_aes256{0x1302}, ecdhe_rsa_aes_sha{0xc013},
    ecdhe_ecdsa_aes_gcm{0xc02b}, ecdhe_rsa_aes_gcm{0xc02f}, ecdhe_rsa_aes256_gcm{0xc030};
}  // namespace suite
namespace group {
constexpr NamedGroup p256{23}, p384{24}, x25519{29}, ffdhe2048{256}, ffdhe3072{257};
}  // namespace group
namespace scheme {
constexpr SignatureScheme rsa_sha1{0x0201}, rsa_sha256{0x0401}, ecdsa_sha256{0x0403},
    ecdsa_sha384{0x0503}, pss_rsae_sha256{0x0804}, pss_rsae_sha512{0x0806}, ed25519{0x0807},
    pss_pss_sha256{0x0809};
}  // namespace scheme

// The lists that an Offer looks at.
struct Hello {
  std::vector<ProtocolVersion> versions{ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_1,
                                        ProtocolVersion::TLSv1_0};
  std::vector<CipherSuite> suites{suite::ecdhe_rsa_aes_gcm, suite::rsa_aes_sha};
  std::vector<NamedGroup> groups{group::x25519, group::p256}, shares;
  std::vector<SignatureScheme> schemes{scheme::rsa_sha256}, schemes_cert;
  std::vector<std::string_view> alpn;
  knowledge::ServerNameRule server_name = knowledge::ServerNameRule::always;

  [[nodiscard]] knowledge::Offer offer() const {
    return {.versions = versions,
            .cipher_suites = suites,
            .supported_groups = groups,
            .key_shares = shares,
            .signature_algorithms = schemes,
            .signature_algorithms_cert = schemes_cert,
            .alpn = alpn,
            .server_name = server_name};
  }
};
inline Hello hello_of_tls13() {
  Hello out;
  out.versions.insert(out.versions.begin(), ProtocolVersion::TLSv1_3);
  out.suites.insert(out.suites.begin(), suite::tls13_aes128);
  out.schemes = {scheme::pss_rsae_sha256, scheme::rsa_sha256};
  out.shares = {group::x25519};
  return out;
}

inline Certificate rsa_certificate(const std::string& subject, const std::string& issuer) {
  static std::uint8_t count = 0;
  Certificate out;
  out.parsed = true;
  out.sha256.back() = ++count;
  out.subject = "CN=" + subject;
  out.issuer = "CN=" + issuer;
  out.common_name = subject;
  out.self_issued = subject == issuer;
  out.signature.oid = "1.2.840.113549.1.1.11";
  out.signature.name = "sha256WithRSAEncryption";
  out.signature.hash = "SHA256";
  out.key = KeyKind::rsa;
  out.key_bits = 2048;
  out.key_text = "RSA-2048";
  out.not_after.ns = 2'000'000'000LL * 1'000'000'000;
  return out;
}
inline Certificate ec_certificate(NamedGroup curve) {
  Certificate out = rsa_certificate("shop.test", "Root");
  out.key = KeyKind::ec;
  out.key_bits = 256;
  out.key_text = "EC";
  out.group = curve;
  return out;
}
inline Certificate authority(const std::string& subject, const std::string& issuer) {
  Certificate out = rsa_certificate(subject, issuer);
  out.basic_constraints = out.is_ca = true;
  return out;
}
inline CertificateList list(const std::vector<Certificate>& certificates) {
  CertificateList out;
  for (const auto& c : certificates) out.push_back(std::make_shared<Certificate>(c));
  return out;
}

// The same for all versions of a server, of which there is at least one.
inline void set_suites(ServerModel& server, const std::vector<CipherSuite>& suites) {
  for (ServerVersion& version : server.versions) version.cipher_suites = suites;
}
inline void add_suite(ServerModel& server, CipherSuite suite) {
  for (ServerVersion& version : server.versions) version.cipher_suites.push_back(suite);
}
inline void set_order(ServerModel& server, Order order) {
  for (ServerVersion& version : server.versions) version.order = order;
}
inline void set_groups(ServerModel& server, const std::vector<NamedGroup>& groups) {
  for (ServerVersion& version : server.versions) version.groups = groups;
}
inline void set_schemes(ServerModel& server, const std::vector<SignatureScheme>& schemes) {
  for (ServerVersion& version : server.versions) version.signature_schemes = schemes;
}
// Other versions, with the lists of the first one.
inline void set_versions(ServerModel& server, const std::vector<ProtocolVersion>& versions) {
  ServerVersion all = server.versions.front();
  server.versions.clear();
  for (const ProtocolVersion version : versions) {
    all.version = version;
    server.versions.push_back(all);
  }
}

// An OpenSSL with RSA-2048 that takes all that these tests name, without DHE.
inline ServerModel rsa_server() {
  ServerModel out;
  out.versions = {{.order = Order::server}};
  set_suites(out, {suite::tls13_aes256, suite::tls13_aes128, suite::ecdhe_rsa_aes_gcm,
                   suite::ecdhe_rsa_aes_sha, suite::ecdhe_ecdsa_aes_gcm, suite::dhe_rsa_aes_sha,
                   suite::rsa_aes_gcm, suite::rsa_aes_sha});
  set_groups(out, {group::x25519, group::p256, group::p384, group::ffdhe2048});
  set_schemes(
      out, {scheme::ecdsa_sha256, scheme::ecdsa_sha384, scheme::ed25519, scheme::pss_rsae_sha256,
            scheme::pss_pss_sha256, scheme::pss_rsae_sha512, scheme::rsa_sha256, scheme::rsa_sha1});
  set_versions(out, {ProtocolVersion::TLSv1_0, ProtocolVersion::TLSv1_1, ProtocolVersion::TLSv1_2,
                     ProtocolVersion::TLSv1_3});
  out.credentials = {{list({rsa_certificate("shop.test", "Root")})}};
  return out;
}

}  // namespace tlswhy::testing
