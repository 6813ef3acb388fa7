#include "knowledge/suite_traits.hpp"

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "knowledge/tables.hpp"

namespace tlswhy::knowledge {
namespace {

bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

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
  if (has(kex, "anon")) return Authentication::anonymous;
  if (has(kex, "PSK")) return Authentication::psk;
  if (has(kex, "ECDSA")) return Authentication::ecdsa;
  if (has(kex, "DSS")) return Authentication::dss;
  if (has(kex, "RSA")) return Authentication::rsa;
  return Authentication::other;
}

BulkCipher cipher_of(std::string_view cipher) {
  if (has(cipher, "NULL")) return BulkCipher::null;
  if (has(cipher, "GCM") || has(cipher, "CCM") || has(cipher, "POLY1305")) return BulkCipher::aead;
  if (has(cipher, "3DES")) return BulkCipher::triple_des;
  if (has(cipher, "RC4_128")) return BulkCipher::rc4;
  if (has(cipher, "_40_") || has(cipher, "DES") || has(cipher, "RC2")) return BulkCipher::weak;
  return BulkCipher::cbc;
}

SuiteTraits traits_of(std::string_view name) {
  SuiteTraits out;
  if (name.ends_with("_SCSV")) return out;
  out.known = true;
  const auto with = name.find("_WITH_");
  if (with == std::string_view::npos) {
    out.key_exchange = KeyExchange::tls13;
    out.authentication = Authentication::tls13;
    out.cipher = BulkCipher::aead;
    return out;
  }
  const std::string_view kex = name.substr(4, with - 4);
  const std::string_view cipher = name.substr(with + 6);
  out.key_exchange = key_exchange_of(kex);
  out.authentication = authentication_of(kex);
  out.cipher = has(kex, "EXPORT") ? BulkCipher::weak : cipher_of(cipher);
  out.tls12_only =
      out.cipher == BulkCipher::aead || cipher.ends_with("SHA256") || cipher.ends_with("SHA384");
  return out;
}

// The names are read once: a handshake that is played asks for dozens of suites. Few first octets
// are in use, and those that are not share a page of unknown ones.
class Table {
 public:
  Table() : pages_(1) {
    for (const CodePoint& point : tables::cipher_suites.by_code) {
      std::uint8_t& page = page_of_[point.code >> 8U];
      if (page == 0) {
        page = static_cast<std::uint8_t>(pages_.size());
        pages_.emplace_back();
      }
      pages_[page][point.code & 0xffU] = traits_of(point.name);
    }
  }
  [[nodiscard]] const SuiteTraits& at(std::uint16_t code) const {
    return pages_[page_of_[code >> 8U]][code & 0xffU];
  }

 private:
  std::array<std::uint8_t, 256> page_of_{};
  std::vector<std::array<SuiteTraits, 256>> pages_;
};

}  // namespace

SuiteTraits traits(CipherSuite suite) {
  static const Table table;
  return table.at(code(suite));
}

}  // namespace tlswhy::knowledge
