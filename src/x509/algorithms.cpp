// Signature algorithm and key of a certificate: RFC 5280 §4.1.1.2 and §4.1.2.7, PSS parameters of
// RFC 4055, curves of RFC 5480, ML-DSA of RFC 9881 and SLH-DSA of RFC 9909.
#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "x509/fields.hpp"

namespace tlswhy {
namespace {

constexpr std::string_view nist_signatures = "2.16.840.1.101.3.4.3.";

// What OpenSSL before 3.5 has no name for, by the last number of its OID.
const std::map<std::string, std::string, std::less<>> newer_algorithms = {
    {"17", "ML-DSA-44"},          {"18", "ML-DSA-65"},          {"19", "ML-DSA-87"},
    {"20", "SLH-DSA-SHA2-128s"},  {"21", "SLH-DSA-SHA2-128f"},  {"22", "SLH-DSA-SHA2-192s"},
    {"23", "SLH-DSA-SHA2-192f"},  {"24", "SLH-DSA-SHA2-256s"},  {"25", "SLH-DSA-SHA2-256f"},
    {"26", "SLH-DSA-SHAKE-128s"}, {"27", "SLH-DSA-SHAKE-128f"}, {"28", "SLH-DSA-SHAKE-192s"},
    {"29", "SLH-DSA-SHAKE-192f"}, {"30", "SLH-DSA-SHAKE-256s"}, {"31", "SLH-DSA-SHAKE-256f"},
};

// The name of an algorithm that OpenSSL here may not know; the OID where nobody does.
std::string newer_name(const std::string& oid) {
  if (!oid.starts_with(nist_signatures)) return oid;
  const auto it = newer_algorithms.find(oid.substr(nist_signatures.size()));
  return it == newer_algorithms.end() ? oid : it->second;
}

std::string hash_name(const X509_ALGOR* algorithm) {
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  const int nid = OBJ_obj2nid(object);
  return nid == NID_undef ? oid_text(object) : OBJ_nid2sn(nid);
}

// The hash inside the parameters of MGF1 (RFC 4055 §2.2).
std::optional<std::string> mgf1_hash(const X509_ALGOR* mask) {
  const ASN1_OBJECT* object = nullptr;
  int type = 0;
  const void* value = nullptr;
  X509_ALGOR_get0(&object, &type, &value, mask);
  if (OBJ_obj2nid(object) != NID_mgf1 || type != V_ASN1_SEQUENCE) return std::nullopt;
  const std::unique_ptr<X509_ALGOR, decltype(&X509_ALGOR_free)> hash(
      static_cast<X509_ALGOR*>(
          ASN1_item_unpack(static_cast<const ASN1_STRING*>(value), ASN1_ITEM_rptr(X509_ALGOR))),
      X509_ALGOR_free);
  if (!hash) return std::nullopt;
  return hash_name(hash.get());
}

// RSASSA-PSS-params of an AlgorithmIdentifier; nothing where they are absent or unreadable.
std::optional<PssParameters> pss_parameters(const X509_ALGOR* algorithm) {
  int type = 0;
  const void* value = nullptr;
  X509_ALGOR_get0(nullptr, &type, &value, algorithm);
  if (type != V_ASN1_SEQUENCE) return std::nullopt;
  const std::unique_ptr<RSA_PSS_PARAMS, decltype(&RSA_PSS_PARAMS_free)> read(
      static_cast<RSA_PSS_PARAMS*>(
          ASN1_item_unpack(static_cast<const ASN1_STRING*>(value), ASN1_ITEM_rptr(RSA_PSS_PARAMS))),
      RSA_PSS_PARAMS_free);
  if (!read) return std::nullopt;
  PssParameters out;
  if (read->hashAlgorithm != nullptr) out.hash = hash_name(read->hashAlgorithm);
  if (read->maskGenAlgorithm != nullptr) {
    const auto hash = mgf1_hash(read->maskGenAlgorithm);
    if (!hash) return std::nullopt;
    out.mgf1_hash = *hash;
  }
  if (read->saltLength != nullptr) {
    const long length = ASN1_INTEGER_get(read->saltLength);
    if (length < 0 || length > 0xffff) return std::nullopt;
    out.salt_length = static_cast<std::uint32_t>(length);
  }
  return out;
}

struct Curve {
  std::string name;                 // as TLS spells it
  std::optional<NamedGroup> group;  // IANA TLS Supported Groups
};

// The TLS registry's spelling and number of a curve that OpenSSL may name otherwise.
Curve curve_of(const std::string& name) {
  static const std::map<std::string, Curve> curves = {
      {"prime192v1", {"secp192r1", NamedGroup{19}}},
      {"prime256v1", {"secp256r1", NamedGroup{23}}},
      {"secp160k1", {"secp160k1", NamedGroup{15}}},
      {"secp160r1", {"secp160r1", NamedGroup{16}}},
      {"secp160r2", {"secp160r2", NamedGroup{17}}},
      {"secp192k1", {"secp192k1", NamedGroup{18}}},
      {"secp224k1", {"secp224k1", NamedGroup{20}}},
      {"secp224r1", {"secp224r1", NamedGroup{21}}},
      {"secp256k1", {"secp256k1", NamedGroup{22}}},
      {"secp384r1", {"secp384r1", NamedGroup{24}}},
      {"secp521r1", {"secp521r1", NamedGroup{25}}},
      {"brainpoolP256r1", {"brainpoolP256r1", NamedGroup{26}}},
      {"brainpoolP384r1", {"brainpoolP384r1", NamedGroup{27}}},
      {"brainpoolP512r1", {"brainpoolP512r1", NamedGroup{28}}},
  };
  const auto it = curves.find(name);
  return it == curves.end() ? Curve{name, std::nullopt} : it->second;
}

void read_curve(EVP_PKEY* key, const X509_ALGOR* algorithm, Certificate& out) {
  int type = 0;
  X509_ALGOR_get0(nullptr, &type, nullptr, algorithm);
  out.explicit_curve = type == V_ASN1_SEQUENCE;
  std::array<char, 80> name{};
  if (key == nullptr || EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) != 1)
    return;
  const Curve curve = curve_of(name.data());
  out.curve = curve.name;
  out.group = curve.group;
}

KeyKind kind_of(const ASN1_OBJECT* object) {
  switch (OBJ_obj2nid(object)) {
    case NID_rsaEncryption: return KeyKind::rsa;
    case NID_rsassaPss: return KeyKind::rsa_pss;
    case NID_X9_62_id_ecPublicKey: return KeyKind::ec;
    case NID_ED25519: return KeyKind::ed25519;
    case NID_ED448: return KeyKind::ed448;
    case NID_dsa: return KeyKind::dsa;
    default: break;
  }
  return newer_name(oid_text(object)).starts_with("ML-DSA") ? KeyKind::ml_dsa : KeyKind::other;
}

std::string key_text(const Certificate& read, const ASN1_OBJECT* object) {
  switch (read.key) {
    case KeyKind::rsa: return fmt::format("RSA-{}", read.key_bits);
    case KeyKind::rsa_pss: return fmt::format("RSASSA-PSS-{}", read.key_bits);
    case KeyKind::ec: return "EC-" + read.curve;
    case KeyKind::ed25519: return "Ed25519";
    case KeyKind::ed448: return "Ed448";
    case KeyKind::dsa: return fmt::format("DSA-{}", read.key_bits);
    case KeyKind::ml_dsa:
    case KeyKind::other: break;
  }
  return newer_name(oid_text(object));
}

}  // namespace

void read_signature(const X509* x509, Certificate& certificate) {
  SignatureAlgorithm& out = certificate.signature;
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(nullptr, &algorithm, x509);
  const ASN1_OBJECT* object = nullptr;
  X509_ALGOR_get0(&object, nullptr, nullptr, algorithm);
  out.oid = oid_text(object);
  const int nid = OBJ_obj2nid(object);
  out.pss = nid == NID_rsassaPss;
  out.name = out.pss ? "RSASSA-PSS" : nid == NID_undef ? newer_name(out.oid) : OBJ_nid2ln(nid);
  int hash = NID_undef;
  std::uint32_t flags = 0;
  if (X509_get_signature_info(const_cast<X509*>(x509), &hash, nullptr, nullptr, &flags) == 1 &&
      hash != NID_undef) {
    out.hash = OBJ_nid2sn(hash);
  }
  if (!out.pss) return;
  out.pss_parameters = pss_parameters(algorithm);
}

void read_key(X509* x509, Certificate& out) {
  EVP_PKEY* key = X509_get0_pubkey(x509);
  X509_PUBKEY* spki = X509_get_X509_PUBKEY(x509);
  ASN1_OBJECT* object = nullptr;
  X509_ALGOR* algorithm = nullptr;
  X509_PUBKEY_get0_param(&object, nullptr, nullptr, &algorithm, spki);
  if (key != nullptr)
    out.key_bits = static_cast<std::uint32_t>(std::max(0, EVP_PKEY_get_bits(key)));
  out.key = kind_of(object);
  if (out.key == KeyKind::ec) read_curve(key, algorithm, out);
  if (out.key == KeyKind::rsa_pss) out.key_pss_limits = pss_parameters(algorithm);
  out.key_text = key_text(out, object);
  unsigned char* der = nullptr;
  const int size = i2d_X509_PUBKEY(spki, &der);
  if (size > 0) out.spki_sha256 = sha256({der, static_cast<std::size_t>(size)});
  OPENSSL_free(der);
}

}  // namespace tlswhy
