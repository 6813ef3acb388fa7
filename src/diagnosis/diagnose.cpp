#include "diagnosis/diagnose.hpp"

#include <algorithm>
#include <array>

#include "base/contains.hpp"
#include "diagnosis/case.hpp"
#include "diagnosis/outcome.hpp"
#include "diagnosis/recognise.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "wire/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;

const knowledge::Stack* client_of(const Handshake& h) {
  if (!h.client_hello) return nullptr;
  const auto stacks = recognise(*h.client_hello);
  return stacks.empty() ? nullptr : stacks.front();
}

// Whether the connection went to the server that was asked: by its address, or by the name that the
// client or the text has for it.
bool went_to(const AskedAt& asked, const Transcript& t, const Handshake& h) {
  const LogFacts* log = t.transport.log();
  if (log != nullptr) return asked.may_be(log->server.host);
  if (h.client_hello && h.client_hello->server_name)
    return ServerName(*h.client_hello->server_name) == asked.name;
  return t.transport.end(t.server()) == asked.address;
}

Case make_case(const Transcript& t, const Handshake& h, const Picture& picture,
               const Setting& setting, const Beside& beside) {
  Case c{t,
         h,
         setting,
         picture,
         client_of(h),
         {.host = setting.host, .at = setting.at.value_or(t.transport.last())}};
  const bool given =
      setting.server && (!setting.server_asked || went_to(*setting.server_asked, t, h));
  c.server = given ? &*setting.server : beside.server;
  c.server_elsewhere = c.server != nullptr && (!given || setting.server_asked);
  c.beside = &beside;
  if (setting.client() != nullptr) c.client = &knowledge::stack(setting.client()->stack);
  if (c.situation.host.empty() && h.client_hello && h.client_hello->server_name)
    c.situation.host = ServerName(*h.client_hello->server_name);
  return c;
}

Findings look_for_signs(const Case& c) {
  constexpr std::array all = {
      signs::transport,   signs::plaintext,      signs::proxy_header, signs::resumption,
      signs::beside,      signs::server_refusal, signs::server_hello, signs::key_exchange,
      signs::chain,       signs::hidden_chain,   signs::store,        signs::client_certificate,
      signs::cut_flight,  signs::late_alert,     signs::early_data,   signs::encrypted_hello,
      signs::chain_order, signs::played,         signs::inspection};
  Findings findings;
  for (const auto sign : all) sign(c, findings);
  findings.sort();
  return findings;
}

// Only one cause of the top standing, and that standing means something: else several remain. What
// was not seen may say otherwise: a cause is shown only where all up to its evidence was.
Confidence confidence_of(const Case& c, const std::vector<Hypothesis>& sorted) {
  const Standing top = sorted.front().standing;
  if (top < Standing::consistent) return Confidence::one_of;
  const bool whole = c.transcript.coverage.whole_until(c.picture.frame);
  if (top == Standing::shown) return whole ? Confidence::shown : Confidence::consistent;
  const bool alone = sorted.size() < 2 || sorted[1].standing < Standing::consistent;
  return alone ? Confidence::consistent : Confidence::one_of;
}

Fact ending_fact(const Case& c) {
  const Picture& p = c.picture;
  const bool client = p.by == c.transcript.client;
  switch (p.ending) {
    case Ending::alert: return alert_fact(c);
    case Ending::encrypted_alert:
      return fact(
          client ? sentence::fact_client_encrypted_alert : sentence::fact_server_encrypted_alert,
          {}, p.frame);
    case Ending::fin:
      return fact(client ? sentence::fact_client_closed : sentence::fact_server_closed, {},
                  p.frame);
    case Ending::rst:
      return fact(client ? sentence::fact_client_reset : sentence::fact_server_reset, {}, p.frame);
    case Ending::plaintext: return fact(sentence::fact_server_not_tls, {}, p.frame);
    case Ending::silence:
    case Ending::none: break;
  }
  return fact(sentence::fact_nobody_ended, {}, 0);
}

Party default_refuser(const Case& c) {
  if (c.picture.ending == Ending::none) return Party::nobody;
  return c.picture.by == c.transcript.client ? Party::client : Party::server;
}

// The message that was refused: a cause about certificates is about Certificate, wherever the
// client's answer came.
void set_place(const Case& c, Diagnosis& out) {
  const std::string_view group = knowledge::cause(*out.cause).group;
  const Handshake& h = c.handshake;
  const auto at = [&out](HandshakeType type, std::uint32_t frame) {
    out.at = handshake_type_name(type);
    out.at_frame = frame;
  };
  constexpr std::array about_chain = {"chain-build", "chain-trust", "cert-sigalg",
                                      "cert-key",    "validity",    "name",
                                      "usage",       "constraints", "revocation"};
  const bool client_refused = out.refuser == Party::client;
  const bool chain = std::ranges::find(about_chain, group) != about_chain.end() ||
                     out.cause == CauseId::tls_inspection_untrusted;
  if (client_refused && h.server_certificates && chain) {
    at(HandshakeType::certificate, h.server_certificates.frame());
  } else if (client_refused && h.server_key_exchange &&
             (group == "key-exchange" || group == "hs-signature")) {
    at(HandshakeType::server_key_exchange, h.server_key_exchange.frame());
  } else if (client_refused && h.server_hello && (group == "version" || group == "cipher")) {
    at(HandshakeType::server_hello, h.server_hello.frame());
  } else if (h.client_certificates && group == "client-auth") {
    at(HandshakeType::certificate, h.client_certificates.frame());
  } else if (c.picture.after_frame != 0) {
    at(c.picture.after, c.picture.after_frame);
  }
}

void conclude(const Case& c, Findings& findings, Diagnosis& out) {
  out.profile = c.setting.client();
  Hypothesis& first = findings.hypotheses.front();
  out.cause = first.cause;
  out.parameters = first.parameters;
  out.confidence = confidence_of(c, findings.hypotheses);
  if (out.outcome == Outcome::failed) out.refuser = first.refuser.value_or(default_refuser(c));
  out.evidence = first.evidence;
  const bool tells_of_it = std::ranges::any_of(out.evidence, [](const Fact& f) {
    return f.sentence == sentence::fact_works_beside ||
           f.sentence == sentence::fact_works_for_another_client ||
           f.sentence == sentence::fact_worked_before || f.sentence == sentence::fact_session_given;
  });
  if (c.beside->works && out.outcome == Outcome::failed && !tells_of_it)
    out.evidence.push_back(works_beside_fact(c));
  out.ruled_out = std::move(findings.ruled_out);
  if (out.confidence != Confidence::one_of) return;
  for (Hypothesis& h : findings.hypotheses) {
    if (out.candidates.size() == most_candidates) break;
    out.candidates.push_back({h.cause, std::move(h.evidence), std::move(h.contradicts)});
  }
}

// The client finished, said nothing and took its leave in due form: a health check does so, and so
// does a program that judges the certificate after the handshake.
bool may_be_late_refusal(const Transcript& t, const Handshake& h, const Picture& p) {
  return p.stage == Stage::established && p.ending == Ending::encrypted_alert && p.by == t.client &&
         p.client_data == 0 && p.server_data == 0 && !h.tls13() && h.server_certificates &&
         !h.server_certificates->empty();
}

// The same in TLS 1.3, which hides the certificates: a program over a library of which many judge
// late may have left over them.
bool left_over_hidden_chain(const Case& c) {
  return c.handshake.tls13() && !c.handshake.server_certificates && c.client_left_in_order() &&
         c.policy().programs_judge_late.value_or(false);
}

// Only a fault that nobody overlooks makes it the second.
bool refused_late(const Case& c, const Findings& findings) {
  const bool protocol = !findings.hypotheses.empty() &&
                        findings.hypotheses.front().cause == CauseId::alpn_missing_h2_required &&
                        findings.hypotheses.front().standing >= Standing::likely;
  if (protocol) return true;
  // The program behind a library often judges the name alone, once it is connected (RFC 9525).
  const bool name = !findings.hypotheses.empty() &&
                    findings.hypotheses.front().cause == CauseId::name_mismatch &&
                    findings.hypotheses.front().standing >= Standing::likely;
  if (name) return true;
  const bool judges_late =
      c.client != nullptr && c.policy().judges.value_or(knowledge::Judges::before_key_exchange) !=
                                 knowledge::Judges::before_key_exchange;
  if (!judges_late) return false;  // its library has accepted the chain

  static constexpr std::array plain_faults = {CauseId::cert_expired, CauseId::expired_intermediate,
                                              CauseId::not_yet_valid, CauseId::bad_cert_signature,
                                              CauseId::name_mismatch};
  return std::ranges::any_of(findings.hypotheses, [](const Hypothesis& h) {
    return h.standing >= Standing::likely && contains(plain_faults, h.cause);
  });
}

}  // namespace

Look look_at(const Transcript& t, const Handshake& h, Timestamp capture_end) {
  Look out;
  out.picture = take_picture(t, h, capture_end);
  out.outcome = outcome_of(t, h, out.picture);
  const bool established = out.outcome == Outcome::established;
  out.unused = out.outcome == Outcome::unused || (established && left_unused(t, h, out.picture));
  out.certificates_decide =
      established && (may_be_late_refusal(t, h, out.picture) || (out.unused && h.tls13()));
  return out;
}

namespace {

// The numbers of a transcript are those of packets, or of the lines of a log.
void count_in(Provenance::Kind kind, Diagnosis& out) {
  if (kind == Provenance::Kind::packet) return;
  const auto count = [kind](Fact& fact) {
    if (fact.at.kind == Provenance::Kind::packet) fact.at.kind = kind;
  };
  std::ranges::for_each(out.evidence, count);
  for (Candidate& candidate : out.candidates) {
    std::ranges::for_each(candidate.supports, count);
    std::ranges::for_each(candidate.contradicts, count);
  }
  for (RuledOut& ruled_out : out.ruled_out) count(ruled_out.by);
  if (out.ending) count(*out.ending);
}

Diagnosis judged(const Transcript& t, const Handshake& h, const Look& look, const Setting& setting,
                 const Beside& beside) {
  Diagnosis out;
  out.outcome = look.outcome;
  out.unused = look.unused;
  out.end_frame = look.picture.frame;
  if (came_about(out.outcome) && !look.certificates_decide) return out;
  const Case c = make_case(t, h, look.picture, setting, beside);
  if (out.outcome == Outcome::undetermined && t.tls && capture_is_incomplete(t, h)) {
    out.client = c.client;
    out.evidence = {fact(sentence::fact_bytes_missing, {}, 0)};
    return out;
  }
  out.client = c.client;
  Findings findings = look_for_signs(c);
  if (came_about(out.outcome)) {
    const bool hidden = left_over_hidden_chain(c);
    if (!hidden && !refused_late(c, findings)) return out;
    out.outcome = hidden ? Outcome::undetermined : Outcome::failed;
    out.unused = false;
  }
  // Refused before TLS could begin: a proxy, a server that wants no STARTTLS, plain HTTP.
  const bool refused_before = !t.tls || look.picture.stage == Stage::nothing;
  if (refused_before && !findings.hypotheses.empty() &&
      findings.hypotheses.front().standing >= Standing::consistent) {
    out.outcome = Outcome::failed;
  }
  if (out.outcome == Outcome::failed) out.ending = ending_fact(c);
  if (findings.hypotheses.empty()) {
    out.refuser = out.outcome == Outcome::failed ? default_refuser(c) : Party::nobody;
    if (c.picture.after_frame != 0) {
      out.at = handshake_type_name(c.picture.after);
      out.at_frame = c.picture.after_frame;
    }
    return out;
  }
  conclude(c, findings, out);
  set_place(c, out);
  return out;
}

}  // namespace

Diagnosis diagnose(const Transcript& t, const Handshake& h, const Look& look,
                   const Setting& setting, const Beside& beside) {
  Diagnosis out = judged(t, h, look, setting, beside);
  count_in(t.transport.counts(), out);
  return out;
}

}  // namespace tlswhy
