#include "x509/verify.hpp"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include <cstring>
#include <unordered_map>

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

std::optional<bool> verify(const Certificate& subject, const Certificate& issuer) {
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

// A subject and its issuer by their fingerprints.
struct Pair {
  Sha256 subject, issuer;
  bool operator==(const Pair&) const = default;
};
struct PairHash {
  std::size_t operator()(const Pair& pair) const {
    std::size_t one = 0, other = 0;
    std::memcpy(&one, pair.subject.data(), sizeof one);
    std::memcpy(&other, pair.issuer.data(), sizeof other);
    return one ^ (other << 1);
  }
};

}  // namespace

// A server shows the same certificates in all its connections, and a suite of chains has few roots:
// what was verified once is remembered, up to a number that bounds the memory.
std::optional<bool> signed_by(const Certificate& subject, const Certificate& issuer) {
  // A certificate without libcrypto's form is only supposed: nobody has signed it yet.
  if (!subject.handle || !issuer.handle) return std::nullopt;
  constexpr std::size_t most_remembered = 4096;
  static std::unordered_map<Pair, std::optional<bool>, PairHash> remembered;
  const Pair pair{subject.sha256, issuer.sha256};
  if (const auto found = remembered.find(pair); found != remembered.end()) return found->second;
  if (remembered.size() >= most_remembered) remembered.clear();
  return remembered.emplace(pair, verify(subject, issuer)).first->second;
}

bool could_sign(const Certificate& subject, const Certificate& issuer) {
  if (!subject.handle || !issuer.handle) return true;
  const EVP_PKEY* key = X509_get0_pubkey(native(issuer));
  return key == nullptr || !of_another_kind(native(subject), key);
}

}  // namespace tlswhy
