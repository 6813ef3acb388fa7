// Each cause that TCP alone tells, and what is almost the same and is not it.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"
#include "knowledge/ids/sentences.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

Seen look(Scene& scene) { return scene.seen_by(signs::transport); }

// A client that asked `count` times for a connection, and a server that did what `answer` does.
Seen knock(std::uint32_t count, const std::function<void(TcpFacts&)>& answer = {}) {
  Dialogue nothing;
  Scene scene(nothing);
  scene.tcp([&](TcpFacts& tcp) {
    tcp.sides[index(c)].syn_frame = 1;
    tcp.sides[index(c)].syn_count = count;
    if (answer) answer(tcp);
  });
  return look(scene);
}

TEST(Transport, AResetToTheSynIsARefusal) {
  const Seen seen = knock(1, [](TcpFacts& tcp) { tcp.sides[index(s)].rst_frame = 2; });
  EXPECT_EQ(seen.causes(), "tcp-refused");
  EXPECT_EQ(seen.standing("tcp-refused"), Standing::shown);
  EXPECT_EQ(seen.frames("tcp-refused"), (std::vector<std::uint32_t>{1, 2}));
}

TEST(Transport, ManySynsWithoutAnswerAreFilteredOrNotCaptured) {
  EXPECT_EQ(knock(3).causes(), "tcp-filtered asymmetric-capture");
  EXPECT_EQ(knock(1).causes(), "");  // the capture may have ended too soon
  const Seen told = knock(1, [](TcpFacts& tcp) { tcp.icmp_frame = 2; });
  EXPECT_EQ(told.standing("tcp-filtered"), Standing::shown);
}

TEST(Transport, AnIcmpErrorIsReadByItsCode) {
  const auto said = [](std::uint8_t type, std::uint8_t code, bool v6 = false) {
    const Seen seen = knock(1, [&](TcpFacts& tcp) {
      tcp.icmp_frame = 2;
      tcp.icmp_type = type;
      tcp.icmp_code = code;
      tcp.icmp_v6 = v6;
      tcp.icmp_from = *parse_ip("192.0.2.1");
    });
    return seen.find("tcp-filtered")->evidence.at(1).sentence;
  };
  EXPECT_EQ(said(3, 0), sentence::fact_icmp_no_route);
  EXPECT_EQ(said(3, 1), sentence::fact_icmp_host_unreachable);
  EXPECT_EQ(said(3, 3), sentence::fact_icmp_port_unreachable);
  EXPECT_EQ(said(3, 13), sentence::fact_icmp_prohibited);
  EXPECT_EQ(said(11, 0), sentence::fact_icmp_time_exceeded);
  EXPECT_EQ(said(12, 0), sentence::fact_icmp);
  EXPECT_EQ(said(1, 1, true), sentence::fact_icmp_prohibited);
  EXPECT_EQ(said(1, 4, true), sentence::fact_icmp_port_unreachable);
  EXPECT_EQ(said(3, 0, true), sentence::fact_icmp_time_exceeded);
}

TEST(Transport, WhoSentTheIcmpErrorRefused) {
  const auto refuser = [](bool host_itself) {
    return knock(1,
                 [&](TcpFacts& tcp) {
                   tcp.icmp_frame = 2;
                   tcp.icmp_from = host_itself ? tcp.ends[index(s)].ip : *parse_ip("192.0.2.1");
                 })
        .refuser("tcp-filtered");
  };
  EXPECT_EQ(refuser(true), Party::server);
  EXPECT_EQ(refuser(false), Party::network);
}

TEST(Transport, AServerThatLeavesBeforeAWordMayRefuseTheAddress) {
  const auto left = [](TcpFacts& tcp) {
    tcp.sides[index(s)].syn_frame = 2;
    tcp.sides[index(s)].fin_frame = 4;
  };
  EXPECT_EQ(knock(1, left).causes(), "ip-acl-after-accept idle-listener-backlog");
  EXPECT_EQ(knock(1, [](TcpFacts& tcp) { tcp.sides[index(s)].syn_frame = 2; }).causes(), "");
}

// A connection to `port` on which nobody said a word, closed by `by` after so many seconds.
Seen mute(std::uint16_t port, Side by, std::int64_t seconds) {
  return knock(1, [=](TcpFacts& tcp) {
    tcp.ends[index(s)].port = port;
    tcp.start = {1'000'000'000};
    tcp.sides[index(s)].syn_frame = 2;
    tcp.sides[index(by)].fin_frame = 4;
    tcp.sides[index(by)].fin_time = {tcp.start.ns + seconds * Scene::second};
  });
}

TEST(Transport, BothSidesWaitWhereTlsHidesAGreeting) {
  EXPECT_EQ(mute(465, c, 5).causes(), "starttls-missing");
  EXPECT_EQ(mute(465, c, 5).standing("starttls-missing"), Standing::consistent);
  EXPECT_EQ(mute(465, c, 5).refuser("starttls-missing"), Party::client);
  EXPECT_EQ(mute(993, s, 60).causes(), "starttls-missing");
  EXPECT_EQ(mute(465, c, 0).causes(), "");  // a check that the port is open
  EXPECT_EQ(mute(443, c, 5).causes(), "");  // opened in advance and not used
  EXPECT_EQ(mute(25, c, 5).causes(), "");
  EXPECT_EQ(mute(443, s, 60).causes(), "");  // it waited for a hello, and judged nobody
}

TEST(Transport, ACloseBeforeTheHelloIsNoAnswerToIt) {
  Dialogue d;
  d.close(s).client(hello_record());
  Scene scene(d);
  const auto after = [](std::int64_t seconds) {
    return [seconds](TcpFacts& tcp) {
      tcp.start = {tcp.side(s).fin_time.ns - seconds * Scene::second};
    };
  };
  EXPECT_EQ(look(scene.tcp(after(0))).causes(),
            "ip-acl-after-accept idle-listener-backlog fin-after-clienthello");
  // It waited for a hello, and judged nobody.
  EXPECT_EQ(look(scene.tcp(after(30))).causes(), "fin-after-clienthello");
}

TEST(Transport, ACloseInsteadOfAnAnswer) {
  Dialogue closed, reset;
  closed.client(hello_record()).close(s);
  reset.client(hello_record({.extensions = ""})).reset(s);
  Scene by_fin(closed), by_rst(reset);
  EXPECT_TRUE(look(by_fin).causes().starts_with("fin-after-clienthello"));
  EXPECT_FALSE(look(by_fin).has("sni-required"));  // it did name a server
  EXPECT_TRUE(look(by_rst).causes().starts_with("reset-after-clienthello sni-required"));
}

TEST(Transport, AResetFromElsewhereIsAMiddlebox) {
  Dialogue d;
  d.client(hello_record()).reset(s);
  Scene scene(d);
  const auto hops = [&scene](std::uint8_t of_syn, std::uint8_t of_rst) {
    scene.tcp([=](TcpFacts& tcp) {
      tcp.sides[index(s)].syn_ttl = of_syn;
      tcp.sides[index(s)].rst_ttl = of_rst;
    });
    return look(scene);
  };
  EXPECT_EQ(hops(55, 62).refuser("reset-after-clienthello"), Party::middlebox);
  EXPECT_TRUE(hops(55, 62).has("sni-filtered"));
  EXPECT_EQ(hops(55, 55).refuser("reset-after-clienthello"), std::nullopt);
  EXPECT_FALSE(hops(55, 55).has("sni-filtered"));
}

TEST(Transport, SilenceAfterAHelloThatArrivedIsNobodysRefusal) {
  Dialogue d;
  d.client(hello_record()).goes_on();
  Scene scene(d);
  scene.waited(5 * Scene::second).tcp([](TcpFacts& tcp) {
    tcp.sides[index(s)].syn_frame = 2;
    tcp.sides[index(c)].bytes_acked = tcp.sides[index(c)].bytes;
  });
  EXPECT_EQ(look(scene).causes(),
            "handshake-timeout-silent starttls-missing proxy-protocol-missing");
  EXPECT_EQ(look(scene).refuser("handshake-timeout-silent"), Party::nobody);
}

TEST(Transport, AHelloThatIsNotAcknowledgedWasLostOnTheWay) {
  Dialogue d;
  d.client(hello_record()).goes_on();
  Scene scene(d);
  scene.waited(5 * Scene::second).tcp([](TcpFacts& tcp) { tcp.sides[index(s)].syn_frame = 2; });
  EXPECT_EQ(look(scene).causes(), "handshake-timeout-silent mtu-blackhole pq-split-clienthello");
  EXPECT_EQ(look(scene).refuser("mtu-blackhole"), Party::network);
  EXPECT_EQ(look(scene).refuser("pq-split-clienthello"), Party::middlebox);
}

TEST(Transport, ASynAckThatIsRepeatedWasAnsweredInVain) {
  const auto repeated = [](std::uint32_t times) {
    Dialogue d;
    d.client(hello_record()).goes_on();
    Scene scene(d);
    scene.waited(5 * Scene::second).tcp([=](TcpFacts& tcp) {
      tcp.sides[index(s)].syn_frame = 2;
      tcp.sides[index(s)].syn_count = times;
    });
    return look(scene).causes();
  };
  EXPECT_TRUE(repeated(4).starts_with("idle-listener-backlog ")) << repeated(4);
  EXPECT_FALSE(repeated(1).contains("idle-listener-backlog")) << repeated(1);
}

TEST(Transport, AFlightThatIsSentAgainAndNotAcknowledged) {
  const auto waited = [](std::uint32_t retransmissions, std::uint64_t acknowledged) {
    Dialogue d;
    d.client(dhe_hello()).server(dhe_flight(2048)).goes_on();
    Scene scene(d);
    scene.waited(20 * Scene::second).tcp([=](TcpFacts& tcp) {
      tcp.sides[index(s)].retransmissions = retransmissions;
      tcp.sides[index(s)].bytes = 3000;
      tcp.sides[index(s)].bytes_acked = acknowledged;
    });
    return look(scene).causes();
  };
  EXPECT_EQ(waited(4, 90), "mtu-blackhole handshake-timeout-silent");
  EXPECT_EQ(waited(0, 90), "");
  EXPECT_EQ(waited(4, 3000), "");
}

TEST(Transport, ASideThatIsNotInTheCaptureProvesNothing) {
  Dialogue d;
  d.client(hello_record()).goes_on();
  Scene scene(d);
  EXPECT_EQ(look(scene.waited(5 * Scene::second)).causes(),
            "asymmetric-capture handshake-timeout-silent");
}

TEST(Transport, AFlightThatStopsHalfWayPointsAtThePathWhereSegmentsAreLost) {
  const auto stopped = [](std::uint32_t retransmissions) {
    Dialogue d;
    d.client(hello_record()).server(server_hello_record(0xc02f)).goes_on();
    Scene scene(d);
    scene.waited(5 * Scene::second).tcp([=](TcpFacts& tcp) {
      tcp.sides[index(s)].retransmissions = retransmissions;
    });
    return look(scene).causes();
  };
  EXPECT_EQ(stopped(3), "mtu-blackhole handshake-timeout-silent");
  EXPECT_EQ(stopped(0), "handshake-timeout-silent mtu-blackhole");
}

}  // namespace
}  // namespace tlswhy::testing
