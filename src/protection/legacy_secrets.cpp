#include "protection/legacy_secrets.hpp"

namespace tlswhy {

LegacySecrets::LegacySecrets(ProtocolVersion version, const SuiteTraits& suite, Bytes client_random,
                             Bytes server_random)
    : version_(version),
      suite_(suite),
      hash_(version == ProtocolVersion::TLSv1_2 ? suite.prf_hash() : Hash::md5_sha1),
      client_random_(copy(client_random)),
      server_random_(copy(server_random)) {}

Buffer LegacySecrets::master(Bytes premaster) const {
  const Buffer seed = joined({client_random_, server_random_});
  if (version_ == ProtocolVersion::SSLv3) return ssl3_prf(premaster, seed, 48);
  return prf(hash_, premaster, "master secret", seed, 48);
}

Buffer LegacySecrets::extended_master(Bytes premaster, Bytes messages) const {
  return prf(hash_, premaster, "extended master secret", digest(hash_, messages), 48);
}

ConnectionKeys LegacySecrets::keys(Bytes master) const {
  const KeySizes sizes = key_sizes(suite_, version_);
  const std::size_t total = 2 * (sizes.mac_key + sizes.key + sizes.iv);
  const Buffer seed = joined({server_random_, client_random_});
  const Buffer block = version_ == ProtocolVersion::SSLv3
                           ? ssl3_prf(master, seed, total)
                           : prf(hash_, master, "key expansion", seed, total);
  Reader in(block);
  ConnectionKeys out;
  out.client.mac_key = copy(in.bytes(sizes.mac_key));
  out.server.mac_key = copy(in.bytes(sizes.mac_key));
  out.client.key = copy(in.bytes(sizes.key));
  out.server.key = copy(in.bytes(sizes.key));
  out.client.iv = copy(in.bytes(sizes.iv));
  out.server.iv = copy(in.bytes(sizes.iv));
  return out;
}

Buffer LegacySecrets::finished(Bytes master, bool of_client, Bytes messages) const {
  if (version_ == ProtocolVersion::SSLv3) {
    return ssl3_finished(master, of_client ? "CLNT" : "SRVR", messages);
  }
  return prf(hash_, master, of_client ? "client finished" : "server finished",
             digest(hash_, messages), 12);
}

}  // namespace tlswhy
