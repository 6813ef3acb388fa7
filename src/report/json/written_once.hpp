// What thousands of connections have alike, in the contract's form (docs/json.md): each is written
// once.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "report/json/writer.hpp"
#include "wire/client_hello.hpp"
#include "x509/certificate.hpp"

namespace tlswhy::json {

class WrittenOnce {
 public:
  static constexpr std::size_t most_kept = 4096;  // of each kind

  const std::string& offer(const ClientHello& hello);
  void chain(const CertificateList& list, Writer& out);

 private:
  const std::string& certificate(const std::shared_ptr<const Certificate>& certificate);

  std::unordered_map<std::string, std::string> offers_;  // by what is offered
  // Each is kept, so that its address stays its own.
  std::unordered_map<const Certificate*, std::pair<std::shared_ptr<const Certificate>, std::string>>
      certificates_;
};

}  // namespace tlswhy::json
