#include <algorithm>

#include "diagnosis/answers.hpp"
#include "diagnosis/seen_chain.hpp"
#include "diagnosis/signs/signs.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/inspector.hpp"
#include "knowledge/ranks.hpp"

// Somebody in between ends TLS and makes a certificate of its own for the name that was asked for.
// It shows by a name of the issuer that only such products use, or by one issuer that nobody has
// logged and that made fresh certificates for servers of different domains.
namespace tlswhy::signs {
namespace {

using knowledge::CauseId;

// It refused the chain as it would an issuer that it does not know.
bool refused_issuer(const Case& c) {
  const auto& sent = c.handshake.server_certificates;
  if (!c.ended_by_client() || !sent || sent->empty() || !sent->front()->parsed) return false;
  if (c.picture.frame < sent.frame() || c.picture.client_data > 0) return false;
  const Fit how = fit(c, CauseId::untrusted_root);
  return how == Fit::matches ||
         (how == Fit::unknown && some_client_answers_so(c, CauseId::untrusted_root));
}

// The product whose CA made the certificate, itself or by an intermediate that was sent with it.
const knowledge::Inspector* product_of(const SeenChain& chain) {
  for (const std::size_t index : chain.anybody.path) {
    if (const auto* product = knowledge::find_inspector(chain.graph.at(index).issuer))
      return product;
  }
  return nullptr;
}

void by_name(const SeenChain& chain, const knowledge::Inspector& product, Findings& out) {
  const std::string issuer = short_name(chain.leaf().issuer);
  std::vector<Fact> facts = {fact(sentence::fact_inspector,
                                  {{"issuer", issuer}, {"product", std::string(product.product)}},
                                  chain.frame, std::string(product.product))};
  // With the store that was given it is certain that the client does not know the issuer; who
  // that is, this one says more exactly.
  const auto known = std::ranges::find_if(out.hypotheses, [](const Hypothesis& h) {
    return (h.cause == CauseId::untrusted_root || h.cause == CauseId::missing_intermediate) &&
           h.standing >= Standing::consistent;
  });
  const bool certain = known != out.hypotheses.end();
  if (certain) {
    facts.insert(facts.end(), known->evidence.begin(), known->evidence.end());
    out.hypotheses.erase(known);
  }
  auto& h = out.add(rank::flight_tls_inspection_untrusted,
                    certain ? Standing::consistent : Standing::likely, std::move(facts));
  h.parameters = {{"issuer", issuer}, {"subject", short_name(chain.leaf().subject)}};
}

}  // namespace

void inspection(const Case& c, Findings& out) {
  if (!refused_issuer(c)) return;
  const SeenChain chain = see_chain(c);
  // A device that shows its own certificate does not stand in for somebody else.
  if (chain.anybody.has(CauseId::name_mismatch) || chain.anybody.has(CauseId::cn_only)) return;
  if (const auto* product = product_of(chain)) {
    by_name(chain, *product, out);
  } else if (const auto& others = c.beside->same_issuer) {
    const std::string issuer = short_name(chain.leaf().issuer);
    auto& h =
        out.add(rank::flight_tls_inspection_untrusted_same_issuer, Standing::likely,
                {fact(sentence::fact_same_issuer, {{"issuer", issuer}, {"other", others->name}},
                      others->frame, others->name),
                 fact(sentence::fact_fresh_certificate, {{"not_before", chain.leaf().not_before}},
                      chain.frame, chain.leaf().not_before)});
    h.parameters = {{"issuer", issuer}, {"subject", short_name(chain.leaf().subject)}};
  }
}

}  // namespace tlswhy::signs
