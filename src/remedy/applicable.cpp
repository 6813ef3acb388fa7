#include "remedy/applicable.hpp"

#include "diagnosis/offers.hpp"
#include "knowledge/ids/changes.hpp"

namespace tlswhy {

bool could_help(knowledge::ChangeId change, const Handshake& h, const knowledge::Stack* client) {
  using knowledge::ChangeId;
  if (!h.client_hello) return true;
  const ClientHello& hello = *h.client_hello;
  const ProtocolVersion highest = hello.highest_version();
  switch (change) {
    case ChangeId::prefer_ecdhe:
      return offered_with(h, KeyExchange::ecdhe) > 0 || offered_with(h, KeyExchange::tls13) > 0;
    case ChangeId::prefer_static_rsa: return offered_with(h, KeyExchange::rsa) > 0;
    case ChangeId::enlarge_dh_group:
      return client == nullptr || client->policy.maximum_dh_bits.value_or(8192) >= 2048;
    case ChangeId::enable_tls12_client: return highest < ProtocolVersion::TLSv1_2;
    case ChangeId::enable_tls12: return highest >= ProtocolVersion::TLSv1_2;
    case ChangeId::send_sni: return !hello.server_name;
    default: return true;
  }
}

}  // namespace tlswhy
