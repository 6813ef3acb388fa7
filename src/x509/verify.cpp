#include "x509/verify.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>

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

bool name_constraints_allow(const Certificate& ca, const Certificate& subject) {
  if (!ca.handle || !subject.handle) return true;
  auto* constraints = static_cast<NAME_CONSTRAINTS*>(
      X509_get_ext_d2i(native(ca), NID_name_constraints, nullptr, nullptr));
  if (constraints == nullptr) return true;
  const int verdict = NAME_CONSTRAINTS_check(native(subject), constraints);
  NAME_CONSTRAINTS_free(constraints);
  return verdict != X509_V_ERR_PERMITTED_VIOLATION && verdict != X509_V_ERR_EXCLUDED_VIOLATION;
}

}  // namespace tlswhy
