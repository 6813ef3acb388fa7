#include "remedy/applicable.hpp"

#include <algorithm>

#include "diagnosis/client_chain.hpp"
#include "diagnosis/offers.hpp"
#include "knowledge/ids/changes.hpp"

namespace tlswhy {

bool could_help(knowledge::ChangeId change, const Handshake& h, const knowledge::Stack* client) {
  using knowledge::ChangeId;
  // Whoever sent a ClientHello speaks TLS already.
  if (change == ChangeId::use_implicit_tls) return !h.client_hello;
  if (change == ChangeId::use_starttls) return static_cast<bool>(h.client_hello);
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
    case ChangeId::complete_client_chain: return !client_chain_is_whole(h);
    case ChangeId::pair_client_key_and_certificate:
      return h.tls13() || (h.client_certificates && !h.client_certificates->empty());
    case ChangeId::pair_key_and_certificate: return key_exchange_signature_valid(h) != true;
    default: return true;
  }
}

namespace {

// Its remedies name the certificates of both sides.
bool befalls_both(const knowledge::Cause& cause) {
  const auto has = [&cause](knowledge::ChangeId change) {
    return std::ranges::any_of(
        cause.remedies, [change](const knowledge::CauseRemedy& r) { return r.change == change; });
  };
  return has(knowledge::ChangeId::renew_certificate) &&
         has(knowledge::ChangeId::renew_client_certificate);
}

}  // namespace

bool concerns_judged(const knowledge::CauseRemedy& remedy, const knowledge::Cause& cause,
                     Party judge) {
  using knowledge::ChangeId;
  if ((judge != Party::client && judge != Party::server) || !befalls_both(cause)) return true;
  switch (remedy.change) {
    case ChangeId::renew_certificate:
    case ChangeId::deploy_certificate:
    case ChangeId::align_farm: return judge == Party::client;
    case ChangeId::renew_client_certificate: return judge == Party::server;
    case ChangeId::fix_clock:
      return (remedy.where == knowledge::Where::server) == (judge == Party::server);
    default: return true;
  }
}

}  // namespace tlswhy
