#include "x509/certificate.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <map>

#include "base/endpoint.hpp"

namespace tlswhy {
namespace {

std::string name_text(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  X509_NAME_print_ex(
      out.get(), name, 0,
      (XN_FLAG_RFC2253 & ~XN_FLAG_SEP_MASK & ~ASN1_STRFLGS_ESC_MSB) | XN_FLAG_SEP_CPLUS_SPC);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

std::string last_common_name(const X509_NAME* name) {
  int at = -1;
  int last = -1;
  while ((at = X509_NAME_get_index_by_NID(name, NID_commonName, at)) >= 0) last = at;
  if (last < 0) return {};
  unsigned char* text = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, last)));
  std::string out;
  if (size > 0) out.assign(reinterpret_cast<char*>(text), static_cast<std::size_t>(size));
  OPENSSL_free(text);
  return out;
}

std::string oid_text(const ASN1_OBJECT* object) {
  std::array<char, 128> text{};
  OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  return text.data();
}

Timestamp time_of(const ASN1_TIME* time) {
  tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  // Years beyond 2261 do not fit 64-bit nanoseconds; they are as good as for ever.
  if (parts.tm_year + 1900 > 2261) return {INT64_MAX};
  return from_seconds(static_cast<std::int64_t>(timegm(&parts)));
}

SignatureAlgorithm signature_of(const X509* x509) {
  SignatureAlgorithm out;
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(nullptr, &algorithm, x509);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  out.oid = oid_text(object);
  const int nid = OBJ_obj2nid(object);
  out.pss = nid == NID_rsassaPss;
  out.name = out.pss ? "RSASSA-PSS" : nid == NID_undef ? out.oid : OBJ_nid2ln(nid);
  int hash = NID_undef;
  std::uint32_t flags = 0;
  if (X509_get_signature_info(const_cast<X509*>(x509), &hash, nullptr, nullptr, &flags) == 1 &&
      hash != NID_undef) {
    out.hash = OBJ_nid2sn(hash);
  }
  return out;
}

// The TLS registry's spelling of a curve that OpenSSL names otherwise.
std::string curve_name(const std::string& name) {
  static const std::map<std::string, std::string> registry = {{"prime256v1", "secp256r1"},
                                                              {"prime192v1", "secp192r1"}};
  const auto it = registry.find(name);
  return it == registry.end() ? name : it->second;
}

void read_key(X509* x509, Certificate& out) {
  EVP_PKEY* key = X509_get0_pubkey(x509);
  const X509_PUBKEY* spki = X509_get_X509_PUBKEY(x509);
  ASN1_OBJECT* object = nullptr;
  X509_PUBKEY_get0_param(&object, nullptr, nullptr, nullptr, spki);
  const int nid = OBJ_obj2nid(object);
  if (key != nullptr)
    out.key_bits = static_cast<std::uint32_t>(std::max(0, EVP_PKEY_get_bits(key)));
  switch (nid) {
    case NID_rsaEncryption: out.key = KeyKind::rsa; break;
    case NID_rsassaPss: out.key = KeyKind::rsa_pss; break;
    case NID_X9_62_id_ecPublicKey: out.key = KeyKind::ec; break;
    case NID_ED25519: out.key = KeyKind::ed25519; break;
    case NID_ED448: out.key = KeyKind::ed448; break;
    case NID_dsa: out.key = KeyKind::dsa; break;
    default: break;
  }
  if (out.key == KeyKind::ec && key != nullptr) {
    std::array<char, 80> group{};
    if (EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1) {
      out.curve = curve_name(group.data());
    }
  }
  switch (out.key) {
    case KeyKind::rsa: out.key_text = fmt::format("RSA-{}", out.key_bits); break;
    case KeyKind::rsa_pss: out.key_text = fmt::format("RSASSA-PSS-{}", out.key_bits); break;
    case KeyKind::ec: out.key_text = "EC-" + out.curve; break;
    case KeyKind::ed25519: out.key_text = "Ed25519"; break;
    case KeyKind::ed448: out.key_text = "Ed448"; break;
    case KeyKind::dsa: out.key_text = fmt::format("DSA-{}", out.key_bits); break;
    case KeyKind::other: out.key_text = oid_text(object); break;
  }
}

void read_names(X509* x509, Certificate& out) {
  auto* names =
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(x509, NID_subject_alt_name, nullptr, nullptr));
  if (names == nullptr) return;
  out.has_subject_alt_name = true;
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    int type = 0;
    const auto* value = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(name, &type));
    if (type != GEN_DNS && type != GEN_IPADD) continue;
    const Bytes bytes(ASN1_STRING_get0_data(value),
                      static_cast<std::size_t>(ASN1_STRING_length(value)));
    if (type == GEN_DNS) {
      out.dns_names.emplace_back(as_text(bytes));
    } else if (bytes.size() == 4 || bytes.size() == 16) {
      out.ip_addresses.push_back(to_string(bytes.size() == 4 ? ipv4(bytes) : ipv6(bytes)));
    }
  }
  GENERAL_NAMES_free(names);
}

void read_constraints(X509* x509, Certificate& out) {
  auto* basic = static_cast<BASIC_CONSTRAINTS*>(
      X509_get_ext_d2i(x509, NID_basic_constraints, nullptr, nullptr));
  if (basic != nullptr) {
    out.basic_constraints = true;
    out.is_ca = basic->ca != 0;
    if (basic->pathlen != nullptr) {
      out.path_length = static_cast<std::uint32_t>(std::max(0L, ASN1_INTEGER_get(basic->pathlen)));
    }
    BASIC_CONSTRAINTS_free(basic);
  }
  const std::uint32_t flags = X509_get_extension_flags(x509);
  out.has_key_usage = (flags & EXFLAG_KUSAGE) != 0;
  if (out.has_key_usage) {
    const std::uint32_t usage = X509_get_key_usage(x509);
    out.digital_signature = (usage & KU_DIGITAL_SIGNATURE) != 0;
    out.key_encipherment = (usage & KU_KEY_ENCIPHERMENT) != 0;
    out.key_cert_sign = (usage & KU_KEY_CERT_SIGN) != 0;
  }
  out.has_extended_key_usage = (flags & EXFLAG_XKUSAGE) != 0;
  if (out.has_extended_key_usage) {
    const std::uint32_t usage = X509_get_extended_key_usage(x509);
    const bool any = (usage & XKU_ANYEKU) != 0;
    out.server_auth = any || (usage & XKU_SSL_SERVER) != 0;
    out.client_auth = any || (usage & XKU_SSL_CLIENT) != 0;
  }
}

void read_extensions(X509* x509, Certificate& out) {
  for (int i = 0; i < X509_get_ext_count(x509); ++i) {
    X509_EXTENSION* extension = X509_get_ext(x509, i);
    if (X509_EXTENSION_get_critical(extension) != 0 && X509_supported_extension(extension) == 0) {
      out.unknown_critical.push_back(oid_text(X509_EXTENSION_get_object(extension)));
    }
  }
  auto* features =
      static_cast<TLS_FEATURE*>(X509_get_ext_d2i(x509, NID_tlsfeature, nullptr, nullptr));
  if (features != nullptr) {
    for (int i = 0; i < sk_ASN1_INTEGER_num(features); ++i) {
      if (ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features, i)) == 5) out.must_staple = true;
    }
    TLS_FEATURE_free(features);
  }
  auto* access = static_cast<AUTHORITY_INFO_ACCESS*>(
      X509_get_ext_d2i(x509, NID_info_access, nullptr, nullptr));
  if (access == nullptr) return;
  for (int i = 0; i < sk_ACCESS_DESCRIPTION_num(access) && out.ca_issuers.empty(); ++i) {
    const ACCESS_DESCRIPTION* entry = sk_ACCESS_DESCRIPTION_value(access, i);
    if (OBJ_obj2nid(entry->method) != NID_ad_ca_issuers || entry->location->type != GEN_URI)
      continue;
    const ASN1_STRING* uri = entry->location->d.uniformResourceIdentifier;
    out.ca_issuers.assign(reinterpret_cast<const char*>(ASN1_STRING_get0_data(uri)),
                          static_cast<std::size_t>(ASN1_STRING_length(uri)));
  }
  AUTHORITY_INFO_ACCESS_free(access);
}

std::string serial_hex(const X509* x509) {
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(
      ASN1_INTEGER_to_BN(X509_get0_serialNumber(x509), nullptr), BN_free);
  char* text = number ? BN_bn2hex(number.get()) : nullptr;
  std::string out = text != nullptr ? text : "";
  OPENSSL_free(text);
  return out;
}

std::vector<std::uint8_t> digest(const EVP_MD* algorithm, Bytes bytes) {
  std::vector<std::uint8_t> out(EVP_MAX_MD_SIZE);
  unsigned int size = 0;
  EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, algorithm, nullptr);
  out.resize(size);
  return out;
}

}  // namespace

Certificate read_certificate(Bytes der) {
  Certificate out;
  out.der.assign(der.begin(), der.end());
  out.sha256 = sha256(der);
  const std::uint8_t* at = der.data();
  const std::shared_ptr<X509> x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())),
                                   X509_free);
  if (!x509) return out;
  out.parsed = true;
  out.subject = name_text(X509_get_subject_name(x509.get()));
  out.issuer = name_text(X509_get_issuer_name(x509.get()));
  out.common_name = last_common_name(X509_get_subject_name(x509.get()));
  out.serial = serial_hex(x509.get());
  out.version = static_cast<int>(X509_get_version(x509.get())) + 1;
  out.signature = signature_of(x509.get());
  read_key(x509.get(), out);
  out.not_before = time_of(X509_get0_notBefore(x509.get()));
  out.not_after = time_of(X509_get0_notAfter(x509.get()));
  read_names(x509.get(), out);
  read_constraints(x509.get(), out);
  read_extensions(x509.get(), out);
  out.self_issued =
      X509_NAME_cmp(X509_get_subject_name(x509.get()), X509_get_issuer_name(x509.get())) == 0;
  out.handle = x509;
  return out;
}

std::string short_name(const std::string& name) {
  const auto at = name.find("CN=");
  if (at == std::string::npos) return name;
  auto end = at;
  while (end < name.size() && !(name[end] == ',' && name[end - 1] != '\\')) ++end;
  return name.substr(at + 3, end - at - 3);
}

std::string hex(Bytes bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const auto b : bytes) out += fmt::format("{:02x}", b);
  return out;
}

Sha256 sha256(Bytes bytes) {
  Sha256 out{};
  const auto d = digest(EVP_sha256(), bytes);
  std::copy_n(d.begin(), std::min(d.size(), out.size()), out.begin());
  return out;
}

std::string md5_hex(Bytes bytes) { return hex(digest(EVP_md5(), bytes)); }

}  // namespace tlswhy
