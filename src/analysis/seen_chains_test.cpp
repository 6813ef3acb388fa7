#include "analysis/seen_chains.hpp"

#include <gtest/gtest.h>

#include "transcript/testing/dialogue.hpp"

namespace tlswhy::testing {
namespace {

struct Seen {
  Transcript transcript;
  Handshake handshake;
  Seen(const std::string& name, bool shown, CertificateCache* cache = nullptr,
       bool with_issuers = false) {
    Dialogue d;
    d.client(hello_record({.extensions = server_name(name)}));
    const std::string leaf = fixture("certificates/leaf.der");
    const std::string list = with_issuers
                                 ? certificate_message({leaf, fixture("certificates/issuing.der"),
                                                        fixture("certificates/root.der")})
                                 : certificate_message({leaf});
    if (shown) d.server(record(22, handshake_of(2, server_hello(0xc02f)) + list));
    d.server(alert_record(40)).close(Side::responder);
    transcript = d.end();
    handshake = read_handshake(transcript, cache);
  }
  static std::string handshake_of(std::uint8_t type, const std::string& body) {
    return testing::handshake(type, body);
  }
};

TEST(SeenChains, GivesWhatAnotherConnectionToTheSameServerShowed) {
  CertificateCache cache;
  SeenChains chains;
  const Seen hidden("a.test", false), shown("a.test", true), other("b.test", false);
  EXPECT_FALSE(chains.server_of(hidden.transcript, hidden.handshake));
  chains.remember(hidden.transcript, hidden.handshake, cache);
  EXPECT_FALSE(chains.server_of(hidden.transcript, hidden.handshake));
  chains.remember(shown.transcript, shown.handshake, cache);
  const auto server = chains.server_of(hidden.transcript, hidden.handshake);
  ASSERT_TRUE(server);
  EXPECT_TRUE(server->only_chains_known);
  EXPECT_TRUE(server->credentials.at(0).leaf().parsed);  // read though it was only counted before
  EXPECT_FALSE(chains.server_of(other.transcript, other.handshake));  // asked for another name
  EXPECT_FALSE(chains.server_of(shown.transcript, shown.handshake));  // shows them itself
}

TEST(SeenChains, GivesTheAuthoritiesOfALongerListOfTheSameServer) {
  CertificateCache cache;
  SeenChains chains;
  const Seen alone("a.test", true), whole("a.test", true, nullptr, true);
  chains.remember(alone.transcript, alone.handshake, cache);
  EXPECT_TRUE(chains.authorities().empty());  // a leaf is none
  chains.remember(whole.transcript, whole.handshake, cache);
  ASSERT_EQ(chains.authorities().size(), 1U);  // nor is a root, which is trusted or is not
  EXPECT_EQ(chains.authorities().front()->common_name, "issuing");
  chains.remember(whole.transcript, whole.handshake, cache);
  EXPECT_EQ(chains.authorities().size(), 1U);
}

TEST(SeenChains, KeepsALimitedNumber) {
  CertificateCache cache;
  SeenChains chains;
  for (std::size_t i = 0; i <= SeenChains::most_servers; ++i) {
    const Seen shown("n" + std::to_string(i) + ".test", true, &cache);
    chains.remember(shown.transcript, shown.handshake, cache);
  }
  const Seen last("n" + std::to_string(SeenChains::most_servers) + ".test", false);
  const Seen before("n" + std::to_string(SeenChains::most_servers - 1) + ".test", false);
  EXPECT_FALSE(chains.server_of(last.transcript, last.handshake));
  EXPECT_TRUE(chains.server_of(before.transcript, before.handshake));
}

}  // namespace
}  // namespace tlswhy::testing
