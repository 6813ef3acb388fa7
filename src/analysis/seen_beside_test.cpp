// What one connection of a capture says of another, and of which it says nothing.
#include <gtest/gtest.h>

#include "analysis/seen_beside.hpp"
#include "diagnosis/testing/judged.hpp"

namespace tlswhy::testing {
namespace {

std::string ticket_hello(std::string_view ticket) {
  return hello_record({.extensions = extension(35, std::string(ticket))});
}
std::string new_session_ticket(std::string_view ticket) {
  return record(22, handshake(4, number(7200, 4) + vector(2, ticket)));
}

struct Connection {
  Transcript transcript;
  Handshake handshake;
  Look look;
  Connection(Dialogue& d, std::uint64_t number, std::uint16_t port = 443) : transcript(d.end()) {
    transcript.number = number;
    TcpFacts facts = *transcript.transport.tcp();
    facts.ends[1].port = port;
    transcript.transport = facts;
    // The frames of a capture go on from one connection to the next.
    for (HandshakeMessage& m : transcript.messages)
      m.frame += static_cast<std::uint32_t>(number) * 100;
    handshake = read_handshake(transcript, nullptr);
    look = look_at(transcript, handshake, transcript.transport.last());
  }
};

Connection worked(std::uint64_t number) {
  Dialogue d;
  d.client(ticket_hello("")).server(dhe_flight(2048)).client(client_finish());
  d.server(new_session_ticket("the ticket") + server_finish());
  d.client(application_data()).server(application_data());
  return {d, number};
}
Connection offers(std::string_view ticket, std::uint64_t number, std::uint16_t port = 443) {
  Dialogue d;
  d.client(ticket_hello(ticket)).server(alert_record(80));
  return {d, number, port};
}

Beside after(const Connection& first, const Connection& second) {
  SeenBeside seen;
  seen.remember(first.transcript, first.handshake, first.look);
  return seen.beside(second.transcript, second.handshake);
}

TEST(SeenBeside, TheSessionOfAnEarlierConnection) {
  const Beside same = after(worked(0), offers("the ticket", 1));
  ASSERT_TRUE(same.before);
  EXPECT_TRUE(same.before->gave_session);
  EXPECT_FALSE(same.before->certificate_requested);
  const Beside other = after(worked(0), offers("another", 1));
  ASSERT_TRUE(other.before);
  EXPECT_FALSE(other.before->gave_session);
}

TEST(SeenBeside, NothingOfALaterOneOrAnotherServer) {
  EXPECT_FALSE(after(worked(2), offers("the ticket", 1)).before);
  EXPECT_FALSE(after(worked(0), offers("the ticket", 1, 8443)).before);
  EXPECT_FALSE(after(offers("the ticket", 0), offers("the ticket", 1)).before);
}

// A capture that repeats itself many times costs no more than one that does not.
TEST(SeenBeside, AHelloThatCameAgainAndAgain) {
  Dialogue plain;
  plain.client(hello_record());
  const Connection here(plain, 0);
  SeenBeside seen;
  for (std::uint64_t number = 1; number <= 100; ++number) {
    Dialogue again;
    again.client(hello_record());
    const Connection there(again, number);
    seen.remember(there.transcript, there.handshake, there.look);
  }
  EXPECT_EQ(seen.beside(here.transcript, here.handshake).relayed_frame,
            here.handshake.client_hello.frame() + 800);
}

TEST(SeenBeside, AHelloThatIsPassedOn) {
  Dialogue plain, proxied;
  plain.client(hello_record());
  proxied.client("PROXY TCP4 192.0.2.1 192.0.2.2 4711 443\r\n").client(hello_record());
  const Connection here(plain, 0), there(proxied, 1);
  EXPECT_NE(after(there, here).proxy_header_frame, 0U);
  EXPECT_NE(after(here, there).relayed_frame, 0U);
  EXPECT_EQ(after(here, there).proxy_header_frame, 0U);
  EXPECT_EQ(after(here, here).relayed_frame, 0U);  // itself
}

}  // namespace
}  // namespace tlswhy::testing
