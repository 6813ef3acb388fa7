#include <gtest/gtest.h>

#include "knowledge/compiler/cpp_text.hpp"
#include "knowledge/compiler/csv.hpp"
#include "knowledge/compiler/problems.hpp"
#include "knowledge/compiler/source_tree.hpp"
#include "knowledge/compiler/text_rules.hpp"

namespace tlswhy::knowledge::compiler {
namespace {

using Fields = std::vector<std::string>;

TEST(Csv, ReadsQuotedFields) {
  const auto rows = parse_csv("a,b\n\"0x00,0x1C\",\"two\nlines\",\"say \"\"x\"\"\"\r\n\nlast,");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0].fields, (Fields{"a", "b"}));
  EXPECT_EQ(rows[1].fields, (Fields{"0x00,0x1C", "two\nlines", "say \"x\""}));
  EXPECT_EQ(rows[1].line, 2U);
  EXPECT_EQ(rows[2].fields, (Fields{"last", ""}));
  EXPECT_EQ(rows[2].line, 5U);
}

TEST(NearestWord, CountsEdits) {
  const Words known = {"server", "client", "network"};
  EXPECT_EQ(nearest_word("sever", known), "server");
  EXPECT_EQ(nearest_word("netwrok", known), "network");
  EXPECT_EQ(nearest_word("middlebox", known), "");
}

TEST(Problems, AreSortedByPlace) {
  Problems problems;
  problems.add({"b", 1, 1}, "third");
  problems.add({"a", 12, 1}, "second");
  problems.add({"a", 2, 9}, "first");
  EXPECT_EQ(problems.lines("x"), (Words{"x/a:2:9: first", "x/a:12:1: second", "x/b:1:1: third"}));
}

TEST(CppText, MakesNames) {
  EXPECT_EQ(cpp_name("weak-dh-group"), "weak_dh_group");
  EXPECT_EQ(cpp_name("3des-rc4-only"), "c_3des_rc4_only");
  EXPECT_EQ(cpp_name("fact.server_chose"), "fact_server_chose");
  EXPECT_EQ(cpp_name("new"), "new_");
}

TEST(CppText, MakesLiterals) {
  EXPECT_EQ(cpp_literal("say \"a\\b\"\n1"), R"("say \"a\\b\"\0121"sv)");
  EXPECT_EQ(cpp_literal("암호"), "\"암호\"sv");
}

TEST(CppText, HasNoEmptyArrays) {
  CppArrays arrays("x");
  EXPECT_EQ(arrays.codes({}), "{}");
  EXPECT_EQ(arrays.codes({10, 0x1301}), "x_0");
  EXPECT_EQ(arrays.definitions(), "constexpr std::uint16_t x_0[] = {0x000a, 0x1301};\n");
}

bool title_is_refused(const char* title) {
  Problems problems;
  check_lower_case_start({title, {}}, problems);
  return !problems.empty();
}

TEST(TextRules, LetTitlesStartWithNames) {
  EXPECT_TRUE(title_is_refused("Server refuses"));
  EXPECT_FALSE(title_is_refused("TLS 1.2 is off"));
  EXPECT_FALSE(title_is_refused("Diffie-Hellman is off"));
  EXPECT_FALSE(title_is_refused("Java cannot read it"));
  EXPECT_FALSE(title_is_refused("a name"));
}

TEST(TextRules, LetTheAlertNameStand) {
  Problems problems;
  check_sentence({"It sends illegal_parameter.", {}}, problems);
  EXPECT_TRUE(problems.empty());
  check_sentence({"illegal_parameter for an Illegal group.", {}}, problems);
  EXPECT_FALSE(problems.empty());
}

TEST(TextRules, ListPlaceholdersOnce) {
  EXPECT_EQ(placeholders("{b} {a|x} {b} {C} { d}"), (Words{"a", "b"}));
}

TEST(SourceTree, RefusesOtherFiles) {
  EXPECT_FALSE(read_source_tree("src/knowledge/no-such-folder"));
  const auto tree = read_source_tree("src/knowledge/compiler");
  ASSERT_FALSE(tree);
  EXPECT_TRUE(tree.error().what.ends_with(":1:1: neither .toml, .csv nor README.md"));
}

}  // namespace
}  // namespace tlswhy::knowledge::compiler
