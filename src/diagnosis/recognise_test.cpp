#include "diagnosis/recognise.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

std::string recognised(const std::string& body) {
  const auto hello = parse_client_hello(as_bytes(body));
  if (!hello) return "no hello";
  const auto stacks = recognise(*hello);
  return stacks.empty() ? "nobody" : std::string(stacks.front()->name);
}

// The hellos of the lab's clients (tests/tools/make_fixtures.py).
TEST(Recognise, TheClientsOfTheLab) {
  constexpr std::pair<const char*, const char*> clients[] = {{"jsse7u51", "jsse-7"},
                                                             {"jsse7u131", "jsse-7"},
                                                             {"jsse8u51", "jsse-8"},
                                                             {"jsse8u152", "jsse-8"},
                                                             {"jsse8u242", "jsse-8"},
                                                             {"java8", "jsse-11"},
                                                             {"java11", "jsse-11"},
                                                             {"java17", "jsse-17"},
                                                             {"java25", "jsse-17"},
                                                             {"java8-nopss", "jsse-11"},
                                                             {"openssl30", "openssl"},
                                                             {"openssl36", "openssl"},
                                                             {"curl788-ossl30", "openssl"},
                                                             {"gnutls37", "gnutls"},
                                                             {"nss", "nss"},
                                                             {"go127", "go"},
                                                             {"node20", "node"},
                                                             {"mbedtls36", "mbedtls"}};
  for (const auto& [client, stack] : clients) {
    EXPECT_EQ(recognised(fixture(std::string("hellos/") + client + ".bin")), stack) << client;
  }
}

// A program between that adds or reorders something must not pass for the library behind it.
TEST(Recognise, AHelloThatWasChangedIsNobodys) {
  const auto hello = parse_client_hello(as_bytes(fixture("hellos/openssl30.bin")));
  ASSERT_TRUE(hello);
  ClientHello reordered = *hello, foreign = *hello;
  std::ranges::reverse(reordered.extensions);
  EXPECT_TRUE(recognise(reordered).empty());
  foreign.cipher_suites.insert(foreign.cipher_suites.begin(), static_cast<CipherSuite>(0x0a0a));
  for (const knowledge::Stack* stack : recognise(foreign)) EXPECT_NE(stack->name, "openssl");
}

TEST(Recognise, AnSSLv2HelloSaysTooLittle) {
  ClientHello hello;
  hello.sslv2_format = true;
  EXPECT_TRUE(recognise(hello).empty());
}

}  // namespace
}  // namespace tlswhy::testing
