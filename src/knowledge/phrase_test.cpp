#include "knowledge/phrase.hpp"

#include <gtest/gtest.h>

#include "knowledge/client.hpp"
#include "knowledge/ids/languages.hpp"

namespace tlswhy::knowledge {
namespace {

TEST(Phrase, StaysAsItIsInEnglish) {
  EXPECT_EQ(phrase("a.pem: is no certificate file", Language::en), "a.pem: is no certificate file");
}

TEST(Phrase, KeepsWhatStandsBeforeTheColon) {
  EXPECT_EQ(phrase("a.pem: is no certificate file", Language::ko), "a.pem: 인증서 파일이 아님");
  EXPECT_EQ(phrase("a: b: is no certificate file", Language::ko), "a: b: 인증서 파일이 아님");
}

TEST(Phrase, PutsValuesInPlaceAndTranslatesThem) {
  EXPECT_EQ(phrase("x.pcap: cannot be opened: No such file or directory", Language::zh_Hant),
            "x.pcap: 無法開啟：沒有這個檔案或資料夾");
  EXPECT_EQ(phrase("x: holds a private key and no certificate; skipped", Language::ko),
            "x: 인증서는 없고 개인 키가 들어 있음, 건너뜀");
}

TEST(Phrase, TakesThePatternThatSaysMost) {
  EXPECT_EQ(phrase("is no certificate file; skipped", Language::ko),
            "인증서 파일이 아니어서 건너뜀");
}

TEST(Phrase, LeavesWhatNobodyTranslated) {
  EXPECT_EQ(phrase("x: something else", Language::ko), "x: something else");
  EXPECT_EQ(phrase("", Language::ko), "");
  EXPECT_FALSE(is_phrase("something else"));
  EXPECT_FALSE(is_phrase("cannot be opened: "));
}

// How many of the clients' assumptions may be without a sentence in [assumed]: those of profiles
// that are new in English. The number only falls.
constexpr int unworded_at_most = 0;

TEST(Phrase, KnowsWhatIsAssumedOfClients) {
  int unworded = 0;
  std::string list;
  for (const ClientProfile& profile : clients()) {
    for (const std::string_view text : profile.assumptions) {
      if (is_phrase(text)) continue;
      ++unworded;
      list.append(profile.name).append(": ").append(text).append("\n");
    }
  }
  EXPECT_LE(unworded, unworded_at_most) << list;
}

}  // namespace
}  // namespace tlswhy::knowledge
