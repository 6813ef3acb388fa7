#include "sources/layout/layout.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

namespace tlswhy {
namespace {

using Kind = LayoutEntry::Kind;

std::string sample() {
  std::ifstream file("samples/finesse-layout.xml");
  return {std::istreambuf_iterator<char>(file), {}};
}
Layout good(std::string_view text) {
  auto read = read_layout("l.xml", text);
  EXPECT_TRUE(read) << read.error().what;
  return read ? *read : Layout{};
}
std::string fault(std::string_view text) {
  const auto read = read_layout("l.xml", text);
  return read ? "none" : read.error().what;
}
std::string utf16(std::string_view text, bool big_endian, bool mark) {
  std::string out;
  const auto add = [&](int high, int low) {
    out += static_cast<char>(big_endian ? high : low);
    out += static_cast<char>(big_endian ? low : high);
  };
  if (mark) add(0xfe, 0xff);
  for (const char c : text) add(0, c);
  return out;
}
std::string with_gadget(std::string_view gadget) {
  return fmt::format(
      "<finesseLayout><layout><role>Agent</role><page>{}</page></layout></finesseLayout>", gadget);
}
LayoutEntry only(std::string_view gadget) {
  const Layout layout = good(with_gadget(gadget));
  EXPECT_EQ(layout.entries.size(), 1) << gadget;
  return layout.entries.empty() ? LayoutEntry{} : layout.entries.front();
}

TEST(Layout, OfTheSample) {
  const Layout layout = good(sample());
  EXPECT_EQ(layout.version, "1252.02");
  std::vector<std::string> seen;
  for (const LayoutEntry& e : layout.entries) {
    seen.push_back(fmt::format("{} {} {}/{}/{}{}{}{} {}", e.line, e.element, e.role, e.tab,
                               e.column, e.hidden ? " hidden" : "", e.disabled ? " disabled" : "",
                               e.placeholder ? " placeholder" : "", e.url.substr(0, 30)));
  }
  const std::string home = "finesse.container.tabs.agent.homeLabel";
  EXPECT_EQ(seen, (std::vector<std::string>{
                      "7 config //0 https://static.corp.example/im",
                      "13 component //0 /desktop/scripts/js/logo.js",
                      "20 component //0 https://notices.corp.example:8",
                      "28 gadget Agent//0 /desktop/scripts/js/callcontro",
                      "38 gadget Agent/" + home + "/1 /desktop/scripts/js/queueStati",
                      "39 gadget Agent/" + home + "/1 https://crm-a.corp.example:844",
                      "44 gadget Agent/" + home +
                          "/2 disabled placeholder https://my-cuic-server:8444/cu",
                      "47 gadget Agent/" + home + "/2 https://reports.corp.example:1",
                      "58 gadget Agent/Knowledge/0 hidden http://wiki.corp.example/gadge",
                      "61 gadget Agent/Wallboard/0 disabled https://wallboard.corp.example",
                      "81 gadget Supervisor/Team/1 https://crm-a.corp.example:844",
                      "82 gadget Supervisor/Team/1 placeholder https://my-cuic-server:8444/cu"}));
  const LayoutEntry& crm = layout.entries[5];
  EXPECT_EQ(crm.parsed.path, "/gadgets/Customer%20Card.xml?team=1&view=short");
  EXPECT_EQ(crm.parsed.port, 8444);
  EXPECT_EQ(crm.alternate_hosts, std::vector<std::string>{"crm-b.corp.example"});
  EXPECT_EQ(crm.id + crm.max_rows, "crm8");
  EXPECT_EQ(layout.entries.back().managed_by, "crm");
}

TEST(Layout, HostsOfTheSample) {
  const auto hosts = [](bool disabled) {
    std::string out;
    for (const LayoutHost& h : hosts_of(good(sample()), disabled))
      out += fmt::format("{}:{} {}; ", h.host, h.port, h.entries.size());
    return out;
  };
  EXPECT_EQ(hosts(false),
            "static.corp.example:443 1; notices.corp.example:8445 1; crm-a.corp.example:8444 2; "
            "crm-b.corp.example:8444 1; reports.corp.example:12015 1; ");
  EXPECT_NE(hosts(true).find("wallboard.corp.example:443 1"), std::string::npos);
  EXPECT_EQ(hosts(true).find("my-cuic"), std::string::npos);
}

TEST(Layout, SameInAllEncodingsAndWrappings) {
  const std::string text = sample();
  const auto urls = [](const Layout& layout) {
    std::string out;
    for (const LayoutEntry& e : layout.entries)
      out += fmt::format("{} {} {}\n", e.role, e.disabled, e.url);
    return out;
  };
  const std::string expected = urls(good(text));
  for (const bool big_endian : {false, true})
    for (const bool mark : {false, true})
      EXPECT_EQ(urls(good(utf16(text, big_endian, mark))), expected);
  EXPECT_EQ(urls(good("\xef\xbb\xbf" + text)), expected);
  const std::string inner = text.substr(text.find("<finesseLayout"));
  EXPECT_EQ(urls(good("<LayoutConfig><useDefault>false</useDefault><layoutxml>" + inner +
                      "</layoutxml></LayoutConfig>")),
            expected);
  const std::string start = "<TeamLayoutConfig>\n<layoutxml>\n",
                    end = "</layoutxml></TeamLayoutConfig>";
  std::string escaped;
  for (const char c : text)
    escaped += c == '<' ? "&lt;" : c == '&' ? "&amp;" : c == '>' ? "&gt;" : std::string(1, c);
  const Layout as_text = good(start + escaped + end);
  EXPECT_EQ(urls(as_text), expected);
  EXPECT_TRUE(as_text.team);
  EXPECT_EQ(as_text.entries.front().line, 9);  // two lines below that of the layout alone
  if (text.find("]]>") == std::string::npos) {
    EXPECT_EQ(urls(good(start + "<![CDATA[" + text + "]]>" + end)), expected);
  }
}

TEST(Layout, ATeamMayHaveTheDefaultOne) {
  const Layout layout = good("<TeamLayoutConfig><useDefault>true</useDefault></TeamLayoutConfig>");
  EXPECT_TRUE(layout.team && layout.uses_default && layout.entries.empty());
}

TEST(Layout, PrefixesAndWhatIsNotKnownAreOutOfTheWay) {
  const Layout layout = good(
      "<f:finesseLayout xmlns:f='http://www.cisco.com/vtg/finesse' new='1'><f:layout><f:role>Admin"
      "</f:role><f:later><f:gadgets><f:gadget new='x'>https://a.example/<b/>x.xml</f:gadget>"
      "<f:other>https://b.example/</f:other></f:gadgets></f:later></f:layout></f:finesseLayout>");
  ASSERT_EQ(layout.entries.size(), 1);
  EXPECT_EQ(layout.entries[0].role, "Admin");
  EXPECT_EQ(layout.entries[0].url, "https://a.example/x.xml");
}

TEST(Layout, KindsOfAddresses) {
  EXPECT_EQ(only("<gadget>/desktop/x.xml?u=https://y</gadget>").kind, Kind::own);
  EXPECT_EQ(only("<gadget>3rdpartygadget/files/x:y.xml</gadget>").kind, Kind::own);
  EXPECT_EQ(only("<gadget>http://a.example/x</gadget>").kind, Kind::plain);
  EXPECT_EQ(only("<gadget>//a.example/x</gadget>").kind, Kind::secure);
  EXPECT_EQ(only("<gadget>ftp://a.example/x</gadget>").kind, Kind::other);
  EXPECT_EQ(only("<gadget>javascript:alert(1)</gadget>").kind, Kind::other);
  EXPECT_EQ(only("<gadget>https://[2001:db8::1]:8444/x</gadget>").parsed.host, "2001:db8::1");
  EXPECT_EQ(only("<gadget> </gadget>").fault, "is empty");
  EXPECT_EQ(only("<gadget>https://a.example:x/</gadget>").fault,
            "\"https://a.example:x/\": \"x\" is no port from 1 to 65535");
  EXPECT_EQ(only("<gadget><![CDATA[https://a.example/?a=1&b=2]]></gadget>").parsed.path,
            "/?a=1&b=2");
  EXPECT_EQ(only("<gadget>https://a.example/x\n   y.xml</gadget>").url, "https://a.example/xy.xml");
  EXPECT_EQ(only("<gadget>https://a.example/x y.xml</gadget>").parsed.path, "/x%20y.xml");
}

TEST(Layout, Placeholders) {
  for (const char* host : {"my-cuic-server", "my-server:8444", "&lt;host&gt;:8444", "{fqdn}",
                           "your-crm", "hostname", "$server"})
    EXPECT_TRUE(only(fmt::format("<gadget>https://{}/x</gadget>", host)).placeholder) << host;
  for (const char* host :
       {"my-cuic-server.corp.example", "cuic1", "[2001:db8::1]", "server.example"})
    EXPECT_FALSE(only(fmt::format("<gadget>https://{}/x</gadget>", host)).placeholder) << host;
}

TEST(Layout, SaysWhereItIsNotInOrder) {
  EXPECT_EQ(fault("<finesseLayout>\n  <layout>\n</finesseLayout>").substr(0, 13), "l.xml:3:3: no");
  EXPECT_EQ(fault("\n <html/>"), "l.xml:2:3: the root is <html>, not <finesseLayout>");
  EXPECT_EQ(fault("").substr(0, 14), "l.xml:1:1: no ");
  EXPECT_EQ(fault("<LayoutConfig>\n<layoutxml/></LayoutConfig>"),
            "l.xml:1:2: <LayoutConfig> holds no layout");
  EXPECT_EQ(
      fault("<LayoutConfig>\n<layoutxml>&lt;finesseLayout>\n&lt;a></layoutxml></LayoutConfig>")
          .substr(0, 8),
      "l.xml:3:");
}

TEST(Layout, IsBounded) {
  EXPECT_EQ(fault(std::string((8U << 20) + 1, ' ')), "l.xml: larger than 8 MiB");
  std::string deep, many;
  for (int i = 0; i < 100; ++i) deep += "<a>";
  for (int i = 0; i < 100; ++i) deep += "</a>";
  EXPECT_NE(fault(with_gadget(deep)).find("more than 64 elements in one another"),
            std::string::npos);
  for (int i = 0; i < 20'001; ++i) many += "<gadget>/x</gadget>";
  EXPECT_NE(fault(with_gadget(many)).find("more than 20000 gadgets"), std::string::npos);
  std::string hosts = "h";
  for (int i = 0; i < 1000; ++i) hosts += ",h";
  EXPECT_EQ(only(fmt::format("<gadget alternateHosts='{}'>https://a.example/</gadget>", hosts))
                .alternate_hosts.size(),
            64);
}

TEST(Layout, IsToldByItsContent) {
  EXPECT_TRUE(looks_like_layout(sample()));
  EXPECT_TRUE(looks_like_layout(utf16(sample(), false, true)));
  EXPECT_TRUE(looks_like_layout("<TeamLayoutConfig><uri>"));
  EXPECT_FALSE(looks_like_layout("see finesseLayout"));
  EXPECT_FALSE(looks_like_layout("<html></html>"));
  EXPECT_FALSE(looks_like_layout(""));
}

}  // namespace
}  // namespace tlswhy
