#include "knowledge/sentence.hpp"

#include <gtest/gtest.h>

#include "knowledge/cause.hpp"
#include "knowledge/ids/causes.hpp"
#include "knowledge/ids/languages.hpp"
#include "knowledge/ids/sentences.hpp"
#include "knowledge/language.hpp"
#include "knowledge/placeholder.hpp"

namespace tlswhy::knowledge {
namespace {

std::string in_english(std::string_view pattern, std::initializer_list<Parameter> parameters) {
  return render(pattern, parameters, Language::en);
}

TEST(Render, PutsValuesInPlace) {
  EXPECT_EQ(in_english("server chose {suite}", {{"suite", "TLS_AES_128_GCM_SHA256"}}),
            "server chose TLS_AES_128_GCM_SHA256");
  EXPECT_EQ(in_english("{a}{b}{a}", {{"a", "1"}, {"b", "2"}}), "121");
  EXPECT_EQ(in_english("nothing", {}), "nothing");
}

TEST(Render, PutsTheParticleOfTheWordBehindIt) {
  EXPECT_EQ(in_english("{suite|을를} x", {{"suite", CipherSuite{0xc02f}}}),
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256을 x");
  EXPECT_EQ(in_english("{who|이가} {who|은는}", {{"who", "서버"}}), "서버가 서버는");
}

TEST(Render, SaysOneAndSeveral) {
  constexpr std::string_view pattern = "{count|one certificate was|{count} certificates were} sent";
  EXPECT_EQ(in_english(pattern, {{"count", 1U}}), "one certificate was sent");
  EXPECT_EQ(in_english(pattern, {{"count", 0U}}), "0 certificates were sent");
  EXPECT_EQ(in_english(pattern, {{"count", 21U}}), "21 certificates were sent");
  EXPECT_EQ(in_english("{n|{a} alone|{a} and others}", {{"n", 1U}, {"a", "x"}}), "x alone");
}

TEST(Render, MakesWordsOfValues) {
  const auto word = [](const Value& value) { return in_english("{v}", {{"v", value}}); };
  const Timestamp moment = from_seconds(1'740'825'000);
  EXPECT_EQ(word(Day{moment}), "2025-03-01");
  EXPECT_EQ(word(moment), "2025-03-01T10:30:00.000000Z");
  EXPECT_EQ(word(Seconds{2'460'000'000}), "2.5");
  EXPECT_EQ(word(ProtocolVersion::TLSv1_2), "TLSv1.2");
  EXPECT_EQ(word(AlertDescription::unknown_ca), "unknown_ca");
  EXPECT_EQ(word(NamedGroup{0x001d}), "x25519");
  EXPECT_EQ(word(SignatureScheme{0x0804}), "rsa_pss_rsae_sha256");
  EXPECT_EQ(word(ExtensionType{0}), "server_name");
  EXPECT_EQ(word(CauseId::tcp_refused), cause(CauseId::tcp_refused).text(Language::en).title);
  EXPECT_EQ(word(list_of(std::vector{ProtocolVersion::TLSv1_3, ProtocolVersion::TLSv1_2})),
            "TLSv1.3, TLSv1.2");
}

TEST(Render, KeepsAPlaceholderWithoutValue) {
  EXPECT_EQ(in_english("{a} and {missing}", {{"a", "1"}}), "1 and {missing}");
}

TEST(Render, LeavesOtherBracesAlone) {
  EXPECT_EQ(in_english("server { listen {port}; } {} { {A} {a", {{"port", "443"}}),
            "server { listen 443; } {} { {A} {a");
}

TEST(Render, DoesNotLookIntoValues) {
  EXPECT_EQ(in_english("{a}", {{"a", "{b}"}, {"b", "2"}}), "{b}");
}

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
      EXPECT_EQ(find_placeholder(render(text, values, Language::en), 0), std::nullopt)
          << entry.name;
    }
  }
}

TEST(Languages, AreFoundByTag) {
  EXPECT_EQ(language_tag(Language::en), "en");
  EXPECT_EQ(find_language("en"), Language::en);
  EXPECT_EQ(find_language("xx"), std::nullopt);
}

TEST(Languages, AreFoundByLocale) {
  for (const char* locale : {"", "C", "POSIX", "C.UTF-8", "de_DE.UTF-8", "zh_CN.UTF-8", "korean"})
    EXPECT_EQ(language_of_locale(locale), Language::en) << locale;
  for (const char* locale : {"ko", "ko_KR", "ko_KR.UTF-8", "ko_KR.eucKR", "ko_KR@x"})
    EXPECT_EQ(language_of_locale(locale), Language::ko) << locale;
  for (const char* locale : {"zh_TW", "zh_TW.UTF-8", "zh_HK.Big5", "zh_MO", "zh_Hant_TW"})
    EXPECT_EQ(language_of_locale(locale), Language::zh_Hant) << locale;
}

}  // namespace
}  // namespace tlswhy::knowledge
