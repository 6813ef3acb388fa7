// What is protected is read like what is in clear, once somebody can open it.
#include "transcript/decryptor.hpp"

#include <gtest/gtest.h>

#include "transcript/handshake.hpp"
#include "transcript/testing/dialogue.hpp"

namespace tlswhy::testing {
namespace {

// A protection that hides nothing: application data whose first byte is the content's type, of the
// side that sends it, once that side's hello was seen.
class Transparent final : public Decryptor {
 public:
  void message(Side from, HandshakeType type, Bytes) override {
    if (type == HandshakeType::server_hello && from == Side::responder) ready_ = true;
  }
  std::optional<Fragment> open(Side, ContentType type, Bytes body) override {
    if (!ready_ || type != ContentType::application_data || body.empty()) return std::nullopt;
    return Fragment{static_cast<ContentType>(body[0]), {body.begin() + 1, body.end()}};
  }

 private:
  bool ready_ = false;
};

std::string hidden(char type, const std::string& content) { return record(23, type + content); }

const std::string tls13 = extension(43, codes({0x0304})) + extension(51, codes({29, 0}));
const std::string certificate13 =
    handshake(11, vector(1, "") + vector(3, vector(3, "not a certificate") + vector(2, "")));

std::unique_ptr<Decryptor> transparent() { return std::make_unique<Transparent>(); }

TEST(Decryptor, ShowsTheServersFlight) {
  for (const std::size_t cut : {std::size_t{1}, std::size_t{7}, std::size_t{100000}}) {
    Dialogue d(transparent());
    d.client(hello_record(), cut)
        .server(server_hello_record(0x1301, tls13) + hidden(22, handshake(8, vector(2, ""))) +
                    hidden(22, certificate13),
                cut);
    const Transcript t = d.end();
    ASSERT_EQ(t.messages.size(), 4U) << cut;
    EXPECT_FALSE(t.messages[1].decrypted);
    EXPECT_EQ(t.messages[3].type, HandshakeType::certificate);
    EXPECT_TRUE(t.messages[3].decrypted);
    const Handshake h = read_handshake(t, nullptr);
    ASSERT_TRUE(h.tls13());
    ASSERT_TRUE(h.server_certificates);
    EXPECT_EQ(h.server_certificates->size(), 1U);
    EXPECT_EQ(h.server_certificates.frame(), t.messages[3].frame);
  }
}

TEST(Decryptor, ShowsAnAlert) {
  Dialogue d(transparent());
  d.client(hello_record())
      .server(server_hello_record(0x1301, tls13))
      .client(hidden(21, "\x02\x30"));
  const Transcript t = d.end();
  ASSERT_EQ(t.alerts.size(), 1U);
  EXPECT_FALSE(t.alerts[0].encrypted);
  EXPECT_EQ(t.alerts[0].description, AlertDescription::unknown_ca);
}

TEST(Decryptor, WithoutItTheSameStaysHidden) {
  Dialogue d;
  d.client(hello_record())
      .server(server_hello_record(0x1301, tls13) + hidden(22, certificate13))
      .client(hidden(21, "\x02\x30"));
  const Transcript t = d.end();
  EXPECT_EQ(t.messages.size(), 2U);
  EXPECT_TRUE(t.alerts.empty());
  EXPECT_EQ(read_handshake(t, nullptr).server_certificates.why(), Unseen::encrypted);
}

}  // namespace
}  // namespace tlswhy::testing
