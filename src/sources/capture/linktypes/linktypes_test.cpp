// Every way in which an IP packet may be wrapped leads to the same TCP stream.
#include <gtest/gtest.h>

#include "sources/capture/testing/talk.hpp"

namespace tlswhy::testing {
namespace {

struct Wrapping {
  std::string name;
  std::uint16_t link_type;
  std::string before;  // the frame's bytes in front of the IP packet
  std::vector<std::string> tunnels = {};
  bool v6 = false;
};

std::string mac() { return ethernet(0, "").substr(0, 12); }
std::string ip4_around(std::uint8_t protocol, std::string_view rest, std::size_t inner) {
  std::string out = ip4({.protocol = protocol, .from = 0x01010101, .to = 0x02020202},
                        std::string(rest) + std::string(inner, 'x'));
  out.resize(out.size() - inner);
  return out;
}
std::string udp_around(std::uint16_t to, std::string_view rest, std::size_t inner) {
  const std::string whole = udp(5555, to, std::string(rest) + std::string(inner, 'x'));
  return ip4_around(17, whole.substr(0, whole.size() - inner), inner);
}

const std::string inner4 = ip4({}, tcp({.data = "hello"}));
const std::string inner6 = ip6({}, tcp({.data = "hello"}));

std::vector<Wrapping> links() {
  const auto w = [] { return network(); };
  return {
      {"ethernet", 1, mac() + w().u16(0x0800).bytes()},
      {"ethernet v6", 1, mac() + w().u16(0x86dd).bytes(), {}, true},
      {"llc", 1, mac() + w().u16(inner4.size() + 8).u32(0xaaaa0300).u32(0x00000800).bytes()},
      {"null little", 0, ByteWriter(true).u32(2).bytes()},
      {"null big", 0, w().u32(2).bytes()},
      {"null v6 of macOS", 0, ByteWriter(true).u32(30).bytes(), {}, true},
      {"loop v6 of OpenBSD", 108, w().u32(24).bytes(), {}, true},
      {"raw 12", 12, ""},
      {"raw 14", 14, ""},
      {"raw 101", 101, ""},
      {"raw 101 v6", 101, "", {}, true},
      {"ipv4", 228, ""},
      {"ipv6", 229, "", {}, true},
      {"cooked", 113, w().u16(0).u16(1).u16(6).u64(0).u16(0x0800).bytes()},
      {"cooked v6", 113, w().u16(0).u16(772).u16(0).u64(0).u16(0x86dd).bytes(), {}, true},
      {"cooked vlan",
       113,
       w().u16(0).u16(1).u16(6).u64(0).u16(0x8100).u16(7).u16(0x0800).bytes(),
       {"vlan"}},
      {"cooked 2", 276, w().u16(0x0800).u16(0).u32(2).u16(1).u8(0).u8(6).u64(0).bytes()},
      {"ppp", 9, w().u32(0xff030021).bytes(), {"ppp"}},
      {"ppp compressed", 9, w().u8(0x21).bytes(), {"ppp"}},
      {"ppp hdlc v6", 50, w().u32(0xff030057).bytes(), {"ppp"}, true},
      {"ppp with direction", 204, w().u8(1).u32(0xff030021).bytes(), {"ppp"}},
      {"pppd", 166, w().u32(0x00030021).bytes(), {"ppp"}},
      {"pppoe alone",
       51,
       w().u16(0x1100).u16(1).u16(inner4.size() + 2).u16(0x21).bytes(),
       {"pppoe", "ppp"}},
      {"cisco hdlc", 104, w().u32(0x0f000800).bytes()},
      {"atm", 100, w().u32(0xaaaa0300).u32(0x00000800).bytes()},
      {"pflog", 117, w().u8(61).u8(2).text(std::string(62, '\0')).bytes()},
      {"enc", 109, std::string(12, '\1')},
      {"nflog", 239,
       w().u32(0x02000001).bytes() + ByteWriter(true).u16(5).u16(10).u32(7).bytes() +
           ByteWriter(true).u16(inner4.size() + 4).u16(9).bytes()},
      {"nflog big v6", 239, w().u32(0x0a000001).u16(inner6.size() + 4).u16(9).bytes(), {}, true},
      {"wifi", 105,
       std::string("\x88\x01", 2) + std::string(24, 'a') +
           w().u32(0xaaaa0300).u32(0x00000800).bytes()},
      {"radiotap", 127,
       std::string("\0\0\x0a\0aaaaaa\x08\x02", 12) + std::string(22, 'a') +
           w().u32(0xaaaa0300).u32(0x00000800).bytes()},
  };
}

std::vector<Wrapping> tunnels_in_frames_and_ip() {
  const auto w = [] { return network(); };
  const std::size_t n = inner4.size(), n6 = inner6.size();
  const std::string eth = mac() + w().u16(0x0800).bytes();
  return {
      {"802.1Q", 1, mac() + w().u16(0x8100).u16(5).u16(0x0800).bytes(), {"vlan"}},
      {"802.1ad",
       1,
       mac() + w().u16(0x88a8).u16(5).u16(0x8100).u16(6).u16(0x86dd).bytes(),
       {"vlan"},
       true},
      {"QinQ 9100",
       1,
       mac() + w().u16(0x9100).u16(5).u16(0x8100).u16(6).u16(0x0800).bytes(),
       {"vlan"}},
      {"pppoe",
       1,
       mac() + w().u16(0x8864).u16(0x1100).u16(1).u16(n + 2).u16(0x21).bytes(),
       {"pppoe", "ppp"}},
      {"mpls", 1, mac() + w().u16(0x8847).u32(0x00010040).u32(0x00020140).bytes(), {"mpls"}},
      {"mpls v6", 1, mac() + w().u16(0x8847).u32(0x00020140).bytes(), {"mpls"}, true},
      {"mpls pseudo-wire",
       1,
       mac() + w().u16(0x8847).u32(0x00020140).u32(0).bytes() + eth,
       {"mpls"}},
      {"ip in ip", 101, ip4_around(4, "", n), {"ip-in-ip"}},
      {"6in4", 101, ip4_around(41, "", n6), {"6in4"}, true},
      {"gre", 101, ip4_around(47, w().u16(0).u16(0x0800).bytes(), n), {"gre"}},
      {"gre with all options",
       101,
       ip4_around(47, w().u16(0xb000).u16(0x86dd).u32(1).u32(2).u32(3).bytes(), n6),
       {"gre"},
       true},
      {"gre bridging", 101, ip4_around(47, w().u16(0).u16(0x6558).bytes() + eth, n), {"gre"}},
      {"pptp",
       101,
       ip4_around(47, w().u16(0x3081).u16(0x880b).u32(n + 4).u32(1).u32(2).u32(0xff030021).bytes(),
                  n),
       {"gre", "ppp"}},
      {"erspan 1", 101, ip4_around(47, w().u16(0).u16(0x88be).bytes() + eth, n), {"gre", "erspan"}},
      {"erspan 2",
       101,
       ip4_around(47, w().u16(0x1000).u16(0x88be).u32(9).u64(0).bytes() + eth, n),
       {"gre", "erspan"}},
      {"erspan 3",
       101,
       ip4_around(47, w().u16(0x1000).u16(0x22eb).u32(9).u64(0).u32(0).bytes() + eth, n),
       {"gre", "erspan"}},
      {"etherip", 101, ip4_around(97, w().u16(0x3000).bytes() + eth, n), {"etherip"}},
      {"ah", 101,
       ip4_around(51, w().u8(6).u8(4).u16(0).u64(0).u64(0).u32(0).bytes(), n).substr(0, 20)},
  };
}

std::vector<Wrapping> trustsec() {
  const auto w = [] { return network(); };
  return {
      {"trustsec",
       1,
       mac() + w().u16(0x8909).u8(1).u8(1).u16(1).u16(15).u16(0x0800).bytes(),
       {"trustsec"}},
      {"trustsec in 802.1Q",
       1,
       mac() + w().u16(0x8100).u16(5).u16(0x8909).u8(1).u8(1).u16(1).u16(15).u16(0x86dd).bytes(),
       {"vlan", "trustsec"},
       true},
  };
}

std::vector<Wrapping> tunnels_in_udp() {
  const auto w = [] { return network(); };
  const std::size_t n = inner4.size(), n6 = inner6.size();
  const std::string eth = mac() + w().u16(0x0800).bytes();
  return {
      {"vxlan", 101, udp_around(4789, w().u32(0x08000000).u32(0x100).bytes() + eth, n), {"vxlan"}},
      {"capwap", 101, udp_around(5247, w().u32(0x00100200).u32(0).bytes() + eth, n), {"capwap"}},
      {"geneve",
       101,
       udp_around(6081, w().u8(2).u8(0).u16(0x6558).u32(0).u64(0).bytes() + eth, n),
       {"geneve"}},
      {"geneve ip",
       101,
       udp_around(6081, w().u8(0).u8(0).u16(0x0800).u32(0).bytes(), n),
       {"geneve"}},
      {"gtp", 101, udp_around(2152, w().u16(0x30ff).u16(n).u32(7).bytes(), n), {"gtp"}},
      {"gtp with sequence",
       101,
       udp_around(2152, w().u16(0x32ff).u16(n + 4).u32(7).u32(0).bytes(), n6),
       {"gtp"},
       true},
      {"gtp with extension",
       101,
       udp_around(2152, w().u16(0x34ff).u16(n + 8).u32(7).u32(0x85).u32(0x01000000).bytes(), n),
       {"gtp"}},
      {"gtp 0", 101, udp_around(3386, w().u16(0x1eff).u16(n).u64(0).u64(0).bytes(), n), {"gtp"}},
      {"teredo", 101, udp_around(3544, "", n6), {"teredo"}, true},
      {"teredo with indications",
       101,
       udp_around(3544, w().u32(0x00010000).u64(0).u8(0).u16(0).u16(5).u32(6).bytes(), n6),
       {"teredo"},
       true},
      {"l2tp",
       101,
       udp_around(1701, w().u16(0x4002).u16(n + 12).u32(3).u32(0xff030021).bytes(), n),
       {"l2tp", "ppp"}},
  };
}

void expect_hello(const Wrapping& wrapping) {
  const bool ah = wrapping.name == "ah";
  std::string data = wrapping.before + (wrapping.v6 ? inner6 : inner4);
  if (ah) {  // inside the authentication header comes TCP itself
    data = ip4({.protocol = 51},
               network().u8(6).u8(4).u16(0).u64(0).u64(0).u32(0).bytes() + tcp({.data = "hello"}));
  }
  CaptureCounts counts;
  const Recorder got = play({Frame{data, 0, 1, wrapping.link_type}}, &counts);
  ASSERT_EQ(got.conversations.size(), 1U) << wrapping.name;
  const Conversation& talk = got.conversations[0];
  EXPECT_EQ(talk.stream(Side::initiator), "hello") << wrapping.name;
  EXPECT_EQ(to_string(talk.facts.end(Side::initiator)),
            wrapping.v6 ? "[fd00::a00:1]:40000" : "10.0.0.1:40000")
      << wrapping.name;
  EXPECT_EQ(talk.facts.tunnels, wrapping.tunnels) << wrapping.name;
  EXPECT_FALSE(talk.facts.cut_by_snaplen) << wrapping.name;
  EXPECT_EQ(counts.tcp, 1U) << wrapping.name;
}

TEST(LinkTypes, LeadToTheSameStream) {
  for (const Wrapping& wrapping : links()) expect_hello(wrapping);
}

TEST(LinkTypes, TunnelsLeadToTheSameStream) {
  for (const Wrapping& wrapping : tunnels_in_frames_and_ip()) expect_hello(wrapping);
  for (const Wrapping& wrapping : trustsec()) expect_hello(wrapping);
  for (const Wrapping& wrapping : tunnels_in_udp()) expect_hello(wrapping);
}

TEST(LinkTypes, HeadersThatAreCutAnywhereDoNoHarm) {
  for (const auto& wrappings :
       {links(), trustsec(), tunnels_in_frames_and_ip(), tunnels_in_udp()}) {
    for (const Wrapping& wrapping : wrappings) {
      const std::string data = wrapping.before + (wrapping.v6 ? inner6 : inner4);
      for (std::size_t length = 0; length + 5 < data.size(); ++length) {
        CaptureCounts counts;
        const auto original = static_cast<std::uint32_t>(data.size());
        const Recorder got =
            play({Frame{data.substr(0, length), original, 1, wrapping.link_type}}, &counts);
        for (const auto& talk : got.conversations) {
          EXPECT_EQ(talk.stream(Side::initiator), "[5]") << wrapping.name << ' ' << length;
        }
      }
    }
  }
}

TEST(LinkTypes, CountsWhatLeadsToNoTcp) {
  const auto skipped = [](const Frame& frame, Skip why) {
    CaptureCounts counts;
    play({frame}, &counts);
    return counts.skipped_for(why);
  };
  EXPECT_EQ(skipped({ethernet(0x0806, std::string(28, 'a'))}, Skip::not_ip), 1U);
  EXPECT_EQ(skipped({ethernet(0x0800, ip4({.protocol = 17}, udp(1, 2, "x")))}, Skip::udp), 1U);
  EXPECT_EQ(skipped({ethernet(0x0800, ip4({.protocol = 50}, "esp"))}, Skip::other_transport), 1U);
  EXPECT_EQ(skipped({ethernet(0x0800, ip4({}, "short"))}, Skip::malformed), 1U);
  EXPECT_EQ(skipped({ethernet(0x0800, ip4({}, "short")), 99}, Skip::malformed), 1U);
  std::string deep;
  for (int i = 0; i < 40; ++i) deep += network().u16(1).u16(0x8100).bytes();
  EXPECT_EQ(skipped({ethernet(0x8100, deep)}, Skip::too_deep), 1U);
  CaptureCounts counts;
  play({Frame{"x", 0, 1, 187}, Frame{"x", 0, 1, 187}, Frame{"x", 0, 1, 189}}, &counts);
  EXPECT_EQ(counts.skipped_for(Skip::unknown_link_type), 3U);
  ASSERT_EQ(counts.unknown_link_types.size(), 2U);
  EXPECT_EQ(counts.unknown_link_types[0], (std::pair<std::uint16_t, std::uint32_t>{187, 2}));
}

TEST(LinkTypes, CountsWhatIsNotFollowedByItsNumber) {
  using Numbered = CaptureCounts::Numbered;
  const std::string arp = ethernet(0x0806, std::string(28, 'a'));
  CaptureCounts counts;
  play({Frame{arp}, Frame{arp},
        Frame{ethernet(0x8100, network().u16(1).u16(0x88cc).bytes() + "lldp")},
        Frame{ethernet(0x0800, ip4({.protocol = 50}, "esp"))},
        Frame{ethernet(38, std::string(38, 'b'))}},
       &counts);
  EXPECT_EQ(counts.other_ethertypes, (Numbered{{0x0806, 2}, {0x88cc, 1}}));
  EXPECT_EQ(counts.other_protocols, (Numbered{{50, 1}}));
}

}  // namespace
}  // namespace tlswhy::testing
