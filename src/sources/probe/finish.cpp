#include "sources/probe/finish.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "session/recorded_hello.hpp"

namespace tlswhy {
namespace {

// Of those that a server most likely takes at once; another one costs it a HelloRetryRequest.
std::vector<NamedGroup> usual_shares(const HelloContent& hello) {
  constexpr std::array<std::uint16_t, 2> usual = {29, 23};  // x25519, secp256r1
  std::vector<NamedGroup> out;
  for (const NamedGroup group : hello.supported_groups) {
    if (std::ranges::find(usual, code(group)) != usual.end()) out.push_back(group);
  }
  if (out.empty() && !hello.supported_groups.empty()) out.push_back(hello.supported_groups.front());
  return out;
}

}  // namespace

ClientSession begin_session(HelloContent& hello, const ProbeQuestion& question,
                            const std::optional<Resumption>& last,
                            const std::optional<ClientCertificate>& certificate) {
  SessionOptions options;
  options.client_certificate = certificate;
  options.judge = question.refuse_with.has_value();
  if (!question.recorded.empty()) {
    if (auto own = own_hello(question.recorded, hello.server_name)) {
      options.key_pairs = std::move(own->key_pairs);
      return ClientSession(std::move(own->message), std::move(options));
    }
  }
  if (hello.sends_key_share) {
    std::vector<NamedGroup> wanted;
    for (const KeyShareEntry& share : hello.key_shares) wanted.push_back(share.group);
    if (wanted.empty()) wanted = usual_shares(hello);
    hello.key_shares.clear();
    options.key_pairs = add_key_shares(hello, wanted);
  }
  if (question.resume && last) {
    offer_resumption(*last, std::chrono::milliseconds(0), hello);
    options.resumption = last;
  }
  return ClientSession(write_client_hello(hello), std::move(options));
}

ProbeAnswer answer_of(const ClientSession& session, ProbeAnswer::End end, CertificateCache& cache) {
  const SessionFacts& facts = session.facts();
  ProbeAnswer out;
  out.end = end;
  const bool fatal = facts.alert && facts.alert->level == AlertLevel::fatal;
  if (fatal) {
    out.alert = code(facts.alert->description);
    out.end = ProbeAnswer::End::alert;
  }
  if (facts.version == ProtocolVersion::none) return out;
  out.end = ProbeAnswer::End::agreed;
  static_cast<ServerAnswer&>(out) = facts;
  for (const auto& der : facts.certificates) out.chain.push_back(cache.get(der));
  out.session_ticket = facts.tickets > 0;
  out.session_id = !facts.session_id.empty();
  out.stapled = !facts.ocsp_response.empty();
  if (facts.certificate_request) {
    out.certificate_requested = true;
    for (const auto& name : facts.certificate_request->authorities)
      out.authorities.push_back(name_text(name));
  }
  const SessionState state = session.state();
  out.finished = !fatal && facts.server_finished_valid.value_or(false) &&
                 (state == SessionState::connected || state == SessionState::closed);
  out.resumed = facts.resumed;
  if (session.failure().kind != SessionFailure::Kind::none) out.unfinished = session.failure().what;
  return out;
}

}  // namespace tlswhy
