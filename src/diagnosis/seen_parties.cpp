#include "diagnosis/seen_parties.hpp"

#include <algorithm>

#include "knowledge/learn.hpp"

namespace tlswhy {
namespace {

// A scheme that it usually names and does not name here was switched off: for certificates too.
std::vector<SignatureScheme> still_verified(const knowledge::ClientProfile& known,
                                            const ClientHello& hello) {
  const auto named = [&hello](SignatureScheme scheme) {
    const auto& own = hello.signature_algorithms_cert;
    return std::ranges::find(hello.signature_algorithms, scheme) !=
               hello.signature_algorithms.end() ||
           (own && std::ranges::find(*own, scheme) != own->end());
  };
  const auto usual = known.offer.signature_algorithms;
  std::vector<SignatureScheme> out;
  for (const SignatureScheme scheme : known.path.verifies) {
    const bool expected = std::ranges::find(usual, scheme) != usual.end();
    if (!expected || named(scheme)) out.push_back(scheme);
  }
  return out;
}

}  // namespace

PlayedClient::PlayedClient(const knowledge::ClientProfile& known, const ClientHello& hello)
    : own_(learn(hello, known)) {
  knowledge::ClientProfile& played = own_.edit();
  played.offer.alpn = {};
  if (!hello.server_name) played.offer.server_name = knowledge::ServerNameRule::never;
  if (!hello.signature_algorithms.empty())
    played.path.verifies = own_.keep(still_verified(known, hello));
}

std::optional<PlayedClient> played_client(const Case& c) {
  const knowledge::ClientProfile* known = c.setting.client();
  if (known == nullptr && c.client != nullptr) known = knowledge::typical_client(c.client->id);
  if (known == nullptr || !c.handshake.client_hello) return std::nullopt;
  return PlayedClient(*known, *c.handshake.client_hello);
}

ServerModel seen_server(const Handshake& h) {
  const ServerAnswer answer = h.server_answer();
  ServerModel out;
  // What it would sign with, had it another suite, is not shown.
  out.versions = {
      {.version = answer.version, .cipher_suites = {answer.cipher_suite}, .order = Order::server}};
  if (answer.group) out.versions.front().groups = {*answer.group};
  out.renegotiation_info = answer.renegotiation_info;
  out.extended_master_secret = answer.extended_master_secret;
  out.dh_bits = answer.dh_bits;
  out.credentials.push_back({*h.server_certificates});
  return out;
}

}  // namespace tlswhy
