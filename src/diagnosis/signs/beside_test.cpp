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

constexpr WorksOnly rsa_alone{.static_rsa = CipherSuite{0x009d}, .static_rsa_frame = 7};

std::string refused(std::initializer_list<std::uint16_t> suites, std::uint8_t alert,
                    const WorksOnly& all) {
  Dialogue d;
  d.client(hello_record({.suites = codes(suites)})).server(alert_record(alert)).close(s);
  Scene scene(d);
  return scene.beside({.works_only = all}).seen_by(signs::beside).causes();
}

TEST(Beside, StaticRsaThatAllOthersGot) {
  EXPECT_EQ(refused({0xc02f}, 40, rsa_alone), "rsa-kex-disabled");
  EXPECT_EQ(refused({0xc02f, 0x009d}, 40, rsa_alone), "");  // it offers the same
  EXPECT_EQ(refused({0xc02f}, 70, rsa_alone), "");          // the version is at fault
  EXPECT_EQ(refused({0xc02f}, 40, {}), "");
}

TEST(Beside, AHelloThatTakesTwoSegments) {
  const auto silent = [](std::size_t padding, std::uint32_t short_hello) {
    Dialogue d;
    d.client(hello_record({.extensions = extension(21, std::string(padding, '\0'))}));
    Scene scene(d);
    return scene.waited(5 * Scene::second)
        .beside({.works_only = {.short_hello_frame = short_hello}})
        .seen_by(signs::beside)
        .causes();
  };
  EXPECT_EQ(silent(1500, 4), "pq-split-clienthello");
  EXPECT_EQ(silent(1000, 4), "");
  EXPECT_EQ(silent(1500, 0), "");
}

}  // namespace
}  // namespace tlswhy::testing
