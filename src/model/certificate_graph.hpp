// The certificates that one handshake brings together, and who signed whom: names compared and
// signatures verified once, then asked by as many clients as one likes (RFC 5280 section 6).
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "wire/code_points.hpp"
#include "x509/certificate.hpp"
#include "x509/name_constraints.hpp"

namespace tlswhy {

using CertificateList = std::vector<std::shared_ptr<const Certificate>>;

// Names and key identifiers allow that `issuer` issued `subject` (RFC 5280 sections 4.1.2.4 and
// 4.2.1.1); the signature is not looked at.
bool may_have_issued(const Certificate& issuer, const Certificate& subject);

class CertificateGraph {
 public:
  // `trusted` is the client's store; without one nothing is known of it, and a path that could go
  // on to a root that was not seen ends there.
  CertificateGraph(CertificateList sent, const std::optional<CertificateList>& trusted);

  // Sent certificates first, in the order sent, then those of the store that were not sent.
  [[nodiscard]] const Certificate& at(std::size_t index) const { return *all_[index]; }
  [[nodiscard]] std::size_t size() const { return all_.size(); }
  [[nodiscard]] std::size_t sent() const { return sent_; }
  [[nodiscard]] bool store_known() const { return store_known_; }
  // How many certificates the store holds by their fingerprint alone, and not among those sent.
  [[nodiscard]] std::size_t listed() const { return listed_; }
  // In the store, by DER.
  [[nodiscard]] bool trusted(std::size_t index) const { return trusted_[index]; }

  // A candidate whose name is the issuer of `index`.
  struct Issuer {
    std::size_t index;
    bool verified;  // its key verifies the signature on `index`, or libcrypto cannot tell
    bool key_id;    // its key identifier is not another one than the authority's
    bool serial;    // nor is its serial number
    bool kind;      // its key is of the kind that the algorithm of the signature wants
  };
  // Verified ones first, among them those of the store; else sent ones before others, in order.
  [[nodiscard]] const std::vector<Issuer>& issuers(std::size_t index) const {
    return issuers_[index];
  }
  // Whether the store lists a root, not at hand, by the name that issued `index`.
  enum class Listed : std::uint8_t {
    no,
    named,    // by the names alone it may be the issuer
    another,  // a self-signed certificate that was sent has the name and verifies, and is not it
  };
  [[nodiscard]] Listed issuer_listed(std::size_t index) const { return listed_issuers_[index]; }
  // The signature on `index` as TLS numbers it, RSASSA-PSS as rsae; nothing where it has no number.
  [[nodiscard]] std::optional<SignatureScheme> signature(std::size_t index) const {
    return signatures_[index];
  }
  // What the name constraints of `ca` have against `subject` (RFC 5280 section 4.2.1.10).
  struct Constrained {
    NameVerdict names = NameVerdict::allowed;
    bool common_name = false;     // outside, read as a dNSName
    bool common_text = false;     // the same, also where it can be none
    bool common_address = false;  // outside, read as an iPAddress
    bool wildcard = false;        // it covers a name that is excluded
  };
  [[nodiscard]] Constrained constrained(std::size_t ca, std::size_t subject) const;

 private:
  struct Violation {
    std::size_t ca, subject;
    Constrained what;
  };

  void find_issuers();
  void find_listed(const CertificateList& store);
  void find_violations();

  CertificateList all_;
  std::size_t sent_ = 0;
  bool store_known_ = false;
  std::size_t listed_ = 0;
  std::vector<Listed> listed_issuers_;
  std::vector<bool> trusted_;
  std::vector<std::vector<Issuer>> issuers_;
  std::vector<std::optional<SignatureScheme>> signatures_;
  std::vector<Violation> violations_;
};

}  // namespace tlswhy
