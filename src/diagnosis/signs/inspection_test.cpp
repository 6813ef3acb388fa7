// Who the issuer is that a client does not know: a product that inspects TLS, or somebody else.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

const Timestamp valid = *parse_time("2030-01-01");

// The client leaves with `alert` over these certificates, in this order.
Seen left(std::string_view stack, std::uint8_t alert, std::initializer_list<const char*> files,
          const Beside& others = {}) {
  std::string list;
  for (const char* file : files) list += vector(3, fixture(std::string("certificates/") + file));
  Dialogue d;
  d.client(dhe_hello());
  d.server(record(22, handshake(2, server_hello(0x0039)) + handshake(11, vector(3, list)) +
                          dhe_message(2048, unverifiable) + handshake(14, "")));
  d.client(alert_record(alert)).close(Side::initiator);
  Scene scene(d);
  if (!stack.empty()) scene.as(stack);
  return scene.at(valid).beside(others).seen_by(signs::inspection);
}

TEST(Inspection, AnIssuerWithTheNameOfAProduct) {
  const Seen seen = left("openssl", 48, {"inspected.der"});
  EXPECT_EQ(seen.causes(), "tls-inspection-untrusted");
  EXPECT_EQ(seen.standing("tls-inspection-untrusted"), Standing::likely);
}

TEST(Inspection, AnIssuerOfNoProduct) {
  EXPECT_EQ(left("openssl", 48, {"leaf.der", "issuing.der"}).causes(), "");
}

TEST(Inspection, AnAlertThatIsNotAboutTheIssuer) {
  EXPECT_EQ(left("openssl", 45, {"inspected.der"}).causes(), "");
}

TEST(Inspection, OneIssuerForServersOfDifferentDomains) {
  const Beside others{.same_issuer = SameIssuer{.frame = 7, .name = "www.other.test"}};
  const Seen seen = left("openssl", 48, {"leaf.der", "issuing.der"}, others);
  EXPECT_EQ(seen.causes(), "tls-inspection-untrusted");
  EXPECT_EQ(seen.frames("tls-inspection-untrusted"), (std::vector<std::uint32_t>{7, 2}));
}

TEST(Inspection, TheProductsNameSaysMoreThanTheSharedIssuer) {
  const Beside others{.same_issuer = SameIssuer{.frame = 7, .name = "www.other.test"}};
  const Seen seen = left("openssl", 48, {"inspected.der"}, others);
  EXPECT_EQ(seen.frames("tls-inspection-untrusted"), (std::vector<std::uint32_t>{2}));
}

}  // namespace
}  // namespace tlswhy::testing
