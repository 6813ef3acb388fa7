// What lies between the certificates that a server sends and the roots that a client trusts: which
// certificates that are known from elsewhere complete the path, and where nobody has the next one.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "model/certificate_graph.hpp"

namespace tlswhy {

struct MissingIssuers {
  // What to send in place of what is sent now, with at least one certificate more, so that a path
  // of verified signatures reaches the store; the first one has the shortest search behind it.
  std::vector<CertificateList> ways;
  // The highest certificate that is sent or at hand whose issuer is neither, nor in the store;
  // nothing where the path ends at a certificate that issued itself.
  std::shared_ptr<const Certificate> stops_at;
  CertificateList at_hand;  // the certificates below it that are at hand and not sent, lowest first
};

// `sent` holds the leaf first. Without a store it is not known where a path may end: no way is
// given then.
MissingIssuers missing_issuers(const CertificateList& sent,
                               const std::optional<CertificateList>& store,
                               const CertificateList& at_hand);

}  // namespace tlswhy
