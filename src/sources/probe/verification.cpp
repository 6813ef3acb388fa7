#include "sources/probe/verification.hpp"

#include <algorithm>

#include "sources/probe/hello_for.hpp"
#include "sources/probe/universe.hpp"

namespace tlswhy {

Verification::Verification(const LearnedServer& was, const std::string& server_name) : was_(was) {
  for (const ProtocolVersion version :
       {ProtocolVersion::TLSv1_3, ProtocolVersion::TLSv1_2, ProtocolVersion::TLSv1_1,
        ProtocolVersion::TLSv1_0, ProtocolVersion::SSLv3}) {
    const ServerVersion* const known = was.model.find(version);
    std::vector<CipherSuite> rest = universe(version).cipher_suites;
    if (known != nullptr) {
      std::vector<CipherSuite> taken = known->cipher_suites;
      for (const CipherSuite suite : taken) std::erase(rest, suite);
      while (!taken.empty()) {
        // The one that has to be chosen stands last: only the server's own order chooses it. Where
        // the client's order decides it stands first.
        const CipherSuite first = taken.front();
        if (known->order != Order::client) std::ranges::rotate(taken, taken.begin() + 1);
        expect(version, taken, first, server_name);
        std::erase(taken, first);
      }
    }
    expect(version, std::move(rest), std::nullopt, server_name);
  }
}

void Verification::expect(ProtocolVersion version, std::vector<CipherSuite> suites,
                          std::optional<CipherSuite> answer, const std::string& server_name) {
  const Universe& all = universe(version);
  asked_.push_back({hello_for(version, {std::move(suites), all.groups, all.schemes}, server_name),
                    answer, version});
}

std::optional<Interview::Numbered> Verification::next() {
  if (next_ == asked_.size()) return std::nullopt;
  const std::size_t id = next_++;
  return Numbered{static_cast<std::uint32_t>(id), asked_[id].question};
}

void Verification::take(std::uint32_t id, const ProbeAnswer& answer) {
  if (id >= asked_.size()) return;
  ++taken_;
  unchanged_ = unchanged_ && as_expected(asked_[id], answer);
}

bool Verification::as_expected(const Expected& expected, const ProbeAnswer& answer) const {
  const bool agreed = answer.agreed() && answer.version == expected.version;
  if (agreed != expected.suite.has_value()) return false;
  if (!agreed) return true;
  if (answer.cipher_suite != *expected.suite) return false;
  const bool known_prime =
      answer.dh_bits == 0 ||
      std::ranges::find(was_.dh, answer.dh_prime, &LearnedDh::prime) != was_.dh.end();
  const bool known_chain =
      answer.chain.empty() ||
      std::ranges::any_of(was_.certificates, [&](const LearnedChain& known) {
        return known.name == LearnedChain::Name::asked &&
               std::ranges::equal(
                   known.chain, answer.chain, {}, [](const auto& c) { return c->sha256; },
                   [](const auto& c) { return c->sha256; });
      });
  return known_prime && known_chain;
}

}  // namespace tlswhy
