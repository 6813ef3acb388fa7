#include "starttls/tds_packets.hpp"
#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

std::string packet(std::string_view body, char type = 4, char status = 1) {
  const std::size_t size = body.size() + 8;
  return std::string{type, status, static_cast<char>(size >> 8), static_cast<char>(size), 0, 0,
                     1,    0} +
         std::string(body);
}

std::string options(char encryption) { return "\x01\0\x06\0\x01\xff"s + encryption; }

const std::string on = packet(options(1)), off = packet(options(2));
const std::string error = packet("\xaa\x20\0\1\0\0\0\1\x0e\4\0n\0o\0\xac\0\0\xac"s);

TEST(Tds, LeadsToTls) {
  const std::string sent = play("tds", on, 100).sent;
  expect_ready("tds", on, sent);
  ASSERT_EQ(sent.size(), 47U);
  EXPECT_EQ(sent[0], 0x12);
  EXPECT_EQ(sent[8 + 0x20], 1);  // ENCRYPT_ON, where its offset says
  expect_ready("tds", packet(options(3).substr(0, 4), 4, 0) + packet(options(3).substr(4)), sent);
  expect_refused("tds", off, "ENCRYPT_NOT_SUP (2)");
  expect_refused("tds", error, "no??");
  expect_unexpected("tds", packet("\xff"s), ".........?"sv.substr(1));
  expect_unexpected("tds", "220 mail\r\n", "220 mail");
}

TEST(Tds, CarriesTheHandshakeInPackets) {
  const auto dialogue = make_dialogue("tds", target);
  const std::string hello(5000, '\x16');
  const auto wire = dialogue->wrap(as_bytes(hello));
  EXPECT_EQ(wire.size(), hello.size() + 2 * tds_header);
  EXPECT_EQ(tds_packet_size(wire), 4096U);
  std::string got;
  for (const std::uint8_t byte : wire) got += as_text(dialogue->unwrap({&byte, 1}));
  EXPECT_EQ(got, hello);
  // Records without packets: the handshake is over for the server.
  EXPECT_EQ(as_text(dialogue->unwrap(as_bytes("\x17\3\3\0\2ab"sv))), "\x17\3\3\0\2ab"sv);
  dialogue->handshake_is_over();
  EXPECT_EQ(as_text(dialogue->wrap(as_bytes("x"))), "x");
}

TEST(Tds, OthersCarryItAsItIs) {
  const auto dialogue = make_dialogue("smtp", target);
  EXPECT_EQ(as_text(dialogue->wrap(as_bytes("x"))), "x");
  EXPECT_EQ(as_text(dialogue->unwrap(as_bytes("x"))), "x");
}

TEST(Tds, IsRecognisedInACapture) {
  const std::string asks = packet(options(1), 0x12), does_not = packet(options(2), 0x12);
  EXPECT_EQ(recognised(asks, on), "tds");
  EXPECT_EQ(recognised(asks, ""), "");
  EXPECT_EQ(refusal("tds", asks, off), "ENCRYPT_NOT_SUP (2)");
  EXPECT_EQ(refusal("tds", does_not, off), "");
  EXPECT_EQ(refusal("tds", asks, on), "");
}

}  // namespace
}  // namespace tlswhy::starttls
