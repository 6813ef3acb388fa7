#include "x509/verify.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

namespace tlswhy {
namespace {

X509* native(const Certificate& certificate) {
  return static_cast<X509*>(certificate.handle.get());
}

// The algorithm of the signature belongs to keys of another kind: RSA, ECDSA, EdDSA.
bool of_another_kind(const X509* subject, const EVP_PKEY* key) {
  int signs_with = NID_undef;
  const int algorithm = X509_get_signature_nid(subject);
  if (OBJ_find_sigid_algs(algorithm, nullptr, &signs_with) == 0 || signs_with == NID_undef)
    return false;
  if (signs_with == NID_rsassaPss) signs_with = EVP_PKEY_RSA;
  const int kind = EVP_PKEY_base_id(key) == EVP_PKEY_RSA_PSS ? EVP_PKEY_RSA : EVP_PKEY_base_id(key);
  return kind > 0 && kind != signs_with;
}

}  // namespace

std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer) {
  // A certificate without libcrypto's form is only supposed: nobody has signed it yet.
  if (!subject.handle || !issuer.handle) return std::nullopt;
  EVP_PKEY* key = X509_get0_pubkey(native(issuer));
  if (key == nullptr) return std::nullopt;
  if (of_another_kind(native(subject), key)) return false;
  ERR_clear_error();
  const int verdict = X509_verify(native(subject), key);
  const bool unsupported = verdict < 0;
  ERR_clear_error();
  if (unsupported) return std::nullopt;
  return verdict == 1;
}

bool could_sign(const Certificate& subject, const Certificate& issuer) {
  if (!subject.handle || !issuer.handle) return true;
  const EVP_PKEY* key = X509_get0_pubkey(native(issuer));
  return key == nullptr || !of_another_kind(native(subject), key);
}

}  // namespace tlswhy
