#include "sources/log/java/names.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "base/ascii.hpp"
#include "sources/log/java/fields.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;
using Named = std::pair<std::string_view, std::uint8_t>;

// RFC 5246 section 7.4.1.4.1, as Java spells them.
constexpr std::array hashes = {Named{"MD5", 1},    Named{"SHA1", 2},   Named{"SHA224", 3},
                               Named{"SHA256", 4}, Named{"SHA384", 5}, Named{"SHA512", 6}};
constexpr std::array keys = {Named{"RSA", 1}, Named{"DSA", 2}, Named{"ECDSA", 3}};

template <std::size_t Size>
std::optional<std::uint8_t> find(const std::array<Named, Size>& list, std::string_view name) {
  const auto found = std::ranges::find(list, name, &Named::first);
  return found == list.end() ? std::nullopt : std::optional(found->second);
}

// "(0x1302)" behind a name, "0xC0:0x2F" in place of one.
std::optional<std::uint16_t> printed_code(std::string_view name) {
  if (const auto code = behind(name, "(0x")) {
    const auto value = number_in("0x" + std::string(*code));
    if (value && *value >= 0 && *value <= 0xffff) return static_cast<std::uint16_t>(*value);
  }
  const auto bytes = parts(name.substr(std::min(name.find("0x"), name.size())), ':');
  if (bytes.size() != 2) return std::nullopt;
  const auto high = number_in(bytes[0]), low = number_in(bytes[1]);
  if (!high || !low || *high < 0 || *high > 255 || *low < 0 || *low > 255) return std::nullopt;
  return static_cast<std::uint16_t>(*high * 256 + *low);
}

}  // namespace

std::optional<CipherSuite> java_suite(std::string_view name) {
  if (const auto code = printed_code(name)) return CipherSuite{*code};
  auto found = cipher_suite(name);
  if (!found && name.starts_with("SSL_"))
    found = cipher_suite("TLS_" + std::string(name.substr(4)));
  return found ? std::optional(CipherSuite{*found}) : std::nullopt;
}

std::optional<NamedGroup> java_group(std::string_view name) {
  name = trimmed(name.substr(0, name.find('[')));  // "secp256r1 [NIST P-256, X9.62 prime256v1]"
  const auto found = named_group(name);
  return found ? std::optional(NamedGroup{*found}) : std::nullopt;
}

std::optional<SignatureScheme> java_scheme(std::string_view name) {
  if (const std::size_t with = name.find("with"); with != std::string_view::npos) {
    const auto hash = find(hashes, name.substr(0, with));
    const auto key = find(keys, name.substr(with + 4));
    if (hash && key) return SignatureScheme{static_cast<std::uint16_t>(*hash * 256 + *key)};
  }
  auto found = signature_scheme(name);
  if (!found && name.starts_with("rsa_"))
    found = signature_scheme("rsa_pkcs1_" + std::string(name.substr(4)));
  return found ? std::optional(SignatureScheme{*found}) : std::nullopt;
}

std::optional<ProtocolVersion> java_version(std::string_view name) {
  using enum ProtocolVersion;
  constexpr std::array versions = {std::pair{"TLSv1.3"sv, TLSv1_3}, std::pair{"TLSv1.2"sv, TLSv1_2},
                                   std::pair{"TLSv1.1"sv, TLSv1_1}, std::pair{"TLSv1"sv, TLSv1_0},
                                   std::pair{"SSLv3"sv, SSLv3}};
  const auto found = std::ranges::find(versions, trimmed(name),
                                       &std::pair<std::string_view, ProtocolVersion>::first);
  return found == versions.end() ? std::nullopt : std::optional(found->second);
}

std::optional<AlertDescription> java_alert(std::string_view name) {
  std::string small(trimmed(name));
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  const auto found = alert_description(small);
  return found ? std::optional(AlertDescription{*found}) : std::nullopt;
}

}  // namespace tlswhy
