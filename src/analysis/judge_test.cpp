// Chains and descriptions as bytes, judged in memory.
#include "analysis/judge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "knowledge/ids/causes.hpp"
#include "sources/description/server_description.hpp"
#include "x509/certificate_bundle.hpp"

namespace tlswhy {
namespace {

CertificateList certificates(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(file), {});
  auto bundle = read_bundle(as_bytes(bytes), path, "");
  EXPECT_TRUE(bundle) << path;
  return bundle ? std::move(bundle->certificates) : CertificateList{};
}

Setting pss_chain() {
  Setting out;
  out.store = certificates("samples/pss-chain/trust.pem");
  out.server = server_around(certificates("samples/pss-chain/server.pem"));
  out.host = ServerName("gadgets.corp.test");
  out.at = parse_time("2027-01-01");
  return out;
}

TEST(Judge, EachClientGetsItsVerdict) {
  Setting setting = pss_chain();
  setting.clients = {knowledge::find_client("java-8u152"), knowledge::find_client("openssl-3.0")};
  const Judged judged = judge(setting);
  ASSERT_EQ(judged.verdicts.size(), 2U);
  const Explanation &old = judged.verdicts[0], &young = judged.verdicts[1];
  EXPECT_EQ(old.played().client, setting.clients[0]);
  EXPECT_FALSE(old.established());
  EXPECT_EQ(old.diagnosis.cause, knowledge::CauseId::pss_chain);
  EXPECT_FALSE(old.remedies().empty());
  EXPECT_TRUE(young.established());
  EXPECT_TRUE(young.remedies().empty());
}

TEST(Judge, WithoutAClientEveryOneThatIsKnownIsAsked) {
  const Judged judged = judge(pss_chain());
  EXPECT_EQ(judged.verdicts.size(), knowledge::clients().size());
  EXPECT_TRUE(std::ranges::any_of(judged.verdicts, &Explanation::established));
  EXPECT_FALSE(std::ranges::all_of(judged.verdicts, &Explanation::established));
}

}  // namespace
}  // namespace tlswhy
