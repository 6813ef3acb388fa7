#include "starttls/without_tls.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tlswhy::starttls {
namespace {

using namespace std::literals;

bool left(std::string_view client, std::string_view server) {
  return left_without_offer({as_bytes(client), as_bytes(server)});
}

std::string demanded(std::string_view server) { return demand_for_tls({{}, as_bytes(server)}); }

constexpr std::string_view ehlo = "220 mail ESMTP\r\n250-mail\r\n250-SIZE 100\r\n250 DSN\r\n"sv;

TEST(WithoutTls, WhoReadsThatItIsNotOfferedAndLeaves) {
  EXPECT_TRUE(left("EHLO a\r\nQUIT\r\n", ehlo));
  EXPECT_TRUE(left("EHLO a\r\nQUIT\r\n", "220 starttls.test\r\n250-starttls.test\r\n250 DSN\r\n"));
  EXPECT_TRUE(left("ehlo a\r\n", ehlo));
  EXPECT_TRUE(left("a1 CAPABILITY\r\na2 LOGOUT\r\n",
                   "* OK ready\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na1 OK\r\n"));
  EXPECT_TRUE(left("CAPA\r\nQUIT\r\n", "+OK hi\r\n+OK\r\nTOP\r\nUIDL\r\n.\r\n"));
  EXPECT_TRUE(left("FEAT\r\nQUIT\r\n", "220 ftp\r\n211-Features:\r\n EPSV\r\n211 End\r\n"));
  EXPECT_TRUE(left("<stream:stream></stream:stream>",
                   "<stream:stream><stream:features><bind/></stream:features>"));
}

TEST(WithoutTls, WhoWentOnOrWasOfferedItIsAnother) {
  EXPECT_FALSE(left("EHLO a\r\nMAIL FROM:<a@b>\r\n", ehlo));
  EXPECT_FALSE(left("EHLO a\r\nQUIT\r\n", "220 mail\r\n250-mail\r\n250 STARTTLS\r\n"));
  EXPECT_FALSE(left("EHLO a\r\n", "220 mail\r\n"));  // no answer was seen
  EXPECT_FALSE(left("QUIT\r\n", ehlo));
  EXPECT_FALSE(left("a1 LOGIN a b\r\n", "* CAPABILITY IMAP4rev1\r\n"));
  EXPECT_FALSE(left("", ehlo));
}

// LDAPMessage { messageID 1, SearchRequest { "", baseObject, ..., present objectClass, attributes }
// }.
std::string root_search(std::string_view attribute, std::string_view base = "") {
  const auto element = [](char tag, const std::string& content) {
    return std::string{tag, static_cast<char>(content.size())} + content;
  };
  const std::string rest = "\x0a\x01\x00\x0a\x01\x00\x02\x01\x00\x02\x01\x00\x01\x01\x00"s +
                           element('\x87', "objectClass") +
                           element('\x30', element('\x04', std::string(attribute)));
  return element('\x30',
                 "\x02\x01\x01"s + element('\x63', element('\x04', std::string(base)) + rest));
}
std::string root_entry(std::string_view oid) {
  const auto element = [](char tag, const std::string& content) {
    return std::string{tag, static_cast<char>(content.size())} + content;
  };
  const std::string attribute =
      element('\x30', element('\x04', "supportedExtension") +
                          element('\x31', element('\x04', std::string(oid))));
  return element('\x30',
                 "\x02\x01\x01"s + element('\x64', "\x04\x00"s + element('\x30', attribute))) +
         element('\x30', "\x02\x01\x01"s + element('\x65', "\x0a\x01\x00\x04\x00\x04\x00"s));
}

TEST(WithoutTls, ADirectoryWhoseRootDoesNotListStartTls) {
  constexpr std::string_view start_tls = "1.3.6.1.4.1.1466.20037";
  const std::string unbind = "\x30\x05\x02\x01\x02\x42\x00"s;
  const std::string asks = root_search("supportedExtension");
  EXPECT_TRUE(left(asks + unbind, root_entry("1.3.6.1.4.1.4203.1.11.1")));
  EXPECT_TRUE(left(asks, root_entry("1.3.6.1.4.1.4203.1.11.1")));
  EXPECT_FALSE(left(asks + unbind, root_entry(start_tls)));
  EXPECT_FALSE(left(asks, ""));  // no answer was seen
  // Near misses: it looked something up, or bound in plaintext.
  EXPECT_FALSE(left(root_search("mail", "dc=corp"), root_entry("1.3.6.1.4.1.4203.1.11.1")));
  EXPECT_FALSE(left(asks + "\x30\x0c\x02\x01\x02\x60\x07\x02\x01\x03\x04\x00\x80\x00"s,
                    root_entry("1.3.6.1.4.1.4203.1.11.1")));
}

TEST(WithoutTls, AServerThatServesNobodyInPlaintext) {
  const std::string smtp = "530 5.7.0 Must issue a STARTTLS command first";
  EXPECT_EQ(demanded("220 mail\r\n250 mail\r\n" + smtp + "\r\n"), smtp);
  const std::string imap = "a1 NO [PRIVACYREQUIRED] Plaintext authentication disallowed";
  EXPECT_EQ(demanded("* OK\r\n" + imap + "\r\n"), imap);
  EXPECT_FALSE(demanded("530 Non-anonymous sessions must use encryption.\r\n").empty());
  EXPECT_FALSE(demanded("550 SSL/TLS required on the control channel\r\n").empty());
  EXPECT_EQ(demanded("\x30\x2b\x02\x01\x01\x61\x26\x0a\x01\x0d\x04\x00\x04\x1f"
                     "TLS confidentiality required"sv),
            "TLS confidentiality required");
  EXPECT_EQ(
      demanded("E\0\0\0\x70SFATAL\0VFATAL\0C28000\0Mno pg_hba.conf entry, no encryption\0F\0"sv),
      "no pg_hba.conf entry, no encryption");
  EXPECT_EQ(demanded("\x4a\0\0\0\x0a"
                     "8.0\0\x50\0\0\x02\xff\x57\x0c#HY000Connections using insecure transport"sv),
            "Connections using insecure transport");
}

TEST(WithoutTls, OtherRefusalsAreNoDemand) {
  EXPECT_EQ(demanded("530 5.7.0 Authentication required\r\n"), "");
  EXPECT_EQ(demanded("530 Anonymous sessions may not use encryption.\r\n"), "");
  EXPECT_EQ(demanded("-ERR [AUTH] Authentication failed\r\n"), "");
  EXPECT_EQ(
      demanded("E\0\0\0\x70SFATAL\0VFATAL\0C28000\0Mno pg_hba.conf entry, SSL encryption\0"sv), "");
  EXPECT_EQ(demanded("\x30\x1b\x02\x01\x01\x61\x16\x0a\x01\x08\x04\x00\x04\x0f"
                     "anonymous bind"sv),
            "");
  EXPECT_EQ(demanded("\x0a\x01\x0d"sv), "");
}

}  // namespace
}  // namespace tlswhy::starttls
