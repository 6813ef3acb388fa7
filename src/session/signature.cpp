#include "session/signature.hpp"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <algorithm>

#include "session/libcrypto.hpp"

namespace tlswhy::session {
namespace {

using MdContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

enum class Kind : std::uint8_t { rsa, rsa_pss_rsae, rsa_pss_pss, ecdsa, dsa, ed25519, ed448 };

struct Scheme {
  Kind kind;
  Hash hash;
  int curve = 0;  // TLS 1.3 binds ECDSA to one; 0: none (RFC 8446 section 4.2.3)
};

EVP_PKEY* key_of(const KeyHandle& key) { return static_cast<EVP_PKEY*>(key.get()); }

std::optional<Hash> tls12_hash(unsigned value) {  // RFC 5246 section 7.4.1.4.1
  switch (value) {
    case 1: return Hash::md5;
    case 2: return Hash::sha1;
    case 3: return Hash::sha224;
    case 4: return Hash::sha256;
    case 5: return Hash::sha384;
    case 6: return Hash::sha512;
    default: return std::nullopt;
  }
}

std::optional<Scheme> scheme_of(SignatureScheme scheme) {
  const unsigned value = code(scheme);
  switch (value) {
    case 0x0804: return Scheme{Kind::rsa_pss_rsae, Hash::sha256};
    case 0x0805: return Scheme{Kind::rsa_pss_rsae, Hash::sha384};
    case 0x0806: return Scheme{Kind::rsa_pss_rsae, Hash::sha512};
    case 0x0807: return Scheme{Kind::ed25519, Hash::sha512};
    case 0x0808: return Scheme{Kind::ed448, Hash::sha512};
    case 0x0809: return Scheme{Kind::rsa_pss_pss, Hash::sha256};
    case 0x080a: return Scheme{Kind::rsa_pss_pss, Hash::sha384};
    case 0x080b: return Scheme{Kind::rsa_pss_pss, Hash::sha512};
    case 0x081a: return Scheme{Kind::ecdsa, Hash::sha256};  // brainpool (RFC 8734)
    case 0x081b: return Scheme{Kind::ecdsa, Hash::sha384};
    case 0x081c: return Scheme{Kind::ecdsa, Hash::sha512};
    default: break;
  }
  const auto hash = tls12_hash(value >> 8);
  if (!hash) return std::nullopt;
  switch (value & 0xff) {
    case 1: return Scheme{Kind::rsa, *hash};
    case 2: return Scheme{Kind::dsa, *hash};
    case 3: return Scheme{Kind::ecdsa, *hash};
    default: return std::nullopt;
  }
}

bool fits(EVP_PKEY* key, Kind kind) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: return kind == Kind::rsa || kind == Kind::rsa_pss_rsae;
    case EVP_PKEY_RSA_PSS: return kind == Kind::rsa_pss_pss;
    case EVP_PKEY_EC: return kind == Kind::ecdsa;
    case EVP_PKEY_DSA: return kind == Kind::dsa;
    case EVP_PKEY_ED25519: return kind == Kind::ed25519;
    case EVP_PKEY_ED448: return kind == Kind::ed448;
    default: return false;
  }
}

// What a key signs with before TLS 1.2.
std::optional<Scheme> old_scheme(EVP_PKEY* key) {
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA: return Scheme{Kind::rsa, Hash::md5_sha1};
    case EVP_PKEY_EC: return Scheme{Kind::ecdsa, Hash::sha1};
    case EVP_PKEY_DSA: return Scheme{Kind::dsa, Hash::sha1};
    default: return std::nullopt;
  }
}

std::optional<Scheme> scheme_for(EVP_PKEY* key, std::optional<SignatureScheme> scheme) {
  if (key == nullptr) return std::nullopt;
  return scheme ? scheme_of(*scheme) : old_scheme(key);
}

bool is_edwards(Kind kind) { return kind == Kind::ed25519 || kind == Kind::ed448; }

bool set_padding(EVP_PKEY_CTX* context, Kind kind) {
  if (kind != Kind::rsa_pss_rsae && kind != Kind::rsa_pss_pss) return true;
  return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0 &&
         EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) > 0;
}

// The curve that a scheme of TLS 1.3 asks for, as libcrypto's name of the key's group.
bool right_curve(EVP_PKEY* key, SignatureScheme scheme) {
  char name[64] = {};
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, name, sizeof name, &size) != 1) return true;
  const std::string_view group(name, size);
  switch (code(scheme)) {
    case 0x0403: return group == "prime256v1";
    case 0x0503: return group == "secp384r1";
    case 0x0603: return group == "secp521r1";
    case 0x081a: return group == "brainpoolP256r1";
    case 0x081b: return group == "brainpoolP384r1";
    case 0x081c: return group == "brainpoolP512r1";
    default: return true;
  }
}

}  // namespace

KeyHandle public_key_of(Bytes der) {
  const std::uint8_t* at = der.data();
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(
      d2i_X509(nullptr, &at, static_cast<long>(der.size())), X509_free);
  if (!certificate) return nullptr;
  EVP_PKEY* key = X509_get_pubkey(certificate.get());
  if (key == nullptr) return nullptr;
  return {key, EVP_PKEY_free};
}

KeyHandle private_key_of(Bytes der) {
  const std::uint8_t* at = der.data();
  EVP_PKEY* key = d2i_AutoPrivateKey(nullptr, &at, static_cast<long>(der.size()));
  if (key == nullptr) return nullptr;
  return {key, EVP_PKEY_free};
}

std::optional<bool> verify(const KeyHandle& key, std::optional<SignatureScheme> wanted, Bytes data,
                           Bytes signature) {
  const auto scheme = scheme_for(key_of(key), wanted);
  if (!scheme) return std::nullopt;
  if (!fits(key_of(key), scheme->kind)) return false;
  const MdContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* details = nullptr;
  const EVP_MD* hash = is_edwards(scheme->kind) ? nullptr : evp_md(scheme->hash);
  if (EVP_DigestVerifyInit(context.get(), &details, hash, nullptr, key_of(key)) != 1 ||
      !set_padding(details, scheme->kind)) {
    return false;  // as with an RSASSA-PSS key that is limited to another hash
  }
  return EVP_DigestVerify(context.get(), signature.data(), signature.size(), data.data(),
                          data.size()) == 1;
}

std::optional<Buffer> sign(const KeyHandle& key, std::optional<SignatureScheme> wanted,
                           Bytes data) {
  const auto scheme = scheme_for(key_of(key), wanted);
  if (!scheme || !fits(key_of(key), scheme->kind)) return std::nullopt;
  const MdContext context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_PKEY_CTX* details = nullptr;
  const EVP_MD* hash = is_edwards(scheme->kind) ? nullptr : evp_md(scheme->hash);
  std::size_t size = 0;
  if (EVP_DigestSignInit(context.get(), &details, hash, nullptr, key_of(key)) != 1 ||
      !set_padding(details, scheme->kind) ||
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
    if (!tls13) return true;
    const bool old_hash = scheme->hash < Hash::sha256;
    return scheme->kind != Kind::rsa && scheme->kind != Kind::dsa && !old_hash &&
           right_curve(key_of(key), candidate);
  });
  if (found == wanted.end()) return std::nullopt;
  return *found;
}

std::optional<Buffer> rsa_encrypt(const KeyHandle& key, Bytes data, const Random& random) {
  if (!key || EVP_PKEY_get_base_id(key_of(key)) != EVP_PKEY_RSA) return std::nullopt;
  const auto width = static_cast<std::size_t>(EVP_PKEY_get_size(key_of(key)));
  if (width < data.size() + 11) return std::nullopt;
  // RFC 8017 section 7.2.1; libcrypto would pad with randomness of its own.
  Buffer padding = random_bytes(random, width - data.size() - 3);
  std::ranges::replace(padding, std::uint8_t{0}, std::uint8_t{1});
  const Buffer block = joined({Buffer{0, 2}, padding, Buffer{0}, data});
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new(key_of(key), nullptr), EVP_PKEY_CTX_free);
  std::size_t size = 0;
  if (EVP_PKEY_encrypt_init(context.get()) != 1 ||
      EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_NO_PADDING) <= 0 ||
      EVP_PKEY_encrypt(context.get(), nullptr, &size, block.data(), block.size()) != 1) {
    return std::nullopt;
  }
  Buffer out(size);
  if (EVP_PKEY_encrypt(context.get(), out.data(), &size, block.data(), block.size()) != 1) {
    return std::nullopt;
  }
  out.resize(size);
  return out;
}

}  // namespace tlswhy::session
