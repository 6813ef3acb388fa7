// Any bytes as what a server says, in clear or encrypted: one byte chooses the message and its
// reading, two the version.
#include <cstdint>

#include "wire/encrypted_messages.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tlswhy;
  Reader in({data, size});
  const std::uint8_t choice = in.u8();
  const auto version = static_cast<ProtocolVersion>(in.u16());
  const Bytes body = in.rest();
  if (!in.ok()) return 0;
  switch (choice % 12) {
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
      const auto message = parse_server_key_exchange(body, kinds[choice % 12 - 1], version);
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
    case 5: parse_certificate_request(body, version); break;
    case 6: parse_encrypted_extensions(body); break;
    case 7: parse_certificate_request_tls13(body); break;
    case 8: {
      std::size_t sum = 0;
      const auto entries = parse_certificate_tls13(body);
      for (const auto& e : entries.value_or(std::vector<CertificateEntry>{})) {
        sum += e.der.size() + e.ocsp_response.size();
      }
      if (sum > body.size()) __builtin_trap();
      break;
    }
    case 9: parse_certificate_verify(body, version); break;
    case 10: parse_new_session_ticket(body, version); break;
    default: parse_certificate_status(body);
  }
  return 0;
}
