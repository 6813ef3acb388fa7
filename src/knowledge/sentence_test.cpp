#include "knowledge/sentence.hpp"

#include <gtest/gtest.h>

#include "knowledge/language.hpp"
#include "knowledge/placeholder.hpp"

namespace tlswhy::knowledge {
namespace {

TEST(Render, PutsValuesInPlace) {
  EXPECT_EQ(render("server chose {suite}", {{"suite", "TLS_AES_128_GCM_SHA256"}}),
            "server chose TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(render("{a}{b}{a}", {{"a", "1"}, {"b", "2"}}), "121");
  EXPECT_EQ(render("nothing", {}), "nothing");
}

TEST(Render, IgnoresTheHint) { EXPECT_EQ(render("{suite|을를} x", {{"suite", "A"}}), "A x"); }

TEST(Render, KeepsAPlaceholderWithoutValue) {
  EXPECT_EQ(render("{a} and {missing}", {{"a", "1"}}), "1 and {missing}");
}

TEST(Render, LeavesOtherBracesAlone) {
  EXPECT_EQ(render("server { listen {port}; } {} { {A} {a", {{"port", "443"}}),
            "server { listen 443; } {} { {A} {a");
}

TEST(Render, DoesNotLookIntoValues) { EXPECT_EQ(render("{a}", {{"a", "{b}"}, {"b", "2"}}), "{b}"); }

TEST(Sentences, AreFoundByTheirEnumerator) {
  EXPECT_EQ(sentence(sentence::report_verdict, Language::en), "VERDICT");
  for (std::size_t i = 0; i < sentences().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(sentences()[i].id), i);
  }
}

// A pattern and its parameters agree in every language: with all of them given, none is left.
TEST(Sentences, RenderInEveryLanguage) {
  ASSERT_FALSE(sentences().empty());
  for (const Sentence& entry : sentences()) {
    std::vector<Parameter> values;
    for (const std::string_view name : entry.parameters) values.push_back({name, "value"});
    for (const std::string_view text : entry.texts) {
      EXPECT_FALSE(text.empty()) << entry.name;
      EXPECT_EQ(find_placeholder(render(text, values), 0), std::nullopt) << entry.name;
    }
  }
}

TEST(Languages, AreFoundByTag) {
  EXPECT_EQ(language_tag(Language::en), "en");
  EXPECT_EQ(find_language("en"), Language::en);
  EXPECT_EQ(find_language("xx"), std::nullopt);
}

}  // namespace
}  // namespace tlswhy::knowledge
