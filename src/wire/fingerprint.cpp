#include "wire/fingerprint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <utility>

#include "wire/grease.hpp"

namespace tlswhy {
namespace {

std::string hex_list(const std::vector<std::uint16_t>& values) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const unsigned value : values) {
    if (!out.empty()) out.push_back(',');
    for (const unsigned shift : {12U, 8U, 4U, 0U}) out.push_back(digits[value >> shift & 15U]);
  }
  return out;
}

void add_decimal(unsigned value, std::string& out) {
  std::array<char, 10> digits;  // NOLINT(*-member-init): written before it is read
  out.append(digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr);
}

// Behind a comma, with "-" between.
template <class List>
void add_list(const List& values, std::string& out) {
  char before = ',';
  for (const unsigned value : values) {
    out.push_back(std::exchange(before, '-'));
    add_decimal(value, out);
  }
  if (before == ',') out.push_back(',');
}

std::string_view version_tag(ProtocolVersion version) {
  switch (version) {
    case ProtocolVersion::TLSv1_3: return "13";
    case ProtocolVersion::TLSv1_2: return "12";
    case ProtocolVersion::TLSv1_1: return "11";
    case ProtocolVersion::TLSv1_0: return "10";
    case ProtocolVersion::SSLv3: return "s3";
    case ProtocolVersion::SSLv2: return "s2";
    default: return "00";
  }
}

// First and last character of the first ALPN value; hex of its ends where they are not
// alphanumeric.
std::string alpn_tag(const ClientHello& hello) {
  if (hello.alpn.empty() || hello.alpn.front().empty()) return "00";
  const std::string& name = hello.alpn.front();
  const auto first = static_cast<unsigned char>(name.front());
  const auto last = static_cast<unsigned char>(name.back());
  if (std::isalnum(first) != 0 && std::isalnum(last) != 0) {
    return {static_cast<char>(first), static_cast<char>(last)};
  }
  return fmt::format("{:x}{:x}", first >> 4, last & 15);
}

}  // namespace

std::string ja3_text(const ClientHello& hello) {
  std::string out;
  add_decimal(code(hello.legacy_version), out);
  add_list(without_grease(hello.cipher_suites), out);
  add_list(without_grease(hello.extensions), out);
  add_list(without_grease(hello.supported_groups), out);
  add_list(hello.ec_point_formats, out);
  return out;
}

std::string ja4_prefix(const ClientHello& hello) {
  const auto suites = without_grease(hello.cipher_suites).size();
  const auto extensions = without_grease(hello.extensions).size();
  return fmt::format("t{}{}{:02}{:02}{}", version_tag(hello.highest_version()),
                     hello.server_name ? 'd' : 'i', std::min<std::size_t>(suites, 99),
                     std::min<std::size_t>(extensions, 99), alpn_tag(hello));
}

std::string ja4_suites_text(const ClientHello& hello) {
  auto suites = without_grease(hello.cipher_suites);
  std::ranges::sort(suites);
  return hex_list(suites);
}

std::string ja4_extensions_text(const ClientHello& hello) {
  auto extensions = without_grease(hello.extensions);
  std::erase(extensions, code(ExtensionType::server_name));
  std::erase(extensions, code(ExtensionType::application_layer_protocol_negotiation));
  std::ranges::sort(extensions);
  const auto schemes = without_grease(hello.signature_algorithms);
  if (schemes.empty()) return hex_list(extensions);
  return hex_list(extensions) + "_" + hex_list(schemes);
}

}  // namespace tlswhy
