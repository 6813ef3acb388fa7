// Whether a client accepts the certificates that a server sends: RFC 5280 section 6 and RFC 9525 as
// that client applies them (knowledge::PathRules). Pure: the moment and the name are given.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "knowledge/client.hpp"
#include "model/certificate_graph.hpp"
#include "model/situation.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {

// How the handshake uses the leaf.
struct LeafUse {
  KeyExchange key_exchange = KeyExchange::ecdhe;  // what its key is used for
  bool stapled = false;                           // an OCSP answer came with it
};

// A certificate and what is wrong with it; words are made of it where they are wanted.
struct PathFault {
  knowledge::CauseId cause{};
  std::size_t index = 0;  // the certificate at fault, in the graph
  // Which of several pictures of the cause this is, for clients that print something else then
  // (knowledge::ClientMessage::on): "root-not-sent"; mostly empty.
  std::string_view variant{};
  std::uint32_t need = 0;  // the limit of the rule, in bits or certificates; of keyUsage the bit
};

struct PathVerdict {
  bool accepted = false;
  bool anchor_assumed = false;    // it ends at an issuer that was not seen and may be trusted
  bool anchor_named = false;      // assumed, because the store lists a root of the issuer's name
  std::vector<std::size_t> path;  // leaf first, anchor last; of a refusal: as far as it came
  std::vector<PathFault> faults;  // the one that this client reports first; none where accepted

  // How far `index` is above the leaf, which is at depth 0; 0 also where it is not on the path.
  [[nodiscard]] std::size_t depth_of(std::size_t index) const;
  [[nodiscard]] bool has(knowledge::CauseId cause) const;
};

// `graph` must hold at least the leaf, and the leaf must have parsed.
PathVerdict judge_path(const knowledge::PathRules& rules, const CertificateGraph& graph,
                       const Situation& situation, LeafUse use = {});

// All that anybody could object to: RFC 5280, RFC 9525 and what single clients lack, whatever a
// client that was asked would forgive. Certificates beside the path count as well.
PathVerdict judge_for_anybody(const CertificateGraph& graph, const Situation& situation,
                              LeafUse use = {});

// `host` is the common name of the leaf, whether or not that counts for a client.
bool common_name_covers(const Certificate& leaf, const ServerName& host);

}  // namespace tlswhy
