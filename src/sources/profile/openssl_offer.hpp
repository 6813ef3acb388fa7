// Asks OpenSSL itself what a client with given settings offers, instead of reading its cipher
// language here: the ClientHello that it writes.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "wire/client_hello.hpp"

namespace tlswhy {

// Commands of SSL_CONF_cmd(3) as in a file, in order.
using OpensslSettings = std::vector<std::pair<std::string, std::string>>;

struct OpensslOffer {
  std::optional<ClientHello> hello;  // none: OpenSSL would not write one
  int security_level = 0;
  OpensslSettings refused;  // that it does not take
};

OpensslOffer openssl_offer(const OpensslSettings& settings, int security_level);

std::string openssl_version();  // "OpenSSL 3.0.22"

}  // namespace tlswhy
