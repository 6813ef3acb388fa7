// The same handshake is diagnosed the same, whatever carried it.
#include <gtest/gtest.h>

#include "diagnosis/diagnose.hpp"
#include "transcript/testing/written.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side client = Side::initiator, server = Side::responder;

Diagnosis judged(const Written& written, std::int64_t waited_ns) {
  const Transcript& t = written.transcript();
  CertificateCache cache;
  const Handshake h = read_handshake(t, &cache);
  return diagnose(t, h, look_at(t, h, {t.transport.last().ns + waited_ns}), {});
}

// A client that no suite of the server suits, and an alert: what is seen of it everywhere.
void refuse(Written& written) {
  written.message(client, HandshakeType::client_hello, client_hello({.suites = codes({0x0005})}))
      .alert(server, AlertDescription::handshake_failure);
}

LogFacts log() {
  LogFacts facts;
  facts.first_line = {1, 2};
  facts.start = Written::time_of(1);
  facts.last = Written::time_of(2);
  return facts;
}

DatagramFacts datagrams(DatagramFacts::Protocol protocol) {
  DatagramFacts facts;
  facts.protocol = protocol;
  for (const std::uint32_t number : {1U, 2U}) {
    facts.sides[number - 1] = {.first_frame = number,
                               .last_frame = number,
                               .first = Written::time_of(number),
                               .last = Written::time_of(number),
                               .bytes = 300};
  }
  return facts;
}

TcpFacts tcp() {
  TcpFacts facts;
  for (TcpSide& side : facts.sides) side.syn_frame = side.first_data_frame = 1;
  return facts;
}

TEST(Transports, ARefusalIsTheSameInAllOfThem) {
  for (const Transport& transport :
       {Transport(log()), Transport(datagrams(DatagramFacts::Protocol::dtls)),
        Transport(datagrams(DatagramFacts::Protocol::quic)), Transport(tcp())}) {
    Written written(transport);
    refuse(written);
    const Diagnosis d = judged(written, 0);
    EXPECT_EQ(d.outcome, Outcome::failed) << transport.name();
    EXPECT_EQ(d.refuser, Party::server) << transport.name();
    ASSERT_TRUE(d.cause) << transport.name();
    EXPECT_EQ(knowledge::cause(*d.cause).name, "no-shared-cipher") << transport.name();
    ASSERT_TRUE(d.ending);
    const auto kind = transport.name() == "log" ? Provenance::Kind::line : Provenance::Kind::packet;
    EXPECT_EQ(d.ending->at, Provenance(kind, 2)) << transport.name();
  }
}

TEST(Transports, ADatagramThatNobodyAnswersIsSilence) {
  DatagramFacts facts = datagrams(DatagramFacts::Protocol::dtls);
  facts.sides[1] = {};
  Written written(facts);
  written.message(client, HandshakeType::client_hello, client_hello({}));
  EXPECT_EQ(judged(written, 5'000'000'000).outcome, Outcome::undetermined);  // perhaps not captured
}

TEST(Transports, ALogThatEndsAtTheHelloDecidesNothing) {
  LogFacts facts = log();
  Written written(facts);
  written.message(client, HandshakeType::client_hello, client_hello({}));
  EXPECT_EQ(judged(written, 0).outcome, Outcome::undetermined);
}

}  // namespace
}  // namespace tlswhy::testing
