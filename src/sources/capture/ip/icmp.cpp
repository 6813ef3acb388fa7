#include "sources/capture/ip/icmp.hpp"

#include "sources/capture/ip/steps.hpp"

namespace tlswhy {
namespace {

constexpr std::uint8_t tcp_number = 6;

// Destination unreachable, time exceeded, parameter problem; in ICMPv6 packet too big as well.
bool is_error(std::uint8_t type, bool v6) {
  return v6 ? type >= 1 && type <= 4 : type == 3 || type == 11 || type == 12;
}

bool quoted_v4(Reader& in, IcmpError& error) {
  const std::size_t header = std::size_t{4} * (in.u8() & 0x0f);
  in.bytes(5);
  const std::uint16_t fragmentation = in.u16();
  in.u8();
  const std::uint8_t protocol = in.u8();
  in.u16();
  error.source.ip = ipv4(in.bytes(4));
  error.destination.ip = ipv4(in.bytes(4));
  if (header > 20) in.bytes(header - 20);
  return header >= 20 && protocol == tcp_number && (fragmentation & 0x1fff) == 0;
}

bool quoted_v6(Reader& in, IcmpError& error) {
  in.bytes(6);
  const std::uint8_t next = in.u8();
  in.u8();
  error.source.ip = ipv6(in.bytes(16));
  error.destination.ip = ipv6(in.bytes(16));
  return skip_extension_headers(in, next) == tcp_number;
}

}  // namespace

std::optional<IcmpError> parse_icmp_error(Bytes message, bool v6) {
  Reader in(message);
  IcmpError error;
  error.type = in.u8();
  error.code = in.u8();
  error.v6 = v6;
  in.bytes(6);  // checksum, and what the types need
  if (!in.ok() || !is_error(error.type, v6)) return std::nullopt;
  if (!(v6 ? quoted_v6(in, error) : quoted_v4(in, error))) return std::nullopt;
  error.source.port = in.u16();
  error.destination.port = in.u16();
  if (!in.ok()) return std::nullopt;
  return error;
}

}  // namespace tlswhy
