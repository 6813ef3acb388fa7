// A server that works in an older version beside the failure, and where that says nothing.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side s = Side::responder;
const std::string hello13 =
    hello_record({.extensions = extension(43, vector(1, codes({0x0304, 0x0303})))});
constexpr WorksBeside tls12{.frame = 9, .version = ProtocolVersion::TLSv1_2};
constexpr WorksBeside tls13{.frame = 9, .version = ProtocolVersion::TLSv1_3};

std::string closed(const std::string& hello, const std::optional<WorksBeside>& works) {
  Dialogue d;
  d.client(hello).close(s);
  Scene scene(d);
  return scene.beside({.works = works}).seen_by(signs::beside).causes();
}

TEST(Beside, AnOfferThatAnOlderVersionDoesWithout) {
  EXPECT_EQ(closed(hello13, tls12), "version-intolerance");
  EXPECT_EQ(closed(hello13, tls13), "");
  EXPECT_EQ(closed(hello13, {}), "");
  EXPECT_EQ(closed(hello_record(), tls12), "");  // it offers no more than what works
}

TEST(Beside, AnAlertSaysMore) {
  Dialogue d;
  d.client(hello13).server(alert_record(40));
  Scene scene(d);
  EXPECT_EQ(scene.beside({.works = tls12}).seen_by(signs::beside).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
