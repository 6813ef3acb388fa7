#include "wire/openssl_names.hpp"

#include <algorithm>

#include "wire/code_point_tables.hpp"

namespace tlswhy {

std::string_view openssl_cipher_name(CipherSuite suite) {
  const auto& rows = tables::openssl_ciphers.by_code;
  const auto found = std::ranges::lower_bound(rows, code(suite), {}, &CodePoint::code);
  return found != rows.end() && found->code == code(suite) ? found->name : std::string_view();
}

}  // namespace tlswhy
