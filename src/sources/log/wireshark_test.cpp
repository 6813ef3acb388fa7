#include "sources/log/wireshark.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

constexpr const char* hello =
    "    4 0.000012   10.10.20.5 → 10.10.30.8   TLSv1.2 215 Client Hello (SNI=server.test)";
constexpr const char* refusal =
    "    9 0.012345   10.10.20.5 → 10.10.30.8   TLSv1.2 61 Alert (Level: Fatal, Description: "
    "Handshake Failure)";

TEST(Wireshark, TellsByTheClientHelloWhoSentAnAlert) {
  Wireshark w;
  EXPECT_EQ(w.line(hello), hello);
  EXPECT_EQ(w.line(refusal), "sent Alert (Level: Fatal, Description: Handshake Failure)");
  EXPECT_EQ(w.line("6 0.01 10.10.30.8 10.10.20.5 TLSv1 73 Alert (Level: Fatal, Description: "
                   "Protocol Version)"),
            "received Alert (Level: Fatal, Description: Protocol Version)");
}

TEST(Wireshark, NamesTheServerOfAClientHello) {
  Wireshark w;
  w.line("1 0.0 10.10.20.5 10.10.30.8 TCP 58 51034 → 8445 [SYN] Seq=0 Win=65535 Len=0");
  EXPECT_FALSE(w.take_server());
  w.line("4 0.1 10.10.20.5 10.10.30.8 TLSv1.2 215 Client Hello");
  const auto address = w.take_server();
  ASSERT_TRUE(address);
  EXPECT_EQ(address->host, "10.10.30.8");
  EXPECT_EQ(address->port, 8445);
  w.line(hello);
  EXPECT_EQ(w.take_server()->host, "server.test");
  EXPECT_FALSE(w.take_server());
  for (const char* name : {"", "a;b)", "$(b)", "\xea\xb0\x80)"}) {
    w.line(std::string("4 0.1 10.10.20.5 10.10.30.8 TLSv1.2 215 Client Hello (SNI=") + name);
    EXPECT_FALSE(w.take_server()) << name;
  }
}

TEST(Wireshark, LeavesTheSideOpenWhereNoClientHelloIsShown) {
  EXPECT_EQ(Wireshark().line(refusal), "Alert (Level: Fatal, Description: Handshake Failure)");
}

TEST(Wireshark, LeavesTheSideOpenOnOneMachine) {
  Wireshark w;
  const std::string alert =
      "9 0.1 127.0.0.1 127.0.0.1 TLSv1.2 61 Alert (Level: Fatal, Description: Unknown CA)";
  w.line("4 0.1 127.0.0.1 127.0.0.1 TLSv1.2 215 Client Hello");
  EXPECT_EQ(w.line(alert), alert);
}

TEST(Wireshark, ReadsRowsAsCsvWithNamesAndWithoutTheLength) {
  Wireshark w;
  w.line(
      "\"4\",\"2026-11-22 02:16:57.8\",\"pc.example\",\"web.example\",\"TLSv1.2\",\"215\",\"Client "
      "Hello\"");
  EXPECT_EQ(
      w.line("\"9\",\"2026-11-22 02:16:57.9\",\"web.example\",\"pc.example\",\"TLSv1.2\",\"61\","
             "\"Alert (Level: Fatal, Description: Unrecognized Name)\""),
      "received Alert (Level: Fatal, Description: Unrecognized Name)");
  EXPECT_EQ(w.line("9 1.5 pc.example web.example TLSv1.2 Alert (Level: Fatal, Description: "
                   "Unknown CA)"),
            "sent Alert (Level: Fatal, Description: Unknown CA)");
}

TEST(Wireshark, TellsWhoClosedInTheHandshake) {
  const std::string reset = "5 0.1 10.10.30.8 10.10.20.5 TCP 54 443 → 51034 [RST, ACK] Seq=1";
  const std::string end = "5 0.1 10.10.20.5 10.10.30.8 TCP 54 51034 → 443 [FIN, ACK] Seq=1";
  Wireshark w;
  EXPECT_EQ(w.line(reset), reset);
  w.line(hello);
  EXPECT_EQ(w.line(reset), "server reset the connection in the handshake");
  EXPECT_EQ(w.line(refusal), "");
  w.line(hello);
  EXPECT_EQ(w.line(end), "client closed the connection in the handshake");
  w.line(hello);
  w.line("8 0.1 10.10.30.8 10.10.20.5 TLSv1.2 105 Change Cipher Spec, Encrypted Handshake Message");
  EXPECT_EQ(w.line(reset), reset);
}

TEST(Wireshark, TellsThatTheServerAskedForACertificate) {
  const std::string flight =
      "6 0.1 10.10.30.8 10.10.20.5 TLSv1.2 900 Certificate, Certificate Request, Server Hello Done";
  Wireshark w;
  EXPECT_EQ(w.line(flight), flight);
  w.line(hello);
  EXPECT_EQ(w.line(flight), "received Certificate Request");
}

TEST(Wireshark, TellsOfAnAnswerThatIsNoTls) {
  const std::string answer = "6 0.1 10.10.30.8 10.10.20.5 HTTP 120 HTTP/1.1 400 Bad Request";
  Wireshark w;
  EXPECT_EQ(w.line(answer), answer);
  w.line(hello);
  EXPECT_EQ(w.line(answer), "server answered in plain text");
}

TEST(Wireshark, ReadsPacketDetails) {
  Wireshark w;
  w.line("Frame 9: 61 bytes on wire (488 bits), 61 bytes captured (488 bits)");
  w.line("Internet Protocol Version 4, Src: 10.10.20.5, Dst: 10.10.30.8");
  w.line("Transmission Control Protocol, Src Port: 51034, Dst Port: 443, Seq: 190, Ack: 1500");
  EXPECT_EQ(w.line("    TLSv1.2 Record Layer: Alert (Level: Fatal, Description: Unknown CA)"),
            "sent Alert (Level: Fatal, Description: Unknown CA)");
  EXPECT_EQ(w.line("            Level: Fatal (2)"), "");
  EXPECT_EQ(Wireshark().line("            Level: Fatal (2)"), "            Level: Fatal (2)");
}

TEST(Wireshark, LeavesOtherLinesAsTheyAre) {
  for (const char* text : {"", "1", "2026-11-22 10:00:00 TLSv1.2 handshake", "17 TLS TLS TLS TLS",
                           "9 0.1 a b TCP 54 443 → 51034 [ACK]", "Frame of mind"})
    EXPECT_EQ(Wireshark().line(text), text);
}

}  // namespace
}  // namespace tlswhy
