#include "remedy/suite_lists.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include <algorithm>

#include "knowledge/ids/changes.hpp"
#include "knowledge/ids/clients.hpp"
#include "knowledge/ids/products.hpp"
#include "remedy/testing/worlds.hpp"
#include "wire/openssl_names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using knowledge::ClientId;

std::vector<CipherSuite> suites(std::initializer_list<std::uint16_t> codes) {
  std::vector<CipherSuite> out;
  for (const std::uint16_t code : codes) out.push_back(CipherSuite{code});
  return out;
}

constexpr WindowsRelease old_windows{"old", ClientId::schannel_2012r2, true};
constexpr WindowsRelease new_windows{"new", ClientId::schannel_2022, false};

// The suites of each line that was made.
std::vector<std::string> lists_of(const ProductSteps& steps) {
  std::vector<std::string> out;
  for (const ProductSteps::Line& line : steps.made) {
    for (const auto& [name, value] : line.parameters) {
      if (name == "suites") out.push_back(knowledge::text_of(value, {}));
    }
  }
  return out;
}

TEST(SuiteLists, OpensslHasNamesOfItsOwnAndTls13Apart) {
  EXPECT_EQ(openssl_list(suites({0x1301, 0xc030, 0xcca9, 0x003c, 0x0035})),
            "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:AES128-SHA256:AES256-SHA");
  EXPECT_EQ(openssl_list(suites({0x1301, 0x0005})), "");  // RC4 has left OpenSSL
}

TEST(SuiteLists, OpensslIsQuotedRight) {
  std::size_t known = 0;
  for (const std::string_view name : cipher_suite_names()) {
    const std::string_view libssl = OPENSSL_cipher_name(std::string(name).c_str());
    const std::string_view ours = openssl_cipher_name(CipherSuite{cipher_suite(name).value()});
    EXPECT_EQ(ours, libssl == "(NONE)" ? std::string_view() : libssl) << name;
    known += ours.empty() ? 0U : 1U;
  }
  EXPECT_EQ(known, 167U);
}

TEST(SuiteLists, OldWindowsHasTheCurveInTheNameAndNewHasNot) {
  const auto list = suites({0xc02f, 0xc02b, 0xc02c, 0xc013, 0x002f});
  // AES-GCM with ECDHE_RSA came with Server 2016.
  EXPECT_EQ(policy_line(list, old_windows).text,
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256_P256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256_"
            "P384,TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384_P384,"
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA_P256,TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA_P384,"
            "TLS_RSA_WITH_AES_128_CBC_SHA");
  EXPECT_EQ(policy_line(list, new_windows).text,
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,"
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA,"
            "TLS_RSA_WITH_AES_128_CBC_SHA");
}

TEST(SuiteLists, TheLineOfWindowsEndsBefore1024Characters) {
  const auto all = knowledge::client(ClientId::schannel_2012r2).offer.cipher_suites;
  const PolicyLine line = policy_line({all.begin(), all.end()}, old_windows);
  EXPECT_LE(line.text.size(), 1023U);
  EXPECT_GT(line.text.size(), 980U);
  EXPECT_GT(line.left_out, 0U);
  EXPECT_TRUE(line.text.starts_with("TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384_P256,"));
  const auto few = policy_line(suites({0xc013}), old_windows);
  EXPECT_EQ(few.left_out, 0U);
}

TEST(SuiteLists, OnlyAProvedChangeOfSuitesGetsAList) {
  const ServerModel weak = testing::server({0x0033, 0xc013}, 512);
  const World world = testing::world("java-8u152", weak);
  Remedy proved;
  proved.change = knowledge::ChangeId::prefer_ecdhe;
  proved.applicability = Applicability::proved;
  proved.steps = {{.recipe = nullptr, .product = knowledge::ProductId::nginx},
                  {.recipe = nullptr, .product = knowledge::ProductId::schannel}};
  Remedy likely = proved, other = proved;
  likely.applicability = Applicability::likely;
  other.change = knowledge::ChangeId::enlarge_dh_group;
  std::vector<Remedy> all = {proved, likely, other};
  add_suite_lists(all, world);
  EXPECT_TRUE(all[1].steps[0].made.empty());
  EXPECT_TRUE(all[2].steps[0].made.empty());
  EXPECT_FALSE(all[0].steps[0].made_second);
  const auto nginx = lists_of(all[0].steps[0]);
  ASSERT_EQ(nginx.size(), 1U);
  EXPECT_TRUE(nginx[0].starts_with("ECDHE-RSA-AES256-GCM-SHA384:")) << nginx[0];
  EXPECT_EQ(nginx[0].find(":DHE-"), std::string::npos) << nginx[0];
  EXPECT_TRUE(all[0].steps[1].made_second);  // behind the step that says where the field is
  const auto windows = lists_of(all[0].steps[1]);
  ASSERT_EQ(windows.size(), 3U);  // one for each kind of Windows
  EXPECT_NE(windows[0].find("_P256,"), std::string::npos);
  EXPECT_NE(windows[2].find("TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,"), std::string::npos);
}

TEST(SuiteLists, AListWithWhichItWouldNotConnectIsNotGiven) {
  World world = testing::world("java-8u152", testing::server({0x0033}, 512));
  world.client_suites = suites({0x0033, 0xc02f, 0xc030});
  world.client.offer.cipher_suites = world.client_suites;
  Remedy proved;
  proved.change = knowledge::ChangeId::prefer_ecdhe;
  proved.applicability = Applicability::proved;
  proved.steps = {{.recipe = nullptr, .product = knowledge::ProductId::schannel}};
  std::vector<Remedy> all = {proved};
  add_suite_lists(all, world);
  // Server 2012 R2 has no AES-GCM with ECDHE_RSA, and this client nothing else.
  const auto lists = lists_of(all[0].steps[0]);
  ASSERT_EQ(lists.size(), 2U);
  for (const std::string& list : lists) EXPECT_EQ(list.find("_P256"), std::string::npos) << list;
}

}  // namespace
}  // namespace tlswhy
