// The extensions of a certificate (RFC 5280 §4.2), and how names and numbers of one are printed.
#include <fmt/format.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <memory>

#include "base/endpoint.hpp"
#include "base/hex.hpp"
#include "x509/fields.hpp"

namespace tlswhy {
namespace {

template <class T, auto release>
struct Release {
  void operator()(T* value) const { release(value); }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<T, release>>;

// The decoded extension, or nothing: absent, there twice, or unreadable.
template <class T, auto release>
Owned<T, release> decoded(const X509* x509, int nid) {
  return Owned<T, release>(static_cast<T*>(X509_get_ext_d2i(x509, nid, nullptr, nullptr)));
}

Bytes bytes_of(const ASN1_STRING* string) {
  return {ASN1_STRING_get0_data(string), static_cast<std::size_t>(ASN1_STRING_length(string))};
}

std::string text_of(const ASN1_STRING* string) { return std::string(as_text(bytes_of(string))); }

void read_names(const X509* x509, Certificate& out) {
  out.names = static_cast<std::size_t>(X509_NAME_entry_count(X509_get_subject_name(x509)));
  const auto names = decoded<GENERAL_NAMES, GENERAL_NAMES_free>(x509, NID_subject_alt_name);
  if (!names) return;
  out.has_subject_alt_name = true;
  out.names += static_cast<std::size_t>(sk_GENERAL_NAME_num(names.get()));
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != GEN_DNS && name->type != GEN_IPADD) continue;
    const Bytes bytes = bytes_of(name->type == GEN_DNS ? name->d.dNSName : name->d.iPAddress);
    if (name->type == GEN_DNS) {
      out.dns_names.emplace_back(as_text(bytes));
    } else if (bytes.size() == 4 || bytes.size() == 16) {
      out.ip_addresses.push_back(to_string(bytes.size() == 4 ? ipv4(bytes) : ipv6(bytes)));
    } else {
      out.unreadable_address = true;
    }
  }
}

void read_basic_constraints(const X509* x509, Certificate& out) {
  const auto basic =
      decoded<BASIC_CONSTRAINTS, BASIC_CONSTRAINTS_free>(x509, NID_basic_constraints);
  if (!basic) return;
  out.basic_constraints = true;
  out.is_ca = basic->ca != 0;
  if (basic->pathlen == nullptr) return;
  out.path_length = static_cast<std::uint32_t>(std::max(0L, ASN1_INTEGER_get(basic->pathlen)));
}

// libcrypto keeps the octets of the BIT STRING, first octet low: bit n of RFC 5280 §4.2.1.3 is
// counted from the top of its octet.
std::uint16_t key_usage_bits(std::uint32_t usage) {
  std::uint16_t out = 0;
  for (unsigned bit = 0; bit < 9; ++bit) {
    const std::uint32_t mask = bit < 8 ? 0x80U >> bit : 0x8000U;
    if ((usage & mask) != 0) out = static_cast<std::uint16_t>(out | 1U << bit);
  }
  return out;
}

// As X509_get_key_usage() has it, but also where another extension cannot be read.
std::uint32_t key_usage_octets(const X509* x509) {
  const auto bits = decoded<ASN1_BIT_STRING, ASN1_BIT_STRING_free>(x509, NID_key_usage);
  if (!bits) return 0;
  const Bytes octets = bytes_of(bits.get());
  std::uint32_t out = octets.empty() ? 0U : octets[0];
  if (octets.size() > 1) out |= std::uint32_t{octets[1]} << 8U;
  return out;
}

void read_usages(X509* x509, Certificate& out) {
  const std::uint32_t flags = X509_get_extension_flags(x509);
  out.invalid_extension = (flags & EXFLAG_INVALID) != 0;
  out.has_key_usage = (flags & EXFLAG_KUSAGE) != 0;
  if (out.has_key_usage) {
    out.key_usage = key_usage_bits(key_usage_octets(x509));
    out.digital_signature = out.allows(KeyUsage::digital_signature);
    out.key_encipherment = out.allows(KeyUsage::key_encipherment);
    out.key_cert_sign = out.allows(KeyUsage::key_cert_sign);
  }
  out.has_extended_key_usage = (flags & EXFLAG_XKUSAGE) != 0;
  if (!out.has_extended_key_usage) return;
  out.server_auth = out.client_auth = false;
  const auto purposes =
      decoded<EXTENDED_KEY_USAGE, EXTENDED_KEY_USAGE_free>(x509, NID_ext_key_usage);
  for (int i = 0; purposes && i < sk_ASN1_OBJECT_num(purposes.get()); ++i) {
    const ASN1_OBJECT* purpose = sk_ASN1_OBJECT_value(purposes.get(), i);
    const int nid = OBJ_obj2nid(purpose);
    if (nid == NID_server_auth || nid == NID_anyExtendedKeyUsage) out.server_auth = true;
    if (nid == NID_client_auth || nid == NID_anyExtendedKeyUsage) out.client_auth = true;
    out.extended_key_usages.push_back(oid_text(purpose));
  }
}

std::string directory_name(const GENERAL_NAMES* names) {
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names, i);
    if (name->type == GEN_DIRNAME) return name_text(name->d.directoryName);
  }
  return {};
}

void read_key_ids(X509* x509, Certificate& out) {
  if (const ASN1_OCTET_STRING* own = X509_get0_subject_key_id(x509); own != nullptr) {
    const Bytes id = bytes_of(own);
    out.subject_key_id.assign(id.begin(), id.end());
  }
  const auto authority =
      decoded<AUTHORITY_KEYID, AUTHORITY_KEYID_free>(x509, NID_authority_key_identifier);
  if (!authority) return;
  AuthorityKeyId& read = out.authority_key_id.emplace();
  if (authority->keyid != nullptr) {
    const Bytes id = bytes_of(authority->keyid);
    read.key_id.assign(id.begin(), id.end());
  }
  if (authority->issuer != nullptr) read.issuer = directory_name(authority->issuer);
  if (authority->serial != nullptr) read.serial = number_text(authority->serial);
}

// An address and its mask (RFC 5280 §4.2.1.10).
std::string address_range(Bytes bytes) {
  const std::size_t half = bytes.size() / 2;
  if (bytes.size() != 8 && bytes.size() != 32) return hex(bytes);
  const auto printed = [half](Bytes part) {
    return to_string(half == 4 ? ipv4(part) : ipv6(part));
  };
  return printed(bytes.first(half)) + "/" + printed(bytes.subspan(half));
}

NameConstraints::Subtree subtree_of(const GENERAL_NAME* name) {
  using Kind = NameConstraints::Kind;
  switch (name->type) {
    case GEN_DNS: return {Kind::dns, text_of(name->d.dNSName)};
    case GEN_EMAIL: return {Kind::email, text_of(name->d.rfc822Name)};
    case GEN_URI: return {Kind::uri, text_of(name->d.uniformResourceIdentifier)};
    case GEN_IPADD: return {Kind::ip, address_range(bytes_of(name->d.iPAddress))};
    case GEN_DIRNAME: return {Kind::directory, name_text(name->d.directoryName)};
    default: return {};
  }
}

void read_name_constraints(const X509* x509, Certificate& out) {
  const auto read = decoded<NAME_CONSTRAINTS, NAME_CONSTRAINTS_free>(x509, NID_name_constraints);
  if (!read) return;
  const auto subtrees = [](const STACK_OF(GENERAL_SUBTREE) * trees) {
    std::vector<NameConstraints::Subtree> list;
    for (int i = 0; i < sk_GENERAL_SUBTREE_num(trees); ++i) {
      list.push_back(subtree_of(sk_GENERAL_SUBTREE_value(trees, i)->base));
    }
    return list;
  };
  out.name_constraints =
      NameConstraints{subtrees(read->permittedSubtrees), subtrees(read->excludedSubtrees)};
}

// SkipCerts (RFC 5280 §4.2.1.11).
std::optional<std::uint32_t> skip_certs(const ASN1_INTEGER* number) {
  if (number == nullptr) return std::nullopt;
  return static_cast<std::uint32_t>(std::clamp(ASN1_INTEGER_get(number), 0L, 0xffffL));
}

void read_policies(const X509* x509, Certificate& out) {
  const auto named =
      decoded<CERTIFICATEPOLICIES, CERTIFICATEPOLICIES_free>(x509, NID_certificate_policies);
  for (int i = 0; named && i < sk_POLICYINFO_num(named.get()); ++i)
    out.policies.policies.push_back(oid_text(sk_POLICYINFO_value(named.get(), i)->policyid));
  const auto constraints =
      decoded<POLICY_CONSTRAINTS, POLICY_CONSTRAINTS_free>(x509, NID_policy_constraints);
  if (constraints) {
    out.policies.require_explicit = skip_certs(constraints->requireExplicitPolicy);
    out.policies.inhibit_mapping = skip_certs(constraints->inhibitPolicyMapping);
  }
  const auto any = decoded<ASN1_INTEGER, ASN1_INTEGER_free>(x509, NID_inhibit_any_policy);
  out.policies.inhibit_any = skip_certs(any.get());
  auto* mappings =
      static_cast<POLICY_MAPPINGS*>(X509_get_ext_d2i(x509, NID_policy_mappings, nullptr, nullptr));
  for (int i = 0; mappings != nullptr && i < sk_POLICY_MAPPING_num(mappings); ++i) {
    const POLICY_MAPPING* pair = sk_POLICY_MAPPING_value(mappings, i);
    out.policies.mappings.emplace_back(oid_text(pair->issuerDomainPolicy),
                                       oid_text(pair->subjectDomainPolicy));
  }
  sk_POLICY_MAPPING_pop_free(mappings, POLICY_MAPPING_free);
}

void read_tls_features(const X509* x509, Certificate& out) {
  const auto features = decoded<TLS_FEATURE, TLS_FEATURE_free>(x509, NID_tlsfeature);
  for (int i = 0; features && i < sk_ASN1_INTEGER_num(features.get()); ++i) {
    const long type = ASN1_INTEGER_get(sk_ASN1_INTEGER_value(features.get(), i));
    if (type < 0 || type > 0xffff) continue;
    out.tls_features.push_back(static_cast<std::uint16_t>(type));
    if (type == code(ExtensionType::status_request)) out.must_staple = true;
  }
}

void read_access(const X509* x509, Certificate& out) {
  const auto access =
      decoded<AUTHORITY_INFO_ACCESS, AUTHORITY_INFO_ACCESS_free>(x509, NID_info_access);
  for (int i = 0; access && i < sk_ACCESS_DESCRIPTION_num(access.get()); ++i) {
    const ACCESS_DESCRIPTION* entry = sk_ACCESS_DESCRIPTION_value(access.get(), i);
    if (entry->location->type != GEN_URI) continue;
    const std::string url = text_of(entry->location->d.uniformResourceIdentifier);
    const int method = OBJ_obj2nid(entry->method);
    if (method == NID_ad_ca_issuers) out.ca_issuers_urls.push_back(url);
    if (method == NID_ad_OCSP) out.ocsp_urls.push_back(url);
  }
  if (!out.ca_issuers_urls.empty()) out.ca_issuers = out.ca_issuers_urls.front();
}

void read_crl_urls(const X509* x509, Certificate& out) {
  const auto points =
      decoded<CRL_DIST_POINTS, CRL_DIST_POINTS_free>(x509, NID_crl_distribution_points);
  for (int i = 0; points && i < sk_DIST_POINT_num(points.get()); ++i) {
    const DIST_POINT_NAME* name = sk_DIST_POINT_value(points.get(), i)->distpoint;
    if (name == nullptr || name->type != 0) continue;  // 0: fullName
    for (int j = 0; j < sk_GENERAL_NAME_num(name->name.fullname); ++j) {
      const GENERAL_NAME* location = sk_GENERAL_NAME_value(name->name.fullname, j);
      if (location->type != GEN_URI) continue;
      out.crl_urls.push_back(text_of(location->d.uniformResourceIdentifier));
    }
  }
}

// Those of RFC 5280 section 4.2 that cannot be decoded.
void find_unreadable(X509* x509, Certificate& out) {
  constexpr std::array known = {NID_subject_alt_name,
                                NID_basic_constraints,
                                NID_key_usage,
                                NID_ext_key_usage,
                                NID_subject_key_identifier,
                                NID_authority_key_identifier,
                                NID_name_constraints,
                                NID_info_access,
                                NID_crl_distribution_points,
                                NID_certificate_policies};
  for (const int nid : known) {
    const int place = X509_get_ext_by_NID(x509, nid, -1);
    if (place < 0) continue;
    X509_EXTENSION* extension = X509_get_ext(x509, place);
    const X509V3_EXT_METHOD* method = X509V3_EXT_get(extension);
    void* value = X509V3_EXT_d2i(extension);
    if (value == nullptr) out.unreadable.push_back(oid_text(X509_EXTENSION_get_object(extension)));
    if (value == nullptr) continue;
    if (method->it != nullptr) {
      ASN1_item_free(static_cast<ASN1_VALUE*>(value), ASN1_ITEM_ptr(method->it));
    } else {
      method->ext_free(value);
    }
  }
}

void find_repeated(Certificate& out) {
  std::vector<std::string> oids;
  for (const Extension& extension : out.extensions) oids.push_back(extension.oid);
  std::ranges::sort(oids);
  for (std::size_t i = 1; i < oids.size(); ++i) {
    if (oids[i] != oids[i - 1]) continue;
    out.repeated_extension = true;
    if (OBJ_txt2nid(oids[i].c_str()) != NID_undef) out.repeated_known = true;
  }
}

}  // namespace

void read_extensions(X509* x509, Certificate& out) {
  for (int i = 0; i < X509_get_ext_count(x509); ++i) {
    X509_EXTENSION* extension = X509_get_ext(x509, i);
    const bool critical = X509_EXTENSION_get_critical(extension) != 0;
    out.extensions.push_back({oid_text(X509_EXTENSION_get_object(extension)), critical});
    if (critical && X509_supported_extension(extension) == 0) {
      out.unknown_critical.push_back(out.extensions.back().oid);
    }
  }
  read_names(x509, out);
  read_basic_constraints(x509, out);
  read_usages(x509, out);
  read_key_ids(x509, out);
  read_name_constraints(x509, out);
  read_policies(x509, out);
  read_tls_features(x509, out);
  read_access(x509, out);
  read_crl_urls(x509, out);
  find_unreadable(x509, out);
  find_repeated(out);
}

std::string name_text(const X509_NAME* name) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  X509_NAME_print_ex(
      out.get(), name, 0,
      (XN_FLAG_RFC2253 & ~XN_FLAG_SEP_MASK & ~ASN1_STRFLGS_ESC_MSB) | XN_FLAG_SEP_CPLUS_SPC);
  char* text = nullptr;
  const auto size = BIO_get_mem_data(out.get(), &text);
  return size > 0 ? std::string(text, static_cast<std::size_t>(size)) : std::string();
}

std::string oid_text(const ASN1_OBJECT* object) {
  std::array<char, 128> text{};
  OBJ_obj2txt(text.data(), static_cast<int>(text.size()), object, 1);
  return text.data();
}

std::string number_text(const ASN1_INTEGER* integer) {
  const std::unique_ptr<BIGNUM, decltype(&BN_free)> number(ASN1_INTEGER_to_BN(integer, nullptr),
                                                           BN_free);
  char* text = number ? BN_bn2hex(number.get()) : nullptr;
  std::string out = text != nullptr ? text : "";
  OPENSSL_free(text);
  return out;
}

}  // namespace tlswhy
