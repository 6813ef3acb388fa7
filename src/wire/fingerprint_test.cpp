#include "wire/fingerprint.hpp"

#include <gtest/gtest.h>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

ClientHello hello(const HelloParts& parts) {
  return parse_client_hello(as_bytes(client_hello(parts))).value_or(ClientHello{});
}

const HelloParts greasy{.suites = codes({0x0a0a, 0x1302, 0x1301}),
                        .extensions = extension(0x1a1a, "") + server_name("a.example") +
                                      extension(10, vector(2, codes({0x2a2a, 29, 23}))) +
                                      extension(11, vector(1, std::string(1, '\0'))) +
                                      extension(13, vector(2, codes({0x0403, 0x0804}))) +
                                      extension(16, vector(2, vector(1, "h2"))) +
                                      extension(43, vector(1, codes({0x3a3a, 0x0304, 0x0303})))};

// https://github.com/salesforce/ja3: decimal, GREASE left out, as sent.
TEST(Ja3, IsTheListsAsSentWithoutGrease) {
  EXPECT_EQ(ja3_text(hello(greasy)), "771,4866-4865,0-10-11-13-16-43,29-23,0");
}

// https://github.com/FoxIO-LLC/ja4: counts without GREASE, sorted, SNI and ALPN not hashed.
TEST(Ja4, IsSortedAndWithoutGrease) {
  EXPECT_EQ(ja4_prefix(hello(greasy)), "t13d0206h2");
  EXPECT_EQ(ja4_suites_text(hello(greasy)), "1301,1302");
  EXPECT_EQ(ja4_extensions_text(hello(greasy)), "000a,000b,000d,002b_0403,0804");
}

TEST(Ja4, ToldThatTheHostIsAnAddressOrThereIsNoAlpn) {
  EXPECT_EQ(ja4_prefix(hello({.extensions = {}})), "t12i030000");
}

}  // namespace
}  // namespace tlswhy::testing
