// Whether a client accepts the certificates that a server sends: RFC 5280 section 6 and RFC 9525 as
// that client applies them (knowledge::PathRules). Pure: the moment and the name are given.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/server_name.hpp"
#include "knowledge/client.hpp"
#include "model/certificate_graph.hpp"
#include "wire/suite_traits.hpp"

namespace tlswhy {

struct PathQuestion {
  ServerName host;  // the name asked for; empty: not checked
  Timestamp at;
  KeyExchange key_exchange = KeyExchange::ecdhe;  // what the key is used for
  bool stapled = false;                           // an OCSP answer came with it
};

struct PathFault {
  knowledge::CauseId cause{};
  std::size_t index = 0;   // the certificate at fault
  std::string have, need;  // the two facts that collide, for people: "RSA-512", "1024"
  // Which of several pictures of the cause this is, for clients that print something else then
  // (knowledge::ClientMessage::on): "root-not-sent"; mostly empty.
  std::string_view variant;
};

struct PathVerdict {
  bool accepted = false;
  bool anchor_assumed = false;    // accepted if the root that was not seen is trusted
  std::vector<std::size_t> path;  // leaf first, anchor last; of a refusal: as far as it came
  std::vector<PathFault> faults;  // the one that this client reports first; none where accepted
};

// `graph` must hold at least the leaf, and the leaf must have parsed.
PathVerdict judge_path(const knowledge::PathRules& rules, const CertificateGraph& graph,
                       const PathQuestion& question);

}  // namespace tlswhy
