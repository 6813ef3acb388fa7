#include "starttls/numeric_dialogue.hpp"

#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

constexpr std::string_view greeting = "220-mail.example ESMTP\r\n220 no spam\r\n";
constexpr std::string_view extensions = "250-mail.example\r\n250-PIPELINING\r\n250 STARTTLS\r\n";
constexpr std::string_view said = "EHLO tlswhy.invalid\r\nSTARTTLS\r\n";

std::string smtp_server(std::string_view last) {
  return std::string(greeting) + std::string(extensions) + std::string(last);
}

TEST(Smtp, LeadsToTls) {
  expect_ready("smtp", smtp_server("220 2.0.0 Ready to start TLS\r\n"), said);
  expect_ready("lmtp", smtp_server("220 2.0.0 Ready\n"), "LHLO tlswhy.invalid\r\nSTARTTLS\r\n");
}

TEST(Smtp, QuotesARefusalAtEachStep) {
  expect_refused("smtp", "554 5.3.2 no service\r\n", "554 5.3.2 no service");
  expect_refused("smtp", "421-too busy\r\n421 go away\r\n", "421-too busy 421 go away");
  expect_refused("smtp", std::string(greeting) + "502 5.5.1 what is EHLO\r\n",
                 "502 5.5.1 what is EHLO");
  expect_refused("smtp", smtp_server("454 4.7.0 TLS not available due to local problem\r\n"),
                 "454 4.7.0 TLS not available due to local problem");
}

TEST(Smtp, TellsOtherProtocols) {
  expect_unexpected("smtp", "* OK IMAP4rev1\r\n", "* OK IMAP4rev1");
  expect_unexpected("smtp", "200 news\r\n", "200 news");
  expect_unexpected("nntp", "220 mail\r\n", "220 mail");
  expect_unexpected("smtp", "2200\r\n", "2200");
}

TEST(Ftp, LeadsToTls) {
  // Lines inside a reply need no code (RFC 959 section 4.2), 120 announces the real one.
  expect_ready("ftp", "120 in 1 minute\r\n220-Hello\r\n 221 is no end\r\n220 go\r\n234 TLS\r\n",
               "AUTH TLS\r\n");
  expect_refused("ftp", "220 go\r\n530 Please login with USER and PASS.\r\n",
                 "530 Please login with USER and PASS.");
}

TEST(Nntp, LeadsToTls) {
  expect_ready("nntp", "201 no posting\r\n382 go\r\n", "STARTTLS\r\n");
  expect_refused("nntp", "200 hi\r\n580 Can not initiate TLS negotiation\r\n",
                 "580 Can not initiate TLS negotiation");
}

TEST(Smtp, IsRecognisedInACapture) {
  EXPECT_EQ(recognised("EHLO x\r\nstarttls\r\n", "220 mail\r\n"), "smtp");
  EXPECT_EQ(recognised("STARTTLS\r\n", ""), "smtp");
  EXPECT_EQ(recognised("LHLO x\r\nSTARTTLS\r\n", "220 mail\r\n"), "lmtp");
  EXPECT_EQ(recognised("AUTH SSL\r\n", "220 ftp\r\n"), "ftp");
  EXPECT_EQ(recognised("CAPABILITIES\r\nSTARTTLS\r\n", "200 news\r\n"), "nntp");
  EXPECT_EQ(recognised("POST / HTTP/1.1\r\n\r\nWhat STARTTLS is\r\n", ""), "");
}

TEST(Smtp, ARefusalInACaptureIsTheReplyToTheCommand) {
  EXPECT_EQ(refusal("smtp", "EHLO x\r\nSTARTTLS\r\n", smtp_server("454 4.7.0 no\r\n")),
            "454 4.7.0 no");
  EXPECT_EQ(refusal("smtp", "EHLO x\r\nSTARTTLS\r\n", smtp_server("220 go\r\n")), "");
  EXPECT_EQ(refusal("smtp", "EHLO x\r\nSTARTTLS\r\n", smtp_server("")), "");
  // What was refused before or after is another matter.
  EXPECT_EQ(refusal("smtp", "EHLO x\r\nFOO\r\nSTARTTLS\r\nBAR\r\n",
                    smtp_server("500 foo\r\n220 go\r\n500 bar\r\n")),
            "");
  EXPECT_EQ(refusal("nntp", "CAPABILITIES\r\nSTARTTLS\r\n",
                    "200 hi\r\n101 list\r\nVERSION 2\r\n.\r\n580 no\r\n"),
            "580 no");
  EXPECT_EQ(refusal("ftp", "AUTH TLS\r\n", "220 x\r\n500 AUTH?\r\n"), "500 AUTH?");
}

}  // namespace
}  // namespace tlswhy::starttls
