#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "x509/certificate.hpp"

// The server asked for a client certificate and turned away after the client's answer
// (RFC 5246 §7.4.6, RFC 8446 §4.4.2.4).
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

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
  out.add(CauseId::client_cert_not_sent, standing, 90, facts);
  if (!any_will_do)
    out.add(CauseId::client_ca_hint_mismatch, Standing::likely, 60, {asked_fact(c), empty});
}

// How far an alert points at one thing about a certificate; servers that say the same of all point
// at nothing.
int pointing(const Case& c, AlertDescription description) {
  return c.alert_is(description) ? 30 : 0;
}

void refused_certificate(const Case& c, Findings& out) {
  const Certificate& leaf = *c.handshake.client_certificates->front();
  const Provenance at = c.handshake.client_certificates.at().certificate(0);
  const std::string subject = short_name(leaf.subject);
  const auto sent =
      fact(sentence::fact_client_certificate,
           {{"subject", subject}, {"issuer", short_name(leaf.issuer)}}, at, leaf.subject);
  if (leaf.parsed && leaf.not_after < c.at) {
    out.add(CauseId::client_cert_expired, Standing::consistent, 80,
            {sent, fact(sentence::fact_expired,
                        {{"depth", 0U},
                         {"subject", subject},
                         {"not_after", knowledge::Day{leaf.not_after}},
                         {"at", knowledge::Day{c.at}}},
                        at, leaf.not_after)});
  }
  if (leaf.parsed && !leaf.client_auth) {
    out.add(CauseId::client_cert_eku, Standing::likely,
            60 + pointing(c, AlertDescription::unsupported_certificate),
            {sent, fact(sentence::fact_no_client_auth, {{"subject", subject}}, at)});
  }
  out.add(CauseId::client_cert_untrusted, Standing::likely,
          55 + pointing(c, AlertDescription::unknown_ca), {sent});
  out.add(CauseId::client_cert_rejected, Standing::possible,
          40 + pointing(c, AlertDescription::access_denied));
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
    out.add(CauseId::client_cert_untrusted, Standing::possible, 30, {asked_fact(c)});
    out.add(CauseId::client_cert_not_sent, Standing::possible, 25);
  }
}

}  // namespace tlswhy::signs
