// What is learnt by handshakes that are carried to their end: what TLS 1.3 hides, client
// certificates, resumption.
#include <algorithm>
#include <utility>

#include "sources/probe/survey.hpp"
#include "sources/probe/universe.hpp"
#include "wire/signature_scheme.hpp"

namespace tlswhy {

// What TLS 1.3 hides is asked by handshakes that are finished, until nothing new comes: schemes,
// and protocols where no version shows them in the clear.
void Survey::ask_what_is_hidden(Pending& pending) const {
  HelloContent& hello = pending.question.hello;
  for (const SignatureScheme known : finished_schemes_)
    std::erase(hello.signature_algorithms, known);
  std::erase_if(hello.signature_algorithms,
                [&](SignatureScheme s) { return !belongs(pending.kind, s); });
  if (visible() == nullptr && asks_alpn_) ask_protocols(pending);
}

bool Survey::belongs(Kind part, SignatureScheme scheme) {
  const bool eddsa = traits(scheme).is_eddsa();
  const bool pss_key = traits(scheme).kind == SignatureKind::rsa_pss_pss;
  switch (part) {
    case Kind::finish_ec: return is_ecdsa(scheme);
    case Kind::finish_rest: return !is_ecdsa(scheme);
    case Kind::finish_ecdsa: return is_ecdsa(scheme) && !eddsa;
    case Kind::finish_eddsa: return eddsa;
    case Kind::finish_rsa: return !is_ecdsa(scheme) && !pss_key;
    case Kind::finish_pss: return pss_key;
    default: return true;
  }
}

void Survey::take_finish(const Pending& pending, const ProbeAnswer& answer) {
  LearnedBehaviour& b = out_.behaviour;
  if (pending.kind == Kind::finish_protocols) return take_protocols(pending, answer);
  if (pending.asked_alpn && !answer.agreed() &&
      answer.alert == code(AlertDescription::no_application_protocol)) {
    out_.model.alpn_must_match = true;
    asks_alpn_ = false;
    singles_.insert(singles_.begin(), pending.kind);
    return;
  }
  const bool unsigned_flight =
      answer.agreed() && answer.version == ProtocolVersion::TLSv1_3 && !answer.scheme;
  if (pending.kind == Kind::finish_other) {
    if (!answer.agreed()) ask_other_family();
    if (unsigned_flight && answer.alert) ask_each_key();
  }
  if (!answer.agreed()) return;
  if (pending.kind == Kind::resume) {
    if (answer.finished) b.resumption = answer.resumed;
    return;
  }
  keep_chain(LearnedChain::Name::asked, answer);
  if (pending.asked_alpn) see_alpn(pending.question.hello, answer);
  const bool new_scheme = answer.scheme && std::ranges::find(finished_schemes_, *answer.scheme) ==
                                               finished_schemes_.end();
  if (new_scheme) finished_schemes_.push_back(*answer.scheme);
  const bool part = pending.kind >= Kind::finish_ec;
  if (new_scheme && answer.version == ProtocolVersion::TLSv1_3)
    singles_.insert(singles_.begin(), part ? pending.kind : Kind::finish_other);
  if (answer.version == ProtocolVersion::TLSv1_3) {
    // Who was refused for want of a certificate does not know what others are given.
    finished_tls13_ = finished_tls13_ || answer.finished;
    if (answer.finished || answer.session_ticket)
      b.session_tickets = b.session_tickets.value_or(false) || answer.session_ticket;
    b.ocsp_stapling = b.ocsp_stapling.value_or(false) || answer.stapled;
    if (pending.kind == Kind::finish) see_chacha(*highest(), pending, answer);
  }
  if (!answer.certificate_requested) {
    if (!answer.chain.empty()) certificate_not_requested_ = true;
    return;
  }
  certificate_requested_ = true;
  if (!answer.authorities.empty()) out_.client_certificate_authorities = answer.authorities;
  // Nothing was sent where a certificate was asked for: who goes on does not need one.
  if (options_.has_certificate || (!answer.finished && (!answer.alert || unsigned_flight))) return;
  if (out_.client_certificate == ClientCertificatePolicy::optional) return;
  out_.client_certificate =
      answer.finished ? ClientCertificatePolicy::optional : ClientCertificatePolicy::required;
}

// A server that chooses its certificate before all else shows the other one only to a client that
// cannot verify the first. Where older versions have shown that there is no other, it is not asked.
void Survey::ask_other_family() {
  const auto of_ecdsa = [](SignatureScheme s) { return is_ecdsa(s); };
  if (std::ranges::all_of(finished_schemes_, of_ecdsa)) {
    singles_.insert(singles_.begin(), Kind::finish_rest);
    return;
  }
  const bool maybe =
      visible() == nullptr || std::ranges::any_of(out_.certificates, [](const LearnedChain& c) {
        return c.chain.front()->key == KeyKind::ec;
      });
  if (maybe && std::ranges::none_of(finished_schemes_, of_ecdsa))
    singles_.insert(singles_.begin(), Kind::finish_ec);
}

// JSSE takes the first key for which any scheme is offered, and says what it chose before it finds
// that this one cannot make it: a P-256 key with ecdsa_secp384r1_sha384. Keys are asked one by one;
// where older versions have shown that there is none of a family, not that one.
void Survey::ask_each_key() {
  if (std::exchange(each_key_asked_, true)) return;
  const auto is_rsa = [](const LearnedChain& c) {
    const KeyKind key = c.chain.front()->key;
    return key == KeyKind::rsa || key == KeyKind::rsa_pss;
  };
  const bool all = visible() == nullptr;
  std::vector<Kind> kinds;
  if (all || std::ranges::any_of(out_.certificates, is_rsa))
    kinds = {Kind::finish_rsa, Kind::finish_pss};
  if (all || !std::ranges::all_of(out_.certificates, is_rsa))
    kinds.insert(kinds.end(), {Kind::finish_ecdsa, Kind::finish_eddsa});
  singles_.insert(singles_.begin(), kinds.begin(), kinds.end());
}

}  // namespace tlswhy
