#include "sources/profile/read_profile.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "knowledge/client_fields.hpp"
#include "knowledge/compiler/model.hpp"
#include "knowledge/compiler/vocabulary.hpp"
#include "wire/registry.hpp"

namespace tlswhy::testing {
namespace {

const std::string head = "basis = \"know\"\nsource = [\"a test\"]\n";

knowledge::ClientProfile read(const std::string& text) {
  static std::vector<OwnProfile> kept;  // what the profiles look at
  auto out = read_profile("etc/own.toml", text);
  if (!out) ADD_FAILURE() << out.error().what;
  kept.push_back(out ? *out : OwnProfile(knowledge::ClientProfile{}));
  return kept.back().profile();
}
std::string fault(const std::string& text) {
  const auto out = read_profile("own.toml", text);
  return out ? "" : out.error().what;
}

TEST(ReadProfile, InheritsAllThatIsNotSaid) {
  const auto own = read(head + "inherits = \"java-8u152\"\n[policy]\nminimum_dh_bits = 2048\n");
  const auto& parent = *knowledge::find_client("java-8u152");
  EXPECT_EQ(own.name, "etc/own.toml");
  EXPECT_EQ(own.title(knowledge::Language{}), "own.toml");
  EXPECT_EQ(own.policy.minimum_dh_bits, 2048);
  EXPECT_NE(parent.policy.minimum_dh_bits, 2048);
  EXPECT_EQ(own.stack, parent.stack);
  EXPECT_TRUE(std::ranges::equal(own.offer.cipher_suites, parent.offer.cipher_suites));
  EXPECT_TRUE(std::ranges::equal(own.path.verifies, parent.path.verifies));
  EXPECT_EQ(own.offer.server_name, knowledge::ServerNameRule::dotted_names);
  EXPECT_EQ(own.messages.size(), parent.messages.size());
  EXPECT_FALSE(own.typical);
  for (const knowledge::Cause& cause : knowledge::causes()) {
    EXPECT_EQ(own.answers_to(cause.id).size(), parent.answers_to(cause.id).size()) << cause.name;
    EXPECT_EQ(own.prints(cause.id), parent.prints(cause.id)) << cause.name;
  }
}

TEST(ReadProfile, StandsAloneOnItsLibrary) {
  const auto own = read(head +
                        "stack = \"jsse-17\"\n[hello]\nversions = [\"TLSv1.2\"]\n"
                        "cipher_suites = [\"TLS_RSA_WITH_AES_128_CBC_SHA\", \"0xfefe\"]\n");
  EXPECT_EQ(own.offer.cipher_suites.size(), 2U);
  EXPECT_EQ(code(own.offer.cipher_suites[1]), 0xfefe);
  EXPECT_TRUE(own.offer.supported_groups.empty());
  const auto& library = knowledge::bare_client(own.stack);
  EXPECT_FALSE(library.messages.empty());
  EXPECT_EQ(own.messages.size(), library.messages.size());
  EXPECT_EQ(own.answers.size(), library.answers.size());
}

TEST(ReadProfile, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(fault("inherits = \"java-8u151\"\n" + head + "[hello]\nversions = [\"TLSv1.2\"]\n" +
                  "cipher_suites = [\"TLS_RSA_WITH_AES_128_CBC_SHA\"]\n"),
            "own.toml:1:12: unknown client \"java-8u151\" (nearest known word: java-8u152)");
  EXPECT_EQ(fault(head + "inherits = \"java-11\"\n[hello]\n"
                         "cipher_suites = [\"TLS_RSA_WITH_AES_128_CBC_SHAX\"]\n"),
            "own.toml:5:18: unknown cipher suite \"TLS_RSA_WITH_AES_128_CBC_SHAX\" (nearest known "
            "word: TLS_RSA_WITH_AES_128_CBC_SHA)");
  EXPECT_EQ(fault(head + "inherits = \"java-11\"\n[polic]\n"),
            "own.toml:4:2: unknown key \"polic\" (nearest known word: policy)");
  EXPECT_EQ(fault("inherits = \"java-11\"\n"),
            "own.toml:1:1: missing key \"source\": say where it is from, source = [\"learnt from "
            "...\"]");
  EXPECT_EQ(fault("\xff"), fault("\xff").substr(0, fault("\xff").find('\n')));
  EXPECT_NE(fault("= 1"), "");
  EXPECT_NE(fault(""), "");
}

// A value that has a name is called by it.
TEST(ReadProfile, NumbersStandForWhatHasNoName) {
  EXPECT_NE(fault(head + "inherits = \"java-11\"\n[hello]\ncipher_suites = [\"0x1301\"]\n"), "");
  EXPECT_NE(fault(head + "inherits = \"java-11\"\n[hello]\ncipher_suites = [\"0xfefg\"]\n"), "");
}

// The reader's words and keys are those of the fields.
TEST(ClientFields, AreThoseOfTheReader) {
  using namespace knowledge;
  const auto same = [](auto value, const compiler::Words& words) {
    EXPECT_TRUE(std::ranges::equal(words_of(value), words)) << words.front();
  };
  const auto& known = compiler::vocabulary();
  same(ServerNameRule{}, known.server_name_rules);
  same(AnchorRule{}, known.anchor_rules);
  same(AnchorAuthority{}, known.anchor_authorities);
  same(KeyUsageRule{}, known.key_usage_rules);
  same(CommonNameRule{}, known.common_name_rules);
  same(AddressRule{}, known.address_rules);
  same(NameCheck{}, known.name_checks);
  same(PathBuilding{}, known.path_buildings);
  same(KeyIdRule{}, known.key_id_rules);
  same(CommonNameConstraint{}, known.common_name_constraints);
  same(NamesConstrained{}, known.names_constrained);
  same(UnknownForms{}, known.unknown_forms);
  same(UnreadableNames{}, known.unreadable_names);
  same(UnreadableExtensions{}, known.unreadable_extensions);
  same(WildcardRule{}, known.wildcard_rules);
  same(AnyPurpose{}, known.any_purposes);
  same(PolicyRule{}, known.policy_rules);
  same(Judges{}, known.judging_moments);
  same(AddressUse{}, known.address_uses);
  same(Basis{}, known.bases);
  std::vector<std::string> keys;
  const ClientProfile nobody{};
  visit_path(nobody, [&](const char*, const char* key, const auto&) { keys.emplace_back(key); });
  for (const char* key : compiler::path_limit_keys) EXPECT_EQ(std::ranges::count(keys, key), 1);
  for (const auto& rule : compiler::path_word_keys)
    EXPECT_EQ(std::ranges::count(keys, rule.key), 1);
  for (const char* key : compiler::path_truth_keys) EXPECT_EQ(std::ranges::count(keys, key), 1);
}

}  // namespace
}  // namespace tlswhy::testing
