// What a placeholder of a sentence holds, as far as it tells whose network it was.
#pragma once

#include <cstdint>
#include <string_view>

namespace tlswhy {

enum class ParameterKind : std::uint8_t {
  words,   // what is known by then may stand in it
  plain,   // nobody's: an OID looks like an address
  name,    // of a host, a certificate, or several
  serial,  // of a certificate
  hash,    // of a certificate or a key
  url,
  wire,  // bytes that were sent, as text
};

// By its name in knowledge/.
ParameterKind kind_of_parameter(std::string_view name);

}  // namespace tlswhy
