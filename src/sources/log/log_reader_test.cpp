#include "sources/log/log_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "knowledge/statement.hpp"
#include "sources/log/testing/read_text.hpp"

namespace tlswhy {
namespace {

std::vector<LogFacts> read(std::string_view text) {
  std::vector<LogFacts> out;
  for (const Transcript& t : testing::read_text<LogReader>(text)) out.push_back(*t.transport.log());
  return out;
}

bool says(const LogFacts& facts, std::string_view statement) {
  for (const StatementSeen& s : facts.statements) {
    if (knowledge::statements()[knowledge::messages()[s.message].statement].name == statement)
      return true;
  }
  return false;
}

TEST(LogReader, FindsAStatementWithItsLineAndServer) {
  const auto found = read(
      "starting\n"
      "* Connected to shop.example (10.1.1.1) port 8443 (#0)\n"
      "curl: (60) SSL certificate problem: unable to get local issuer certificate\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(says(found[0], "issuer-not-found"));
  EXPECT_EQ(found[0].statements.front().line, 3U);
  EXPECT_EQ(found[0].speaker, Party::client);
  EXPECT_EQ(found[0].program, "curl");
  EXPECT_EQ(found[0].server.host, "shop.example");
  EXPECT_EQ(found[0].server.port, 8443);
}

TEST(LogReader, TellsWhetherAnAlertWasSentOrReceived) {
  const auto found = read(
      "2026/01/01 10:00:00 [info] 7#7: *3 SSL_do_handshake() failed (SSL: "
      "error:0A000418:SSL routines::tlsv1 alert unknown ca:SSL alert number 48) "
      "while SSL handshaking, client: 10.0.0.9, server: 0.0.0.0:443");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(says(found[0], "alert-unknown-ca"));
  EXPECT_TRUE(found[0].statements.front().heard);
  EXPECT_EQ(found[0].speaker, Party::server);
}

TEST(LogReader, TakesWordsForAllThatIsSaidOnlyWhereTheLineEndsBehindThem) {
  const auto bare =
      read("- Status: The certificate is NOT trusted. \n*** PKI verification failed\n");
  ASSERT_EQ(bare.size(), 1U);
  EXPECT_TRUE(says(bare[0], "signature-algorithm-unsupported"));
  const auto more =
      read("- Status: The certificate is NOT trusted. The certificate issuer is unknown.\n");
  ASSERT_EQ(more.size(), 1U);
  EXPECT_FALSE(says(more[0], "signature-algorithm-unsupported"));
  EXPECT_TRUE(says(more[0], "issuer-unknown"));
}

TEST(LogReader, MakesNoFailureOfHowFarAHandshakeCame) {
  EXPECT_TRUE(read("Acceptable client certificate CA names\nTLS and nothing more\n").empty());
}

TEST(LogReader, NamesTheCertificateAtTheDepthThatOpensslComplainsOf) {
  const auto verify = read(
      "O = Example Corp, CN = api.corp.test\nerror 23 at 0 depth lookup: certificate revoked\n"
      "error srv.crt: verification failed\n");
  ASSERT_EQ(verify.size(), 1U);
  EXPECT_TRUE(says(verify[0], "revoked"));
  EXPECT_EQ(verify[0].program, "openssl-verify");
  EXPECT_EQ(knowledge::messages()[verify[0].statements.front().message].text,
            "certificate revoked");
  EXPECT_EQ(verify[0].statements.front().depth, 0);
  EXPECT_EQ(verify[0].statements.front().subject, "O = Example Corp, CN = api.corp.test");
  // 1.0.2 has file and name on one line; the number tells whatever the words are.
  const auto old = read("srv.pem: C = KR, CN = Issuing CA\nerror 20 at 1 depth lookup:unbekannt\n");
  ASSERT_EQ(old.size(), 1U);
  EXPECT_TRUE(says(old[0], "issuer-not-found"));
  EXPECT_EQ(old[0].statements.front().depth, 1);
  EXPECT_EQ(old[0].statements.front().subject, "C = KR, CN = Issuing CA");
  const auto client =
      read("depth=1 O = Example, CN = Example CA\nverify error:num=10:has expired\n");
  ASSERT_EQ(client.size(), 1U);
  EXPECT_EQ(client[0].statements.front().subject, "O = Example, CN = Example CA");
  const auto nameless = read("nothing\nerror 10 at 0 depth lookup: certificate has expired\n");
  ASSERT_EQ(nameless.size(), 1U);
  EXPECT_EQ(nameless[0].statements.front().subject, "");
}

TEST(LogReader, TellsAProgramsOwnCertificateFromOneItReceived) {
  const auto own = read(
      "nginx: [emerg] SSL_CTX_use_certificate(\"/etc/a.pem\") failed (SSL: error:0A00018F:SSL "
      "routines::ee key too small)\n");
  ASSERT_EQ(own.size(), 1U);
  EXPECT_TRUE(says(own[0], "own-certificate-too-weak"));
  const auto received = read("verify error:num=66:EE certificate key too weak\n");
  ASSERT_EQ(received.size(), 1U);
  EXPECT_TRUE(says(received[0], "key-too-weak"));
  EXPECT_FALSE(says(received[0], "own-certificate-too-weak"));
}

TEST(LogReader, KnowsOraclesErrorsByTheirNumbers) {
  const auto found = read(
      "ORA-29273: HTTP request failed\nORA-06512: at \"SYS.UTL_HTTP\", line 380\n"
      "ORA-29024: Zertifikatspr\u00fcfung fehlgeschlagen\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(says(found[0], "certificate-refused"));
  EXPECT_EQ(found[0].speaker, Party::client);
  EXPECT_EQ(found[0].program, "oracle");
  const auto wallet = read("ORA-28759: failure to open file\n");
  ASSERT_EQ(wallet.size(), 1U);
  EXPECT_TRUE(says(wallet[0], "wallet-unreadable"));
  EXPECT_TRUE(read("ORA-06512: at \"APP.JOB\", line 3\nORA-01403: no data found\n").empty());
}

TEST(LogReader, TakesTwoLinesOfAnMqttClientForTheWholeStory) {
  const auto found = read("Error: Protocol error\nClient (null) sending CONNECT\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(says(found[0], "protocol-error-after-connect"));
  EXPECT_TRUE(read("Error: Protocol error\n").empty());
}

TEST(LogReader, FindsPhrasesThatAreWrappedOverTwoLines) {
  EXPECT_EQ(read("> the tool says: unable to get local\n> issuer certificate\n").size(), 1U);
  const std::string before(80 - std::string_view("PKIX path building fai").size(), 'x');
  const auto cut = read(before.substr(1) + " PKIX path building fai\nled: and so on\n");
  ASSERT_EQ(cut.size(), 1U);
  EXPECT_TRUE(says(cut[0], "path-not-built"));
}

TEST(LogReader, KeepsTwoPeersApart) {
  const auto found = read(
      "http: TLS handshake error from 10.0.0.1:4000: tls: client didn't provide a "
      "certificate\n"
      "http: TLS handshake error from 10.0.0.2:4001: remote error: tls: bad "
      "certificate\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_TRUE(says(found[0], "no-client-certificate"));
  EXPECT_TRUE(says(found[1], "alert-bad-certificate"));
}

TEST(LogReader, KeepsTwoReasonsThatCannotBeOneApart) {
  EXPECT_EQ(
      read("javax.net.ssl.SSLHandshakeException: PKIX path building failed\n\tat a.b\n\tat c.d\n"
           "javax.net.ssl.SSLHandshakeException: No name matching a.example found\n")
          .size(),
      2U);
}

TEST(LogReader, SaysNothingOfTextsThatAreAboutSomethingElse) {
  EXPECT_TRUE(read("Connection refused\nsession has expired\nHTTP/1.1 500 Internal Server Error\n"
                   "getaddrinfo: Temporary failure in name resolution\n")
                  .empty());
}

TEST(LogReader, TakesAnEndAfterAHandshakeThatWorkedForNoFailureOfTls) {
  const std::string worked =
      "* SSL connection using TLSv1.3 / TLS_AES_256_GCM_SHA384\n*  SSL certificate verify ok.\n";
  const auto closed = read(worked + "SSL handshake failed\nConnection refused\n");
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_TRUE(says(closed[0], "established"));
  EXPECT_FALSE(says(closed[0], "connection-refused"));
  EXPECT_TRUE(
      says(read(worked + "* Send failure: Broken pipe\n").at(0), "closed-after-established"));
}

TEST(LogReader, KnowsThatSClientGoesOnAfterAVerifyError) {
  const auto found = read(
      "depth=0 CN = a.example\nverify error:num=20:unable to get local issuer "
      "certificate\nverify return:1\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_TRUE(found[0].statements.front().waived);
  EXPECT_EQ(found[0].statements.front().depth, 0);
}

TEST(LogReader, ReadsDepthsOfTwoDigits) {
  const auto found = read("error 25 at 12 depth lookup: path length constraint exceeded\n");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].statements.front().depth, 12);
}

TEST(LogReader, KnowsWhatClientsThatWereToldToGoOnOverlook) {
  const auto wget = read(
      "WARNING: cannot verify a.example's certificate, issued by 'CN=Example CA':\n"
      "  Unable to locally verify the issuer's authority.\n"
      "HTTP request sent, awaiting response... 200 OK\n");
  ASSERT_EQ(wget.size(), 1U);
  EXPECT_TRUE(wget[0].statements.front().waived);
  EXPECT_TRUE(says(wget[0], "established"));
  const auto curl =
      read("*  SSL certificate verify result: self-signed certificate (18), continuing anyway.\n");
  ASSERT_EQ(curl.size(), 1U);
  EXPECT_TRUE(curl[0].statements.front().waived);
  const std::string postfix =
      "postfix/smtp[9]: certificate verification failed for mx.example[192.0.2.1]:25: untrusted "
      "issuer /CN=Example CA\npostfix/smtp[9]: Untrusted TLS connection established to "
      "mx.example[192.0.2.1]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n";
  ASSERT_EQ(read(postfix).size(), 1U);
  EXPECT_TRUE(read(postfix)[0].statements.front().waived);
  const auto gave_up = read(postfix +
                            "postfix/smtp[9]: status=deferred (Server certificate not "
                            "trusted)\n");
  ASSERT_EQ(gave_up.size(), 1U);
  ASSERT_EQ(gave_up[0].statements.size(), 3U);
  EXPECT_FALSE(gave_up[0].statements.back().waived);
  const auto error = read(
      "ERROR: cannot verify a.example's certificate, issued by 'CN=Example CA':\n"
      "  Unable to locally verify the issuer's authority.\n");
  ASSERT_EQ(error.size(), 1U);
  EXPECT_FALSE(error[0].statements.front().waived);
}

TEST(LogReader, TellsKeysThatAreRefusedForTheirSizeByTheirKind) {
  const auto of = [](std::string_view key) {
    return read(
               "java.security.cert.CertPathValidatorException: Algorithm constraints check failed "
               "on keysize limits: " +
               std::string(key) + " bit key used with certificate\n")
        .at(0);
  };
  EXPECT_TRUE(says(of("RSA 512"), "key-too-weak"));
  EXPECT_TRUE(says(of("EC 192"), "constrained-key-size"));
  EXPECT_FALSE(says(of("EC 192"), "key-too-weak"));
}

TEST(HoldsKnownMessage, IsTrueOfWhatALibraryPrintsOnly) {
  EXPECT_TRUE(
      holds_known_message("javax.net.ssl.SSLPeerUnverifiedException: peer not authenticated"));
  EXPECT_FALSE(holds_known_message("no/such/file.pcap"));
}

}  // namespace
}  // namespace tlswhy
