#include "knowledge/learn.hpp"

#include <algorithm>
#include <functional>

#include "base/utf8.hpp"

namespace tlswhy {
namespace {

using knowledge::Offer;
using knowledge::ServerNameRule;

// Those that a profile can name; drafts of TLS 1.3 are of no use to a server of today.
bool is_final(ProtocolVersion version) {
  return version >= ProtocolVersion::SSLv3 && version <= ProtocolVersion::TLSv1_3;
}

// RFC 8446 section 4.1.2: without supported_versions the highest one alone is told.
std::vector<ProtocolVersion> versions(const ClientHello& hello,
                                      std::span<const ProtocolVersion> of_base) {
  std::vector<ProtocolVersion> out;
  std::ranges::copy_if(hello.supported_versions, std::back_inserter(out), is_final);
  if (out.empty()) {  // no such extension, or drafts and experiments alone
    const ProtocolVersion highest = std::min(hello.legacy_version, ProtocolVersion::TLSv1_2);
    std::ranges::copy_if(of_base, std::back_inserter(out),
                         [highest](ProtocolVersion version) { return version < highest; });
    out.push_back(highest);
  }
  std::ranges::sort(out, std::greater());
  const auto doubles = std::ranges::unique(out);
  out.erase(doubles.begin(), doubles.end());
  return out;
}

bool is_signal(CipherSuite suite) {
  return suite == CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV ||
         suite == CipherSuite::TLS_FALLBACK_SCSV;
}

template <class T>
std::vector<T> meant(const std::vector<T>& values) {
  std::vector<T> out;
  out.reserve(values.size());
  for (const T value : values) {
    if (!is_grease(code(value))) out.push_back(value);
  }
  return out;
}

// GREASE may stand here too, as two bytes that are no text (RFC 8701 section 3.1).
std::vector<std::string> protocols(const ClientHello& hello) {
  std::vector<std::string> out;
  for (const std::string& name : hello.alpn) {
    const bool text = std::ranges::none_of(name, [](char c) { return c >= 0 && c < ' '; });
    if (!name.empty() && text && valid_utf8(name) == name) out.push_back(name);
  }
  return out;
}

}  // namespace

void learn(const ClientHello& hello, OwnProfile& into) {
  Offer& offer = into.edit().offer;
  offer.versions = into.keep(versions(hello, offer.versions));
  std::vector<CipherSuite> suites = meant(hello.cipher_suites);
  std::erase_if(suites, is_signal);
  offer.cipher_suites = into.keep(std::move(suites));
  offer.supported_groups = into.keep(meant(hello.supported_groups));
  offer.key_shares = into.keep(meant(hello.key_shares));
  offer.signature_algorithms = into.keep(meant(hello.signature_algorithms));
  offer.signature_algorithms_cert = hello.signature_algorithms_cert
                                        ? into.keep(meant(*hello.signature_algorithms_cert))
                                        : std::span<const SignatureScheme>();
  offer.alpn = into.keep(protocols(hello));
  if (hello.server_name && offer.server_name == ServerNameRule::never)
    offer.server_name = ServerNameRule::always;
  offer.extended_master_secret = hello.has(ExtensionType::extended_master_secret);
  offer.renegotiation_info = hello.has(ExtensionType::renegotiation_info) ||
                             hello.offers(CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
}

OwnProfile learn(const ClientHello& hello, const knowledge::ClientProfile& base) {
  OwnProfile out(base);
  learn(hello, out);
  return out;
}

bool same_offer(const ClientHello& a, const ClientHello& b) {
  static const knowledge::ClientProfile nobody{};
  const OwnProfile of_b = learn(b, nobody);
  return says_what_it_offers(a, of_b.profile());
}

bool says_what_it_offers(const ClientHello& hello, const knowledge::ClientProfile& client) {
  const OwnProfile learnt = learn(hello, client);
  const Offer& x = learnt.profile().offer;
  const Offer& y = client.offer;
  return std::ranges::equal(x.versions, y.versions) &&
         std::ranges::equal(x.cipher_suites, y.cipher_suites) &&
         std::ranges::equal(x.supported_groups, y.supported_groups) &&
         std::ranges::equal(x.key_shares, y.key_shares) &&
         std::ranges::equal(x.signature_algorithms, y.signature_algorithms) &&
         std::ranges::equal(x.signature_algorithms_cert, y.signature_algorithms_cert) &&
         std::ranges::equal(x.alpn, y.alpn) &&
         x.extended_master_secret == y.extended_master_secret &&
         x.renegotiation_info == y.renegotiation_info;
}

}  // namespace tlswhy
