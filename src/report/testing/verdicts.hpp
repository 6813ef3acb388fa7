// Verdicts out of values alone, for tests of renderers.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "analysis/explanation.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/changes.hpp"
#include "knowledge/ids/sentences.hpp"

namespace tlswhy::testing {

inline Explanation would_connect(const char* client) {
  Played played{.client = knowledge::find_client(client), .negotiation = {}, .message = {}};
  played.negotiation.flight.version = ProtocolVersion::TLSv1_2;
  played.negotiation.flight.cipher_suite = CipherSuite{0xc02f};
  Explanation out{std::move(played), {}};
  out.diagnosis.outcome = Outcome::established;
  return out;
}

// It refuses the chain for an RSASSA-PSS signature; the first remedy is the CA's.
inline Explanation would_refuse(const char* client) {
  Explanation out = would_connect(client);
  out.played().negotiation.refusal = Refusal{.by = Party::client,
                                             .at = HandshakeType::certificate,
                                             .cause = knowledge::CauseId::pss_chain,
                                             .constraint = Constraint::path};
  Diagnosis& d = out.diagnosis;
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
  out.played().message = "PKIX path validation failed";
  out.shared_remedies = std::make_shared<const std::vector<Remedy>>(
      1, Remedy{.rank = 1,
                .change = knowledge::ChangeId::reissue_with_sha256,
                .also = {},
                .where = knowledge::Where::ca,
                .security = knowledge::Security::keeps,
                .steps = {},
                .before = {},
                .after = {},
                .breaks = {}});
  return out;
}

}  // namespace tlswhy::testing
