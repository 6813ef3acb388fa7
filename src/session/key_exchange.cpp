#include "session/key_exchange.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

#include <memory>

namespace tlswhy {
namespace {

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;
using Context = std::unique_ptr<BN_CTX, decltype(&BN_CTX_free)>;
using Curve = std::unique_ptr<EC_GROUP, decltype(&EC_GROUP_free)>;
using Point = std::unique_ptr<EC_POINT, decltype(&EC_POINT_free)>;
using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Number number(Bytes bytes) {
  return {BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr), BN_free};
}
Number number() { return {BN_new(), BN_free}; }
Context context() { return {BN_CTX_new(), BN_CTX_free}; }

Buffer bytes_of(const BIGNUM* value, std::size_t width) {
  Buffer out(width);
  if (BN_bn2binpad(value, out.data(), static_cast<int>(width)) < 0) return {};
  return out;
}
std::size_t width_of(const BIGNUM* value) { return static_cast<std::size_t>(BN_num_bytes(value)); }

// What libcrypto calls a curve of the supported_groups registry; NID_undef for other groups.
int curve_nid(NamedGroup group) {
  static constexpr int first[] = {
      NID_sect163k1, NID_sect163r1,       NID_sect163r2,        NID_sect193r1,
      NID_sect193r2, NID_sect233k1,       NID_sect233r1,        NID_sect239k1,
      NID_sect283k1, NID_sect283r1,       NID_sect409k1,        NID_sect409r1,
      NID_sect571k1, NID_sect571r1,       NID_secp160k1,        NID_secp160r1,
      NID_secp160r2, NID_secp192k1,       NID_X9_62_prime192v1, NID_secp224k1,
      NID_secp224r1, NID_secp256k1,       NID_X9_62_prime256v1, NID_secp384r1,
      NID_secp521r1, NID_brainpoolP256r1, NID_brainpoolP384r1,  NID_brainpoolP512r1};
  const unsigned value = code(group);
  if (value >= 1 && value <= std::size(first)) return first[value - 1];
  switch (value) {  // RFC 8734: the same curves for TLS 1.3
    case 31: return NID_brainpoolP256r1;
    case 32: return NID_brainpoolP384r1;
    case 33: return NID_brainpoolP512r1;
    default: return NID_undef;
  }
}

// X25519 and X448 (RFC 7748); EVP_PKEY_NONE for other groups.
int montgomery_id(NamedGroup group) {
  if (code(group) == 29) return EVP_PKEY_X25519;
  return code(group) == 30 ? EVP_PKEY_X448 : EVP_PKEY_NONE;
}

// The prime of a finite field group (RFC 7919); null for other groups. The generator is 2.
Number field_prime(NamedGroup group) {
  static constexpr const char* names[] = {"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144",
                                          "ffdhe8192"};
  Number none(nullptr, BN_free);
  const unsigned index = code(group) - 256U;
  if (index >= std::size(names)) return none;
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> maker(
      EVP_PKEY_CTX_new_from_name(nullptr, "DH", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* made = nullptr;
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, const_cast<char*>(names[index]),
                                       0),
      OSSL_PARAM_construct_end()};
  if (EVP_PKEY_fromdata_init(maker.get()) != 1 ||
      EVP_PKEY_fromdata(maker.get(), &made, EVP_PKEY_KEY_PARAMETERS,
                        const_cast<OSSL_PARAM*>(parameters)) != 1) {
    return none;
  }
  const Key key(made, EVP_PKEY_free);
  BIGNUM* prime = nullptr;
  EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_FFC_P, &prime);
  return {prime, BN_free};
}

Curve curve(int nid) { return {EC_GROUP_new_by_curve_name(nid), EC_GROUP_free}; }

Buffer encoded(const EC_GROUP* group, const EC_POINT* point, BN_CTX* numbers) {
  Buffer out(EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, nullptr, 0, numbers));
  EC_POINT_point2oct(group, point, POINT_CONVERSION_UNCOMPRESSED, out.data(), out.size(), numbers);
  return out;
}

std::optional<KeyPair> curve_pair(NamedGroup name, int nid, Bytes private_key) {
  const Curve group = curve(nid);
  if (!group) return std::nullopt;
  const Context numbers = context();
  const Number secret = number(private_key);
  const Point point(EC_POINT_new(group.get()), EC_POINT_free);
  if (EC_POINT_mul(group.get(), point.get(), secret.get(), nullptr, nullptr, numbers.get()) != 1 ||
      EC_POINT_is_at_infinity(group.get(), point.get()) == 1) {
    return std::nullopt;
  }
  return KeyPair{name, copy(private_key), encoded(group.get(), point.get(), numbers.get())};
}

std::optional<Buffer> curve_secret(int nid, Bytes private_key, Bytes peer_public) {
  const Curve group = curve(nid);
  if (!group) return std::nullopt;
  const Context numbers = context();
  const Number secret = number(private_key), x = number();
  const Point peer(EC_POINT_new(group.get()), EC_POINT_free);
  const Point product(EC_POINT_new(group.get()), EC_POINT_free);
  if (EC_POINT_oct2point(group.get(), peer.get(), peer_public.data(), peer_public.size(),
                         numbers.get()) != 1 ||
      EC_POINT_mul(group.get(), product.get(), nullptr, peer.get(), secret.get(), numbers.get()) !=
          1 ||
      EC_POINT_get_affine_coordinates(group.get(), product.get(), x.get(), nullptr,
                                      numbers.get()) != 1) {
    return std::nullopt;
  }
  return bytes_of(x.get(), static_cast<std::size_t>((EC_GROUP_get_degree(group.get()) + 7) / 8));
}

std::optional<KeyPair> montgomery_pair(NamedGroup group, Bytes private_key) {
  const Key key(EVP_PKEY_new_raw_private_key(montgomery_id(group), nullptr, private_key.data(),
                                             private_key.size()),
                EVP_PKEY_free);
  if (!key) return std::nullopt;
  Buffer out(private_key.size());
  std::size_t size = out.size();
  EVP_PKEY_get_raw_public_key(key.get(), out.data(), &size);
  return KeyPair{group, copy(private_key), std::move(out)};
}

std::optional<Buffer> montgomery_secret(const KeyPair& own, Bytes peer_public) {
  const int id = montgomery_id(own.group);
  const Key key(
      EVP_PKEY_new_raw_private_key(id, nullptr, own.private_key.data(), own.private_key.size()),
      EVP_PKEY_free);
  const Key peer(EVP_PKEY_new_raw_public_key(id, nullptr, peer_public.data(), peer_public.size()),
                 EVP_PKEY_free);
  if (!key || !peer) return std::nullopt;
  const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> agreement(
      EVP_PKEY_CTX_new(key.get(), nullptr), EVP_PKEY_CTX_free);
  Buffer out(own.public_key.size());
  std::size_t size = out.size();
  if (EVP_PKEY_derive_init(agreement.get()) != 1 ||
      EVP_PKEY_derive_set_peer(agreement.get(), peer.get()) != 1 ||
      EVP_PKEY_derive(agreement.get(), out.data(), &size) != 1) {
    return std::nullopt;
  }
  return out;
}

// base ^ exponent mod prime, in `width` bytes; nothing where it is 0.
std::optional<Buffer> power(const BIGNUM* base, Bytes exponent, const BIGNUM* prime) {
  const Context numbers = context();
  const Number result = number(), secret = number(exponent);
  if (BN_mod_exp(result.get(), base, secret.get(), prime, numbers.get()) != 1 ||
      BN_is_zero(result.get())) {
    return std::nullopt;
  }
  return bytes_of(result.get(), width_of(prime));
}

std::optional<KeyPair> field_pair(NamedGroup group, const BIGNUM* prime, Bytes private_key) {
  const Number two = number();
  BN_set_word(two.get(), 2);
  auto value = power(two.get(), private_key, prime);
  if (!value) return std::nullopt;
  return KeyPair{group, copy(private_key), std::move(*value)};
}

// How long a private key has to be: that of the curve, or 256 bits in a finite field.
std::size_t private_size(NamedGroup group) {
  if (code(group) == 29) return 32;
  if (code(group) == 30) return 56;
  const int nid = curve_nid(group);
  if (nid == NID_undef) return 32;
  const Curve found = curve(nid);
  // One byte short of the order: never above it.
  return found ? static_cast<std::size_t>((EC_GROUP_order_bits(found.get()) - 1) / 8) : 0;
}

}  // namespace

std::optional<KeyPair> key_pair_of(NamedGroup group, Bytes private_key) {
  if (montgomery_id(group) != EVP_PKEY_NONE) return montgomery_pair(group, private_key);
  if (const int nid = curve_nid(group); nid != NID_undef)
    return curve_pair(group, nid, private_key);
  if (const Number prime = field_prime(group)) return field_pair(group, prime.get(), private_key);
  return std::nullopt;
}

std::optional<KeyPair> generate_key_pair(NamedGroup group, const Random& random) {
  if (!session::has_group(group)) return std::nullopt;
  return key_pair_of(group, random_bytes(random, private_size(group)));
}

namespace session {

bool has_group(NamedGroup group) {
  if (montgomery_id(group) != EVP_PKEY_NONE) return true;
  const int nid = curve_nid(group);
  return nid != NID_undef ? curve(nid) != nullptr : field_prime(group) != nullptr;
}

std::optional<Buffer> shared_secret(const KeyPair& own, Bytes peer_public) {
  if (montgomery_id(own.group) != EVP_PKEY_NONE) return montgomery_secret(own, peer_public);
  if (const int nid = curve_nid(own.group); nid != NID_undef) {
    return curve_secret(nid, own.private_key, peer_public);
  }
  const Number prime = field_prime(own.group);
  if (!prime || peer_public.size() != width_of(prime.get())) return std::nullopt;
  return power(number(peer_public).get(), own.private_key, prime.get());
}

std::optional<DhAnswer> answer_dh(Bytes prime, Bytes generator, Bytes peer_public,
                                  const Random& random) {
  const Number modulus = number(prime);
  const auto bits = static_cast<std::uint32_t>(BN_num_bits(modulus.get()));
  if (bits < 8 || bits > most_dh_bits) return std::nullopt;
  const Buffer secret = random_bytes(random, 32);
  const auto own = power(number(generator).get(), secret, modulus.get());
  const auto shared = power(number(peer_public).get(), secret, modulus.get());
  if (!own || !shared) return std::nullopt;
  const Number value = number(*shared);
  return DhAnswer{*own, bytes_of(value.get(), width_of(value.get()))};
}

}  // namespace session
}  // namespace tlswhy
