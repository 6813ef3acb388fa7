#include "sources/log/openssl_names.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "wire/openssl_names.hpp"
#include "wire/registry.hpp"

namespace tlswhy {
namespace {

using namespace std::string_view_literals;

constexpr std::array versions = {std::pair{"TLSv1.3"sv, ProtocolVersion::TLSv1_3},
                                 std::pair{"TLSv1.2"sv, ProtocolVersion::TLSv1_2},
                                 std::pair{"TLSv1.1"sv, ProtocolVersion::TLSv1_1},
                                 std::pair{"TLSv1.0"sv, ProtocolVersion::TLSv1_0},
                                 std::pair{"TLSv1"sv, ProtocolVersion::TLSv1_0},
                                 std::pair{"SSLv3"sv, ProtocolVersion::SSLv3}};

// Where OpenSSL's name is not the registry's.
constexpr std::array groups = {
    std::pair{"P-256"sv, "secp256r1"sv}, std::pair{"P-384"sv, "secp384r1"sv},
    std::pair{"P-521"sv, "secp521r1"sv}, std::pair{"prime256v1"sv, "secp256r1"sv},
    std::pair{"X25519"sv, "x25519"sv},   std::pair{"X448"sv, "x448"sv}};

}  // namespace

std::optional<ProtocolVersion> openssl_version(std::string_view name) {
  const auto found = std::ranges::find(versions, name, [](const auto& v) { return v.first; });
  return found == versions.end() ? std::nullopt : std::optional(found->second);
}

std::optional<CipherSuite> openssl_suite(std::string_view name) {
  if (const auto suite = openssl_cipher(name)) return suite;
  const auto code = cipher_suite(name);
  return code ? std::optional(CipherSuite{*code}) : std::nullopt;
}

std::optional<NamedGroup> openssl_group(std::string_view name) {
  const auto found = std::ranges::find(groups, name, [](const auto& g) { return g.first; });
  const auto code = named_group(found == groups.end() ? name : found->second);
  return code ? std::optional(NamedGroup{*code}) : std::nullopt;
}

}  // namespace tlswhy
