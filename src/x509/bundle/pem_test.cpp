#include <gtest/gtest.h>

#include "x509/testing/bundles.hpp"

namespace tlswhy::testing {
namespace {

using Names = std::vector<std::string>;

Result<CertificateBundle> read(const std::string& text) {
  return read_bundle(as_bytes(text), "x", "");
}

std::string all() { return bundle_fixture("all.pem"); }

TEST(Pem, TakesTextBetweenTheBlocks) {
  const std::string text = "# roots\nsubject=CN = one\n" +
                           replaced(all(), "-----BEGIN", "Bag Attributes: <none>\n\n-----BEGIN");
  const auto plain = read(text), dos = read(replaced(text, "\n", "\r\n"));
  ASSERT_TRUE(plain && dos);
  EXPECT_EQ(names_in(*plain), all_names);
  EXPECT_EQ(names_in(*dos), all_names);
  EXPECT_TRUE(plain->notes.empty() && dos->notes.empty());
  EXPECT_EQ(names_in(*read(replaced(text, "\n", "\r"))), all_names);  // an old Mac's
}

TEST(Pem, TakesOldAndTrustedCertificates) {
  EXPECT_EQ(names_in(*read(replaced(all(), " CERTIFICATE", " X509 CERTIFICATE"))), all_names);
  const auto trusted = read_fixture("trusted.pem");
  ASSERT_TRUE(trusted);
  EXPECT_EQ(names_in(*trusted), Names{"one"});
  EXPECT_EQ(trusted->certificates[0]->sha256, read(all())->certificates[0]->sha256);
}

TEST(Pem, NeitherReadsNorShowsAKey) {
  const std::string key = bundle_fixture("one.key");
  const auto bundle = read(all() + key);
  ASSERT_TRUE(bundle);
  EXPECT_EQ(names_in(*bundle), all_names);
  const auto lines = std::ranges::count(all(), '\n');
  EXPECT_EQ(notes_in(*bundle), Names{"line " + std::to_string(lines + 1) +
                                     ": a private key is in this file; it was not read"});
}

TEST(Pem, SkipsADamagedBlockAndSaysWhere) {
  std::string text = all();
  const auto second = text.find("-----BEGIN", 1);
  const std::string line =
      std::to_string(1 + std::count(text.begin(), text.begin() + static_cast<long>(second), '\n'));
  const std::string where = "certificate 2 (line " + line + ") ";
  text[second + 40] = '!';
  const auto no_base64 = read(text);
  ASSERT_TRUE(no_base64);
  EXPECT_EQ(names_in(*no_base64), (Names{"one", "three"}));
  EXPECT_EQ(notes_in(*no_base64), Names{where + "is no Base64; it was not used"});

  text = all();
  text[second + 40] = text[second + 40] == 'A' ? 'B' : 'A';  // other bytes, good Base64
  const auto no_certificate = read(text);
  ASSERT_TRUE(no_certificate);
  EXPECT_EQ(names_in(*no_certificate), (Names{"one", "three"}));
  EXPECT_TRUE(no_certificate->notes.at(0).what.starts_with(where + "is ")) << text;
}

TEST(Pem, MissesAnEndLine) {
  std::string text = all();
  text.erase(text.find("-----END"), 26);
  const auto bundle = read(text);
  ASSERT_TRUE(bundle);
  EXPECT_EQ(names_in(*bundle), (Names{"two", "three"}));
  EXPECT_EQ(notes_in(*bundle), Names{"certificate 1 (line 1) has no END line; it was not used"});

  const auto cut = read(all().substr(0, all().size() - 30));
  ASSERT_TRUE(cut);
  EXPECT_EQ(names_in(*cut), (Names{"one", "two"}));
  EXPECT_EQ(cut->notes.size(), 1U);
  const auto other = read(replaced(all(), "-----END CERTIFICATE", "-----END X509 CERTIFICATE"));
  ASSERT_FALSE(other);
  EXPECT_NE(other.error().what.find("ends in line 10 as \"X509 CERTIFICATE\""), std::string::npos)
      << other.error().what;
}

TEST(Pem, NamesLinesThatOpensslDoesNotTake) {
  const std::string joined = replaced(all(), "-----\n-----BEGIN", "----------BEGIN");
  const auto bundle = read(joined);
  ASSERT_TRUE(bundle);
  EXPECT_EQ(names_in(*bundle), all_names);
  EXPECT_EQ(bundle->notes.size(), 2U);
  const auto indented = read(replaced(all(), "\n", "\n  "));
  ASSERT_TRUE(indented);
  EXPECT_EQ(names_in(*indented), all_names);
  EXPECT_EQ(indented->notes.size(), 5U);  // all BEGIN and END lines but the first
  const auto one_line = read(replaced(all(), "\n", " "));
  ASSERT_TRUE(one_line);
  EXPECT_EQ(names_in(*one_line), all_names);
}

TEST(Pem, TakesWhatWindowsWrites) {
  const auto marked = read("\xef\xbb\xbf" + all());
  ASSERT_TRUE(marked);
  EXPECT_EQ(names_in(*marked), all_names);
  EXPECT_EQ(marked->notes.size(), 1U);
  std::string little = "\xff\xfe", big = "\xfe\xff";
  for (const char c : all()) {
    little += std::string{c, '\0'};
    big += std::string{'\0', c};
  }
  for (const std::string& text : {little, big}) {
    EXPECT_TRUE(looks_like_bundle(as_bytes(text)));
    const auto bundle = read(text);
    ASSERT_TRUE(bundle);
    EXPECT_EQ(names_in(*bundle), all_names);
    EXPECT_EQ(bundle->notes.size(), 1U);
  }
}

TEST(Pem, SaysWhatElseItHolds) {
  const std::string request =
      "-----BEGIN NEW CERTIFICATE REQUEST-----\nAAAA\n"
      "-----END NEW CERTIFICATE REQUEST-----\n";
  EXPECT_EQ(read(request).error().what, "x: holds a certificate request and no certificate");
  EXPECT_EQ(read(request + bundle_fixture("one.key")).error().what,
            "x: holds a private key and no certificate");
  const auto broken = read("-----BEGIN CERTIFICATE----\nAAAA\n-----END CERTIFICATE-----\n");
  EXPECT_TRUE(!broken || broken->certificates.empty());
}

TEST(Pem, BoundsItsNotes) {
  std::string text;
  for (int i = 0; i < 1'000; ++i) text += "-----BEGIN CERTIFICATE-----\n";
  const auto bundle = read(text + all());
  ASSERT_TRUE(bundle);
  EXPECT_EQ(names_in(*bundle), all_names);
  EXPECT_EQ(bundle->notes.size(), 101U);
  EXPECT_EQ(bundle->notes.back().what, "900 more notes are left out");
}

}  // namespace
}  // namespace tlswhy::testing
