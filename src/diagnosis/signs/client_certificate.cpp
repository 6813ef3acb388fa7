#include <algorithm>

#include "diagnosis/client_chain.hpp"
#include "diagnosis/outcome.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "knowledge/refusal.hpp"
#include "transcript/client_signature.hpp"
#include "x509/certificate.hpp"

// The server asked for a client certificate and turned away after the client's answer
// (RFC 5246 §7.4.6, RFC 8446 §4.4.2.4).
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;
using Fault = knowledge::ClientCertificateFault;

Fact asked_fact(const Case& c) {
  return c.handshake.certificate_request
             ? fact(sentence::fact_certificate_requested, {}, c.handshake.certificate_request.at())
             : fact(sentence::fact_certificate_requested_13, {}, c.handshake.server_hello.at());
}

// What servers say of an empty list: RFC 5246 §7.4.6, RFC 8446 §4.4.2.4, and dialects.
bool is_about_certificate(AlertDescription d) {
  switch (d) {
    case AlertDescription::unexpected_message:
    case AlertDescription::bad_record_mac:
    case AlertDescription::decrypt_error:
    case AlertDescription::illegal_parameter:
    case AlertDescription::internal_error: return false;
    default: return true;
  }
}

// The client sent none. Whether it had none, or none that the list of names in the request lets in,
// only a request without names decides.
void nothing_sent(const Case& c, Findings& out) {
  const auto& request = c.handshake.certificate_request;
  const auto empty =
      fact(c.handshake.client_certificates ? sentence::fact_empty_client_certificate
                                           : sentence::fact_empty_client_certificate_13,
           {}, c.handshake.client_certificates.at());
  const bool about_it = !c.picture.alert || is_about_certificate(c.picture.alert->description);
  const bool any_will_do = request && request->authorities.empty();
  const Standing standing = !about_it     ? Standing::possible
                            : any_will_do ? Standing::shown
                                          : Standing::likely;
  std::vector<Fact> facts = {asked_fact(c), empty};
  if (request && !any_will_do) {
    facts.push_back(fact(sentence::fact_authorities, {{"count", request->authorities.size()}},
                         request.at(), request->authorities.size()));
  }
  out.add(rank::flight_client_cert_not_sent_empty, standing, facts);
  if (!any_will_do)
    out.add(rank::flight_client_ca_hint_mismatch, Standing::likely, {asked_fact(c), empty});
}

// Whether what the server said is what servers say about a fault; some close without an alert.
enum class Says : std::uint8_t { it, perhaps, something_else };
Says says(const Case& c, Fault fault) {
  if (!c.picture.alert) return Says::perhaps;
  const bool listed = knowledge::refuses_with(fault, c.picture.alert->description);
  return listed ? Says::it : Says::something_else;
}

Standing standing_of(Says says) {
  return says == Says::it        ? Standing::consistent
         : says == Says::perhaps ? Standing::likely
                                 : Standing::possible;
}

// What can be read of the certificates alone. True where an alert of these fits a fault.
bool dates_of(const Case& c, std::uint32_t depth, const Certificate& certificate, const Fact& sent,
              Findings& out) {
  const bool expired = certificate.not_after < c.situation.at;
  const bool early = c.situation.at < certificate.not_before;
  if (!expired && !early) return false;
  const Timestamp limit = expired ? certificate.not_after : certificate.not_before;
  const Fact dates = fact(expired ? sentence::fact_expired : sentence::fact_not_yet_valid,
                          {{"depth", depth},
                           {"subject", short_name(certificate.subject)},
                           {expired ? "not_after" : "not_before", knowledge::Day{limit}},
                           {"at", knowledge::Day{c.situation.at}}},
                          sent.at, limit);
  const Says how = says(c, !expired    ? Fault::not_yet_valid
                           : depth > 0 ? Fault::issuer_expired
                                       : Fault::expired);
  // Which more often means that nobody knows the issuer.
  const bool issuer_unknown = c.alert_is(AlertDescription::unknown_ca) && how == Says::it;
  auto& h = out.add(expired ? rank::flight_client_cert_expired : rank::flight_not_yet_valid_client,
                    issuer_unknown ? Standing::likely : standing_of(how), {sent, dates});
  h.refuser = Party::server;
  return how != Says::something_else;
}

bool dates(const Case& c, const Fact& sent, Findings& out) {
  const CertificateList& list = *c.handshake.client_certificates;
  bool fits = false;
  for (std::uint32_t depth = 0; depth < list.size(); ++depth) {
    if (list[depth]->parsed) fits = dates_of(c, depth, *list[depth], sent, out) || fits;
  }
  return fits;
}

// Without clientAuth, or without the right to sign: the same alerts.
bool unfit_certificate(const Case& c, const Certificate& leaf, const Fact& sent, Findings& out) {
  const bool signs = !leaf.has_key_usage || leaf.digital_signature;
  if (leaf.client_auth && signs) return false;
  const bool pointed = c.alert_is(AlertDescription::unsupported_certificate);
  const bool fits = says(c, Fault::no_client_auth) != Says::something_else;
  out.add(pointed ? rank::flight_client_cert_eku_pointed : rank::flight_client_cert_eku,
          pointed ? Standing::consistent
          : fits  ? Standing::likely
                  : Standing::possible,
          {sent, fact(leaf.client_auth ? sentence::fact_no_digital_signature
                                       : sentence::fact_no_client_auth,
                      {{"subject", short_name(leaf.subject)}}, sent.at)});
  return fits;
}

// The key that signed against the certificate that was sent.
void client_key(const Case& c, const Certificate& leaf, const Fact& sent, Findings& out) {
  const std::optional<bool> valid = client_signature_valid(c.transcript, c.handshake);
  if (valid == true) {
    const Fact good = fact(sentence::fact_client_signature_good, {}, {});
    out.rule_out(CauseId::key_cert_mismatch, good);
    out.rule_out(CauseId::hs_signature_invalid, good);
    return;
  }
  std::vector<Fact> facts = {sent};
  if (leaf.is_ca) {
    facts.push_back(fact(sentence::fact_client_certificate_is_ca,
                         {{"subject", short_name(leaf.subject)}}, sent.at));
  }
  if (valid == false) {
    // The chain is judged before the signature, and has alerts of its own.
    const bool about_it = says(c, Fault::key_mismatch) == Says::it;
    facts.insert(facts.begin(), fact(sentence::fact_client_signature_bad, {}, {}));
    out.add(rank::flight_key_cert_mismatch_client_signature,
            about_it ? Standing::shown : Standing::likely, std::move(facts));
  } else if (leaf.is_ca) {
    out.add(rank::flight_key_cert_mismatch_client_ca, Standing::likely, std::move(facts));
  }
}

Fact authorities_fact(const Case& c, bool named) {
  const auto& request = c.handshake.certificate_request;
  if (named) return fact(sentence::fact_client_issuer_named, {}, request.at());
  const std::size_t count = request->authorities.size();
  return fact(sentence::fact_client_issuer_not_named, {{"count", count}}, request.at(), count);
}

// Who issued it. A server that names the CA knows it: then it is the list of revoked certificates
// of a CA that it may miss, which one library calls unknown_ca (UNABLE_TO_GET_CRL). `flawed`:
// something that can be read explains the alert already.
void untrusted_certificate(const Case& c, const Fact& sent, bool flawed, Findings& out) {
  const bool named = server_names_client_issuer(c.handshake);
  const auto& request = c.handshake.certificate_request;
  const bool unnamed = !named && request && !request->authorities.empty();
  std::vector<Fact> facts = {sent};
  if (unnamed) facts.push_back(authorities_fact(c, false));
  const Says how = says(c, Fault::untrusted);
  auto& trust = out.add(
      c.alert_is(AlertDescription::unknown_ca) ? rank::flight_client_cert_untrusted_pointed
                                               : rank::flight_client_cert_untrusted,
      how == Says::something_else ? Standing::possible : Standing::likely, std::move(facts));
  if (!named) return;
  trust.contradicts.push_back(authorities_fact(c, true));
  const bool may_miss_list = says(c, Fault::no_revocation_list) != Says::something_else;
  if (!may_miss_list || !client_chain_is_whole(c.handshake)) return;
  const std::size_t count = c.handshake.client_certificates->size();
  out.add(rank::flight_crl_expired_client, flawed ? Standing::possible : Standing::likely,
          {authorities_fact(c, true),
           fact(sentence::fact_client_chain_sent, {{"count", count}}, sent.at, count)});
}

void refused_certificate(const Case& c, Findings& out) {
  const Certificate& leaf = *c.handshake.client_certificates->front();
  const Provenance at = c.handshake.client_certificates.at().certificate(0);
  const auto sent =
      fact(sentence::fact_client_certificate,
           {{"subject", short_name(leaf.subject)}, {"issuer", short_name(leaf.issuer)}}, at,
           leaf.subject);
  bool flawed = dates(c, sent, out);
  if (leaf.parsed) {
    flawed = unfit_certificate(c, leaf, sent, out) || flawed;
    client_key(c, leaf, sent, out);
  }
  untrusted_certificate(c, sent, flawed, out);
  out.add(c.alert_is(AlertDescription::access_denied) ? rank::flight_client_cert_rejected_pointed
                                                      : rank::flight_client_cert_rejected,
          Standing::possible);
}

// TLS 1.3: what is wrong with it does not show.
void unseen_certificate(const Case& c, Findings& out) {
  const auto add = [&](knowledge::Rank rank, Fault fault) {
    if (says(c, fault) != Says::something_else) out.add(rank, Standing::possible);
  };
  out.add(rank::flight_client_cert_untrusted_unseen, Standing::possible, {asked_fact(c)});
  // Of an empty one TLS 1.3 shows the length.
  if (!c.handshake.tls13()) out.add(rank::flight_client_cert_not_sent_unseen, Standing::possible);
  add(rank::flight_client_cert_expired_unseen, Fault::expired);
  add(rank::flight_client_cert_eku_unseen, Fault::no_client_auth);
  add(rank::flight_key_cert_mismatch_unseen, Fault::key_mismatch);
  add(rank::flight_cert_revoked_unseen_client, Fault::revoked);
  add(rank::flight_crl_expired_unseen, Fault::no_revocation_list);
}

// HTTP inside TLS: an answer of the size of the refusal, which something else can have as well.
void refused_in_http(const Case& c, std::uint32_t frame, Findings& out) {
  std::vector<Fact> facts = {asked_fact(c), fact(sentence::fact_answered_and_closed, {}, frame)};
  if (c.handshake.client_certificates && !c.handshake.client_certificates->empty()) {
    const auto before = static_cast<std::ptrdiff_t>(out.hypotheses.size());
    refused_certificate(c, out);
    std::for_each(out.hypotheses.begin() + before, out.hypotheses.end(), [&](Hypothesis& h) {
      h.evidence.insert(h.evidence.begin(), facts.begin(), facts.end());
    });
    return;
  }
  if (!c.picture.empty_client_certificate) {
    out.add(rank::flight_client_cert_untrusted_unseen, Standing::possible, std::move(facts));
    out.add(rank::flight_client_cert_expired_unseen, Standing::possible);
    return;
  }
  facts.insert(facts.begin() + 1,
               fact(c.handshake.client_certificates ? sentence::fact_empty_client_certificate
                                                    : sentence::fact_empty_client_certificate_13,
                    {}, c.handshake.client_certificates.at()));
  out.add(rank::flight_client_cert_not_sent_unseen, Standing::possible, std::move(facts));
}

}  // namespace

void client_certificate(const Case& c, Findings& out) {
  if (const auto frame = refused_in_http_frame(c.transcript, c.handshake, c.picture); frame != 0) {
    refused_in_http(c, frame, out);
    return;
  }
  if (!c.picture.certificate_requested || !c.ended_by_server()) return;
  if (c.picture.stage < Stage::client_flight) return;
  if (c.picture.empty_client_certificate) {
    nothing_sent(c, out);
  } else if (c.handshake.client_certificates && !c.handshake.client_certificates->empty()) {
    refused_certificate(c, out);
  } else {
    unseen_certificate(c, out);
  }
}

}  // namespace tlswhy::signs
