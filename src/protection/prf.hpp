// The pseudo-random function of TLS 1.0 to 1.2 (RFC 2246 section 5, RFC 5246 section 5) and what
// SSLv3 has in its place (RFC 6101 sections 6.1, 6.2.2).
#pragma once

#include <string_view>

#include "protection/hash.hpp"
#include "wire/byte_writer.hpp"
#include "wire/code_points.hpp"

namespace tlswhy {

// P_hash of RFC 5246 section 5; md5_sha1 gives the exclusive-or of both halves, as before TLS 1.2.
Buffer prf(Hash hash, Bytes secret, std::string_view label, Bytes seed, std::size_t length);
// The same of SSLv3, which has no label; at most 26 hashes, which is more than a key block needs.
Buffer ssl3_prf(Bytes secret, Bytes seed, std::size_t length);
// verify_data of SSLv3's Finished: `sender` is "CLNT" or "SRVR" (RFC 6101 section 5.6.9).
Buffer ssl3_finished(Bytes master_secret, std::string_view sender, Bytes messages);

}  // namespace tlswhy
