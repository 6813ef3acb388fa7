#include "knowledge/learn.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::Offer;

template <class T>
std::vector<std::uint16_t> numbers(std::span<const T> values) {
  std::vector<std::uint16_t> out;
  for (const T value : values) out.push_back(code(value));
  return out;
}
using Numbers = std::vector<std::uint16_t>;

ClientHello hello_of(const HelloParts& parts) {
  return parse_client_hello(as_bytes(client_hello(parts))).value_or(ClientHello{});
}

const knowledge::ClientProfile& base() { return *knowledge::find_client("java-8u152"); }

TEST(Learn, TakesWhatTheHelloOffers) {
  const OwnProfile own = learn(
      hello_of({.suites = codes({0x0a0a, 0x00ff, 0xc02f, 0x002f, 0x5600}),
                .extensions = server_name("a.example") +
                              extension(10, vector(2, codes({0x1a1a, 29, 23}))) +
                              extension(13, vector(2, codes({0x0804, 0x0401}))) +
                              extension(16, vector(2, vector(1, "\x0a\x0a") + vector(1, "h2"))) +
                              extension(43, vector(1, codes({0x2a2a, 0x0303, 0x0304}))) +
                              extension(50, vector(2, codes({0x0401})))}),
      base());
  const Offer& offer = own.profile().offer;
  EXPECT_EQ(numbers(offer.versions), (Numbers{0x0304, 0x0303}));
  EXPECT_EQ(numbers(offer.cipher_suites), (Numbers{0xc02f, 0x002f}));
  EXPECT_EQ(numbers(offer.supported_groups), (Numbers{29, 23}));
  EXPECT_EQ(numbers(offer.signature_algorithms), (Numbers{0x0804, 0x0401}));
  EXPECT_EQ(numbers(offer.signature_algorithms_cert), (Numbers{0x0401}));
  ASSERT_EQ(offer.alpn.size(), 1U);
  EXPECT_EQ(offer.alpn.front(), "h2");
  EXPECT_TRUE(offer.renegotiation_info);
  EXPECT_FALSE(offer.extended_master_secret);
}

TEST(Learn, AllElseIsTheBase) {
  const OwnProfile own = learn(hello_of({}), base());
  EXPECT_EQ(own.profile().stack, base().stack);
  EXPECT_EQ(own.profile().offer.server_name, base().offer.server_name);
  EXPECT_EQ(own.profile().policy.minimum_dh_bits, base().policy.minimum_dh_bits);
  EXPECT_EQ(own.profile().answers.data(), base().answers.data());
  EXPECT_TRUE(own.profile().offer.supported_groups.empty());
}

TEST(Learn, LowerVersionsAreThoseOfTheBase) {
  const auto of = [](std::uint16_t version) {
    return numbers(learn(hello_of({.version = version}), base()).profile().offer.versions);
  };
  EXPECT_EQ(of(0x0303), (Numbers{0x0303, 0x0302, 0x0301}));
  EXPECT_EQ(of(0x0301), (Numbers{0x0301}));
  EXPECT_EQ(of(0x0300), (Numbers{0x0300}));
}

TEST(Learn, DraftsAloneLeaveWhatTheHelloSaysOtherwise) {
  const std::string drafts = extension(43, vector(1, codes({0x7f1c, 0x7a7a})));
  const OwnProfile own = learn(hello_of({.extensions = drafts}), base());
  EXPECT_EQ(numbers(own.profile().offer.versions), (Numbers{0x0303, 0x0302, 0x0301}));
}

TEST(Learn, CopiesOutliveTheOriginal) {
  auto first = std::make_unique<OwnProfile>(learn(hello_of({.suites = codes({0x1301})}), base()));
  const OwnProfile copy = *first;
  first.reset();
  EXPECT_EQ(numbers(copy.profile().offer.cipher_suites), (Numbers{0x1301}));
}

TEST(Learn, TellsHellosApart) {
  const ClientHello one = hello_of({.suites = codes({0x1a1a, 0x1301})});
  EXPECT_TRUE(same_offer(one, hello_of({.suites = codes({0x2a2a, 0x1301})})));
  EXPECT_FALSE(same_offer(one, hello_of({.suites = codes({0x1302})})));
}

// What was recorded of a client is what its profile says that it offers: probe --replay sends it.
TEST(Learn, NothingNewFromWhatIsRecorded) {
  std::size_t recorded = 0;
  for (const knowledge::ClientProfile& client : knowledge::clients()) {
    if (client.offer.client_hello.empty()) continue;
    const auto message = from_hex(client.offer.client_hello);
    ASSERT_TRUE(message) << client.name;
    const auto hello = parse_client_hello(Bytes(*message).subspan(4));
    ASSERT_TRUE(hello) << client.name;
    EXPECT_FALSE(hello->damaged) << client.name;
    EXPECT_TRUE(says_what_it_offers(*hello, client)) << client.name;
    ++recorded;
  }
  EXPECT_GE(recorded, 28U);
}

}  // namespace
}  // namespace tlswhy::testing
