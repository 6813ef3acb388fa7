// The faults of a chain that anybody could find, whoever the client is.
#include <algorithm>
#include <array>

#include "knowledge/ids/causes.hpp"
#include "model/path.hpp"

namespace tlswhy {
namespace {

using knowledge::CauseId;
using knowledge::PathRules;

// What no client lacks: RSA with PKCS #1 v1.5, ECDSA and DSA with SHA-2 (RFC 5246 section
// 7.4.1.4.1 numbers them).
constexpr auto plain_signatures = std::to_array<SignatureScheme>(
    {SignatureScheme{0x0301}, SignatureScheme{0x0302}, SignatureScheme{0x0303},
     SignatureScheme{0x0401}, SignatureScheme{0x0402}, SignatureScheme{0x0403},
     SignatureScheme{0x0501}, SignatureScheme{0x0502}, SignatureScheme{0x0503},
     SignatureScheme{0x0601}, SignatureScheme{0x0602}, SignatureScheme{0x0603}});

// The limits are those of the CA/Browser Forum's Baseline Requirements (section 6.1.5) and, for
// what is too much, those of the strictest client (JSSE counts certificates, Go the bits of a key).
constexpr PathRules anybody{.verifies = plain_signatures,
                            .minimum_rsa_bits = 2048,
                            .maximum_rsa_bits = 8192,
                            .maximum_sent = 10,
                            .anchors = knowledge::AnchorRule::issuers_or_self_signed,
                            .anchor_authority = knowledge::AnchorAuthority::basic_constraints,
                            .leaf_key_usage = knowledge::KeyUsageRule::by_key_exchange,
                            .takes_pss_keys = false,
                            .takes_v1_anchor = true,
                            .intermediate_eku = true,
                            .must_staple = true};

void add_leaf_faults(const CertificateGraph& graph, PathVerdict& out) {
  const Certificate& leaf = graph.at(0);
  if (leaf.key == KeyKind::rsa_pss && !out.has(CauseId::pss_key_oid_leaf))
    out.faults.push_back({CauseId::pss_key_oid_leaf, 0});
  if (leaf.is_ca && graph.sent() > 1 && graph.at(1).parsed && !graph.at(1).is_ca)
    out.faults.push_back({CauseId::leaf_not_first, 0});
  // Its issuer may be the root that the client trusts.
  if (out.anchor_assumed && out.path.size() == 1)
    out.faults.push_back({CauseId::missing_intermediate, 0});
}

// RSASSA-PSS with SHA-1 is two things in one: a client may lack either.
void add_sha1_of_pss(const CertificateGraph& graph, PathVerdict& out) {
  for (const std::size_t index : out.path) {
    const Certificate& c = graph.at(index);
    if (c.signature.pss && c.signature.hash == "SHA1" && !c.self_issued)
      out.faults.push_back({CauseId::sha1_cert, index});
  }
}

// Some clients go by a certificate that is sent beside the path, and end there.
void add_expired_extras(const CertificateGraph& graph, const Situation& situation,
                        PathVerdict& out) {
  for (std::size_t i = 0; i < graph.sent(); ++i) {
    const bool beside = std::ranges::find(out.path, i) == out.path.end();
    if (beside && graph.at(i).parsed && graph.at(i).not_after < situation.at)
      out.faults.push_back({CauseId::expired_cross_sign_path, i});
  }
}

}  // namespace

PathVerdict judge_for_anybody(const CertificateGraph& graph, const Situation& situation,
                              LeafUse use) {
  PathVerdict out = judge_path(anybody, graph, situation, use);
  add_leaf_faults(graph, out);
  add_sha1_of_pss(graph, out);
  add_expired_extras(graph, situation, out);
  out.accepted = out.faults.empty();
  return out;
}

}  // namespace tlswhy
