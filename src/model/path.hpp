// Whether a client accepts the certificates that a server sends: RFC 5280 section 6 and RFC 9525 as
// that client applies them (knowledge::PathRules). Pure: the moment and the name are given.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "knowledge/client.hpp"
#include "knowledge/suite_traits.hpp"
#include "x509/certificate.hpp"

namespace tlswhy {

using CertificateList = std::vector<std::shared_ptr<const Certificate>>;

// The certificates that one handshake brings together, and who signed whom: names compared and
// signatures verified once, then asked by as many clients as one likes.
class CertificateGraph {
 public:
  // `trusted` is the client's store; without one nothing is known of it, and a path that could go
  // on to a root that was not seen ends there.
  CertificateGraph(CertificateList sent, std::optional<CertificateList> trusted);

  // Sent certificates first, in the order sent, then those of the store.
  [[nodiscard]] const Certificate& at(std::size_t index) const { return *all_[index]; }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] bool store_known() const { return store_known_; }
  // In the store, by DER.
  [[nodiscard]] bool trusted(std::size_t index) const { return trusted_[index]; }
  // Candidates whose name is the issuer of `index`; `verified` first.
  struct Issuer {
    std::size_t index;
    bool verified;  // its key verifies the signature on `index`
  };
  [[nodiscard]] const std::vector<Issuer>& issuers(std::size_t index) const {
    return issuers_[index];
  }

 private:
  CertificateList all_;
  std::size_t sent_ = 0;
  bool store_known_ = false;
  std::vector<bool> trusted_;
  std::vector<std::vector<Issuer>> issuers_;
};

struct PathQuestion {
  std::string host;  // the name asked for, a DNS name or an address; empty: not checked
  Timestamp at;
  knowledge::KeyExchange key_exchange = knowledge::KeyExchange::ecdhe;  // what the key is used for
  bool stapled = false;  // an OCSP answer came with it
};

struct PathFault {
  knowledge::CauseId cause{};
  std::size_t index = 0;   // the certificate at fault
  std::string have, need;  // the two facts that collide, for people: "RSA-512", "1024"
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
