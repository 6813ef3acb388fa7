// What is concluded from small dialogues; tests/cases does the same with real connections.
#include "diagnosis/diagnose.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "diagnosis/testing/judged.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;
constexpr std::int64_t second = 1'000'000'000;

TEST(Outcome, SilenceIsFailureOnlyAfterAWhile) {
  Dialogue early, late, unseen;
  early.client(hello_record()).acknowledged(c).goes_on();
  late.client(hello_record()).acknowledged(c).goes_on();
  unseen.client(hello_record()).goes_on();
  EXPECT_EQ(Judged(early, second / 10).diagnosis.outcome, Outcome::undetermined);
  const Judged waited(late, 5 * second);
  EXPECT_EQ(waited.picture.silence_ns, 5 * second);
  EXPECT_EQ(waited.diagnosis.outcome, Outcome::failed);
  EXPECT_EQ(waited.cause(), "handshake-timeout-silent");
  // A server of which nothing was captured may have answered.
  EXPECT_EQ(Judged(unseen, 5 * second).diagnosis.outcome, Outcome::undetermined);
}

TEST(Outcome, DataBothWaysIsSuccessHoweverItEnds) {
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(512)).client(client_finish()).server(server_finish());
  d.client(application_data()).server(application_data()).reset(c);
  const Judged j(d);
  EXPECT_EQ(j.diagnosis.outcome, Outcome::established);
  EXPECT_FALSE(j.diagnosis.cause);
}

TEST(Outcome, ARecordingThatStopsBehindFinishedDecidesNothing) {
  const auto finished = [](std::int64_t waited) {
    Dialogue d;
    d.client(dhe_hello()).server(dhe_flight(2048)).client(client_finish()).server(server_finish());
    d.goes_on();
    return Judged(d, waited).diagnosis.outcome;
  };
  EXPECT_EQ(finished(second / 10), Outcome::undetermined);  // who judges late would leave now
  EXPECT_EQ(finished(5 * second), Outcome::established);
}

// What came after Finished may have been a refusal or data: without either nothing is decided.
TEST(Outcome, WhatTheCaptureLacksBehindFinishedDecidesNothing) {
  const auto begin = [](Dialogue& d) {
    d.client(dhe_hello()).server(dhe_flight(2048)).client(client_finish()).server(server_finish());
  };
  Dialogue lost, closed, said;
  begin(lost);
  lost.lose(c, 31).close(s);
  EXPECT_EQ(Judged(lost).diagnosis.outcome, Outcome::undetermined);
  begin(closed);
  closed.close_unseen(c).close(s);  // who closed first is not known
  EXPECT_EQ(Judged(closed).diagnosis.outcome, Outcome::undetermined);
  begin(said);
  said.client(application_data()).lose(s, 31).close(s);
  EXPECT_EQ(Judged(said).diagnosis.outcome, Outcome::established);
}

// The server judges the client's certificate last. Without a ticket or an answer from it, a client
// that left first does not know how that ended.
TEST(Outcome, AServerOfTls13ThatSaidNothingMayHaveRefused) {
  const auto left = [](bool ticket) {
    Dialogue d;
    d.client(hello_record(
        {.suites = codes({0x1301}), .extensions = extension(43, vector(1, codes({0x0304})))}));
    d.server(server_hello_record(0x1301, extension(43, codes({0x0304}))));
    for (const std::size_t size : {32UL, 62UL, 2000UL, 281UL, 53UL})
      d.server(application_data(size));
    d.client(application_data(862) + application_data(281) + application_data(53));
    d.client(application_data(19));
    if (ticket) d.server(application_data(240));
    d.close(c).server(application_data(19)).reset(s);
    return Judged(d).diagnosis.outcome;
  };
  EXPECT_EQ(left(false), Outcome::undetermined);
  EXPECT_EQ(left(true), Outcome::established);
}

// A health check, a preconnect that is not needed, a scanner.
TEST(Outcome, AConnectionThatIsOnlyOpenedIsUnused) {
  Dialogue closed, reset, given_up;
  closed.opened().close(c).close(s);
  reset.opened().reset(c);
  given_up.opened().later(9 * second).close(s);
  for (Dialogue* d : {&closed, &reset, &given_up})
    EXPECT_EQ(Judged(*d).diagnosis.outcome, Outcome::unused);
}

TEST(Outcome, AConnectionIsNotUnusedWhereTheServerLeftItIsOpenOrSomethingWasSaid) {
  Dialogue at_once, open, said, greeted;
  at_once.opened().close(s);
  open.opened().later(second).goes_on();
  said.opened().client("x").close(c);
  greeted.opened().server("220 ready\r\n").close(c);
  EXPECT_EQ(Judged(at_once).diagnosis.outcome, Outcome::failed);
  for (Dialogue* d : {&open, &said, &greeted})
    EXPECT_EQ(Judged(*d).diagnosis.outcome, Outcome::undetermined);
}

TEST(Outcome, AHandshakeWithoutDataThatIsClosedInOrderIsEstablishedAndUnused) {
  const auto left = [](std::string_view data, std::string_view tail, bool closes) {
    Dialogue d;
    d.client(dhe_hello()).server(dhe_flight(2048)).client(client_finish()).server(server_finish());
    if (!data.empty()) d.client(std::string(data)).server(application_data(800));
    if (!tail.empty()) d.client(std::string(tail));
    if (closes) d.close(c).close(s);
    const Diagnosis judged = Judged(d).diagnosis;
    return std::pair(judged.outcome, judged.unused);
  };
  const std::string notify = record(21, std::string(26, '\x5a'));
  EXPECT_EQ(left("", notify, true), std::pair(Outcome::established, true));
  // Near misses: it was used; it was closed without close_notify, as one does who judges late.
  EXPECT_EQ(left(application_data(120), notify, true), std::pair(Outcome::established, false));
  EXPECT_EQ(left("", "", true), std::pair(Outcome::failed, false));
}

// A server of TLS 1.3 sends tickets before it hears from the client: they show that it was accepted
// only where what is missing of the client can have been its Finished.
TEST(Outcome, TicketsOfTls13AreNoAnswerToAnAlertThatIsMissing) {
  const auto lacking = [](std::uint64_t bytes, int records) {
    Dialogue d;
    d.client(hello_record(
        {.suites = codes({0x1301}), .extensions = extension(43, vector(1, codes({0x0304})))}));
    d.server(server_hello_record(0x1301, extension(43, codes({0x0304}))));
    for (const std::size_t size : {32U, 2000U, 281U, 53U}) d.server(application_data(size));
    d.lose(c, bytes);
    for (int i = 0; i < records; ++i) d.server(application_data(147));
    d.close(s);
    return Judged(d).diagnosis.outcome;
  };
  EXPECT_EQ(lacking(7, 3), Outcome::undetermined);
  EXPECT_EQ(lacking(80, 2), Outcome::undetermined);
  EXPECT_EQ(lacking(80, 3), Outcome::established);
}

TEST(Outcome, AnAnswerOfTheSizeOfARefusalInHttpIsLeftOpen) {
  const auto answered = [](std::size_t size, bool asked) {
    Dialogue d;
    const std::string request =
        asked ? record(22, handshake(
                               13, vector(1, "\x01") + vector(2, codes({0x0401})) + vector(2, "")))
              : std::string();
    d.client(dhe_hello()).server(dhe_flight(2048, request));
    d.client(record(22, handshake(11, std::string(3, '\0'))) + client_finish());
    d.server(server_finish()).client(application_data(120)).server(application_data(size));
    d.close(s).close(c);
    return Judged(d);
  };
  const Judged refused = answered(413, true);
  EXPECT_EQ(refused.diagnosis.outcome, Outcome::undetermined);
  EXPECT_EQ(refused.cause(), "client-cert-not-sent");
  EXPECT_EQ(refused.diagnosis.confidence, Confidence::one_of);
  EXPECT_EQ(answered(174, true).diagnosis.outcome, Outcome::established);
  EXPECT_EQ(answered(2000, true).diagnosis.outcome, Outcome::established);
  EXPECT_EQ(answered(413, false).diagnosis.outcome, Outcome::established);
}

TEST(Outcome, ACaptureThatStopsInTheHandshakeDecidesNothing) {
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(512)).goes_on();
  const Judged j(d);
  EXPECT_EQ(j.diagnosis.outcome, Outcome::undetermined);
  EXPECT_EQ(j.diagnosis.refuser, Party::nobody);
}

TEST(Diagnose, AWeakGroupIsBlamedOnlyWhereTheClientRefusedIt) {
  Dialogue refused;
  refused.client(dhe_hello()).server(dhe_flight(512)).client(alert_record(40)).close(c);
  const Judged weak(refused);
  EXPECT_EQ(weak.cause(), "weak-dh-group");
  EXPECT_EQ(weak.diagnosis.refuser, Party::client);
  EXPECT_EQ(weak.diagnosis.at, "server_key_exchange");
  EXPECT_EQ(weak.diagnosis.end_frame, 3U);
  Dialogue strong;
  strong.client(dhe_hello()).server(dhe_flight(2048)).client(alert_record(40)).close(c);
  EXPECT_NE(Judged(strong).cause(), "weak-dh-group");
}

TEST(Diagnose, TheServersAlertAboutTheVersionIsProofForAnOldHello) {
  Dialogue d;
  d.client(hello_record()).server(alert_record(70)).close(s);
  const Judged j(d);
  EXPECT_EQ(j.cause(), "no-common-version");
  EXPECT_EQ(j.diagnosis.confidence, Confidence::shown);
  EXPECT_EQ(j.diagnosis.refuser, Party::server);
}

// ServerHello that takes the session up again, with or without extended_master_secret (23).
std::string resuming(const std::string& session, bool extended) {
  const std::string secure = extension(0xff01, std::string(1, '\0'));
  return record(22, handshake(2, number(0x0303, 2) + std::string(32, 's') + vector(1, session) +
                                     number(0xc02f, 2) + number(0, 1) +
                                     vector(2, secure + (extended ? extension(23, "") : "")))) +
         server_finish();
}
TEST(Diagnose, AResumptionWithoutExtendedMasterSecretIsNamed) {
  const std::string session(32, 'i');
  const std::string hello = hello_record(
      {.session_id = session, .extensions = server_name("a.test") + extension(23, "")});
  Dialogue without, with, without_offer;
  without.client(hello).server(resuming(session, false)).client(alert_record(40)).close(c);
  const Judged refused(without);
  EXPECT_EQ(refused.cause(), "ems-mismatch-resume");
  EXPECT_EQ(refused.diagnosis.refuser, Party::client);
  with.client(hello).server(resuming(session, true)).client(alert_record(40)).close(c);
  EXPECT_NE(Judged(with).cause(), "ems-mismatch-resume");
  without_offer.client(hello_record({.session_id = session}));
  without_offer.server(resuming(session, false)).client(alert_record(40)).close(c);
  EXPECT_NE(Judged(without_offer).cause(), "ems-mismatch-resume");
}

TEST(Diagnose, WhatStaysOpenNamesItsCandidates) {
  Dialogue d;
  d.client(hello_record()).server(alert_record(40)).close(s);
  const Judged j(d);
  EXPECT_EQ(j.diagnosis.confidence, Confidence::one_of);
  ASSERT_GT(j.diagnosis.candidates.size(), 1U);
  EXPECT_EQ(j.diagnosis.candidates.front().cause, j.diagnosis.cause);
}

TEST(Diagnose, PlaintextInAnswerIsToldByItsFirstBytes) {
  Dialogue d;
  d.client(hello_record()).server("HTTP/1.1 400 Bad Request\r\n\r\n").close(s);
  EXPECT_EQ(Judged(d).cause(), "plain-http-on-tls-port");
}

TEST(Diagnose, ACertainVerdictHasEvidence) {
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(512)).client(alert_record(71)).close(c);
  const Judged j(d);
  ASSERT_NE(j.diagnosis.confidence, Confidence::one_of);
  ASSERT_FALSE(j.diagnosis.evidence.empty());
  for (const Fact& fact : j.diagnosis.evidence) EXPECT_LE(fact.at.frame(), j.diagnosis.end_frame);
}

}  // namespace
}  // namespace tlswhy::testing
