// A profile that is written out can be read again, and says the same then.
#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/learn.hpp"
#include "report/profile.hpp"
#include "sources/profile/read_profile.hpp"
#include "wire/testing/tls_bytes.hpp"

namespace tlswhy {
namespace {

std::string without_comment(const std::string& text) {
  return text.substr(std::min(text.size(), text.find('\n')));
}

std::string read_again(const std::string& text) {
  const auto read = read_profile("own.toml", text);
  if (!read) ADD_FAILURE() << read.error().what;
  return read ? profile::as_toml(read->profile()) : "";
}

TEST(OwnProfiles, EveryBuiltInOneIsReadAgain) {
  for (const knowledge::ClientProfile& profile : knowledge::clients()) {
    const std::string text = profile::as_toml(profile);
    EXPECT_EQ(without_comment(read_again(text)), without_comment(text)) << profile.name;
  }
}

TEST(OwnProfiles, ALearntOneIsReadAgain) {
  using namespace testing;
  const std::string body = client_hello(
      {.suites = codes({0x1a1a, 0x1301, 0xfefe, 0xc02f, 0x00ff}),
       .extensions = extension(16, vector(2, vector(1, "h2") + vector(1, "a\"b\\\xc3\xa9"))) +
                     extension(43, vector(1, codes({0x0304, 0x0303})))});
  OwnProfile own =
      learn(*parse_client_hello(as_bytes(body)), *knowledge::find_client("curl-7.88-openssl"));
  call(own, "a\nb", "c\nd");
  const std::string text = profile::as_toml(own.profile());
  EXPECT_NE(text.find("0xfefe"), std::string::npos);
  EXPECT_EQ(without_comment(read_again(text)), without_comment(text));
}

}  // namespace
}  // namespace tlswhy
