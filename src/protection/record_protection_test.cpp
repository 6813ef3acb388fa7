#include "protection/record_protection.hpp"

#include <gtest/gtest.h>

#include "protection/testing/rfc8448.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::testing {
namespace {

DirectionKeys keys_for(const SuiteTraits& suite, ProtocolVersion version) {
  const KeySizes sizes = key_sizes(suite, version);
  return {Buffer(sizes.mac_key, 1), Buffer(sizes.key, 2), Buffer(sizes.iv, 3)};
}

struct Both {
  std::unique_ptr<RecordProtection> writer, reader;
};

Both make(std::uint16_t code, ProtocolVersion version, bool encrypt_then_mac = false) {
  const SuiteTraits suite = *find_suite(CipherSuite{code});
  const DirectionKeys keys = keys_for(suite, version);
  return {make_protection(suite, version, keys, encrypt_then_mac, {}),
          make_protection(suite, version, keys, encrypt_then_mac, {})};
}

// One suite of every cipher: null, RC4, IDEA, DES, 3DES, SEED, AES, Camellia, ARIA, GCM, CCM,
// CCM_8, ChaCha20.
constexpr std::uint16_t old_suites[] = {0x0001, 0x0002, 0x0004, 0x0005, 0x0009, 0x000a,
                                        0x0096, 0x002f, 0x0035, 0x0041, 0x0084};
constexpr std::uint16_t tls12_suites[] = {0x003c, 0xc03c, 0xc03d, 0x00ba, 0x009c, 0x009d, 0xc050,
                                          0xc051, 0xc09c, 0xc09d, 0xc0a0, 0xc0a1, 0xcca8};
constexpr std::uint16_t tls13_suites[] = {0x1301, 0x1302, 0x1303, 0x1304, 0x1305};

// What one side seals the other opens, in order; a record that is changed, cut, repeated or of
// another type is refused.
void expect_protects(std::uint16_t code, ProtocolVersion version, bool etm = false) {
  SCOPED_TRACE(std::to_string(code) + " in " + std::to_string(tlswhy::code(version)));
  Both both = make(code, version, etm);
  ASSERT_TRUE(both.writer && both.reader);
  for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 5'000U}) {
    const Buffer text(size, 'a');
    const Fragment sealed = both.writer->seal(ContentType::application_data, text);
    const auto opened = both.reader->open(sealed.type, sealed.data);
    ASSERT_TRUE(opened) << size;
    EXPECT_EQ(opened->data, text);
    EXPECT_EQ(opened->type, ContentType::application_data);
  }
  const auto refuses = [&](auto change) {
    Both fresh = make(code, version, etm);
    Fragment sealed = fresh.writer->seal(ContentType::application_data, Buffer(100, 'a'));
    change(sealed);
    return !fresh.reader->open(sealed.type, sealed.data);
  };
  EXPECT_FALSE(refuses([](Fragment&) {}));
  EXPECT_TRUE(refuses([](Fragment& f) { f.data.front() ^= 1; }));
  EXPECT_TRUE(refuses([](Fragment& f) { f.data[f.data.size() / 2] ^= 1; }));
  EXPECT_TRUE(refuses([](Fragment& f) { f.data.back() ^= 1; }));
  EXPECT_TRUE(refuses([](Fragment& f) { f.data.pop_back(); }));
  EXPECT_TRUE(refuses([](Fragment& f) { f.data.clear(); }));
  EXPECT_TRUE(refuses([](Fragment& f) { f.type = ContentType::alert; }));
  const Fragment again = both.writer->seal(ContentType::application_data, Buffer(10, 'a'));
  EXPECT_TRUE(both.reader->open(again.type, again.data));
  EXPECT_FALSE(both.reader->open(again.type, again.data));
}

TEST(RecordProtection, OfEveryCipherInEveryVersion) {
  using enum ProtocolVersion;
  for (const std::uint16_t suite : old_suites) {
    for (const ProtocolVersion version : {SSLv3, TLSv1_0, TLSv1_1, TLSv1_2}) {
      expect_protects(suite, version);
    }
  }
  for (const std::uint16_t suite : tls12_suites) expect_protects(suite, TLSv1_2);
  for (const std::uint16_t suite : tls13_suites) expect_protects(suite, TLSv1_3);
}

TEST(RecordProtection, EncryptsThenAuthenticates) {
  using enum ProtocolVersion;
  for (const ProtocolVersion version : {TLSv1_0, TLSv1_1, TLSv1_2}) {
    expect_protects(0x002f, version, true);
    expect_protects(0x000a, version, true);
  }
}

TEST(RecordProtection, OfACipherThatLibcryptoHasNotIsNone) {
  Both both = make(0x0007, ProtocolVersion::TLSv1_0);
  if (both.writer) GTEST_SKIP() << "this libcrypto has IDEA";
  EXPECT_FALSE(both.reader);
}

// RFC 8446 section 5.4: zeros behind the type; nothing but zeros is no record.
TEST(RecordProtection, OfTls13TakesPaddingOff) {
  Both both = make(0x1301, ProtocolVersion::TLSv1_3);
  const Buffer padded = {'a', 21, 0, 0, 0};
  // Sealed as if the padding were text: then "type" 0 stands behind it.
  const Fragment sealed = both.writer->seal(ContentType{0}, padded);
  const auto opened = both.reader->open(sealed.type, sealed.data);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->type, ContentType::alert);
  EXPECT_EQ(opened->data, Buffer{'a'});
  const Fragment zeros = both.writer->seal(ContentType{0}, Buffer(20));
  EXPECT_FALSE(both.reader->open(zeros.type, zeros.data));
}

}  // namespace
}  // namespace tlswhy::testing
