#include "diagnosis/answers.hpp"
#include "diagnosis/seen_chain.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/ranks.hpp"

// RFC 5246 section 7.4.2: each certificate must certify the one before it. All that the path needs
// was sent, but not in this order, and the client answered as it does to an issuer that it misses.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

// Current libraries sort them (the sources of the cause); those that do not have an answer of their
// own to it. Of a client that nobody knows it is as likely as a lack.
std::optional<Standing> standing_of(const Case& c) {
  if (fit(c, CauseId::chain_order_wrong) == Fit::matches) return Standing::consistent;
  const bool as_to_a_lack =
      c.client == nullptr && some_client_answers_so(c, CauseId::missing_intermediate);
  return as_to_a_lack ? std::optional(Standing::likely) : std::nullopt;
}

// The first of the path whose issuer was sent, but not right after it; nothing where all follow.
std::optional<std::size_t> out_of_order(const SeenChain& chain) {
  const auto& path = chain.anybody.path;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    if (path[i + 1] < chain.graph.sent() && path[i + 1] != path[i] + 1) return path[i];
  }
  return std::nullopt;
}

}  // namespace

void chain_order(const Case& c, Findings& out) {
  const auto& sent = c.handshake.server_certificates;
  if (!c.ended_by_client() || !sent || sent->size() < 3 || !sent->front()->parsed) return;
  if (c.picture.frame < sent.frame() || c.picture.stage >= Stage::established) return;
  const auto standing = standing_of(c);
  if (!standing) return;
  const SeenChain chain = see_chain(c);
  const auto depth = out_of_order(chain);
  if (!depth) return;
  const std::string subject = short_name(chain.graph.at(*depth).subject);
  auto& h = out.add(rank::flight_chain_order_wrong, *standing,
                    {fact(sentence::fact_issuer_not_next, {{"subject", subject}},
                          sent.at().certificate(*depth), subject)});
  h.parameters = {{"subject", subject}, {"depth", *depth}};
}

}  // namespace tlswhy::signs
