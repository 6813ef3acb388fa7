#include "sources/certificates/nss_database.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "x509/testing/bundles.hpp"

namespace tlswhy::testing {
namespace {

// Of the four certificates one is trusted as a CA of servers and one as a server, one as a CA of
// mail alone, one is distrusted.
TEST(NssDatabase, GivesWhatItTrustsForServers) {
  const auto read = read_nss_database(as_bytes(bundle_fixture("cert9.db")), "x");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->format, CertificateBundle::Format::nss);
  EXPECT_EQ(names_in(*read), (std::vector<std::string>{"one", "four"}));
  EXPECT_EQ(notes_in(*read),
            (std::vector<std::string>{
                "1 certificates without trust for servers (flag C or P) were left out",
                "1 certificates that are distrusted (flag p) were left out",
                "the roots that NSS brings along (libnssckbi) are not in this file"}));
}

TEST(NssDatabase, IsKnownByItsFirstBytes) {
  EXPECT_TRUE(looks_like_nss_database(as_bytes(bundle_fixture("cert9.db").substr(0, 64))));
  EXPECT_FALSE(looks_like_nss_database(as_bytes(bundle_fixture("all.der"))));
}

TEST(NssDatabase, ADatabaseInWalModeIsReadToo) {
  std::string bytes = bundle_fixture("cert9.db");
  bytes[18] = bytes[19] = 2;
  const auto read = read_nss_database(as_bytes(bytes), "x");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(read->certificates.size(), 2U);
}

TEST(NssDatabase, AnotherDatabaseIsNamed) {
  const std::string bytes = replaced(bundle_fixture("cert9.db"), "nssPublic", "nobodyPub");
  const auto read = read_nss_database(as_bytes(bytes), "x");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what,
            "x: is an SQLite database, but none of NSS's certificates (cert9.db)");
}

TEST(NssDatabase, ADamagedCertificateIsLeftOut) {
  std::string bytes = bundle_fixture("cert9.db");
  const auto whole = read_nss_database(as_bytes(bundle_fixture("cert9.db")), "x");
  const auto& der = whole->certificates[1]->der;
  const std::size_t at = bytes.find(std::string(der.begin(), der.end()));
  ASSERT_NE(at, std::string::npos);
  bytes[at + 4] = '\x7f';  // the tag of TBSCertificate
  const auto read = read_nss_database(as_bytes(bytes), "x");
  ASSERT_TRUE(read) << read.error().what;
  EXPECT_EQ(names_in(*read), std::vector<std::string>{"one"});
  EXPECT_TRUE(notes_in(*read).front().ends_with("is damaged; it was not used"));
}

TEST(NssDatabase, NoCutAndNoByteEndsInMoreThanAnError) {
  const std::string whole = bundle_fixture("cert9.db");
  for (std::size_t size = 16; size < whole.size(); size += 509)
    std::ignore = read_nss_database(as_bytes(whole.substr(0, size)), "x");
  for (std::size_t at = 16; at < whole.size(); at += 97) {
    std::string changed = whole;
    changed[at] = static_cast<char>(~changed[at]);
    const auto read = read_nss_database(as_bytes(changed), "x");
    EXPECT_TRUE(!read || read->certificates.size() <= 4) << at;
  }
  const auto cut = read_nss_database(as_bytes(whole.substr(0, 100)), "x");
  ASSERT_FALSE(cut);
  EXPECT_TRUE(cut.error().what.starts_with("x: "));
}

}  // namespace
}  // namespace tlswhy::testing
