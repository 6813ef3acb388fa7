// What is wrong with the certificates that the server sent, as far as anybody can see without the
// client's trust store: facts of RFC 5280 and RFC 9525, judged at the capture's own time.
#pragma once

#include <string>
#include <vector>

#include "diagnosis/case.hpp"
#include "x509/path.hpp"

namespace tlswhy {

struct ChainDefect {
  knowledge::CauseId cause{};
  std::vector<Fact> facts;
};

struct ChainView {
  std::vector<const Certificate*> sent;
  SentPath path;
  std::vector<ChainDefect> defects;
  [[nodiscard]] const Certificate& leaf() const { return *sent.front(); }
};

// `sent` must not be empty and its first certificate must have parsed. `host` may be empty.
ChainView view_chain(const CertificateList& sent, const ServerName& host, Timestamp at,
                     std::uint32_t frame);

// Whether the client says in its hello that it takes RSASSA-PSS signatures; nothing where it says
// nothing about signatures.
std::optional<bool> hello_takes_pss(const ClientHello& hello);

}  // namespace tlswhy
