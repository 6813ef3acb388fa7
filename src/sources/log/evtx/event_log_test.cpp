#include "sources/log/evtx/event_log.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "base/files.hpp"

namespace tlswhy {
namespace {

constexpr std::size_t chunk = 4096;  // where the first one begins

// Made by tests/tools/make_fixtures.py; evtxexport and python3-evtx read the same events in it.
const std::vector<std::uint8_t>& sample() {
  static const std::vector<std::uint8_t> it = [] {
    const auto read = read_file("tests/fixtures/windows/sample.evtx", std::size_t{1} << 20);
    EXPECT_TRUE(read);
    const Bytes bytes = read ? as_bytes(*read) : Bytes();
    return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
  }();
  return it;
}

struct Told {
  std::string text, trouble;
};

Told told(Bytes file) {
  EventLog log(std::make_unique<MemoryStream>(file));
  Told out;
  std::array<std::uint8_t, 1000> part{};
  while (const std::size_t got = log.read(part)) out.text += as_text(Bytes(part).first(got));
  out.trouble = log.trouble();
  return out;
}

std::vector<std::string> lines(const std::string& text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t ends = text.find('\n', at);
    out.push_back(text.substr(at, ends - at));
    at = ends + 1;
  }
  return out;
}

TEST(EventLog, GivesOneEventOnEachLineAsWindowsPrintsIt) {
  const Told all = told(sample());
  EXPECT_EQ(all.trouble, "");
  const auto events = lines(all.text);
  ASSERT_EQ(events.size(), 6U);
  EXPECT_EQ(events[0],
            "<Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\"><System>"
            "<Provider Name=\"Schannel\"/><EventID>36887</EventID>"
            "<TimeCreated SystemTime=\"2026-01-02T03:04:05.000000Z\"/><EventRecordID>1"
            "</EventRecordID></System><EventData><Data Name=\"AlertDesc\">48</Data></EventData>"
            "</Event>");
  EXPECT_TRUE(
      events[1].contains("<Data Name=\"param1\">Windows Update &lt;&amp;&gt; 更新</Data>"
                         "<Data>a</Data><Data>b</Data>"));
  EXPECT_TRUE(
      events[3].contains("<Data Name=\"AlertDesc\">40</Data>"
                         "<Data Name=\"ErrorState\">1205</Data>"));
}

TEST(EventLog, ReadsElementsInAValueWithAndWithoutADependency) {
  const auto events = lines(told(sample()).text);
  ASSERT_EQ(events.size(), 6U);
  for (const std::size_t i : {4U, 5U}) {
    EXPECT_TRUE(
        events[i].contains("<UserData><CertGetCertificateChain><ExtendedKeyUsage><Usage "
                           "oid=\"1.3.6.1.5.5.7.3.1\"/>"));
    EXPECT_TRUE(
        events[i].contains("<ErrorStatus value=\"20\" CERT_TRUST_IS_UNTRUSTED_ROOT=\"true\"/>"));
  }
}

TEST(EventLog, SaysWhatItLeavesOut) {
  std::vector<std::uint8_t> file = sample();
  file[chunk + 512 + 24 + 4] = 0xee;  // the first token of the first event
  const Told one = told(file);
  EXPECT_TRUE(one.trouble.contains("damaged"));
  ASSERT_EQ(lines(one.text).size(), 6U);
  EXPECT_EQ(lines(one.text)[0], "");  // the numbers of the others stay
  file = sample();
  file[chunk] = 0;
  EXPECT_EQ(told(file).text, "");
  EXPECT_TRUE(told(file).trouble.contains("damaged"));
  file = sample();
  file[36 + 2] = 9;  // the version
  EXPECT_TRUE(told(file).trouble.contains("damaged"));
}

TEST(EventLog, CutAnywhereGivesTheEventsBefore) {
  const std::string whole = told(sample()).text;
  for (std::size_t size = 0; size < sample().size(); size += size < chunk + 4096 ? 7 : 997) {
    const Told part = told(Bytes(sample()).first(size));
    EXPECT_TRUE(whole.starts_with(part.text)) << size;
    EXPECT_NE(part.trouble, "") << size;
  }
}

TEST(EventLog, WithAnyByteChangedStaysBounded) {
  std::vector<std::uint8_t> file = sample();
  for (std::size_t i = chunk; i < chunk + 4000; i += 17) {
    for (const std::uint8_t other : std::array<std::uint8_t, 3>{0x00, 0x0c, 0xff}) {
      const std::uint8_t was = std::exchange(file[i], other);
      EXPECT_LT(told(file).text.size(), std::size_t{64} << 10) << i;
      file[i] = was;
    }
  }
}

}  // namespace
}  // namespace tlswhy
