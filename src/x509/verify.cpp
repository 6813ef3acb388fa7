#include "x509/verify.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

namespace tlswhy {
namespace {

X509* native(const Certificate& certificate) {
  return static_cast<X509*>(certificate.handle.get());
}

}  // namespace

std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer) {
  // A certificate without libcrypto's form is only supposed: nobody has signed it yet.
  if (!subject.handle || !issuer.handle) return std::nullopt;
  EVP_PKEY* key = X509_get0_pubkey(native(issuer));
  if (key == nullptr) return std::nullopt;
  ERR_clear_error();
  const int verdict = X509_verify(native(subject), key);
  const bool unsupported = verdict < 0;
  ERR_clear_error();
  if (unsupported) return std::nullopt;
  return verdict == 1;
}

}  // namespace tlswhy
