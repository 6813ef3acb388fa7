// Servers by dice.
#pragma once

#include <algorithm>
#include <random>

#include "model/testing/parties.hpp"
#include "sources/probe/universe.hpp"

namespace tlswhy::testing {

// One suite that every version can have, and some more.
inline std::vector<CipherSuite> any_suites(std::mt19937& dice) {
  const auto& all = universe(ProtocolVersion::TLSv1_2).cipher_suites;
  std::vector<CipherSuite> out = {suite::rsa_aes_sha};
  for (auto i = dice() % 25; i > 0; --i) {
    const CipherSuite s = all[dice() % all.size()];
    const auto is = traits(s);
    const bool playable = is.key_exchange == KeyExchange::ecdhe ||
                          is.key_exchange == KeyExchange::dhe ||
                          is.key_exchange == KeyExchange::rsa;
    const bool certified =
        is.authentication == Authentication::rsa || is.authentication == Authentication::ecdsa;
    if (playable && certified && std::ranges::find(out, s) == out.end()) out.push_back(s);
  }
  std::ranges::shuffle(out, dice);
  return out;
}

// A server of which each version has lists and an order of its own, without TLS 1.3.
inline ServerModel any_server(std::mt19937& dice) {
  ServerModel server = rsa_server();
  std::vector<ProtocolVersion> versions;
  for (const auto v : {ProtocolVersion::SSLv3, ProtocolVersion::TLSv1_0, ProtocolVersion::TLSv1_1,
                       ProtocolVersion::TLSv1_2})
    if (dice() % 2 == 0) versions.push_back(v);
  if (versions.empty()) versions = {ProtocolVersion::TLSv1_2};
  set_versions(server, versions);
  server.server_group_order = dice() % 2 == 0;
  server.dh_bits = dice() % 2 == 0 ? 2048 : 0;
  if (dice() % 2 == 0) {
    server.credentials.push_back({list({ec_certificate(group::p256)})});
    server.certificate_first = dice() % 3 == 0;
  }
  const bool alike = dice() % 3 == 0;
  for (ServerVersion& version : server.versions) {
    const bool own = server.certificate_first || dice() % 2 == 0;
    version.order = own ? Order::server : Order::client;
    version.cipher_suites = any_suites(dice);
    if (!alike) continue;
    version.cipher_suites = server.versions.front().cipher_suites;
    version.order = server.versions.front().order;
  }
  return server;
}

}  // namespace tlswhy::testing
