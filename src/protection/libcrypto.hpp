// What the files of this folder share of libcrypto; its own headers stay in the .cpp files.
#pragma once

#include "protection/hash.hpp"

struct evp_md_st;
struct ossl_lib_ctx_st;

namespace tlswhy {

const evp_md_st* evp_md(Hash hash);
// A library context of our own, with the legacy provider where it is installed: loading it into
// the default one would change what the rest of the process accepts.
ossl_lib_ctx_st* library();

}  // namespace tlswhy
