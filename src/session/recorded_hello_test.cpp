#include "session/recorded_hello.hpp"

#include <gtest/gtest.h>

#include "protection/testing/rfc8448.hpp"
#include "session/testing/libssl_server.hpp"
#include "wire/client_hello.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

constexpr NamedGroup x25519{29};

ClientHello parsed(Bytes message) { return *parse_client_hello(message.subspan(4)); }

TEST(RecordedHello, CanBeFinishedWithKeysOfOurs) {
  const auto own = own_hello(as_bytes(rfc8448::client_hello), "server");
  ASSERT_TRUE(own);
  ASSERT_EQ(own->key_pairs.size(), 1U);
  EXPECT_EQ(own->key_pairs.front().group, x25519);
  EXPECT_EQ(own->message.size(), rfc8448::client_hello.size());
  EXPECT_NE(as_text(own->message), rfc8448::client_hello);
  LibsslServer server({});
  SessionOptions options;
  options.key_pairs = own->key_pairs;
  ClientSession client(own->message, std::move(options));
  talk(client, server);
  EXPECT_EQ(client.state(), SessionState::connected) << client.failure().what << server.error();
  EXPECT_FALSE(client.facts().hello_retry_request);
}

// GREASE, a group that libcrypto has not, and their order are what a client is recognised by.
TEST(RecordedHello, KeepsWhatItDoesNotKnow) {
  const std::string shares = number(0x1a1a, 2) + vector(2, std::string(1, '\0')) +
                             number(0x11ec, 2) + vector(2, std::string(1216, 'k')) + number(29, 2) +
                             vector(2, std::string(32, 'k'));
  HelloParts parts;
  parts.session_id = std::string(32, 'i');
  parts.extensions = extension(0x0a0a, "") + extension(43, vector(1, codes({0x0304, 0x0303}))) +
                     extension(51, vector(2, shares)) + extension(35, "ticket") +
                     extension(42, "") + extension(0x1a1a, std::string(1, '\0')) +
                     extension(41, vector(2, vector(2, "psk") + number(0, 4)) +
                                       vector(2, vector(1, std::string(32, 'b'))));
  const std::string recorded = handshake(1, client_hello(parts));
  const auto own = own_hello(as_bytes(recorded), "");
  ASSERT_TRUE(own);
  const ClientHello before = parsed(as_bytes(recorded)), after = parsed(own->message);
  EXPECT_EQ(after.key_shares, before.key_shares);
  EXPECT_EQ(after.cipher_suites, before.cipher_suites);
  EXPECT_EQ(after.session_id.size(), before.session_id.size());
  EXPECT_NE(after.random, before.random);
  EXPECT_FALSE(after.offers_psk);
  EXPECT_TRUE(after.session_ticket.empty());
  EXPECT_TRUE(after.has(ExtensionType::session_ticket));
  EXPECT_FALSE(after.has(ExtensionType::early_data));
  EXPECT_EQ(after.extensions.size() + 2, before.extensions.size());
}

TEST(RecordedHello, OfTls12ResumesNothing) {
  HelloParts parts;
  parts.session_id = std::string(32, 'i');
  const auto own = own_hello(as_bytes(handshake(1, client_hello(parts))), "");
  ASSERT_TRUE(own);
  EXPECT_TRUE(parsed(own->message).session_id.empty());
}

TEST(RecordedHello, NamesTheServerThatIsAsked) {
  const Bytes recorded = as_bytes(rfc8448::client_hello);  // names "server"
  const auto other = own_hello(recorded, "gadgets.corp.example");
  ASSERT_TRUE(other);
  EXPECT_EQ(parsed(other->message).server_name, "gadgets.corp.example");
  EXPECT_EQ(parsed(other->message).extensions, parsed(recorded).extensions);
  const auto nobody = own_hello(recorded, "");
  ASSERT_TRUE(nobody);
  EXPECT_FALSE(parsed(nobody->message).server_name);
  // One that was recorded without a name names one where its client would.
  const auto named = own_hello(nobody->message, "server");
  ASSERT_TRUE(named);
  EXPECT_EQ(parsed(named->message).server_name, "server");
}

// Some servers refuse hellos of certain lengths; padding is there to avoid these (RFC 7685).
TEST(RecordedHello, IsAsLongAsItWasWhereItIsPadded) {
  HelloParts parts;
  parts.extensions = extension(0, vector(2, number(0, 1) + vector(2, "a.example"))) +
                     extension(21, std::string(80, '\0')) + extension(23, "");
  const std::string recorded = handshake(1, client_hello(parts));
  for (const char* name : {"", "gadgets.corp.example"})
    EXPECT_EQ(own_hello(as_bytes(recorded), name)->message.size(), recorded.size()) << name;
}

TEST(RecordedHello, ThatIsCutIsNone) {
  const std::string& whole = rfc8448::client_hello;
  for (std::size_t size = 0; size < whole.size(); size += 3) {
    EXPECT_FALSE(own_hello(as_bytes(whole.substr(0, size)), "")) << size;
  }
}

}  // namespace
}  // namespace tlswhy::testing
