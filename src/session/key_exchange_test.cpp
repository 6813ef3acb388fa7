#include "session/key_exchange.hpp"

#include <gtest/gtest.h>

#include "base/hex.hpp"
#include "protection/testing/rfc8448.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::testing {
namespace {

using rfc8448::from_hex;

// RFC 7748 section 6.1.
TEST(KeyExchange, OfX25519GivesThePublishedBytes) {
  const auto alice = key_pair_of(
      NamedGroup{29},
      as_bytes(from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")));
  ASSERT_TRUE(alice);
  EXPECT_EQ(hex(alice->public_key),
            "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  const auto shared = session::shared_secret(
      *alice,
      as_bytes(from_hex("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f")));
  ASSERT_TRUE(shared);
  EXPECT_EQ(hex(*shared), "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
}

// RFC 5903 section 8.1, as "256-bit Random ECP Group".
TEST(KeyExchange, OfSecp256r1GivesThePublishedBytes) {
  const auto initiator = key_pair_of(
      NamedGroup{23},
      as_bytes(from_hex("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433")));
  ASSERT_TRUE(initiator);
  EXPECT_EQ(hex(Bytes(initiator->public_key).first(33)),
            "04dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180");
}

TEST(KeyExchange, IsTheSameFromBothSidesInEveryGroup) {
  for (const int code : {29, 30, 23, 24, 25, 26, 27,  28,  31,  32,  33, 1,
                         9,  14, 16, 19, 21, 22, 256, 257, 258, 259, 260}) {
    SCOPED_TRACE(code);
    const NamedGroup group{static_cast<std::uint16_t>(code)};
    const auto one = generate_key_pair(group), other = generate_key_pair(group);
    ASSERT_TRUE(one && other);
    EXPECT_NE(one->public_key, other->public_key);
    const auto shared = session::shared_secret(*one, other->public_key);
    ASSERT_TRUE(shared);
    EXPECT_EQ(shared, session::shared_secret(*other, one->public_key));
  }
}

TEST(KeyExchange, TakesNoValueThatIsNoneOfTheGroup) {
  for (const int code : {29, 30, 23, 26, 256}) {
    SCOPED_TRACE(code);
    const auto own = generate_key_pair(NamedGroup{static_cast<std::uint16_t>(code)});
    ASSERT_TRUE(own);
    const Buffer zeros(own->public_key.size());
    EXPECT_FALSE(session::shared_secret(*own, zeros));
    EXPECT_FALSE(session::shared_secret(*own, {}));
    EXPECT_FALSE(session::shared_secret(*own, Bytes(own->public_key).first(5)));
  }
}

TEST(KeyExchange, SaysWhatItHasNot) {
  for (const int code : {0, 0x0a0a, 34, 255, 261, 0x11ec}) {
    const NamedGroup group{static_cast<std::uint16_t>(code)};
    EXPECT_FALSE(generate_key_pair(group)) << code;
  }
}

TEST(KeyExchange, TakesAnyModulusWithinBounds) {
  const Buffer two = {2}, three = {3}, seven = {7};
  Buffer prime(64, 0xff);  // odd, not prime, which no server is asked to prove
  const auto answer = session::answer_dh(prime, two, three, {});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->public_key.size(), 64U);
  EXPECT_FALSE(session::answer_dh(seven, two, three, {}));
  EXPECT_FALSE(session::answer_dh({}, two, three, {}));
  EXPECT_FALSE(session::answer_dh(prime, two, Buffer{0}, {}));
  prime.resize(2'000, 0xff);
  EXPECT_FALSE(session::answer_dh(prime, two, three, {}));
  prime.resize(64);
  prime.back() = 0xfe;  // even
  EXPECT_TRUE(session::answer_dh(prime, two, three, {}));
}

}  // namespace
}  // namespace tlswhy::testing
