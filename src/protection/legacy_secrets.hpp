// Secrets of SSLv3 to TLS 1.2: master secret, key block, Finished (RFC 5246
// sections 8.1, 6.3, 7.4.9; RFC 7627; RFC 6101 sections 6.1, 6.2.2).
#pragma once

#include "protection/prf.hpp"
#include "protection/record_protection.hpp"

namespace tlswhy {

struct ConnectionKeys {
  DirectionKeys client, server;
};

class LegacySecrets {
 public:
  LegacySecrets(ProtocolVersion version, const SuiteTraits& suite, Bytes client_random,
                Bytes server_random);

  [[nodiscard]] Buffer master(Bytes premaster) const;
  // `messages`: the handshake up to ClientKeyExchange.
  [[nodiscard]] Buffer extended_master(Bytes premaster, Bytes messages) const;
  [[nodiscard]] ConnectionKeys keys(Bytes master) const;
  [[nodiscard]] Buffer finished(Bytes master, bool of_client, Bytes messages) const;

 private:
  ProtocolVersion version_;
  SuiteTraits suite_;
  Hash hash_;  // of the PRF
  Buffer client_random_, server_random_;
};

}  // namespace tlswhy
