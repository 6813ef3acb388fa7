// Any bytes as what a server says in clear: one byte chooses the message and its reading, two the
// version.
#include <cstdint>

#include "wire/server_messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  Reader in({data, size});
  const std::uint8_t choice = in.u8();
  const auto version = static_cast<ProtocolVersion>(in.u16());
  const Bytes body = in.rest();
  if (!in.ok()) return 0;
  switch (choice % 6) {
    case 0:
      if (const auto hello = parse_server_hello(body); hello && hello->random.size() != 32)
        __builtin_trap();
      break;
    case 1:
    case 2:
    case 3: {
      constexpr ServerKeyExchange::Kind kinds[] = {ServerKeyExchange::Kind::dhe,
                                                   ServerKeyExchange::Kind::ecdhe,
                                                   ServerKeyExchange::Kind::other};
      const auto message = parse_server_key_exchange(body, kinds[choice % 6 - 1], version);
      if (!message) break;
      if (message->dh_bits > 8 * message->dh_prime.size()) __builtin_trap();
      if (message->parameters.size() + message->signature.size() > body.size()) __builtin_trap();
      break;
    }
    case 4: {
      std::size_t sum = 0;
      for (const Bytes der : parse_certificate_list(body)) sum += der.size();
      if (sum > body.size()) __builtin_trap();
      break;
    }
    default: parse_certificate_request(body, version);
  }
  return 0;
}
