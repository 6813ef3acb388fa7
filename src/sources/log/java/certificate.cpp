#include "sources/log/java/certificate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "sources/log/java/fields.hpp"
#include "sources/log/java/names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t most_names = 256;
constexpr std::size_t most_extensions = 64;
constexpr std::size_t longest_key_id = 64;

struct Signature {
  std::string_view java, oid, name, hash;
};
// Java's names (JCA Standard Algorithm Names), OIDs, and the names as libcrypto spells them.
constexpr std::array signatures = {
    Signature{"MD2withRSA", "1.2.840.113549.1.1.2", "md2WithRSAEncryption", "MD2"},
    Signature{"MD5withRSA", "1.2.840.113549.1.1.4", "md5WithRSAEncryption", "MD5"},
    Signature{"SHA1withRSA", "1.2.840.113549.1.1.5", "sha1WithRSAEncryption", "SHA1"},
    Signature{"SHA224withRSA", "1.2.840.113549.1.1.14", "sha224WithRSAEncryption", "SHA224"},
    Signature{"SHA256withRSA", "1.2.840.113549.1.1.11", "sha256WithRSAEncryption", "SHA256"},
    Signature{"SHA384withRSA", "1.2.840.113549.1.1.12", "sha384WithRSAEncryption", "SHA384"},
    Signature{"SHA512withRSA", "1.2.840.113549.1.1.13", "sha512WithRSAEncryption", "SHA512"},
    Signature{"SHA1withECDSA", "1.2.840.10045.4.1", "ecdsa-with-SHA1", "SHA1"},
    Signature{"SHA224withECDSA", "1.2.840.10045.4.3.1", "ecdsa-with-SHA224", "SHA224"},
    Signature{"SHA256withECDSA", "1.2.840.10045.4.3.2", "ecdsa-with-SHA256", "SHA256"},
    Signature{"SHA384withECDSA", "1.2.840.10045.4.3.3", "ecdsa-with-SHA384", "SHA384"},
    Signature{"SHA512withECDSA", "1.2.840.10045.4.3.4", "ecdsa-with-SHA512", "SHA512"},
    Signature{"SHA1withDSA", "1.2.840.10040.4.3", "dsaWithSHA1", "SHA1"},
    Signature{"SHA256withDSA", "2.16.840.1.101.3.4.3.2", "dsa_with_SHA256", "SHA256"},
    Signature{"Ed25519", "1.3.101.112", "ED25519", ""},
    Signature{"Ed448", "1.3.101.113", "ED448", ""}};
constexpr std::string_view pss_oid = "1.2.840.113549.1.1.10";

SignatureAlgorithm signature_of(std::string_view text) {
  SignatureAlgorithm out;
  // "SHA256withRSA, OID = 1.2.840.113549.1.1.11"; "1.2.840.113549.1.1.10, params unparsed, OID = "
  const std::string_view name = trimmed(text.substr(0, text.find(',')));
  if (name.starts_with("RSASSA-PSS") || name == pss_oid) {
    // The hash is not printed, or not as a name: SHA-256 is what CAs use with it.
    out.oid = pss_oid;
    out.name = "RSASSA-PSS";
    out.hash = "SHA256";
    out.pss = true;
    return out;
  }
  const auto found = std::ranges::find_if(
      signatures, [&](const Signature& s) { return name == s.java || name == s.oid; });
  if (found == signatures.end()) {
    out.oid = out.name = std::string(name.substr(0, 100));
    return out;
  }
  out.oid = found->oid;
  out.name = found->name;
  out.hash = found->hash;
  return out;
}

// O="a, b" of RFC 1779 as RFC 4514 has it: O=a\, b.
std::string name_of(std::string_view text) {
  std::string out;
  bool quoted = false;
  for (const char c : trimmed(text).substr(0, 2048)) {
    if (c == '"') {
      quoted = !quoted;
    } else {
      if (quoted && (c == ',' || c == '+' || c == ';')) out += '\\';
      out += c;
    }
  }
  return out;
}

std::string common_name(const std::string& subject) {
  std::size_t at = subject.starts_with("CN=") ? 0 : subject.find(", CN=");
  if (at == std::string::npos) return {};
  at = subject.find("CN=", at) + 3;
  std::size_t end = at;
  while (end < subject.size() && (subject[end] != ',' || subject[end - 1] == '\\')) ++end;
  return subject.substr(at, end - at);
}

// As Certificate has it: in capitals, whole octets.
std::string serial_of(std::string_view text) {
  std::string digits;
  for (const char c : text.starts_with("0x") ? text.substr(2) : text) {
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0)
      digits += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  if (digits.size() % 2 != 0) digits.insert(digits.begin(), '0');
  while (digits.size() > 2 && digits.starts_with("00")) digits.erase(0, 2);
  return digits.substr(0, 128);
}

// The same certificate printed twice is known by what every form prints of it.
void identify(Certificate& c) {
  const std::string all = fmt::format("{}\n{}\n{}\n{}\n{}", c.subject, c.issuer, c.serial,
                                      c.not_before.ns, c.not_after.ns);
  c.sha256 = sha256(as_bytes(all));
  c.spki_sha256 = c.sha256;
  c.self_issued = c.subject == c.issuer;
  c.common_name = common_name(c.subject);
  c.parsed = true;
}

void undated(Certificate& c) {
  c.not_before = {std::numeric_limits<std::int64_t>::min()};
  c.not_after = {std::numeric_limits<std::int64_t>::max()};
}

void set_time(std::string_view text, Timestamp& out) {
  if (const auto time = java_time(text)) out = *time;
}

// Those that libcrypto handles are never unknown, however critical.
bool known_extension(std::string_view oid) {
  constexpr std::array others = {"1.3.6.1.5.5.7.1.1"sv, "1.3.6.1.5.5.7.1.24"sv,
                                 "2.16.840.1.113730.1.1"sv};
  return oid.starts_with("2.5.29.") || std::ranges::find(others, oid) != others.end();
}

}  // namespace

PrintedCertificate::PrintedCertificate() { undated(out_); }

void PrintedCertificate::line(std::string_view text) {
  text = trimmed(text);
  if (const auto oid = behind(text, "ObjectId: ")) {
    oid_ = std::string(oid->substr(0, std::min(oid->find(' '), std::size_t{64})));
    key_id_.clear();
    if (out_.extensions.size() >= most_extensions) return;
    const bool critical = text.contains("Criticality=true");
    out_.extensions.push_back({oid_, critical});
    if (critical && !known_extension(oid_)) out_.unknown_critical.push_back(oid_);
    return;
  }
  // Behind the extensions the signature is printed.
  if (!oid_.empty() && text.starts_with("Algorithm: [")) oid_ = "signature";
  if (oid_.empty() ? field(text) : json_field(text)) return;
  if (!oid_.empty()) extension(text);
}

bool PrintedCertificate::field(std::string_view text) {
  const auto is = [&text](std::string_view name) { return text.starts_with(name); };
  if (is("Version: V")) {
    out_.version = static_cast<int>(number_in(text.substr(10)).value_or(3));
  } else if (is("Subject: ")) {
    out_.subject = name_of(text.substr(9));
  } else if (is("Issuer: ")) {
    out_.issuer = name_of(text.substr(8));
  } else if (is("Signature Algorithm: ")) {
    out_.signature = signature_of(text.substr(21));
  } else if (is("Key: ")) {
    key(text.substr(5));
  } else if (is("parameters: ") && out_.key == KeyKind::ec) {
    const auto group = java_group(text.substr(12));
    out_.group = group;
    if (group) out_.curve = std::string(named_group_name(*group));
    if (group) out_.key_text = "EC-" + out_.curve;
  } else if (is("Validity: [From: ")) {
    set_time(text.substr(17, text.find(',', 17) - 17), out_.not_before);
  } else if (is("To: ")) {
    set_time(text.substr(4, text.find(']', 4) - 4), out_.not_after);
  } else if (is("SerialNumber: ")) {
    out_.serial = serial_of(inside(text, '[', ']'));
  } else {
    return json_field(text);
  }
  return true;
}

// "subject"            : "CN=a.test",
bool PrintedCertificate::json_field(std::string_view text) {
  if (!text.starts_with('"')) return false;
  const std::size_t end = text.find('"', 1);
  const std::size_t colon = text.find(':', std::min(end, text.size()));
  if (end == std::string_view::npos || colon == std::string_view::npos) return false;
  const std::string_view name = text.substr(1, end - 1);
  const std::string_view value = inside(text.substr(colon + 1), '"', '"');
  if (name == "version") {
    out_.version =
        static_cast<int>(number_in(value.substr(value.starts_with('v') ? 1 : 0)).value_or(3));
  } else if (name == "serial number") {
    out_.serial = serial_of(value);
  } else if (name == "signature algorithm") {
    out_.signature = signature_of(value);
  } else if (name == "issuer") {
    out_.issuer = name_of(value);
  } else if (name == "subject") {
    out_.subject = name_of(value);
  } else if (name == "not before") {
    set_time(value, out_.not_before);
  } else if (name == "not  after" || name == "not after") {
    set_time(value, out_.not_after);
  } else if (name == "subject public key") {
    out_.key_text = std::string(value.substr(0, 40));  // of the size nothing is printed
  } else {
    return name == "extensions";
  }
  return true;
}

// "Sun RSA public key, 2048 bits", "Sun EC public key, 256 bits".
void PrintedCertificate::key(std::string_view text) {
  const std::size_t comma = text.find(", ");
  const auto bits =
      comma == std::string_view::npos ? std::nullopt : number_in(text.substr(comma + 2));
  if (!bits || *bits <= 0 || *bits > 65536) return;
  out_.key_bits = static_cast<std::uint32_t>(*bits);
  if (text.contains("RSA")) {
    out_.key = KeyKind::rsa;
    out_.key_text = fmt::format("RSA-{}", *bits);
  } else if (text.contains("EC ")) {
    out_.key = KeyKind::ec;
    out_.key_text = fmt::format("EC-{}", *bits);
  }
}

void PrintedCertificate::extension(std::string_view text) {
  if (oid_ == "2.5.29.14" || oid_ == "2.5.29.35") {
    const auto bytes = dumped_bytes(text);
    if (bytes.empty() || key_id_.size() >= longest_key_id) return;
    key_id_.insert(key_id_.end(), bytes.begin(), bytes.end());
    if (oid_ == "2.5.29.14") {
      out_.subject_key_id = key_id_;
    } else {
      out_.authority_key_id = AuthorityKeyId{.key_id = key_id_, .issuer = {}, .serial = {}};
    }
  } else if (oid_ == "2.5.29.19") {
    out_.basic_constraints = true;
    if (text.starts_with("CA:")) out_.is_ca = text.starts_with("CA:true");
    const auto length = text.starts_with("PathLen:") ? number_in(text.substr(8)) : std::nullopt;
    if (length && *length >= 0 && *length < 256)
      out_.path_length = static_cast<std::uint32_t>(*length);
  } else if (oid_ == "2.5.29.15") {
    key_usage(text);
  } else if (oid_ == "2.5.29.17") {
    alternative_name(text);
  } else if (oid_ == "2.5.29.37") {
    if (!std::exchange(out_.has_extended_key_usage, true))
      out_.server_auth = out_.client_auth = false;
    const bool any = text == "anyExtendedKeyUsage";
    if (text == "serverAuth" || any) out_.server_auth = true;
    if (text == "clientAuth" || any) out_.client_auth = true;
    constexpr std::array purposes = {std::pair{"serverAuth"sv, "1.3.6.1.5.5.7.3.1"sv},
                                     std::pair{"clientAuth"sv, "1.3.6.1.5.5.7.3.2"sv},
                                     std::pair{"anyExtendedKeyUsage"sv, "2.5.29.37.0"sv}};
    for (const auto& [name, oid] : purposes)
      if (text == name) out_.extended_key_usages.emplace_back(oid);
  }
}

void PrintedCertificate::key_usage(std::string_view text) {
  constexpr std::array names = {"DigitalSignature"sv,  "Non_repudiation"sv, "Key_Encipherment"sv,
                                "Data_Encipherment"sv, "Key_Agreement"sv,   "Key_CertSign"sv,
                                "Crl_Sign"sv,          "Encipher_Only"sv,   "Decipher_Only"sv};
  if (!std::exchange(out_.has_key_usage, true))
    out_.digital_signature = out_.key_encipherment = out_.key_cert_sign = false;
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) return;
  out_.key_usage |= static_cast<std::uint16_t>(1U << static_cast<unsigned>(found - names.begin()));
  out_.digital_signature = out_.allows(KeyUsage::digital_signature);
  out_.key_encipherment = out_.allows(KeyUsage::key_encipherment);
  out_.key_cert_sign = out_.allows(KeyUsage::key_cert_sign);
}

void PrintedCertificate::alternative_name(std::string_view text) {
  out_.has_subject_alt_name = true;
  if (out_.names >= most_names) return;
  if (text.starts_with("DNSName: ")) {
    out_.dns_names.emplace_back(trimmed(text.substr(9, 256)));
    ++out_.names;
  } else if (text.starts_with("IPAddress: ")) {
    out_.ip_addresses.emplace_back(trimmed(text.substr(11, 64)));
    ++out_.names;
  }
}

std::shared_ptr<const Certificate> PrintedCertificate::take() {
  Certificate out = std::exchange(out_, {});
  undated(out_);
  oid_.clear();
  if (out.subject.empty() && out.issuer.empty()) return nullptr;
  identify(out);
  return std::make_shared<const Certificate>(std::move(out));
}

bool ListedCertificate::line(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with("Subject: ")) {
    out_ = {};
    undated(out_);
    dated_ = false;
    out_.subject = name_of(text.substr(9));
  } else if (text.starts_with("Issuer: ")) {
    out_.issuer = name_of(text.substr(8));
  } else if (text.starts_with("Algorithm: ")) {
    out_.key_text = std::string(trimmed(inside(text, ' ', ';')));
    if (const auto serial = behind(text, "Serial number: ")) out_.serial = serial_of(*serial);
  } else if (text.starts_with("Valid from ")) {
    const std::size_t until = text.find(" until ");
    if (until == std::string_view::npos) return false;
    set_time(text.substr(11, until - 11), out_.not_before);
    set_time(text.substr(until + 7), out_.not_after);
    dated_ = true;
  } else {
    return false;
  }
  return true;
}

std::shared_ptr<const Certificate> ListedCertificate::take() {
  if (!std::exchange(dated_, false) || out_.subject.empty()) return nullptr;
  Certificate out = std::exchange(out_, {});
  out.basic_constraints = out.is_ca = true;
  identify(out);
  return std::make_shared<const Certificate>(std::move(out));
}

}  // namespace tlswhy
