#include "sources/probe/survey_state.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "sources/probe/hello_for.hpp"
#include "sources/probe/universe.hpp"
#include "x509/known_primes.hpp"

namespace tlswhy {

const VersionTrack* SurveyState::visible() const {
  const auto found = std::ranges::find_if(tracks, [](const VersionTrack& t) {
    return t.supported() && t.version() != ProtocolVersion::TLSv1_3;
  });
  return found == tracks.end() ? nullptr : &*found;
}

const VersionTrack* SurveyState::highest() const {
  const auto found = std::ranges::find_if(tracks, &VersionTrack::supported);
  return found == tracks.end() ? nullptr : &*found;
}

bool SurveyState::shows_extensions() const {
  return visible() != nullptr && visible()->version() != ProtocolVersion::SSLv3;
}

ProbeQuestion SurveyState::known_hello(const VersionTrack& track) const {
  const Universe& all = universe(track.version());
  return hello_for(track.version(),
                   {certified(track.result().cipher_suites), all.groups, all.schemes},
                   options.server_name);
}

bool SurveyState::protocols_open() const {
  return asks_alpn && std::ranges::any_of(options.alpn, [this](const std::string& protocol) {
           return std::ranges::find(out.model.alpn, protocol) == out.model.alpn.end();
         });
}

void SurveyState::offer_protocols(Underway& asked) const {
  std::vector<std::string>& alpn = asked.question.hello.alpn;
  alpn = options.alpn;
  for (const std::string& known : out.model.alpn) std::erase(alpn, known);
  asked.asked_alpn = !alpn.empty();
}

// Questions go out side by side, so a protocol may be chosen twice. It is over when none is chosen,
// or one that was not asked for.
void SurveyState::see_alpn(const HelloContent& hello, const ProbeAnswer& answer) {
  if (!answer.alpn) {
    asks_alpn = false;
  } else if (std::ranges::find(hello.alpn, *answer.alpn) == hello.alpn.end()) {
    // A client ends the handshake then (RFC 7301 section 3.2): no better than a refusal.
    out.model.alpn_must_match = true;
    asks_alpn = false;
    const auto said =
        std::ranges::find(out.contradictions, "alpn_not_offered", &Contradiction::what);
    if (said == out.contradictions.end())
      out.contradictions.push_back({"alpn_not_offered", {*answer.alpn}});
  } else if (std::ranges::find(out.model.alpn, *answer.alpn) == out.model.alpn.end()) {
    out.model.alpn.push_back(*answer.alpn);
  }
}

void SurveyState::take_protocols(const Underway& asked, const ProbeAnswer& answer) {
  if (answer.agreed()) return see_alpn(asked.question.hello, answer);
  if (answer.alert) out.model.alpn_must_match = true;
  asks_alpn = false;
}

void SurveyState::observe(const ProbeAnswer& answer) {
  const auto ever = [](std::optional<bool>& field, bool seen) {
    field = field.value_or(false) || seen;
  };
  if (answer.version != ProtocolVersion::TLSv1_3 && answer.version != ProtocolVersion::SSLv3) {
    ever(out.behaviour.renegotiation_info, answer.renegotiation_info);
    ever(out.behaviour.extended_master_secret, answer.extended_master_secret);
    ever(out.behaviour.encrypt_then_mac, answer.encrypt_then_mac);
    ever(out.behaviour.session_tickets, answer.session_ticket);
    ever(out.behaviour.session_ids, answer.session_id);
    ever(out.behaviour.ocsp_stapling, answer.stapled);
    // Whether one is required shows when a handshake is finished without one.
    if (answer.certificate_requested) {
      certificate_requested = true;
      out.client_certificate_authorities = answer.authorities;
    } else if (!answer.chain.empty()) {
      certificate_not_requested = true;
    }
  }
  if (answer.dh_bits == 0) return;
  const auto known = std::ranges::find(out.dh, answer.dh_prime, &LearnedDh::prime);
  if (known == out.dh.end())
    out.dh.push_back({static_cast<std::uint16_t>(answer.dh_bits), known_prime(answer.dh_prime),
                      answer.dh_prime});
}

void SurveyState::keep_chain(LearnedChain::Name name, const ProbeAnswer& answer) {
  if (answer.chain.empty()) return;
  for (const LearnedChain& known : out.certificates) {
    if (known.name == name && known.chain.front()->sha256 == answer.chain.front()->sha256) return;
  }
  if (name == LearnedChain::Name::asked) compare_leaf(*answer.chain.front());
  out.certificates.push_back({name, answer.chain});
}

// For one name and one kind of key there is one certificate, or two servers behind one address.
void SurveyState::compare_leaf(const Certificate& leaf) {
  for (const LearnedChain& known : out.certificates) {
    const Certificate& other = *known.chain.front();
    if (known.name != LearnedChain::Name::asked || !other.parsed || other.key != leaf.key) continue;
    auto said = std::ranges::find(out.contradictions, "certificate", &Contradiction::what);
    if (said == out.contradictions.end())
      said = out.contradictions.insert(said, {"certificate", {hex(other.sha256)}});
    said->details.push_back(hex(leaf.sha256));
    return;
  }
}

bool SurveyState::same_as_asked(const ProbeAnswer& answer) const {
  return std::ranges::any_of(out.certificates, [&](const LearnedChain& known) {
    return known.name == LearnedChain::Name::asked && !answer.chain.empty() &&
           known.chain.front()->sha256 == answer.chain.front()->sha256;
  });
}

void SurveyState::see_chacha(const VersionTrack& track, const Underway& asked,
                             const ProbeAnswer& answer) {
  const ServerVersion version = track.result();
  if (!answer.agreed() || version.order != Order::server) return;
  if (!is_chacha(asked.question.hello.cipher_suites.front())) return;
  // Among suites for the same kind of key: schemes may have ruled the other certificate out.
  const auto preferred = std::ranges::find(version.cipher_suites, is_ecdsa(answer.cipher_suite),
                                           [](CipherSuite suite) { return is_ecdsa(suite); });
  if (preferred == version.cipher_suites.end() || is_chacha(*preferred)) return;
  out.behaviour.prioritizes_chacha =
      out.behaviour.prioritizes_chacha.value_or(false) || is_chacha(answer.cipher_suite);
}

LearnedServer SurveyState::result() const {
  LearnedServer learnt = out;
  for (const VersionTrack& track : tracks) {
    if (track.supported()) {
      ServerVersion version = track.result();
      if (version.version == ProtocolVersion::TLSv1_3) version.signature_schemes = finished_schemes;
      learnt.model.versions.insert(learnt.model.versions.begin(), std::move(version));
    } else if (track.refusal()) {
      learnt.model.refused_versions.push_back({track.version(), *track.refusal()});
    }
    for (const Contradiction& c : track.contradictions()) learnt.contradictions.push_back(c);
    if (track.certificate_first()) learnt.model.certificate_first = true;
  }
  if (const VersionTrack* track = visible())
    learnt.behaviour.server_group_order = track->server_group_order();
  if (!learnt.behaviour.server_group_order && highest() != nullptr)
    learnt.behaviour.server_group_order = highest()->server_group_order();
  // TLS 1.3 gives tickets to whom it took; TLS 1.2 may have none all the same.
  const bool tls13 = highest() != nullptr && highest()->version() == ProtocolVersion::TLSv1_3;
  if (tls13 && !finished_tls13 && learnt.behaviour.session_tickets == false)
    learnt.behaviour.session_tickets.reset();
  // Who has no certificate cannot ask for one (RFC 5246 section 7.4.4).
  const bool shows_none = visible() != nullptr && learnt.certificates.empty();
  if (!learnt.client_certificate && (certificate_not_requested || shows_none) &&
      !certificate_requested)
    learnt.client_certificate = ClientCertificatePolicy::none;
  if (control_refused) {
    learnt.behaviour.no_name_refused.reset();
    learnt.behaviour.unknown_name_refused.reset();
  }
  complete_model(learnt);
  return learnt;
}

}  // namespace tlswhy
