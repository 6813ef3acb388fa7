// Any bytes as a ClientHello: the first one chooses the form of SSLv2 or of a handshake message.
#include <cstdint>

#include "diagnosis/recognise.hpp"
#include "wire/client_hello.hpp"
#include "wire/fingerprint.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  if (size == 0) return 0;
  const Bytes body(data + 1, size - 1);
  const auto hello = data[0] % 2 == 0 ? parse_client_hello(body) : parse_sslv2_client_hello(body);
  if (!hello) return 0;
  // Nothing can be longer than what it was read from.
  if (hello->cipher_suites.size() > size || hello->extensions.size() > size) __builtin_trap();
  if (hello->server_name && hello->server_name->size() > size) __builtin_trap();
  if (ja4_prefix(*hello).size() < 10 || ja3_text(*hello).empty()) __builtin_trap();
  ja4_suites_text(*hello);
  ja4_extensions_text(*hello);
  recognise(*hello);
  return 0;
}
