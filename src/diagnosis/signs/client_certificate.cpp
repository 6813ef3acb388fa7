#include "diagnosis/signs/signs.hpp"
#include "knowledge/registry.hpp"
#include "x509/certificate.hpp"

// The server asked for a client certificate and turned away after the client's answer
// (RFC 5246 §7.4.6, RFC 8446 §4.4.2.4).
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

Fact asked_fact(const Case& c) {
  return c.handshake.certificate_request
             ? fact(sentence::fact_certificate_requested, {},
                    c.handshake.certificate_request.frame())
             : fact(sentence::fact_certificate_requested_13, {}, c.handshake.server_hello.frame());
}

void nothing_sent(const Case& c, Findings& out) {
  const bool seen = static_cast<bool>(c.handshake.client_certificates);
  const auto empty = fact(
      seen ? sentence::fact_empty_client_certificate : sentence::fact_empty_client_certificate_13,
      {}, c.handshake.client_certificates.frame());
  // In TLS 1.2 the server reads the empty list before anything else of the client's flight could be
  // wrong; in TLS 1.3 its alert cannot be read.
  out.add(CauseId::client_cert_not_sent, seen ? Standing::shown : Standing::consistent, 90,
          {asked_fact(c), empty});
  out.add(CauseId::client_ca_hint_mismatch, Standing::possible, 20);
}

void refused_certificate(const Case& c, Findings& out) {
  const Certificate& leaf = *c.handshake.client_certificates->front();
  const std::uint32_t frame = c.handshake.client_certificates.frame();
  const std::string subject = short_name(leaf.subject);
  const auto sent =
      fact(sentence::fact_client_certificate,
           {{"subject", subject}, {"issuer", short_name(leaf.issuer)}}, frame, leaf.subject);
  if (leaf.parsed && leaf.not_after < c.at) {
    out.add(CauseId::client_cert_expired, Standing::consistent, 80,
            {sent, fact(sentence::fact_expired,
                        {{"depth", "0"},
                         {"subject", subject},
                         {"not_after", to_date(leaf.not_after)},
                         {"at", to_date(c.at)}},
                        frame, to_rfc3339(leaf.not_after))});
  }
  if (leaf.parsed && !leaf.client_auth) {
    out.add(CauseId::client_cert_eku, Standing::likely, 75,
            {sent, fact(sentence::fact_no_client_auth, {{"subject", subject}}, frame)});
  }
  out.add(
      CauseId::client_cert_untrusted, Standing::likely,
      c.alert_is(AlertDescription::unknown_ca) || c.alert_is(AlertDescription::certificate_unknown)
          ? 70
          : 50,
      {sent});
  out.add(CauseId::client_cert_rejected, Standing::possible, 40);
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
