#include "analysis/tls_ports.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(TlsPorts, AreSortedForTheSearch) {
  EXPECT_TRUE(is_tls_port(443) && is_tls_port(465) && is_tls_port(8443) && is_tls_port(8883));
  EXPECT_FALSE(is_tls_port(80) || is_tls_port(22) || is_tls_port(25) || is_tls_port(0));
}

}  // namespace
}  // namespace tlswhy
