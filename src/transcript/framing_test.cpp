#include "transcript/framing.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

using Octets = std::vector<std::uint8_t>;

Octets join(std::initializer_list<Octets> parts) {
  Octets out;
  for (const Octets& part : parts) out.insert(out.end(), part.begin(), part.end());
  return out;
}

Octets feed_in_pieces(Framing framing, const Octets& stream, std::size_t piece) {
  Octets out;
  const Bytes all(stream);
  for (std::size_t i = 0; i < all.size(); i += piece) {
    framing.feed(all.subspan(i, std::min(piece, all.size() - i)),
                 [&out](Bytes tls) { out.insert(out.end(), tls.begin(), tls.end()); });
  }
  return out;
}

// An OpenVPN control packet without authentication: length, opcode, session, no acks, id, payload.
Octets openvpn(const Octets& payload) {
  Octets out = {0, static_cast<std::uint8_t>(14 + payload.size()), 0x20};
  out.insert(out.end(), 8, 0x5a);
  out.push_back(0);
  out.insert(out.end(), {0, 0, 0, 1});
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

TEST(Framing, TakesOpenVpnHeadersOutHoweverTheStreamIsCut) {
  const Octets first = {22, 3, 1, 0, 4, 1, 2};
  const Octets second = {3, 4};
  const Octets header = openvpn(first);
  const Bytes before(header.data(), header.size() - first.size());
  const auto framing = Framing::detect(before, first);
  ASSERT_TRUE(framing);
  const Octets acknowledgement = {0, 3, 0x28, 1, 2};
  const Octets stream = join({first, acknowledgement, openvpn(second)});
  for (const std::size_t piece : {1U, 2U, 5U, 64U}) {
    EXPECT_EQ(feed_in_pieces(*framing, stream, piece), join({first, second})) << piece;
  }
}

TEST(Framing, TakesTdsHeadersOutAndStopsWhenTlsGoesOnPlain) {
  const Octets payload = {22, 3, 1, 0, 2};
  const Octets header = {0x12, 1, 0, 13, 0, 0, 0, 0};
  const auto framing = Framing::detect(header, payload);
  ASSERT_TRUE(framing);
  const Octets last = {0x12, 1, 0, 10, 0, 0, 1, 0};
  const Octets plain = {23, 3, 1, 0, 1, 9};
  const Octets stream = join({payload, last, {7, 8}, plain});
  for (const std::size_t piece : {1U, 3U, 64U}) {
    EXPECT_EQ(feed_in_pieces(*framing, stream, piece), join({payload, {7, 8}, plain})) << piece;
  }
}

TEST(Framing, IsNotSeenBehindOrdinaryText) {
  const Octets tls = {22, 3, 1, 0, 4};
  EXPECT_FALSE(Framing::detect(as_bytes("220 ready to start TLS\r\n"), tls));
  EXPECT_FALSE(Framing::detect({}, tls));
}

}  // namespace
}  // namespace tlswhy
