#include "diagnosis/answers.hpp"

#include <gtest/gtest.h>

#include "diagnosis/testing/judged.hpp"
#include "knowledge/ids/causes.hpp"

namespace tlswhy::testing {
namespace {

using knowledge::CauseId;

const knowledge::Stack* stack(std::string_view name) {
  const auto id = knowledge::find_stack(name);
  return id ? &knowledge::stack(*id) : nullptr;
}

// A client that answers the server flight with `alert`; 0: closes.
Judged answered_with(std::uint8_t alert) {
  Dialogue d;
  d.client(dhe_hello()).server(dhe_flight(2048));
  if (alert != 0) d.client(alert_record(alert));
  d.close(Side::initiator);
  return Judged(d);
}

Fit fit_of(std::string_view client, std::uint8_t alert, CauseId cause) {
  const Judged j = answered_with(alert);
  const Setting setting;
  return fit(Case{j.transcript, j.handshake, setting, j.picture, stack(client), {}}, cause);
}

// knowledge/stacks, measured: the same fault, other dialects.
TEST(Answers, ADialectFitsOrDiffers) {
  EXPECT_EQ(fit_of("openssl", 45, CauseId::cert_expired), Fit::matches);
  EXPECT_EQ(fit_of("openssl", 42, CauseId::cert_expired), Fit::differs);
  EXPECT_EQ(fit_of("gnutls", 42, CauseId::cert_expired), Fit::matches);
  EXPECT_EQ(fit_of("openssl", 40, CauseId::weak_dh_group), Fit::matches);
  EXPECT_EQ(fit_of("jsse-17", 71, CauseId::weak_dh_group), Fit::matches);
}

TEST(Answers, WhatAClientAcceptsItDoesNotRefuse) {
  EXPECT_EQ(fit_of("openssl", 42, CauseId::pss_chain), Fit::accepts);
}

TEST(Answers, OfAnUnknownClientAreUnknown) {
  EXPECT_EQ(fit_of("no such stack", 42, CauseId::cert_expired), Fit::unknown);
  const Judged j = answered_with(45);
  const Setting setting;
  const Case c{j.transcript, j.handshake, setting, j.picture, nullptr, {}};
  EXPECT_TRUE(some_client_answers_so(c, CauseId::cert_expired));
  EXPECT_TRUE(every_client_minds(CauseId::cert_expired));
  EXPECT_FALSE(every_client_minds(CauseId::pss_chain));
}

}  // namespace
}  // namespace tlswhy::testing
