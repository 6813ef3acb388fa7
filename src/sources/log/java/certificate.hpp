// A certificate as Java prints it: its fields, without the DER. Both forms are read: that of
// X509CertImpl.toString() in Java 7 to 10 and the JSON-like one since Java 11.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "x509/certificate.hpp"

namespace tlswhy {

class PrintedCertificate {
 public:
  PrintedCertificate();
  // A line between its beginning and the next certificate's.
  void line(std::string_view text);
  // What was printed, or null where no name was. Signatures of it cannot be verified, and a key
  // whose size the text does not tell is of no kind that a size is asked of.
  [[nodiscard]] std::shared_ptr<const Certificate> take();

 private:
  bool field(std::string_view text);
  bool json_field(std::string_view text);
  void key(std::string_view text);
  void extension(std::string_view text);
  void key_usage(std::string_view text);
  void alternative_name(std::string_view text);

  Certificate out_;
  std::string oid_;  // of the extension that is being printed
  std::vector<std::uint8_t> key_id_;
};

// An entry of a trust store as Java 7 to 10 list it: names, serial number and dates in four lines.
// What is not printed of it is taken to be in order.
class ListedCertificate {
 public:
  // False: the line is none of an entry.
  bool line(std::string_view text);
  // The entry, once it is whole.
  [[nodiscard]] std::shared_ptr<const Certificate> take();

 private:
  Certificate out_;
  bool dated_ = false;
};

}  // namespace tlswhy
