// The protocols in lines that do not answer with numbers: POP3, IMAP, ManageSieve, IRC.
#include "starttls/line_dialogue.hpp"

#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

TEST(Pop3, LeadsToTls) {
  expect_ready("pop3", "+OK ready\r\n+OK begin\r\n", "STLS\r\n");
  expect_refused("pop3", "-ERR busy\r\n", "-ERR busy");
  expect_refused("pop3", "+OK\r\n-ERR Unknown command.\r\n", "-ERR Unknown command.");
  expect_unexpected("pop3", "220 mail\r\n", "220 mail");
}

TEST(Pop3, IsRecognisedInACapture) {
  EXPECT_EQ(recognised("CAPA\r\nSTLS\r\n", "+OK\r\n"), "pop3");
  EXPECT_EQ(refusal("pop3", "CAPA\r\nSTLS\r\n", "+OK\r\n+OK list\r\nTOP\r\n.\r\n-ERR [SYS] no\r\n"),
            "-ERR [SYS] no");
  EXPECT_EQ(refusal("pop3", "CAPA\r\nSTLS\r\n", "+OK\r\n-ERR CAPA?\r\n+OK go\r\n"), "");
}

TEST(Imap, LeadsToTls) {
  expect_ready("imap", "* OK [CAPABILITY IMAP4rev1 STARTTLS] hi\r\n* 1 FOO\r\na1 OK go\r\n",
               "a1 STARTTLS\r\n");
  expect_refused("imap", "* OK hi\r\na1 BAD TLS support isn't enabled.\r\n",
                 "a1 BAD TLS support isn't enabled.");
  expect_refused("imap", "* OK hi\r\n* BYE shutting down\r\n", "* BYE shutting down");
  expect_refused("imap", "* PREAUTH you are root\r\n", "* PREAUTH you are root");
  expect_unexpected("imap", "+OK pop\r\n", "+OK pop");
  expect_unexpected("imap", "* OK hi\r\nb7 OK\r\n", "* OK hi b7 OK");
}

TEST(Imap, IsRecognisedInACapture) {
  EXPECT_EQ(recognised("001 CAPABILITY\r\n002 StartTLS\r\n", ""), "imap");
  EXPECT_EQ(refusal("imap", "1 CAPABILITY\r\n2 STARTTLS\r\n", "* OK\r\n1 BAD x\r\n2 NO off\r\n"),
            "2 NO off");
  EXPECT_EQ(refusal("imap", "1 STARTTLS\r\n", "* OK\r\n1 OK\r\n"), "");
}

constexpr std::string_view capabilities =
    "\"IMPLEMENTATION\" \"Dovecot Pigeonhole\"\r\n\"STARTTLS\"\r\nOK \"ready\"\r\n";

TEST(Sieve, LeadsToTls) {
  expect_ready("sieve", std::string(capabilities) + "OK \"Begin TLS\"\r\n", "STARTTLS\r\n");
  expect_refused("sieve", std::string(capabilities) + "NO \"TLS is not enabled\"\r\n",
                 "NO \"TLS is not enabled\"");
  expect_refused("sieve", "BYE (TRYLATER) {4}\r\nbusy\r\n", "BYE (TRYLATER) {4} busy");
  expect_unexpected("sieve", "* OK imap\r\n", "* OK imap");
}

TEST(Sieve, IsRecognisedInACapture) {
  EXPECT_EQ(recognised("STARTTLS\r\n", capabilities), "sieve");
  EXPECT_EQ(refusal("sieve", "STARTTLS\r\n", std::string(capabilities) + "NO {3}\r\noff\r\n"),
            "NO {3} off");
  EXPECT_EQ(refusal("sieve", "STARTTLS\r\n", std::string(capabilities) + "OK\r\n"), "");
}

TEST(Irc, LeadsToTls) {
  expect_ready("irc",
               ":irc.example NOTICE * :*** Looking up\r\nPING :77\r\n:irc.example 670 * :go\r\n",
               "STARTTLS\r\nPONG :77\r\n");
  expect_refused("irc", ":i 691 * :STARTTLS failed\r\n", ":i 691 * :STARTTLS failed");
  expect_refused("irc", ":i 421 * STARTTLS :Unknown command\r\n",
                 ":i 421 * STARTTLS :Unknown command");
  expect_refused("irc", "ERROR :Closing Link\r\n", "ERROR :Closing Link");
  expect_unexpected("irc", "220 mail\r\n", "220 mail");
}

TEST(Irc, IsRecognisedInACapture) {
  EXPECT_EQ(recognised("CAP LS 302\r\nSTARTTLS\r\n", ""), "irc");
  EXPECT_EQ(recognised("STARTTLS\r\n", ":i NOTICE AUTH :hi\r\n"), "irc");
  EXPECT_EQ(refusal("irc", "CAP LS\r\nSTARTTLS\r\n", ":i CAP * LS :tls\r\n:i 691 * :no\r\n"),
            ":i 691 * :no");
}

}  // namespace
}  // namespace tlswhy::starttls
