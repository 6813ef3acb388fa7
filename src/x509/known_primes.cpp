#include "x509/known_primes.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <memory>
#include <vector>

namespace tlswhy {
namespace {

using Number = std::unique_ptr<BIGNUM, decltype(&BN_free)>;

struct Named {
  std::string name;
  std::vector<std::uint8_t> prime;
};

std::vector<std::uint8_t> bytes_of(const BIGNUM* number) {
  std::vector<std::uint8_t> out(static_cast<std::size_t>(BN_num_bytes(number)));
  BN_bn2bin(number, out.data());
  return out;
}

void add_oakley(std::vector<Named>& out) {
  struct Oakley {
    const char* name;
    BIGNUM* (*get)(BIGNUM*);
  };
  static constexpr std::array<Oakley, 8> groups = {{{"Oakley group 1", BN_get_rfc2409_prime_768},
                                                    {"Oakley group 2", BN_get_rfc2409_prime_1024},
                                                    {"MODP group 5", BN_get_rfc3526_prime_1536},
                                                    {"MODP group 14", BN_get_rfc3526_prime_2048},
                                                    {"MODP group 15", BN_get_rfc3526_prime_3072},
                                                    {"MODP group 16", BN_get_rfc3526_prime_4096},
                                                    {"MODP group 17", BN_get_rfc3526_prime_6144},
                                                    {"MODP group 18", BN_get_rfc3526_prime_8192}}};
  for (const Oakley& group : groups) {
    const Number prime(group.get(nullptr), BN_free);
    if (prime) out.push_back({group.name, bytes_of(prime.get())});
  }
}

void add_ffdhe(std::vector<Named>& out) {
  for (const char* name : {"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192"}) {
    const std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_from_name(nullptr, "DH", nullptr), EVP_PKEY_CTX_free);
    std::string group(name);
    const std::array<OSSL_PARAM, 2> parameters = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
        OSSL_PARAM_construct_end()};
    EVP_PKEY* key = nullptr;
    if (!context || EVP_PKEY_paramgen_init(context.get()) != 1 ||
        EVP_PKEY_CTX_set_params(context.get(), parameters.data()) != 1 ||
        EVP_PKEY_paramgen(context.get(), &key) != 1)
      continue;
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> owner(key, EVP_PKEY_free);
    BIGNUM* prime = nullptr;
    if (EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_FFC_P, &prime) != 1) continue;
    const Number owned(prime, BN_free);
    out.push_back({name, bytes_of(prime)});
  }
}

}  // namespace

std::string known_prime(Bytes prime) {
  static const std::vector<Named> known = [] {
    std::vector<Named> out;
    add_oakley(out);
    add_ffdhe(out);
    return out;
  }();
  for (const Named& one : known) {
    if (Bytes(one.prime).size() == prime.size() &&
        std::equal(prime.begin(), prime.end(), one.prime.begin()))
      return one.name;
  }
  return {};
}

}  // namespace tlswhy
