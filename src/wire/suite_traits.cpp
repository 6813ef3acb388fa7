#include "wire/suite_traits.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "wire/code_point_tables.hpp"

namespace tlswhy {
namespace {

KeyExchange key_exchange_of(std::string_view kex) {
  if (kex.starts_with("ECDHE") || kex.starts_with("ECDH_anon")) return KeyExchange::ecdhe;
  if (kex.starts_with("DHE") || kex.starts_with("DH_anon")) return KeyExchange::dhe;
  if (kex.starts_with("PSK_DHE")) return KeyExchange::dhe;  // as RFC 6655 calls its CCM_8
  if (kex.starts_with("ECDH_")) return KeyExchange::ecdh;
  if (kex.starts_with("DH_")) return KeyExchange::dh;
  if (kex.starts_with("PSK")) return KeyExchange::psk;
  if (kex.starts_with("RSA")) return KeyExchange::rsa;
  return KeyExchange::other;
}

Authentication authentication_of(std::string_view kex) {
  if (kex.contains("anon")) return Authentication::anonymous;
  if (kex.contains("PSK")) return Authentication::psk;
  if (kex.contains("ECDSA")) return Authentication::ecdsa;
  if (kex.contains("DSS")) return Authentication::dss;
  if (kex.contains("RSA")) return Authentication::rsa;
  return Authentication::other;
}

CipherKind cipher_kind_of(std::string_view cipher) {
  if (cipher.contains("NULL")) return CipherKind::null;
  if (cipher.contains("GCM") || cipher.contains("CCM") || cipher.contains("POLY1305")) {
    return CipherKind::aead;
  }
  if (cipher.contains("3DES")) return CipherKind::triple_des;
  if (cipher.contains("RC4_128")) return CipherKind::rc4;
  if (cipher.contains("_40_") || cipher.contains("DES") || cipher.contains("RC2")) {
    return CipherKind::weak;
  }
  return CipherKind::cbc;
}

// `cipher` begins with one of these names and an underscore, or is one of them; the first counts.
Cipher cipher_of(std::string_view cipher) {
  using enum Cipher;
  static constexpr std::array<std::pair<std::string_view, Cipher>, 22> names = {
      {{"DES_CBC_40", other},
       {"NULL", null},
       {"RC4_128", rc4},
       {"DES_CBC", des_cbc},
       {"3DES_EDE_CBC", triple_des_cbc},
       {"IDEA_CBC", idea_cbc},
       {"SEED_CBC", seed_cbc},
       {"AES_128_CBC", aes128_cbc},
       {"AES_256_CBC", aes256_cbc},
       {"CAMELLIA_128_CBC", camellia128_cbc},
       {"CAMELLIA_256_CBC", camellia256_cbc},
       {"ARIA_128_CBC", aria128_cbc},
       {"ARIA_256_CBC", aria256_cbc},
       {"AES_128_GCM", aes128_gcm},
       {"AES_256_GCM", aes256_gcm},
       {"ARIA_128_GCM", aria128_gcm},
       {"ARIA_256_GCM", aria256_gcm},
       {"AES_128_CCM_8", aes128_ccm8},
       {"AES_256_CCM_8", aes256_ccm8},
       {"AES_128_CCM", aes128_ccm},
       {"AES_256_CCM", aes256_ccm},
       {"CHACHA20_POLY1305", chacha20_poly1305}}};
  const auto found = std::ranges::find_if(names, [&](const auto& known) {
    return cipher.starts_with(known.first) &&
           (cipher.size() == known.first.size() || cipher[known.first.size()] == '_');
  });
  return found == names.end() ? other : found->second;
}

// SHA-256 where the name ends without one, as those of CCM do (RFC 6655 section 3).
std::optional<Hash> suite_hash_of(std::string_view cipher) {
  if (cipher.ends_with("_MD5")) return Hash::md5;
  if (cipher.ends_with("_SHA")) return Hash::sha1;
  if (cipher.ends_with("_SHA384")) return Hash::sha384;
  const bool sha256 =
      cipher.ends_with("_SHA256") || cipher.ends_with("_CCM") || cipher.ends_with("_CCM_8");
  return sha256 ? std::optional(Hash::sha256) : std::nullopt;
}

void read_cipher(std::string_view cipher, SuiteTraits& out) {
  const auto hash = suite_hash_of(cipher);
  if (!hash) return;  // SM3, GOST, Ascon: nothing here has it
  out.cipher = cipher_of(cipher);
  out.hash = *hash;
}

SuiteTraits suite_traits_of(std::string_view name) {
  SuiteTraits out;
  if (name.ends_with("_SCSV")) return out;
  out.known = true;
  const auto with = name.find("_WITH_");
  if (with == std::string_view::npos) {
    out.key_exchange = KeyExchange::tls13;
    out.authentication = Authentication::tls13;
    out.kind = CipherKind::aead;
    read_cipher(name.substr(4), out);
    return out;
  }
  const std::string_view kex = name.substr(4, with - 4);
  const std::string_view cipher = name.substr(with + 6);
  out.key_exchange = key_exchange_of(kex);
  out.authentication = authentication_of(kex);
  read_cipher(cipher, out);
  out.kind = kex.contains("EXPORT") ? CipherKind::weak : cipher_kind_of(cipher);
  out.tls12_only =
      out.kind == CipherKind::aead || cipher.ends_with("SHA256") || cipher.ends_with("SHA384");
  return out;
}

}  // namespace

const SuiteTraits& traits(CipherSuite suite) {
  static const TraitsByCode<SuiteTraits> all(tables::cipher_suites, suite_traits_of);
  return all.at(code(suite));
}

}  // namespace tlswhy
