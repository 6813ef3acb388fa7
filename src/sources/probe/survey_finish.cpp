// The questions that are answered by handshakes that are carried to their end: what TLS 1.3
// encrypts, client certificates, resumption.
#include <algorithm>
#include <utility>

#include "sources/probe/survey_state.hpp"
#include "sources/probe/universe.hpp"
#include "wire/signature_scheme.hpp"

namespace tlswhy {
namespace {

namespace question = survey_question;

bool of_eddsa(SignatureScheme s) { return traits(s).is_eddsa(); }
bool of_pss(SignatureScheme s) { return traits(s).kind == SignatureKind::rsa_pss_pss; }
bool of_ec(SignatureScheme s) { return is_ecdsa(s); }
bool of_rest(SignatureScheme s) { return !is_ecdsa(s); }
bool of_ecdsa(SignatureScheme s) { return is_ecdsa(s) && !of_eddsa(s); }
bool of_rsa(SignatureScheme s) { return !is_ecdsa(s) && !of_pss(s); }

bool can_finish(const SurveyState& s) {
  return s.options.finishes_handshakes && s.highest() != nullptr &&
         s.highest()->version() >= ProtocolVersion::TLSv1_0;
}
// Where a version showed certificates in the clear, they were shown for other names too.
bool hides_names(const SurveyState& s) { return can_finish(s) && s.out.certificates.empty(); }

void ask_highest(const SurveyState& s, Underway& asked) {
  asked.question = s.known_hello(*s.highest());
  asked.question.finish = true;
}
// A session is resumed with the suite that it had, so all of these list the same suite first.
void ask_with_protocols(const SurveyState& s, Underway& asked) {
  ask_highest(s, asked);
  asked.question.hello.alpn = s.out.model.alpn;
  std::ranges::stable_partition(asked.question.hello.cipher_suites, is_chacha);
}
// Signature schemes that were not seen yet, and protocols where no version shows them in the clear.
void ask_what_is_hidden(const SurveyState& s, Underway& asked) {
  ask_with_protocols(s, asked);
  auto& schemes = asked.question.hello.signature_algorithms;
  for (const SignatureScheme known : s.finished_schemes) std::erase(schemes, known);
  if (asked.single->offers != nullptr)
    std::erase_if(schemes, [&](SignatureScheme scheme) { return !asked.single->offers(scheme); });
  if (s.visible() == nullptr && s.asks_alpn) s.offer_protocols(asked);
}

// A server that chooses its certificate before all else shows the other one only to a client that
// cannot verify the first. Where older versions have shown that there is no other, it is not asked.
void ask_other_family(SurveyState& s) {
  const auto ec = [](SignatureScheme scheme) { return is_ecdsa(scheme); };
  if (std::ranges::all_of(s.finished_schemes, ec)) return s.ask_next(question::finish_rest);
  const bool maybe =
      s.visible() == nullptr || std::ranges::any_of(s.out.certificates, [](const LearnedChain& c) {
        return c.chain.front()->key == KeyKind::ec;
      });
  if (maybe && std::ranges::none_of(s.finished_schemes, ec)) s.ask_next(question::finish_ec);
}

// JSSE takes the first key for which any scheme is offered, and says what it chose before it finds
// that this one cannot make it: a P-256 key with ecdsa_secp384r1_sha384. Keys are asked one by one;
// where older versions have shown that there is none of a family, not that one.
void ask_each_key(SurveyState& s) {
  if (std::exchange(s.each_key_asked, true)) return;
  const auto is_rsa = [](const LearnedChain& c) {
    const KeyKind key = c.chain.front()->key;
    return key == KeyKind::rsa || key == KeyKind::rsa_pss;
  };
  const auto& shown = s.out.certificates;
  const bool all = s.visible() == nullptr;
  if (all || !std::ranges::all_of(shown, is_rsa)) {
    s.ask_next(question::finish_eddsa);
    s.ask_next(question::finish_ecdsa);
  }
  if (all || std::ranges::any_of(shown, is_rsa)) {
    s.ask_next(question::finish_pss);
    s.ask_next(question::finish_rsa);
  }
}

// TLS 1.3: the server chose, and found that it cannot sign.
bool is_unsigned(const ProbeAnswer& answer) {
  return answer.agreed() && answer.version == ProtocolVersion::TLSv1_3 && !answer.scheme;
}

// A scheme that is new is asked away, until nothing new comes.
void see_scheme(SurveyState& s, const Underway& asked, const ProbeAnswer& answer) {
  auto& known = s.finished_schemes;
  if (!answer.scheme || std::ranges::find(known, *answer.scheme) != known.end()) return;
  known.push_back(*answer.scheme);
  if (answer.version != ProtocolVersion::TLSv1_3) return;
  s.ask_next(asked.single->offers != nullptr ? *asked.single : question::finish_other);
}

void see_tls13(SurveyState& s, const Underway& asked, const ProbeAnswer& answer) {
  if (answer.version != ProtocolVersion::TLSv1_3) return;
  LearnedBehaviour& b = s.out.behaviour;
  // Who was refused for want of a certificate does not know what others are given.
  s.finished_tls13 = s.finished_tls13 || answer.finished;
  if (answer.finished || answer.session_ticket)
    b.session_tickets = b.session_tickets.value_or(false) || answer.session_ticket;
  b.ocsp_stapling = b.ocsp_stapling.value_or(false) || answer.stapled;
  if (asked.single == &question::finish) s.see_chacha(*s.highest(), asked, answer);
}

void see_client_certificate(SurveyState& s, const ProbeAnswer& answer) {
  if (!answer.certificate_requested) {
    if (!answer.chain.empty()) s.certificate_not_requested = true;
    return;
  }
  s.certificate_requested = true;
  if (!answer.authorities.empty()) s.out.client_certificate_authorities = answer.authorities;
  // Nothing was sent where a certificate was asked for: who goes on does not need one.
  if (s.options.has_certificate) return;
  if (!answer.finished && (!answer.alert || is_unsigned(answer))) return;
  auto& policy = s.out.client_certificate;
  if (policy == ClientCertificatePolicy::optional) return;
  policy = answer.finished ? ClientCertificatePolicy::optional : ClientCertificatePolicy::required;
}

void take_finish(SurveyState& s, const Underway& asked, const ProbeAnswer& answer) {
  if (asked.asked_alpn && !answer.agreed() &&
      answer.alert == code(AlertDescription::no_application_protocol)) {
    s.out.model.alpn_must_match = true;
    s.asks_alpn = false;
    return s.ask_next(*asked.single);
  }
  if (asked.single == &question::finish_other) {
    if (!answer.agreed()) ask_other_family(s);
    if (is_unsigned(answer) && answer.alert) ask_each_key(s);
  }
  if (!answer.agreed()) return;
  s.keep_chain(LearnedChain::Name::asked, answer);
  if (asked.asked_alpn) s.see_alpn(asked.question.hello, answer);
  see_scheme(s, asked, answer);
  see_tls13(s, asked, answer);
  see_client_certificate(s, answer);
}

constexpr SurveyQuestion by_schemes(bool (*offers)(SignatureScheme)) {
  return {.asks = ask_what_is_hidden, .takes = take_finish, .finishes = true, .offers = offers};
}

}  // namespace

namespace survey_question {

const SurveyQuestion finish = {
    .applies = can_finish, .asks = ask_what_is_hidden, .takes = take_finish, .finishes = true};
const SurveyQuestion finish_other = by_schemes(nullptr);
const SurveyQuestion finish_ec = by_schemes(of_ec);
const SurveyQuestion finish_rest = by_schemes(of_rest);
const SurveyQuestion finish_rsa = by_schemes(of_rsa);
const SurveyQuestion finish_pss = by_schemes(of_pss);
const SurveyQuestion finish_ecdsa = by_schemes(of_ecdsa);
const SurveyQuestion finish_eddsa = by_schemes(of_eddsa);

const SurveyQuestion finish_protocols = {
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_with_protocols(s, asked);
          s.offer_protocols(asked);
        },
    .takes = [](SurveyState& s, const Underway& asked,
                const ProbeAnswer& answer) { s.take_protocols(asked, answer); },
    .finishes = true};

const SurveyQuestion resume = {.applies = can_finish,
                               .asks =
                                   [](const SurveyState& s, Underway& asked) {
                                     ask_with_protocols(s, asked);
                                     asked.question.resume = true;
                                   },
                               .takes =
                                   [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
                                     if (answer.agreed() && answer.finished)
                                       s.out.behaviour.resumption = answer.resumed;
                                   },
                               .finishes = true};

const SurveyQuestion finish_no_name = {
    .applies =
        [](const SurveyState& s) { return hides_names(s) && !s.options.server_name.empty(); },
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_highest(s, asked);
          asked.question.hello.server_name.clear();
        },
    .takes =
        [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
          s.out.behaviour.no_name_refused = !answer.agreed();
          s.keep_chain(LearnedChain::Name::none, answer);
        },
    .finishes = true};

const SurveyQuestion finish_foreign_name = {
    .applies = hides_names,
    .asks =
        [](const SurveyState& s, Underway& asked) {
          ask_highest(s, asked);
          asked.question.hello.server_name = nobodys_name;
        },
    .takes =
        [](SurveyState& s, const Underway&, const ProbeAnswer& answer) {
          s.out.behaviour.unknown_name_refused = !answer.agreed();
          s.keep_chain(LearnedChain::Name::foreign, answer);
        },
    .finishes = true};

}  // namespace survey_question

}  // namespace tlswhy
