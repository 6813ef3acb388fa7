#include "protection/signature.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>
#include <string_view>

#include "protection/libcrypto.hpp"
#include "wire/registry.hpp"
#include "wire/signature_scheme.hpp"

namespace tlswhy {
namespace {

using MdContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

EVP_PKEY* key_of(const KeyHandle& key) { return static_cast<EVP_PKEY*>(key.get()); }
KeyHandle handle_of(EVP_PKEY* key) {
  return key == nullptr ? KeyHandle() : KeyHandle(key, EVP_PKEY_free);
}

bool fits(EVP_PKEY* key, SignatureKind kind) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      return kind == SignatureKind::rsa_pkcs1 || kind == SignatureKind::rsa_pss_rsae;
    case EVP_PKEY_RSA_PSS: return kind == SignatureKind::rsa_pss_pss;
    case EVP_PKEY_EC: return kind == SignatureKind::ecdsa;
    case EVP_PKEY_DSA: return kind == SignatureKind::dsa;
    case EVP_PKEY_ED25519: return kind == SignatureKind::ed25519;
    case EVP_PKEY_ED448: return kind == SignatureKind::ed448;
    default: return false;
  }
}

// What a key signs with before TLS 1.2.
std::optional<SchemeTraits> old_scheme(EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: return SchemeTraits{SignatureKind::rsa_pkcs1, Hash::md5_sha1, {}, false};
    case EVP_PKEY_EC: return SchemeTraits{SignatureKind::ecdsa, Hash::sha1, {}, false};
    case EVP_PKEY_DSA: return SchemeTraits{SignatureKind::dsa, Hash::sha1, {}, false};
    default: return std::nullopt;
  }
}

// Nothing for a kind of signature that libcrypto 3.0 has not.
std::optional<SchemeTraits> scheme_for(EVP_PKEY* key, std::optional<SignatureScheme> scheme) {
  if (key == nullptr) return std::nullopt;
  if (!scheme) return old_scheme(key);
  const SchemeTraits is = traits(*scheme);
  const bool known = is.kind != SignatureKind::other && is.kind != SignatureKind::ml_dsa;
  return known ? std::optional(is) : std::nullopt;
}

// Null where the kind of signature has a hash of its own, as EdDSA's.
const EVP_MD* hash_of(const SchemeTraits& scheme) {
  return scheme.hash ? evp_md(*scheme.hash) : nullptr;
}

bool set_padding(EVP_PKEY_CTX* context, const SchemeTraits& scheme) {
  if (!scheme.is_pss()) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0;
}

// Whether the key lies on the curve to which TLS 1.3 binds the scheme; true where it binds none.
bool right_curve(EVP_PKEY* key, const SchemeTraits& scheme) {
  char name[64] = {};
  std::size_t size = 0;
  if (!scheme.curve || EVP_PKEY_get_group_name(key, name, sizeof name, &size) != 1) return true;
  const std::string_view group(name, size);
  const std::string_view wanted = named_group_name(*scheme.curve);
  return group == (wanted == "secp256r1" ? "prime256v1" : wanted);  // libcrypto's name for it
}

}  // namespace

KeyHandle public_key_of(Bytes der) {
  const std::uint8_t* at = der.data();
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  return certificate ? handle_of(X509_get_pubkey(certificate.get())) : nullptr;
}

KeyHandle public_key_of(const Certificate& certificate) {
  if (!certificate.handle) return nullptr;
  return handle_of(X509_get_pubkey(static_cast<X509*>(certificate.handle.get())));
}

KeyHandle private_key_of(Bytes der) {
  const std::uint8_t* at = der.data();
  return handle_of(d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size())));
}

std::optional<bool> verify_signature(const KeyHandle& key, std::optional<SignatureScheme> wanted,
                                     Bytes data, Bytes signature) {
  const auto scheme = scheme_for(key_of(key), wanted);
  if (!scheme) return std::nullopt;
  if (!fits(key_of(key), scheme->kind)) return false;
  const MdContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* details = nullptr;
  // What fails to begin is not valid either, as with an RSASSA-PSS key limited to another hash.
  const bool valid =
      EVP_DigestVerifyInit(context.get(), &details, hash_of(*scheme), nullptr, key_of(key)) == 1 &&
      set_padding(details, *scheme) &&
      EVP_DigestVerify(context.get(), signature.data(), signature.size(), data.data(),
                       data.size()) == 1;
  ERR_clear_error();
  return valid;
}

std::optional<Buffer> sign(const KeyHandle& key, std::optional<SignatureScheme> wanted,
                           Bytes data) {
  const auto scheme = scheme_for(key_of(key), wanted);
  if (!scheme || !fits(key_of(key), scheme->kind)) return std::nullopt;
  const MdContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* details = nullptr;
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), &details, hash_of(*scheme), nullptr, key_of(key)) != 1 ||
      !set_padding(details, *scheme) ||
      EVP_DigestSign(context.get(), nullptr, &size, data.data(), data.size()) != 1) {
    return std::nullopt;
  }
  Buffer out(size);
  if (EVP_DigestSign(context.get(), out.data(), &size, data.data(), data.size()) != 1) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

std::optional<SignatureScheme> choose_scheme(const KeyHandle& key,
                                             std::span<const SignatureScheme> wanted, bool tls13) {
  const auto found = std::ranges::find_if(wanted, [&](SignatureScheme candidate) {
    const auto scheme = scheme_for(key_of(key), candidate);
    if (!scheme || !fits(key_of(key), scheme->kind)) return false;
    return !tls13 || (scheme->tls13 && right_curve(key_of(key), *scheme));
  });
  if (found == wanted.end()) return std::nullopt;
  return *found;
}

}  // namespace tlswhy
