#include "sources/log/windows_event.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "knowledge/statement.hpp"
#include "sources/log/log_reader.hpp"
#include "sources/log/testing/read_text.hpp"

namespace tlswhy {
namespace {

std::vector<LogFacts> read(std::string_view text) {
  std::vector<LogFacts> out;
  for (const Transcript& t : testing::read_text<LogReader>(text)) out.push_back(*t.transport.log());
  return out;
}

const StatementSeen* saying(const LogFacts& facts, std::string_view statement) {
  for (const StatementSeen& s : facts.statements) {
    if (knowledge::statements()[knowledge::messages()[s.message].statement].name == statement)
      return &s;
  }
  return nullptr;
}

std::string event(std::string_view provider, int id, std::string_view data,
                  std::string_view second = "2026-01-02T03:04:05") {
  return "<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>"
         "<Provider Name='" +
         std::string(provider) + "'/><EventID>" + std::to_string(id) +
         "</EventID><TimeCreated SystemTime='" + std::string(second) + ".123Z'/></System>" +
         std::string(data) + "</Event>\n";
}

std::string schannel(int id, std::string_view data,
                     std::string_view second = "2026-01-02T03:04:05") {
  return event("Schannel", id, "<EventData>" + std::string(data) + "</EventData>", second);
}

TEST(WindowsEvents, OfSchannelAreReadByTheirData) {
  const auto received = read(schannel(36887, "<Data Name='AlertDesc'>48</Data>"));
  ASSERT_EQ(received.size(), 1U);
  ASSERT_NE(saying(received[0], "alert-unknown-ca"), nullptr);
  EXPECT_TRUE(saying(received[0], "alert-unknown-ca")->heard);
  const auto sent =
      read(schannel(36888, "<Data Name='AlertDesc'>40</Data><Data Name='ErrorState'>1205</Data>"));
  ASSERT_EQ(sent.size(), 1U);
  EXPECT_NE(saying(sent[0], "no-shared-cipher"), nullptr);
  EXPECT_EQ(sent[0].speaker, Party::server);
  EXPECT_FALSE(saying(sent[0], "alert-handshake-failure")->heard);
  const auto old = read(schannel(36887, "<Data>70</Data>"));
  ASSERT_EQ(old.size(), 1U);
  EXPECT_NE(saying(old[0], "alert-protocol-version"), nullptr);
}

TEST(WindowsEvents, OfOneMomentTellOfOneConnection) {
  const std::string pair =
      schannel(36874, "<Data Name='Protocol'>TLS 1.2</Data>") +
      schannel(36888, "<Data Name='AlertDesc'>40</Data><Data Name='ErrorState'>1205</Data>");
  EXPECT_EQ(read(pair).size(), 1U);
  EXPECT_EQ(read(pair + schannel(36887, "<Data Name='AlertDesc'>42</Data>", "2026-01-02T03:09:00"))
                .size(),
            2U);
}

TEST(WindowsEvents, MayTakeManyLinesAndBeginWithTheHyphensOfTheViewer) {
  const auto found = read(
      "- <Event xmlns=\"http://schemas.microsoft.com/win/2004/08/events/event\">\n"
      "- <System>\n  <Provider Name=\"Schannel\" /> \n  <EventID>36882</EventID> \n"
      "  </System>\n- <EventData>\n  <Data Name=\"x\">y</Data> \n  </EventData>\n</Event>\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(saying(found[0], "issuer-unknown"), nullptr);
  EXPECT_EQ(found[0].statements.front().line, 1U);
  EXPECT_EQ(found[0].speaker, Party::client);
}

TEST(WindowsEvents, OfOtherSourcesAreReadAsText) {
  const auto found = read(event(
      ".NET Runtime", 1026,
      "<EventData><Data>Exception Info: AuthenticationException: The remote certificate is invalid "
      "according to the validation procedure: RemoteCertificateNameMismatch</Data></EventData>"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(saying(found[0], "name-mismatch"), nullptr);
  EXPECT_TRUE(read(event("Service Control Manager", 7036, "<EventData><Data>ok</Data></EventData>"))
                  .empty());
}

std::string chain(std::string_view usage, std::string_view result) {
  return event("Microsoft-Windows-CAPI2", 11,
               "<UserData><CertGetCertificateChain><ExtendedKeyUsage><Usage oid='" +
                   std::string(usage) +
                   "'/></ExtendedKeyUsage><CertificateChain><TrustStatus><ErrorStatus value='20' "
                   "CERT_TRUST_IS_UNTRUSTED_ROOT='true'/></TrustStatus></CertificateChain>"
                   "<Result value='" +
                   std::string(result) +
                   "'>Vertraut nicht.</Result></CertGetCertificateChain>"
                   "</UserData>");
}

TEST(WindowsEvents, OfCapi2CountWhereACertificateOfTlsWasRefused) {
  const auto found = read(chain("1.3.6.1.5.5.7.3.1", "800B0109"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(saying(found[0], "issuer-unknown"), nullptr);
  EXPECT_TRUE(read(chain("1.3.6.1.5.5.7.3.3", "800B0109")).empty());  // code signing
  EXPECT_TRUE(read(chain("1.3.6.1.5.5.7.3.1", "0")).empty());
}

TEST(WindowsEvents, OfAPolicyNameTheServerAndTheSide) {
  const auto found = read(
      event("Microsoft-Windows-CAPI2", 30,
            "<UserData><CertVerifyCertificateChainPolicy><Policy type='CERT_CHAIN_POLICY_SSL'/>"
            "<SSLAdditionalPolicyInfo authType='server' serverName='shop.example'/>"
            "<Result value='800B010F'>x</Result></CertVerifyCertificateChainPolicy></UserData>"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_NE(saying(found[0], "name-mismatch"), nullptr);
  EXPECT_EQ(found[0].speaker, Party::client);
  EXPECT_EQ(found[0].server.host, "shop.example");
}

TEST(WindowsEventText, IsReadByItsNumbersInAnyLanguage) {
  const auto list = read(
      "TimeCreated  : 02.01.2026 03:04:05\nProviderName : Schannel\nId           : 36888\n"
      "Message      : Es wurde eine schwerwiegende Warnung generiert und gesendet. Der Fehlercode "
      "lautet 40. Der interne Status ist 1205.\n");
  ASSERT_EQ(list.size(), 1U);
  EXPECT_NE(saying(list[0], "no-shared-cipher"), nullptr);
  const auto wevtutil = read(
      "Event[0]:\n  Log Name: System\n  Source: Schannel\n  Event ID: 36887\n  Level: Fehler\n"
      "  Description: \nEs wurde eine Warnung empfangen: 46.\n");
  ASSERT_EQ(wevtutil.size(), 1U);
  EXPECT_NE(saying(wevtutil[0], "alert-certificate-unknown"), nullptr);
  EXPECT_TRUE(read("ProviderName : Other\nId : 36887\nMessage : 48\n").empty());
}

TEST(WindowsEventText, ReadsTheTableThatEventViewerSaves) {
  for (const std::string_view row :
       {"오류,2018-07-03 오전 11:28:54,Schannel,36887,없음,원격 끝점에서 경고를 받았습니다. "
        "프로토콜은 46입니다.\n",
        "\"錯誤\",\"2018/7/3\",\"Schannel\",\"36887\",\"無\",\"警示代碼為 46。\"\n"}) {
    const auto found = read(std::string(row));
    ASSERT_EQ(found.size(), 1U) << row;
    EXPECT_NE(saying(found[0], "alert-certificate-unknown"), nullptr) << row;
  }
  EXPECT_TRUE(read("오류,2018-07-03,Schannel,36887,없음,\n").empty());
  EXPECT_TRUE(read("오류,2018-07-03,Other,36887,없음,코드는 46입니다.\n").empty());
}

TEST(WindowsEventText, KnowsTheLabelsOfEventViewer) {
  for (const std::string_view copied :
       {"원본:            Schannel\n날짜:            2018-07-03 오전 11:28:54\n이벤트 ID:        "
        "36887\n"
        "작업 범주:         없음\n수준:            오류\n설명:\n원격 끝점에서 경고를 받았습니다. "
        "경고 코드에 "
        "정의된 TLS 프로토콜은 46입니다.\n",
        "來源:           Schannel\n事件識別碼:         36887\n描述:\n警示代碼為 46。\n",
        "ソース: Schannel\nイベント ID: 36887\n説明:\nこの警告のコードは 46 です。\n"}) {
    const auto found = read(std::string(copied));
    ASSERT_EQ(found.size(), 1U) << copied;
    EXPECT_NE(saying(found[0], "alert-certificate-unknown"), nullptr) << copied;
  }
}

}  // namespace
}  // namespace tlswhy
