#include "knowledge/particle.hpp"

#include <gtest/gtest.h>

namespace tlswhy::knowledge {
namespace {

std::string with(std::string_view word, std::string_view particle) {
  return std::string(word).append(form_after(word, *find_particle(particle)));
}

TEST(Particle, FollowsTheFinalConsonantOfASyllable) {
  EXPECT_EQ(with("서버", "을를"), "서버를");
  EXPECT_EQ(with("인증서 체인", "을를"), "인증서 체인을");
  EXPECT_EQ(with("클라이언트", "이가"), "클라이언트가");
  EXPECT_EQ(with("암호", "은는"), "암호는");
  EXPECT_EQ(with("서명 알고리즘", "과와"), "서명 알고리즘과");
}

TEST(Particle, CountsAFinalRieulAsAVowelForTheWayTo) {
  EXPECT_EQ(with("파일", "으로로"), "파일로");
  EXPECT_EQ(with("파일", "을를"), "파일을");
  EXPECT_EQ(with("인증서", "으로로"), "인증서로");
  EXPECT_EQ(with("체인", "으로로"), "체인으로");
}

TEST(Particle, ReadsDigitsAsNumbers) {
  EXPECT_EQ(with("TLS 1.2", "을를"), "TLS 1.2를");  // 이
  EXPECT_EQ(with("TLS 1.3", "을를"), "TLS 1.3을");  // 삼
  EXPECT_EQ(with("2048", "이가"), "2048이");        // 팔
  EXPECT_EQ(with("2048", "으로로"), "2048로");
  EXPECT_EQ(with("1024", "을를"), "1024를");  // 사
  EXPECT_EQ(with("10", "은는"), "10은");      // 십
}

TEST(Particle, ReadsCapitalsByTheirNames) {
  EXPECT_EQ(with("TLS", "을를"), "TLS를");    // 에스
  EXPECT_EQ(with("URL", "으로로"), "URL로");  // 엘
  EXPECT_EQ(with("SAN", "을를"), "SAN을");    // 엔
  EXPECT_EQ(with("TLS_RSA_WITH_AES_256_CBC_SHA", "을를"), "TLS_RSA_WITH_AES_256_CBC_SHA를");
  EXPECT_EQ(with("TLS_AES_128_GCM_SHA256", "을를"), "TLS_AES_128_GCM_SHA256을");  // 육
}

TEST(Particle, ReadsWordsByTheirLastLetters) {
  EXPECT_EQ(with("handshake_failure", "을를"), "handshake_failure를");
  EXPECT_EQ(with("unrecognized_name", "을를"), "unrecognized_name을");  // 네임
  EXPECT_EQ(with("internal", "으로로"), "internal로");
  EXPECT_EQ(with("ServerHello", "이가"), "ServerHello가");
  EXPECT_EQ(with("Tomcat", "을를"), "Tomcat을");  // 톰캣
  EXPECT_EQ(with("client", "을를"), "client를");  // 클라이언트
  EXPECT_EQ(with("ping", "과와"), "ping과");
}

TEST(Particle, PassesOverBracketsAndQuotes) {
  EXPECT_EQ(with("Diffie-Hellman 키(768비트)", "을를"), "Diffie-Hellman 키(768비트)를");
  EXPECT_EQ(with("체인 (depth 1)", "을를"), "체인 (depth 1)을");
  EXPECT_EQ(with("\"Corp Root CA\"", "은는"), "\"Corp Root CA\"는");
  EXPECT_EQ(with("「체인」", "을를"), "「체인」을");
  EXPECT_EQ(with("(체인)", "을를"), "(체인)을");
}

TEST(Particle, WritesBothFormsWhereTheSoundIsNotKnown) {
  EXPECT_EQ(with("憑證", "을를"), "憑證을(를)");
  EXPECT_EQ(with("", "으로로"), "(으)로");
}

TEST(Particle, IsFoundByItsNameAlone) { EXPECT_EQ(find_particle("을를을"), nullptr); }

}  // namespace
}  // namespace tlswhy::knowledge
