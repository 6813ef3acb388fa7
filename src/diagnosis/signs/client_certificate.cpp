#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"
#include "x509/certificate.hpp"

// The server asked for a client certificate and turned away after the client's answer
// (RFC 5246 §7.4.6, RFC 8446 §4.4.2.4).
namespace tlswhy::signs {
namespace {

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

void refused_certificate(const Case& c, Findings& out) {
  const Certificate& leaf = *c.handshake.client_certificates->front();
  const Provenance at = c.handshake.client_certificates.at().certificate(0);
  const std::string subject = short_name(leaf.subject);
  const auto sent =
      fact(sentence::fact_client_certificate,
           {{"subject", subject}, {"issuer", short_name(leaf.issuer)}}, at, leaf.subject);
  if (leaf.parsed && leaf.not_after < c.at) {
    out.add(rank::flight_client_cert_expired, Standing::consistent,
            {sent, fact(sentence::fact_expired,
                        {{"depth", 0U},
                         {"subject", subject},
                         {"not_after", knowledge::Day{leaf.not_after}},
                         {"at", knowledge::Day{c.at}}},
                        at, leaf.not_after)});
  }
  if (leaf.parsed && !leaf.client_auth) {
    out.add(
        c.alert_is(AlertDescription::unsupported_certificate) ? rank::flight_client_cert_eku_pointed
                                                              : rank::flight_client_cert_eku,
        Standing::likely, {sent, fact(sentence::fact_no_client_auth, {{"subject", subject}}, at)});
  }
  out.add(c.alert_is(AlertDescription::unknown_ca) ? rank::flight_client_cert_untrusted_pointed
                                                   : rank::flight_client_cert_untrusted,
          Standing::likely, {sent});
  out.add(c.alert_is(AlertDescription::access_denied) ? rank::flight_client_cert_rejected_pointed
                                                      : rank::flight_client_cert_rejected,
          Standing::possible);
}

}  // namespace

void client_certificate(const Case& c, Findings& out) {
  if (!c.picture.certificate_requested || !c.ended_by_server()) return;
  if (c.picture.stage < Stage::client_flight) return;
  if (c.picture.empty_client_certificate) {
    nothing_sent(c, out);
  } else if (c.handshake.client_certificates && !c.handshake.client_certificates->empty()) {
    refused_certificate(c, out);
  } else {
    out.add(rank::flight_client_cert_untrusted_unseen, Standing::possible, {asked_fact(c)});
    out.add(rank::flight_client_cert_not_sent_unseen, Standing::possible);
  }
}

}  // namespace tlswhy::signs
