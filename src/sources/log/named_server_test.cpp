#include "sources/log/named_server.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

std::string text_of(std::string_view line) {
  const auto found = named_server(line);
  return found ? found->host + ":" + std::to_string(found->port) : "";
}

TEST(NamedServer, IsReadFromUrlsAndComplaints) {
  EXPECT_EQ(text_of("Get \"https://files.example:8443/x\": EOF"), "files.example:8443");
  EXPECT_EQ(text_of("unable to access 'https://git.example/a.git/': no"), "git.example:443");
  EXPECT_EQ(text_of("x509: certificate is valid for a.example, b.example, not c.example"),
            "c.example:0");
  EXPECT_EQ(text_of("HTTPSConnectionPool(host='a.example', port=9004): Max retries"),
            "a.example:9004");
  EXPECT_EQ(text_of("nothing is named here"), "");
}

TEST(NamedServer, NeverHoldsAUserOrAPassword) {
  EXPECT_EQ(text_of("https://bob:secret@files.example/x"), "files.example:443");
}

TEST(ConnectionOf, IsThePeerOrTheNumberOfNginx) {
  EXPECT_EQ(connection_of("2464#2464: *91 SSL_do_handshake() failed"), "*91");
  EXPECT_EQ(connection_of("handshake error from 10.0.0.1:4000: EOF"), "10.0.0.1:4000");
  EXPECT_EQ(connection_of("nobody"), "");
}

TEST(NamedListener, IsNoneThatListensOnEveryAddress) {
  EXPECT_FALSE(named_listener("client: 10.1.2.3, server: 0.0.0.0:443"));
  const auto found = named_listener("client: 10.1.2.3, server: 10.1.2.9:8443");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->host, "10.1.2.9");
  EXPECT_EQ(found->port, 8443);
}

}  // namespace
}  // namespace tlswhy
