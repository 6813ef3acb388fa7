#include "diagnosis/protected_records.hpp"

#include <gtest/gtest.h>

namespace tlswhy {
namespace {

constexpr CipherSuite aes128{0x1301}, aes256{0x1302}, ccm8{0x1305};

// Lengths as the lab's clients sent them (RFC 8446 §5.2).
TEST(RecordLengths, TellAnAlert) {
  EXPECT_TRUE(RecordLengths13(aes128).is_alert(19));
  EXPECT_TRUE(RecordLengths13(aes128).is_alert(35));  // JSSE pads by 16
  EXPECT_TRUE(RecordLengths13(ccm8).is_alert(11));
  EXPECT_FALSE(RecordLengths13(aes128).is_alert(53));
  EXPECT_FALSE(RecordLengths13(aes128).is_alert(20));
}

TEST(RecordLengths, TellFinishedByTheHashOfTheSuite) {
  EXPECT_TRUE(RecordLengths13(aes128).is_finished(53));
  EXPECT_TRUE(RecordLengths13(aes256).is_finished(69));
  EXPECT_TRUE(RecordLengths13(aes256).is_finished(85));  // JSSE
  EXPECT_FALSE(RecordLengths13(aes256).is_finished(53));
}

TEST(RecordLengths, TellACertificateWithNothingInIt) {
  EXPECT_TRUE(RecordLengths13(aes128).is_empty_certificate(25));
  EXPECT_TRUE(RecordLengths13(aes128).is_empty_certificate_and_finished(61));
  EXPECT_FALSE(RecordLengths13(aes128).is_empty_certificate(800));
}

TEST(RecordLengths, ContentIsNeverNegative) {
  EXPECT_EQ(RecordLengths13(aes128).content(5), 0U);
  EXPECT_EQ(RecordLengths13(aes128).content(19), 2U);
}

}  // namespace
}  // namespace tlswhy
