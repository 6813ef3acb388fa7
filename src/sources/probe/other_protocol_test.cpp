#include "sources/probe/other_protocol.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

TEST(OtherProtocol, IsKnownByItsFirstWords) {
  EXPECT_EQ(other_protocol("HTTP/1.1 400 Bad Request"), " (HTTP)");
  EXPECT_EQ(other_protocol("* OK IMAP4rev1 ready"), " (IMAP: --starttls imap)");
  EXPECT_EQ(other_protocol("220-mail.corp.test ESMTP"),
            " (SMTP or FTP: --starttls smtp, --starttls ftp)");
  EXPECT_EQ(other_protocol("J....5.5.5-10.11.6-MariaDB"), " (MySQL or MariaDB: --starttls mysql)");
}

TEST(OtherProtocol, IsNotGuessed) {
  EXPECT_EQ(other_protocol(""), "");
  EXPECT_EQ(other_protocol("2200 rows"), "");
  EXPECT_EQ(other_protocol("hello"), "");
}

}  // namespace
}  // namespace tlswhy
