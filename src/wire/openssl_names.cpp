#include "wire/openssl_names.hpp"

#include <algorithm>

#include "wire/code_point_tables.hpp"

namespace tlswhy {

std::string_view openssl_cipher_name(CipherSuite suite) {
  const auto& rows = tables::openssl_ciphers.by_code;
  const auto found = std::ranges::lower_bound(rows, code(suite), {}, &CodePoint::code);
  return found != rows.end() && found->code == code(suite) ? found->name : std::string_view();
}

std::optional<CipherSuite> openssl_cipher(std::string_view name) {
  const auto& rows = tables::openssl_ciphers.by_name;
  const auto found = std::ranges::lower_bound(rows, name, {}, &CodePoint::name);
  return found != rows.end() && found->name == name
             ? std::optional(CipherSuite{static_cast<std::uint16_t>(found->code)})
             : std::nullopt;
}

}  // namespace tlswhy
