#include "base/endpoint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <vector>

namespace tlswhy {
namespace {

IpAddress address(Bytes octets, std::size_t width, bool v6) {
  IpAddress out;
  out.v6 = v6;
  std::copy_n(octets.begin(), std::min(octets.size(), width), out.octets.begin());
  return out;
}

// One number of `base` that is `most_digits` long at most, cut off the front of `text`.
std::optional<std::uint16_t> take_address_part(std::string_view& text, int base,
                                               std::size_t most_digits) {
  std::uint16_t value = 0;
  const char* begin = text.data();
  const auto [end, fault] =
      std::from_chars(begin, begin + std::min(text.size(), most_digits), value, base);
  if (fault != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - begin));
  return value;
}

// Four decimal numbers without zeros in front (RFC 3986 section 3.2.2).
std::optional<std::vector<std::uint8_t>> octets_of_ipv4(std::string_view text) {
  std::vector<std::uint8_t> out;
  for (;;) {
    const bool zero_in_front = text.size() > 1 && text[0] == '0' && text[1] != '.';
    const auto number = take_address_part(text, 10, 3);
    if (!number || *number > 255 || zero_in_front) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(*number));
    if (out.size() == 4) return text.empty() ? std::optional(out) : std::nullopt;
    if (!text.starts_with('.')) return std::nullopt;
    text.remove_prefix(1);
  }
}

// Groups of an IPv6 address between colons (RFC 4291 section 2.2); the end may be an IPv4 address.
std::optional<std::vector<std::uint8_t>> octets_of_groups(std::string_view text, bool ipv4_end) {
  std::vector<std::uint8_t> out;
  while (!text.empty()) {
    if (const auto octets = ipv4_end ? octets_of_ipv4(text) : std::nullopt) {
      out.insert(out.end(), octets->begin(), octets->end());
      return out;
    }
    const auto number = take_address_part(text, 16, 4);
    if (!number) return std::nullopt;
    out.push_back(static_cast<std::uint8_t>(*number >> 8));
    out.push_back(static_cast<std::uint8_t>(*number & 0xff));
    if (text.empty()) break;
    if (!text.starts_with(':') || text.size() == 1) return std::nullopt;
    text.remove_prefix(1);
  }
  return out;
}

// "::" stands once at most, for one group of zeros or more.
std::optional<IpAddress> parse_ipv6(std::string_view text) {
  const std::size_t gap = text.find("::");
  const bool whole = gap == std::string_view::npos;
  const auto front = octets_of_groups(text.substr(0, gap), whole);
  const auto back = octets_of_groups(whole ? "" : text.substr(gap + 2), true);
  if (!front || !back) return std::nullopt;
  const std::size_t given = front->size() + back->size();
  if (whole ? given != 16 : given > 14) return std::nullopt;
  IpAddress out;
  out.v6 = true;
  std::ranges::copy(*front, out.octets.begin());
  std::ranges::copy(*back, out.octets.end() - static_cast<std::ptrdiff_t>(back->size()));
  return out;
}

// RFC 5952 section 4: no zeros in front, the first of the longest runs of zero groups as "::", and
// an IPv4 address at the end where one is embedded.
std::string ipv6_text(const std::array<std::uint8_t, 16>& octets) {
  std::array<unsigned, 8> groups{};
  for (std::size_t i = 0; i < 8; ++i)
    groups[i] = static_cast<unsigned>(octets[2 * i]) << 8 | octets[2 * i + 1];
  std::size_t from = 8, length = 1;  // one zero group alone stays
  for (std::size_t i = 0, run = 0; i < 8; ++i) {
    run = groups[i] == 0 ? run + 1 : 0;
    if (run > length) from = i + 1 - run, length = run;
  }
  const bool ipv4_end = from == 0 && (length == 6 || (length == 5 && groups[5] == 0xffff));
  std::string out;
  for (std::size_t i = 0; i < (ipv4_end ? 6U : 8U); ++i) {
    if (i == from) out += "::";
    if (i >= from && i < from + length) continue;
    if (!out.empty() && !out.ends_with(':')) out += ':';
    out += fmt::format("{:x}", groups[i]);
  }
  if (!ipv4_end) return out;
  if (!out.ends_with(':')) out += ':';
  return out + fmt::format("{}.{}.{}.{}", octets[12], octets[13], octets[14], octets[15]);
}

}  // namespace

IpAddress ipv4(Bytes octets) { return address(octets, 4, false); }
IpAddress ipv6(Bytes octets) { return address(octets, 16, true); }

std::optional<IpAddress> parse_ip(std::string_view text) {
  if (text.contains(':')) return parse_ipv6(text);
  const auto octets = octets_of_ipv4(text);
  return octets ? std::optional(ipv4(*octets)) : std::nullopt;
}

std::string to_string(const IpAddress& ip) {
  if (ip.v6) return ipv6_text(ip.octets);
  return fmt::format("{}.{}.{}.{}", ip.octets[0], ip.octets[1], ip.octets[2], ip.octets[3]);
}

std::string to_string(const Endpoint& endpoint) {
  return endpoint.ip.v6 ? fmt::format("[{}]:{}", to_string(endpoint.ip), endpoint.port)
                        : fmt::format("{}:{}", to_string(endpoint.ip), endpoint.port);
}

}  // namespace tlswhy
