// A hello with a session of an earlier connection that the server broke off, and its near misses.
#include <gtest/gtest.h>

#include "diagnosis/testing/judged.hpp"
#include "diagnosis/testing/scene.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side s = Side::responder;

std::string ticket_hello(std::string_view ticket) {
  return hello_record({.extensions = extension(35, std::string(ticket))});
}
const WorkedBefore with_certificates{
    .frame = 3, .gave_session = true, .certificate_requested = true};

Seen refused(std::string_view ticket, std::optional<std::uint8_t> alert,
             const Beside& beside = {}) {
  Dialogue d;
  d.client(ticket_hello(ticket));
  if (alert) d.server(alert_record(*alert));
  d.close(s);
  Scene scene(d);
  return scene.beside(beside).seen_by(signs::resumption);
}

TEST(Resumption, AnErrorOfItsOwnOverASession) {
  const Seen alone = refused("ticket", 80);
  EXPECT_EQ(alone.standing("session-id-context"), Standing::likely);
  const Seen second = refused("ticket", 80, {.before = with_certificates});
  EXPECT_EQ(second.standing("session-id-context"), Standing::consistent);
  EXPECT_EQ(second.frames("session-id-context"), (std::vector<std::uint32_t>{3, 1, 2}));
  // OpenSSL asks for a context only where it verifies clients.
  EXPECT_EQ(
      refused("ticket", 80, {.before = WorkedBefore{.frame = 3}}).standing("session-id-context"),
      Standing::likely);
}

TEST(Resumption, OtherEndings) {
  EXPECT_EQ(refused("ticket", 51).standing("ticket-key-mismatch"), Standing::possible);
  EXPECT_EQ(refused("ticket", 51, {.before = with_certificates}).standing("ticket-key-mismatch"),
            Standing::likely);
  EXPECT_EQ(refused("ticket", {}).standing("ticket-key-mismatch"), Standing::possible);
}

TEST(Resumption, NotWithoutASession) {
  EXPECT_EQ(refused("", 80, {.before = with_certificates}).causes(), "");
}

TEST(Resumption, TheAlertAloneIsNoCertaintyWhereASessionIsOffered) {
  Dialogue plain, offering;
  plain.client(ticket_hello("")).server(alert_record(80)).close(s);
  offering.client(ticket_hello("ticket")).server(alert_record(80)).close(s);
  const Judged without(plain), with(offering);
  EXPECT_EQ(without.cause(), "internal-error-server");
  EXPECT_EQ(without.diagnosis.confidence, Confidence::shown);
  EXPECT_EQ(with.cause(), "session-id-context");
  EXPECT_EQ(with.diagnosis.confidence, Confidence::one_of);
}

}  // namespace
}  // namespace tlswhy::testing
