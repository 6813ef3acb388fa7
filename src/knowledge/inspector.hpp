// Who inspects TLS on the way: products whose certificates are issued under a name of their own
// (knowledge/inspectors.toml).
#pragma once

#include <span>
#include <string_view>

namespace tlswhy::knowledge {

struct Inspector {
  std::string_view product;
  // How an attribute of their CAs' names begins: "CN=Zscaler Intermediate Root CA", "O=Zscaler".
  std::span<const std::string_view> issuers;
};

// Null where no product is known whose CAs have such a name (RFC 4514, as Certificate::issuer).
const Inspector* find_inspector(std::string_view distinguished_name);

}  // namespace tlswhy::knowledge
