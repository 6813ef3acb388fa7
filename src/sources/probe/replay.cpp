#include "sources/probe/replay.hpp"

#include <algorithm>
#include <utility>

#include "base/hex.hpp"
#include "knowledge/learn.hpp"
#include "model/dialect.hpp"
#include "wire/client_hello.hpp"

namespace tlswhy {
namespace {

template <class T>
std::vector<T> copy(std::span<const T> list) {
  return {list.begin(), list.end()};
}

// What the client really sent once, where it says what the profile does: an own java.security may
// have changed the lists since, and what was measured of a parent is not shown of its child.
std::vector<std::uint8_t> recorded_of(const knowledge::ClientProfile& client) {
  if (client.basis != knowledge::Basis::lab) return {};
  auto message = from_hex(client.offer.client_hello);
  if (!message || message->size() < 4) return {};
  const auto hello = parse_client_hello(Bytes(*message).subspan(4));
  if (!hello || hello->damaged || !says_what_it_offers(*hello, client)) return {};
  return std::move(*message);
}

// Of a refusal of which nobody knows how it is said, any will do.
bool refused_as(const Refusal& foretold, const ProbeAnswer& answer) {
  if (foretold.closes) return !answer.alert;
  return !foretold.alert || foretold.alert == answer.alert;
}

}  // namespace

bool as_foretold(const Negotiation& foretold, const ProbeAnswer& answer) {
  const auto& refusal = foretold.refusal;
  const bool by_server = refusal && refusal->by == Party::server;
  if (by_server && refusal->at == HandshakeType::client_hello)
    return !answer.agreed() && refused_as(*refusal, answer);
  const ServerFlight& flight = foretold.flight;
  if (!answer.agreed() || answer.version != flight.version ||
      answer.cipher_suite != flight.cipher_suite)
    return false;
  if (by_server) return refused_as(*refusal, answer);
  return refusal || !answer.alert;  // where the client refuses, the server may answer that
}

HelloContent hello_of(const knowledge::Offer& offer, const ServerName& host) {
  HelloContent out;
  const auto highest = offer.versions.empty() ? ProtocolVersion::TLSv1_2 : offer.versions.front();
  out.legacy_version = std::min(highest, ProtocolVersion::TLSv1_2);
  out.cipher_suites = copy(offer.cipher_suites);
  if (highest == ProtocolVersion::SSLv3) return out;
  if (sends_server_name(offer.server_name, host)) out.server_name = host.text();
  out.supported_groups = copy(offer.supported_groups);
  out.ec_point_formats = !offer.supported_groups.empty();
  out.signature_algorithms = copy(offer.signature_algorithms);
  out.signature_algorithms_cert = copy(offer.signature_algorithms_cert);
  for (const std::string_view protocol : offer.alpn) out.alpn.emplace_back(protocol);
  out.extended_master_secret = offer.extended_master_secret;
  out.renegotiation_info = offer.renegotiation_info;
  if (highest != ProtocolVersion::TLSv1_3) return out;
  out.supported_versions = copy(offer.versions);
  out.psk_dhe_ke = out.sends_key_share = true;
  for (const NamedGroup group : offer.key_shares) out.key_shares.push_back({group, {}});
  return out;
}

std::optional<Interview::Numbered> Replay::next() {
  if (asked_ == clients_.size()) return std::nullopt;
  const ReplayedClient& one = clients_[asked_];
  ProbeQuestion question;
  question.hello = hello_of(one.client->offer, host_);
  question.finish = true;
  question.recorded = recorded_of(*one.client);
  recorded_[asked_] = !question.recorded.empty();
  question.refuse_with = one.refuses_with;
  return Numbered{static_cast<std::uint32_t>(asked_++), std::move(question)};
}

void Replay::take(std::uint32_t id, const ProbeAnswer& answer) {
  if (id >= answers_.size()) return;
  answers_[id] = answer;
  ++taken_;
}

std::optional<Interview::Numbered> Fetch::next() {
  if (std::exchange(asked_, true)) return std::nullopt;
  return Numbered{0, question_};
}

}  // namespace tlswhy
