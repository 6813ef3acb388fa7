// Certificates that stand between lines of a text as PEM (RFC 7468), whatever stands before each
// of their lines. Bounded: what is longer than a certificate can sensibly be is let go.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "x509/certificate.hpp"

namespace tlswhy {

class PemLines {
 public:
  // Whether the line is one of a certificate's.
  bool line(std::string_view text);
  // The certificate that has ended with the last line; null where none has, or where it cannot be
  // read.
  [[nodiscard]] std::shared_ptr<const Certificate> take();

 private:
  std::string base64_;
  std::size_t prefix_ = 0;  // what stands before each line
  bool inside_ = false, ended_ = false;
};

}  // namespace tlswhy
