// Verdicts out of values alone, for tests of renderers.
#pragma once

#include <string>

#include "report/verdict.hpp"

namespace tlswhy::testing {

inline Verdict would_connect(const char* client) {
  Verdict out;
  out.client = knowledge::find_client(client);
  out.negotiation.flight.version = ProtocolVersion::TLSv1_2;
  out.negotiation.flight.cipher_suite = CipherSuite{0xc02f};
  return out;
}

// It refuses the chain for an RSASSA-PSS signature; the first remedy is the CA's.
inline Verdict would_refuse(const char* client) {
  Verdict out = would_connect(client);
  out.negotiation.refusal = Refusal{.by = Party::client,
                                    .at = HandshakeType::certificate,
                                    .cause = knowledge::CauseId::pss_chain,
                                    .constraint = Constraint::path};
  Diagnosis& d = out.foreseen.diagnosis;
  d.outcome = Outcome::failed;
  d.cause = knowledge::CauseId::pss_chain;
  d.refuser = Party::client;
  d.confidence = Confidence::shown;
  d.ending = Fact{.sentence = sentence::fact_client_will_answer,
                  .parameters = {{"alert", "certificate_unknown"}, {"number", "46"}},
                  .value = {},
                  .rule = {},
                  .need = {},
                  .source = {}};
  out.foreseen.message = "PKIX path validation failed";
  out.remedies = {Remedy{.rank = 1,
                         .change = knowledge::ChangeId::reissue_with_sha256,
                         .also = {},
                         .where = knowledge::Where::ca,
                         .security = knowledge::Security::keeps,
                         .steps = {},
                         .before = {},
                         .after = {},
                         .breaks = {}}};
  return out;
}

}  // namespace tlswhy::testing
