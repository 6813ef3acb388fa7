// The certificates that servers sent in the clear: what TLS 1.3 or an early refusal hides in one
// connection of a capture, another one to the same server may have shown, and the intermediate that
// one server leaves out another one may have sent.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/endpoint.hpp"
#include "diagnosis/beside.hpp"
#include "model/server_model.hpp"
#include "transcript/handshake.hpp"

namespace tlswhy {

class SeenChains {
 public:
  static constexpr std::size_t most_servers = 1024;
  static constexpr std::size_t most_authorities = 1024;

  // Keeps the first list of each server, by address, port and the name that was asked for, and the
  // CA certificates of every list that is longer than those before.
  void remember(const Transcript& transcript, const Handshake& handshake, CertificateCache& cache);

  // A server of which no more than its certificates is known; nothing where this connection shows
  // them itself, or none did.
  [[nodiscard]] std::optional<ServerModel> server_of(const Transcript& transcript,
                                                     const Handshake& handshake) const;

  // A server of another domain that showed a certificate of the issuer of this one's, both made
  // shortly before they were shown and in no log of certificates; nothing where there is none.
  [[nodiscard]] std::optional<SameIssuer> same_issuer(const Transcript& transcript,
                                                      const Handshake& handshake) const;

  // The certificates of CAs that were sent, each once, without roots.
  [[nodiscard]] const CertificateList& authorities() const { return authorities_; }

 private:
  struct First {
    CertificateList first;
    std::size_t longest = 0;  // list
  };
  using Key = std::pair<Endpoint, std::string>;
  static Key key_of(const Transcript& transcript, const Handshake& handshake);
  void keep_authorities(const CertificateList& list);

  struct Issued {
    std::string domain;
    SameIssuer as;
  };
  void remember_issuer(const Transcript& transcript, std::uint32_t frame, const Certificate& leaf);

  std::map<Key, First> chains_;
  // Fresh ones by issuer, of two domains at most: whoever looks has one of its own.
  std::unordered_map<std::string, std::vector<Issued>> issued_;
  CertificateList authorities_;
  std::set<Sha256> known_;  // of authorities_
};

}  // namespace tlswhy
