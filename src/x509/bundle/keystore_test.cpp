// Java's keystores and PKCS#12: passwords, keys, damage.
#include <gtest/gtest.h>

#include "x509/bundle/key_rounds.hpp"
#include "x509/testing/bundles.hpp"

namespace tlswhy::testing {
namespace {

using Names = std::vector<std::string>;

TEST(Jks, ChecksAPasswordThatIsGiven) {
  EXPECT_TRUE(read_fixture("trust.jks", "changeit"));
  EXPECT_TRUE(read_fixture("trust.jceks", "changeit"));
  EXPECT_TRUE(read_fixture("first.jks", "p\xc3\xa4ssw\xc3\xb6rd"));
  for (const char* name : {"trust.jks", "trust.jceks", "first.jks"}) {
    const auto read = read_fixture(name, "wrong");
    ASSERT_FALSE(read);
    EXPECT_TRUE(read.error().what.starts_with(std::string(name) + ": the password is wrong"));
  }
  std::string changed = bundle_fixture("trust.jks");
  changed[18] ^= 1;  // the alias
  EXPECT_FALSE(read_bundle(as_bytes(changed), "x", "changeit"));
  EXPECT_TRUE(read_bundle(as_bytes(changed), "x", ""));
}

TEST(Jks, TakesTheChainOfAKeyAndLeavesTheKey) {
  const auto read = read_fixture("key.jks");
  ASSERT_TRUE(read);
  Names names = names_in(*read);
  std::ranges::sort(names);
  EXPECT_EQ(names, (Names{"key", "one"}));
  ASSERT_EQ(read->notes.size(), 1U);
  EXPECT_TRUE(read->notes[0].what.ends_with(": a private key is in this file; it was not read"));
}

TEST(Jks, StopsAtASecretKey) {
  const auto read = read_fixture("secret.jceks");
  ASSERT_TRUE(read);
  ASSERT_EQ(read->notes.size(), read->certificates.empty() ? 2U : 1U);
  EXPECT_TRUE(read->notes[0].what.ends_with("is a secret key; what follows was not read"));
}

TEST(Jks, SkipsADamagedCertificate) {
  std::string bytes = bundle_fixture("trust.jks");
  const auto whole = read_fixture("trust.jks");
  const auto at = bytes.find(as_text(whole->certificates[1]->der));
  ASSERT_NE(at, std::string::npos);
  bytes[at + 9] = '\x7f';
  const auto read = read_bundle(as_bytes(bytes), "x", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->certificates.size(), 2U);
  EXPECT_EQ(notes_in(*read), Names{"certificate 2 (entry 2, byte " + std::to_string(at) +
                                   ") is damaged; it was not used"});
}

TEST(Jks, SaysWhereItIsCut) {
  const std::string bytes = bundle_fixture("trust.jks");
  for (const std::size_t lost : {21U, 400U}) {
    const auto read = read_bundle(as_bytes(bytes.substr(0, bytes.size() - lost)), "x", "");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->certificates.size(), 2U);
    ASSERT_EQ(read->notes.size(), 1U);
    EXPECT_TRUE(read->notes[0].what.starts_with("certificate 3 (entry 3, byte "));
  }
  const auto no_digest = read_bundle(as_bytes(bytes.substr(0, bytes.size() - 5)), "x", "changeit");
  ASSERT_TRUE(no_digest);
  EXPECT_EQ(notes_in(*no_digest), Names{"the digest at the end is missing or cut off"});
  EXPECT_FALSE(read_bundle(as_bytes(bytes.substr(0, 10)), "x", ""));
  EXPECT_FALSE(read_bundle(as_bytes(bytes.substr(0, 100)), "x", ""));
  std::string unknown = bytes;
  unknown[15] = 9;  // the kind of the first entry
  EXPECT_FALSE(read_bundle(as_bytes(unknown), "x", ""));
}

TEST(Pkcs12, OpensWithTheRightPasswordOnly) {
  for (const char* name : {"modern.p12", "legacy.p12", "clear.p12"}) {
    SCOPED_TRACE(name);
    const auto read = read_fixture(name, "secret");
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(names_in(*read), all_names);
    EXPECT_EQ(notes_in(*read), Names{"bag 4: a private key is in this file; it was not read"});
    const auto wrong = read_fixture(name, "wrong");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().what, std::string(name) + ": the password is wrong");
  }
  for (const char* name : {"modern.p12", "legacy.p12"}) {
    const auto none = read_fixture(name);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().what, std::string(name) + ": is encrypted, and no password was given");
  }
  EXPECT_TRUE(read_fixture("clear.p12"));  // only its key is encrypted
  EXPECT_TRUE(read_fixture("trust.p12", "changeit"));
}

TEST(Pkcs12, KnowsWhatJavaTrusts) {
  EXPECT_TRUE(read_fixture("trust.p12")->notes.empty());
  const auto bare = read_fixture("bare.p12");
  ASSERT_TRUE(bare);
  ASSERT_EQ(bare->notes.size(), 1U);
  EXPECT_TRUE(bare->notes[0].what.starts_with("3 of 3 certificates do not carry Java's mark"));
}

TEST(Pkcs12, ReadsAroundADamagedCertificate) {
  std::string bytes = bundle_fixture("bare.p12");
  const auto at = bytes.find(as_text(read_fixture("bare.p12")->certificates[1]->der));
  ASSERT_NE(at, std::string::npos);
  bytes[at + 9] = '\x7f';
  const auto read = read_bundle(as_bytes(bytes), "x", "");
  ASSERT_TRUE(read);
  EXPECT_EQ(names_in(*read), (Names{"one", "three"}));
  EXPECT_EQ(read->notes.at(0).what, "certificate 2 (bag 2) is damaged; it was not used");
  for (const std::size_t size : {60U, 300U}) {
    const auto cut = read_bundle(as_bytes(bytes.substr(0, size)), "x", "");
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().what, "x: is a damaged PKCS#12 file");
  }
}

TEST(Pkcs12, DoesNotDeriveKeysForEver) {
  std::string bytes = bundle_fixture("bare.p12");
  bytes.replace(1, 3, "\x80");  // a body without an end, and behind it a MAC of 2^31 - 1 rounds
  const std::string mac("\x30\x2d\x30\x1f\x30\x07\x06\x05\x2b\x0e\x03\x02\x1a\x04\x14", 15);
  bytes += mac + std::string(20, 'm') + "\x04\x04salt" + "\x02\x04\x7f\xff\xff\xff";
  bytes += std::string(2, '\0');
  const auto read = read_bundle(as_bytes(bytes), "x", "");
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().what, "x: asks for more than 2000000 rounds of key derivation");
  const std::string parameters("\x30\x0d\x04\x05salty\x02\x04\x7f\xff\xff\xff", 15);
  EXPECT_GT(bundle::key_rounds(as_bytes(parameters)), bundle::max_key_rounds);
  const std::string few("\x30\x0a\x04\x05salty\x02\x01\x64", 12);
  EXPECT_EQ(bundle::key_rounds(as_bytes(few)), 100U);
  EXPECT_EQ(bundle::key_rounds({}), 0U);
}

}  // namespace
}  // namespace tlswhy::testing
