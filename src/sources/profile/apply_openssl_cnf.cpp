#include "sources/profile/apply_openssl_cnf.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>

#include "base/ascii.hpp"
#include "knowledge/stack.hpp"
#include "sources/profile/openssl_offer.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using Section = OpensslSettings;  // key and value, in order
using Sections = std::map<std::string, Section, std::less<>>;

std::string_view bare(std::string_view text) { return trimmed(text, " \t\r\"'"); }

// config(5): sections in brackets, '#' for comments, '\' at the end of a line that goes on.
Sections sections_of(std::string_view text) {
  Sections out;
  std::string name;
  std::string line;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    line += text.substr(0, std::min(end, text.find('#')));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.pop_back();
    if (line.ends_with('\\') && !text.empty()) {
      line.pop_back();
      continue;
    }
    const std::string content(bare(line));
    line.clear();
    const std::size_t equals = content.find('=');
    if (content.starts_with('[')) {
      name = bare(std::string_view(content).substr(1, content.find(']') - 1));
    } else if (content.starts_with(".include")) {
      out[name].emplace_back(".include", bare(std::string_view(content).substr(8)));
    } else if (equals != std::string::npos) {
      out[name].emplace_back(bare(std::string_view(content).substr(0, equals)),
                             bare(std::string_view(content).substr(equals + 1)));
    }
  }
  return out;
}

std::string value_of(const Sections& all, std::string_view section, std::string_view key) {
  const auto found = all.find(section);
  if (found == all.end()) return {};
  for (const auto& [name, value] : found->second) {
    if (name == key) return value;
  }
  return {};
}

// openssl_conf -> ssl_conf -> system_default; by its usual name; or the file has no sections.
const Section* system_defaults(const Sections& all) {
  const std::string ssl = value_of(all, value_of(all, "", "openssl_conf"), "ssl_conf");
  const std::string linked = value_of(all, ssl, "system_default");
  for (const std::string_view name :
       {std::string_view(linked), std::string_view("system_default_sect"),
        std::string_view("crypto_policy")}) {
    const auto found = all.find(name);
    if (!name.empty() && found != all.end()) return &found->second;
  }
  if (all.size() == 1 && all.contains("")) return &all.begin()->second;
  return nullptr;
}

// SSL_CTX_set_security_level(3).
constexpr std::array<std::uint16_t, 6> security_bits = {0, 80, 112, 128, 192, 256};
constexpr std::array<std::uint16_t, 6> rsa_bits = {0, 1024, 2048, 3072, 7680, 15360};
constexpr std::array<std::uint16_t, 6> ec_bits = {0, 160, 224, 256, 384, 512};

// What a signature is worth; SHA-1 is worth less since OpenSSL 3.0.
std::uint16_t bits_of(SignatureScheme scheme, bool sha1_is_weak) {
  const std::string name = lower_case(signature_scheme_name(scheme));
  if (name.ends_with("md5")) return 39;
  if (name.ends_with("sha1")) return sha1_is_weak ? 63 : 80;
  if (name.ends_with("224")) return 112;
  if (name.ends_with("384")) return 192;
  if (name.ends_with("512")) return 256;
  return name == "ed448" ? 224 : 128;
}

bool is_tls13_suite(CipherSuite suite) { return code(suite) >> 8 == 0x13; }

class OpensslConf {
 public:
  explicit OpensslConf(OwnProfile& into) : into_(into), profile_(into.edit()) {}

  std::vector<std::string> apply(const Section& section) {
    for (const auto& [key, value] : section) take(key, value);
    const OpensslOffer offer = openssl_offer(lists_, level());
    for (const auto& [key, value] : offer.refused) {
      note(fmt::format("{} does not understand {} = {}", openssl_version(), key, value));
      given_.erase(list_called(key));
    }
    if (!lists_.empty()) note(fmt::format("lists are expanded by {}", openssl_version()));
    versions();
    if (offer.hello) lists(*offer.hello);
    if (has_level_) security_level(std::clamp(offer.security_level, 0, 5));
    return std::move(notes_);
  }

 private:
  void note(const std::string& text) { notes_.push_back("openssl.cnf: " + text); }

  static std::string list_called(const std::string& key) {
    const std::string word = lower_case(key);
    return word == "curves" ? "groups" : word;
  }

  void take(const std::string& key, const std::string& value) {
    std::string word = list_called(key);
    if (word.starts_with("tls.")) word.erase(0, 4);
    if (word == ".include") {
      note(fmt::format("what {} holds was not read", value));
    } else if (word == "minprotocol" || word == "maxprotocol") {
      protocol(word, value);
    } else if (word == "cipherstring" || word == "ciphersuites" || word == "groups" ||
               word == "signaturealgorithms") {
      given_[word] = value;
      lists_.emplace_back(key, value);
      if (word == "cipherstring" && value.find("@SECLEVEL") != std::string::npos) has_level_ = true;
    } else if (word != "openssl_conf") {
      note(fmt::format("not understood: {} = {}", key, value));
    }
  }

  void protocol(const std::string& word, const std::string& value) {
    constexpr std::array known = {"sslv3", "tlsv1", "tlsv1.1", "tlsv1.2", "tlsv1.3"};
    const auto found = std::ranges::find(known, lower_case(value));
    if (found == known.end()) return note(fmt::format("not understood: {} = {}", word, value));
    const auto place = static_cast<std::uint16_t>(found - known.begin());
    (word == "minprotocol" ? lowest_ : highest_) =
        ProtocolVersion{static_cast<std::uint16_t>(0x0300 + place)};
  }

  // SSLv3 is not built in; TLS 1.3 only where the profile has it.
  void versions() {
    const auto given = profile_.offer.versions;
    if ((!lowest_ && !highest_) || given.empty()) return;
    const bool newer = given.front() == ProtocolVersion::TLSv1_3;
    const auto top = newer ? ProtocolVersion::TLSv1_3 : ProtocolVersion::TLSv1_2;
    const auto low = std::max(lowest_.value_or(given.back()), ProtocolVersion::TLSv1_0);
    const auto high = std::min(highest_.value_or(given.front()), top);
    std::vector<ProtocolVersion> out;
    for (std::uint16_t version = code(high); version >= code(low); --version)
      out.push_back(ProtocolVersion{version});
    if (out.empty()) return note("MinProtocol is above MaxProtocol");
    profile_.offer.versions = into_.keep(std::move(out));
  }

  // At which the profile was measured, where the file names none.
  [[nodiscard]] int level() const {
    const auto found = std::ranges::upper_bound(rsa_bits, profile_.path.minimum_rsa_bits);
    return static_cast<int>(found - rsa_bits.begin()) - 1;
  }

  void lists(const ClientHello& hello) {
    knowledge::Offer& offer = profile_.offer;
    suites(hello);
    if (given_.contains("groups")) {
      offer.supported_groups = into_.keep(hello.supported_groups);
      if (!offer.key_shares.empty()) offer.key_shares = into_.keep(hello.key_shares);
    }
    if (given_.contains("signaturealgorithms"))
      offer.signature_algorithms = into_.keep(hello.signature_algorithms);
  }

  void suites(const ClientHello& hello) {
    const auto given = profile_.offer.cipher_suites;
    const std::vector<CipherSuite> known(given.begin(), given.end());
    const bool old = knowledge::stack(profile_.stack).name == "openssl-1.0";
    std::vector<CipherSuite> out;
    const auto add = [&](const char* key, bool tls13) {
      const bool own = given_.contains(key) && !(tls13 && old);
      for (const CipherSuite suite : own ? hello.cipher_suites : known) {
        const bool signal = suite == CipherSuite::TLS_EMPTY_RENEGOTIATION_INFO_SCSV;
        const bool lacking = own && old && !in_openssl_10(suite);
        if (!signal && !lacking && is_tls13_suite(suite) == tls13) out.push_back(suite);
      }
    };
    add("ciphersuites", true);
    add("cipherstring", false);
    if (out.empty()) return note("leaves no suite: such a client connects to nobody");
    profile_.offer.cipher_suites = into_.keep(std::move(out));
  }

  // ChaCha20, CCM and ARIA came with 1.1.0 and 1.1.1.
  static bool in_openssl_10(CipherSuite suite) {
    const std::string_view name = cipher_suite_name(suite);
    return std::ranges::none_of(std::array{"CHACHA20", "CCM", "ARIA"}, [name](const char* part) {
      return name.find(part) != std::string_view::npos;
    });
  }

  void security_level(int level) {
    const auto place = static_cast<std::size_t>(level);
    knowledge::PathRules& rules = profile_.path;
    if (knowledge::stack(profile_.stack).name == "openssl-1.0")
      return note("OpenSSL 1.0 has no @SECLEVEL");
    const bool weak = !knows_sha1_at_level_1();
    const auto fits = [&](SignatureScheme s) { return bits_of(s, weak) >= security_bits[place]; };
    rules.verifies = narrowed(rules.verifies, fits, true);
    if (!given_.contains("signaturealgorithms"))
      profile_.offer.signature_algorithms =
          narrowed(profile_.offer.signature_algorithms, fits, false);
    rules.minimum_rsa_bits = rsa_bits[place];
    rules.minimum_ec_bits = ec_bits[place];
    profile_.policy.minimum_dh_bits = rsa_bits[place];
  }

  // OpenSSL 1.1.1 does, 3.0 does not.
  [[nodiscard]] bool knows_sha1_at_level_1() const {
    const auto& rules = profile_.path;
    return rules.minimum_rsa_bits == rsa_bits[1] &&
           std::ranges::find(rules.verifies, SignatureScheme::rsa_pkcs1_sha1) !=
               rules.verifies.end();
  }

  template <class Fits>
  std::span<const SignatureScheme> narrowed(std::span<const SignatureScheme> given,
                                            const Fits& fits, bool md5) {
    std::vector<SignatureScheme> out(given.begin(), given.end());
    for (const auto scheme : {SignatureScheme::ecdsa_sha1, SignatureScheme::rsa_pkcs1_sha1,
                              SignatureScheme::dsa_sha1, SignatureScheme::rsa_pkcs1_md5}) {
      const bool wanted = md5 || scheme != SignatureScheme::rsa_pkcs1_md5;
      const bool there = std::ranges::find(out, scheme) != out.end();
      if (!out.empty() && wanted && !there) out.push_back(scheme);
    }
    std::erase_if(out, [&fits](SignatureScheme scheme) { return !fits(scheme); });
    return into_.keep(std::move(out));
  }

  OwnProfile& into_;
  knowledge::ClientProfile& profile_;
  std::vector<std::string> notes_;
  std::map<std::string, std::string> given_;
  OpensslSettings lists_;
  std::optional<ProtocolVersion> lowest_, highest_;
  bool has_level_ = false;
};

}  // namespace

std::vector<std::string> apply_openssl_cnf(std::string_view text, OwnProfile& into) {
  const Sections all = sections_of(text);
  const Section* section = system_defaults(all);
  if (section == nullptr) return {"openssl.cnf: has no system defaults for TLS"};
  return OpensslConf(into).apply(*section);
}

}  // namespace tlswhy
