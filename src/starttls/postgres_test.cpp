#include "starttls/testing/play.hpp"

namespace tlswhy::starttls {
namespace {

using namespace testing;

constexpr std::string_view request = "\0\0\0\x08\x04\xd2\x16\x2f"sv;
constexpr std::string_view error = "E\0\0\0\x2cSFATAL\0VFATAL\0C53300\0Mtoo many clients\0\0"sv;

TEST(Postgres, LeadsToTls) {
  expect_ready("postgres", "S", request);
  expect_refused("postgres", "N", "N");
  expect_refused("postgres", error, "FATAL: too many clients (53300)");
  expect_refused("postgres", "EFATAL:  no pg_hba.conf entry\n\0"sv, "FATAL:  no pg_hba.conf entry");
  expect_unexpected("postgres", "220 mail\r\n", "220 mail");
}

TEST(Postgres, IsRecognisedInACapture) {
  const std::string gss = "\0\0\0\x08\x04\xd2\x16\x30"s + std::string(request);
  EXPECT_EQ(recognised(request, ""), "postgres");
  EXPECT_EQ(recognised(gss, ""), "postgres");
  EXPECT_EQ(refusal("postgres", request, "N"), "N");
  EXPECT_EQ(refusal("postgres", gss, "NN"), "N");
  EXPECT_EQ(refusal("postgres", gss, "NS"), "");
  EXPECT_EQ(refusal("postgres", gss, "N"), "");
  EXPECT_EQ(refusal("postgres", request, error), "FATAL: too many clients (53300)");
}

}  // namespace
}  // namespace tlswhy::starttls
