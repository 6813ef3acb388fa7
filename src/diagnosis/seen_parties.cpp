#include "diagnosis/seen_parties.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace tlswhy {
namespace {

using knowledge::ClientProfile;

// A client that names its versions one by one, or its highest with all below it.
std::span<const ProtocolVersion> versions_of(const ClientHello& hello) {
  static constexpr std::array below = {ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_1,
                                       ProtocolVersion::TLSv1_0, ProtocolVersion::SSLv3};
  if (!hello.supported_versions.empty()) return hello.supported_versions;
  const auto first = std::ranges::find(below, hello.legacy_version);
  return std::span(below).subspan(static_cast<std::size_t>(first - below.begin()));
}

ClientProfile offering(const ClientProfile& client, const ClientHello& hello) {
  ClientProfile out = client;
  out.offer.versions = versions_of(hello);
  out.offer.cipher_suites = hello.cipher_suites;
  out.offer.supported_groups = hello.supported_groups;
  out.offer.key_shares = hello.key_shares;
  out.offer.signature_algorithms = hello.signature_algorithms;
  out.offer.signature_algorithms_cert = {};
  if (hello.signature_algorithms_cert)
    out.offer.signature_algorithms_cert = *hello.signature_algorithms_cert;
  out.offer.alpn = {};
  if (!hello.server_name) out.offer.server_name = knowledge::ServerNameRule::never;
  return out;
}

}  // namespace

PlayedClient::PlayedClient(const ClientProfile& known, const ClientHello& hello)
    : profile_(offering(known, hello)) {
  if (hello.signature_algorithms.empty()) return;
  // A scheme that it usually names and does not name here was switched off: for certificates too.
  const auto named = [&hello](SignatureScheme scheme) {
    const auto& own = hello.signature_algorithms_cert;
    return std::ranges::find(hello.signature_algorithms, scheme) !=
               hello.signature_algorithms.end() ||
           (own && std::ranges::find(*own, scheme) != own->end());
  };
  const auto usual = known.offer.signature_algorithms;
  for (const SignatureScheme scheme : known.path.verifies) {
    const bool expected = std::ranges::find(usual, scheme) != usual.end();
    if (!expected || named(scheme)) verifies_.push_back(scheme);
  }
  profile_.path.verifies = verifies_;
}

ServerModel seen_server(const Handshake& h) {
  ServerModel out;
  out.versions = {h.version()};
  out.cipher_suites = {h.server_hello->cipher_suite};
  // What it would sign with, had it another suite, is not shown: what this client takes is assumed.
  out.signature_schemes = h.client_hello->signature_algorithms;
  if (h.server_key_exchange && h.server_key_exchange->group)
    out.groups = {*h.server_key_exchange->group};
  if (h.server_key_exchange) out.dh_bits = dh_bits_of(*h.server_key_exchange);
  out.credentials.push_back({*h.server_certificates});
  return out;
}

}  // namespace tlswhy
