// `keytool -printcert -sslserver HOST:PORT`: the fields of each certificate of the server's chain,
// the leaf first, without their DER.
#pragma once

#include <cstdint>
#include <string_view>

#include "sources/log/handshake_reader.hpp"
#include "sources/log/java/certificate.hpp"

namespace tlswhy {

class Keytool {
 public:
  Took line(std::string_view text, std::uint32_t number, PrintedHandshake& into,
            TrustStores& stores);
  void finish(PrintedHandshake& into);

 private:
  void field(std::string_view text);
  void keep();

  PrintedCertificate certificate_;
  CertificateList chain_;
  std::uint32_t first_line_ = 0;  // 0: no chain is printed
};

}  // namespace tlswhy
