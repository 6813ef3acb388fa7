// The name by which a client asks for a server, parsed once: a DNS name or an IP address, and from
// then on never a mere string (RFC 9525 section 2, the reference identifier).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/endpoint.hpp"

namespace tlswhy {

class ServerName {
 public:
  // No name: nothing is asked for, and names are not compared.
  ServerName() = default;
  // "shop.example", "shop.example.", "192.0.2.1", "2001:db8::1" with or without brackets and zone
  // (RFC 4007 section 11: a zone is the client's own business, no certificate names one). What is
  // no address as parse_ip() has it is a DNS name: "10.1" and "12345" are.
  explicit ServerName(std::string_view text);

  [[nodiscard]] bool empty() const { return text_.empty(); }
  // As it was given, for people.
  [[nodiscard]] const std::string& text() const { return text_; }
  // In lower case, without trailing dot, brackets and zone: what is compared.
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::optional<IpAddress>& address() const { return address_; }
  [[nodiscard]] bool trailing_dot() const { return trailing_dot_; }
  // It may stand in server_name: neither an address nor a name with a trailing dot, and nothing
  // that has characters no DNS name has (RFC 6066 section 3).
  [[nodiscard]] bool is_host_name() const;

  // The same server is meant; how it was written does not count.
  bool operator==(const ServerName& other) const {
    return name_ == other.name_ && address_ == other.address_;
  }

 private:
  std::string text_, name_;
  std::optional<IpAddress> address_;
  bool trailing_dot_ = false;
};

}  // namespace tlswhy
