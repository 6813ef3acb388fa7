// A server that is described, not run: answers the questions of a probe by choose().
#pragma once

#include "model/negotiate.hpp"
#include "sources/probe/interview.hpp"
#include "sources/probe/universe.hpp"

namespace tlswhy::testing {

inline ProbeAnswer refused(std::optional<std::uint8_t> alert) {
  ProbeAnswer out;
  out.end = alert ? ProbeAnswer::End::alert : ProbeAnswer::End::closed;
  out.alert = alert;
  return out;
}

inline ProbeAnswer play(const ServerModel& server, const ProbeQuestion& question) {
  if (question.sslv2) return refused(std::nullopt);
  const HelloContent& h = question.hello;
  std::vector<ProtocolVersion> versions = h.supported_versions;
  if (versions.empty()) versions = {h.legacy_version};
  std::vector<NamedGroup> shares;
  for (const KeyShareEntry& share : h.key_shares) shares.push_back(share.group);
  const std::vector<std::string_view> alpn(h.alpn.begin(), h.alpn.end());
  const bool fallback =
      std::ranges::find(h.cipher_suites, CipherSuite::TLS_FALLBACK_SCSV) != h.cipher_suites.end();
  if (fallback &&
      std::ranges::max(server.versions, {}, &ServerVersion::version).version > versions.front())
    return refused(code(AlertDescription::inappropriate_fallback));
  const knowledge::Offer offer{.versions = versions,
                               .cipher_suites = h.cipher_suites,
                               .supported_groups = h.supported_groups,
                               .key_shares = shares,
                               .signature_algorithms = h.signature_algorithms,
                               .signature_algorithms_cert = h.signature_algorithms_cert,
                               .alpn = alpn};
  std::vector<Rejection> rejections;
  const auto flight = choose(offer, server, ServerName(h.server_name), rejections);
  if (!flight) return refused(flight.error().alert);
  ProbeAnswer out;
  out.end = ProbeAnswer::End::agreed;
  static_cast<ServerAnswer&>(out) = *flight;
  if (out.dh_bits != 0) out.dh_prime.assign(out.dh_bits / 8, 0xff);
  const bool clear = flight->version != ProtocolVersion::TLSv1_3 || question.finish;
  const bool signs = is_signed(flight->cipher_suite) || flight->version == ProtocolVersion::TLSv1_3;
  if (!clear || !signs) out.scheme.reset();
  if (flight->credential && clear) out.chain = server.credentials[*flight->credential].chain;
  out.renegotiation_info = server.renegotiation_info;
  out.certificate_requested = clear && flight->certificate_requested;
  out.finished = server.client_certificate != ClientCertificatePolicy::required;
  return out;
}

}  // namespace tlswhy::testing
