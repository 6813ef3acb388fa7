#include "protection/libcrypto.hpp"

#include <openssl/crypto.h>
#include <openssl/provider.h>

namespace tlswhy {

ossl_lib_ctx_st* library() {
  // Kept for ever: what libcrypto frees when the process ends must not be freed before.
  static OSSL_LIB_CTX* const context = [] {
    OSSL_LIB_CTX* made = OSSL_LIB_CTX_new();
    OSSL_PROVIDER_load(made, "default");
    OSSL_PROVIDER_load(made, "legacy");  // RC4, DES, IDEA, SEED; without it they are unsupported
    return made;
  }();
  return context;
}

}  // namespace tlswhy
