#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

constexpr std::string_view opening =
    "<?xml version='1.0'?><stream:stream xmlns='jabber:client' id='1' from='mail.example'>";
constexpr std::string_view features =
    "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>"
    "</stream:features>";

std::string server(std::string_view last) {
  return std::string(opening) + std::string(features) + std::string(last);
}

TEST(Xmpp, LeadsToTls) {
  expect_ready("xmpp", server("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"),
               "<?xml version='1.0'?><stream:stream xmlns='jabber:client' "
               "xmlns:stream='http://etherx.jabber.org/streams' to='mail.example' version='1.0'>"
               "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
  const std::string sent = play("xmpp-server", server("<proceed></proceed>"), 9).sent;
  EXPECT_NE(sent.find("xmlns='jabber:server'"), std::string::npos);
  EXPECT_TRUE(sent.ends_with("xmpp-tls'/>"));
}

TEST(Xmpp, QuotesARefusal) {
  expect_refused("xmpp", server("<failure xmlns='x'/></stream:stream>"), "<failure xmlns='x'/>");
  expect_refused("xmpp", std::string(opening) + "<stream:error><host-unknown/></stream:error>",
                 "<stream:error><host-unknown/></stream:error>");
  expect_refused("xmpp", std::string(opening) + "<stream:features><bind/></stream:features>",
                 "<stream:features><bind/></stream:features>");
  expect_refused("xmpp", std::string(opening) + "<stream:features/>", "<stream:features/>");
  expect_unexpected("xmpp", " 220 mail\r\n", "220 mail");
}

TEST(Xmpp, IsRecognisedInACapture) {
  const std::string client = "<stream:stream xmlns='jabber:client'><starttls xmlns='x'/>";
  const std::string peer = "<stream:stream xmlns=\"jabber:server\"><starttls xmlns='x'/>";
  EXPECT_EQ(recognised(client, ""), "xmpp");
  EXPECT_EQ(recognised(peer, ""), "xmpp-server");
  EXPECT_EQ(recognised("<stream:stream xmlns='jabber:client'>", ""), "");
  EXPECT_EQ(refusal("xmpp", client, server("<failure/>")), "<failure/>");
  EXPECT_EQ(refusal("xmpp", client, server("<proceed/>")), "");
}

}  // namespace
}  // namespace tlswhy::starttls
