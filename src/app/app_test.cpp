// The parts of the contract that no capture shows.
#include <gtest/gtest.h>

#include "app/exit_code.hpp"
#include "app/tls_ports.hpp"

namespace tlswhy {
namespace {

Diagnosis refused_by(Party party) {
  Diagnosis d;
  d.outcome = Outcome::failed;
  d.refuser = party;
  return d;
}

TEST(ExitCode, SaysWhoRefused) {
  EXPECT_EQ(exit_code::of(Diagnosis{}), 0);
  EXPECT_EQ(exit_code::of(refused_by(Party::client)), 10);
  EXPECT_EQ(exit_code::of(refused_by(Party::server)), 11);
  EXPECT_EQ(exit_code::of(refused_by(Party::middlebox)), 12);
  EXPECT_EQ(exit_code::of(refused_by(Party::network)), 12);
  EXPECT_EQ(exit_code::of(refused_by(Party::nobody)), 30);
}

TEST(TlsPorts, AreSortedForTheSearch) {
  EXPECT_TRUE(is_tls_port(443) && is_tls_port(465) && is_tls_port(8443) && is_tls_port(8883));
  EXPECT_FALSE(is_tls_port(80) || is_tls_port(22) || is_tls_port(25) || is_tls_port(0));
}

}  // namespace
}  // namespace tlswhy
