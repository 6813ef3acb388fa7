// Whether a server is still as it was learnt: all questions at once, one round, n + 1 hellos for
// each version, which is also the fewest that could tell.
#pragma once

#include <string>
#include <vector>

#include "model/learned_server.hpp"
#include "sources/probe/interview.hpp"

namespace tlswhy {

class Verification final : public Interview {
 public:
  // `server_name` as sent in server_name; empty: none.
  Verification(const LearnedServer& was, const std::string& server_name);

  std::optional<Numbered> next() override;
  void take(std::uint32_t id, const ProbeAnswer& answer) override;
  [[nodiscard]] bool finished() const override { return taken_ == asked_.size(); }

  // Every answer was the one expected: versions, suites, their order, Diffie-Hellman primes and the
  // certificates that a version <= 1.2 shows.
  [[nodiscard]] bool unchanged() const { return unchanged_; }

 private:
  struct Expected {
    ProbeQuestion question;
    std::optional<CipherSuite> suite;  // none: a refusal
    ProtocolVersion version{};
  };
  void expect(ProtocolVersion version, std::vector<CipherSuite> suites,
              std::optional<CipherSuite> answer, const std::string& server_name);
  [[nodiscard]] bool as_expected(const Expected& expected, const ProbeAnswer& answer) const;

  LearnedServer was_;
  std::vector<Expected> asked_;
  std::size_t next_ = 0, taken_ = 0;
  bool unchanged_ = true;
};

}  // namespace tlswhy
