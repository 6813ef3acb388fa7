// `curl -v` over OpenSSL: the alerts with who sent them, and the parameters of a handshake that
// came to its end. Of its messages only the kinds are printed, which say nothing that these do not.
#pragma once

#include <cstdint>
#include <string_view>

#include "sources/log/handshake_reader.hpp"

namespace tlswhy {

class CurlVerbose {
 public:
  static Took line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
                   TrustStores& stores);
  static void finish(PrintedHandshake& /*into*/) {}  // each line is told at once
};

}  // namespace tlswhy
