// Certificates that do not follow one another, and those that do.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

const Timestamp valid = *parse_time("2030-01-01");

// The client leaves with `alert` over these certificates, in this order.
Seen left(std::string_view stack, std::uint8_t alert, std::initializer_list<const char*> files) {
  std::string list;
  for (const char* file : files) list += vector(3, fixture(std::string("certificates/") + file));
  Dialogue d;
  d.client(dhe_hello());
  d.server(record(22, handshake(2, server_hello(0x0039)) + handshake(11, vector(3, list)) +
                          dhe_message(2048, unverifiable) + handshake(14, "")));
  d.client(alert_record(alert)).close(Side::initiator);
  Scene scene(d);
  if (!stack.empty()) scene.as(stack);
  return scene.at(valid).seen_by(signs::chain_order);
}

TEST(ChainOrder, AnIssuerThatDoesNotFollowItsCertificate) {
  const Seen seen = left({}, 48, {"leaf.der", "root.der", "issuing.der"});
  EXPECT_EQ(seen.causes(), "chain-order-wrong");
  EXPECT_EQ(seen.standing("chain-order-wrong"), Standing::likely);
  EXPECT_EQ(seen.frames("chain-order-wrong"), (std::vector<std::uint32_t>{2}));
}

TEST(ChainOrder, CertificatesThatFollowOneAnother) {
  EXPECT_EQ(left({}, 48, {"leaf.der", "issuing.der", "root.der"}).causes(), "");
}

TEST(ChainOrder, WhatIsSentBesideThePathBreaksNoOrder) {
  EXPECT_EQ(left({}, 48, {"leaf.der", "issuing.der", "pss-leaf.der"}).causes(), "");
}

TEST(ChainOrder, AnIssuerThatWasNotSentIsALack) {
  EXPECT_EQ(left({}, 48, {"leaf.der", "root.der", "pss-issuing.der"}).causes(), "");
}

TEST(ChainOrder, ALibraryThatIsKnownToSortDoesNotMind) {
  EXPECT_EQ(left("openssl", 48, {"leaf.der", "root.der", "issuing.der"}).causes(), "");
}

TEST(ChainOrder, TwoCertificatesHaveNoOrderToBreak) {
  EXPECT_EQ(left({}, 48, {"leaf.der", "issuing.der"}).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
