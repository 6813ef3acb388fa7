#include "report/address.hpp"

#include <algorithm>
#include <array>

#include "base/server_name.hpp"

namespace tlswhy {
namespace {

constexpr std::string_view host = "HOST:";
constexpr std::array names = {std::string_view("-servername NAME"),
                              std::string_view("-servername HOST")};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// How many characters the port has that stands at the begin of `text`.
std::size_t port_length(std::string_view text) {
  if (text.starts_with("PORT")) return 4;
  return static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
}

}  // namespace

std::string addressed(std::string line, const Address& address) {
  if (address.host.empty()) return line;
  const bool is_name = ServerName(address.host).is_host_name();
  const bool v6 = address.host.find(':') != std::string::npos;
  const std::string place =
      (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
  for (std::size_t at = line.find(host); at != std::string::npos; at = line.find(host, at)) {
    const std::size_t port = port_length(std::string_view(line).substr(at + host.size()));
    const bool alone = at == 0 || line[at - 1] == ' ' || line[at - 1] == '/';
    if (port == 0 || !alone) {
      at += host.size();
      continue;
    }
    line.replace(at, host.size() + port, place);
    at += place.size();
  }
  for (const std::string_view name : names) {
    const std::size_t at = line.find(name);
    if (is_name && at != std::string::npos) line.replace(at + name.size() - 4, 4, address.host);
  }
  return line;
}

}  // namespace tlswhy
