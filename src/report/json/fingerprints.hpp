// JA3 and JA4 of ClientHellos. Like clients have the same: each text is hashed once.
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>

#include "wire/client_hello.hpp"

namespace tlswhy::json {

class Fingerprints {
 public:
  static constexpr std::size_t most_kept = 4096;

  std::string ja3(const ClientHello& hello);
  std::string ja4(const ClientHello& hello);

 private:
  std::string part(const std::string& list);  // of JA4

  std::unordered_map<std::string, std::string> md5_, sha256_;  // text to its hash
};

}  // namespace tlswhy::json
