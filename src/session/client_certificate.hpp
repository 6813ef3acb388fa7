// A certificate with which the client shows who it is.
#pragma once

#include <vector>

#include "base/bytes.hpp"
#include "base/result.hpp"

namespace tlswhy {

struct ClientCertificate {
  std::vector<std::vector<std::uint8_t>> chain;  // DER, leaf first
  std::vector<std::uint8_t> private_key;         // DER: PKCS#8, or the form of its algorithm
};

// A private key out of a file's content: DER, or the first one of a PEM. Encrypted ones are an
// error, as is anything else.
Result<std::vector<std::uint8_t>> read_private_key(Bytes content);

}  // namespace tlswhy
