#include "base/endpoint.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

namespace tlswhy {
namespace {

IpAddress address(Bytes octets, std::size_t width, bool v6) {
  IpAddress out;
  out.v6 = v6;
  std::copy_n(octets.begin(), std::min(octets.size(), width), out.octets.begin());
  return out;
}

}  // namespace

IpAddress ipv4(Bytes octets) { return address(octets, 4, false); }
IpAddress ipv6(Bytes octets) { return address(octets, 16, true); }

std::optional<IpAddress> parse_ip(std::string_view text) {
  const std::string terminated(text);
  if (terminated.find('\0') != std::string::npos) return std::nullopt;
  IpAddress out;
  out.v6 = text.find(':') != std::string_view::npos;
  if (inet_pton(out.v6 ? AF_INET6 : AF_INET, terminated.c_str(), out.octets.data()) != 1)
    return std::nullopt;
  return out;
}

std::string to_string(const IpAddress& ip) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(ip.v6 ? AF_INET6 : AF_INET, ip.octets.data(), text.data(), text.size());
  return text.data();
}

std::string to_string(const Endpoint& endpoint) {
  return endpoint.ip.v6 ? fmt::format("[{}]:{}", to_string(endpoint.ip), endpoint.port)
                        : fmt::format("{}:{}", to_string(endpoint.ip), endpoint.port);
}

}  // namespace tlswhy
