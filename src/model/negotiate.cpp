#include "model/negotiate.hpp"

#include <algorithm>

#include "knowledge/ids/causes.hpp"
#include "model/dialect.hpp"

namespace tlswhy {
namespace {

using knowledge::Answer;
using knowledge::CauseId;
using knowledge::ClientProfile;

// What the client is expected to do about a cause, in the version that was agreed on.
Refusal refusal_by_client(const ClientProfile& client, const ServerFlight& flight, HandshakeType at,
                          CauseId cause, Constraint constraint) {
  Refusal out{.by = Party::client, .at = at, .cause = cause, .constraint = constraint};
  const auto answer = client.refuses_with(cause, flight.version);
  if (!answer) return out;
  if (answer->kind == Answer::Kind::alert) out.alert = answer->alert;
  out.closes = answer->kind == Answer::Kind::closes;
  return out;
}

// Whether the client is known to refuse because of it, and not to put up with it.
bool minds(const ClientProfile& client, CauseId cause, ProtocolVersion version) {
  const auto answers = client.answers_to(cause, version);
  return !answers.empty() && answers.front().kind != Answer::Kind::accepts;
}

// RFC 5746 section 3.4: a client that asked may insist on renegotiation_info; TLS 1.3 has none.
bool refuses_old_renegotiation(const ClientProfile& client, const ServerFlight& flight) {
  return !flight.renegotiation_info && client.offer.renegotiation_info &&
         flight.version != ProtocolVersion::TLSv1_3 &&
         minds(client, CauseId::legacy_renegotiation, flight.version);
}

// RFC 7627 section 5.2: so it is with extended_master_secret; who insists is in FIPS mode, or set
// so (Java's jdk.tls.allowLegacyMasterSecret=false).
bool refuses_old_master_secret(const ClientProfile& client, const ServerFlight& flight) {
  return !flight.extended_master_secret && client.offer.extended_master_secret &&
         flight.version != ProtocolVersion::TLSv1_3 &&
         minds(client, CauseId::fips_mode, flight.version);
}

std::optional<Refusal> judge_server_hello(const ClientProfile& client, const ServerFlight& flight) {
  constexpr auto at = HandshakeType::server_hello;
  const auto& offer = client.offer;
  if (std::ranges::find(offer.versions, flight.version) == offer.versions.end())
    return refusal_by_client(client, flight, at, CauseId::server_old_version_client_refuses,
                             Constraint::offered);
  if (std::ranges::find(offer.cipher_suites, flight.cipher_suite) == offer.cipher_suites.end())
    return refusal_by_client(client, flight, at, CauseId::client_rejects_chosen_cipher,
                             Constraint::offered);
  if (refuses_old_renegotiation(client, flight))
    return refusal_by_client(client, flight, at, CauseId::legacy_renegotiation,
                             Constraint::renegotiation_info);
  if (refuses_old_master_secret(client, flight))
    return refusal_by_client(client, flight, at, CauseId::fips_mode,
                             Constraint::extended_master_secret);
  return std::nullopt;
}

std::optional<Refusal> judge_key_exchange(const ClientProfile& client, const ServerFlight& flight) {
  constexpr auto at = HandshakeType::server_key_exchange;
  const auto& policy = client.policy;
  const auto bits = [&](CauseId cause, Constraint constraint, std::uint32_t need) {
    Refusal out = refusal_by_client(client, flight, at, cause, constraint);
    out.have = flight.dh_bits;
    out.need = need;
    return out;
  };
  if (flight.dh_bits > 0 && flight.dh_bits < policy.minimum_dh_bits.value_or(0))
    return bits(CauseId::weak_dh_group, Constraint::minimum_dh_bits, *policy.minimum_dh_bits);
  if (policy.maximum_dh_bits && flight.dh_bits > *policy.maximum_dh_bits)
    return bits(CauseId::dh_prime_too_large, Constraint::maximum_dh_bits, *policy.maximum_dh_bits);
  if (flight.signs_md5_sha1 && !policy.verifies_md5_sha1.value_or(true))
    return refusal_by_client(client, flight, at, CauseId::sha1_handshake_signature,
                             Constraint::md5_sha1_signature);
  return std::nullopt;
}

std::optional<Refusal> judge_chain(const ClientProfile& client, const ServerFlight& flight,
                                   const CertificateGraph& graph, const Situation& situation,
                                   std::optional<PathVerdict>& path) {
  path = judge_path(client.path, graph, situation,
                    {.key_exchange = traits(flight.cipher_suite).key_exchange});
  if (path->accepted || path->faults.empty()) return std::nullopt;
  const PathFault& fault = path->faults.front();
  Refusal out =
      refusal_by_client(client, flight, HandshakeType::certificate, fault.cause, Constraint::path);
  out.fault = fault;
  if (fault.variant == "no-issuer") {  // seen when the handshake is over: nobody is told
    out.alert.reset();
    out.closes = true;
  }
  return out;
}

// RFC 5246 section 7.4.6, RFC 8446 section 4.4.2.4: the server decides about an empty Certificate.
std::optional<Refusal> judge_client_certificate(const ServerModel& server,
                                                const ServerFlight& flight,
                                                const Situation& situation) {
  if (server.client_certificate != ClientCertificatePolicy::required ||
      situation.client_has_certificate)
    return std::nullopt;
  const ServerDialect& says = dialect(server.behaviour);
  const bool tls13 = flight.version == ProtocolVersion::TLSv1_3;
  return Refusal{.by = Party::server,
                 .at = HandshakeType::certificate,
                 .cause = CauseId::client_cert_not_sent,
                 .constraint = Constraint::client_certificate,
                 .alert = code(tls13 ? says.no_certificate_tls13 : says.no_certificate)};
}

}  // namespace

std::optional<Refusal> judge_flight(const ClientProfile& client, const ServerFlight& flight,
                                    const CertificateGraph* graph, const Situation& situation,
                                    std::optional<PathVerdict>& path) {
  if (auto refusal = judge_server_hello(client, flight)) return refusal;
  if (graph != nullptr) {
    if (auto refusal = judge_chain(client, flight, *graph, situation, path)) return refusal;
  }
  return judge_key_exchange(client, flight);
}

Negotiation negotiate(const ClientProfile& client, const ServerModel& server,
                      std::span<const CertificateGraph> graphs, const Situation& situation) {
  Negotiation out;
  auto flight = choose(client.offer, server, situation.host, out.rejections);
  if (!flight) {
    out.refusal = flight.error();
    return out;
  }
  out.flight = std::move(*flight);
  const CertificateGraph* graph =
      !graphs.empty() && out.flight.credential ? &graphs[*out.flight.credential] : nullptr;
  out.refusal = judge_flight(client, out.flight, graph, situation, out.path);
  if (!out.refusal) out.refusal = judge_client_certificate(server, out.flight, situation);
  return out;
}

}  // namespace tlswhy
