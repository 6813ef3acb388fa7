#include "diagnosis/picture.hpp"

#include <gtest/gtest.h>

#include "diagnosis/testing/judged.hpp"

namespace tlswhy::testing {
namespace {

constexpr Side c = Side::initiator, s = Side::responder;

TEST(Picture, StagesGoUpWithTheHandshake) {
  struct Step {
    std::string client, server;
    Stage stage;
  };
  const std::vector<Step> steps = {{hello_record(), "", Stage::client_hello},
                                   {"", server_hello_record(0x0039), Stage::server_hello},
                                   {"", record(22, handshake(14, "")), Stage::server_flight},
                                   {client_finish(), "", Stage::client_flight},
                                   {"", server_finish(), Stage::established}};
  for (std::size_t n = 1; n <= steps.size(); ++n) {
    Dialogue d;
    for (std::size_t i = 0; i < n; ++i) d.client(steps[i].client).server(steps[i].server);
    EXPECT_EQ(Judged(d).picture.stage, steps[n - 1].stage) << n;
  }
}

TEST(Picture, TheFirstEndingDecidesAndLaterOnesAreEffects) {
  Dialogue closed_first;
  closed_first.client(hello_record()).close(s).client(alert_record(40)).close(c);
  const Picture p = Judged(closed_first).picture;
  EXPECT_EQ(p.ending, Ending::fin);
  EXPECT_EQ(p.by, s);
  EXPECT_FALSE(p.alert);
  Dialogue alert_first;
  alert_first.client(hello_record()).server(alert_record(40)).close(s).reset(c);
  const Picture q = Judged(alert_first).picture;
  EXPECT_EQ(q.ending, Ending::alert);
  EXPECT_EQ(q.alert->description, AlertDescription::handshake_failure);
}

TEST(Picture, WarningsAndUserCanceledEndNothing) {
  Dialogue d;
  d.client(hello_record())
      .server(alert_record(112, 1) + alert_record(90, 1) + server_hello_record(0x0039));
  EXPECT_EQ(Judged(d).picture.ending, Ending::none);
}

TEST(Picture, SaysAfterWhichMessageItEnded) {
  Dialogue d;
  d.client(hello_record()).server(server_hello_record(0x0039)).server(record(22, dhe_message(512)));
  d.client(alert_record(40));
  const Picture p = Judged(d).picture;
  EXPECT_EQ(p.after, HandshakeType::server_key_exchange);
  EXPECT_EQ(p.after_frame, 3U);
  EXPECT_EQ(p.frame, 4U);
}

TEST(Picture, CountsDataAfterFinished) {
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(2048)).client(client_finish()).server(server_finish());
  d.client(application_data()).server(application_data() + application_data()).close(c);
  const Picture p = Judged(d).picture;
  EXPECT_TRUE(p.client_finished && p.server_finished);
  EXPECT_EQ(p.client_data, 1U);
  EXPECT_EQ(p.server_data, 2U);
}

// NSS judges the certificate after its Finished; the server's own comes to nobody.
TEST(Picture, AFinishedThatComesAfterThePeersAlertEstablishesNothing) {
  const std::string encrypted_alert = record(21, std::string(26, 'e'));
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(2048)).client(client_finish() + encrypted_alert);
  d.server(server_finish()).close(c);
  const Picture p = Judged(d).picture;
  EXPECT_EQ(p.stage, Stage::client_flight);
  EXPECT_EQ(p.ending, Ending::encrypted_alert);
  EXPECT_EQ(p.by, c);
}

TEST(Picture, OfTls13AnAlertIsTheLastRecordOfItsSender) {
  const std::string alert = record(23, std::string(19, 'e'));
  const std::string extensions_with_h2 = record(23, std::string(32, 'e'));
  const std::string rest = record(23, std::string(900, 'e')) + record(23, std::string(281, 'e')) +
                           record(23, std::string(53, 'e'));
  Dialogue refused;
  refused.client(hello_record())
      .server(server_hello_record(0x1301, supported_version(0x0304)) + extensions_with_h2 + rest)
      .client(alert)
      .close(c);
  const Picture p = Judged(refused).picture;
  EXPECT_EQ(p.ending, Ending::encrypted_alert);
  EXPECT_EQ(p.by, c);
  EXPECT_FALSE(p.server_close_notify);
  Dialogue stopped;  // EncryptedExtensions, or a padded alert: the capture does not go on
  stopped.client(hello_record())
      .server(server_hello_record(0x1301, supported_version(0x0304)) + extensions_with_h2);
  EXPECT_EQ(Judged(stopped).picture.ending, Ending::none);
  Dialogue by_server;
  by_server.client(hello_record())
      .server(server_hello_record(0x1301, supported_version(0x0304)) + alert)
      .close(s);
  EXPECT_EQ(Judged(by_server).picture.by, s);
}

TEST(Picture, OfTls13TheClientsFinishedEndsAFlightOfOneRecord) {
  Dialogue d;
  d.client(hello_record())
      .server(server_hello_record(0x1301, supported_version(0x0304)) +
              record(23, std::string(1500, 'e')))
      .client(record(23, std::string(53, 'e')) + application_data())
      .server(application_data() + application_data());
  const Picture p = Judged(d).picture;
  EXPECT_EQ(p.stage, Stage::established);
  EXPECT_EQ(p.client_data, 1U);
  EXPECT_EQ(p.server_data, 2U);
}

TEST(Picture, DataBothWaysAfterBothFinishedIsEstablishedWithoutTheHellos) {
  Dialogue d;
  d.client(client_finish()).server(server_finish()).client(application_data());
  EXPECT_NE(Judged(d).picture.stage, Stage::established);
  Dialogue both;
  both.client(client_finish()).server(server_finish()).client(application_data());
  both.server(application_data());
  const Judged whole(both);
  EXPECT_EQ(whole.picture.stage, Stage::established);
  EXPECT_EQ(whole.diagnosis.outcome, Outcome::established);
}

TEST(Picture, OfTls13AShortRequestIsNoAlertOfWhoDoesNotPad) {
  const auto encrypted = [](std::size_t length) { return record(23, std::string(length, 'e')); };
  const auto refused_after = [&](std::size_t finished) {
    Dialogue d;  // an empty Certificate, Finished, and a record as long as a padded alert
    d.client(hello_record())
        .server(server_hello_record(0x1301, supported_version(0x0304)) + encrypted(900) +
                encrypted(53))
        .client(encrypted(25) + encrypted(finished) + encrypted(35))
        .server(encrypted(19))
        .close(s);
    return Judged(d);
  };
  const Judged bare = refused_after(53);
  EXPECT_EQ(bare.picture.client_data, 1U);
  EXPECT_FALSE(bare.picture.client_close_notify);
  EXPECT_EQ(bare.picture.by, s);
  EXPECT_EQ(bare.diagnosis.outcome, Outcome::failed);
  EXPECT_TRUE(refused_after(69).picture.client_close_notify);  // JSSE pads its Finished as well
}

TEST(Picture, OfTls13ReadsRecordLengths) {
  Dialogue d;
  d.client(hello_record()).server(server_hello_record(0x1301, supported_version(0x0304)));
  d.server(record(23, std::string(40, 'e')) + record(23, std::string(900, 'e')) +
           record(23, std::string(281, 'e')) + record(23, std::string(53, 'e')));
  d.client(record(23, std::string(19, 'e')));
  const Picture p = Judged(d).picture;
  EXPECT_EQ(p.stage, Stage::server_flight);
  EXPECT_TRUE(p.server_finished);
  EXPECT_FALSE(p.client_finished);
  EXPECT_EQ(p.ending, Ending::encrypted_alert);
  EXPECT_EQ(p.by, c);
}

}  // namespace
}  // namespace tlswhy::testing
