// The parts of the contract that no capture shows.
#include <gtest/gtest.h>

#include "app/exit_code.hpp"

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

}  // namespace
}  // namespace tlswhy
