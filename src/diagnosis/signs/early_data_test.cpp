// Data of the client before the server's answer (0-RTT), and what became of it.
#include <gtest/gtest.h>

#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

std::string early_hello(bool offers = true) {
  const std::string versions = extension(43, vector(1, codes({0x0304, 0x0303})));
  return hello_record({.suites = codes({0x1301, 0xc02f}),
                       .extensions = versions + (offers ? extension(42, "") : std::string())});
}

Seen after(const std::string& answer, Side closes, const std::string& last = {}) {
  Dialogue d;
  d.client(early_hello() + change_cipher_spec() + application_data());
  d.server(answer);
  if (!last.empty()) d.client(last);
  d.close(closes);
  return Scene(d).seen_by(signs::early_data);
}

TEST(EarlyData, ThatATls12ServerCannotSkip) {
  EXPECT_EQ(after(dhe_flight(2048) + alert_record(10), s).standing("early-data-rejected"),
            Standing::likely);
  // RFC 8446 section 4.2.10: the client must fail.
  EXPECT_EQ(after(dhe_flight(2048), c, alert_record(70)).standing("early-data-rejected"),
            Standing::consistent);
  EXPECT_EQ(after(dhe_flight(2048), c, alert_record(70)).refuser("early-data-rejected"),
            Party::client);
}

TEST(EarlyData, ThatAServerCallsABadRecord) {
  EXPECT_EQ(after(alert_record(20), s).standing("early-data-rejected"), Standing::likely);
  EXPECT_EQ(after(alert_record(40), s).causes(), "");  // about the offer
}

TEST(EarlyData, NotWithoutAny) {
  Dialogue offered, sent;
  offered.client(early_hello()).server(alert_record(10)).close(s);
  EXPECT_EQ(Scene(offered).seen_by(signs::early_data).causes(), "");
  sent.client(early_hello(false) + application_data()).server(alert_record(10)).close(s);
  EXPECT_EQ(Scene(sent).seen_by(signs::early_data).causes(), "");
}

}  // namespace
}  // namespace tlswhy::testing
