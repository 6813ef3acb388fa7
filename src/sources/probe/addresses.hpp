// The addresses of a name.
#pragma once

#include <string>
#include <vector>

#include "base/endpoint.hpp"
#include "base/result.hpp"

namespace tlswhy {

// IPv4 first, each once; of an address that address. An error names the name.
Result<std::vector<IpAddress>> addresses_of(const std::string& host);

}  // namespace tlswhy
