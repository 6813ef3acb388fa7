#include "session/suite.hpp"

#include <algorithm>

namespace tlswhy::session {
namespace {

using K = KeyExchange;
using A = Authentication;
using C = Cipher;

constexpr Suite suites[] = {
    // ascending
    {0x0001, K::rsa, A::rsa, C::null, Hash::md5},
    {0x0002, K::rsa, A::rsa, C::null, Hash::sha1},
    {0x0004, K::rsa, A::rsa, C::rc4, Hash::md5},
    {0x0005, K::rsa, A::rsa, C::rc4, Hash::sha1},
    {0x0007, K::rsa, A::rsa, C::idea_cbc, Hash::sha1},
    {0x0009, K::rsa, A::rsa, C::des_cbc, Hash::sha1},
    {0x000a, K::rsa, A::rsa, C::triple_des_cbc, Hash::sha1},
    {0x0012, K::dhe, A::dss, C::des_cbc, Hash::sha1},
    {0x0013, K::dhe, A::dss, C::triple_des_cbc, Hash::sha1},
    {0x0015, K::dhe, A::rsa, C::des_cbc, Hash::sha1},
    {0x0016, K::dhe, A::rsa, C::triple_des_cbc, Hash::sha1},
    {0x0018, K::dhe, A::anonymous, C::rc4, Hash::md5},
    {0x001a, K::dhe, A::anonymous, C::des_cbc, Hash::sha1},
    {0x001b, K::dhe, A::anonymous, C::triple_des_cbc, Hash::sha1},
    {0x002f, K::rsa, A::rsa, C::aes128_cbc, Hash::sha1},
    {0x0032, K::dhe, A::dss, C::aes128_cbc, Hash::sha1},
    {0x0033, K::dhe, A::rsa, C::aes128_cbc, Hash::sha1},
    {0x0034, K::dhe, A::anonymous, C::aes128_cbc, Hash::sha1},
    {0x0035, K::rsa, A::rsa, C::aes256_cbc, Hash::sha1},
    {0x0038, K::dhe, A::dss, C::aes256_cbc, Hash::sha1},
    {0x0039, K::dhe, A::rsa, C::aes256_cbc, Hash::sha1},
    {0x003a, K::dhe, A::anonymous, C::aes256_cbc, Hash::sha1},
    {0x003b, K::rsa, A::rsa, C::null, Hash::sha256},
    {0x003c, K::rsa, A::rsa, C::aes128_cbc, Hash::sha256},
    {0x003d, K::rsa, A::rsa, C::aes256_cbc, Hash::sha256},
    {0x0040, K::dhe, A::dss, C::aes128_cbc, Hash::sha256},
    {0x0041, K::rsa, A::rsa, C::camellia128_cbc, Hash::sha1},
    {0x0044, K::dhe, A::dss, C::camellia128_cbc, Hash::sha1},
    {0x0045, K::dhe, A::rsa, C::camellia128_cbc, Hash::sha1},
    {0x0046, K::dhe, A::anonymous, C::camellia128_cbc, Hash::sha1},
    {0x0067, K::dhe, A::rsa, C::aes128_cbc, Hash::sha256},
    {0x006a, K::dhe, A::dss, C::aes256_cbc, Hash::sha256},
    {0x006b, K::dhe, A::rsa, C::aes256_cbc, Hash::sha256},
    {0x006c, K::dhe, A::anonymous, C::aes128_cbc, Hash::sha256},
    {0x006d, K::dhe, A::anonymous, C::aes256_cbc, Hash::sha256},
    {0x0084, K::rsa, A::rsa, C::camellia256_cbc, Hash::sha1},
    {0x0087, K::dhe, A::dss, C::camellia256_cbc, Hash::sha1},
    {0x0088, K::dhe, A::rsa, C::camellia256_cbc, Hash::sha1},
    {0x0089, K::dhe, A::anonymous, C::camellia256_cbc, Hash::sha1},
    {0x0096, K::rsa, A::rsa, C::seed_cbc, Hash::sha1},
    {0x0099, K::dhe, A::dss, C::seed_cbc, Hash::sha1},
    {0x009a, K::dhe, A::rsa, C::seed_cbc, Hash::sha1},
    {0x009b, K::dhe, A::anonymous, C::seed_cbc, Hash::sha1},
    {0x009c, K::rsa, A::rsa, C::aes128_gcm, Hash::sha256},
    {0x009d, K::rsa, A::rsa, C::aes256_gcm, Hash::sha384},
    {0x009e, K::dhe, A::rsa, C::aes128_gcm, Hash::sha256},
    {0x009f, K::dhe, A::rsa, C::aes256_gcm, Hash::sha384},
    {0x00a2, K::dhe, A::dss, C::aes128_gcm, Hash::sha256},
    {0x00a3, K::dhe, A::dss, C::aes256_gcm, Hash::sha384},
    {0x00a6, K::dhe, A::anonymous, C::aes128_gcm, Hash::sha256},
    {0x00a7, K::dhe, A::anonymous, C::aes256_gcm, Hash::sha384},
    {0x00ba, K::rsa, A::rsa, C::camellia128_cbc, Hash::sha256},
    {0x00bd, K::dhe, A::dss, C::camellia128_cbc, Hash::sha256},
    {0x00be, K::dhe, A::rsa, C::camellia128_cbc, Hash::sha256},
    {0x00bf, K::dhe, A::anonymous, C::camellia128_cbc, Hash::sha256},
    {0x00c0, K::rsa, A::rsa, C::camellia256_cbc, Hash::sha256},
    {0x00c3, K::dhe, A::dss, C::camellia256_cbc, Hash::sha256},
    {0x00c4, K::dhe, A::rsa, C::camellia256_cbc, Hash::sha256},
    {0x00c5, K::dhe, A::anonymous, C::camellia256_cbc, Hash::sha256},
    {0x1301, K::tls13, A::tls13, C::aes128_gcm, Hash::sha256},
    {0x1302, K::tls13, A::tls13, C::aes256_gcm, Hash::sha384},
    {0x1303, K::tls13, A::tls13, C::chacha20_poly1305, Hash::sha256},
    {0x1304, K::tls13, A::tls13, C::aes128_ccm, Hash::sha256},
    {0x1305, K::tls13, A::tls13, C::aes128_ccm8, Hash::sha256},
    {0xc006, K::ecdhe, A::ecdsa, C::null, Hash::sha1},
    {0xc007, K::ecdhe, A::ecdsa, C::rc4, Hash::sha1},
    {0xc008, K::ecdhe, A::ecdsa, C::triple_des_cbc, Hash::sha1},
    {0xc009, K::ecdhe, A::ecdsa, C::aes128_cbc, Hash::sha1},
    {0xc00a, K::ecdhe, A::ecdsa, C::aes256_cbc, Hash::sha1},
    {0xc010, K::ecdhe, A::rsa, C::null, Hash::sha1},
    {0xc011, K::ecdhe, A::rsa, C::rc4, Hash::sha1},
    {0xc012, K::ecdhe, A::rsa, C::triple_des_cbc, Hash::sha1},
    {0xc013, K::ecdhe, A::rsa, C::aes128_cbc, Hash::sha1},
    {0xc014, K::ecdhe, A::rsa, C::aes256_cbc, Hash::sha1},
    {0xc015, K::ecdhe, A::anonymous, C::null, Hash::sha1},
    {0xc016, K::ecdhe, A::anonymous, C::rc4, Hash::sha1},
    {0xc017, K::ecdhe, A::anonymous, C::triple_des_cbc, Hash::sha1},
    {0xc018, K::ecdhe, A::anonymous, C::aes128_cbc, Hash::sha1},
    {0xc019, K::ecdhe, A::anonymous, C::aes256_cbc, Hash::sha1},
    {0xc023, K::ecdhe, A::ecdsa, C::aes128_cbc, Hash::sha256},
    {0xc024, K::ecdhe, A::ecdsa, C::aes256_cbc, Hash::sha384},
    {0xc027, K::ecdhe, A::rsa, C::aes128_cbc, Hash::sha256},
    {0xc028, K::ecdhe, A::rsa, C::aes256_cbc, Hash::sha384},
    {0xc02b, K::ecdhe, A::ecdsa, C::aes128_gcm, Hash::sha256},
    {0xc02c, K::ecdhe, A::ecdsa, C::aes256_gcm, Hash::sha384},
    {0xc02f, K::ecdhe, A::rsa, C::aes128_gcm, Hash::sha256},
    {0xc030, K::ecdhe, A::rsa, C::aes256_gcm, Hash::sha384},
    {0xc03c, K::rsa, A::rsa, C::aria128_cbc, Hash::sha256},
    {0xc03d, K::rsa, A::rsa, C::aria256_cbc, Hash::sha384},
    {0xc042, K::dhe, A::dss, C::aria128_cbc, Hash::sha256},
    {0xc043, K::dhe, A::dss, C::aria256_cbc, Hash::sha384},
    {0xc044, K::dhe, A::rsa, C::aria128_cbc, Hash::sha256},
    {0xc045, K::dhe, A::rsa, C::aria256_cbc, Hash::sha384},
    {0xc046, K::dhe, A::anonymous, C::aria128_cbc, Hash::sha256},
    {0xc047, K::dhe, A::anonymous, C::aria256_cbc, Hash::sha384},
    {0xc048, K::ecdhe, A::ecdsa, C::aria128_cbc, Hash::sha256},
    {0xc049, K::ecdhe, A::ecdsa, C::aria256_cbc, Hash::sha384},
    {0xc04c, K::ecdhe, A::rsa, C::aria128_cbc, Hash::sha256},
    {0xc04d, K::ecdhe, A::rsa, C::aria256_cbc, Hash::sha384},
    {0xc050, K::rsa, A::rsa, C::aria128_gcm, Hash::sha256},
    {0xc051, K::rsa, A::rsa, C::aria256_gcm, Hash::sha384},
    {0xc052, K::dhe, A::rsa, C::aria128_gcm, Hash::sha256},
    {0xc053, K::dhe, A::rsa, C::aria256_gcm, Hash::sha384},
    {0xc056, K::dhe, A::dss, C::aria128_gcm, Hash::sha256},
    {0xc057, K::dhe, A::dss, C::aria256_gcm, Hash::sha384},
    {0xc05a, K::dhe, A::anonymous, C::aria128_gcm, Hash::sha256},
    {0xc05b, K::dhe, A::anonymous, C::aria256_gcm, Hash::sha384},
    {0xc05c, K::ecdhe, A::ecdsa, C::aria128_gcm, Hash::sha256},
    {0xc05d, K::ecdhe, A::ecdsa, C::aria256_gcm, Hash::sha384},
    {0xc060, K::ecdhe, A::rsa, C::aria128_gcm, Hash::sha256},
    {0xc061, K::ecdhe, A::rsa, C::aria256_gcm, Hash::sha384},
    {0xc072, K::ecdhe, A::ecdsa, C::camellia128_cbc, Hash::sha256},
    {0xc073, K::ecdhe, A::ecdsa, C::camellia256_cbc, Hash::sha384},
    {0xc076, K::ecdhe, A::rsa, C::camellia128_cbc, Hash::sha256},
    {0xc077, K::ecdhe, A::rsa, C::camellia256_cbc, Hash::sha384},
    {0xc09c, K::rsa, A::rsa, C::aes128_ccm, Hash::sha256},
    {0xc09d, K::rsa, A::rsa, C::aes256_ccm, Hash::sha256},
    {0xc09e, K::dhe, A::rsa, C::aes128_ccm, Hash::sha256},
    {0xc09f, K::dhe, A::rsa, C::aes256_ccm, Hash::sha256},
    {0xc0a0, K::rsa, A::rsa, C::aes128_ccm8, Hash::sha256},
    {0xc0a1, K::rsa, A::rsa, C::aes256_ccm8, Hash::sha256},
    {0xc0a2, K::dhe, A::rsa, C::aes128_ccm8, Hash::sha256},
    {0xc0a3, K::dhe, A::rsa, C::aes256_ccm8, Hash::sha256},
    {0xc0ac, K::ecdhe, A::ecdsa, C::aes128_ccm, Hash::sha256},
    {0xc0ad, K::ecdhe, A::ecdsa, C::aes256_ccm, Hash::sha256},
    {0xc0ae, K::ecdhe, A::ecdsa, C::aes128_ccm8, Hash::sha256},
    {0xc0af, K::ecdhe, A::ecdsa, C::aes256_ccm8, Hash::sha256},
    {0xcca8, K::ecdhe, A::rsa, C::chacha20_poly1305, Hash::sha256},
    {0xcca9, K::ecdhe, A::ecdsa, C::chacha20_poly1305, Hash::sha256},
    {0xccaa, K::dhe, A::rsa, C::chacha20_poly1305, Hash::sha256},
};
static_assert(std::ranges::is_sorted(suites, {}, &Suite::code));

}  // namespace

std::optional<Suite> find_suite(CipherSuite suite) {
  const auto found = std::ranges::lower_bound(suites, tlswhy::code(suite), {}, &Suite::code);
  if (found == std::end(suites) || found->code != tlswhy::code(suite)) return std::nullopt;
  return *found;
}

CipherTraits traits(Cipher cipher) {
  using enum CipherTraits::Mode;
  switch (cipher) {
    case C::null: break;
    case C::rc4: return {"RC4", stream, 16, 0, 0, false};
    case C::des_cbc: return {"DES-CBC", cbc, 8, 8, 0, false};
    case C::triple_des_cbc: return {"DES-EDE3-CBC", cbc, 24, 8, 0, false};
    case C::idea_cbc: return {"IDEA-CBC", cbc, 16, 8, 0, false};
    case C::seed_cbc: return {"SEED-CBC", cbc, 16, 16, 0, false};
    case C::aes128_cbc: return {"AES-128-CBC", cbc, 16, 16, 0, false};
    case C::aes256_cbc: return {"AES-256-CBC", cbc, 32, 16, 0, false};
    case C::camellia128_cbc: return {"CAMELLIA-128-CBC", cbc, 16, 16, 0, false};
    case C::camellia256_cbc: return {"CAMELLIA-256-CBC", cbc, 32, 16, 0, false};
    case C::aria128_cbc: return {"ARIA-128-CBC", cbc, 16, 16, 0, false};
    case C::aria256_cbc: return {"ARIA-256-CBC", cbc, 32, 16, 0, false};
    case C::aes128_gcm: return {"AES-128-GCM", aead, 16, 0, 16, true};
    case C::aes256_gcm: return {"AES-256-GCM", aead, 32, 0, 16, true};
    case C::aria128_gcm: return {"ARIA-128-GCM", aead, 16, 0, 16, true};
    case C::aria256_gcm: return {"ARIA-256-GCM", aead, 32, 0, 16, true};
    case C::aes128_ccm: return {"AES-128-CCM", aead, 16, 0, 16, true};
    case C::aes256_ccm: return {"AES-256-CCM", aead, 32, 0, 16, true};
    case C::aes128_ccm8: return {"AES-128-CCM", aead, 16, 0, 8, true};
    case C::aes256_ccm8: return {"AES-256-CCM", aead, 32, 0, 8, true};
    case C::chacha20_poly1305: return {"ChaCha20-Poly1305", aead, 32, 0, 16, false};
  }
  return {"", stream, 0, 0, 0, false};
}

}  // namespace tlswhy::session
