#include "remedy/server_there.hpp"

#include <gtest/gtest.h>

#include <set>

#include "base/contains.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/products.hpp"
#include "knowledge/statement.hpp"

namespace tlswhy {
namespace {

using knowledge::ProductId;
using Names = std::vector<std::string>;

Transcript connection(std::uint16_t port, std::string_view server = {},
                      std::string_view client = {}) {
  TcpFacts tcp;
  tcp.ends[1].port = port;
  Transcript t;
  t.transport = Transport(std::move(tcp));
  const Bytes said = as_bytes(server), asked = as_bytes(client);
  t.sides[1].preamble.assign(said.begin(), said.end());
  t.sides[0].preamble.assign(asked.begin(), asked.end());
  return t;
}

// The products whose steps are shown for a server without a suite in common, the first ones.
Names shown(const ServerThere& there, std::size_t most = 20) {
  Diagnosis d;
  d.cause = knowledge::CauseId::no_shared_cipher;
  Names out;
  for (const Remedy& r : remedies_for(d, Handshake{}, there)) {
    if (r.where != knowledge::Where::server) continue;
    for (const ProductSteps& s : r.steps) {
      if (!s.elsewhere && out.size() < most) out.emplace_back(knowledge::product(s.product).name);
    }
    break;
  }
  return out;
}

Names shown(const Transcript& t, std::size_t most = 20) {
  return shown(server_there(t, Handshake{}), most);
}

TEST(ServerThere, WhoNamesItselfIsTheOneThatStepsAreFor) {
  EXPECT_EQ(shown(connection(587, "220 mx.corp.test ESMTP Postfix (Debian/GNU)\r\n",
                             "EHLO a\r\nSTARTTLS\r\n")),
            Names{"postfix"});
  EXPECT_EQ(shown(connection(143, "* OK [CAPABILITY IMAP4rev1 STARTTLS] Dovecot ready.\r\n")),
            Names{"dovecot"});
  EXPECT_EQ(shown(connection(25, "220 ex1.corp.test Microsoft ESMTP MAIL Service ready\r\n")),
            Names{"schannel"});
  EXPECT_EQ(shown(connection(21, "220 (vsFTPd 3.0.3)\r\n")), Names{"vsftpd"});
}

// The near miss: a name that only looks like one, as that of a host, names nobody.
TEST(ServerThere, AHostNameNamesNoProduct) {
  EXPECT_TRUE(
      server_there(connection(25, "220 postfix.corp.test ESMTP ready\r\n"), {}).named.empty());
  EXPECT_TRUE(
      server_there(connection(443, "HTTP/1.1 400\r\nVia: nginx.corp.test\r\n"), {}).named.empty());
}

TEST(ServerThere, ItsProtocolLeavesThoseThatSpeakIt) {
  EXPECT_EQ(shown(connection(636)), (Names{"openldap", "schannel", "stunnel"}));
  EXPECT_EQ(shown(connection(5432)), (Names{"postgresql", "stunnel"}));
  EXPECT_EQ(shown(connection(8883)).front(), "mosquitto");
  EXPECT_EQ(shown(connection(5671)).front(), "rabbitmq");
  EXPECT_EQ(shown(connection(3389)), Names{"schannel"});
  // What was said before TLS decides, not the port.
  EXPECT_EQ(
      shown(connection(443, "220 mx ESMTP\r\n250 STARTTLS\r\n220 Go\r\n", "EHLO a\r\nSTARTTLS\r\n"))
          .front(),
      "postfix");
}

TEST(ServerThere, OfAWebServerAndOfNobodyTheOrderIsThatOfTheChange) {
  EXPECT_EQ(shown(connection(443)),
            (Names{"schannel", "nginx", "apache", "haproxy", "tomcat", "jetty", "stunnel"}));
  EXPECT_EQ(shown(connection(12345), 2), (Names{"schannel", "nginx"}));
  EXPECT_GT(shown(connection(12345)).size(), 10U);  // none is ruled out
}

// What a proxy says in front is the proxy's.
TEST(ServerThere, AProxyInFrontIsNotTheServer) {
  const Transcript t = connection(3128, "HTTP/1.1 200 OK\r\nServer: nginx\r\n\r\n",
                                  "CONNECT portal.corp.test:443 HTTP/1.1\r\n\r\n");
  const ServerThere there = server_there(t, Handshake{});
  EXPECT_TRUE(there.named.empty());
  EXPECT_EQ(there.service, "");
}

TEST(ServerThere, ALogTellsWhoWritesIt) {
  LogFacts log;
  log.program = "dovecot";
  Transcript t;
  t.transport = Transport(log);
  EXPECT_EQ(shown(t), Names{"dovecot"});
  log.speaker = Party::client;  // a client's log says nothing of the server's product
  t.transport = Transport(log);
  EXPECT_TRUE(server_there(t, Handshake{}).named.empty());
}

TEST(ServerThere, WhoAsksForAnotherProductGetsIt) {
  std::vector<ProductSteps> steps;
  for (const ProductId id : {ProductId::schannel, ProductId::nginx, ProductId::openssl})
    steps.push_back({.product = id});
  suit({.named = {ProductId::nginx}}, steps);
  EXPECT_EQ(steps[0].product, ProductId::nginx);
  EXPECT_FALSE(steps[0].elsewhere);
  EXPECT_TRUE(steps[1].elsewhere);
  EXPECT_FALSE(steps[2].elsewhere);  // no server: its steps help everywhere
}

// A product that names itself and has no steps for a change leaves those of its protocol.
TEST(ServerThere, WithoutStepsForTheProductThoseOfTheProtocolStay) {
  std::vector<ProductSteps> steps{{.product = ProductId::schannel}, {.product = ProductId::nginx}};
  suit({.named = {ProductId::postfix}, .service = "smtp"}, steps);
  EXPECT_FALSE(steps[0].elsewhere);
  EXPECT_TRUE(steps[1].elsewhere);
}

TEST(ServerThere, TheProgramsOfProductsAreKnown) {
  std::set<std::string_view> known;
  for (const knowledge::ProgramMark& mark : knowledge::program_marks()) known.insert(mark.program);
  for (const knowledge::Product& product : knowledge::products()) {
    for (const std::string_view program : product.programs)
      EXPECT_TRUE(known.contains(program)) << product.name << ": " << program;
  }
}

}  // namespace
}  // namespace tlswhy
