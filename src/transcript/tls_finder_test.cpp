#include "transcript/tls_finder.hpp"

#include <gtest/gtest.h>

#include "transcript/testing/dialogue.hpp"

namespace tlswhy::testing {
namespace {

using Kind = Finding::Kind;

TEST(Finder, FindsAHelloAtOnceOrBehindPlaintext) {
  const std::string hello = hello_record();
  const Finding at_once = find_tls(as_bytes(hello), true, false, false);
  EXPECT_EQ(at_once.kind, Kind::found);
  EXPECT_EQ(at_once.opening, Opening::client_hello);
  const std::string later = "STARTTLS\r\n" + hello;
  const Finding behind = find_tls(as_bytes(later), true, false, false);
  EXPECT_EQ(behind.kind, Kind::found);
  EXPECT_EQ(behind.offset, 10U);
}

TEST(Finder, WaitsForTheBytesThatDecide) {
  const std::string hello = hello_record();
  for (std::size_t size = 1; size < finder_window; ++size) {
    EXPECT_EQ(find_tls(as_bytes(hello).first(size), true, false, false).kind, Kind::more) << size;
  }
}

TEST(Finder, TextIsNoTls) {
  const std::string text = "GET / HTTP/1.1\r\nHost: \x16\x03 example\r\n\r\n";
  EXPECT_EQ(find_tls(as_bytes(text), true, false, false).kind, Kind::nothing);
  EXPECT_EQ(find_tls(as_bytes(text), true, false, true).kind, Kind::nothing);
}

TEST(Finder, AnAlertCountsOnlyAsAnAnswer) {
  const std::string alert = "text" + alert_record(40);
  EXPECT_EQ(find_tls(as_bytes(alert), false, true, false).opening, Opening::alert);
  EXPECT_NE(find_tls(as_bytes(alert), false, false, false).kind, Kind::found);
}

TEST(Finder, RecordsInARowAreTlsWhoseBeginningIsMissing) {
  const std::string records = record(23, std::string(50, 'e')) + record(23, std::string(20, 'e'));
  const Finding found = find_tls(as_bytes(records), true, false, false);
  EXPECT_EQ(found.kind, Kind::found);
  EXPECT_EQ(found.opening, Opening::records);
  EXPECT_NE(find_tls(as_bytes(records), false, false, false).kind, Kind::found);
}

TEST(Finder, ARecordTooLargeIsNone) {
  std::string hello = hello_record();
  hello[3] = '\x7f';
  EXPECT_EQ(find_tls(as_bytes(hello), true, false, true).kind, Kind::nothing);
}

}  // namespace
}  // namespace tlswhy::testing
